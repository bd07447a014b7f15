#include <string.h>

#include "access/person.h"
#include "base/form.h"
#include "db/db.h"
#include "house.h"
#include "waybill/intake.h"
#include "waybill/push.h"
#include "waybill/waybill_api.h"

/* A push under way: kept by the intake before it is answered. */
typedef struct Pushing {
    Ctx *ctx;
    Request *req;
    const PushProvider *provider;
    PushSource source;
    IntakePayload payload;
} Pushing;

static Status push_answer(const Pushing *push, const char *problem)
{
    Buf *buf = reply_with(push->req, 200, "application/json");
    if (!buf) return no_memory(push->ctx);
    push->provider->reply(push->ctx, buf, push->source.account, problem);
    return buf_check(push->ctx, buf);
}

/* On a thread of the intake's. A provider that is told of a failure pushes again. */
static void push_kept(void *user, Status s, const IntakeOutcome *outcome)
{
    Pushing *push = user;
    (void)outcome;
    s = push_answer(push, s ? push->ctx->problem.message : NULL);
    request_resume(push->req, s);
}

/* The request has no connection of its own: it is to be handed over. */
static Status secret_read(Pushing *push)
{
    Ctx *ctx = push->ctx;
    Status s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    s = push_source_find(ctx, push->provider->name, &push->source);
    database_give_back(ctx, ctx->house->database);
    return s;
}

static Status push_check(Pushing *push, const char **document)
{
    Ctx *ctx = push->ctx;
    size_t length;
    bool right = false;
    const char *form = request_body(push->req, &length);
    Status s = push->provider->verify(ctx, form, length, push->source.secret, &right);
    if (!s && !right) return fail(ctx, FORBIDDEN, "the push is not signed with the secret agreed");
    return s ? s : form_value(ctx, form, length, push->provider->form_field, document);
}

static Status api_push(Ctx *ctx, Request *req)
{
    Pushing *push = ARENA_NEW(ctx->arena, Pushing);
    if (!push) return no_memory(ctx);
    *push =
        (Pushing){.ctx = ctx, .req = req, .provider = push_provider(path_text(req, "provider"))};
    if (!push->provider) return fail(ctx, NOT_FOUND, "nobody of that name pushes here");
    Status s = secret_read(push);
    const char *document = NULL;
    if (!s) s = push_check(push, &document);
    if (s) return s;
    push->payload = (IntakePayload){
        .kind = push->provider->intake_kind, .body = document, .length = strlen(document)};
    return intake_submit(ctx, ctx->house->intake, &push->payload, push_kept, push);
}

static const Field source_fields[] = {
    FIELD_TEXT(PushSource, provider, .read_only = true, .doc = "Who pushes"),
    FIELD_TEXT(PushSource, account, .max = 64, .doc = "Your number at the provider"),
    FIELD_TEXT(PushSource, secret, .required = true, .write_only = true, .min = 8, .max = 128,
               .doc = "What they sign with: kuaidi100's salt, KDNiao's AppKey"),
    FIELD_TIME(PushSource, changed_at, .read_only = true,
               .doc = "When it was last set; null: never, and nothing is taken"),
    FIELD_END};
static const Shape source_shape =
    SHAPE(PushSource, source_fields, "What is agreed with a provider that pushes scans");

static Status api_source(Ctx *ctx, Request *req)
{
    const PushProvider *provider = push_provider(path_text(req, "provider"));
    if (!provider) return fail(ctx, NOT_FOUND, "nobody of that name pushes here");
    PushSource source;
    Status s = push_source_find(ctx, provider->name, &source);
    return s ? s : reply(ctx, req, &source, &source_shape);
}

static Status api_sources(Ctx *ctx, Request *req)
{
    List sources;
    Status s = push_source_list(ctx, &sources);
    return s ? s : reply_list(ctx, req, &sources, &source_shape, NULL);
}

static Status api_source_write(Ctx *ctx, Request *req)
{
    const PushProvider *provider = push_provider(path_text(req, "provider"));
    if (!provider) return fail(ctx, NOT_FOUND, "nobody of that name pushes here");
    PushSource source = *(const PushSource *)request_input(req);
    source.provider = provider->name;
    source.changed_at = ctx_now(ctx);
    Status s = push_source_write(ctx, &source);
    return s ? s : reply(ctx, req, &source, &source_shape);
}

/* A provider pushes from a few addresses, a parcel at a time, when something happens. */
#define PER_MINUTE 60000

static const Route routes[] = {
    {POST, "/api/v1/push/{provider}", .right = RIGHT_PUBLIC, .per_minute = PER_MINUTE,
     .defers = true, .body = BODY_RAW, .max_body = 8 << 20, .media = "application/json",
     .run = api_push, .doc = "Where kuaidi100 and KDNiao (快递鸟) push scans; each push is signed"},
    {GET, "/api/v1/push-sources", .right = SCAN_REVIEW, .out = &source_shape, .is_list = true,
     .run = api_sources, .doc = "Whose pushes can be taken, and whether they are"},
    {GET, "/api/v1/push-sources/{provider}", .right = SCAN_REVIEW, .out = &source_shape,
     .run = api_source, .doc = "Whether a provider's pushes are taken"},
    {PUT, "/api/v1/push-sources/{provider}", .right = SETTING_WRITE, .writes = true,
     .whole = "settings are", .in = &source_shape, .out = &source_shape, .run = api_source_write,
     .doc = "Agree on a secret with a provider that pushes scans"},
    ROUTE_END};

const Slice push_slice = {.name = "push", .doc = "What data providers push", .routes = routes};
