#include "access/page.h"
#include "access/right.h"
#include "customer/consent.h"
#include "customer/customer_api.h"
#include "customer/timeline.h"

static const Field timeline_query_fields[] = {
    FIELD_TEXTS(TimelineFilter, kinds, .max = 20, .doc = "Only these kinds, separated by ;"),
    PAGE_FIELDS(TimelineFilter), FIELD_END};
static const Shape timeline_query_shape =
    SHAPE(TimelineFilter, timeline_query_fields, "Which entries");

static Status api_timeline(Ctx *ctx, Request *req)
{
    TimelineFilter filter = *(const TimelineFilter *)request_query(req);
    filter.limit = page_limit(filter.limit);
    int64_t id;
    List list;
    const char *next;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = timeline_list(ctx, id, &filter, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &timeline_entry_shape, next);
}

static Status api_kinds(Ctx *ctx, Request *req)
{
    const List list = timeline_kinds();
    return reply_list(ctx, req, &list, &timeline_kind_shape, NULL);
}

static Status api_consents(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = consent_states(ctx, id, &list);
    return s ? s : reply_list(ctx, req, &list, &consent_state_shape, NULL);
}

static Status api_consent_rows(Ctx *ctx, Request *req)
{
    const PageQuery *query = request_query(req);
    int64_t id;
    List list;
    const char *next;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = consent_list(ctx, id, page_limit(query->limit), query->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &consent_shape, next);
}

static Status api_consent(Ctx *ctx, Request *req)
{
    Consent consent = *(const Consent *)request_input(req);
    Status s = path_id(ctx, req, "id", &consent.customer_id);
    if (!s) s = consent_add(ctx, &consent);
    return s ? s : reply(ctx, req, &consent, &consent_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/customers/{id}/timeline", .right = CUSTOMER_READ, .query = &timeline_query_shape,
     .out = &timeline_entry_shape, .is_list = true, .run = api_timeline,
     .doc = "Everything that happened with a customer, the newest first"},
    {GET, "/api/v1/timeline-kinds", .right = CUSTOMER_READ, .out = &timeline_kind_shape,
     .is_list = true, .run = api_kinds, .doc = "What can stand on a timeline"},
    {GET, "/api/v1/customers/{id}/consents", .right = CUSTOMER_READ, .out = &consent_state_shape,
     .is_list = true, .run = api_consents, .doc = "What a customer agrees to now"},
    {GET, "/api/v1/customers/{id}/consents/ledger", .right = CUSTOMER_READ,
     .query = &page_query_shape, .out = &consent_shape, .is_list = true, .run = api_consent_rows,
     .doc = "Every consent and withdrawal, the newest first"},
    {POST, "/api/v1/customers/{id}/consents", .right = CUSTOMER_WRITE, .writes = true,
     .creates = true, .in = &consent_shape, .out = &consent_shape, .run = api_consent,
     .doc = "Write down a consent, or its withdrawal"},
    ROUTE_END};

const Slice timeline_slice = {.name = "timeline",
                              .doc = "What happened with customers, and what they agreed to",
                              .routes = routes};
