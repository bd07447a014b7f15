#include "oidc/flow.h"

#include <sodium.h>
#include <string.h>

#include "access/keys.h"
#include "base/arena.h"
#include "oidc/ask.h"

#define PURPOSE "sign_in_provider.flow"
#define RANDOM_BYTES 32
#define BASE64URL sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define COOKIE_MAX 2048

static const Field flow_fields[] = {FIELD_TEXT(Flow, state, .max = 64),
                                    FIELD_TEXT(Flow, nonce, .max = 64),
                                    FIELD_TEXT(Flow, verifier, .max = 64),
                                    FIELD_TIME(Flow, begun_at, .required = true),
                                    FIELD_INT(Flow, provider_version),
                                    FIELD_ID(Flow, account_id),
                                    FIELD_INT(Flow, way),
                                    FIELD_END};
static const Shape flow_shape = SHAPE(Flow, flow_fields, "A sign-in on its way");

static Status base64url(Ctx *ctx, const void *bytes, size_t length, const char **out)
{
    size_t room = sodium_base64_encoded_len(length, BASE64URL);
    char *text = arena_alloc(ctx->arena, room);
    if (!text) return no_memory(ctx);
    *out = sodium_bin2base64(text, room, bytes, length, BASE64URL);
    return OK;
}

static Status random_text(Ctx *ctx, const char **out)
{
    unsigned char bytes[RANDOM_BYTES];
    ctx_random(ctx, bytes, sizeof bytes);
    return base64url(ctx, bytes, sizeof bytes, out);
}

Status flow_begin(Ctx *ctx, const Provider *provider, Flow *out)
{
    *out = (Flow){.begun_at = ctx_now(ctx), .provider_version = provider->version, .way = NONE};
    Status s = random_text(ctx, &out->state);
    if (!s) s = random_text(ctx, &out->nonce);
    return s ? s : random_text(ctx, &out->verifier);
}

Status flow_address(Ctx *ctx, const Provider *provider, const Metadata *metadata, const Flow *flow,
                    const char **url)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    const char *challenge = NULL;
    Buf out;
    crypto_hash_sha256(hash, (const unsigned char *)flow->verifier, strlen(flow->verifier));
    Status s = base64url(ctx, hash, sizeof hash, &challenge);
    if (s) return s;
    buf_init(&out, ctx->arena);
    buf_text(&out, metadata->authorization);
    buf_text(&out, strchr(metadata->authorization, '?') ? "&" : "?");
    buf_text(&out, "response_type=code");
    form_add(&out, "client_id", provider->client_id);
    form_add(&out, "redirect_uri", provider->redirect_uri);
    form_add(&out, "scope", provider->scopes);
    form_add(&out, "state", flow->state);
    form_add(&out, "nonce", flow->nonce);
    form_add(&out, "code_challenge", challenge);
    form_add(&out, "code_challenge_method", "S256");
    *url = out.data;
    return buf_check(ctx, &out);
}

Status flow_seal(Ctx *ctx, const Flow *flow, const char **out)
{
    Sealed sealed;
    Buf text;
    buf_init(&text, ctx->arena);
    json_encode(&text, &flow_shape, flow, &(View){0});
    Status s = buf_check(ctx, &text);
    if (!s) s = key_seal(ctx, PURPOSE, text.data, &sealed);
    return s ? s : base64url(ctx, sealed.bytes, sealed.length, out);
}

static Status over(Ctx *ctx)
{
    return fail(ctx, UNAUTHENTICATED,
                "the sign-in was not begun in this browser, or too long ago: begin again");
}

static Status flow_unseal(Ctx *ctx, const char *cookie, Flow *out)
{
    unsigned char bytes[COOKIE_MAX];
    size_t length = 0;
    const char *text;
    if (!cookie || strlen(cookie) > COOKIE_MAX ||
        sodium_base642bin(bytes, sizeof bytes, cookie, strlen(cookie), NULL, &length, NULL,
                          BASE64URL) != 0)
        return over(ctx);
    Status s = length ? key_unseal(ctx, PURPOSE, bytes, length, &text) : INTERNAL;
    if (!s) s = json_decode(ctx, &flow_shape, out, text, strlen(text));
    return s == INTERNAL || s == INVALID ? over(ctx) : s;
}

Status flow_open(Ctx *ctx, const char *cookie, const Provider *provider, Flow *out)
{
    Status s = flow_unseal(ctx, cookie, out);
    if (s) return s;
    int64_t age_ms = ctx_now(ctx) - out->begun_at;
    bool same = out->provider_version == provider->version;
    return !same || age_ms < 0 || age_ms > FLOW_MS ? over(ctx) : OK;
}
