/* webhook.h -- telling machines: a subscription's address is posted every event it asks for, signed
 * (sign.h), until it answers 2xx or a day is over. docs/notices.md is the page for its owners. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef enum DeliveryState {
    DELIVERY_QUEUED = 1,
    DELIVERY_SENDING,
    DELIVERY_TAKEN = 4, /* answered with 2xx */
    DELIVERY_FAILED,
} DeliveryState;
extern const Name delivery_states[];

typedef struct Webhook {
    int64_t id, version;
    const char *url;     /* http or https */
    const char *doc;     /* whose it is, what for */
    Texts events;        /* none: all of notice_facts */
    int64_t customer_id; /* only what is this customer's; 0: all */
    bool enabled;
    const char *secret; /* given out when it is made, and never again */
    int64_t created_at, changed_at;
} Webhook;
extern const Shape webhook_shape;

/* In the transaction of ctx, audited; FORBIDDEN to who is limited. INVALID: a bad address, an event
 * there is none of, no such customer. Fills in the rest, with the secret. */
Status webhook_create(Ctx *ctx, Webhook *webhook);

/* Writes url, doc, events, customer_id and enabled. NOT_FOUND, STALE, INVALID. */
Status webhook_change(Ctx *ctx, int64_t id, int64_t version, const Webhook *change, Webhook *out);

/* Another secret, at once. NOT_FOUND, STALE. */
Status webhook_renew(Ctx *ctx, int64_t id, int64_t version, Webhook *out);

/* Takes it away with its deliveries. NOT_FOUND, STALE. */
Status webhook_delete(Ctx *ctx, int64_t id, int64_t version);

/* Without its secret. NOT_FOUND. */
Status webhook_find(Ctx *ctx, int64_t id, Webhook *out);

/* By id, from after an id. */
Status webhook_list(Ctx *ctx, int64_t after_id, int64_t limit, List *out);

/* One event on its way to one subscription. */
typedef struct WebhookDelivery {
    int64_t id; /* the same at every attempt: Parceldesk-Delivery */
    int64_t webhook_id;
    const char *event, *body;
    int64_t state; /* DeliveryState */
    int64_t attempts;
    int64_t status;  /* HTTP's, of the last attempt; NONE: no answer came */
    const char *why; /* the last attempt failed */
    int64_t due_at, created_at, ended_at;
} WebhookDelivery;
extern const Shape webhook_delivery_shape;

typedef struct WebhookAttempt {
    int64_t number, at, status, took_ms;
    const char *why;
} WebhookAttempt;
extern const Shape webhook_attempt_shape;

/* The newest first, below an id. NOT_FOUND. */
Status webhook_deliveries(Ctx *ctx, int64_t webhook_id, int64_t below, int64_t limit, List *out);

/* All attempts of one; at most 100. NOT_FOUND. */
Status webhook_attempts(Ctx *ctx, int64_t webhook_id, int64_t delivery_id, List *out);

/* In the transaction of ctx: one that failed is tried again, for another day. NOT_FOUND, CONFLICT.
 */
Status webhook_retry(Ctx *ctx, int64_t webhook_id, int64_t delivery_id, WebhookDelivery *out);

/* In the transaction of ctx: the event for every enabled subscription that asks for it. */
Status webhook_tell(Ctx *ctx, const char *event, int64_t customer_id, const char *payload);

/* In the transaction of ctx: "webhook.test" for this one only, for its owner to see it work. */
Status webhook_test(Ctx *ctx, int64_t id, WebhookDelivery *out);
