#include "access/page.h"
#include "access/right.h"
#include "promise/cause.h"
#include "promise/promise_api.h"

static const Name states[] = {{"declared", CAUSE_DECLARED, NULL},
                              {"ended", CAUSE_ENDED, NULL},
                              {"withdrawn", CAUSE_WITHDRAWN, NULL},
                              {NULL, 0, NULL}};

typedef struct CauseQuery {
    int64_t state, limit;
    const char *cursor;
} CauseQuery;

static const Field query_fields[] = {
    FIELD_ENUM(CauseQuery, state, states, .doc = "Only those of this state"),
    PAGE_FIELDS(CauseQuery), FIELD_END};
static const Shape query_shape = SHAPE(CauseQuery, query_fields, "Which causes");

typedef struct Withdrawal {
    const char *why;
} Withdrawal;

static const Field withdrawal_fields[] = {
    FIELD_TEXT(Withdrawal, why, .writing = WRITING_LINES, .required = true, .min = 1, .max = 200,
               .doc = "Kept with every parcel's history; nothing personal"),
    FIELD_END};
static const Shape withdrawal_shape =
    SHAPE(Withdrawal, withdrawal_fields, "Why a cause should not have been declared");

static Status api_causes(Ctx *ctx, Request *req)
{
    const CauseQuery *query = request_query(req);
    List list;
    const char *next;
    Status s = cause_list(ctx, query->state, page_limit(query->limit), query->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &cause_shape, next);
}

static Status api_cause(Ctx *ctx, Request *req)
{
    int64_t id;
    Cause cause;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = cause_find(ctx, id, &cause);
    return s ? s : reply(ctx, req, &cause, &cause_shape);
}

static Status api_declare(Ctx *ctx, Request *req)
{
    Cause cause = *(const Cause *)request_input(req);
    Status s = cause_declare(ctx, &cause);
    return s ? s : reply(ctx, req, &cause, &cause_shape);
}

static Status api_change(Ctx *ctx, Request *req)
{
    int64_t id;
    Cause cause;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = cause_change(ctx, id, request_version(req), request_input(req), &cause);
    return s ? s : reply(ctx, req, &cause, &cause_shape);
}

static Status api_end(Ctx *ctx, Request *req)
{
    int64_t id;
    Cause cause;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = cause_end(ctx, id, request_version(req), &cause);
    return s ? s : reply(ctx, req, &cause, &cause_shape);
}

static Status api_withdraw(Ctx *ctx, Request *req)
{
    int64_t id;
    Cause cause;
    const Withdrawal *in = request_input(req);
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = cause_withdraw(ctx, id, request_version(req), in->why, &cause);
    return s ? s : reply(ctx, req, &cause, &cause_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/causes", .right = PROMISE_READ, .query = &query_shape, .out = &cause_shape,
     .is_list = true, .run = api_causes, .doc = "What befell many parcels, the newest first"},
    {POST, "/api/v1/causes", .right = CAUSE_WRITE, .writes = true, .creates = true,
     .in = &cause_shape, .out = &cause_shape, .run = api_declare,
     .doc = "Declare what befalls many parcels: their promises move or are excused"},
    {GET, "/api/v1/causes/{id}", .right = PROMISE_READ, .out = &cause_shape, .run = api_cause,
     .doc = "One cause, and how far it was applied"},
    {PUT, "/api/v1/causes/{id}", .right = CAUSE_WRITE, .writes = true, .if_match = true,
     .in = &cause_shape, .out = &cause_shape, .run = api_change,
     .doc = "Change its text, its effect or its end"},
    {POST, "/api/v1/causes/{id}/end", .right = CAUSE_WRITE, .writes = true, .if_match = true,
     .out = &cause_shape, .run = api_end, .doc = "It is over: no more parcels are covered"},
    {POST, "/api/v1/causes/{id}/withdraw", .right = CAUSE_WRITE, .writes = true, .if_match = true,
     .in = &withdrawal_shape, .out = &cause_shape, .run = api_withdraw,
     .doc = "It should not have been declared: all that it did to promises is taken back"},
    ROUTE_END};

const Slice cause_slice = {
    .name = "cause", .doc = "What befalls many parcels at once", .routes = routes};
