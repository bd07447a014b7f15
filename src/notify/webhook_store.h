/* webhook_store.h -- the tables of webhooks. */
#pragma once

#include "notify/webhook.h"

/* The secret is sealed. */
Status webhook_store_insert(Ctx *ctx, const Webhook *webhook);

/* Writes all but id and secret over `version`; where `secret` is given that too. */
Status webhook_store_update(Ctx *ctx, const Webhook *webhook, int64_t version, bool *written);

/* With its deliveries and their attempts. */
Status webhook_store_delete(Ctx *ctx, int64_t id);

/* NOT_FOUND without words; without its secret. */
Status webhook_store_find(Ctx *ctx, int64_t id, Webhook *out);

/* Its address and secret; NOT_FOUND where it is not there or not enabled. */
Status webhook_store_secret(Ctx *ctx, int64_t id, const char **url, const char **secret);

/* By id, from after an id. */
Status webhook_store_page(Ctx *ctx, int64_t after_id, int64_t limit, List *out);

/* The ids (int64_t) of those that ask for the event of the customer; at most 1,000. */
Status webhook_store_wanting(Ctx *ctx, const char *event, int64_t customer_id, List *out);

/* A new delivery. */
Status delivery_store_insert(Ctx *ctx, const WebhookDelivery *delivery);

/* NOT_FOUND without words. */
Status delivery_store_find(Ctx *ctx, int64_t id, WebhookDelivery *out);

/* Those below an id, the newest first. */
Status delivery_store_page(Ctx *ctx, int64_t webhook_id, int64_t below, int64_t limit, List *out);

/* Takes up to `limit` that are due for a worker, until an instant: a List of ids. */
Status delivery_store_claim(Ctx *ctx, int64_t now, int64_t until, int64_t limit, List *out);

/* When the next is due; NONE where none is. */
Status delivery_store_next(Ctx *ctx, int64_t *out);

/* Writes state, attempts, status, why, due_at and ended_at. */
Status delivery_store_update(Ctx *ctx, const WebhookDelivery *delivery);

/* Appends an attempt. */
Status attempt_store_insert(Ctx *ctx, int64_t delivery_id, const WebhookAttempt *attempt);

/* All of a delivery, at most 100. */
Status attempt_store_list(Ctx *ctx, int64_t delivery_id, List *out);

/* Deletes up to `limit` made before an instant, with their attempts. */
Status delivery_store_prune(Ctx *ctx, int64_t before, int64_t limit, int64_t *count);
