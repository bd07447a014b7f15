#include "access/factor.h"
#include "access/session.h"
#include "access/tables.h"

static const Field factor_fields[] = {
    FIELD_TIME(Factor, confirmed_at, .doc = "Since when; null: there is none"),
    FIELD_INT(Factor, recovery_left, .doc = "Recovery codes that were not used"),
    FIELD_BOOL(Factor, demanded, .doc = "One of the person's roles needs it"),
    FIELD_END,
};
const Shape factor_shape = SHAPE(Factor, factor_fields, "One's second factor");

static const Field secret_fields[] = {
    FIELD_TEXT(FactorSecret, secret, .doc = "To be typed into an authenticator"),
    FIELD_TEXT(FactorSecret, uri, .doc = "The same for it to read"),
    FIELD_TEXT(FactorSecret, picture, .doc = "The same as a QR code: an SVG document"),
    FIELD_END,
};
const Shape factor_secret_shape =
    SHAPE(FactorSecret, secret_fields, "What the telephone is to know, shown this once");

typedef struct FactorProof {
    const char *password, *code;
} FactorProof;

#define PASSWORD_FIELD                                                                             \
    FIELD_TEXT(FactorProof, password, .writing = WRITING_ANY, .required = true, .min = 1,          \
               .max = 200, .write_only = true, .doc = "The person's password")
#define CODE_FIELD                                                                                 \
    FIELD_TEXT(FactorProof, code, .required = true, .min = 6, .max = 40, .write_only = true,       \
               .doc = "The code that the telephone shows now")

static const Field password_fields[] = {PASSWORD_FIELD, FIELD_END};
static const Field code_fields[] = {CODE_FIELD, FIELD_END};
static const Field proof_fields[] = {PASSWORD_FIELD, CODE_FIELD, FIELD_END};
static const Shape password_shape = {.name = "FactorPassword",
                                     .doc = "That it is really you",
                                     .size = sizeof(FactorProof),
                                     .fields = password_fields};
static const Shape code_shape = {.name = "FactorCode",
                                 .doc = "That the telephone knows the secret",
                                 .size = sizeof(FactorProof),
                                 .fields = code_fields};
static const Shape proof_shape = SHAPE(FactorProof, proof_fields, "Both, or a recovery code");

typedef struct RecoveryCodes {
    Texts codes;
} RecoveryCodes;

static const Field recovery_fields[] = {
    FIELD_TEXTS(RecoveryCodes, codes, .doc = "Each instead of a code, once"),
    FIELD_END,
};
static const Shape recovery_shape =
    SHAPE(RecoveryCodes, recovery_fields, "Recovery codes, shown this once");

static Status api_read(Ctx *ctx, Request *req)
{
    Factor factor;
    Status s = factor_read(ctx, &factor);
    return s ? s : reply(ctx, req, &factor, &factor_shape);
}

static Status api_begin(Ctx *ctx, Request *req)
{
    const FactorProof *in = request_input(req);
    FactorSecret secret;
    Status s = factor_begin(ctx, in->password, &secret);
    return s ? s : reply(ctx, req, &secret, &factor_secret_shape);
}

static Status api_confirm(Ctx *ctx, Request *req)
{
    const FactorProof *in = request_input(req);
    RecoveryCodes out;
    Status s = factor_confirm(ctx, in->code, &out.codes);
    return s ? s : reply(ctx, req, &out, &recovery_shape);
}

static Status api_renew(Ctx *ctx, Request *req)
{
    const FactorProof *in = request_input(req);
    RecoveryCodes out;
    Status s = factor_renew(ctx, in->password, in->code, &out.codes);
    return s ? s : reply(ctx, req, &out, &recovery_shape);
}

static Status api_remove(Ctx *ctx, Request *req)
{
    const FactorProof *in = request_input(req);
    Status s = factor_remove(ctx, in->password, in->code);
    return s ? s : reply_empty(req, 204);
}

static Status api_reset(Ctx *ctx, Request *req)
{
    int64_t id;
    bool removed;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = factor_reset(ctx, id, &removed);
    return s ? s : reply_empty(req, 204);
}

const Route factor_routes[] = {
    {GET, "/api/v1/me/second-factor", .right = RIGHT_SIGNED_IN, .out = &factor_shape,
     .run = api_read, .doc = "Whether one signs in with a code too"},
    {POST, "/api/v1/me/second-factor", .right = RIGHT_SIGNED_IN, .per_minute = 30,
     .in = &password_shape, .out = &factor_secret_shape, .run = api_begin,
     .doc = "Begin to set up a second factor"},
    {POST, "/api/v1/me/second-factor/confirmation", .right = RIGHT_SIGNED_IN, .per_minute = 30,
     .in = &code_shape, .out = &recovery_shape, .run = api_confirm,
     .doc = "Take it into use; the answer holds the recovery codes"},
    {POST, "/api/v1/me/second-factor/recovery-codes", .right = RIGHT_SIGNED_IN, .per_minute = 30,
     .in = &proof_shape, .out = &recovery_shape, .run = api_renew,
     .doc = "New recovery codes instead of the present ones"},
    {POST, "/api/v1/me/second-factor/removal", .right = RIGHT_SIGNED_IN, .per_minute = 30,
     .in = &proof_shape, .run = api_remove, .doc = "Sign in without a code from now on"},
    {DELETE, "/api/v1/people/{id}/second-factor", .right = PEOPLE_WRITE, .writes = true,
     .run = api_reset, .doc = "Take away a second factor that a person has lost"},
    ROUTE_END,
};
