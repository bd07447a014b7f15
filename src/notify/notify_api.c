#include "notify/notify_api.h"

#include "access/page.h"
#include "access/right.h"
#include "notify/fact.h"
#include "notify/gateway.h"
#include "notify/notice_internal.h"
#include "notify/template.h"

/* --- facts --- */

typedef struct FactRow {
    const char *event, *doc;
    bool for_people;
    Texts placeholders;
} FactRow;

static const Field fact_fields[] = {
    FIELD_TEXT(FactRow, event, .doc = "Its event"),
    FIELD_TEXT(FactRow, doc, .doc = "What happened"),
    FIELD_BOOL(FactRow, for_people, .doc = "There may be templates; else webhooks only"),
    FIELD_TEXTS(FactRow, placeholders, .max = 64, .doc = "What a template may say"), FIELD_END};
static const Shape fact_shape = SHAPE(FactRow, fact_fields, "What can be told");

static void add_names(Texts *names, const FactValue *values)
{
    for (; values->name; values++)
        names->items[names->count++] = values->name;
}

static Status fact_row(Ctx *ctx, const NoticeFact *fact, FactRow *out)
{
    enum { NAMES_MAX = 32 };
    *out = (FactRow){.event = fact->event, .doc = fact->doc, .for_people = fact->for_people};
    out->placeholders.items = ARENA_ARRAY(ctx->arena, NAMES_MAX, const char *);
    if (!out->placeholders.items) return no_memory(ctx);
    if (!fact->for_people) return OK;
    add_names(&out->placeholders, common_values);
    if (fact->of_parcel) add_names(&out->placeholders, parcel_values);
    add_names(&out->placeholders, fact->values);
    return OK;
}

static Status api_facts(Ctx *ctx, Request *req)
{
    size_t count = 0;
    while (notice_facts[count].event)
        count++;
    FactRow *rows = ARENA_ARRAY(ctx->arena, count, FactRow);
    if (!rows) return no_memory(ctx);
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++)
        s = fact_row(ctx, &notice_facts[i], &rows[i]);
    const List list = {rows, count};
    return s ? s : reply_list(ctx, req, &list, &fact_shape, NULL);
}

/* --- templates --- */

typedef struct TemplateQuery {
    const char *fact, *cursor;
    int64_t limit;
} TemplateQuery;

static const Field template_query_fields[] = {
    FIELD_TEXT(TemplateQuery, fact, .max = 64, .doc = "Only of this event"),
    PAGE_FIELDS(TemplateQuery), FIELD_END};
static const Shape template_query_shape =
    SHAPE(TemplateQuery, template_query_fields, "Which templates");

static Status api_templates(Ctx *ctx, Request *req)
{
    const TemplateQuery *query = request_query(req);
    List list;
    int64_t after, limit = page_limit(query->limit);
    const char *next;
    Status s = page_start(ctx, query->cursor, 0, &after);
    if (!s) s = template_list(ctx, query->fact, after, limit + 1, &list);
    if (!s) s = page_end(ctx, &list, limit, &notice_template_shape, &next);
    return s ? s : reply_list(ctx, req, &list, &notice_template_shape, next);
}

static Status api_template_create(Ctx *ctx, Request *req)
{
    NoticeTemplate given = *(const NoticeTemplate *)request_input(req);
    Status s = template_create(ctx, &given);
    return s ? s : reply(ctx, req, &given, &notice_template_shape);
}

static Status api_template(Ctx *ctx, Request *req)
{
    int64_t id;
    NoticeTemplate given;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = template_find(ctx, id, &given);
    return s ? s : reply(ctx, req, &given, &notice_template_shape);
}

static Status api_template_change(Ctx *ctx, Request *req)
{
    int64_t id;
    NoticeTemplate given;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = template_change(ctx, id, request_version(req), request_input(req), &given);
    return s ? s : reply(ctx, req, &given, &notice_template_shape);
}

static Status api_template_versions(Ctx *ctx, Request *req)
{
    const PageQuery *query = request_query(req);
    int64_t id, below, limit = page_limit(query->limit);
    List list;
    const char *next;
    NoticeTemplate given;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = template_find(ctx, id, &given);
    if (!s) s = page_start(ctx, query->cursor, INT64_MAX, &below);
    if (!s) s = template_versions(ctx, id, below, limit + 1, &list);
    if (!s) s = page_end(ctx, &list, limit, &template_version_shape, &next);
    return s ? s : reply_list(ctx, req, &list, &template_version_shape, next);
}

/* --- gateways --- */

static Status channel_of(Ctx *ctx, const Request *req, int64_t *out)
{
    *out = name_value(notice_channels, path_text(req, "channel"));
    return *out == NONE ? fail(ctx, NOT_FOUND, "there is no such channel") : OK;
}

static Status api_gateways(Ctx *ctx, Request *req)
{
    List list;
    Status s = gateway_list(ctx, &list);
    return s ? s : reply_list(ctx, req, &list, &gateway_shape, NULL);
}

static Status api_gateway(Ctx *ctx, Request *req)
{
    int64_t channel;
    Gateway gateway;
    Status s = channel_of(ctx, req, &channel);
    if (!s) s = gateway_find(ctx, channel, &gateway);
    return s ? s : reply(ctx, req, &gateway, &gateway_shape);
}

static Status api_gateway_put(Ctx *ctx, Request *req)
{
    int64_t channel;
    Gateway gateway;
    Status s = channel_of(ctx, req, &channel);
    if (!s) s = gateway_put(ctx, channel, request_version(req), request_input(req), &gateway);
    return s ? s : reply(ctx, req, &gateway, &gateway_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/notice-facts", .right = NOTICE_READ, .out = &fact_shape, .is_list = true,
     .run = api_facts, .doc = "What people and machines can be told of"},
    {GET, "/api/v1/notice-templates", .right = NOTICE_READ, .query = &template_query_shape,
     .out = &notice_template_shape, .is_list = true, .run = api_templates,
     .doc = "What is said of each fact"},
    {POST, "/api/v1/notice-templates", .right = NOTICE_WRITE, .whole = "templates are",
     .writes = true, .creates = true, .in = &notice_template_shape, .out = &notice_template_shape,
     .run = api_template_create, .doc = "Enter a template"},
    {GET, "/api/v1/notice-templates/{id}", .right = NOTICE_READ, .out = &notice_template_shape,
     .run = api_template, .doc = "One template"},
    {PUT, "/api/v1/notice-templates/{id}", .right = NOTICE_WRITE, .whole = "templates are",
     .writes = true, .if_match = true, .in = &notice_template_change_shape,
     .out = &notice_template_shape, .run = api_template_change, .doc = "Change what it says"},
    {GET, "/api/v1/notice-templates/{id}/versions", .right = NOTICE_READ,
     .query = &page_query_shape, .out = &template_version_shape, .is_list = true,
     .run = api_template_versions, .doc = "As it was, the newest first"},
    {GET, "/api/v1/gateways", .right = SETTING_READ, .whole = "gateways are", .out = &gateway_shape,
     .is_list = true, .run = api_gateways, .doc = "Where messages are handed over"},
    {GET, "/api/v1/gateways/{channel}", .right = SETTING_READ, .whole = "gateways are",
     .out = &gateway_shape, .run = api_gateway, .doc = "The gateway of a channel: sms or email"},
    {PUT, "/api/v1/gateways/{channel}", .right = SETTING_WRITE, .whole = "gateways are",
     .writes = true, .if_match = true, .in = &gateway_shape, .out = &gateway_shape,
     .run = api_gateway_put, .doc = "Set the gateway of a channel"},
    ROUTE_END};

const Slice notify_slice = {.name = "notify",
                            .doc = "What is said of what happened, and where it is handed over",
                            .routes = routes,
                            .jobs = fact_jobs,
                            .seed = template_seed};
