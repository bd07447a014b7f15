#include "base/instant.h"

#include <string.h>

#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "base/field.h"

enum { ZONE_NAME_MAX = 48, PERIODS_KEPT = 16 };

/* A stretch of time in which a zone has one offset. */
typedef struct ZonePeriod {
    int64_t from_ms, to_ms; /* half open; an empty slot has both 0 */
    int64_t offset_ms;
    char zone[ZONE_NAME_MAX];
} ZonePeriod;

/* Asking ICU takes tens of microseconds and every scan asks several times, while real input keeps
 * to a handful of zones and seasons. What is kept are facts that cannot change while the program
 * runs and belong to one thread, so this is no shared state: the only kind of global there is. */
static _Thread_local ZonePeriod kept[PERIODS_KEPT];
static _Thread_local unsigned kept_next, kept_last;

static bool two_digits(const char *text, int *out)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return false;
    *out = (text[0] - '0') * 10 + text[1] - '0';
    return true;
}

/* "Z" or "+08:00": not a zone that ICU need know. */
static bool zone_fixed(const char *zone, int64_t *offset_ms)
{
    int hours, minutes;
    *offset_ms = 0;
    if (zone[0] != '+' && zone[0] != '-') return (zone[0] == 'Z' || zone[0] == 'z') && !zone[1];
    if (strlen(zone) != 6 || zone[3] != ':') return false;
    if (!two_digits(zone + 1, &hours) || !two_digits(zone + 4, &minutes)) return false;
    if (hours > 23 || minutes > 59) return false;
    *offset_ms = hours * HOUR_MS + minutes * MINUTE_MS;
    if (zone[0] == '-') *offset_ms = -*offset_ms;
    return true;
}

static bool zone_unicode(const char *zone, UChar out[ZONE_NAME_MAX])
{
    size_t length = strlen(zone);
    if (length == 0 || length >= ZONE_NAME_MAX) return false;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)zone[i] >= 0x80) return false;
    u_uastrncpy(out, zone, ZONE_NAME_MAX);
    return true;
}

static bool zone_named(const char *zone)
{
    UChar name[ZONE_NAME_MAX], canonical[ZONE_NAME_MAX];
    UBool of_the_database = false;
    UErrorCode error = U_ZERO_ERROR;
    if (!zone_unicode(zone, name) || strcmp(zone, "Etc/Unknown") == 0) return false;
    ucal_getCanonicalTimeZoneID(name, -1, canonical, ZONE_NAME_MAX, &of_the_database, &error);
    return U_SUCCESS(error) && of_the_database;
}

static bool period_of_calendar(UCalendar *calendar, int64_t at_ms, ZonePeriod *out)
{
    UErrorCode error = U_ZERO_ERROR;
    UDate edge;
    ucal_setMillis(calendar, (UDate)at_ms, &error);
    out->offset_ms =
        ucal_get(calendar, UCAL_ZONE_OFFSET, &error) + ucal_get(calendar, UCAL_DST_OFFSET, &error);
    out->from_ms = INT64_MIN;
    out->to_ms = INT64_MAX;
    if (ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_PREVIOUS_INCLUSIVE, &edge,
                                       &error))
        out->from_ms = (int64_t)edge;
    if (ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &edge, &error))
        out->to_ms = (int64_t)edge;
    return U_SUCCESS(error);
}

static bool period_ask(const char *zone, int64_t at_ms, ZonePeriod *out)
{
    UChar name[ZONE_NAME_MAX];
    UErrorCode error = U_ZERO_ERROR;
    if (!zone_named(zone) || !zone_unicode(zone, name)) return false;
    UCalendar *calendar = ucal_open(name, -1, "", UCAL_GREGORIAN, &error);
    if (U_FAILURE(error)) return false;
    bool known = period_of_calendar(calendar, at_ms, out);
    ucal_close(calendar);
    return known;
}

static bool period_holds(const ZonePeriod *period, const char *zone, int64_t at_ms)
{
    return at_ms >= period->from_ms && at_ms < period->to_ms && strcmp(period->zone, zone) == 0;
}

/* The period of a zone that holds an instant; NULL when there is no such zone. */
static const ZonePeriod *period_find(const char *zone, int64_t at_ms)
{
    if (period_holds(&kept[kept_last], zone, at_ms)) return &kept[kept_last];
    for (unsigned i = 0; i < PERIODS_KEPT; i++)
        if (period_holds(&kept[i], zone, at_ms)) return &kept[kept_last = i];
    ZonePeriod found = {0};
    if (!period_ask(zone, at_ms, &found)) return NULL;
    strncpy(found.zone, zone, ZONE_NAME_MAX - 1);
    kept[kept_next] = found;
    kept_last = kept_next;
    kept_next = (kept_next + 1) % PERIODS_KEPT;
    return &kept[kept_last];
}

Status zone_check(Ctx *ctx, const char *zone)
{
    int64_t offset_ms;
    if (zone && (zone_fixed(zone, &offset_ms) || zone_named(zone))) return OK;
    Status s = fail(ctx, INVALID, "there is no such time zone");
    problem_hint(ctx, "a name such as Asia/Shanghai, or an offset such as +08:00");
    return s;
}

int64_t zone_offset_ms(const char *zone, int64_t at_ms)
{
    int64_t offset_ms;
    if (zone_fixed(zone, &offset_ms)) return offset_ms;
    const ZonePeriod *period = period_find(zone, at_ms);
    return period ? period->offset_ms : 0;
}

/* The instant of a wall time `local_ms`, counted as if it were UTC: the earlier of two, the end of
 * the gap for one that was skipped. False when there is no such zone. */
static bool local_resolve(int64_t local_ms, const char *zone, int64_t *out_ms, bool *skipped)
{
    int64_t offset_ms;
    *skipped = false;
    *out_ms = local_ms;
    if (zone_fixed(zone, &offset_ms)) {
        *out_ms -= offset_ms;
        return true;
    }
    const ZonePeriod *before = period_find(zone, local_ms - DAY_MS);
    if (!before) return false;
    *out_ms -= before->offset_ms;
    if (*out_ms < before->to_ms) return true;
    const ZonePeriod *after = period_find(zone, *out_ms);
    if (!after) return false;
    *out_ms = local_ms - after->offset_ms;
    *skipped = *out_ms < after->from_ms;
    if (*skipped) *out_ms = after->from_ms;
    return true;
}

Status wall_instant(Ctx *ctx, const Wall *wall, const char *zone, bool lenient, int64_t *out_ms)
{
    int64_t days = date_days(wall->year, wall->month, wall->day);
    if (days == NONE) return fail(ctx, INVALID, "there is no such date");
    if (wall->hour < 0 || wall->hour > 23 || wall->minute < 0 || wall->minute > 59 ||
        wall->second < 0 || wall->second > 59 || wall->ms < 0 || wall->ms > 999)
        return fail(ctx, INVALID, "there is no such time of day");
    int64_t local_ms = days * DAY_MS + wall->hour * HOUR_MS + wall->minute * MINUTE_MS +
                       wall->second * SECOND_MS + wall->ms;
    bool skipped;
    if (!local_resolve(local_ms, zone, out_ms, &skipped)) return zone_check(ctx, zone);
    if (lenient || !skipped) return OK;
    Status s = fail(ctx, INVALID, "the clocks of %s skipped this time", zone);
    problem_hint(ctx, "summer time began then; give the offset, or take the time the gap ends");
    return s;
}

void instant_wall(int64_t at_ms, const char *zone, Wall *out)
{
    int64_t local_ms = at_ms + zone_offset_ms(zone, at_ms);
    int64_t days = wall_days(local_ms);
    int of_day = (int)(local_ms - days * DAY_MS);
    date_parts(days, &out->year, &out->month, &out->day);
    out->hour = of_day / (int)HOUR_MS;
    out->minute = of_day / (int)MINUTE_MS % 60;
    out->second = of_day / (int)SECOND_MS % 60;
    out->ms = of_day % 1000;
}

int64_t instant_date(int64_t at_ms, const char *zone)
{
    return wall_days(at_ms + zone_offset_ms(zone, at_ms));
}

int64_t date_instant(int64_t days, const char *zone)
{
    return date_minute_instant(days, 0, zone);
}

int64_t date_minute_instant(int64_t days, int minute, const char *zone)
{
    int64_t at_ms;
    bool skipped;
    local_resolve(days * DAY_MS + minute * MINUTE_MS, zone, &at_ms, &skipped);
    return at_ms;
}
