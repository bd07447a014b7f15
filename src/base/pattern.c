#include "base/pattern.h"

#include <pthread.h>
#include <string.h>

#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

#include "base/field.h"

enum { PATTERN_MAX = 64, TIME_TEXT_MAX = 96 };

/* --- patterns of digits, which nearly all files have: ICU needs microseconds for what is nothing
 * --- */

static bool digits_read(const char **at, const char *end, size_t width, size_t most, int *out)
{
    size_t count = 0;
    int value = 0;
    while (count < most && *at < end && **at >= '0' && **at <= '9') {
        value = value * 10 + (*(*at)++ - '0');
        count++;
    }
    *out = value;
    return count >= 1 && (width == 1 || count == width);
}

typedef struct PatternLetter {
    char letter;
    size_t most;   /* digits, where the letter stands alone */
    size_t widest; /* repeats that still mean digits */
    size_t member;
} PatternLetter;

static const PatternLetter letters[] = {
    {'y', 4, 4, offsetof(Wall, year)},   {'M', 2, 2, offsetof(Wall, month)},
    {'d', 2, 2, offsetof(Wall, day)},    {'H', 2, 2, offsetof(Wall, hour)},
    {'m', 2, 2, offsetof(Wall, minute)}, {'s', 2, 2, offsetof(Wall, second)},
    {'S', 3, 3, offsetof(Wall, ms)},
};

static const PatternLetter *letter_find(char c)
{
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].letter == c) return &letters[i];
    return NULL;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t run_length(const char *pattern)
{
    size_t count = 1;
    while (pattern[count] == pattern[0])
        count++;
    return count;
}

/* Whether the pattern is of digits and literal characters only. */
static bool pattern_is_plain(const char *pattern)
{
    for (const char *p = pattern; *p;) {
        size_t width = is_letter(*p) ? run_length(p) : 1;
        const PatternLetter *letter = letter_find(*p);
        if (*p == '\'' || (is_letter(*p) && (!letter || width > letter->widest))) return false;
        if (*p == 'y' && width == 3) return false;
        if (*p == 'S' && width != 3) return false;
        /* Fields without anything between them are only told apart by their full widths. */
        if (letter && width == 1 && is_letter(p[width])) return false;
        p += width;
    }
    return true;
}

static bool plain_read(const char *text, const char *end, const char *pattern, Wall *wall)
{
    for (const char *p = pattern; *p;) {
        const PatternLetter *letter = letter_find(*p);
        if (!letter) {
            if (text >= end || *text++ != *p++) return false;
            continue;
        }
        size_t width = run_length(p);
        int value;
        if (!digits_read(&text, end, width, width == 1 ? letter->most : width, &value))
            return false;
        if (letter->letter == 'y' && width == 2) value += 2000;
        memcpy((char *)wall + letter->member, &value, sizeof value);
        p += width;
    }
    return text == end;
}

/* --- the rest: month names, half days, zones --- */

/* A formatter takes a tenth of a millisecond to open, and a file uses one for all its rows. It
 * belongs to its thread and is closed with it; nothing that can be seen from outside depends on it.
 */
typedef struct Formatter {
    UDateFormat *icu;
    char pattern[PATTERN_MAX];
} Formatter;

static pthread_once_t formatter_once = PTHREAD_ONCE_INIT;
static pthread_key_t formatter_key;

static void formatter_free(void *thing)
{
    Formatter *formatter = thing;
    if (formatter->icu) udat_close(formatter->icu);
    memory_free(formatter);
}

static void formatter_key_make(void)
{
    if (pthread_key_create(&formatter_key, formatter_free)) formatter_key = (pthread_key_t)-1;
}

static UDateFormat *formatter_open(const char *pattern)
{
    static const UChar utc[] = {'U', 'T', 'C', 0};
    UChar wide[PATTERN_MAX];
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF8(wide, PATTERN_MAX, NULL, pattern, -1, &error);
    UDateFormat *icu = udat_open(UDAT_PATTERN, UDAT_PATTERN, "en", utc, -1, wide, -1, &error);
    if (U_FAILURE(error)) return NULL;
    udat_setLenient(icu, false);
    udat_setBooleanAttribute(icu, UDAT_PARSE_ALLOW_WHITESPACE, false, &error);
    udat_setBooleanAttribute(icu, UDAT_PARSE_ALLOW_NUMERIC, false, &error);
    udat_setBooleanAttribute(icu, UDAT_PARSE_PARTIAL_LITERAL_MATCH, false, &error);
    udat_set2DigitYearStart(icu, (UDate)(date_days(2000, 1, 1) * DAY_MS), &error);
    if (U_SUCCESS(error)) return icu;
    udat_close(icu);
    return NULL;
}

/* This thread's formatter for the pattern; NULL when it is no pattern or memory is short. */
static UDateFormat *formatter_get(const char *pattern)
{
    pthread_once(&formatter_once, formatter_key_make);
    Formatter *formatter = pthread_getspecific(formatter_key);
    if (!formatter) {
        formatter = memory_alloc(sizeof *formatter);
        if (!formatter) return NULL;
        if (pthread_setspecific(formatter_key, formatter)) {
            memory_free(formatter);
            return NULL;
        }
    }
    if (formatter->icu && strcmp(formatter->pattern, pattern) == 0) return formatter->icu;
    if (formatter->icu) udat_close(formatter->icu);
    formatter->icu = formatter_open(pattern);
    strncpy(formatter->pattern, pattern, PATTERN_MAX - 1);
    return formatter->icu;
}

static bool pattern_has_zone(const char *pattern)
{
    bool quoted = false;
    for (const char *p = pattern; *p; p++) {
        if (*p == '\'') quoted = !quoted;
        if (!quoted && strchr("zZOvVXx", *p)) return true;
    }
    return false;
}

static void calendar_read(const UCalendar *calendar, WallText *out, UErrorCode *error)
{
    out->wall = (Wall){.year = ucal_get(calendar, UCAL_EXTENDED_YEAR, error),
                       .month = ucal_get(calendar, UCAL_MONTH, error) + 1,
                       .day = ucal_get(calendar, UCAL_DATE, error),
                       .hour = ucal_get(calendar, UCAL_HOUR_OF_DAY, error),
                       .minute = ucal_get(calendar, UCAL_MINUTE, error),
                       .second = ucal_get(calendar, UCAL_SECOND, error),
                       .ms = ucal_get(calendar, UCAL_MILLISECOND, error)};
    out->offset_ms =
        ucal_get(calendar, UCAL_ZONE_OFFSET, error) + ucal_get(calendar, UCAL_DST_OFFSET, error);
}

static bool icu_read(UDateFormat *icu, const UChar *text, int32_t length, WallText *out)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t stopped = 0;
    UCalendar *calendar = ucal_clone(udat_getCalendar(icu), &error);
    if (U_FAILURE(error)) return false;
    ucal_clear(calendar);
    ucal_setAttribute(calendar, UCAL_LENIENT, 0);
    udat_parseCalendar(icu, calendar, text, length, &stopped, &error);
    calendar_read(calendar, out, &error);
    ucal_close(calendar);
    return U_SUCCESS(error) && stopped == length;
}

static bool icu_parse(const char *text, size_t length, const char *pattern, WallText *out)
{
    UChar wide[TIME_TEXT_MAX];
    int32_t wide_length;
    UErrorCode error = U_ZERO_ERROR;
    UDateFormat *icu = formatter_get(pattern);
    if (!icu || length >= TIME_TEXT_MAX) return false;
    u_strFromUTF8(wide, TIME_TEXT_MAX, &wide_length, text, (int32_t)length, &error);
    if (U_FAILURE(error) || !icu_read(icu, wide, wide_length, out)) return false;
    out->has_offset = pattern_has_zone(pattern);
    if (!out->has_offset) out->offset_ms = 0;
    return true;
}

/* --- both --- */

static bool epoch_parse(const char *text, size_t length, int64_t unit_ms, WallText *out)
{
    int64_t value = 0;
    if (length == 0 || length > 15) return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        value = value * 10 + (text[i] - '0');
    }
    if (value > date_days(9999, 12, 31) * DAY_MS / unit_ms) return false;
    instant_wall(value * unit_ms, "Z", &out->wall);
    out->has_offset = true;
    return true;
}

static bool parse_any(const char *text, size_t length, const char *pattern, WallText *out)
{
    if (strcmp(pattern, "epoch_ms") == 0) return epoch_parse(text, length, 1, out);
    if (strcmp(pattern, "epoch_s") == 0) return epoch_parse(text, length, SECOND_MS, out);
    if (!pattern_is_plain(pattern)) return icu_parse(text, length, pattern, out);
    out->date_only = !strpbrk(pattern, "Hms");
    return plain_read(text, text + length, pattern, &out->wall);
}

Status wall_parse_pattern(Ctx *ctx, const char *text, size_t length, const char *pattern,
                          WallText *out)
{
    *out = (WallText){0};
    if (parse_any(text, length, pattern, out)) return OK;
    return fail(ctx, INVALID, "this is not a time of the form %s", pattern);
}

/* Reads what the pattern itself writes for a known instant: a pattern that cannot do that much
 * lacks a part of the date or is none. */
Status pattern_check(Ctx *ctx, const char *pattern)
{
    UChar wide[TIME_TEXT_MAX];
    char text[TIME_TEXT_MAX * 3];
    UErrorCode error = U_ZERO_ERROR;
    WallText read;
    int64_t known_ms = date_days(2026, 11, 22) * DAY_MS, got_ms;
    if (strcmp(pattern, "epoch_ms") == 0 || strcmp(pattern, "epoch_s") == 0) return OK;
    UDateFormat *icu = strlen(pattern) < PATTERN_MAX ? formatter_get(pattern) : NULL;
    if (!icu) return fail(ctx, INVALID, "this is not a pattern of times");
    int32_t length = udat_format(icu, (UDate)known_ms, wide, TIME_TEXT_MAX, NULL, &error);
    u_strToUTF8(text, (int32_t)sizeof text, NULL, wide, length, &error);
    if (U_SUCCESS(error) && !wall_parse_pattern(ctx, text, strlen(text), pattern, &read) &&
        !wall_text_instant(ctx, &read, "Z", false, &got_ms, NULL) && got_ms == known_ms)
        return OK;
    Status s = fail(ctx, INVALID, "this is not a pattern of times that tells the date");
    problem_hint(ctx, "such as yyyy-MM-dd HH:mm:ss, or epoch_ms");
    return s;
}
