/* calendar.h -- working days and working hours: a zone, a week, and the days that differ.
 *
 * All functions are pure and take time in proportion to the days between. Dates are days since
 * 1970-01-01, instants UTC milliseconds. */
#pragma once

#include "base/field.h"

enum { CALENDAR_SPANS = 4, CALENDAR_MINUTES = 24 * 60 };

/* Working hours of one day: spans of minutes of the day, half open, in order, apart. None: a day
 * off. */
typedef struct CalendarHours {
    struct {
        int from, to; /* 0–1440 */
    } spans[CALENDAR_SPANS];
    int count;
} CalendarHours;

/* A date that differs from its weekday: a holiday, or a day that is worked to make up for one. */
typedef struct CalendarDay {
    int64_t date;
    bool working;
    bool provisional; /* not announced yet: expected by law or custom */
    const char *name; /* of the holiday */
} CalendarDay;

typedef struct Calendar {
    const char *code, *name; /* "cn" */
    const char *zone;        /* of the hours, checked */
    CalendarHours week[7];   /* Monday first */
    CalendarHours make_up;   /* of a working day whose weekday is off */
    const CalendarDay *days; /* by date, each date once */
    size_t day_count;
} Calendar;

/* The exception of a date, or NULL. */
const CalendarDay *calendar_day(const Calendar *calendar, int64_t date);

/* The hours of a date. */
const CalendarHours *calendar_hours(const Calendar *calendar, int64_t date);
bool calendar_is_working_day(const Calendar *calendar, int64_t date);
bool calendar_is_open(const Calendar *calendar, int64_t at_ms);

/* The nth working day after `from` (n from 1); for n = 0 `from` itself or, if that is off, the next
 * working day. NONE if the calendar has no such day. */
int64_t calendar_add_working_days(const Calendar *calendar, int64_t from, int64_t n);

/* The instant when `ms` (0 or more) of working time have passed since `from_ms`; the end of a span,
 * not the beginning of the next, when they fit exactly; for 0 the next opening. NONE if they never
 * pass. */
int64_t calendar_add_working_ms(const Calendar *calendar, int64_t from_ms, int64_t ms);

/* Working time from one instant to another; negative when `to_ms` is earlier. */
int64_t calendar_working_ms_between(const Calendar *calendar, int64_t from_ms, int64_t to_ms);

/* The instant itself when it is within working hours, else the next that is; NONE if there is none.
 */
int64_t calendar_next_opening(const Calendar *calendar, int64_t at_ms);

/* Reads a calendar file (docs/calendars.md). INVALID names what is wrong and where. What it gives
 * lives in ctx's arena. */
Status calendar_read(Ctx *ctx, const char *json, size_t length, Calendar **out);

/* The shipped calendar of that code ("cn"); NOT_FOUND. */
Status calendar_shipped(Ctx *ctx, const char *code, Calendar **out);
