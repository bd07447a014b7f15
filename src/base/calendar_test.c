#include "base/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/json.h"
#include "test.h"

static Calendar *china(T *t)
{
    Calendar *calendar = NULL;
    check_ok(t, calendar_shipped(t->ctx, "cn", &calendar));
    return calendar;
}

static int64_t date(T *t, const char *text)
{
    int64_t days = NONE;
    check_ok(t, date_parse(t->ctx, text, strlen(text), &days));
    return days;
}

static int64_t instant(T *t, const char *text)
{
    int64_t at_ms = NONE;
    check_ok(t, instant_parse(t->ctx, text, strlen(text), "Asia/Shanghai", &at_ms, NULL, NULL));
    return at_ms;
}

TEST(a_make_up_sunday_is_worked_and_a_holiday_is_not)
{
    const Calendar *calendar = china(t);
    check(t, calendar_is_working_day(calendar, date(t, "2026-02-14"))); /* Saturday before 春节 */
    check(t, !calendar_is_working_day(calendar, date(t, "2026-02-16"))); /* a Monday of 春节 */
    check(t, !calendar_is_working_day(calendar, date(t, "2026-11-22"))); /* an ordinary Sunday */
    check(t, calendar_is_working_day(calendar, date(t, "2026-11-23")));
    check_text(t, calendar_day(calendar, date(t, "2025-10-08"))->name, "国庆节、中秋节");
    check(t, !calendar_day(calendar, date(t, "2026-11-23")));
}

TEST(days_not_announced_yet_are_marked_provisional)
{
    const Calendar *calendar = china(t);
    for (size_t i = 0; i < calendar->day_count; i++)
        check_int(t, calendar->days[i].provisional,
                  calendar->days[i].date >= date(t, "2027-01-01"));
    check(t, calendar_day(calendar, date(t, "2027-02-06")) != NULL); /* 正月初一 */
}

TEST(working_days_pass_over_a_long_holiday)
{
    const Calendar *calendar = china(t);
    int64_t friday = date(t, "2026-02-13");
    check_int(t, calendar_add_working_days(calendar, friday, 0), friday);
    check_int(t, calendar_add_working_days(calendar, friday, 1), date(t, "2026-02-14"));
    check_int(t, calendar_add_working_days(calendar, friday, 2), date(t, "2026-02-24"));
    check_int(t, calendar_add_working_days(calendar, date(t, "2026-02-15"), 0),
              date(t, "2026-02-24"));
    check_int(t, calendar_add_working_days(calendar, friday, -1), NONE);
}

TEST(working_time_stops_at_closing_and_goes_on_at_the_next_opening)
{
    const Calendar *calendar = china(t);
    int64_t start = instant(t, "2026-02-14 17:00"); /* the last hour before 春节 */
    check_int(t, calendar_add_working_ms(calendar, start, HOUR_MS), instant(t, "2026-02-14 18:00"));
    check_int(t, calendar_add_working_ms(calendar, start, HOUR_MS + 1),
              instant(t, "2026-02-24 09:00") + 1);
    check_int(t, calendar_next_opening(calendar, instant(t, "2026-02-14 18:00")),
              instant(t, "2026-02-24 09:00"));
    check_int(t, calendar_next_opening(calendar, start), start);
    check(t, calendar_is_open(calendar, start));
    check(t, !calendar_is_open(calendar, instant(t, "2026-02-14 18:00")));
    check_int(t, calendar_add_working_ms(calendar, start, -1), NONE);
}

TEST(working_time_between_is_what_adding_it_takes)
{
    const Calendar *calendar = china(t);
    int64_t from = instant(t, "2026-09-18 11:30");
    for (int64_t ms = 0; ms < 400 * HOUR_MS; ms += 7 * HOUR_MS + 1) {
        int64_t to = calendar_add_working_ms(calendar, from, ms);
        check_int(t, calendar_working_ms_between(calendar, from, to), ms);
        check_int(t, calendar_working_ms_between(calendar, to, from), -ms);
    }
}

TEST(a_calendar_that_never_opens_says_so)
{
    static const CalendarDay make_up = {.date = 20000, .working = true, .name = "x"};
    Calendar never = {.code = "never", .zone = "Z"};
    check_int(t, calendar_add_working_days(&never, 0, 1), NONE);
    check_int(t, calendar_next_opening(&never, TEST_NOW), NONE);
    never.days = &make_up;
    never.day_count = 1;
    never.make_up = (CalendarHours){.spans = {{0, CALENDAR_MINUTES}}, .count = 1};
    check_int(t, calendar_add_working_days(&never, 0, 1), 20000);
    check_int(t, calendar_add_working_days(&never, 0, 2), NONE);
    check_int(t, calendar_next_opening(&never, 0), 20000 * DAY_MS);
}

static Status read_with(T *t, const char *hours, const char *days)
{
    Calendar *out;
    const char *text = arena_format(t->ctx->arena,
                                    "{\"code\":\"x\",\"name\":\"X\",\"zone\":\"Asia/Shanghai\","
                                    "\"hours\":[%s],\"days\":[%s]}",
                                    hours, days);
    return calendar_read(t->ctx, text, strlen(text), &out);
}

TEST(a_calendar_file_with_a_fault_is_refused)
{
    const char *all_day = "{\"weekdays\":[\"mon\"],\"from\":\"00:00\",\"to\":\"24:00\"}";
    check_ok(t, read_with(t, all_day, ""));
    check_ok(t, read_with(t,
                          "{\"weekdays\":[\"mon\"],\"from\":\"13:00\",\"to\":\"18:00\"},"
                          "{\"weekdays\":[\"mon\"],\"from\":\"09:00\",\"to\":\"13:00\"}",
                          ""));
    static const char *const bad_hours[] = {
        "{\"weekdays\":[\"moon\"],\"from\":\"09:00\",\"to\":\"18:00\"}",
        "{\"weekdays\":[\"mon\"],\"from\":\"18:00\",\"to\":\"09:00\"}",
        "{\"weekdays\":[\"mon\"],\"from\":\"9:00\",\"to\":\"18:00\"}",
        "{\"weekdays\":[\"mon\"],\"from\":\"09:00\",\"to\":\"24:01\"}",
        "{\"weekdays\":[\"mon\",\"mon\"],\"from\":\"09:00\",\"to\":\"18:00\"}"};
    for (size_t i = 0; i < sizeof bad_hours / sizeof *bad_hours; i++) {
        check_status(t, read_with(t, bad_hours[i], ""), INVALID);
        check_text(t, t->ctx->problem.field, "hours[0]");
    }
    static const char *const bad_days[] = {
        "{\"from\":\"2026-01-02\",\"to\":\"2026-01-01\",\"name\":\"x\"}",
        "{\"from\":\"2026-01-01\",\"to\":\"2027-01-31\",\"name\":\"x\"}",
        ("{\"from\":\"2026-01-01\",\"to\":\"2026-01-02\",\"name\":\"x\"},"
         "{\"from\":\"2026-01-02\",\"to\":\"2026-01-02\",\"name\":\"x\"}")};
    for (size_t i = 0; i < sizeof bad_days / sizeof *bad_days; i++)
        check_status(t, read_with(t, all_day, bad_days[i]), INVALID);
}

/* The text of a file in the folder of reference data, or NULL where that folder is not. */
static char *reference_file(T *t, int year, size_t *length)
{
    const char *root = getenv("PARCELDESK_SHARED");
    const char *path = arena_format(t->ctx->arena, "%s/data/cn_holidays/%d.json",
                                    root ? root : PARCELDESK_SOURCE "/../shared", year);
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file) return NULL;
    char *text = arena_alloc(t->ctx->arena, 65536);
    *length = text ? fread(text, 1, 65535, file) : 0;
    fclose(file);
    return text;
}

/* What the reference says of each day of the year, by the day's number from 0. */
static void reference_read(T *t, const Json *days, int year, bool works[366])
{
    int64_t first = date_days(year, 1, 1);
    for (int i = 0; i < 366; i++)
        works[i] = date_weekday(first + i) <= 5;
    for (const Json *day = days->first; day; day = day->next) {
        int64_t number = date(t, json_get_text(day, "date")) - first;
        if (number < 0 || number > 365) continue; /* of the year before */
        works[number] = strcmp(json_get_text(day, "isOffDay"), "false") == 0;
    }
}

static void check_year(T *t, const Calendar *calendar, int year)
{
    size_t length;
    Json *root;
    bool works[366];
    char *text = reference_file(t, year, &length);
    if (!text) return;
    check_ok(t, json_parse(t->ctx, text, length, &root));
    const Json *days = json_get(root, "days");
    check(t, days && days->count > 20);
    reference_read(t, days, year, works);
    for (int i = 0; i < 365; i++)
        if (calendar_is_working_day(calendar, date_days(year, 1, 1) + i) != works[i])
            check_int(t, i, -1); /* the day's number says which differs */
}

TEST(the_shipped_calendar_agrees_with_the_reference_where_that_is)
{
    for (int year = 2024; year <= 2026; year++)
        check_year(t, china(t), year);
}

static void check_refused(T *t, const char *json, const char *field)
{
    Calendar *calendar;
    check_status(t, calendar_read(t->ctx, json, strlen(json), &calendar), INVALID);
    check_text(t, t->ctx->problem.field, field);
}

#define WEEK "\"hours\": [{\"weekdays\": [\"mon\"], \"from\": \"09:00\", \"to\": \"18:00\"}]"
#define NAMED "\"code\": \"c\", \"name\": \"C\", \"zone\": \"Asia/Shanghai\", "

TEST(a_date_that_is_given_twice_is_named_with_its_entry)
{
    check_refused(t,
                  "{" NAMED WEEK ", \"days\": ["
                  "{\"from\": \"2026-10-01\", \"to\": \"2026-10-07\", \"name\": \"A\"},"
                  "{\"from\": \"2026-12-25\", \"to\": \"2026-12-25\", \"name\": \"B\"},"
                  "{\"from\": \"2026-10-07\", \"to\": \"2026-10-08\", \"name\": \"C\"}]}",
                  "days[2]");
    check_text(t, t->ctx->problem.message, "2026-10-07 is given twice");
}

TEST(the_part_of_a_calendar_that_is_wrong_is_named)
{
    check_refused(t, "{\"code\": \"c\", \"name\": \"C\", \"zone\": \"Mars\", " WEEK "}", "zone");
    check_refused(t,
                  "{" NAMED WEEK ", \"days\": ["
                  "{\"from\": \"2026-10-07\", \"to\": \"2026-10-01\", \"name\": \"A\"}]}",
                  "days[0]");
    check_refused(t,
                  "{" NAMED "\"hours\": ["
                  "{\"weekdays\": [\"mon\"], \"from\": \"09:00\", \"to\": \"12:00\"},"
                  "{\"weekdays\": [\"mon\"], \"from\": \"11:00\", \"to\": \"18:00\"}]}",
                  "hours[1]");
}
