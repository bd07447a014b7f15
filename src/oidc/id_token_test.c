#include "oidc/id_token.h"

#include <cjose/cjose.h>
#include <string.h>

#include "base/arena.h"
#include "base/instant.h"
#include "oidc/signature.h"
#include "test.h"

#define ISSUER "https://login.example.com"

static const IdTokenFor wanted = {.issuer = ISSUER,
                                  .client_id = "desk",
                                  .nonce = "n-1",
                                  .begun_ms = TEST_NOW - MINUTE_MS,
                                  .now_ms = TEST_NOW};

/* A provider's keys, made for the test. */
typedef struct Signer {
    T *t;
    cjose_jwk_t *rsa, *ec, *shared;
    Json *keys;
} Signer;

static const char *public_key(Signer *signer, cjose_jwk_t *key, const char *id, const char *more)
{
    char *text = cjose_jwk_to_json(key, false, NULL);
    check(signer->t, text);
    const char *out = arena_format(signer->t->ctx->arena, "%.*s,\"kid\":\"%s\"%s}",
                                   (int)strlen(text) - 1, text, id, more);
    cjose_get_dealloc()(text);
    return out;
}

static Signer given_signer(T *t)
{
    Signer signer = {.t = t,
                     .rsa = cjose_jwk_create_RSA_random(2048, NULL, 0, NULL),
                     .ec = cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, NULL),
                     .shared = cjose_jwk_create_oct_spec((const uint8_t *)"shared", 6, NULL)};
    check(t, signer.rsa && signer.ec && signer.shared);
    const char *set = arena_format(t->ctx->arena, "{\"keys\":[%s,%s]}",
                                   public_key(&signer, signer.rsa, "r", ",\"use\":\"sig\""),
                                   public_key(&signer, signer.ec, "e", ""));
    check_ok(t, json_parse(t->ctx, set, strlen(set), &signer.keys));
    return signer;
}

static void signer_end(Signer *signer)
{
    cjose_jwk_release(signer->rsa);
    cjose_jwk_release(signer->ec);
    cjose_jwk_release(signer->shared);
}

static const char *sign_by(Signer *signer, cjose_jwk_t *key, const char *algorithm, const char *id,
                           const char *claims)
{
    cjose_header_t *header = cjose_header_new(NULL);
    check(signer->t, header && cjose_header_set(header, CJOSE_HDR_ALG, algorithm, NULL));
    check(signer->t, !id || cjose_header_set(header, CJOSE_HDR_KID, id, NULL));
    cjose_jws_t *jws = cjose_jws_sign(key, header, (const uint8_t *)claims, strlen(claims), NULL);
    const char *compact = NULL;
    check(signer->t, jws && cjose_jws_export(jws, &compact, NULL));
    const char *token = arena_text(signer->t->ctx->arena, compact);
    cjose_jws_release(jws);
    cjose_header_release(header);
    return token;
}

/* The claims of a good token, but for those that `more` says. */
static const char *claims_with(T *t, const char *more)
{
    static const char *const good[] = {"\"iss\":\"" ISSUER "\"", "\"sub\":\"248289\"",
                                       "\"aud\":\"desk\"",       "\"nonce\":\"n-1\"",
                                       "\"exp\":1795334700",     "\"iat\":1795334400"};
    Buf claims;
    buf_init(&claims, t->ctx->arena);
    buf_format(&claims, "{%s", more);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        const char *name = arena_text_n(t->ctx->arena, good[i], strcspn(good[i], ":"));
        if (!strstr(more, name)) buf_format(&claims, "%s,", good[i]);
    }
    buf_text(&claims, "\"x\":0}");
    return claims.data;
}

static Status read_token(Signer *signer, const char *token)
{
    const Json *claims;
    return id_token_read(signer->t->ctx, token, signer->keys, &wanted, &claims);
}

/* What is wrong with a token that is signed well and says `more`. */
static void check_fault(Signer *signer, const char *more, const char *fault)
{
    T *t = signer->t;
    const char *token = sign_by(signer, signer->ec, "ES256", "e", claims_with(t, more));
    const char *whole =
        arena_format(t->ctx->arena, "the sign-in provider's answer cannot be trusted: %s", fault);
    check_status(t, read_token(signer, token), UNAUTHENTICATED);
    check_text(t, t->ctx->problem.message, whole);
}

TEST(a_token_signed_by_each_allowed_algorithm_names_its_person)
{
    Signer signer = given_signer(t);
    const char *claims = claims_with(t, "");
    const Json *read = NULL;
    const char *const tokens[] = {sign_by(&signer, signer.rsa, "RS256", "r", claims),
                                  sign_by(&signer, signer.rsa, "PS256", "r", claims),
                                  sign_by(&signer, signer.ec, "ES256", "e", claims),
                                  sign_by(&signer, signer.ec, "ES256", NULL, claims)};
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        check_ok(t, id_token_read(t->ctx, tokens[i], signer.keys, &wanted, &read));
        check_text(t, json_get_text(read, "sub"), "248289");
    }
    check_int(t, signature_keys(signer.keys), 2);
    signer_end(&signer);
}

TEST(a_token_that_is_not_signed_by_the_providers_own_key_is_refused)
{
    Signer signer = given_signer(t), stranger = given_signer(t);
    const char *claims = claims_with(t, "");
    char *bent = (char *)sign_by(&signer, signer.ec, "ES256", "e", claims);
    const char *dot = strrchr(bent, '.');
    /* Its last letter may have bits that mean nothing. */
    bent[dot - bent + 5] = bent[dot - bent + 5] == 'A' ? 'B' : 'A';
    /* {"alg":"none"} */
    const char *none = arena_format(t->ctx->arena, "eyJhbGciOiJub25lIn0.%.*s.",
                                    (int)(dot - strchr(bent, '.') - 1), strchr(bent, '.') + 1);
    const char *const tokens[] = {
        bent,
        none,
        sign_by(&stranger, stranger.rsa, "RS256", "r", claims),
        sign_by(&stranger, stranger.ec, "ES256", "e", claims),
        sign_by(&signer, signer.shared, "HS256", "r", claims),
        sign_by(&signer, signer.rsa, "RS512", "r", claims),
        "",
        "a.b",
        "a.b.c",
    };
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        check_status(t, read_token(&signer, tokens[i]), UNAUTHENTICATED);
    signer_end(&stranger);
    signer_end(&signer);
}

TEST(a_key_that_is_not_among_the_providers_is_told_apart_from_a_bad_signature)
{
    Signer signer = given_signer(t);
    const char *claims = claims_with(t, "");
    check_status(t, read_token(&signer, sign_by(&signer, signer.ec, "ES256", "other", claims)),
                 NOT_FOUND);
    /* A key of another kind under that name is none for it. */
    check_status(t, read_token(&signer, sign_by(&signer, signer.ec, "ES256", "r", claims)),
                 NOT_FOUND);
    signer_end(&signer);
}

TEST(without_its_id_a_key_is_taken_only_where_there_is_no_choice)
{
    Signer signer = given_signer(t), other = given_signer(t);
    const char *set =
        arena_format(t->ctx->arena, "{\"keys\":[%s,%s]}", public_key(&signer, signer.ec, "e", ""),
                     public_key(&other, other.ec, "f", ""));
    check_ok(t, json_parse(t->ctx, set, strlen(set), &signer.keys));
    check_status(
        t, read_token(&signer, sign_by(&signer, signer.ec, "ES256", NULL, claims_with(t, ""))),
        NOT_FOUND);
    signer_end(&other);
    signer_end(&signer);
}

/* A token that names a known key was signed by that one; else it may be a newer one. */
TEST(a_token_that_names_no_key_may_be_signed_by_one_that_was_not_read_yet)
{
    Signer signer = given_signer(t), changed = given_signer(t);
    const char *claims = claims_with(t, "");
    check_status(t, read_token(&signer, sign_by(&changed, changed.ec, "ES256", NULL, claims)),
                 NOT_FOUND);
    check_status(t, read_token(&signer, sign_by(&changed, changed.ec, "ES256", "e", claims)),
                 UNAUTHENTICATED);
    check_ok(t, read_token(&changed, sign_by(&changed, changed.ec, "ES256", NULL, claims)));
    signer_end(&changed);
    signer_end(&signer);
}

TEST(keys_that_are_for_something_else_or_too_short_sign_nothing)
{
    Signer signer = given_signer(t);
    cjose_jwk_t *brief = cjose_jwk_create_RSA_random(1024, NULL, 0, NULL);
    const char *claims = claims_with(t, "");
    check(t, brief);
    const char *set =
        arena_format(t->ctx->arena, "{\"keys\":[%s,%s,%s]}", public_key(&signer, brief, "b", ""),
                     public_key(&signer, signer.rsa, "r", ",\"use\":\"enc\""),
                     public_key(&signer, signer.ec, "e", ",\"alg\":\"ES512\""));
    check_ok(t, json_parse(t->ctx, set, strlen(set), &signer.keys));
    check_status(t, read_token(&signer, sign_by(&signer, brief, "RS256", "b", claims)), NOT_FOUND);
    check_status(t, read_token(&signer, sign_by(&signer, signer.rsa, "RS256", "r", claims)),
                 NOT_FOUND);
    check_status(t, read_token(&signer, sign_by(&signer, signer.ec, "ES256", "e", claims)),
                 NOT_FOUND);
    cjose_jwk_release(brief);
    signer_end(&signer);
}

TEST(a_token_for_somebody_else_or_another_time_is_refused)
{
    Signer signer = given_signer(t);
    static const char *const faults[][2] = {
        {"\"iss\":\"https://evil.example.com\",", "it comes from somebody else"},
        {"\"iss\":\"" ISSUER "/\",", "it comes from somebody else"},
        {"\"sub\":\"\",", "it names nobody"},
        {"\"sub\":7,", "it names nobody"},
        {"\"aud\":\"other\",", "it is for somebody else"},
        {"\"aud\":[\"other\"],", "it is for somebody else"},
        {"\"aud\":[\"desk\",\"other\"],", "it does not say for whom it is"},
        {"\"aud\":[\"desk\",\"other\"],\"azp\":\"other\",", "it was given to somebody else"},
        {"\"azp\":\"other\",", "it was given to somebody else"},
        {"\"exp\":\"never\",", "it does not say until when it holds"},
        {"\"iat\":null,", "it does not say until when it holds"},
        {"\"nbf\":\"then\",", "it does not say from when it holds"},
        {"\"exp\":1795334279,", "it is over"},
        {"\"iat\":1795334521,", "it is from the future"},
        {"\"nbf\":1795334521,", "it is from the future"},
        {"\"iat\":1795334219,", "it is from before the sign-in"},
        {"\"nonce\":\"n-2\",", "it is for another sign-in"},
        {"\"nonce\":null,", "it is for another sign-in"}};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        check_fault(&signer, faults[i][0], faults[i][1]);
    signer_end(&signer);
}

TEST(clocks_may_differ_by_two_minutes_and_a_token_may_be_for_several)
{
    Signer signer = given_signer(t);
    static const char *const good[] = {
        "\"exp\":1795334281,",   "\"iat\":1795334519,",
        "\"iat\":1795334220.5,", "\"nbf\":1795334519,",
        "\"aud\":[\"desk\"],",   "\"aud\":[\"other\",\"desk\"],\"azp\":\"desk\","};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        check_ok(t, read_token(&signer,
                               sign_by(&signer, signer.ec, "ES256", "e", claims_with(t, good[i]))));
    signer_end(&signer);
}
