#include <string.h>
#include <strings.h>

#include "access/person.h"
#include "base/json.h"
#include "house.h"
#include "waybill/intake.h"
#include "waybill/scan_scope.h"
#include "waybill/waybill_api.h"

typedef struct Taking {
    Ctx *ctx;
    Request *req;
    IntakePayload payload;
} Taking;

/* 202 and a receipt once it is kept; 200 and what became of it once it is applied. On a thread of
 * the intake's. */
static void scans_kept(void *user, Status s, const IntakeOutcome *outcome)
{
    Taking *taking = user;
    if (!s) {
        Buf *buf = reply_with(taking->req, outcome->applied ? 200 : 202, "application/json");
        if (buf) json_encode(buf, &intake_outcome_shape, outcome, request_view(taking->req));
        s = buf ? buf_check(taking->ctx, buf) : no_memory(taking->ctx);
    }
    request_resume(taking->req, s);
}

static bool wants_to_wait(const Request *req)
{
    const char *prefer = request_header(req, "Prefer");
    return prefer && strncasecmp(prefer, "wait", 4) == 0;
}

static Status api_scans(Ctx *ctx, Request *req)
{
    Taking *taking = ARENA_NEW(ctx->arena, Taking);
    if (!taking) return no_memory(ctx);
    *taking = (Taking){ctx,
                       req,
                       {.kind = "scans",
                        .options = request_header(req, "Content-Type"),
                        .principal = ctx->who ? ctx->who->id : 0,
                        .wait = wants_to_wait(req)}};
    taking->payload.body = request_body(req, &taking->payload.length);
    Status s = scan_scope_check(ctx, taking->payload.options, taking->payload.body,
                                taking->payload.length);
    if (s) return s;
    return intake_submit(ctx, ctx->house->intake, &taking->payload, scans_kept, taking);
}

static Status api_outcome(Ctx *ctx, Request *req)
{
    int64_t id;
    IntakeOutcome outcome;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = intake_outcome(ctx, ctx->house->intake, id, &outcome);
    return s ? s : reply(ctx, req, &outcome, &intake_outcome_shape);
}

static const Route routes[] = {
    {POST, "/api/v1/scans", .right = SCAN_WRITE, .defers = true, .body = BODY_RAW,
     .max_body = 32 << 20, .out = &intake_outcome_shape, .run = api_scans,
     .doc = "Bring in events; answered when they are kept, with «Prefer: wait» when applied"},
    {GET, "/api/v1/intake/{id}", .right = SCAN_WRITE, .out = &intake_outcome_shape,
     .run = api_outcome, .doc = "What became of scans that were brought in"},
    ROUTE_END};

const Slice scan_slice = {.name = "scan", .doc = "How events come in", .routes = routes};
