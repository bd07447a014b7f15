/* incident_action.h -- what is done to all parcels of an incident at once.
 *
 * Starting writes one row; a durable job then goes through the parcels by id, some at a time, each
 * batch a transaction that also writes how far it is: what was done is done once, whatever stops
 * the process. A parcel that an action of that kind was done to is passed over by the next, unless
 * it says `again`. */
#pragma once

#include "promise/cause.h"
#include "watch/incident.h"

/* Stored as numbers: append only; less than 60, as they are bits of a parcel too. */
typedef enum MassKind {
    MASS_NOTIFY = 1,      /* event "incident.notice" for each parcel */
    MASS_CHANGE_PROMISE,  /* by a mass cause of the incident */
    MASS_OPEN_TICKETS,    /* event "incident.ticket_wanted" for each parcel: the desk makes it, or
                             binds the one that is open */
    MASS_CLOSE_FINDINGS,  /* as handled */
    MASS_RAISE_EXCEPTION, /* network or external */
    MASS_CLEAR_EXCEPTION, /* what the watch raised of these */
} MassKind;
extern const Name mass_kinds[];

typedef enum MassState {
    MASS_RUNNING = 1,
    MASS_DONE,
    MASS_CANCELLED,
    MASS_FOLLOWING, /* done to all; waits for parcels that are bound later */
} MassState;
extern const Name mass_states[];

/* How it is done. */
typedef struct MassInput {
    int64_t kind;               /* MassKind */
    const char *text, *text_zh; /* of notices: else the incident's notice; of findings: why */
    int64_t exception;          /* of an exception: network or external; NONE: network */
    int64_t cause_id;           /* of change_promise */
    bool again;                 /* also to parcels it was done to before */
    bool follow;                /* also to parcels that are bound later, while it is open */
} MassInput;
extern const Shape mass_input_shape;

typedef struct IncidentAction {
    int64_t id, version;
    int64_t incident_id;
    int64_t kind, state;
    bool again, follow;
    int64_t total; /* parcels bound when it was started, or later where it follows */
    int64_t done, passed_over, failed;
    int64_t started_at;
    const char *started_by;
    int64_t ended_at; /* NONE while it runs */
    const char *ended_by;
    /* no fields: */
    const char *input;
    int64_t from_ms, upto_ms, after_id;
} IncidentAction;
extern const Shape incident_action_shape;

/* In the transaction of ctx: starts it, with an entry in the log. CONFLICT unless the incident is
 * confirmed or handled, or when one of the kind runs; STALE; INVALID: no words for customers, an
 * exception it cannot be, a cause that is not the incident's. */
Status incident_action_start(Ctx *ctx, int64_t incident_id, int64_t version, const MassInput *input,
                             IncidentAction *out);
/* In the transaction of ctx, after parcels were bound: those that follow are done to them too. */
Status incident_actions_follow(Ctx *ctx, int64_t incident_id);

/* In the transaction of ctx: the next batch, by the job. */
Status incident_action_run(Ctx *ctx, int64_t id);

/* CONFLICT when it is over; STALE. */
Status incident_action_cancel(Ctx *ctx, int64_t id, int64_t version, IncidentAction *out);
/* NOT_FOUND. */
Status incident_action_find(Ctx *ctx, int64_t id, IncidentAction *out);
/* The newest first, at most 200. */
Status incident_actions(Ctx *ctx, int64_t incident_id, List *out);

typedef struct MassFailure {
    int64_t waybill_id;
    const char *carrier, *no, *reason;
} MassFailure;
extern const Shape mass_failure_shape;
/* Parcels it could not be done to, by id. */
Status incident_action_failures(Ctx *ctx, int64_t id, int64_t limit, const char *cursor, List *out,
                                const char **next);

typedef struct IncidentCauseInput {
    const char *reason, *text;
    int64_t effect, move_hours, move_days;
    int64_t from, until; /* NONE: the incident's */
    bool bound_only;
} IncidentCauseInput;
extern const Shape incident_cause_input_shape;

/* In the transaction of ctx: declares a mass cause of the incident, for its sites and lanes; where
 * `bound_only`, for the parcels that it binds, and will bind: an action of the kind change_promise
 * goes through them and follows. CONFLICT unless it is confirmed or handled; STALE; INVALID as
 * cause_declare says. */
Status incident_cause_declare(Ctx *ctx, int64_t id, int64_t version,
                              const IncidentCauseInput *input, Cause *out);

/* Event for each parcel: subject the waybill, payload mass_event_shape. */
#define INCIDENT_NOTICE_EVENT "incident.notice"
#define INCIDENT_TICKET_EVENT "incident.ticket_wanted"

typedef struct MassEvent {
    int64_t incident_id, number, action_id, waybill_id, customer_id;
    const char *text, *text_zh;
} MassEvent;
extern const Shape mass_event_shape;
