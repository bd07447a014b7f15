#include "access/listing.h"
#include "access/right.h"
#include "watch/finding.h"
#include "watch/rule_api.h"

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return finding_list(ctx, filter, out, next);
}

static const Listing findings = {.name = "findings",
                                 .action = "finding.export",
                                 .subject_kind = "watch_finding",
                                 .shape = &finding_shape,
                                 .page = page};

typedef struct FindingCount {
    int64_t count;
    bool more; /* than were counted */
} FindingCount;

static const Field count_fields[] = {
    FIELD_INT(FindingCount, count, .doc = "How many there are"),
    FIELD_BOOL(FindingCount, more, .doc = "There are more, that were not counted"), FIELD_END};
static const Shape count_shape = SHAPE(FindingCount, count_fields, "How many findings there are");

static Status api_count(Ctx *ctx, Request *req)
{
    FindingCount count;
    Status s = finding_count(ctx, request_query(req), &count.count);
    count.more = count.count == FINDINGS_COUNTED;
    return s ? s : reply(ctx, req, &count, &count_shape);
}

static Status api_finding(Ctx *ctx, Request *req)
{
    int64_t id;
    Finding finding;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = finding_by_id(ctx, id, &finding);
    return s ? s : reply(ctx, req, &finding, &finding_shape);
}

static Status api_act(Ctx *ctx, Request *req)
{
    int64_t id;
    Finding finding;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = finding_act(ctx, id, request_version(req), request_input(req), &finding);
    return s ? s : reply(ctx, req, &finding, &finding_shape);
}

static Status api_heat(Ctx *ctx, Request *req)
{
    List list;
    Status s = finding_heat(ctx, request_query(req), &list);
    return s ? s : reply_list(ctx, req, &list, &heat_cell_shape, NULL);
}

static const Route routes[] = {
    {GET, "/api/v1/watch/finding-export", .right = WATCH_READ, .query = &finding_export_shape,
     .media = "text/csv", .run = listing_export, .of = &findings,
     .doc = "Findings as CSV or XLSX, from after a cursor where one is given"},
    {GET, "/api/v1/watch/findings", .right = WATCH_READ, .query = &finding_filter_shape,
     .out = &finding_shape, .is_list = true, .run = listing_page, .of = &findings,
     .doc = "What the watch found, the newest first"},
    {GET, "/api/v1/watch/findings/count", .right = WATCH_READ, .query = &finding_filter_shape,
     .out = &count_shape, .run = api_count, .doc = "How many findings there are, up to 10,000"},
    {GET, "/api/v1/watch/findings/{id}", .right = WATCH_READ, .out = &finding_shape,
     .run = api_finding, .doc = "One finding, with what is proposed and what was done"},
    {POST, "/api/v1/watch/findings/{id}/acts", .right = WATCH_ACT, .writes = true,
     .lane = LANE_LONG, .if_match = true, .in = &finding_act_input_shape, .out = &finding_shape,
     .run = api_act,
     .doc = "Acknowledge or close a finding; accept, decline or do a step of its plan"},
    {GET, "/api/v1/watch/heat", .right = WATCH_READ, .query = &heat_query_shape,
     .out = &heat_cell_shape, .is_list = true, .run = api_heat,
     .doc = "How many findings there were, by outlet, lane or hour"},
    ROUTE_END};

const Slice finding_slice = {
    .name = "watch_finding", .doc = "Trouble that the watch found", .routes = routes};
