/* upsert.h -- rows that come in together by their natural key, each with its own outcome.
 *
 * A slice that takes rows in gives one function of the type UpsertApply, whatever way they come: a
 * file, an HTTP body, a carrier's push. The import (src/import) and the intake (src/waybill) call
 * it. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"
#include "base/rows.h"

#define UPSERT_OUTCOMES(X)                                                                         \
    X(CREATED, "created")         /* its key was new */                                            \
    X(CHANGED, "changed")         /* something of what was known changed */                        \
    X(UNCHANGED, "unchanged")     /* nothing did */                                                \
    X(DUPLICATE, "duplicate")     /* an event that is known already, or stands twice here */       \
    X(QUARANTINED, "quarantined") /* kept aside for an operator */                                 \
    X(REJECTED, "rejected")       /* refused: `field` and `reason` say why */

typedef enum UpsertOutcome {
    UPSERT_WAITING = 0, /* not applied yet */
#define UPSERT_CONSTANT_(constant, name) UPSERT_##constant,
    UPSERT_OUTCOMES(UPSERT_CONSTANT_)
#undef UPSERT_CONSTANT_
        UPSERT_OUTCOME_COUNT
} UpsertOutcome;

/* "created" …; "waiting". */
const char *upsert_outcome_name(UpsertOutcome outcome);

typedef struct UpsertRow {
    void *thing;        /* a struct of the shape, already checked against it */
    const Shape *shape; /* as the row was decoded; NULL where the target has but one */
    int64_t number;     /* the line of the file, or the number of the object, from 1 */
    UpsertOutcome outcome;
    const char *field,
        *reason;         /* of a rejected row: words as of a Problem, in ctx's arena or constant */
    const char *warning; /* a row that was taken though it looks wrong: constant words, or NULL */
} UpsertRow;

/* Applies the rows that wait, in the transaction of ctx, as if one after another in their order (a
 * key may stand twice), and sets each row's outcome; rows with an outcome are passed over. A row
 * that is refused is no failure: any Status but OK undoes the whole batch. */
typedef Status UpsertApply(Ctx *ctx, UpsertRow *rows, size_t count);

/* Refuses one row with what ctx's Problem says, and clears that. NO_MEMORY. */
Status upsert_reject(Ctx *ctx, UpsertRow *row);

/* How a body of rows is written. */
typedef struct BodyRules {
    RowFormat format;     /* ROWS_JSON, ROWS_NDJSON or ROWS_CSV */
    const char *encoding; /* of CSV; NULL: found out */
    const char *zone;     /* of times in CSV without an offset; NULL: they are refused */
    size_t rows_most;     /* rows that are taken; 0: UPSERT_ROWS_MAX */
} BodyRules;

/* What a Content-Type says (NULL: application/json); the zone is left as it is. UNSUPPORTED. */
Status body_rules_read(Ctx *ctx, const char *content_type, BodyRules *out);

/* Rows that any body may have: small ones cost far more memory decoded than they have bytes. */
enum { UPSERT_ROWS_MAX = 100000 };

/* Decodes a whole body (CSV with the shape's field names as its header, NDJSON, or a JSON array)
 * into rows of `shape` in ctx's arena: what is wrong with one row makes it a rejected one. Any
 * Status but OK: the body as a whole is refused (an unknown column, JSON cut off; TOO_LARGE: more
 * rows than the rules take). */
Status upsert_decode(Ctx *ctx, const Shape *shape, const BodyRules *rules, const char *body,
                     size_t length, UpsertRow **rows, size_t *count);
