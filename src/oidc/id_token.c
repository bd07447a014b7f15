#include "oidc/id_token.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "oidc/ask.h"
#include "oidc/signature.h"

bool claim_has(const Json *claim, const char *text)
{
    if (!claim) return false;
    if (claim->kind == JSON_TEXT) return strcmp(claim->text, text) == 0;
    if (claim->kind != JSON_ARRAY) return false;
    for (const Json *one = claim->first; one; one = one->next)
        if (one->kind == JSON_TEXT && strcmp(one->text, text) == 0) return true;
    return false;
}

static bool says(const Json *claims, const char *name, const char *value)
{
    const Json *claim = json_get(claims, name);
    return claim && claim->kind == JSON_TEXT && strcmp(claim->text, value) == 0;
}

/* Seconds since 1970, fractions allowed (RFC 7519, 2); false where it is no such number. */
static bool instant_of(const Json *claims, const char *name, int64_t *out_ms)
{
    const Json *claim = json_get(claims, name);
    if (!claim || claim->kind != JSON_NUMBER) return false;
    double seconds = strtod(claim->text, NULL);
    if (!isfinite(seconds) || seconds < 0 || seconds > 1e11) return false;
    *out_ms = (int64_t)(seconds * 1000);
    return true;
}

static const char *fault_of_audience(const Json *claims, const IdTokenFor *wanted)
{
    const Json *audience = json_get(claims, "aud");
    bool several = audience && audience->kind == JSON_ARRAY && audience->count > 1;
    if (!claim_has(audience, wanted->client_id)) return "it is for somebody else";
    if (several && !json_get(claims, "azp")) return "it does not say for whom it is";
    if (json_get(claims, "azp") && !says(claims, "azp", wanted->client_id))
        return "it was given to somebody else";
    return NULL;
}

static const char *fault_of_times(const Json *claims, const IdTokenFor *wanted)
{
    int64_t expires, issued, from = 0;
    if (!instant_of(claims, "exp", &expires) || !instant_of(claims, "iat", &issued))
        return "it does not say until when it holds";
    if (json_get(claims, "nbf") && !instant_of(claims, "nbf", &from))
        return "it does not say from when it holds";
    if (expires + ID_TOKEN_SKEW_MS <= wanted->now_ms) return "it is over";
    if (issued > wanted->now_ms + ID_TOKEN_SKEW_MS || from > wanted->now_ms + ID_TOKEN_SKEW_MS)
        return "it is from the future";
    if (issued < wanted->begun_ms - ID_TOKEN_SKEW_MS) return "it is from before the sign-in";
    return NULL;
}

static const char *fault_of(const Json *claims, const IdTokenFor *wanted)
{
    const Json *subject = json_get(claims, "sub");
    if (!says(claims, "iss", wanted->issuer)) return "it comes from somebody else";
    if (!subject || subject->kind != JSON_TEXT || !*subject->text ||
        strlen(subject->text) > SUBJECT_MAX)
        return "it names nobody";
    const char *fault = fault_of_audience(claims, wanted);
    if (!fault) fault = fault_of_times(claims, wanted);
    if (!fault && !says(claims, "nonce", wanted->nonce)) fault = "it is for another sign-in";
    return fault;
}

Status id_token_read(Ctx *ctx, const char *token, const Json *keys, const IdTokenFor *wanted,
                     const Json **claims)
{
    Json *read;
    Status s = signature_read(ctx, token, keys, &read);
    if (s) return s;
    const char *fault = fault_of(read, wanted);
    *claims = read;
    return fault ? fail_untrusted(ctx, fault) : OK;
}
