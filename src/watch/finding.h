/* finding.h -- what the watch found: one row for each rule, parcel and instant that it counts from.
 *
 * A finding opens its rule's exception on the parcel (waybill/raise.h) and ends when that exception
 * ends: by the next scan that shows it is over, by the end of the journey, or by hand. At most one
 * of a rule is open on a parcel. Domain events, in the transaction of the finding:
 * "watch.finding_opened" and "watch.finding_closed", subject the waybill's id, payload
 * finding_event_shape. */
#pragma once

#include "access/page.h"
#include "watch/plan.h"
#include "watch/rule.h"

/* What it turned out to be. Stored as numbers: append only. */
typedef enum FindingOutcome {
    FINDING_RECOVERED = 1, /* it went on */
    FINDING_DELIVERED_ON_TIME,
    FINDING_DELIVERED_LATE,
    FINDING_DELIVERED, /* nothing had been promised */
    FINDING_RETURNED,
    FINDING_LOST,
    FINDING_ENDED,       /* cancelled or terminated */
    FINDING_FALSE_ALARM, /* said by hand */
    FINDING_HANDLED,     /* said by hand */
    FINDING_EXCUSED,     /* the promise was moved */
} FindingOutcome;
extern const Name finding_outcomes[];

typedef struct Finding {
    int64_t id, version;
    int64_t waybill_id;
    const char *carrier, *no; /* the parcel's */
    const char *rule;         /* code */
    int64_t rule_version;
    int64_t kind;      /* RuleKind */
    int64_t exception; /* WaybillException that it opened */
    int64_t severity;
    int64_t found_at;
    int64_t since_at, limit_at; /* from when the rule counted, and when it was over */
    int64_t stage;              /* where it was when it was found */
    const char *outlet;         /* code; NULL: unknown */
    const char *origin, *destination;
    const char *customer;    /* code of who pays; NULL: unknown */
    int64_t promised_at;     /* as it was then */
    double late;             /* P(late) as it was then; NAN where it was not asked */
    int64_t samples;         /* gaps that the limit was known from; NONE */
    int64_t acknowledged_at; /* NONE: nobody has */
    int64_t closed_at;       /* NONE: open */
    int64_t outcome;         /* FindingOutcome; NONE while it is open */
    const char *note;        /* of who closed it */
    int64_t hours;           /* from found to closed; NONE while it is open */
    const char *explanation, *explanation_zh;
    /* not columns: */
    List steps; /* of FindingStep; only of one finding, not in lists */
    List acts;  /* of FindingAct; likewise */
} Finding;
extern const Shape finding_shape;

/* What a person said of a finding or of one of its plan's steps. Stored as numbers: append only. */
typedef enum FindingActKind {
    ACT_ACKNOWLEDGE = 1,
    ACT_ACCEPT,
    ACT_DECLINE,
    ACT_DONE,
    ACT_CLOSE,
} FindingActKind;
extern const Name finding_act_kinds[];

/* A step of the plan, and how it stands. */
typedef struct FindingStep {
    int64_t step; /* from 1 */
    int64_t action;
    const char *text, *text_zh, *outlet;
    int64_t due_at; /* NONE while the step it waits for is not done */
    int64_t act;    /* FindingActKind: the last that was said of it; NONE: nothing */
} FindingStep;

typedef struct FindingAct {
    int64_t at;
    int64_t act;  /* FindingActKind */
    int64_t step; /* NONE: of the finding as a whole */
    const char *note;
    const char *who; /* login */
} FindingAct;

/* What a person does: as the body of a request. */
typedef struct FindingActInput {
    int64_t act;     /* FindingActKind */
    int64_t step;    /* of accept, decline and done */
    int64_t outcome; /* of close: false_alarm or handled */
    const char *note;
} FindingActInput;
extern const Shape finding_act_input_shape;

/* NULL, NONE and 0 where it does not matter. */
typedef struct FindingFilter {
    int64_t state; /* 1 open, 2 closed */
    const char *rule, *outlet, *origin, *destination, *carrier, *customer;
    int64_t exception, severity; /* severity: at least */
    int64_t since, until;        /* found at or after, and before */
    int64_t hour;                /* found in that hour of the company's day, 0 to 23 */
    int64_t waybill_id;
    int64_t format; /* TableFormat, where it is taken out as a file */
    int64_t limit;
    const char *cursor;
} FindingFilter;
extern const Shape finding_filter_shape, finding_export_shape;
enum { FINDINGS_COUNTED = 10000 };

/* A page of those in the scope of ctx's person, the newest first; `next` is NULL at the end. */
Status finding_list(Ctx *ctx, const FindingFilter *filter, List *out, const char **next);
/* How many there are, at most FINDINGS_COUNTED. */
Status finding_count(Ctx *ctx, const FindingFilter *filter, int64_t *out);
/* How many stand on a parcel now, whoever sees them. */
Status findings_standing(Ctx *ctx, int64_t waybill_id, int64_t *out);
/* One in scope, with its steps and acts. NOT_FOUND. */
Status finding_by_id(Ctx *ctx, int64_t id, Finding *out);

/* In the transaction of ctx: writes down what a person did, audited. CONFLICT when it is closed, or
 * the step waits for another; STALE; INVALID names the field. To close it clears its exception. */
Status finding_act(Ctx *ctx, int64_t id, int64_t version, const FindingActInput *input,
                   Finding *out);

/* --- for the files of watch/ --- */

/* The payload of the domain events and of the live feed's events of the same names. */
typedef struct FindingEvent {
    int64_t finding_id, waybill_id, customer_id;
    const char *carrier, *rule, *outlet;
    int64_t exception, severity;
    int64_t outcome; /* NONE while it is open */
} FindingEvent;
extern const Shape finding_event_shape;

/* How many findings there were, by what was asked. */
typedef struct HeatCell {
    const char *outlet;               /* code; by outlet */
    const char *origin, *destination; /* by lane */
    int64_t hour_at;                  /* by hour: the hour's beginning */
    int64_t hour;                     /* by lane and hour: of the day, 0 to 23 */
    int64_t found, open;              /* in the span; of these still open */
} HeatCell;
extern const Shape heat_cell_shape;

typedef enum HeatBy { HEAT_BY_OUTLET = 1, HEAT_BY_LANE, HEAT_BY_HOUR, HEAT_BY_LANE_HOUR } HeatBy;

typedef struct HeatQuery {
    int64_t by;         /* HeatBy; NONE: by outlet */
    int64_t from, to;   /* of whole hours; at most HEAT_DAYS_MAX days; NONE: the last day */
    const char *outlet; /* only in its subtree */
} HeatQuery;
extern const Shape heat_query_shape;
enum { HEAT_DAYS_MAX = 31, HEAT_CELLS_MAX = 1000, HEAT_LANES_MAX = 40 };

/* In the scope of ctx's person: by outlet and lane the hottest first, by hour in their order; at
 * most HEAT_CELLS_MAX. By lane and hour the HEAT_LANES_MAX hottest lanes, each with the hours of
 * the company's day that have findings. INVALID; FORBIDDEN to who is limited to a customer. */
Status finding_heat(Ctx *ctx, const HeatQuery *query, List *out);
