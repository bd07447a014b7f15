/* cause.h -- what befalls many parcels at once (weather, a closed hub, a holiday peak), declared by
 * a person for sites, lanes and a time: by its reason's policy the promises of the parcels that it
 * covers move, or are excused.
 *
 * Declaring, changing and withdrawing write the cause alone; a durable job then goes through the
 * parcels in batches, so that ten of them and a million cost the caller the same. Every parcel's
 * change is a row of its own history, and withdrawing takes back exactly those rows. Parcels that
 * come in while the cause is in force, or arrive at one of its sites, are covered as they do. */
#pragma once

#include "promise/reason.h"

typedef enum CauseState { CAUSE_DECLARED = 1, CAUSE_ENDED, CAUSE_WITHDRAWN } CauseState;

/* Region codes; "*" or NULL stands for any. */
typedef struct CauseLane {
    const char *origin, *destination;
} CauseLane;

typedef struct Cause {
    int64_t id, version;
    const char *reason;            /* code of a PromiseReason that is `mass` */
    const char *text;              /* shown to customers: 1–200 characters, "Typhoon Maysak" */
    int64_t effect;                /* PromiseEffect; NONE: the reason's */
    int64_t move_hours, move_days; /* of one that moves: by either; NONE both: the reason's.
                                      Days are working days of the product's calendar */
    int64_t from, until;           /* the window, half open; at most a year */
    Texts sites;                   /* codes of outlets: each with its subtree */
    List lanes;                    /* of CauseLane */
    bool everywhere;               /* every parcel; then neither sites nor lanes */
    int64_t incident_id;           /* the incident behind it; 0: none */
    int64_t state;                 /* CauseState */
    int64_t declared_at;
    const char *declared_by; /* login; NULL: the system */
    int64_t ended_at;        /* NONE while it is declared */
    const char *ended_by;
    const char *why;   /* of a withdrawn one */
    int64_t looked_at; /* open parcels that the job has gone through so far */
    int64_t affected;  /* parcels whose promise it changed, those taken back included */
    int64_t undone;    /* of those, where that was taken back */
    bool settled;      /* the job has brought all parcels in line with what is declared */
    /* not fields: */
    const int64_t *site_ids; /* of sites */
} Cause;
extern const Shape cause_shape;

/* All that follow are in the transaction of ctx, are audited, and set the job going. */

/* Declares it; id, version and what follows from policy are filled in. INVALID (an unknown reason,
 * site or region; no move, or one of a cause that does not move; a window that is empty, over a
 * year, or over; neither sites nor lanes nor everywhere, but for one of an incident). FORBIDDEN to
 * who is limited to an outlet but for sites within it, and to who is limited to a customer. */
Status cause_declare(Ctx *ctx, Cause *cause);

/* Writes text, effect, move and until over the cause: parcels that it moved move by the difference.
 * Its reason, sites, lanes and beginning stay: withdraw it and declare another. NOT_FOUND, STALE,
 * INVALID, FORBIDDEN; CONFLICT when it is withdrawn. */
Status cause_change(Ctx *ctx, int64_t id, int64_t version, const Cause *change, Cause *out);

/* It covers no more parcels from now on; those that it covered stay as they are. CONFLICT when it
 * is over. */
Status cause_end(Ctx *ctx, int64_t id, int64_t version, Cause *out);

/* It should not have been declared: everything that it did to promises is taken back, with history.
 * `why`: 1–200 characters. CONFLICT when it is withdrawn already. */
Status cause_withdraw(Ctx *ctx, int64_t id, int64_t version, const char *why, Cause *out);

/* One of them. NOT_FOUND. */
Status cause_find(Ctx *ctx, int64_t id, Cause *out);

/* A page of them, the newest first; `state` NONE: any. `next` is NULL at the end. */
Status cause_list(Ctx *ctx, int64_t state, int64_t limit, const char *cursor, List *out,
                  const char **next);

/* Those whose window is not over and that are not withdrawn, at most 200: one statement when there
 * are none. */
Status causes_live(Ctx *ctx, List *out);

/* Those of an incident that stand and whose window is not over, at most 200. */
Status causes_of_incident(Ctx *ctx, int64_t incident_id, List *out);

/* Whether it has neither sites nor lanes nor is everywhere: its parcels are given by its incident,
 * to cause_cover. */
bool cause_is_bound(const Cause *cause);

/* What of a parcel tells whether a cause covers it. */
typedef struct CauseParcel {
    const char *origin, *destination; /* region codes, "" when unknown */
    int64_t origin_outlet_id;         /* only while it has not left it; 0 */
    int64_t destination_outlet_id, outlet_id;
    int64_t promised_ms; /* NONE: nothing was promised */
    int64_t accepted_ms; /* from when its promise counts; NONE: not known */
} CauseParcel;

/* Pure but for the outlet tree in memory: whether it does at `now_ms`. The promise lies in the
 * window or after its beginning, the parcel was accepted before the window's end; and it is to be
 * at, or within the window is at, one of the sites, or it is on one of the lanes. */
bool cause_covers(Ctx *ctx, const Cause *cause, const CauseParcel *parcel, int64_t now_ms);
