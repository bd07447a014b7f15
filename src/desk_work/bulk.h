/* bulk.h -- one action on many tickets: by a durable job, in batches, and taken back whole.
 *
 * Each ticket is a piece of its own: what it refuses is written beside it, and the others go on.
 * The work is done in the name of who asked, with the rights they have then. Taking it back leaves
 * every ticket alone that was changed since, and names it; what was said to a customer stays said.
 */
#pragma once

#include "access/page.h"
#include "desk/queue.h"

typedef enum BulkActKind {
    BULK_ASSIGN = 1,
    BULK_STATE,
    BULK_TAG,
    BULK_PRIORITY,
    BULK_MACRO,
    BULK_CLOSE,
    BULK_MERGE,
} BulkActKind;

typedef struct BulkAct {
    int64_t act;              /* BulkActKind; and what it needs: */
    const char *team, *owner; /* assign; "" takes it away */
    const char *state;        /* state */
    Texts add_tags, remove_tags;
    int64_t priority;
    int64_t macro_id, language;
    int64_t into_id; /* merge */
} BulkAct;
extern const Shape bulk_act_shape;

/* What to do, and to which: a selection, or what stands in a saved filter now. */
typedef struct BulkInput {
    BulkAct *action;
    Texts tickets; /* ids */
    int64_t queue_id;
} BulkInput;
extern const Shape bulk_input_shape;

enum { BULK_TICKETS_MAX = 10000 };

typedef enum BulkState {
    BULK_RUNNING = 1,
    BULK_DONE,
    BULK_CANCELLED,
    BULK_UNDOING,
    BULK_UNDONE,
} BulkState;

typedef struct Bulk {
    int64_t id, version;
    int64_t state; /* BulkState */
    const char *login;
    BulkAct *action;
    int64_t total, done, failed, undone, left_alone;
    int64_t created_at, ended_at;
} Bulk;
extern const Shape bulk_shape;

typedef enum BulkItemState {
    ITEM_WAITING = 1,
    ITEM_DONE,
    ITEM_FAILED,
    ITEM_UNDONE,
    ITEM_LEFT, /* it was changed since, and is left as it is */
} BulkItemState;

typedef struct BulkItem {
    int64_t ticket_id;
    const char *no;
    int64_t state;                         /* BulkItemState */
    int64_t version_before, version_after; /* NONE: it was not changed */
    const char *reason;                    /* of what failed or was left */
} BulkItem;
extern const Shape bulk_item_shape;

/* In the transaction of ctx: writes down what is to be done, which a job then does. INVALID names
 * what is missing; a ticket out of scope fails as an item. Audited. */
Status bulk_start(Ctx *ctx, const BulkInput *input, Bulk *out);

/* One's own; TICKET_ADMIN: of all. NOT_FOUND. */
Status bulk_find(Ctx *ctx, int64_t id, Bulk *out);

/* Its tickets by id; `state` NONE: all. `next` is NULL at the end. */
Status bulk_items(Ctx *ctx, int64_t id, int64_t state, const PageQuery *page, List *out,
                  const char **next);

/* In the transaction of ctx: what is not done yet stays undone. CONFLICT when nothing runs. */
Status bulk_cancel(Ctx *ctx, int64_t id, Bulk *out);

/* In the transaction of ctx: takes back what was done, by the job. CONFLICT while it runs, or when
 * it was taken back. */
Status bulk_undo(Ctx *ctx, int64_t id, Bulk *out);

/* One batch of the job: more is left when *more. */
Status bulk_batch(Ctx *ctx, int64_t id, bool *more);
