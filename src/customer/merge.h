/* merge.h -- customers that turned out to be one, and the undoing of that.
 *
 * A merge moves nothing: the merged customer only points at the one it counts as (the survivor).
 * Whatever was written for either stays where it was written, and is read for both. So nothing is
 * lost in undoing it: what was written for the merged one before or after (a file goes on by its
 * code) is its own again, and what was written for the survivor stays the survivor's. */
#pragma once

#include "customer/customer.h"

typedef struct Merge {
    int64_t id;
    int64_t survivor_id, merged_id;
    const char *survivor_code, *merged_code;
    int64_t at;
    int64_t who;       /* account; 0: the system */
    const char *why;   /* 1–300 characters */
    int64_t undone_at; /* NONE while it stands */
    int64_t undone_by; /* account */
    const char *undone_why;
} Merge;
extern const Shape merge_shape;

/* What is asked for. */
typedef struct MergeInput {
    int64_t merged_id;
    const char *why;
} MergeInput;
extern const Shape merge_input_shape;

typedef struct UndoInput {
    const char *why;
} UndoInput;
extern const Shape undo_input_shape;

/* In the transaction of ctx: customer in->merged_id, and those merged into it, count as
 * `survivor_id` from now on, which must be at `version`. On both timelines, audited; the proposal
 * of the pair is settled. NOT_FOUND, STALE, INVALID (the same customer), CONFLICT (one was erased
 * or is merged already; there are too many). */
Status customer_merge(Ctx *ctx, int64_t survivor_id, int64_t version, const MergeInput *in,
                      Merge *out);

/* In the transaction of ctx: undoes merge `id`; who was merged into the merged one before counts
 * as that one again. The pair is not proposed again. NOT_FOUND; CONFLICT when it was undone. */
Status customer_unmerge(Ctx *ctx, int64_t id, const char *why, Merge *out);

/* Merges that the customer took part in, undone ones too, the newest first. NOT_FOUND. */
Status merge_list(Ctx *ctx, int64_t customer_id, int64_t limit, const char *cursor, List *out,
                  const char **next);
