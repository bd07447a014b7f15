#include "access/listing.h"
#include "access/page.h"
#include "access/tables.h"
#include "access/token.h"

typedef struct TokenQuery {
    int64_t limit;
    const char *cursor;
    int64_t format;
} TokenQuery;

static const Field query_fields[] = {PAGE_FIELDS(TokenQuery), FIELD_END};
static const Shape query_shape = SHAPE(TokenQuery, query_fields, "Which tokens");

static const Field export_fields[] = {PAGE_FIELDS(TokenQuery), EXPORT_FORMAT_FIELD(TokenQuery),
                                      FIELD_END};
static const Shape export_shape =
    EXPORT_SHAPE(TokenQuery, "TokenExport", export_fields, "Which tokens");

static Status page(Ctx *ctx, const void *of, List *out, const char **next)
{
    const TokenQuery *query = of;
    return token_list(ctx, query->limit, query->cursor, out, next);
}

static const Listing tokens = {.name = "tokens",
                               .action = "token.export",
                               .subject_kind = "token",
                               .shape = &token_shape,
                               .secret = "secret",
                               .page = page};

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
    {GET, "/api/v1/tokens", .right = PEOPLE_READ, .is_list = true, .query = &query_shape,
     .out = &token_shape, .run = listing_page, .of = &tokens,
     .doc = "The API tokens, without their secrets"},
    {GET, "/api/v1/token-export", .right = PEOPLE_READ, .query = &export_shape, .media = "text/csv",
     .run = listing_export, .of = &tokens,
     .doc = "The API tokens as CSV or XLSX, without their secrets"},
    {POST, "/api/v1/tokens", .right = PEOPLE_WRITE, .writes = true, .creates = true,
     .in = &token_shape, .out = &token_shape, .run = api_create,
     .doc = "Make a token; the answer holds its secret"},
    {DELETE, "/api/v1/tokens/{id}", .right = PEOPLE_WRITE, .writes = true, .run = api_revoke,
     .doc = "Revoke a token"},
    ROUTE_END,
};
