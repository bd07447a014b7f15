#include "access/alert.h"
#include "access/session.h"
#include "access/tables.h"

static Status own_id(Ctx *ctx, int64_t *out)
{
    *out = ctx->who->id;
    if (ctx->who->kind == PERSON_HUMAN) return OK;
    return fail(ctx, FORBIDDEN, "only a signed-in person has sessions");
}

static Status reply_sessions(Ctx *ctx, Request *req, int64_t account_id)
{
    List sessions;
    Status s = session_list(ctx, account_id, &sessions);
    return s ? s : reply_list(ctx, req, &sessions, &session_shape, NULL);
}

static Status reply_revoked(Ctx *ctx, Request *req, int64_t account_id, int64_t id)
{
    Status s = session_revoke(ctx, account_id, id);
    return s ? s : reply_empty(req, 204);
}

static Status api_own(Ctx *ctx, Request *req)
{
    int64_t account_id;
    Status s = own_id(ctx, &account_id);
    return s ? s : reply_sessions(ctx, req, account_id);
}

static Status api_own_others(Ctx *ctx, Request *req)
{
    int64_t account_id;
    Status s = own_id(ctx, &account_id);
    return s ? s : reply_revoked(ctx, req, account_id, 0);
}

static Status api_own_one(Ctx *ctx, Request *req)
{
    int64_t account_id, id;
    Status s = own_id(ctx, &account_id);
    if (!s) s = path_id(ctx, req, "session", &id);
    return s ? s : reply_revoked(ctx, req, account_id, id);
}

static Status api_persons(Ctx *ctx, Request *req)
{
    int64_t account_id;
    Status s = path_id(ctx, req, "id", &account_id);
    return s ? s : reply_sessions(ctx, req, account_id);
}

static Status api_persons_all(Ctx *ctx, Request *req)
{
    int64_t account_id;
    Status s = path_id(ctx, req, "id", &account_id);
    return s ? s : reply_revoked(ctx, req, account_id, 0);
}

static Status api_persons_one(Ctx *ctx, Request *req)
{
    int64_t account_id, id;
    Status s = path_id(ctx, req, "id", &account_id);
    if (!s) s = path_id(ctx, req, "session", &id);
    return s ? s : reply_revoked(ctx, req, account_id, id);
}

static Status api_alerts(Ctx *ctx, Request *req)
{
    List alerts;
    Status s = alert_list(ctx, &alerts);
    return s ? s : reply_list(ctx, req, &alerts, &alert_shape, NULL);
}

static Status api_alerts_seen(Ctx *ctx, Request *req)
{
    Status s = alert_clear(ctx);
    return s ? s : reply_empty(req, 204);
}

const Route session_list_routes[] = {
    {GET, "/api/v1/me/alerts", .right = RIGHT_SIGNED_IN, .is_list = true, .out = &alert_shape,
     .run = api_alerts, .doc = "What others did to one's sign-in, and was not seen yet"},
    {DELETE, "/api/v1/me/alerts", .right = RIGHT_SIGNED_IN, .writes = true, .run = api_alerts_seen,
     .doc = "They were seen"},
    {GET, "/api/v1/me/sessions", .right = RIGHT_SIGNED_IN, .is_list = true, .out = &session_shape,
     .run = api_own, .doc = "Where one is signed in"},
    {DELETE, "/api/v1/me/sessions", .right = RIGHT_SIGNED_IN, .writes = true, .run = api_own_others,
     .doc = "Sign out everywhere else"},
    {DELETE, "/api/v1/me/sessions/{session}", .right = RIGHT_SIGNED_IN, .writes = true,
     .run = api_own_one, .doc = "Sign out there"},
    {GET, "/api/v1/people/{id}/sessions", .right = PEOPLE_WRITE, .is_list = true,
     .out = &session_shape, .run = api_persons, .doc = "Where a person is signed in"},
    {DELETE, "/api/v1/people/{id}/sessions", .right = PEOPLE_WRITE, .writes = true,
     .run = api_persons_all, .doc = "Sign a person out everywhere"},
    {DELETE, "/api/v1/people/{id}/sessions/{session}", .right = PEOPLE_WRITE, .writes = true,
     .run = api_persons_one, .doc = "Sign a person out there"},
    ROUTE_END,
};
