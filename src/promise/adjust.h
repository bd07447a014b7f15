/* adjust.h -- what is promised of a parcel once everything that changed it is counted: pure, always
 * from what was promised at first, so that taking one change back leaves exactly the others. */
#pragma once

#include "base/calendar.h"
#include "promise/reason.h"

/* One change. */
typedef struct PromiseStep {
    int64_t id;         /* rises with time */
    int64_t effect;     /* PromiseEffect */
    int64_t instant_ms; /* the new instant; of a move by hours or days: from when on, what was
                           promised for earlier stays; NONE: not given */
    int64_t move_hours, move_days; /* NONE: not by these */
    int64_t undoes;                /* id of the step that this takes back; 0: none */
} PromiseStep;

/* Instants, NONE where nothing is promised. */
typedef struct PromiseNow {
    int64_t collect_by, city_by, attempt_by, deliver_by;
    int64_t told_by; /* when the customer was told to expect it, where that is not promised */
    bool excused;
} PromiseNow;

/* What counts: days are added as working days of `calendar` (NULL: as days) at the same time by the
 * clock of `zone`; where the calendar has no such day the move is passed over. */
typedef struct PromiseClock {
    const Calendar *calendar;
    const char *zone;
} PromiseClock;

/* Carries `now`, which holds what was promised at first, through the steps in their order. */
Status promise_adjust(Ctx *ctx, const PromiseClock *clock, const PromiseStep *steps, size_t count,
                      PromiseNow *now);
