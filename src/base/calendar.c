#include "base/calendar.h"

#include "base/instant.h"

const CalendarDay *calendar_day(const Calendar *calendar, int64_t date)
{
    size_t low = 0, high = calendar->day_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (calendar->days[middle].date < date)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < calendar->day_count && calendar->days[low].date == date;
    return found ? &calendar->days[low] : NULL;
}

const CalendarHours *calendar_hours(const Calendar *calendar, int64_t date)
{
    static const CalendarHours off = {.count = 0};
    const CalendarHours *usual = &calendar->week[date_weekday(date) - 1];
    const CalendarDay *day = calendar_day(calendar, date);
    if (!day) return usual;
    if (!day->working) return &off;
    return usual->count ? usual : &calendar->make_up;
}

bool calendar_is_working_day(const Calendar *calendar, int64_t date)
{
    return calendar_hours(calendar, date)->count > 0;
}

/* The last date on which the next `n` working days can fall: a week has one at least, or only the
 * exceptions have any. */
static int64_t search_end(const Calendar *calendar, int64_t from, int64_t n)
{
    int64_t last = calendar->day_count ? calendar->days[calendar->day_count - 1].date : from;
    int64_t far = from;
    for (int i = 0; i < 7; i++)
        if (calendar->week[i].count) far = from + 7 * (n + (int64_t)calendar->day_count + 1);
    return far > last ? far : last;
}

int64_t calendar_add_working_days(const Calendar *calendar, int64_t from, int64_t n)
{
    if (n < 0 || n > date_days(9999, 12, 31)) return NONE;
    int64_t end = search_end(calendar, from, n), left = n ? n : 1;
    for (int64_t date = n ? from + 1 : from; date <= end; date++)
        if (calendar_is_working_day(calendar, date) && --left == 0) return date;
    return NONE;
}

/* One span of a date as instants. */
typedef struct Span {
    int64_t from_ms, to_ms;
} Span;

static Span span_of(const Calendar *calendar, int64_t date, const CalendarHours *hours, int i)
{
    return (Span){date_minute_instant(date, hours->spans[i].from, calendar->zone),
                  date_minute_instant(date, hours->spans[i].to, calendar->zone)};
}

int64_t calendar_add_working_ms(const Calendar *calendar, int64_t from_ms, int64_t ms)
{
    if (ms < 0) return NONE;
    int64_t start = instant_date(from_ms, calendar->zone), left_ms = ms;
    /* A working day may be as short as a minute, but then the days end before the answer matters.
     */
    int64_t end = search_end(calendar, start, ms / MINUTE_MS + 1);
    if (end > date_days(9999, 12, 31)) end = date_days(9999, 12, 31);
    for (int64_t date = start; date <= end; date++) {
        const CalendarHours *hours = calendar_hours(calendar, date);
        for (int i = 0; i < hours->count; i++) {
            Span span = span_of(calendar, date, hours, i);
            if (span.from_ms < from_ms) span.from_ms = from_ms;
            if (span.to_ms <= span.from_ms) continue;
            if (left_ms <= span.to_ms - span.from_ms) return span.from_ms + left_ms;
            left_ms -= span.to_ms - span.from_ms;
        }
    }
    return NONE;
}

int64_t calendar_working_ms_between(const Calendar *calendar, int64_t from_ms, int64_t to_ms)
{
    if (to_ms < from_ms) return -calendar_working_ms_between(calendar, to_ms, from_ms);
    int64_t end = instant_date(to_ms, calendar->zone), total_ms = 0;
    for (int64_t date = instant_date(from_ms, calendar->zone); date <= end; date++) {
        const CalendarHours *hours = calendar_hours(calendar, date);
        for (int i = 0; i < hours->count; i++) {
            Span span = span_of(calendar, date, hours, i);
            if (span.from_ms < from_ms) span.from_ms = from_ms;
            if (span.to_ms > to_ms) span.to_ms = to_ms;
            if (span.to_ms > span.from_ms) total_ms += span.to_ms - span.from_ms;
        }
    }
    return total_ms;
}

int64_t calendar_next_opening(const Calendar *calendar, int64_t at_ms)
{
    return calendar_add_working_ms(calendar, at_ms, 0);
}

bool calendar_is_open(const Calendar *calendar, int64_t at_ms)
{
    return calendar_next_opening(calendar, at_ms) == at_ms;
}
