#include "base/phone.h"

#include <stdbool.h>
#include <string.h>

#include <unicode/utf8.h>

#include "base/ctx.h"

#define MOST_DIGITS 15 /* ITU-T E.164 */
#define LEAST_DIGITS 5 /* 95338 and other service numbers */
#define MOBILE_DIGITS 11

typedef struct Dialled {
    char digits[MOST_DIGITS + 8]; /* with what is dialled before a country code */
    size_t count;
    bool plus;  /* began with a plus */
    bool ended; /* an extension begins */
    bool bad;
} Dialled;

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static bool mobile(const char *digits, size_t count)
{
    return count == MOBILE_DIGITS && digits[0] == '1' && digits[1] >= '3';
}

/* Whether what follows a dash can only be an extension. */
static bool complete(const Dialled *dialled)
{
    const char *digits = dialled->digits;
    size_t count = dialled->count;
    if (dialled->plus) return false;
    if (mobile(digits, count)) return true;
    bool service = (starts(digits, "400") || starts(digits, "800")) && count == 10;
    bool landline = digits[0] == '0' && digits[1] != '0' && count >= 11;
    return service || landline;
}

static void take(Dialled *dialled, UChar32 c)
{
    if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFF01 - '!'; /* full width */
    if (c >= '0' && c <= '9') {
        dialled->bad |= dialled->count == sizeof dialled->digits - 1;
        if (!dialled->bad) dialled->digits[dialled->count++] = (char)c;
        return;
    }
    if (c == '+') {
        dialled->bad |= dialled->plus || dialled->count > 0;
        dialled->plus = true;
        return;
    }
    bool dash = c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
    if (dash) {
        dialled->ended = complete(dialled);
        return;
    }
    bool extension = c == 0x8F6C /* 转 */ || c == 'x' || c == 'X' || c == 'e' || c == 'E' ||
                     c == '#' || c == ',' || c == ';' || c == 0x5206 /* 分 */;
    dialled->ended = extension && dialled->count >= LEAST_DIGITS;
    bool space = c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000;
    dialled->bad |= !dialled->ended && !space && c != '(' && c != ')' && c != '.';
}

static Dialled dial(const char *text)
{
    Dialled dialled = {.count = 0};
    const uint8_t *bytes = (const uint8_t *)text;
    int32_t at = 0;
    while (bytes[at] && !dialled.ended && !dialled.bad) {
        UChar32 c;
        U8_NEXT(bytes, at, -1, c);
        take(&dialled, c);
    }
    return dialled;
}

/* A number of China that was given with its country code. */
static char *domestic(Arena *arena, const char *digits)
{
    size_t count = strlen(digits);
    bool landline = !mobile(digits, count) && digits[0] != '0' && count >= 9 &&
                    !starts(digits, "400") && !starts(digits, "800");
    return arena_format(arena, "%s%s", landline ? "0" : "", digits);
}

Status phone_normal(Ctx *ctx, const char *text, const char **out)
{
    Dialled dialled = dial(text);
    const char *digits = dialled.digits;
    bool abroad = dialled.plus || starts(digits, "00");
    if (!dialled.plus && abroad) digits += 2;
    bool china = abroad ? starts(digits, "86")
                        : starts(digits, "86") && mobile(digits + 2, strlen(digits + 2));
    if (china) digits += 2;
    size_t count = strlen(digits);
    if (dialled.bad || count < LEAST_DIGITS || count > MOST_DIGITS)
        return fail(ctx, INVALID, "expected a telephone number of %d to %d digits", LEAST_DIGITS,
                    MOST_DIGITS);
    if (china)
        *out = domestic(ctx->arena, digits);
    else
        *out = arena_format(ctx->arena, "%s%s", abroad ? "+" : "", digits);
    return *out ? OK : no_memory(ctx);
}

const char *phone_tail(const char *normal)
{
    size_t length = strlen(normal);
    return length >= 7 ? normal + length - 4 : NULL;
}
