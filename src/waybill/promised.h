/* promised.h -- what a parcel was promised, what became of it, and how that was changed.
 *
 * What the order or its lane promised is kept; changes are rows beside it, and what is promised now
 * follows from both (promise/adjust.h). waybill_state.promised_ms is always the present promise of
 * delivery, and excused whether it counts. */
#pragma once

#include "promise/cause.h"
#include "promise/promise.h"
#include "waybill/waybill.h"

typedef enum MilestoneKind {
    MILESTONE_COLLECTION = 1,
    MILESTONE_FIRST_VISIBILITY, /* the setting first_visible_minutes after the transport starts */
    MILESTONE_DESTINATION_CITY,
    MILESTONE_FIRST_ATTEMPT,
    MILESTONE_DELIVERY,
    MILESTONE_END
} MilestoneKind;

typedef enum MilestoneState {
    MILESTONE_NONE = 1, /* nothing is promised */
    MILESTONE_PENDING,  /* not reached, and not due */
    MILESTONE_KEPT,
    MILESTONE_BROKEN, /* reached late, or not reached and due */
    MILESTONE_EXCUSED /* the same, for a reason that excuses */
} MilestoneState;

typedef struct Milestone {
    int64_t kind, state;
    int64_t promised_at, original_at, reached_at; /* NONE where there is none */
} Milestone;

/* One change of a promise; rows are added, never changed. */
typedef struct PromiseChange {
    int64_t id;
    int64_t at;
    const char *reason; /* code of a PromiseReason */
    int64_t effect;     /* PromiseEffect */
    int64_t instant;    /* as PromiseStep.instant_ms */
    int64_t move_hours, move_days;
    int64_t cause_id; /* the mass cause; 0: it was changed by hand, or by the order */
    int64_t undoes;   /* id of the change whose effect this takes back; 0 */
    int64_t old_promised_at, new_promised_at;
    bool old_excused, new_excused;
    const char *text;       /* what the person wrote: personal */
    const char *changed_by; /* login; NULL: the system */
    const char *says;       /* "moved by 24 h: Typhoon, declared 2026-07-01 08:00 by lin" */
} PromiseChange;

/* The rule that promised, as it was then; NULL where that was not kept yet. */
typedef struct PromiseRule {
    Product *product;
    ProductLane *lane;
    const char *calendar;
    int64_t calendar_version;
} PromiseRule;

typedef struct PromiseView {
    int64_t version; /* of the parcel */
    const char *carrier, *no;
    int64_t promise_source;
    int64_t accepted_at; /* from when the promise counts */
    int64_t promised_at, original_promised_at;
    int64_t told_at; /* when the customer was told to expect it, where that is not promised */
    bool excused;
    List milestones; /* of Milestone */
    PromiseRule *rule;
    int64_t first_visible_minutes;
    const char *first_visible_source;
    List changes; /* of PromiseChange, the oldest first */
} PromiseView;
extern const Shape promise_view_shape;

/* All of that. NOT_FOUND, outside the scope of ctx's person too. */
Status waybill_promise(Ctx *ctx, const char *carrier, const char *no, PromiseView *out);

/* What a person gives. */
typedef struct PromiseInput {
    const char *reason;
    int64_t promised_at; /* of a reason that moves or tells; NONE */
    const char *text;    /* 1–500 characters; NULL */
} PromiseInput;
extern const Shape promise_input_shape;

/* In the transaction of ctx, audited: changes the promise of a parcel that was found. INVALID (an
 * unknown or closed reason, an instant that it lacks, may not have, or that lies before the parcel
 * was accepted); CONFLICT at the parcel's end, unless the reason may be used then, and after 500
 * changes; STALE. */
Status waybill_promise_change(Ctx *ctx, const Waybill *waybill, int64_t version,
                              const PromiseInput *input);
