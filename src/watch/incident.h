/* incident.h -- one cause that harms many parcels: a hub stopped, a flood, a lorry broken down.
 *
 * Findings (finding.h) that share a site, a lane or a vehicle within a window are proposed as one;
 * people propose others. An incident binds its parcels, thousands of them; it has an owner, a plan,
 * a log, a notice to customers, and an end. A state machine (incident.c) says which moves there
 * are. What is written is audited, in the log, told to listeners ("incident.changed") and published
 * as a domain event (below), all in the transaction of ctx. Times are UTC milliseconds.
 *
 * Seen by those whose outlet's subtree holds one of its sites, and by those who see everything;
 * changed by the latter, and by those whose subtree holds all of it. */
#pragma once

#include "access/page.h"
#include "watch/plan.h"
#include "watch/rule.h"

/* What is behind it. Stored as numbers, as all that follow: append only. */
typedef enum IncidentCause {
    INCIDENT_WEATHER = 1,
    INCIDENT_HUB_STOPPED,
    INCIDENT_VEHICLE,
    INCIDENT_PEAK,
    INCIDENT_NETWORK, /* service to customers has broken off somewhere: to be reported */
    INCIDENT_OTHER,
} IncidentCause;
extern const Name incident_causes[];

typedef enum IncidentState {
    INCIDENT_PROPOSED = 1,
    INCIDENT_CONFIRMED,
    INCIDENT_HANDLED, /* what could be done is done; its parcels recover */
    INCIDENT_ENDED,
    INCIDENT_DISMISSED,
    INCIDENT_EXPIRED, /* proposed, and nobody confirmed it */
} IncidentState;
extern const Name incident_states[];

typedef enum PlaceKind { PLACE_SITE = 1, PLACE_LANE, PLACE_VEHICLE } PlaceKind;
extern const Name place_kinds[];

/* A site with its subtree; or a lane; or a vehicle. */
typedef struct IncidentPlace {
    int64_t kind;                     /* PlaceKind */
    const char *site;                 /* code of an outlet */
    const char *origin, *destination; /* region codes */
    const char *vehicle;              /* as scans name it */
    int64_t outlet_id;                /* of the site; no field */
} IncidentPlace;
enum { INCIDENT_PLACES_MAX = 100 };

/* How its parcels fared, at the instant of ctx or when it ended. */
typedef struct IncidentFigures {
    int64_t parcels, open;       /* bound; of these not at their end */
    int64_t late;                /* delivered after the promise, or not delivered and it is over */
    int64_t told;                /* whose customers were sent a notice */
    int64_t told_first;          /* … before the promise was over */
    int64_t moved;               /* had a scan since they were bound */
    int64_t confirm_minutes;     /* from its beginning until it was confirmed; NONE */
    int64_t recover_minutes;     /* from its beginning to its end; NONE while it is open */
    int64_t recover_p50_minutes; /* from the finding until the parcel went on, half of them; NONE */
} IncidentFigures;
extern const Shape incident_figures_shape;

/* A step of its plan, and the last that was said of it. */
typedef struct IncidentStep {
    int64_t step; /* from 1 */
    int64_t action;
    const char *text, *text_zh, *outlet;
    int64_t due_at; /* NONE without a time, or while the step it waits for is not done */
    int64_t said;   /* LoggedKind: LOGGED_STEP_…; NONE: nothing */
} IncidentStep;

typedef struct Incident {
    int64_t id, version;
    int64_t number; /* 1, 2, 3 …: as people call it */
    const char *title, *title_zh;
    int64_t cause;     /* IncidentCause */
    int64_t state;     /* IncidentState */
    int64_t severity;  /* Severity */
    const char *group; /* what its findings share: "site:SHA", "lane:CN-31:CN-44"; NULL: by hand */
    const char *owner; /* login; NULL: nobody */
    int64_t from, until; /* when it harms; until NONE: not known */
    bool joins;          /* what the watch finds at its places is bound as long as it is open */
    const char *notice, *notice_zh; /* what customers are told; nothing personal */
    bool notice_public;             /* shown on its parcels' public pages, once it is confirmed */
    const char *plan;               /* code; its version when it was chosen stays */
    int64_t parcels;                /* bound now */
    int64_t proposed_at;
    const char *proposed_by; /* login; NULL: the watch */
    int64_t confirmed_at, closed_at;
    int64_t turned_out;     /* IncidentCause, at its end */
    const char *conclusion; /* … in words; of a dismissed one why */
    int64_t report_due_at;  /* by when the regulator is to be told; NONE: it is not */
    int64_t reported_at;
    const char *reported_by;
    List places; /* of IncidentPlace */
    /* only of one incident, not in lists: */
    List steps; /* of IncidentStep */
    IncidentFigures *figures;
    /* no fields: */
    int64_t outlet_id, owner_id, plan_id, plan_version;
    const char *figures_json;
} Incident;
extern const Shape incident_shape;

/* A proposal, or changes (what is not given stays; "" takes away an owner or a plan). */
typedef struct IncidentInput {
    const char *title, *title_zh; /* title_zh: else the title */
    int64_t cause, severity;
    const char *owner, *plan;
    int64_t from, until;
    int64_t joins, notice_public; /* 1 yes, 0 no, NONE: not given */
    const char *notice, *notice_zh;
    List places;
} IncidentInput;
extern const Shape incident_input_shape;

/* NULL, NONE and 0 where it does not matter. */
typedef struct IncidentFilter {
    int64_t state;      /* IncidentState */
    int64_t open;       /* 1 not closed, 0 closed */
    int64_t cause;      /* IncidentCause */
    int64_t severity;   /* at least */
    int64_t report;     /* 1 due and not done, 2 overdue */
    const char *site;   /* harms this outlet, or one below it */
    const char *owner;  /* login */
    int64_t waybill_id; /* binds this parcel */
    int64_t format;     /* TableFormat, where it is taken out as a file */
    int64_t limit;
    const char *cursor;
} IncidentFilter;
extern const Shape incident_filter_shape, incident_export_shape;

/* A page in scope, the newest first; `next` is NULL at the end. */
Status incident_list(Ctx *ctx, const IncidentFilter *filter, List *out, const char **next);

/* One in scope, with steps and figures. NOT_FOUND. */
Status incident_by_id(Ctx *ctx, int64_t id, Incident *out);

/* Whether there is one that ctx's person sees: for who points to it (a ticket's parent). */
Status incident_exists(Ctx *ctx, int64_t id, bool *out);

/* --- its life; CONFLICT where the state does not allow it, STALE, FORBIDDEN --- */

/* By hand. INVALID names the field: no such outlet, region, owner or plan; no places and nothing
 * that tells its parcels is allowed, they can be given one by one. */
Status incident_propose(Ctx *ctx, const IncidentInput *input, Incident *out);

/* Likewise; an incident of another cause may have to be reported from then on. CONFLICT when it is
 * closed. */
Status incident_change(Ctx *ctx, int64_t id, int64_t version, const IncidentInput *change,
                       Incident *out);

typedef enum IncidentMoveKind {
    MOVE_CONFIRM = 1,
    MOVE_DISMISS,
    MOVE_HANDLE,
    MOVE_REOPEN,
    MOVE_END,
    MOVE_EXPIRE, /* by the clock only */
} IncidentMoveKind;
extern const Name incident_moves[];

typedef struct IncidentMoveInput {
    int64_t move;       /* IncidentMoveKind */
    int64_t turned_out; /* of end: IncidentCause; else what it was taken for */
    const char *text;   /* why; needed to dismiss and to end */
} IncidentMoveInput;
extern const Shape incident_move_input_shape;

/* What is confirmed and of a kind that must be reported gets its due instant (setting
 * incident_report_hours). To end it ends its mass causes too and keeps its figures. */
Status incident_move(Ctx *ctx, int64_t id, int64_t version, const IncidentMoveInput *input,
                     Incident *out);

/* --- its log --- */

typedef enum LoggedKind {
    LOGGED_PROPOSED = 1,
    LOGGED_CONFIRMED,
    LOGGED_DISMISSED,
    LOGGED_HANDLED,
    LOGGED_REOPENED,
    LOGGED_ENDED,
    LOGGED_EXPIRED,
    LOGGED_NOTE,
    LOGGED_CHANGED,
    LOGGED_BOUND,     /* count parcels */
    LOGGED_TAKEN_OUT, /* likewise */
    LOGGED_CAUSE_DECLARED,
    LOGGED_CAUSE_ENDED,
    LOGGED_ACTION_STARTED,
    LOGGED_ACTION_ENDED,
    LOGGED_ACTION_CANCELLED,
    LOGGED_STEP_ACCEPTED,
    LOGGED_STEP_DECLINED,
    LOGGED_STEP_DONE,
    LOGGED_REPORTED,
    LOGGED_REPORT_OVERDUE,
} LoggedKind;
extern const Name logged_kinds[];

typedef struct IncidentEntry {
    int64_t id;
    int64_t at;
    int64_t what; /* LoggedKind */
    int64_t step, count;
    const char *text;
    const char *who; /* login; NULL: the watch */
} IncidentEntry;
extern const Shape incident_entry_shape;

/* A page of the log, the newest first. NOT_FOUND. */
Status incident_log(Ctx *ctx, int64_t id, int64_t limit, const char *cursor, List *out,
                    const char **next);

/* What a person adds: a note, how a step stands, that it was reported. */
typedef struct IncidentEntryInput {
    int64_t what; /* LOGGED_NOTE, LOGGED_STEP_…, LOGGED_REPORTED */
    int64_t step; /* of a step */
    const char *text;
} IncidentEntryInput;
extern const Shape incident_entry_input_shape;

/* CONFLICT when it is closed (but for notes and the report), the step waits for another, or it was
 * reported already; INVALID: no such step, no words. */
Status incident_entry_add(Ctx *ctx, int64_t id, int64_t version, const IncidentEntryInput *input,
                          Incident *out);

/* --- events: subject the incident, payload incident_event_shape --- */

#define INCIDENT_PROPOSED_EVENT "incident.proposed"
#define INCIDENT_CONFIRMED_EVENT "incident.confirmed"
#define INCIDENT_CLOSED_EVENT "incident.closed" /* ended, dismissed or expired: state says */
#define INCIDENT_REPORT_OVERDUE_EVENT "incident.report_overdue"

typedef struct IncidentEvent {
    int64_t incident_id, number, version;
    int64_t state, cause, severity, parcels;
    const char *owner;
} IncidentEvent;
extern const Shape incident_event_shape;
