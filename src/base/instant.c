#include "base/instant.h"

#include <string.h>

#include "base/field.h"
#include "base/pattern.h"

/* What is left of a text that is being read. */
typedef struct Scan {
    const char *at, *end;
} Scan;

static bool scan_char(Scan *scan, char c)
{
    if (scan->at >= scan->end || *scan->at != c) return false;
    scan->at++;
    return true;
}

static bool scan_digits(Scan *scan, int least, int most, int *out)
{
    int value = 0, count = 0;
    while (count < most && scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9') {
        value = value * 10 + (*scan->at++ - '0');
        count++;
    }
    *out = value;
    return count >= least;
}

/* The digits after a decimal point, cut to milliseconds. */
static bool scan_fraction(Scan *scan, int *ms)
{
    int digit, count = 0, unit = 100;
    *ms = 0;
    while (scan_digits(scan, 1, 1, &digit)) {
        *ms += digit * unit;
        unit /= 10;
        count++;
    }
    return count >= 1 && count <= 9;
}

static bool scan_offset(Scan *scan, WallText *out)
{
    int hours, minutes, sign = 1;
    out->has_offset = true;
    if (scan_char(scan, 'Z') || scan_char(scan, 'z')) return true;
    if (scan_char(scan, '-'))
        sign = -1;
    else if (!scan_char(scan, '+'))
        return false;
    if (!scan_digits(scan, 2, 2, &hours) || !scan_char(scan, ':')) return false;
    if (!scan_digits(scan, 2, 2, &minutes) || hours > 23 || minutes > 59) return false;
    out->offset_ms = sign * (hours * HOUR_MS + minutes * MINUTE_MS);
    return true;
}

static bool scan_date(Scan *scan, Wall *wall, int *least)
{
    if (!scan_digits(scan, 4, 4, &wall->year)) return false;
    char separator = '-';
    *least = 2;
    if (scan_char(scan, '/')) {
        separator = '/';
        *least = 1;
    } else if (!scan_char(scan, '-')) {
        return false;
    }
    return scan_digits(scan, *least, 2, &wall->month) && scan_char(scan, separator) &&
           scan_digits(scan, *least, 2, &wall->day);
}

static bool scan_time(Scan *scan, Wall *wall, int least)
{
    if (!scan_digits(scan, least, 2, &wall->hour) || !scan_char(scan, ':')) return false;
    if (!scan_digits(scan, 2, 2, &wall->minute)) return false;
    if (!scan_char(scan, ':')) return true;
    if (!scan_digits(scan, 2, 2, &wall->second)) return false;
    return !scan_char(scan, '.') || scan_fraction(scan, &wall->ms);
}

static bool scan_instant(Scan *scan, WallText *out)
{
    int least;
    if (!scan_date(scan, &out->wall, &least)) return false;
    out->date_only = scan->at == scan->end;
    if (out->date_only) return true;
    if (!scan_char(scan, 'T') && !scan_char(scan, 't') && !scan_char(scan, ' ')) return false;
    if (!scan_time(scan, &out->wall, least)) return false;
    return scan->at == scan->end || (scan_offset(scan, out) && scan->at == scan->end);
}

Status wall_parse(Ctx *ctx, const char *text, size_t length, const char *pattern, WallText *out)
{
    if (pattern) return wall_parse_pattern(ctx, text, length, pattern, out);
    Scan scan = {text, text + length};
    *out = (WallText){0};
    if (scan_instant(&scan, out)) return OK;
    Status s = fail(ctx, INVALID, "this is not a time");
    problem_hint(ctx, "write it like 2026-11-22T08:00:00+08:00");
    return s;
}

Status wall_text_instant(Ctx *ctx, const WallText *read, const char *zone, bool lenient,
                         int64_t *out_ms, int64_t *offset_ms)
{
    if (!zone && !read->has_offset) {
        Status s = fail(ctx, INVALID, "the time has no offset from UTC");
        problem_hint(ctx, "write it like 2026-11-22T08:00:00+08:00");
        return s;
    }
    Status s = wall_instant(ctx, &read->wall, read->has_offset ? "Z" : zone,
                            lenient || read->date_only, out_ms);
    if (s) return s;
    if (read->has_offset) *out_ms -= read->offset_ms;
    if (offset_ms) *offset_ms = read->has_offset ? read->offset_ms : zone_offset_ms(zone, *out_ms);
    return OK;
}

Status instant_parse(Ctx *ctx, const char *text, size_t length, const char *zone, int64_t *out_ms,
                     int64_t *offset_ms, bool *offset_inferred)
{
    WallText read;
    Status s = wall_parse(ctx, text, length, NULL, &read);
    if (s) return s;
    if (offset_inferred) *offset_inferred = !read.has_offset;
    return wall_text_instant(ctx, &read, zone, false, out_ms, offset_ms);
}

Status instant_parse_pattern(Ctx *ctx, const char *text, size_t length, const char *pattern,
                             const char *zone, int64_t *out_ms, int64_t *offset_ms)
{
    WallText read;
    Status s = wall_parse(ctx, text, length, pattern, &read);
    return s ? s : wall_text_instant(ctx, &read, zone, false, out_ms, offset_ms);
}

Status date_parse(Ctx *ctx, const char *text, size_t length, int64_t *out_days)
{
    Scan scan = {text, text + length};
    Wall wall;
    int least;
    if (!scan_date(&scan, &wall, &least) || scan.at != scan.end) {
        Status s = fail(ctx, INVALID, "this is not a date");
        problem_hint(ctx, "write it like 2026-11-22");
        return s;
    }
    *out_days = date_days(wall.year, wall.month, wall.day);
    return *out_days == NONE ? fail(ctx, INVALID, "there is no such date") : OK;
}

enum { DATE_ROOM = 10 };

static char *put_two(char *at, unsigned value)
{
    memcpy(at, digit_pair(value), 2);
    return at + 2;
}

/* Instants that are written together are of a few days: facts that cannot change, kept by the
 * thread, as those of zones are. A slot never used is empty. */
static _Thread_local struct {
    int64_t days;
    char text[DATE_ROOM];
} dates[8];

static const char *date_text(int64_t days)
{
    char *text = dates[days & 7].text;
    if (dates[days & 7].days == days && text[0]) return text;
    int year, month, day;
    date_parts(days, &year, &month, &day);
    char *at = put_two(text, (unsigned)year / 100 % 100);
    at = put_two(at, (unsigned)year % 100);
    *at++ = '-';
    at = put_two(at, (unsigned)month);
    *at++ = '-';
    put_two(at, (unsigned)day);
    dates[days & 7].days = days;
    return text;
}

static char *put_date(char *at, int64_t days)
{
    memcpy(at, date_text(days), DATE_ROOM);
    return at + DATE_ROOM;
}

static char *put_time(char *at, unsigned of_day_ms)
{
    unsigned seconds = of_day_ms / 1000, ms = of_day_ms % 1000;
    *at++ = 'T';
    at = put_two(at, seconds / 3600);
    *at++ = ':';
    at = put_two(at, seconds / 60 % 60);
    *at++ = ':';
    at = put_two(at, seconds % 60);
    if (!ms) return at;
    *at++ = '.';
    *at++ = (char)('0' + ms / 100);
    return put_two(at, ms % 100);
}

static char *put_offset(char *at, int64_t offset_ms)
{
    int minutes = (int)(offset_ms / MINUTE_MS);
    *at++ = minutes < 0 ? '-' : '+';
    unsigned size = minutes < 0 ? 0U - (unsigned)minutes : (unsigned)minutes;
    at = put_two(at, size / 60 % 100);
    *at++ = ':';
    return put_two(at, size % 60);
}

char *instant_put(char *at, int64_t at_ms, const char *zone)
{
    bool utc = !zone || (zone[0] == 'Z' && !zone[1]);
    int64_t offset_ms = utc ? 0 : zone_offset_ms(zone, at_ms);
    offset_ms -= offset_ms % MINUTE_MS; /* local mean times had seconds, RFC 3339 has not */
    int64_t local_ms = at_ms + offset_ms, days = wall_days(local_ms);
    at = put_date(at, days);
    at = put_time(at, (unsigned)(local_ms - days * DAY_MS));
    if (!utc) return put_offset(at, offset_ms);
    *at++ = 'Z';
    return at;
}

void instant_format(Buf *buf, int64_t at_ms, const char *zone)
{
    char *at = buf_reserve(buf, INSTANT_ROOM);
    if (at) buf_added(buf, (size_t)(instant_put(at, at_ms, zone) - at));
}

void instant_format_minute(Buf *buf, int64_t at_ms, const char *zone)
{
    Wall wall;
    instant_wall(at_ms, zone, &wall);
    buf_format(buf, "%d-%02d-%02d %02d:%02d", wall.year, wall.month, wall.day, wall.hour,
               wall.minute);
}

void date_format(Buf *buf, int64_t days)
{
    char *at = buf_reserve(buf, DATE_ROOM);
    if (at) buf_added(buf, (size_t)(put_date(at, days) - at));
}
