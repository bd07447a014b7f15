/* reason.h -- why a promise may be changed, and what that does to it: data, edited by the company.
 *
 * A promise is never changed without one of these reasons. What a reason does is its effect: the
 * promise moves and is judged by its new instant; or it is excused and not judged at all; or the
 * customer is told another time, and the promise is judged as it was. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef enum PromiseEffect {
    PROMISE_MOVES = 1,
    PROMISE_EXCUSES,
    PROMISE_TELLS,
    PROMISE_REBASED, /* of no reason: the order gave another promise, to which the changes apply */
} PromiseEffect;
extern const Name promise_effects[];

typedef struct PromiseReason {
    const char *code; /* "customer_request" */
    int64_t version;
    const char *name_zh, *name_en; /* as customers are told */
    int64_t effect;                /* PromiseEffect; a mass cause may state another */
    int64_t move_hours, move_days; /* usual move of a mass cause; NONE */
    bool mass;                     /* may be declared for many parcels at once */
    bool after_end;                /* may be used of a parcel that has reached its end */
    bool closed;                   /* not to be used any more */
    const char *source;            /* the law or rule that it rests on; NULL */
} PromiseReason;
extern const Shape promise_reason_shape;

/* All of them, by code; at most 200. */
Status reason_list(Ctx *ctx, List *out);

/* One reason. NOT_FOUND. */
Status reason_by_code(Ctx *ctx, const char *code, PromiseReason *out);

/* In the transaction of ctx, audited: a new reason where `version` is NONE (CONFLICT when there is
 * one of that code, or there are 200), else over that version (NOT_FOUND, STALE). FORBIDDEN to who
 * is limited to an outlet or a customer. Fills in the version. */
Status reason_put(Ctx *ctx, PromiseReason *reason, int64_t version);

/* Puts in the shipped reasons that are not there. */
Status reason_seed(Ctx *ctx);
