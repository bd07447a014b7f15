#include "base/contact_number.h"

#include <string.h>

/* As many digits as the longest number has. */
#define RUN_MOST 19

/* Spaces, hyphens, dots and brackets that may stand between two groups of digits. */
#define SEPARATORS_MOST 3

/* The digits from one place on, and how they are grouped: `ends[n]` is the byte behind the first n
 * of them where a group ends there, else 0. */
typedef struct Run {
    char digits[RUN_MOST + 1]; /* the eighteenth may be X */
    size_t count, ends[RUN_MOST + 1];
    bool plus;
} Run;

static bool is_separator(int32_t plain)
{
    return plain && plain < 0x80 && strchr(" \t-._()", plain);
}

static Glyph past_separators(const char *text, Glyph now)
{
    for (int i = 0; i < SEPARATORS_MOST && is_separator(now.plain); i++)
        now = glyph_next(text, now.end);
    return now;
}

/* A group that letters follow is none: it is part of a word. */
static void run_read(const char *text, Glyph now, Run *out)
{
    while (out->count < RUN_MOST) {
        bool last_of_identity = out->count == 17 && (now.plain == 'X' || now.plain == 'x');
        if (!glyph_is_digit(now.plain) && !last_of_identity) return;
        out->digits[out->count++] = last_of_identity ? 'X' : (char)now.plain;
        size_t end = now.end;
        now = glyph_next(text, end);
        if (glyph_is_digit(now.plain) || glyph_is_letter(now.plain)) continue;
        out->ends[out->count] = end;
        now = past_separators(text, now);
    }
}

/* How many digits the group has of which the one at `from` is the first. */
static size_t group_size(const Run *run, size_t from)
{
    for (size_t n = from + 1; n <= run->count; n++)
        if (run->ends[n]) return n - from;
    return 0;
}

/* Whether the digits from `from` to `to` are in groups of which the first has `first` digits or
 * more, the others `least` to 8. So no number of a parcel, which is longer, is taken for a group.
 */
static bool grouped(const Run *run, size_t from, size_t to, size_t first, size_t least)
{
    if (to > run->count || !run->ends[to] || group_size(run, from) < first) return false;
    for (size_t at = from + group_size(run, from), size; at < to; at += size) {
        size = group_size(run, at);
        if (size < least || size > 8) return false;
    }
    return true;
}

static bool whole(const Run *run, size_t length)
{
    return group_size(run, 0) == length;
}

/* --- identity numbers --- */

/* The check digit of GB 11643: ISO 7064, MOD 11-2. */
static bool identity_holds(const char *digits)
{
    static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += (digits[i] - '0') * weights[i];
    return "10X98765432"[sum % 11] == digits[17];
}

static int two_digits(const char *digits)
{
    return (digits[0] - '0') * 10 + digits[1] - '0';
}

/* Whether the seventh to the fourteenth digit are a date of birth, as in every identity number. */
static bool has_birth_date(const char *digits)
{
    int century = two_digits(digits + 6), month = two_digits(digits + 10);
    int day = two_digits(digits + 12);
    return (century == 19 || century == 20) && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* In one piece whatever its check digit, for people mistype; numbers of parcels may have as many
 * digits, but no date of birth among them. */
static size_t identity_digits(const Run *run)
{
    if (run->count < 18 || !has_birth_date(run->digits)) return 0;
    if (whole(run, 18)) return 18;
    bool pieces = grouped(run, 0, 18, 2, 2) && group_size(run, 0) <= 6;
    return pieces && identity_holds(run->digits) ? 18 : 0;
}

/* --- bank cards --- */

/* What the numbers of cards begin with, by their first four digits, and how long they are (ISO/IEC
 * 7812; the issuers' published ranges). The shorter a number, the likelier it is a parcel's:
 * carriers number by 13 and by 15 digits that begin with 3 or 4, so that a card of 15 is known by
 * its groups alone, and of 13, which no issuer gives out any more, by nothing. */
typedef struct Issuer {
    int from, to;
    size_t shortest, longest;
} Issuer;

static const Issuer issuers[] = {{2221, 2720, 16, 16}, {3000, 3059, 14, 14}, {3400, 3499, 15, 15},
                                 {3528, 3589, 16, 16}, {3600, 3699, 14, 14}, {3700, 3799, 15, 15},
                                 {3800, 3999, 14, 14}, {4000, 4999, 16, 16}, {5000, 5999, 16, 16},
                                 {6000, 6999, 16, 19}, {8100, 8199, 16, 19}, {9000, 9999, 16, 19}};

static bool is_issued(const char *digits, size_t length)
{
    int first = 0;
    for (int i = 0; i < 4; i++)
        first = first * 10 + (digits[i] - '0');
    for (size_t i = 0; i < sizeof issuers / sizeof *issuers; i++)
        if (first >= issuers[i].from && first <= issuers[i].to && length >= issuers[i].shortest &&
            length <= issuers[i].longest)
            return true;
    return false;
}

/* ISO/IEC 7812-1, annex B. */
static bool luhn_holds(const char *digits, size_t length)
{
    int sum = 0;
    for (size_t i = 0; i < length; i++) {
        if (digits[i] == 'X') return false;
        int worth = (digits[i] - '0') * ((length - i) % 2 ? 1 : 2);
        sum += worth > 9 ? worth - 9 : worth;
    }
    return sum % 10 == 0;
}

/* 4-4-4-4, 6-8-5, 4-4-4-4-3, 4-6-4 …: the last group may be a short one. */
static bool is_grouped_card(const Run *run, size_t length)
{
    size_t first = group_size(run, 0), last = length - 1;
    if ((first != 4 && first != 6) || !run->ends[length]) return false;
    if (length == 15) return first == 4 && group_size(run, 4) == 6 && group_size(run, 10) == 5;
    while (!run->ends[last])
        last--;
    return length - last <= 8 && grouped(run, 0, last, 4, 3);
}

static size_t card_digits(const Run *run)
{
    for (size_t length = run->count; length >= 14; length--) {
        bool written = is_grouped_card(run, length) || (whole(run, length) && length != 15);
        if (written && is_issued(run->digits, length) && luhn_holds(run->digits, length))
            return length;
    }
    return 0;
}

/* --- phones --- */

static bool is_mobile(const Run *run, size_t from)
{
    return run->digits[from] == '1' && run->digits[from + 1] >= '3' &&
           grouped(run, from, from + 11, 3, 2);
}

/* Digits of the landline from `from` on: its area (two digits where that is 10 or 2x, else three)
 * and 7 or 8 more. */
static size_t landline_digits(const Run *run, size_t from, bool with_zero)
{
    size_t area = from + with_zero;
    if (with_zero && run->digits[from] != '0') return 0;
    if (run->digits[area] < '1' || run->digits[area] > '9') return 0;
    if (run->digits[area] == '1' && run->digits[area + 1] != '0') return 0;
    bool two = run->digits[area] <= '2';
    size_t group = group_size(run, from), shortest = area + 10 - from;
    for (size_t length = shortest; length <= shortest + !two; length++) {
        bool written = group == length || group == 2u + with_zero || group == 3u + with_zero;
        if (written && grouped(run, from, from + length, 2, 3)) return length;
    }
    return 0;
}

/* What may stand before a mobile number, and before a landline without its zero. */
static size_t phone_digits(const Run *run)
{
    static const char *const prefixes[] = {"0086", "86", "0", ""};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t length = strlen(prefixes[i]);
        if (strncmp(run->digits, prefixes[i], length) != 0) continue;
        if (is_mobile(run, length)) return length + 11;
        bool abroad = length == 4 || (length == 2 && run->plus);
        size_t landline = abroad ? landline_digits(run, length, false) : 0;
        if (landline) return length + landline;
    }
    return landline_digits(run, 0, true);
}

size_t contact_number_length(const char *text, Glyph first, bool plus)
{
    Run run = {.plus = plus};
    run_read(text, first, &run);
    size_t digits = identity_digits(&run);
    if (!digits) digits = card_digits(&run);
    if (!digits) digits = phone_digits(&run);
    return digits ? run.ends[digits] - first.start : 0;
}
