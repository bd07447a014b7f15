#include "oidc/exchange.h"

#include <sodium.h>
#include <string.h>

#include "house.h"
#include "oidc/ask.h"
#include "oidc/id_token.h"

const Json *identity_claim(const Identity *identity, const char *name)
{
    const Json *claim = json_get(identity->token, name);
    if (claim || !identity->userinfo) return claim;
    return json_get(identity->userinfo, name);
}

const char *identity_text(const Identity *identity, const char *name)
{
    const Json *claim = identity_claim(identity, name);
    return claim && claim->kind == JSON_TEXT ? claim->text : NULL;
}

/* --- what the browser brings --- */

static bool is_same(const char *a, const char *b)
{
    return a && b && strlen(a) == strlen(b) && sodium_memcmp(a, b, strlen(a)) == 0;
}

/* Its words are for its own people: of them only whether somebody said no is told. */
static Status refused(Ctx *ctx, const char *error)
{
    static const char *const no[] = {"access_denied", "login_required", "consent_required",
                                     "interaction_required", "account_selection_required"};
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (strcmp(error, no[i]) == 0)
            return fail(ctx, UNAUTHENTICATED, "the sign-in was called off at the provider");
    return fail(ctx, UNAVAILABLE, "the sign-in provider could not do it");
}

/* RFC 9207: another provider's answer, brought here, is not taken to this one. */
static Status answer_check(Ctx *ctx, const Provider *provider, const Metadata *metadata,
                           const Flow *flow, const ProviderAnswer *answer)
{
    if (!is_same(answer->state, flow->state))
        return fail_untrusted(ctx, "it is for another sign-in");
    if (answer->iss ? strcmp(answer->iss, provider->issuer) != 0 : metadata->issuer)
        return fail_untrusted(ctx, "it comes from somebody else");
    if (answer->error) return refused(ctx, answer->error);
    return answer->code ? OK : fail_untrusted(ctx, "it is empty");
}

/* --- the code --- */

static Status form_make(Ctx *ctx, const Provider *provider, const Flow *flow, const char *code,
                        bool with_client, const char **out)
{
    Buf form;
    buf_init(&form, ctx->arena);
    form_add(&form, "grant_type", "authorization_code");
    form_add(&form, "code", code);
    form_add(&form, "redirect_uri", provider->redirect_uri);
    form_add(&form, "code_verifier", flow->verifier);
    if (with_client) form_add(&form, "client_id", provider->client_id);
    if (with_client && provider->secret) form_add(&form, "client_secret", provider->secret);
    *out = form.data;
    return buf_check(ctx, &form);
}

static Status tokens_fetch(Ctx *ctx, const Provider *provider, const Metadata *metadata,
                           const Flow *flow, const char *code, Json **out)
{
    bool basic = provider->secret && metadata->basic;
    const char *form, *answer;
    Status s = form_make(ctx, provider, flow, code, !basic, &form);
    if (!s) s = provider_post(ctx, provider, metadata->token, form, basic, &answer);
    return s ? s : provider_parse(ctx, answer, out);
}

/* --- the token --- */

/* A provider that changed its keys since they were read is asked for them once more. */
static Status token_check(Ctx *ctx, const Provider *provider, const Metadata *metadata,
                          const Flow *flow, const char *token, const Json **claims)
{
    const IdTokenFor wanted = {.issuer = provider->issuer,
                               .client_id = provider->client_id,
                               .nonce = flow->nonce,
                               .begun_ms = flow->begun_at,
                               .now_ms = ctx_now(ctx)};
    MetadataCache *cache = ctx->house->provider;
    Json *keys;
    Status s = metadata_keys(ctx, cache, provider, metadata, false, &keys);
    if (!s) s = id_token_read(ctx, token, keys, &wanted, claims);
    if (s != NOT_FOUND) return s;
    s = metadata_keys(ctx, cache, provider, metadata, true, &keys);
    if (!s) s = id_token_read(ctx, token, keys, &wanted, claims);
    return s == NOT_FOUND ? fail_untrusted(ctx, "its key is not known") : s;
}

/* What a token leaves out is told to who shows the other one; of the same person. */
static Status userinfo_read(Ctx *ctx, const Provider *provider, const Metadata *metadata,
                            const char *access, Identity *out)
{
    const char *answer;
    Json *claims;
    if (!metadata->userinfo || !access) return OK;
    Status s = provider_get(ctx, provider, metadata->userinfo, access, &answer);
    if (!s) s = provider_parse(ctx, answer, &claims);
    if (s) return s;
    const char *subject = json_get_text(claims, "sub");
    if (!subject || strcmp(subject, out->subject) != 0)
        return fail_untrusted(ctx, "it is about somebody else");
    out->userinfo = claims;
    return OK;
}

bool identity_lacks(const Identity *identity, const Provider *provider)
{
    bool by_email = strcmp(provider->login_claim, "email") == 0;
    return !identity_claim(identity, provider->login_claim) ||
           (by_email && !identity_claim(identity, "email_verified")) ||
           (provider->roles_claim && !identity_claim(identity, provider->roles_claim)) ||
           (provider->newcomer_role && !identity_claim(identity, "name"));
}

Status exchange_run(Ctx *ctx, const Provider *provider, const Flow *flow,
                    const ProviderAnswer *answer, Identity *out)
{
    Metadata metadata;
    Json *tokens;
    *out = (Identity){0};
    Status s = metadata_read(ctx, ctx->house->provider, provider, false, &metadata);
    if (!s) s = answer_check(ctx, provider, &metadata, flow, answer);
    if (!s) s = tokens_fetch(ctx, provider, &metadata, flow, answer->code, &tokens);
    if (s) return s;
    const char *token = json_get_text(tokens, "id_token");
    if (!token) return fail_untrusted(ctx, "its token is missing");
    s = token_check(ctx, provider, &metadata, flow, token, &out->token);
    if (s) return s;
    out->subject = json_get_text(out->token, "sub");
    if (!identity_lacks(out, provider)) return OK;
    return userinfo_read(ctx, provider, &metadata, json_get_text(tokens, "access_token"), out);
}
