/* tally.h -- what complaints add up to: by category, cause, outlet, hub, courier, lane, party and
 * month. Kept in the transaction of every change of a complaint, so that asking reads sums. */
#pragma once

#include "complaint/complaint.h"

/* Numbers are stored: append only. */
#define TALLY_DIMENSIONS(X)                                                                        \
    X(ALL, "all", 0)                                                                               \
    X(CATEGORY, "category", 1)                                                                     \
    X(CAUSE, "cause", 2)                                                                           \
    X(OUTLET, "outlet", 3)   /* whose ticket it is */                                              \
    X(LIABLE, "liable", 4)   /* outlets that hold a share */                                       \
    X(HUB, "hub", 5)         /* hubs that do */                                                    \
    X(COURIER, "courier", 6) /* couriers that do */                                                \
    X(LANE, "lane", 7)                                                                             \
    X(PARTY, "party", 8)                                                                           \
    X(MONTH, "month", 9)    /* asked for, not stored: ALL by its months */                         \
    X(APPEAL, "appeal", 10) /* the regulator's appeals, by authority */

typedef enum TallyDimension {
#define TALLY_DIMENSION_(constant, name, value) TALLY_##constant = value,
    TALLY_DIMENSIONS(TALLY_DIMENSION_)
#undef TALLY_DIMENSION_
} TallyDimension;
extern const Name tally_dimensions[], tally_orders[];

typedef enum TallyOrder { TALLY_BY_COUNT = 1, TALLY_BY_COST, TALLY_BY_SEVERITY } TallyOrder;

typedef struct TallyRow {
    const char *value; /* "delay", an outlet's code, "440000>310000", "2026-11" */
    int64_t complaints, founded;
    int64_t severity;   /* sum of scores, hundredths */
    int64_t cost;       /* fen */
    double share;       /* of what it is ordered by, of all rows */
    double cumulative;  /* the same, of this row and those before it */
    double per_million; /* complaints per million parcels collected in those months; NAN: unknown */
    double founded_per_million;
} TallyRow;
extern const Shape tally_row_shape;

typedef struct TallyQuery {
    int64_t by;       /* TallyDimension; NONE: cause */
    int64_t order;    /* TallyOrder; NONE: count */
    int64_t from, to; /* days; their whole months count; NONE: the last twelve months */
    int64_t limit;
} TallyQuery;
extern const Shape tally_query_shape;

/* In the transaction of ctx: what `before` added goes, what `after` adds comes. NULL: there was
 * (is) none. */
Status tally_change(Ctx *ctx, const Complaint *before, const Complaint *after);

/* In the transaction of ctx: an appeal came (`founded` 0), or one that came was found
 * true (1), or is not after all (-1). */
Status tally_appeal(Ctx *ctx, int64_t at, int64_t outlet_id, const char *authority,
                    int64_t founded);

/* The rows that weigh most, of outlets in the scope of ctx's person (of months, all in order).
 * Parcels are counted for all together, by outlet, lane and month. INVALID: to before from, more
 * than five years. FORBIDDEN to who is limited to a customer: the sums tell none apart. */
Status tally_list(Ctx *ctx, const TallyQuery *query, List *out);

/* The months of a query's days: the last twelve where none are given. INVALID: to before from, more
 * than five years. */
Status tally_span(Ctx *ctx, int64_t from, int64_t to, int64_t *first, int64_t *last);

/* Year × 12 + month − 1 of an instant in the company's zone. */
int64_t tally_month(Ctx *ctx, int64_t at);
