/* cause_bound.h -- which parcels a mass cause has changed, and how far its job is: for whoever
 * changes the parcels (waybill/). All in the transaction of ctx. */
#pragma once

#include "promise/cause.h"

typedef struct CauseProgress {
    int64_t swept_id;        /* the last one */
    bool swept;              /* all were */
    int64_t settled_version; /* of the cause, that all its parcels follow */
} CauseProgress;

/* How far the open parcels were gone through. */
Status cause_progress_read(Ctx *ctx, int64_t cause_id, CauseProgress *out);

/* Writes that, and adds to the counts that people see. */
Status cause_progress_write(Ctx *ctx, int64_t cause_id, const CauseProgress *progress,
                            int64_t looked_at);

/* A parcel of a cause. */
typedef struct CauseBound {
    int64_t waybill_id;
    int64_t change_id; /* the change that stands for it in the parcel's history; 0: none */
} CauseBound;

/* Notes that these parcels follow the cause at its version; `affected` and `undone` are added to
 * the counts. */
Status cause_bind(Ctx *ctx, const Cause *cause, const CauseBound *bound, size_t count);
Status cause_count(Ctx *ctx, int64_t cause_id, int64_t affected, int64_t undone);

/* Up to `limit` that follow an older version than the cause's. */
Status cause_bound_stale(Ctx *ctx, const Cause *cause, size_t limit, CauseBound *out,
                         size_t *count);

/* Which of the parcels are bound already. */
Status cause_bound_are(Ctx *ctx, int64_t cause_id, const int64_t *ids, size_t count, bool *are);
