/* bulk_store.h -- the rows behind bulk actions. For bulk.c and bulk_run.c only. */
#pragma once

#include "access/person.h"
#include "db/db.h"
#include "desk_work/bulk.h"

/* An action with who asked for it. */
typedef struct BulkRow {
    Bulk bulk;
    Person who; /* as it was then */
} BulkRow;

/* Writes a new action; the caller has given its id. */
Status bulk_store_insert(Ctx *ctx, const BulkRow *row);
/* NOT_FOUND without words, also where it is another's and `own_id` is given (0: whoever's). */
Status bulk_store_find(Ctx *ctx, int64_t id, int64_t own_id, BulkRow *out);
/* Counts are added to what stands; the state is written where it was `from`. */
Status bulk_store_count(Ctx *ctx, const Bulk *added);
Status bulk_store_state(Ctx *ctx, int64_t id, int64_t from, int64_t to, bool *written);

/* Items. */
Status item_store_insert(Ctx *ctx, int64_t bulk_id, const int64_t *ids, size_t count);
Status item_store_list(Ctx *ctx, int64_t bulk_id, int64_t state, int64_t after, int64_t limit,
                       List *out);
/* With what it was before (JSON; NULL: stays what is kept). */
Status item_store_put(Ctx *ctx, int64_t bulk_id, const BulkItem *item, const char *before);
Status item_store_before(Ctx *ctx, int64_t bulk_id, int64_t ticket_id, const char **out);
/* How many there are. */
Status item_store_total(Ctx *ctx, int64_t bulk_id, int64_t *out);
