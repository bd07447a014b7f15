#include "base/phone.h"

#include <stdbool.h>
#include <string.h>

#include <unicode/utf8.h>

#include "base/ctx.h"
#include "base/glyph.h"

#define MOST_DIGITS 15 /* ITU-T E.164 */
#define LEAST_DIGITS 5 /* 95338 and other service numbers */
#define MOBILE_DIGITS 11
#define LOCAL_DIGITS 8    /* a landline of a large city, without its area code */
#define LANDLINE_DIGITS 9 /* at least, area code without its zero */

typedef struct Dialled {
    char digits[MOST_DIGITS + 8]; /* with what is dialled before a country code */
    size_t count;
    size_t end; /* bytes of the text before the extension, with the mark that begins it */
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

static bool service(const char *digits)
{
    return starts(digits, "400") || starts(digits, "800");
}

/* 62551234, but not the beginning of 86-10-62551234. */
static bool local(const char *digits, size_t count)
{
    bool begins = digits[0] >= '2' && digits[0] <= '8' && !starts(digits, "86");
    return count == LOCAL_DIGITS && begins && !service(digits);
}

/* Whether what follows a dash can only be an extension. */
static bool complete(const Dialled *dialled)
{
    const char *digits = dialled->digits;
    size_t count = dialled->count;
    if (dialled->plus) return false;
    if (mobile(digits, count) || local(digits, count)) return true;
    bool landline = digits[0] == '0' && digits[1] != '0' && count >= 11;
    return landline || (service(digits) && count == 10);
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
    dialled.end = (size_t)at;
    return dialled;
}

static Status fail_phone(Ctx *ctx)
{
    return fail(ctx, INVALID, "expected a telephone number of %d to %d digits", LEAST_DIGITS,
                MOST_DIGITS);
}

/* A number of China that was given with its country code; the zero of its area code may have been
 * left out, or not. */
static Status domestic(Ctx *ctx, const char *digits, const char **out)
{
    digits += strspn(digits, "0");
    size_t count = strlen(digits);
    bool landline = !mobile(digits, count) && count >= LANDLINE_DIGITS && !service(digits);
    if (count < LEAST_DIGITS || count > MOBILE_DIGITS) return fail_phone(ctx);
    *out = arena_format(ctx->arena, "%s%s", landline ? "0" : "", digits);
    return *out ? OK : no_memory(ctx);
}

Status phone_normal(Ctx *ctx, const char *text, const char **out)
{
    Dialled dialled = dial(text);
    const char *digits = dialled.digits;
    bool abroad = dialled.plus || starts(digits, "00");
    if (!dialled.plus && abroad) digits += 2;
    bool china = abroad ? starts(digits, "86")
                        : starts(digits, "86") && mobile(digits + 2, strlen(digits + 2));
    size_t count = strlen(digits);
    if (dialled.bad || count < LEAST_DIGITS || count > MOST_DIGITS) return fail_phone(ctx);
    if (china) return domestic(ctx, digits + 2, out);
    *out = arena_format(ctx->arena, "%s%s", abroad ? "+" : "", digits);
    return *out ? OK : no_memory(ctx);
}

/* --- extensions --- */

typedef struct Extension {
    char digits[PHONE_EXTENSION_MOST + 1];
    size_t count; /* may be more than there is room for */
    bool said;    /* something stands there, digits or not */
} Extension;

static Extension extension_of(const char *text)
{
    Extension extension = {.count = 0};
    const Dialled dialled = dial(text);
    if (!dialled.ended) return extension;
    for (Glyph at = glyph_next(text, dialled.end); at.plain; at = glyph_next(text, at.end)) {
        extension.said |= at.plain != ' ' && at.plain != '\t' && at.plain != 0x3000;
        if (!glyph_is_digit(at.plain)) continue;
        if (extension.count < PHONE_EXTENSION_MOST)
            extension.digits[extension.count] = (char)at.plain;
        extension.count++;
    }
    return extension;
}

/* A copy without white space around. */
static const char *trimmed(Ctx *ctx, const char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length && strchr(" \t", text[length - 1]))
        length--;
    return arena_text_n(ctx->arena, text, length);
}

Status phone_kept(Ctx *ctx, const char *text, const char **out)
{
    Status s = phone_normal(ctx, text, out);
    if (s) return s;
    const Extension extension = extension_of(text);
    if (extension.count > PHONE_EXTENSION_MOST)
        return fail(ctx, INVALID, "an extension has at most %d digits", PHONE_EXTENSION_MOST);
    if (extension.said) *out = trimmed(ctx, text);
    return *out ? OK : no_memory(ctx);
}

Status phone_extended(Ctx *ctx, const char *text, const char **out)
{
    const char *normal = NULL;
    const Extension extension = extension_of(text);
    *out = NULL;
    if (!extension.count || extension.count > PHONE_EXTENSION_MOST) return OK;
    Status s = phone_normal(ctx, text, &normal);
    if (s == INVALID) problem_clear(ctx);
    if (s) return s == INVALID ? OK : s;
    *out = arena_format(ctx->arena, "%sx%s", normal, extension.digits);
    return *out ? OK : no_memory(ctx);
}

const char *phone_tail(const char *normal)
{
    size_t length = strlen(normal);
    return length >= 7 ? normal + length - 4 : NULL;
}

const char *phone_local(const char *normal)
{
    if (normal[0] != '0' || normal[1] == '0' || !normal[1]) return NULL;
    size_t area = normal[1] <= '2' ? 3 : 4, length = strlen(normal);
    return length == area + 7 || length == area + 8 ? normal + area : NULL;
}
