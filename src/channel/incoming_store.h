/* incoming_store.h -- the rows behind messages that came in. For the files of channel/ only. */
#pragma once

#include "access/keys.h"
#include "channel/incoming.h"
#include "customer/contributor.h"

/* What senders are counted by. */
#define INCOMING_SENDER "incoming.sender"

typedef struct IncomingNew {
    int64_t id, channel, sender_key, received_at, sent_at;
    const char *key;
} IncomingNew;

/* Begins to take a message: `*added` is false where one of its key is there. */
Status incoming_store_begin(Ctx *ctx, const IncomingNew *row, bool *added);

/* What became of it, and its sealed part. */
Status incoming_store_end(Ctx *ctx, const IncomingRow *row);

/* NOT_FOUND without words. By key whatever the scope. */
Status incoming_store_by_key(Ctx *ctx, const char *key, IncomingRow *out);
Status incoming_store_find(Ctx *ctx, int64_t id, IncomingRow *out);

/* The last one on a ticket by a channel. NOT_FOUND without words. */
Status incoming_store_last(Ctx *ctx, int64_t ticket_id, int64_t channel, IncomingRow *out);

/* Those below an id, the newest first: one more than the limit. */
Status incoming_store_page(Ctx *ctx, const IncomingFilter *filter, int64_t below, List *out);

/* `whose`: a customer; or the id of a ticket or message that is nobody's. */

/* From after an id. */
Status incoming_store_of(Ctx *ctx, int64_t whose, int64_t after, int64_t limit, List *out);

/* How many one sender handed over since an instant. */
Status incoming_store_recent(Ctx *ctx, const KeyIndex *sender, int64_t since, int64_t *count);

/* The ticket of a conversation; 0: none. And sets it. */
Status incoming_store_thread(Ctx *ctx, const char *thread_key, int64_t *ticket_id);
Status incoming_store_bind(Ctx *ctx, const char *thread_key, int64_t ticket_id);

/* Forgets a conversation; those on their tickets, and those in which they wrote;
 * up to `limit` in which nothing was said since an instant. Each tells how many. */
Status incoming_store_unbind(Ctx *ctx, const char *thread_key, int64_t *count);
Status incoming_store_unbind_all(Ctx *ctx, int64_t whose, int64_t *count);
Status incoming_store_unbind_old(Ctx *ctx, int64_t before, int64_t limit, int64_t *count);

/* Forgets who wrote to us; of how many that is still known; and with the conversations that are
 * left. */
Status incoming_store_erase(Ctx *ctx, int64_t whose);
Status incoming_store_sealed(Ctx *ctx, int64_t whose, int64_t *rows);
Status incoming_store_left(Ctx *ctx, int64_t whose, int64_t *rows);

/* Adds, with unowned_add, those of a sender that are nobody's and are not empty. */
Status incoming_store_unowned(Ctx *ctx, const KeyIndex *sender, List *ids);

/* Up to `limit` ids (int64_t) of messages that came in before an instant; and deletes one. */
Status incoming_store_old(Ctx *ctx, int64_t before, int64_t limit, List *out);
Status incoming_store_delete(Ctx *ctx, int64_t id);
