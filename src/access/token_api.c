#include "access/page.h"
#include "access/tables.h"
#include "access/token.h"

static Status api_list(Ctx *ctx, Request *req)
{
    const PageQuery *query = request_query(req);
    List tokens;
    const char *next;
    Status s = token_list(ctx, page_limit(query->limit), query->cursor, &tokens, &next);
    return s ? s : reply_list(ctx, req, &tokens, &token_shape, next);
}

static Status api_create(Ctx *ctx, Request *req)
{
    Token token = *(const Token *)request_input(req);
    Status s = token_create(ctx, &token);
    return s ? s : reply(ctx, req, &token, &token_shape);
}

static Status api_revoke(Ctx *ctx, Request *req)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = token_revoke(ctx, id);
    return s ? s : reply_empty(req, 204);
}

const Route token_routes[] = {
    {GET, "/api/v1/tokens", .right = PEOPLE_READ, .is_list = true, .query = &page_query_shape,
     .out = &token_shape, .run = api_list, .doc = "The API tokens, without their secrets"},
    {POST, "/api/v1/tokens", .right = PEOPLE_WRITE, .writes = true, .creates = true,
     .in = &token_shape, .out = &token_shape, .run = api_create,
     .doc = "Make a token; the answer holds its secret"},
    {DELETE, "/api/v1/tokens/{id}", .right = PEOPLE_WRITE, .writes = true, .run = api_revoke,
     .doc = "Revoke a token"},
    ROUTE_END,
};
