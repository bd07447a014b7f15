#include "base/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ctx.h"
#include "base/embedded.h"
#include "base/instant.h"
#include "base/json.h"

enum { FILE_DAYS = 4000 }; /* a century of holidays */

/* A span of hours of some weekdays, as in the file. */
typedef struct HoursInput {
    Texts weekdays;
    const char *from, *to;
} HoursInput;

static const Field hours_fields[] = {
    FIELD_TEXTS(HoursInput, weekdays, .required = true, .max = 7, .doc = "mon … sun"),
    FIELD_TEXT(HoursInput, from, .required = true, .max = 5, .doc = "Opening, HH:mm"),
    FIELD_TEXT(HoursInput, to, .required = true, .max = 5, .doc = "Closing, HH:mm, at most 24:00"),
    FIELD_END};
static const Shape hours_shape = SHAPE(HoursInput, hours_fields, "Working hours");

/* Days that differ from their weekdays, first and last included. */
typedef struct DayInput {
    int64_t from, to;
    bool working, provisional;
    const char *name;
} DayInput;

static const Field day_fields[] = {
    FIELD_DATE(DayInput, from, .required = true, .doc = "First day"),
    FIELD_DATE(DayInput, to, .required = true, .doc = "Last day"),
    FIELD_BOOL(DayInput, working, .doc = "Worked, to make up for a holiday"),
    FIELD_BOOL(DayInput, provisional, .doc = "Not announced yet"),
    FIELD_TEXT(DayInput, name, .required = true, .max = 40, .doc = "Of the holiday"),
    FIELD_END};
static const Shape day_shape = SHAPE(DayInput, day_fields, "Days that differ from the week");

typedef struct CalendarInput {
    const char *code, *name, *zone, *note;
    Texts sources;
    List hours, days;
} CalendarInput;

static const Field calendar_fields[] = {
    FIELD_TEXT(CalendarInput, code, .required = true, .max = 32, .doc = "What it is called by"),
    FIELD_TEXT(CalendarInput, name, .required = true, .max = 80, .doc = "What people see"),
    FIELD_TEXT(CalendarInput, zone, .required = true, .max = 48, .doc = "Zone of the hours"),
    FIELD_TEXT(CalendarInput, note, .max = 2000, .doc = "For whoever edits the file"),
    FIELD_TEXTS(CalendarInput, sources, .max = 100, .doc = "Where the days come from"),
    FIELD_LIST(CalendarInput, hours, &hours_shape, .required = true, .max = 28),
    FIELD_LIST(CalendarInput, days, &day_shape, .max = FILE_DAYS),
    FIELD_END};
static const Shape calendar_shape = SHAPE(CalendarInput, calendar_fields, "A calendar");

static const Name weekdays[] = {{.name = "mon", .value = 0}, {.name = "tue", .value = 1},
                                {.name = "wed", .value = 2}, {.name = "thu", .value = 3},
                                {.name = "fri", .value = 4}, {.name = "sat", .value = 5},
                                {.name = "sun", .value = 6}, {.name = NULL}};

/* Minutes of "HH:mm"; NONE if it is not that. */
static int64_t minutes_of(const char *text)
{
    for (int i = 0; i < 5; i++)
        if (i == 2 ? text[i] != ':' : text[i] < '0' || text[i] > '9') return NONE;
    if (text[5]) return NONE;
    int hours = (text[0] - '0') * 10 + text[1] - '0',
        minutes = (text[3] - '0') * 10 + text[4] - '0';
    int all = hours * 60 + minutes;
    return minutes > 59 || all > CALENDAR_MINUTES ? NONE : all;
}

/* Puts a span in its place among the day's; false when it meets another, or there are too many. */
static bool hours_add(CalendarHours *hours, int from, int to)
{
    if (hours->count == CALENDAR_SPANS) return false;
    int at = hours->count;
    while (at > 0 && hours->spans[at - 1].from >= to)
        at--;
    if (at > 0 && hours->spans[at - 1].to > from) return false;
    memmove(&hours->spans[at + 1], &hours->spans[at],
            (size_t)(hours->count - at) * sizeof hours->spans[0]);
    hours->spans[at].from = from;
    hours->spans[at].to = to;
    hours->count++;
    return true;
}

static Status week_read(Ctx *ctx, const CalendarInput *in, Calendar *out)
{
    const HoursInput *rows = in->hours.items;
    for (size_t i = 0; i < in->hours.count; i++) {
        int64_t from = minutes_of(rows[i].from), to = minutes_of(rows[i].to);
        char path[40];
        snprintf(path, sizeof path, "hours[%zu]", i);
        if (from == NONE || to == NONE || to <= from)
            return fail_field(ctx, path, "expected hours such as 09:00 to 18:00");
        for (size_t d = 0; d < rows[i].weekdays.count; d++) {
            int64_t weekday = name_value(weekdays, rows[i].weekdays.items[d]);
            if (weekday == NONE) return fail_field(ctx, path, "weekdays are mon, tue … sun");
            if (!hours_add(&out->week[weekday], (int)from, (int)to))
                return fail_field(ctx, path,
                                  "the hours of a day meet, or are more than four spans");
        }
    }
    for (int i = 6; i >= 0; i--)
        if (out->week[i].count) out->make_up = out->week[i];
    return OK;
}

static int day_compare(const void *a, const void *b)
{
    const CalendarDay *left = a, *right = b;
    return (left->date > right->date) - (left->date < right->date);
}

static Status days_count(Ctx *ctx, const CalendarInput *in, size_t *out)
{
    const DayInput *rows = in->days.items;
    *out = 0;
    for (size_t i = 0; i < in->days.count; i++) {
        int64_t length = rows[i].to - rows[i].from + 1;
        char path[40];
        snprintf(path, sizeof path, "days[%zu]", i);
        if (length < 1 || length > 366)
            return fail_field(ctx, path, "expected the first and the last day, in order");
        *out += (size_t)length;
    }
    return *out > FILE_DAYS ? fail_field(ctx, "days", "more than %d days", FILE_DAYS) : OK;
}

/* The later of the entries that have this date, and the date as people write it. */
static Status twice_fail(Ctx *ctx, const CalendarInput *in, int64_t date)
{
    const DayInput *rows = in->days.items;
    size_t at = in->days.count;
    int year, month, day;
    char path[40];
    while (at-- > 0)
        if (rows[at].from <= date && date <= rows[at].to) break;
    snprintf(path, sizeof path, "days[%zu]", at);
    date_parts(date, &year, &month, &day);
    return fail_field(ctx, path, "%04d-%02d-%02d is given twice", year, month, day);
}

static Status days_read(Ctx *ctx, const CalendarInput *in, Calendar *out)
{
    const DayInput *rows = in->days.items;
    size_t count;
    Status s = days_count(ctx, in, &count);
    if (s) return s;
    CalendarDay *days = ARENA_ARRAY(ctx->arena, count, CalendarDay);
    if (!days) return no_memory(ctx);
    for (size_t i = 0; i < in->days.count; i++)
        for (int64_t date = rows[i].from; date <= rows[i].to; date++)
            days[out->day_count++] =
                (CalendarDay){date, rows[i].working, rows[i].provisional, rows[i].name};
    qsort(days, count, sizeof *days, day_compare);
    for (size_t i = 1; i < count; i++)
        if (days[i].date == days[i - 1].date) return twice_fail(ctx, in, days[i].date);
    out->days = days;
    return OK;
}

Status calendar_read(Ctx *ctx, const char *json, size_t length, Calendar **out)
{
    CalendarInput in;
    Status s = json_decode(ctx, &calendar_shape, &in, json, length);
    if (s) return s;
    if (zone_check(ctx, in.zone)) {
        s = fail_field(ctx, "zone", "there is no such time zone");
        problem_hint(ctx, "a name such as Asia/Shanghai, or an offset such as +08:00");
        return s;
    }
    Calendar *calendar = ARENA_NEW(ctx->arena, Calendar);
    if (!calendar) return no_memory(ctx);
    *calendar = (Calendar){.code = in.code, .name = in.name, .zone = in.zone};
    s = week_read(ctx, &in, calendar);
    if (!s) s = days_read(ctx, &in, calendar);
    *out = calendar;
    return s;
}

Status calendar_shipped(Ctx *ctx, const char *code, Calendar **out)
{
    size_t length = strlen(code);
    for (const Embedded *file = calendar_files; file->name; file++)
        if (strncmp(file->name, code, length) == 0 && strcmp(file->name + length, ".json") == 0)
            return calendar_read(ctx, (const char *)file->data, file->length, out);
    return fail(ctx, NOT_FOUND, "there is no calendar of that code");
}
