#include "waybill/number.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/ctx.h"

/* What a carrier's numbers look like; the likelier stands first. `prefixes` are alternatives
 * separated by spaces; lengths are of the whole number. The patterns are the carriers' customary
 * ones (domain words in docs/data.md), which none of them publishes. */
typedef struct NumberHint {
    const char *carrier, *prefixes;
    size_t shortest, longest;
    bool letters; /* after the prefix, letters too */
} NumberHint;

static const NumberHint hints[] = {
    {"sf", "SF", 15, 15, false},       {"yto", "YT", 15, 15, false},
    {"jt", "JT", 15, 15, false},       {"jd", "JD", 13, 15, true},
    {"sto", "77", 15, 15, false},      {"zto", "78", 12, 14, false},
    {"sto", "268 368", 12, 13, false}, {"sto", "58", 11, 12, false},
    {"ems", "9", 13, 13, false},       {"yunda", "3 4", 13, 13, false},
    {"yunda", "3 4", 15, 15, false},   {"sf", "", 12, 12, false},
};

enum { HINT_COUNT = sizeof hints / sizeof hints[0] };

/* Bytes of the space that `text` begins with (those of Unicode that people paste, too); 0: none. */
static size_t space_length(const char *text)
{
    static const char *const spaces[] = {"\xc2\xa0", "\xe3\x80\x80", "\xef\xbb\xbf",
                                         "\xe2\x80\x8b"};
    if ((unsigned char)*text < 0x80) return *text <= ' ' || *text == 0x7f;
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++)
        if (!strncmp(text, spaces[i], strlen(spaces[i]))) return strlen(spaces[i]);
    return 0;
}

Status number_normalise(Ctx *ctx, const char *text, char *out)
{
    size_t length = 0;
    for (const char *at = text; at && *at;) {
        size_t space = space_length(at);
        if (space) {
            at += space;
            continue;
        }
        if (!isalnum((unsigned char)*at) && !strchr("-_./", *at))
            return fail_field(ctx, "no", "a waybill number has letters, digits, - _ . and / only");
        if (length == NUMBER_MAX)
            return fail_field(ctx, "no", "a waybill number has at most %d characters", NUMBER_MAX);
        out[length++] = (char)toupper((unsigned char)*at++);
    }
    out[length] = 0;
    return length ? OK : fail_field(ctx, "no", "the waybill number is missing");
}

Status carrier_normalise(Ctx *ctx, const char *text, char *out)
{
    size_t length = 0;
    while (text && isspace((unsigned char)*text))
        text++;
    for (; text && *text && length < CARRIER_MAX; text++) {
        if (!isalnum((unsigned char)*text) && *text != '-' && *text != '_') break;
        out[length++] = (char)tolower((unsigned char)*text);
    }
    while (text && isspace((unsigned char)*text))
        text++;
    out[length] = 0;
    if (!length) return fail_field(ctx, "carrier", "the carrier's code is missing");
    if (*text)
        return fail_field(ctx, "carrier", "a carrier's code is 1–%d letters, digits, - or _",
                          CARRIER_MAX);
    return OK;
}

S10 number_s10(const char *no)
{
    static const int weights[8] = {8, 6, 4, 2, 3, 5, 9, 7};
    if (strlen(no) != 13) return S10_NOT;
    for (int i = 0; i < 13; i++) {
        bool digit = i >= 2 && i < 11;
        if (digit ? !isdigit((unsigned char)no[i]) : !isupper((unsigned char)no[i])) return S10_NOT;
    }
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += (no[i + 2] - '0') * weights[i];
    int digit = 11 - sum % 11;
    if (digit == 10) digit = 0;
    if (digit == 11) digit = 5;
    return digit == no[10] - '0' ? S10_RIGHT : S10_WRONG;
}

/* Length of the first of the alternatives that `no` begins with; -1 when with none. */
static int prefix_length(const char *prefixes, const char *no)
{
    do {
        size_t length = strcspn(prefixes, " ");
        if (!strncmp(prefixes, no, length)) return (int)length;
        prefixes += length + (prefixes[length] == ' ');
    } while (*prefixes);
    return -1;
}

static bool hint_fits(const NumberHint *hint, const char *no, size_t length)
{
    if (length < hint->shortest || length > hint->longest) return false;
    int prefix = prefix_length(hint->prefixes, no);
    if (prefix < 0) return false;
    for (const char *at = no + prefix; *at; at++)
        if (!isdigit((unsigned char)*at) && !(hint->letters && isalnum((unsigned char)*at)))
            return false;
    return true;
}

static size_t candidate_add(const char *carrier, const char **out, size_t count, size_t room)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(out[i], carrier)) return count;
    if (count < room) out[count++] = carrier;
    return count;
}

size_t number_carriers(const char *no, const char **out, size_t room)
{
    size_t count = 0, length = strlen(no);
    if (number_s10(no) == S10_RIGHT && no[0] == 'E' && !strcmp(no + 11, "CN"))
        count = candidate_add("ems", out, count, room);
    for (size_t i = 0; i < HINT_COUNT; i++)
        if (hint_fits(&hints[i], no, length))
            count = candidate_add(hints[i].carrier, out, count, room);
    return count;
}

/* Whether anything is known of the looks of this carrier's numbers. */
static bool carrier_has_hints(const char *carrier)
{
    for (size_t i = 0; i < HINT_COUNT; i++)
        if (!strcmp(hints[i].carrier, carrier)) return true;
    return false;
}

Status number_check(Ctx *ctx, const char *carrier, const char *no, const char **warning)
{
    *warning = NULL;
    if (number_s10(no) == S10_WRONG)
        return fail_field(ctx, "no", "the check digit of this UPU S10 number is wrong");
    const char *candidates[HINT_COUNT];
    size_t count = carrier_has_hints(carrier) ? number_carriers(no, candidates, HINT_COUNT) : 0;
    for (size_t i = 0; i < count; i++)
        if (!strcmp(candidates[i], carrier)) return OK;
    if (count) *warning = "the number looks like another carrier's";
    return OK;
}
