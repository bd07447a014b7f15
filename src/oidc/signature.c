#include "oidc/signature.h"

#include <cjose/cjose.h>
#include <string.h>

#include "base/arena.h"
#include "base/ctx.h"
#include "oidc/ask.h"

/* 2,048 bits in base64url: what NIST SP 800-131A asks of RSA at least. */
#define MODULUS_LETTERS 342

typedef struct Algorithm {
    const char *name, *kind;
} Algorithm;

static const Algorithm algorithms[] = {{"RS256", "RSA"}, {"PS256", "RSA"}, {"ES256", "EC"}};

static const Algorithm *algorithm_of(const char *name)
{
    for (size_t i = 0; name && i < sizeof algorithms / sizeof *algorithms; i++)
        if (strcmp(algorithms[i].name, name) == 0) return &algorithms[i];
    return NULL;
}

static bool says(const Json *key, const char *member, const char *value)
{
    const char *text = json_get_text(key, member);
    return text && strcmp(text, value) == 0;
}

static bool is_base64url(const char *text, size_t least)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return text && strlen(text) >= least && text[strspn(text, letters)] == 0;
}

/* Of its kind, whole, and for signatures. */
static bool is_usable(const Json *key, const char *kind)
{
    if (!says(key, "kty", kind) || (json_get(key, "use") && !says(key, "use", "sig"))) return false;
    if (strcmp(kind, "RSA") == 0)
        return is_base64url(json_get_text(key, "n"), MODULUS_LETTERS) &&
               is_base64url(json_get_text(key, "e"), 1);
    return says(key, "crv", "P-256") && is_base64url(json_get_text(key, "x"), 1) &&
           is_base64url(json_get_text(key, "y"), 1);
}

static bool may_have_signed(const Json *key, const Algorithm *algorithm, const char *id)
{
    if (json_get(key, "alg") && !says(key, "alg", algorithm->name)) return false;
    return is_usable(key, algorithm->kind) && (!id || says(key, "kid", id));
}

size_t signature_keys(const Json *keys)
{
    const Json *list = json_get(keys, "keys");
    size_t count = 0;
    for (const Json *key = list ? list->first : NULL; key; key = key->next)
        count += is_usable(key, "RSA") || is_usable(key, "EC");
    return count;
}

/* Without a key's id the set must leave no choice. */
static Status key_find(const Json *keys, const Algorithm *algorithm, const char *id,
                       const Json **out)
{
    const Json *list = json_get(keys, "keys");
    *out = NULL;
    for (const Json *key = list ? list->first : NULL; key; key = key->next) {
        if (!may_have_signed(key, algorithm, id)) continue;
        if (*out) return NOT_FOUND;
        *out = key;
    }
    return *out ? OK : NOT_FOUND;
}

/* Only what makes the public key: whatever else the set says of it is not handed on. */
static cjose_jwk_t *key_import(Ctx *ctx, const Json *key, bool rsa)
{
    const char *text =
        rsa ? arena_format(ctx->arena, "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}",
                           json_get_text(key, "n"), json_get_text(key, "e"))
            : arena_format(ctx->arena,
                           "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"}",
                           json_get_text(key, "x"), json_get_text(key, "y"));
    return text ? cjose_jwk_import(text, strlen(text), NULL) : NULL;
}

static Status claims_parse(Ctx *ctx, cjose_jws_t *jws, Json **claims)
{
    uint8_t *plain = NULL;
    size_t length = 0;
    if (!cjose_jws_get_plaintext(jws, &plain, &length, NULL))
        return fail_untrusted(ctx, "its token is empty");
    Status s = json_parse(ctx, (const char *)plain, length, claims);
    if (s == INVALID || (!s && (*claims)->kind != JSON_OBJECT))
        return fail_untrusted(ctx, "its token says nothing");
    return s;
}

/* A key without an id may have been changed for another. */
static Status signed_read(Ctx *ctx, cjose_jws_t *jws, const Json *keys, Json **claims)
{
    cjose_header_t *header = cjose_jws_get_protected(jws);
    const Algorithm *algorithm = algorithm_of(cjose_header_get(header, CJOSE_HDR_ALG, NULL));
    const char *id = cjose_header_get(header, CJOSE_HDR_KID, NULL);
    char *critical = cjose_header_get_raw(header, "crit", NULL);
    const Json *found;
    if (critical) {
        cjose_get_dealloc()(critical);
        return fail_untrusted(ctx, "its token asks for what is not known here");
    }
    if (!algorithm) return fail_untrusted(ctx, "its token is not signed as it must be");
    Status s = key_find(keys, algorithm, id, &found);
    if (s) return s;
    cjose_jwk_t *key = key_import(ctx, found, strcmp(algorithm->kind, "RSA") == 0);
    bool holds = key && cjose_jws_verify(jws, key, NULL);
    cjose_jwk_release(key);
    if (holds) return claims_parse(ctx, jws, claims);
    return id ? fail_untrusted(ctx, "its signature does not hold") : NOT_FOUND;
}

Status signature_read(Ctx *ctx, const char *token, const Json *keys, Json **claims)
{
    size_t length = strlen(token);
    cjose_jws_t *jws = length < TOKEN_MAX ? cjose_jws_import(token, length, NULL) : NULL;
    if (!jws) return fail_untrusted(ctx, "its token cannot be read");
    Status s = signed_read(ctx, jws, keys, claims);
    cjose_jws_release(jws);
    return s;
}
