#include "notify/webhook.h"

#include <string.h>

#include <sodium.h>

#include "access/audit.h"
#include "base/instant.h"
#include "base/json.h"
#include "customer/customer.h"
#include "notify/fact.h"
#include "notify/webhook_jobs.h"
#include "notify/webhook_store.h"

const Name delivery_states[] = {
    {"queued", DELIVERY_QUEUED, "It waits for its next attempt"},
    {"sending", DELIVERY_SENDING, "It is being sent"},
    {"taken", DELIVERY_TAKEN, "It was answered with 2xx"},
    {"failed", DELIVERY_FAILED, "No attempt was"},
    {NULL},
};

static const Field webhook_fields[] = {
    FIELD_ID(Webhook, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(Webhook, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(Webhook, url, .required = true, .min = 8, .max = 500,
               .example = "https://example.com/parcels", .doc = "Where events are posted to"),
    FIELD_TEXT(Webhook, doc, .writing = WRITING_LINES, .max = 200,
               .doc = "Whose it is, and what for"),
    FIELD_TEXTS(Webhook, events, .max = 64, .doc = "Which events; all where none is named"),
    FIELD_ID(Webhook, customer_id, .doc = "Only what is this customer's"),
    FIELD_BOOL(Webhook, enabled, .doc = "Events are posted"),
    FIELD_TEXT(Webhook, secret, .read_only = true, .no_column = true,
               .doc = "What signs; shown once, when it is made"),
    FIELD_TIME(Webhook, created_at, .read_only = true, .doc = "When it was entered"),
    FIELD_TIME(Webhook, changed_at, .read_only = true, .doc = "When it was changed"),
    FIELD_END,
};
const Shape webhook_shape = SHAPE(Webhook, webhook_fields, "A subscription to events");

static const Field delivery_fields[] = {
    FIELD_ID(WebhookDelivery, id, .doc = "Its id, the same at every attempt"),
    FIELD_ID(WebhookDelivery, webhook_id, .doc = "The subscription"),
    FIELD_TEXT(WebhookDelivery, event, .doc = "What happened"),
    FIELD_TEXT(WebhookDelivery, body, .max = 100000, .doc = "What is posted"),
    FIELD_ENUM(WebhookDelivery, state, delivery_states, .doc = "Where it stands"),
    FIELD_INT(WebhookDelivery, attempts, .doc = "How often it was tried"),
    FIELD_INT(WebhookDelivery, status, .doc = "HTTP's, of the last attempt"),
    FIELD_TEXT(WebhookDelivery, why, .doc = "Why the last attempt failed"),
    FIELD_TIME(WebhookDelivery, due_at, .doc = "When it is tried next"),
    FIELD_TIME(WebhookDelivery, created_at, .doc = "When it was made"),
    FIELD_TIME(WebhookDelivery, ended_at, .doc = "When it was taken, or given up"),
    FIELD_END,
};
const Shape webhook_delivery_shape =
    SHAPE(WebhookDelivery, delivery_fields, "An event on its way to a subscription");

static const Field attempt_fields[] = {
    FIELD_INT(WebhookAttempt, number, .doc = "From 1 on"),
    FIELD_TIME(WebhookAttempt, at, .doc = "When"),
    FIELD_INT(WebhookAttempt, status, .doc = "HTTP's; none where no answer came"),
    FIELD_INT(WebhookAttempt, took_ms, .doc = "Milliseconds"),
    FIELD_TEXT(WebhookAttempt, why, .doc = "Why it failed"),
    FIELD_END,
};
const Shape webhook_attempt_shape = SHAPE(WebhookAttempt, attempt_fields, "One attempt");

/* --- subscriptions --- */

static Status check_webhook(Ctx *ctx, const Webhook *w)
{
    bool is_web = strncmp(w->url, "https://", 8) == 0 || strncmp(w->url, "http://", 7) == 0;
    if (!is_web || strpbrk(w->url, " \n\t\"<>\\@"))
        return fail_field(ctx, "url",
                          "must be an address that begins with https:// or http://,"
                          " without user and password");
    for (size_t i = 0; i < w->events.count; i++)
        if (!notice_fact(w->events.items[i]))
            return fail_field(ctx, "events", "there is no event \"%.60s\"", w->events.items[i]);
    int64_t survivor;
    if (!w->customer_id) return OK;
    Status s = customer_survivor(ctx, w->customer_id, &survivor);
    return s == NOT_FOUND ? fail_field(ctx, "customer_id", "there is no such customer") : s;
}

static Status make_secret(Ctx *ctx, const char **out)
{
    unsigned char bytes[32];
    char hex[sizeof bytes * 2 + 1];
    ctx_random(ctx, bytes, sizeof bytes);
    *out =
        arena_format(ctx->arena, "whsec_%s", sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes));
    return *out ? OK : no_memory(ctx);
}

Status webhook_create(Ctx *ctx, Webhook *w)
{
    Status s = scope_check_whole(ctx, "webhooks are");
    if (!s) s = check_webhook(ctx, w);
    if (!s) s = make_secret(ctx, &w->secret);
    if (s) return s;
    w->id = ctx_id(ctx);
    w->version = 1;
    w->created_at = w->changed_at = ctx_now(ctx);
    s = webhook_store_insert(ctx, w);
    return s ? s : audit_write(ctx, "webhook.create", "webhook", w->id, NULL);
}

static Status open_webhook(Ctx *ctx, int64_t id, int64_t version, Webhook *out)
{
    Status s = scope_check_whole(ctx, "webhooks are");
    if (!s) s = webhook_find(ctx, id, out);
    if (s || out->version == version) return s;
    return fail(ctx, STALE, "the webhook is at version %lld", (long long)out->version);
}

static Status close_webhook(Ctx *ctx, Webhook *w, const char *action)
{
    bool written = false;
    int64_t version = w->version++;
    w->changed_at = ctx_now(ctx);
    Status s = webhook_store_update(ctx, w, version, &written);
    if (!s && !written) s = fail(ctx, STALE, "the webhook was changed by someone else");
    return s ? s : audit_write(ctx, action, "webhook", w->id, NULL);
}

Status webhook_change(Ctx *ctx, int64_t id, int64_t version, const Webhook *change, Webhook *out)
{
    Status s = open_webhook(ctx, id, version, out);
    if (s) return s;
    out->url = change->url;
    out->doc = change->doc;
    out->events = change->events;
    out->customer_id = change->customer_id;
    out->enabled = change->enabled;
    s = check_webhook(ctx, out);
    return s ? s : close_webhook(ctx, out, "webhook.change");
}

Status webhook_renew(Ctx *ctx, int64_t id, int64_t version, Webhook *out)
{
    Status s = open_webhook(ctx, id, version, out);
    if (!s) s = make_secret(ctx, &out->secret);
    return s ? s : close_webhook(ctx, out, "webhook.renew");
}

Status webhook_delete(Ctx *ctx, int64_t id, int64_t version)
{
    Webhook webhook;
    Status s = open_webhook(ctx, id, version, &webhook);
    if (!s) s = webhook_store_delete(ctx, id);
    return s ? s : audit_write(ctx, "webhook.delete", "webhook", id, NULL);
}

Status webhook_find(Ctx *ctx, int64_t id, Webhook *out)
{
    Status s = webhook_store_find(ctx, id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such webhook") : s;
}

Status webhook_list(Ctx *ctx, int64_t after_id, int64_t limit, List *out)
{
    return webhook_store_page(ctx, after_id, limit, out);
}

/* --- deliveries --- */

Status webhook_deliveries(Ctx *ctx, int64_t webhook_id, int64_t below, int64_t limit, List *out)
{
    Webhook webhook;
    Status s = webhook_find(ctx, webhook_id, &webhook);
    return s ? s : delivery_store_page(ctx, webhook_id, below, limit, out);
}

static Status find_delivery(Ctx *ctx, int64_t webhook_id, int64_t id, WebhookDelivery *out)
{
    Status s = delivery_store_find(ctx, id, out);
    if (!s && out->webhook_id == webhook_id) return OK;
    return s && s != NOT_FOUND ? s : fail(ctx, NOT_FOUND, "there is no such delivery");
}

Status webhook_attempts(Ctx *ctx, int64_t webhook_id, int64_t delivery_id, List *out)
{
    WebhookDelivery delivery;
    Status s = find_delivery(ctx, webhook_id, delivery_id, &delivery);
    return s ? s : attempt_store_list(ctx, delivery_id, out);
}

static Status plan(Ctx *ctx)
{
    return job_add(ctx, WEBHOOK_DELIVER, "due", 0, NULL, ctx_now(ctx));
}

Status webhook_retry(Ctx *ctx, int64_t webhook_id, int64_t delivery_id, WebhookDelivery *out)
{
    Status s = find_delivery(ctx, webhook_id, delivery_id, out);
    if (!s && out->state != DELIVERY_FAILED)
        s = fail(ctx, CONFLICT, "the delivery is %s", name_of(delivery_states, out->state));
    if (s) return s;
    out->state = DELIVERY_QUEUED;
    out->due_at = out->created_at = ctx_now(ctx);
    out->attempts = 0;
    out->ended_at = NONE;
    s = delivery_store_update(ctx, out);
    if (!s) s = plan(ctx);
    return s ? s : audit_write(ctx, "webhook.retry", "webhook", webhook_id, NULL);
}

/* {"event", "occurred_at", "id", "payload"}: made once, so that every attempt posts the same. */
static Status make_body(Ctx *ctx, const WebhookDelivery *d, const char *payload, const char **out)
{
    Buf body;
    buf_init(&body, ctx->arena);
    buf_format(&body, "{\"event\":\"%s\",\"occurred_at\":\"", d->event);
    instant_format(&body, d->created_at, "Z");
    buf_format(&body, "\",\"id\":\"%lld\",\"payload\":", (long long)d->id);
    buf_text(&body, payload ? payload : "{}");
    buf_char(&body, '}');
    *out = body.data;
    return buf_check(ctx, &body);
}

static Status queue(Ctx *ctx, int64_t webhook_id, const char *event, const char *payload,
                    WebhookDelivery *out)
{
    shape_clear(&webhook_delivery_shape, out);
    out->id = ctx_id(ctx);
    out->webhook_id = webhook_id;
    out->event = event;
    out->state = DELIVERY_QUEUED;
    out->attempts = 0;
    out->created_at = out->due_at = ctx_now(ctx);
    Status s = make_body(ctx, out, payload, &out->body);
    return s ? s : delivery_store_insert(ctx, out);
}

Status webhook_tell(Ctx *ctx, const char *event, int64_t customer_id, const char *payload)
{
    List ids;
    WebhookDelivery delivery;
    Status s = webhook_store_wanting(ctx, event, customer_id, &ids);
    for (size_t i = 0; !s && i < ids.count; i++)
        s = queue(ctx, ((const int64_t *)ids.items)[i], event, payload, &delivery);
    return s || !ids.count ? s : plan(ctx);
}

Status webhook_test(Ctx *ctx, int64_t id, WebhookDelivery *out)
{
    Webhook webhook;
    Status s = webhook_find(ctx, id, &webhook);
    if (!s && !webhook.enabled) s = fail(ctx, CONFLICT, "the webhook is not enabled");
    if (!s) s = queue(ctx, id, "webhook.test", "{}", out);
    return s ? s : plan(ctx);
}
