/* notice_store.h -- the tables of messages. */
#pragma once

#include "notify/notify.h"

/* What a stored message has beside what is shown. */
typedef struct NoticeRow {
    Notice notice;
    const char *key;
    int64_t outlet_id;
} NoticeRow;

/* Nothing where there is one of that key: then `*added` is false. */
Status notice_store_insert(Ctx *ctx, const NoticeRow *row, bool *added);

/* The id of the message of a key. NOT_FOUND without words. */
Status notice_store_by_key(Ctx *ctx, const char *key, int64_t *id);

/* In the scope of ctx's person. NOT_FOUND without words. */
Status notice_store_find(Ctx *ctx, int64_t id, Notice *out);

/* Those below an id, the newest first; one more than the limit. */
Status notice_store_page(Ctx *ctx, const NoticeFilter *filter, int64_t below, List *out);

/* Takes up to `limit` that are due at `now` for a worker, until `until`: a List of ids (int64_t).
 */
Status notice_store_claim(Ctx *ctx, int64_t now, int64_t until, int64_t limit, List *out);

/* When the next is due; NONE where none is. */
Status notice_store_next(Ctx *ctx, int64_t *out);

/* Writes state, why, due_at, sent_at and ended_at, raises the version and appends a step. */
Status notice_store_step(Ctx *ctx, const Notice *notice);

/* A message's steps; at most 200. */
Status notice_store_steps(Ctx *ctx, int64_t id, List *out);

/* Forgets what was said to the customer; of a thing's id, to nobody about it. */
Status notice_store_erase(Ctx *ctx, int64_t customer_id);

/* Forgets what the message of a key said. */
Status notice_store_forget(Ctx *ctx, const char *key);

/* Of how many of these messages it is still known what they said. */
Status notice_store_sealed(Ctx *ctx, int64_t customer_id, int64_t *rows);

/* Deletes up to `limit` that were made before an instant; tells how many. */
Status notice_store_prune(Ctx *ctx, int64_t before, int64_t limit, int64_t *count);
