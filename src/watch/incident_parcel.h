/* incident_parcel.h -- the parcels that an incident binds, and the thresholds by which findings
 * become a proposal. */
#pragma once

#include "watch/incident.h"

typedef enum BindHow { BOUND_BY_WATCH = 1, BOUND_BY_FILTER, BOUND_BY_NUMBER } BindHow;
extern const Name bind_hows[];

typedef struct IncidentParcel {
    int64_t waybill_id;
    const char *carrier, *no;
    int64_t stage;
    const char *outlet, *origin, *destination;
    int64_t promised_at, delivered_at, last_at;
    int64_t bound_at;
    int64_t how; /* BindHow */
    int64_t finding_id;
    int64_t told_at; /* NONE: its customer was not told */
} IncidentParcel;
extern const Shape incident_parcel_shape;

/* Those in scope, by id. NOT_FOUND when there is no such incident. */
Status incident_parcels(Ctx *ctx, int64_t id, int64_t limit, const char *cursor, List *out,
                        const char **next);

enum { BIND_MAX = 5000 };

/* Which parcels: by number, or those still open that fit all that is given (a site with its
 * subtree or a lane must be). */
typedef struct BindInput {
    Texts numbers; /* at most BIND_MAX; of all carriers that have it */
    const char *site, *origin, *destination;
    int64_t stage;
    int64_t since, until; /* last heard of within: half open */
} BindInput;
extern const Shape bind_input_shape;

typedef struct BindOutcome {
    int64_t changed; /* parcels bound, or taken out */
    bool more;       /* BIND_MAX were; more fit: ask again */
    Texts unknown;   /* numbers of no parcel in scope; the first 100 */
    int64_t version; /* of the incident */
} BindOutcome;
extern const Shape bind_outcome_shape;

/* In the transaction of ctx: binds those in scope that are not yet; or takes out those that are.
 * CONFLICT when it is closed, STALE, INVALID. */
Status incident_bind(Ctx *ctx, int64_t id, int64_t version, const BindInput *input,
                     BindOutcome *out);
Status incident_unbind(Ctx *ctx, int64_t id, int64_t version, const BindInput *input,
                       BindOutcome *out);

/* --- proposals --- */

/* When findings become one: within the window at least min_count parcels share a place, and they
 * are at least min_share percent of those under way there (0: not asked; vehicles: not known). */
typedef struct IncidentPolicy {
    int64_t kind; /* PlaceKind */
    int64_t version;
    int64_t window_minutes, min_count, min_share;
    int64_t cooldown_minutes; /* after one ended, before the next of the same place is proposed */
    int64_t expire_minutes;   /* a proposal that nobody confirms */
    Texts exceptions;         /* names: findings of these are counted */
    bool is_off;
    const char *source;
} IncidentPolicy;
extern const Shape incident_policy_shape;

/* All three, by kind. */
Status incident_policies(Ctx *ctx, List *out);
/* In the transaction of ctx, audited. NOT_FOUND, STALE, INVALID, FORBIDDEN to who is limited. */
Status incident_policy_change(Ctx *ctx, int64_t kind, int64_t version, const IncidentPolicy *change,
                              IncidentPolicy *out);
/* The exceptions of its findings as EXCEPTION_BITs. INVALID: there is none of that name. */
Status incident_policy_exceptions(Ctx *ctx, const IncidentPolicy *policy, int64_t *out);

/* Puts in the shipped ones where there are none. */
Status incident_policy_seed(Ctx *ctx);

/* In the transaction of ctx, after findings were opened: has them looked through soon, once for
 * many. */
Status incidents_look_soon(Ctx *ctx);

/* In the transaction of ctx: lets findings join the incidents that take them, then proposes what
 * the policies say, the largest group first; a parcel counts for one. The same findings give the
 * same proposals. Done again it changes nothing. */
Status incidents_look(Ctx *ctx);
