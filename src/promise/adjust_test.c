#include "promise/adjust.h"

#include "base/instant.h"
#include "test.h"

#define ZONE "Asia/Shanghai"

/* Monday 23 November 2026, 18:00 in Shanghai. */
#define MONDAY (TEST_NOW + DAY_MS + 2 * HOUR_MS)

static PromiseStep moves_to(int64_t id, int64_t at_ms)
{
    return (PromiseStep){id, PROMISE_MOVES, at_ms, NONE, NONE, 0};
}

static PromiseStep moves_by(int64_t id, int64_t from_ms, int64_t hours, int64_t days)
{
    return (PromiseStep){id, PROMISE_MOVES, from_ms, hours, days, 0};
}

static PromiseNow adjusted(T *t, const Calendar *calendar, const PromiseStep *steps, size_t count)
{
    PromiseNow now = {MONDAY - 3 * DAY_MS, MONDAY - DAY_MS, MONDAY - HOUR_MS, MONDAY, NONE, false};
    check_ok(t, promise_adjust(t->ctx, &(PromiseClock){calendar, ZONE}, steps, count, &now));
    return now;
}

TEST(a_move_by_hours_leaves_what_was_promised_for_earlier)
{
    const PromiseStep steps[] = {moves_by(1, MONDAY - 2 * HOUR_MS, 24, NONE)};
    PromiseNow now = adjusted(t, NULL, steps, 1);
    check_int(t, now.collect_by, MONDAY - 3 * DAY_MS);
    check_int(t, now.city_by, MONDAY - DAY_MS);
    check_int(t, now.attempt_by, MONDAY - HOUR_MS + DAY_MS);
    check_int(t, now.deliver_by, MONDAY + DAY_MS);
}

TEST(a_move_by_working_days_passes_over_the_weekend)
{
    Calendar *china;
    check_ok(t, calendar_shipped(t->ctx, "cn", &china));
    const PromiseStep steps[] = {moves_by(1, MONDAY, NONE, 5)};
    check_int(t, adjusted(t, china, steps, 1).deliver_by, MONDAY + 7 * DAY_MS);
    check_int(t, adjusted(t, NULL, steps, 1).deliver_by, MONDAY + 5 * DAY_MS);
}

TEST(a_move_by_days_keeps_the_time_by_the_clock_where_summer_time_begins)
{
    const PromiseStep steps[] = {moves_by(1, NONE, NONE, 1)};
    PromiseNow now = {NONE, NONE, NONE, INT64_C(1774691999000), NONE, false};
    /* Saturday 28 March 2026, 10:59:59 in Berlin: the night has 23 hours */
    check_ok(t, promise_adjust(t->ctx, &(PromiseClock){NULL, "Europe/Berlin"}, steps, 1, &now));
    check_int(t, now.deliver_by, INT64_C(1774691999000) + 23 * HOUR_MS);
}

TEST(moves_add_up_and_the_customers_word_goes_over_them)
{
    const PromiseStep steps[] = {moves_by(1, NONE, 24, NONE), moves_by(2, NONE, 12, NONE),
                                 moves_to(3, MONDAY + 9 * DAY_MS), moves_by(4, NONE, 1, NONE)};
    check_int(t, adjusted(t, NULL, steps, 2).deliver_by, MONDAY + 36 * HOUR_MS);
    check_int(t, adjusted(t, NULL, steps, 3).deliver_by, MONDAY + 9 * DAY_MS);
    check_int(t, adjusted(t, NULL, steps, 4).deliver_by, MONDAY + 9 * DAY_MS + HOUR_MS);
    check_int(t, adjusted(t, NULL, steps, 3).attempt_by, MONDAY + 9 * DAY_MS);
}

TEST(what_is_taken_back_leaves_exactly_the_rest)
{
    PromiseStep steps[] = {moves_by(1, NONE, 24, NONE),
                           moves_by(2, NONE, 12, NONE),
                           {3, PROMISE_EXCUSES, NONE, NONE, NONE, 0},
                           {4, PROMISE_MOVES, NONE, NONE, NONE, 1},
                           {5, PROMISE_MOVES, NONE, NONE, NONE, 3}};
    check_int(t, adjusted(t, NULL, steps, 4).deliver_by, MONDAY + 12 * HOUR_MS);
    check(t, adjusted(t, NULL, steps, 4).excused);
    check(t, !adjusted(t, NULL, steps, 5).excused);
}

TEST(what_a_customer_is_told_moves_no_promise)
{
    PromiseStep steps[] = {{1, PROMISE_TELLS, MONDAY + DAY_MS, NONE, NONE, 0},
                           moves_to(2, MONDAY + HOUR_MS)};
    PromiseNow now = adjusted(t, NULL, steps, 1);
    check_int(t, now.deliver_by, MONDAY);
    check_int(t, now.told_by, MONDAY + DAY_MS);
    check(t, !now.excused);
    now = adjusted(t, NULL, steps, 2);
    check_int(t, now.deliver_by, MONDAY + HOUR_MS);
    check_int(t, now.told_by, NONE);
}

TEST(what_was_never_promised_does_not_move)
{
    const PromiseStep steps[] = {moves_by(1, NONE, 24, NONE)};
    PromiseNow now = {NONE, NONE, NONE, NONE, NONE, false};
    check_ok(t, promise_adjust(t->ctx, &(PromiseClock){NULL, ZONE}, steps, 1, &now));
    check_int(t, now.deliver_by, NONE);
}
