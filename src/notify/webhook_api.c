#include "access/listing.h"
#include "access/page.h"
#include "access/right.h"
#include "notify/notify_api.h"
#include "notify/webhook.h"
#include "notify/webhook_jobs.h"

typedef struct WebhookQuery {
    int64_t limit;
    const char *cursor;
    int64_t format;
} WebhookQuery;

static const Field query_fields[] = {PAGE_FIELDS(WebhookQuery), FIELD_END};
static const Shape query_shape = SHAPE(WebhookQuery, query_fields, "Which subscriptions");

static const Field export_fields[] = {PAGE_FIELDS(WebhookQuery), EXPORT_FORMAT_FIELD(WebhookQuery),
                                      FIELD_END};
static const Shape export_shape =
    EXPORT_SHAPE(WebhookQuery, "WebhookExport", export_fields, "Which subscriptions");

static Status page(Ctx *ctx, const void *of, List *out, const char **next)
{
    const WebhookQuery *query = of;
    int64_t after;
    Status s = page_start(ctx, query->cursor, 0, &after);
    if (!s) s = webhook_list(ctx, after, query->limit + 1, out);
    return s ? s : page_end(ctx, out, query->limit, &webhook_shape, next);
}

static const Listing webhooks = {.name = "webhooks",
                                 .action = "webhook.export",
                                 .subject_kind = "webhook",
                                 .shape = &webhook_shape,
                                 .secret = "secret",
                                 .page = page};

static Status api_create(Ctx *ctx, Request *req)
{
    Webhook webhook = *(const Webhook *)request_input(req);
    Status s = webhook_create(ctx, &webhook);
    return s ? s : reply(ctx, req, &webhook, &webhook_shape);
}

static Status api_find(Ctx *ctx, Request *req)
{
    int64_t id;
    Webhook webhook;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = webhook_find(ctx, id, &webhook);
    return s ? s : reply(ctx, req, &webhook, &webhook_shape);
}

static Status api_change(Ctx *ctx, Request *req)
{
    int64_t id;
    Webhook webhook;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = webhook_change(ctx, id, request_version(req), request_input(req), &webhook);
    return s ? s : reply(ctx, req, &webhook, &webhook_shape);
}

static Status api_renew(Ctx *ctx, Request *req)
{
    int64_t id;
    Webhook webhook;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = webhook_renew(ctx, id, request_version(req), &webhook);
    return s ? s : reply(ctx, req, &webhook, &webhook_shape);
}

static Status api_delete(Ctx *ctx, Request *req)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = webhook_delete(ctx, id, request_version(req));
    return s ? s : reply_empty(req, 204);
}

static Status api_test(Ctx *ctx, Request *req)
{
    int64_t id;
    WebhookDelivery delivery;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = webhook_test(ctx, id, &delivery);
    return s ? s : reply(ctx, req, &delivery, &webhook_delivery_shape);
}

static Status api_deliveries(Ctx *ctx, Request *req)
{
    const PageQuery *query = request_query(req);
    int64_t id, below, limit = page_limit(query->limit);
    List list;
    const char *next;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = page_start(ctx, query->cursor, INT64_MAX, &below);
    if (!s) s = webhook_deliveries(ctx, id, below, limit + 1, &list);
    if (!s) s = page_end(ctx, &list, limit, &webhook_delivery_shape, &next);
    return s ? s : reply_list(ctx, req, &list, &webhook_delivery_shape, next);
}

static Status api_attempts(Ctx *ctx, Request *req)
{
    int64_t id, delivery_id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = path_id(ctx, req, "delivery", &delivery_id);
    if (!s) s = webhook_attempts(ctx, id, delivery_id, &list);
    return s ? s : reply_list(ctx, req, &list, &webhook_attempt_shape, NULL);
}

static Status api_retry(Ctx *ctx, Request *req)
{
    int64_t id, delivery_id;
    WebhookDelivery delivery;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = path_id(ctx, req, "delivery", &delivery_id);
    if (!s) s = webhook_retry(ctx, id, delivery_id, &delivery);
    return s ? s : reply(ctx, req, &delivery, &webhook_delivery_shape);
}

#define WHOLE "webhooks are"

static const Route routes[] = {
    {GET, "/api/v1/webhooks", .right = WEBHOOK_WRITE, .whole = WHOLE, .query = &query_shape,
     .out = &webhook_shape, .is_list = true, .run = listing_page, .of = &webhooks,
     .doc = "Subscriptions to events"},
    {GET, "/api/v1/webhook-export", .right = WEBHOOK_WRITE, .whole = WHOLE, .query = &export_shape,
     .media = "text/csv", .run = listing_export, .of = &webhooks,
     .doc = "Subscriptions as CSV or XLSX, without their secrets"},
    {POST, "/api/v1/webhooks", .right = WEBHOOK_WRITE, .whole = WHOLE, .writes = true,
     .creates = true, .in = &webhook_shape, .out = &webhook_shape, .run = api_create,
     .doc = "Subscribe an address to events; the answer has its secret"},
    {GET, "/api/v1/webhooks/{id}", .right = WEBHOOK_WRITE, .whole = WHOLE, .out = &webhook_shape,
     .run = api_find, .doc = "One subscription"},
    {PUT, "/api/v1/webhooks/{id}", .right = WEBHOOK_WRITE, .whole = WHOLE, .writes = true,
     .if_match = true, .in = &webhook_shape, .out = &webhook_shape, .run = api_change,
     .doc = "Change a subscription"},
    {DELETE, "/api/v1/webhooks/{id}", .right = WEBHOOK_WRITE, .whole = WHOLE, .writes = true,
     .if_match = true, .run = api_delete, .doc = "End a subscription, with its log"},
    {POST, "/api/v1/webhooks/{id}/secret", .right = WEBHOOK_WRITE, .whole = WHOLE, .writes = true,
     .if_match = true, .out = &webhook_shape, .run = api_renew,
     .doc = "Another secret, from now on"},
    {POST, "/api/v1/webhooks/{id}/test", .right = WEBHOOK_WRITE, .whole = WHOLE, .writes = true,
     .creates = true, .out = &webhook_delivery_shape, .run = api_test,
     .doc = "Post the event webhook.test to it"},
    {GET, "/api/v1/webhooks/{id}/deliveries", .right = WEBHOOK_WRITE, .whole = WHOLE,
     .query = &page_query_shape, .out = &webhook_delivery_shape, .is_list = true,
     .run = api_deliveries, .doc = "What was posted to it, the newest first"},
    {GET, "/api/v1/webhooks/{id}/deliveries/{delivery}/attempts", .right = WEBHOOK_WRITE,
     .whole = WHOLE, .out = &webhook_attempt_shape, .is_list = true, .run = api_attempts,
     .doc = "Each attempt and what came of it"},
    {POST, "/api/v1/webhooks/{id}/deliveries/{delivery}/retry", .right = WEBHOOK_WRITE,
     .whole = WHOLE, .writes = true, .out = &webhook_delivery_shape, .run = api_retry,
     .doc = "Post an event that failed again"},
    ROUTE_END};

const Slice webhook_slice = {.name = "webhook",
                             .doc = "Subscriptions of machines to events",
                             .routes = routes,
                             .jobs = webhook_jobs};
