#include "oidc/metadata.h"

#include <string.h>

#include "base/arena.h"
#include "test.h"

#define ISSUER "https://login.example.com"
#define DOCUMENT(issuer, more)                                                                     \
    "{\"issuer\":\"" issuer "\",\"authorization_endpoint\":\"" ISSUER "/auth\","                   \
    "\"token_endpoint\":\"" ISSUER "/token\",\"jwks_uri\":\"" ISSUER "/keys\"" more "}"

/* What the provider answers, and how often it was asked; it comes first, since that is all that a
 * reader is handed. */
typedef struct Saying {
    Provider provider;
    const char *document;
    int asked, asked_keys;
} Saying;

static Status say(Ctx *ctx, const Provider *provider, const char *url, const char **answer)
{
    Saying *saying = (Saying *)(void *)provider;
    bool keys = strcmp(url, ISSUER "/keys") == 0;
    if (keys)
        saying->asked_keys++;
    else
        saying->asked++;
    if (!saying->document) return fail(ctx, UNAVAILABLE, "away");
    *answer = keys ? "{\"keys\":[]}" : saying->document;
    return OK;
}

static MetadataCache *given_cache(T *t)
{
    MetadataCache *cache;
    check_ok(t, metadata_cache_open(t->ctx, say, &cache));
    return cache;
}

static Status ask_of(T *t, MetadataCache *cache, Saying *saying, Metadata *out)
{
    return metadata_read(t->ctx, cache, &saying->provider, false, out);
}

TEST(what_a_provider_says_of_itself_is_asked_once_an_hour)
{
    MetadataCache *cache = given_cache(t);
    Saying saying = {.provider = {.issuer = ISSUER}, .document = DOCUMENT(ISSUER, "")};
    Metadata metadata;
    check_ok(t, ask_of(t, cache, &saying, &metadata));
    check_text(t, metadata.authorization, ISSUER "/auth");
    check(t, metadata.basic && !metadata.issuer && !metadata.userinfo);
    source_move(t->ctx->source, METADATA_KEEP_MS - 1);
    check_ok(t, ask_of(t, cache, &saying, &metadata));
    check_int(t, saying.asked, 1);
    source_move(t->ctx->source, 1);
    check_ok(t, ask_of(t, cache, &saying, &metadata));
    check_int(t, saying.asked, 2);
    /* A clock that was set back keeps nothing for ever. */
    source_move(t->ctx->source, -METADATA_KEEP_MS);
    check_ok(t, ask_of(t, cache, &saying, &metadata));
    check_int(t, saying.asked, 3);
    check_ok(t, metadata_read(t->ctx, cache, &saying.provider, true, &metadata));
    check_int(t, saying.asked, 4);
    metadata_cache_close(cache);
}

TEST(an_unknown_key_makes_one_question_a_minute)
{
    MetadataCache *cache = given_cache(t);
    Saying saying = {.provider = {.issuer = ISSUER}, .document = DOCUMENT(ISSUER, "")};
    Metadata metadata;
    Json *keys;
    check_ok(t, ask_of(t, cache, &saying, &metadata));
    check_ok(t, metadata_keys(t->ctx, cache, &saying.provider, &metadata, false, &keys));
    for (int i = 0; i < 3; i++)
        check_ok(t, metadata_keys(t->ctx, cache, &saying.provider, &metadata, true, &keys));
    check_int(t, saying.asked_keys, 1);
    source_move(t->ctx->source, METADATA_AGAIN_MS);
    for (int i = 0; i < 3; i++)
        check_ok(t, metadata_keys(t->ctx, cache, &saying.provider, &metadata, true, &keys));
    check_int(t, saying.asked_keys, 2);
    metadata_cache_close(cache);
}

TEST(a_provider_that_is_another_or_lacks_an_address_is_not_asked_further)
{
    static const char *const bad[] = {
        DOCUMENT("https://evil.example.com", ""),
        DOCUMENT(ISSUER "/", ""),
        "{\"issuer\":\"" ISSUER "\"}",
        "{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"" ISSUER "/a\","
        "\"token_endpoint\":\"http://login.example.com/t\",\"jwks_uri\":\"" ISSUER "/k\"}",
        "{\"issuer\":\"" ISSUER "\",\"authorization_endpoint\":\"javascript:alert(1)\","
        "\"token_endpoint\":\"" ISSUER "/t\",\"jwks_uri\":\"" ISSUER "/k\"}",
        "[]",
        "not JSON",
        NULL};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        MetadataCache *cache = given_cache(t);
        Saying saying = {.provider = {.issuer = ISSUER}, .document = bad[i]};
        Metadata metadata;
        check_status(t, ask_of(t, cache, &saying, &metadata), UNAVAILABLE);
        metadata_cache_close(cache);
    }
}

TEST(the_secret_goes_where_the_provider_takes_it)
{
    MetadataCache *cache = given_cache(t);
    Saying saying = {.provider = {.issuer = ISSUER},
                     .document =
                         DOCUMENT(ISSUER, ",\"userinfo_endpoint\":\"" ISSUER "/me\","
                                          "\"authorization_response_iss_parameter_supported\":true,"
                                          "\"token_endpoint_auth_methods_supported\":"
                                          "[\"client_secret_post\",\"private_key_jwt\"]")};
    Metadata metadata;
    check_ok(t, ask_of(t, cache, &saying, &metadata));
    check(t, !metadata.basic && metadata.issuer);
    check_text(t, metadata.userinfo, ISSUER "/me");
    metadata_cache_close(cache);
}
