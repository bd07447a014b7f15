#include "access/account_link.h"
#include "access/right.h"
#include "base/arena.h"
#include "house.h"
#include "oidc/metadata.h"
#include "oidc/oidc_slice.h"
#include "oidc/signature.h"

/* What was found at the provider. */
typedef struct ProviderCheck {
    const char *issuer, *redirect_uri;
    int64_t keys;
    bool names_itself;
    const char *problem;
} ProviderCheck;

static const Field check_fields[] = {
    FIELD_TEXT(ProviderCheck, issuer, .doc = "As it calls itself"),
    FIELD_TEXT(ProviderCheck, redirect_uri, .doc = "To be entered there"),
    FIELD_INT(ProviderCheck, keys, .doc = "How many of its keys may sign"),
    FIELD_TEXT(ProviderCheck, problem, .doc = "Why nobody could sign in now; null: nothing"),
    FIELD_BOOL(ProviderCheck, names_itself, .doc = "Its answers name it (RFC 9207)"),
    FIELD_END,
};
static const Shape check_shape = SHAPE(ProviderCheck, check_fields, "What the provider answers");

static Status api_read(Ctx *ctx, Request *req)
{
    Provider provider;
    Status s = provider_find(ctx, &provider);
    return s ? s : reply(ctx, req, &provider, &provider_shape);
}

static Status api_put(Ctx *ctx, Request *req)
{
    Provider provider;
    Status s = provider_put(ctx, request_version(req), request_input(req), &provider);
    return s ? s : reply(ctx, req, &provider, &provider_shape);
}

static Status look(Ctx *ctx, const Provider *provider, ProviderCheck *found)
{
    Metadata metadata;
    Json *keys;
    MetadataCache *cache = ctx->house->provider;
    Status s = metadata_read(ctx, cache, provider, true, &metadata);
    if (!s) s = metadata_keys(ctx, cache, provider, &metadata, true, &keys);
    if (s == UNAVAILABLE && *ctx->problem.cause) {
        found->problem = arena_text(ctx->arena, ctx->problem.cause);
        problem_clear(ctx);
        return found->problem ? OK : no_memory(ctx);
    }
    if (s) return s;
    found->keys = (int64_t)signature_keys(keys);
    found->names_itself = metadata.issuer;
    if (!found->keys) found->problem = "none of its keys signs by an algorithm that is taken here";
    return OK;
}

static Status api_check(Ctx *ctx, Request *req)
{
    Provider provider = {0};
    Status s = provider_read(ctx, false, &provider);
    ProviderCheck found = {.issuer = provider.issuer, .redirect_uri = provider.redirect_uri};
    if (!s) s = look(ctx, &provider, &found);
    return s ? s : reply(ctx, req, &found, &check_shape);
}

static Status api_link(Ctx *ctx, Request *req)
{
    AccountLink link;
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = account_link_find(ctx, id, &link);
    if (s) return s;
    return link.account_id ? reply(ctx, req, &link, &account_link_shape) : reply_empty(req, 204);
}

static Status api_unlink(Ctx *ctx, Request *req)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = account_link_remove(ctx, id);
    return s ? s : reply_empty(req, 204);
}

const Route provider_routes[] = {
    {GET, "/api/v1/sign-in-provider", .right = SETTING_READ, .whole = "sign-in is",
     .out = &provider_shape, .run = api_read, .doc = "The company's sign-in provider"},
    {PUT, "/api/v1/sign-in-provider", .right = SETTING_WRITE, .whole = "sign-in is", .writes = true,
     .if_match = true, .in = &provider_shape, .out = &provider_shape, .run = api_put,
     .doc = "Set the sign-in provider; only who may do everything"},
    {POST, "/api/v1/sign-in-provider/check", .right = SETTING_WRITE, .whole = "sign-in is",
     .per_minute = 30, .waits = true, .out = &check_shape, .run = api_check,
     .doc = "Ask the provider, as it is set, what it says of itself"},
    {GET, "/api/v1/people/{id}/provider-link", .right = PEOPLE_READ, .may_be_none = true,
     .out = &account_link_shape, .run = api_link,
     .doc = "Whether a person is linked to the sign-in provider"},
    {DELETE, "/api/v1/people/{id}/provider-link", .right = PEOPLE_WRITE, .writes = true,
     .run = api_unlink, .doc = "Forget who a person is at the sign-in provider"},
    ROUTE_END,
};

const Slice provider_slice = {.name = "provider",
                              .doc = "Which provider people sign in by",
                              .routes = provider_routes,
                              .commands = provider_commands};
