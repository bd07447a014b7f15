#include "promise/adjust.h"

#include "base/instant.h"

static Status days_add(Ctx *ctx, const PromiseClock *clock, int64_t days, int64_t *at_ms)
{
    Wall wall;
    instant_wall(*at_ms, clock->zone, &wall);
    int64_t date = date_days(wall.year, wall.month, wall.day);
    date = clock->calendar ? calendar_add_working_days(clock->calendar, date, days) : date + days;
    if (date == NONE) return OK;
    date_parts(date, &wall.year, &wall.month, &wall.day);
    return wall_instant(ctx, &wall, clock->zone, true, at_ms);
}

static Status move(Ctx *ctx, const PromiseClock *clock, const PromiseStep *step, int64_t *at_ms)
{
    if (*at_ms == NONE || (step->instant_ms != NONE && *at_ms < step->instant_ms)) return OK;
    if (step->move_days != NONE) return days_add(ctx, clock, step->move_days, at_ms);
    *at_ms += step->move_hours * HOUR_MS;
    return OK;
}

static Status move_all(Ctx *ctx, const PromiseClock *clock, const PromiseStep *step,
                       PromiseNow *now)
{
    int64_t *const instants[] = {&now->collect_by, &now->city_by, &now->attempt_by,
                                 &now->deliver_by};
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof instants / sizeof *instants; i++)
        s = move(ctx, clock, step, instants[i]);
    return s;
}

static Status step_take(Ctx *ctx, const PromiseClock *clock, const PromiseStep *step,
                        PromiseNow *now)
{
    switch (step->effect) {
    case PROMISE_MOVES:
        if (step->move_hours != NONE || step->move_days != NONE)
            return move_all(ctx, clock, step, now);
        if (now->attempt_by != NONE) now->attempt_by = step->instant_ms;
        now->deliver_by = step->instant_ms;
        now->told_by = NONE;
        return OK;
    case PROMISE_EXCUSES:
        now->excused = true;
        if (step->instant_ms != NONE) now->told_by = step->instant_ms;
        return OK;
    case PROMISE_TELLS:
        now->told_by = step->instant_ms;
        return OK;
    default:
        return OK;
    }
}

static bool is_undone(const PromiseStep *steps, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (steps[i].undoes == id) return true;
    return false;
}

Status promise_adjust(Ctx *ctx, const PromiseClock *clock, const PromiseStep *steps, size_t count,
                      PromiseNow *now)
{
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++)
        if (!steps[i].undoes && !is_undone(steps, count, steps[i].id))
            s = step_take(ctx, clock, &steps[i], now);
    return s;
}
