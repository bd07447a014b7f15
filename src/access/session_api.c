#include "access/device.h"
#include "access/session.h"
#include "access/session_reply.h"
#include "access/setting.h"
#include "access/tables.h"
#include "base/arena.h"
#include "base/instant.h"

static const Field sign_in_fields[] = {
    FIELD_TEXT(SignIn, login, .required = true, .min = 1, .max = 64, .doc = "The login"),
    FIELD_TEXT(SignIn, password, .writing = WRITING_ANY, .required = true, .min = 1, .max = 200,
               .write_only = true, .doc = "The password"),
    FIELD_TEXT(SignIn, code, .max = 40, .write_only = true,
               .doc = "Of the second factor, or a recovery code, where the person has one"),
    FIELD_END,
};
static const Shape sign_in_shape = SHAPE(SignIn, sign_in_fields, "Login, password and code");

/* Who one is: the answer to signing in, and to asking. */
typedef struct Me {
    int64_t id;
    int64_t kind;
    const char *login;
    Texts rights;
    int64_t outlet_id, customer_id;
    bool must_change_password, must_set_factor;
    int64_t password_min;
    const char *zone;
} Me;

static const Name me_kinds[] = {{"human", PERSON_HUMAN, "A person who is signed in"},
                                {"token", PERSON_TOKEN, "A machine with an API token"},
                                {NULL}};

static const Field me_fields[] = {
    FIELD_ID(Me, id, .doc = "Of the account or the token"),
    FIELD_ENUM(Me, kind, me_kinds, .doc = "What one is"),
    FIELD_TEXT(Me, login, .doc = "Login, or the token's name"),
    FIELD_TEXTS(Me, rights, .doc = "What one may do"),
    FIELD_ID(Me, outlet_id, .doc = "The outlet whose subtree one sees; null: everything"),
    FIELD_ID(Me, customer_id, .doc = "The only customer one sees; null: all"),
    FIELD_BOOL(Me, must_change_password, .doc = "One may do nothing else before"),
    FIELD_BOOL(Me, must_set_factor, .doc = "One must set up a second factor before anything else"),
    FIELD_INT(Me, password_min, .doc = "Characters that a password must have at least"),
    FIELD_TEXT(Me, zone, .doc = "The company's zone: that of every instant said and typed"),
    FIELD_END,
};
const Shape me_shape = SHAPE(Me, me_fields, "Who one is");

static Status reply_me(Ctx *ctx, Request *req, const Person *who)
{
    Me me = {.id = who->id,
             .kind = who->kind,
             .login = who->login,
             .outlet_id = who->scope_outlet_id,
             .customer_id = who->scope_customer_id,
             .must_change_password = who->must_change_password,
             .must_set_factor = who->must_set_factor,
             .password_min = setting_int(ctx, SETTING_NAMED_PASSWORD_MIN),
             .zone = setting_text(ctx, SETTING_NAMED_ZONE)};
    Status s = rights_names(ctx, &who->rights, &me.rights);
    return s ? s : reply(ctx, req, &me, &me_shape);
}

static Status set_cookie(Ctx *ctx, Request *req, const char *value, int64_t max_age_s)
{
    const Cookie cookie = {
        .name = SESSION_COOKIE, .value = value, .path = "/", .max_age_s = max_age_s};
    return reply_cookie(ctx, req, &cookie);
}

static Status set_device(Ctx *ctx, Request *req, const char *value)
{
    const Cookie cookie = {.name = DEVICE_COOKIE,
                           .value = value,
                           .path = "/api/v1/session",
                           .max_age_s = DEVICE_DAYS * DAY_MS / SECOND_MS};
    return reply_cookie(ctx, req, &cookie);
}

/* Browsers call themselves by long names: their beginning tells them apart. */
Status sign_in_origin(Ctx *ctx, Request *req, SignIn *out)
{
    const char *agent = request_header(req, "User-Agent");
    out->address = request_address(req);
    out->agent = agent ? arena_format(ctx->arena, "%.200s", agent) : NULL;
    return agent && !out->agent ? no_memory(ctx) : OK;
}

Status reply_signed_in(Ctx *ctx, Request *req, const SignedIn *in)
{
    Status s = in->device ? set_device(ctx, req, in->device) : OK;
    if (!s) s = set_cookie(ctx, req, in->secret, NONE);
    return s ? s : reply_me(ctx, req, &in->who);
}

static Status api_sign_in(Ctx *ctx, Request *req)
{
    SignIn in = *(const SignIn *)request_input(req);
    SignedIn signed_in;
    in.device = request_cookie(req, DEVICE_COOKIE);
    Status s = sign_in_origin(ctx, req, &in);
    if (!s) s = session_begin(ctx, &in, &signed_in);
    return s ? s : reply_signed_in(ctx, req, &signed_in);
}

static Status api_sign_out(Ctx *ctx, Request *req)
{
    Status s = session_end(ctx);
    if (!s) s = set_cookie(ctx, req, "", 0);
    return s ? s : reply_empty(req, 204);
}

static Status api_me(Ctx *ctx, Request *req)
{
    return reply_me(ctx, req, ctx->who);
}

typedef struct PasswordChange {
    const char *present, *password;
} PasswordChange;

static const Field password_fields[] = {
    FIELD_TEXT(PasswordChange, present, .writing = WRITING_ANY, .required = true, .min = 1,
               .max = 200, .write_only = true, .doc = "The present password"),
    FIELD_TEXT(PasswordChange, password, .writing = WRITING_ANY, .required = true, .min = 1,
               .max = 200, .write_only = true, .doc = "The new one"),
    FIELD_END,
};
static const Shape password_shape = SHAPE(PasswordChange, password_fields, "One's own password");

static Status api_password(Ctx *ctx, Request *req)
{
    const PasswordChange *in = request_input(req);
    Status s = password_change(ctx, in->present, in->password);
    return s ? s : reply_empty(req, 204);
}

const Route session_routes[] = {
    {POST, "/api/v1/session", .right = RIGHT_PUBLIC, .per_minute = 30, .in = &sign_in_shape,
     .out = &me_shape, .run = api_sign_in, .doc = "Sign in; the answer sets the session's cookie"},
    {DELETE, "/api/v1/session", .right = RIGHT_SIGNED_IN, .run = api_sign_out, .doc = "Sign out"},
    {GET, "/api/v1/me", .right = RIGHT_SIGNED_IN, .out = &me_shape, .run = api_me,
     .doc = "Who one is and what one may do"},
    {POST, "/api/v1/me/password", .right = RIGHT_SIGNED_IN, .per_minute = 30, .in = &password_shape,
     .run = api_password, .doc = "Change one's own password"},
    ROUTE_END,
};
