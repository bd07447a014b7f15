/* instant.h -- instants, dates and zones; ICU knows the zones, nobody else does arithmetic on them.
 *
 * An instant is UTC milliseconds since 1970; a date is days since 1970-01-01. A zone is an IANA
 * name ("Asia/Shanghai"), or a fixed offset ("+08:00", "Z"). Years 1900 to 9999. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"

#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

/* The bounds of an instant in a parcel's life, for its Field: from 2000 to 2100. What lies outside
 * comes from a clock that was never set, or a column that means something else. */
#define INSTANT_PLAUSIBLE .min = INT64_C(946684800000), .max = INT64_C(4102444800000)

/* INVALID if there is no such zone. */
Status zone_check(Ctx *ctx, const char *zone);

/* The zone's offset from UTC at an instant, in milliseconds east. The zone must have been checked.
 */
int64_t zone_offset_ms(const char *zone, int64_t at_ms);

typedef struct Wall {
    int year, month, day, hour, minute, second, ms; /* month and day from 1 */
} Wall;

/* A wall-clock time that does not exist in the zone (the gap when summer time begins) is INVALID
 * unless `lenient`, which takes the instant the gap ends; one that exists twice gives the earlier
 * instant. */
Status wall_instant(Ctx *ctx, const Wall *wall, const char *zone, bool lenient, int64_t *out_ms);
/* What the clock on the wall shows at an instant. The zone must have been checked. */
void instant_wall(int64_t at_ms, const char *zone, Wall *out);

/* The date of a clock on the wall that shows so many milliseconds, counted as if it were in UTC. */
static inline int64_t wall_days(int64_t local_ms)
{
    return (local_ms - (local_ms < 0 ? DAY_MS - 1 : 0)) / DAY_MS;
}

/* The date on which an instant falls in a zone. */
int64_t instant_date(int64_t at_ms, const char *zone);
/* The first instant of a date there. */
int64_t date_instant(int64_t days, const char *zone);

/* The instant of a minute of a date's day by the clock on the wall, 0 to 1440: the earlier of two,
 * the end of the gap for one that was skipped. The zone must have been checked. */
int64_t date_minute_instant(int64_t days, int minute, const char *zone);

/* NONE if there is no such date. */
int64_t date_days(int year, int month, int day);
/* The other way round: month and day from 1. */
void date_parts(int64_t days, int *year, int *month, int *day);
/* 1 Monday … 7 Sunday. */
int date_weekday(int64_t days);

/* What a text says of a time, before any zone is brought to it. */
typedef struct WallText {
    Wall wall;
    bool has_offset, date_only;
    int64_t offset_ms; /* east; 0 without one */
} WallText;

/* Reads a text as instant_parse or, with a pattern, instant_parse_pattern do; the date is not yet
 * checked. */
Status wall_parse(Ctx *ctx, const char *text, size_t length, const char *pattern, WallText *out);

/* The instant of what was read; `zone` is used where it has no offset of its own (NULL: INVALID). A
 * date alone is its first instant. *offset_ms, when not NULL, gets the offset that was used. */
Status wall_text_instant(Ctx *ctx, const WallText *read, const char *zone, bool lenient,
                         int64_t *out_ms, int64_t *offset_ms);

/* RFC 3339; sets *offset_ms (east) when not NULL; `zone` is used for an instant without an offset
 * (NULL: INVALID). Also takes "yyyy-MM-dd", "yyyy-MM-dd HH:mm[:ss[.SSS]]" and the slash forms of
 * these, where month, day and hour may have one digit ("2026/1/2 8:05"). A leap second (:60) is
 * INVALID. Fractions are cut to milliseconds. */
Status instant_parse(Ctx *ctx, const char *text, size_t length, const char *zone, int64_t *out_ms,
                     int64_t *offset_ms, bool *offset_inferred);

/* The same by an ICU pattern, read strictly: a field of n > 1 digits has exactly n, one of a single
 * letter as many as it needs, nothing may follow. A two-digit year is of 2000–2099. "epoch_s" and
 * "epoch_ms" are seconds and milliseconds since 1970. */
Status instant_parse_pattern(Ctx *ctx, const char *text, size_t length, const char *pattern,
                             const char *zone, int64_t *out_ms, int64_t *offset_ms);

/* INVALID if it is no pattern, or names no year, month and day. */
Status pattern_check(Ctx *ctx, const char *pattern);

#define INSTANT_ROOM 29
/* Writes an instant as instant_format does, at most INSTANT_ROOM bytes without a zero behind;
 * returns its end. */
char *instant_put(char *at, int64_t at_ms, const char *zone);
/* Appends 2026-11-22T08:00:00.000+08:00; the milliseconds are left out when they are 0. */
void instant_format(Buf *buf, int64_t at_ms, const char *zone);
/* Appends 2026-11-22 16:00, as people read it there. */
void instant_format_minute(Buf *buf, int64_t at_ms, const char *zone);
/* Reads 2026-11-22; INVALID for anything else, and for a date that is none. */
Status date_parse(Ctx *ctx, const char *text, size_t length, int64_t *out_days);
/* Appends 2026-11-22. */
void date_format(Buf *buf, int64_t days);
