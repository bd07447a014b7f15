/* insight.h -- figures: asked for, proved, counted anew.
 *
 * Figures by day cost the same at a thousand parcels and at a hundred million: they are read from
 * roll-ups that are kept with the writes (observer.h), whole months and the days at the edges. */
#pragma once

#include "insight/figure.h"
#include "slices.h"

extern const Slice insight_slice;

typedef struct FigureQuery {
    const char *name;   /* NULL: every figure */
    const char *by;     /* name of a dimension; NULL: "all" */
    int64_t from, to;   /* days, both included; NONE: open */
    int64_t limit;      /* rows of each figure; NONE: all */
    const char *cursor; /* where the page before ended; NULL: the first */
} FigureQuery;

typedef struct FigureRow {
    const char *by;      /* "all", "2026-11-22", "2026-11", "SP>RJ", an outlet's code; "unknown" */
    double numerator;    /* of a time the sum in days */
    int64_t denominator; /* NONE for a count that has none */
    double value;        /* NAN where the denominator is 0 */
    double mean, p50, p90, p95, p99; /* of a time, in days; else NAN */
    bool exact;   /* false: quantiles are taken from bins, or are still to be counted */
    double error; /* by how many days they can be off; NAN when exact or none */
} FigureRow;
extern const Shape figure_row_shape;

typedef struct FigureAnswer {
    const char *name, *title, *title_zh, *definition, *definition_zh, *unit, *by;
    const char *zone;         /* of its days */
    const char *company_zone; /* another than `zone`: figures are still to be rebuilt; else NULL */
    List rows;                /* of FigureRow */
    const char *note;         /* what the rows lack, and why; else NULL */
    const char *next;         /* cursor; NULL at the end */
} FigureAnswer;
extern const Shape figure_answer_shape;

/* Answers one figure. INVALID: no such figure or dimension, `from` after `to`, a cursor that is
 * none. Whoever sees one customer only is given that customer's, counted from their parcels.
 * FORBIDDEN: the person sees one outlet's subtree only and asks for what cannot be told apart by
 * outlet, or one customer only and asks for service. CONFLICT: a customer with more than a million
 * parcels. */
Status figure_answer(Ctx *ctx, const FigureQuery *query, FigureAnswer *out);

/* Quantiles are exact up to so many parcels in all rows, and from bins beyond that; of everything
 * in one row they are exact further on, where few parcels lie in the bins that matter. */
enum { QUANTILE_ALL_MAX = 20000, QUANTILE_ROWS_MAX = 200000 };

/* Which parcels stand behind a figure. */
typedef struct FigureParcelsQuery {
    const char *name;
    int64_t from, to;       /* days; NONE: open */
    const char *by, *value; /* only those of that lane, carrier …, as a row names it; NULL: all */
    int64_t counted;        /* 1 only those in the numerator, 0 only the others; NONE: both */
    int64_t limit;
    const char *cursor;
} FigureParcelsQuery;

typedef struct FigureParcel {
    int64_t id;
    const char *carrier, *no;
    int64_t stage;
    int64_t day;  /* on which it counts */
    double days;  /* a time: how long; else NAN */
    bool counted; /* in the numerator */
} FigureParcel;
extern const Shape figure_parcel_shape;

/* A page of them, by day, a time's by how long. A page may be short, even empty, and have a next
 * one: so many parcels are looked through for one page and no more. INVALID as figure_answer, and
 * for what stands now: that is listed with the waybills, by exception and stage. Whoever sees one
 * subtree is given theirs; whoever sees one customer is given theirs, the newest parcel first, by
 * looking through none but theirs. */
Status figure_parcels(Ctx *ctx, const FigureParcelsQuery *query, List *out, const char **next);

/* One row of roll-up that is not what the parcels say. */
typedef Status FigureDifference(void *user, const char *what, int64_t off_by);

/* Counts everything from the parcels and compares with all roll-ups; `*differences` how many rows
 * differ, each of which is told. Writes nothing. */
Status figures_verify(Ctx *ctx, FigureDifference *tell, void *user, int64_t *differences);

/* In the transaction of ctx: counts everything anew, in the company's zone. */
Status figures_rebuild(Ctx *ctx);
