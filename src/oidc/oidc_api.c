#include "access/session_reply.h"
#include "base/instant.h"
#include "db/db.h"
#include "house.h"
#include "oidc/admit.h"
#include "oidc/oidc_slice.h"

#define FLOW_PATH "/api/v1/session/provider"

/* --- shapes --- */

typedef struct Button {
    const char *label;
} Button;

static const Field button_fields[] = {
    FIELD_TEXT(Button, label, .doc = "What it calls the provider; null: there is none"), FIELD_END};
static const Shape button_shape =
    SHAPE(Button, button_fields, "The sign-in page's button for the company's provider");

typedef struct Begun {
    const char *url;
} Begun;

static const Field begun_fields[] = {FIELD_TEXT(Begun, url, .doc = "Where the browser is to go"),
                                     FIELD_END};
static const Shape begun_shape = SHAPE(Begun, begun_fields, "A sign-in at the provider");

static const Field answer_fields[] = {
    FIELD_TEXT(ProviderAnswer, code, .max = 4000, .write_only = true, .doc = "As it came back"),
    FIELD_TEXT(ProviderAnswer, state, .required = true, .min = 1, .max = 200, .write_only = true,
               .doc = "As it came back"),
    FIELD_TEXT(ProviderAnswer, iss, .max = 300, .doc = "As it came back"),
    FIELD_TEXT(ProviderAnswer, error, .max = 200, .doc = "As it came back"),
    FIELD_END,
};
static const Shape answer_shape =
    SHAPE(ProviderAnswer, answer_fields, "What the browser brings back from the provider");

typedef struct ProviderCode {
    const char *code;
} ProviderCode;

static const Field code_fields[] = {FIELD_TEXT(ProviderCode, code, .required = true, .min = 1,
                                               .max = 40, .write_only = true,
                                               .doc = "Of the second factor, or a recovery code"),
                                    FIELD_END};
static const Shape code_shape = SHAPE(ProviderCode, code_fields, "The code of the account's own");

/* --- the browser's part --- */

static Status set_flow(Ctx *ctx, Request *req, const char *value, int64_t max_age_s)
{
    const Cookie cookie = {
        .name = FLOW_COOKIE, .value = value, .path = FLOW_PATH, .max_age_s = max_age_s};
    return reply_cookie(ctx, req, &cookie);
}

static Status keep_flow(Ctx *ctx, Request *req, const Flow *flow)
{
    const char *sealed;
    Status s = flow_seal(ctx, flow, &sealed);
    return s ? s : set_flow(ctx, req, sealed, FLOW_MS / SECOND_MS);
}

/* --- routes --- */

static Status api_button(Ctx *ctx, Request *req)
{
    Provider provider;
    Status s = provider_find(ctx, &provider);
    bool usable = !s && provider.enabled && provider.redirect_uri;
    const Button button = {.label = usable ? provider.label : NULL};
    return s ? s : reply(ctx, req, &button, &button_shape);
}

static Status api_begin(Ctx *ctx, Request *req)
{
    Provider provider;
    Metadata metadata;
    Flow flow;
    Begun begun;
    Status s = provider_read(ctx, true, &provider);
    if (!s && !provider.redirect_uri) s = fail(ctx, NOT_FOUND, "there is no sign-in provider");
    if (!s) s = metadata_read(ctx, ctx->house->provider, &provider, false, &metadata);
    if (!s) s = flow_begin(ctx, &provider, &flow);
    if (!s) s = flow_address(ctx, &provider, &metadata, &flow, &begun.url);
    if (!s) s = keep_flow(ctx, req, &flow);
    return s ? s : reply(ctx, req, &begun, &begun_shape);
}

/* 204 where a code of the account's own is to come. */
static Status admit_or_ask(Ctx *ctx, Request *req, Flow *flow, const char *code)
{
    SignIn ask = {.code = code};
    SignedIn in;
    Status s = sign_in_origin(ctx, req, &ask);
    if (!s) s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    s = session_admit(ctx, flow->account_id, (SignInWay)flow->way, &ask, &in);
    database_give_back(ctx, ctx->house->database);
    if (s == UNAUTHENTICATED && !code && *ctx->problem.field) {
        problem_clear(ctx);
        s = keep_flow(ctx, req, flow);
        return s ? s : reply_empty(req, 204);
    }
    if (!s) s = set_flow(ctx, req, "", 0);
    return s ? s : reply_signed_in(ctx, req, &in);
}

static Status api_answer(Ctx *ctx, Request *req)
{
    Provider provider;
    Flow flow;
    Identity identity;
    Status s = provider_read(ctx, true, &provider);
    if (!s) s = flow_open(ctx, request_cookie(req, FLOW_COOKIE), &provider, &flow);
    if (!s) s = exchange_run(ctx, &provider, &flow, request_input(req), &identity);
    if (!s) s = admit_run(ctx, &provider, &identity, &flow.account_id);
    if (s) return s;
    if (!flow.account_id) return fail(ctx, UNAUTHENTICATED, ACCOUNT_UNKNOWN);
    flow = (Flow){.provider_version = provider.version,
                  .account_id = flow.account_id,
                  .way = admit_way(&provider, &identity),
                  .begun_at = ctx_now(ctx)};
    return admit_or_ask(ctx, req, &flow, NULL);
}

static Status api_code(Ctx *ctx, Request *req)
{
    const ProviderCode *in = request_input(req);
    Provider provider;
    Flow flow;
    Status s = provider_read(ctx, true, &provider);
    if (!s) s = flow_open(ctx, request_cookie(req, FLOW_COOKIE), &provider, &flow);
    if (!s && !flow.account_id) s = fail(ctx, UNAUTHENTICATED, "the provider has not answered yet");
    if (!s) s = admit_again(ctx, &provider, &flow);
    return s ? s : admit_or_ask(ctx, req, &flow, in->code);
}

static const Route routes[] = {
    {GET, FLOW_PATH, .right = RIGHT_PUBLIC, .out = &button_shape, .run = api_button,
     .doc = "What the sign-in page calls the company's provider"},
    {POST, FLOW_PATH, .right = RIGHT_PUBLIC, .per_minute = 60, .waits = true, .out = &begun_shape,
     .run = api_begin, .doc = "Begin to sign in by the provider"},
    {POST, FLOW_PATH "/answer", .right = RIGHT_PUBLIC, .per_minute = 60, .waits = true,
     .may_be_none = true, .in = &answer_shape, .out = &me_shape, .run = api_answer,
     .doc = "Sign in by what the provider answered; 204: the account's own code is to come"},
    {POST, FLOW_PATH "/code", .right = RIGHT_PUBLIC, .per_minute = 30, .in = &code_shape,
     .out = &me_shape, .run = api_code,
     .doc = "Sign in by the provider's answer and the account's own code"},
    ROUTE_END,
};

const Slice oidc_slice = {
    .name = "oidc", .doc = "Signing in by the company's provider", .routes = routes};
