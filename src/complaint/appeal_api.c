#include "access/listing.h"
#include "access/right.h"
#include "complaint/appeal.h"
#include "complaint/complaint_slice.h"

static Status reply_appeal(Ctx *ctx, Request *req, Status s, const Appeal *appeal)
{
    return s ? s : reply(ctx, req, appeal, &appeal_shape);
}

static Status api_enter(Ctx *ctx, Request *req)
{
    int64_t id;
    Appeal appeal;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = appeal_enter(ctx, id, request_input(req), &appeal);
    return reply_appeal(ctx, req, s, &appeal);
}

static Status api_of_ticket(Ctx *ctx, Request *req)
{
    int64_t id;
    List list;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = appeal_list_ticket(ctx, id, &list);
    return s ? s : reply_list(ctx, req, &list, &appeal_shape, NULL);
}

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return appeal_list(ctx, filter, out, next);
}

static const Listing appeals = {.name = "appeals",
                                .action = "appeal.export",
                                .subject_kind = "appeal",
                                .shape = &appeal_shape,
                                .page = page};

static Status api_get(Ctx *ctx, Request *req)
{
    int64_t id;
    Appeal appeal;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = appeal_find(ctx, id, &appeal);
    return reply_appeal(ctx, req, s, &appeal);
}

typedef struct AppealReply {
    const char *reply;
} AppealReply;

static const Field reply_fields[] = {
    FIELD_TEXT(AppealReply, reply, .writing = WRITING_LINES, .required = true, .min = 1,
               .max = 4000, .personal = PERSONAL_WORDS, .doc = "What the company replies"),
    FIELD_END};
static const Shape reply_shape = SHAPE(AppealReply, reply_fields, "A reply to the regulator");

static Status api_reply(Ctx *ctx, Request *req)
{
    const AppealReply *in = request_input(req);
    int64_t id;
    Appeal appeal;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = appeal_reply(ctx, id, request_version(req), in->reply, &appeal);
    return reply_appeal(ctx, req, s, &appeal);
}

typedef struct AppealDecision {
    int64_t result;
} AppealDecision;

static const Field decision_fields[] = {
    FIELD_ENUM(AppealDecision, result, appeal_results, .required = true, .doc = "What it decided"),
    FIELD_END};
static const Shape decision_shape =
    SHAPE(AppealDecision, decision_fields, "What the regulator decided");

static Status api_decide(Ctx *ctx, Request *req)
{
    const AppealDecision *in = request_input(req);
    int64_t id;
    Appeal appeal;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = appeal_decide(ctx, id, request_version(req), (AppealResult)in->result, &appeal);
    return reply_appeal(ctx, req, s, &appeal);
}

static const Route routes[] = {
    {POST, "/api/v1/tickets/{id}/appeals", .right = APPEAL_WRITE, .staff = true, .writes = true,
     .creates = true, .in = &appeal_input_shape, .out = &appeal_shape, .run = api_enter,
     .doc = "Enter an appeal that the regulator handed to the company"},
    {GET, "/api/v1/tickets/{id}/appeals", .right = APPEAL_READ, .out = &appeal_shape,
     .is_list = true, .run = api_of_ticket, .doc = "Appeals behind a ticket"},
    {GET, "/api/v1/appeals", .right = APPEAL_READ, .query = &appeal_filter_shape,
     .out = &appeal_shape, .is_list = true, .run = listing_page, .of = &appeals,
     .doc = "Appeals that the company has not replied to, by deadline"},
    {GET, "/api/v1/appeal-export", .right = APPEAL_READ, .query = &appeal_export_shape,
     .media = "text/csv", .run = listing_export, .of = &appeals,
     .doc = "The same as CSV or XLSX, from after a cursor where one is given"},
    {GET, "/api/v1/appeals/{id}", .right = APPEAL_READ, .out = &appeal_shape, .run = api_get,
     .doc = "One appeal"},
    {POST, "/api/v1/appeals/{id}/reply", .right = APPEAL_WRITE, .staff = true, .writes = true,
     .if_match = true, .in = &reply_shape, .out = &appeal_shape, .run = api_reply,
     .doc = "Reply to the regulator"},
    {POST, "/api/v1/appeals/{id}/result", .right = APPEAL_WRITE, .staff = true, .writes = true,
     .if_match = true, .in = &decision_shape, .out = &appeal_shape, .run = api_decide,
     .doc = "Enter what the regulator decided"},
    ROUTE_END};

const Slice appeal_slice = {.name = "appeal",
                            .doc = "Appeals to the postal regulator, and their deadlines",
                            .routes = routes};
