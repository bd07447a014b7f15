/* plan.h -- contingency plans: what is to be done about what was found, step by step.
 *
 * A plan is a list of steps; a step may wait for an earlier or a later one (`after`), never in a
 * circle. A finding proposes the steps of its rule's plan, as it was when it was found; people say
 * what they did (finding.h). */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

/* Stored as numbers: append only. */
typedef enum PlanAction {
    ACTION_NOTIFY_CUSTOMER = 1,
    ACTION_HANDOFF, /* to an outlet or a department: `outlet` */
    ACTION_REROUTE,
    ACTION_CALL_CONSIGNEE,
    ACTION_CHECK_EVIDENCE,
    ACTION_CHANGE_PROMISE,
    ACTION_OPEN_CLAIM,
} PlanAction;
extern const Name plan_actions[];

enum { PLAN_STEPS_MAX = 20 };

typedef struct PlanStep {
    int64_t action;             /* PlanAction */
    const char *text, *text_zh; /* what to do, in words */
    const char *outlet;         /* of a handoff: to whom; NULL: where the parcel is */
    int64_t minutes;            /* to be done within, once it may begin */
    int64_t after;              /* the step, from 1, that must be done before; NONE: none */
} PlanStep;
extern const Shape plan_step_shape;

typedef struct WatchPlan {
    int64_t id, version;
    const char *code; /* 1–40 small letters, digits and _ */
    const char *name, *name_zh;
    List steps; /* of PlanStep */
} WatchPlan;
extern const Shape watch_plan_shape;

/* INVALID names the field: a step after itself, after one that is not there or in a circle, an
 * outlet that is unknown or not a handoff's. */
Status watch_plan_check(Ctx *ctx, const WatchPlan *plan);

/* --- keeping them; audited, in the transaction of ctx; FORBIDDEN to who is limited --- */

/* CONFLICT when the code is taken. Fills in id and version. */
Status watch_plan_create(Ctx *ctx, WatchPlan *plan);
/* Writes all of `change` but the code. NOT_FOUND, STALE, INVALID. */
Status watch_plan_change(Ctx *ctx, const char *code, int64_t version, const WatchPlan *change,
                         WatchPlan *out);
/* CONFLICT while a rule proposes it. NOT_FOUND, STALE. */
Status watch_plan_delete(Ctx *ctx, const char *code, int64_t version);

/* NOT_FOUND. */
Status watch_plan_by_code(Ctx *ctx, const char *code, WatchPlan *out);
/* As it was in that version. NOT_FOUND. */
Status watch_plan_version(Ctx *ctx, int64_t id, int64_t version, WatchPlan *out);
/* All of them, by code; at most 200, which is how many there may be. */
Status watch_plan_list(Ctx *ctx, List *out);
