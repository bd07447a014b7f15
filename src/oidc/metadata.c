#include "oidc/metadata.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "oidc/ask.h"

#define WELL_KNOWN "/.well-known/openid-configuration"

/* A document as it came. */
typedef struct Kept {
    char *url, *text; /* NULL: nothing is kept */
    int64_t at_ms;
} Kept;

struct MetadataCache {
    pthread_mutex_t lock;
    MetadataRead *read;
    Kept document, keys;
};

static Status read_itself(Ctx *ctx, const Provider *provider, const char *url, const char **answer)
{
    return provider_get(ctx, provider, url, NULL, answer);
}

Status metadata_cache_open(Ctx *ctx, MetadataRead *read, MetadataCache **out)
{
    MetadataCache *cache = memory_alloc(sizeof *cache);
    if (!cache) return no_memory(ctx);
    pthread_mutex_init(&cache->lock, NULL);
    cache->read = read ? read : read_itself;
    *out = cache;
    return OK;
}

static void kept_forget(Kept *kept)
{
    memory_free(kept->url);
    memory_free(kept->text);
    *kept = (Kept){0};
}

void metadata_cache_close(MetadataCache *cache)
{
    if (!cache) return;
    kept_forget(&cache->document);
    kept_forget(&cache->keys);
    pthread_mutex_destroy(&cache->lock);
    memory_free(cache);
}

/* --- documents --- */

/* A copy of what is kept of the address and no older than that; NULL where there is none. */
static Status kept_find(Ctx *ctx, MetadataCache *cache, Kept *kept, const char *url,
                        int64_t most_ms, const char **out)
{
    *out = NULL;
    pthread_mutex_lock(&cache->lock);
    int64_t age_ms = ctx_now(ctx) - kept->at_ms;
    bool holds = kept->text && strcmp(kept->url, url) == 0 && age_ms >= 0 && age_ms < most_ms;
    if (holds) *out = arena_text(ctx->arena, kept->text);
    pthread_mutex_unlock(&cache->lock);
    return holds && !*out ? no_memory(ctx) : OK;
}

static Status kept_put(Ctx *ctx, MetadataCache *cache, Kept *kept, const char *url,
                       const char *text)
{
    Kept fresh = {.url = memory_text(url), .text = memory_text(text), .at_ms = ctx_now(ctx)};
    if (!fresh.url || !fresh.text) {
        kept_forget(&fresh);
        return no_memory(ctx);
    }
    pthread_mutex_lock(&cache->lock);
    Kept old = *kept;
    *kept = fresh;
    pthread_mutex_unlock(&cache->lock);
    kept_forget(&old);
    return OK;
}

/* Only what could be parsed is kept. */
static Status document_read(Ctx *ctx, MetadataCache *cache, const Provider *provider, Kept *kept,
                            const char *url, int64_t most_ms, Json **out)
{
    const char *text;
    Status s = kept_find(ctx, cache, kept, url, most_ms, &text);
    if (s) return s;
    if (text) return provider_parse(ctx, text, out);
    s = cache->read(ctx, provider, url, &text);
    if (!s) s = provider_parse(ctx, text, out);
    return s ? s : kept_put(ctx, cache, kept, url, text);
}

/* --- what they say --- */

static Status lacking(Ctx *ctx, const char *what)
{
    Status s = fail(ctx, UNAVAILABLE, "the sign-in provider does not answer as it should");
    problem_cause(ctx, "what it says of itself lacks, or has wrong: %s", what);
    return s;
}

/* Where the issuer is on TLS, everything that it names is. */
static bool may_ask(const Provider *provider, const char *url)
{
    bool secure = strncmp(provider->issuer, "https://", 8) == 0;
    return url && strncmp(url, secure ? "https://" : "http", secure ? 8 : 4) == 0 &&
           !strpbrk(url, " \n\t#");
}

static bool lists(const Json *array, const char *word)
{
    for (const Json *one = array ? array->first : NULL; one; one = one->next)
        if (one->kind == JSON_TEXT && strcmp(one->text, word) == 0) return true;
    return false;
}

/* In a header unless the provider takes it in the form only (Discovery 1.0, 3). */
static bool takes_basic(const Json *document)
{
    const Json *methods = json_get(document, "token_endpoint_auth_methods_supported");
    return !methods || lists(methods, "client_secret_basic") ||
           !lists(methods, "client_secret_post");
}

static bool is_true(const Json *value)
{
    return value && value->kind == JSON_BOOL && strcmp(value->text, "true") == 0;
}

static Status metadata_fill(Ctx *ctx, const Provider *provider, const Json *document, Metadata *out)
{
    const char *issuer = json_get_text(document, "issuer");
    *out = (Metadata){
        .authorization = json_get_text(document, "authorization_endpoint"),
        .token = json_get_text(document, "token_endpoint"),
        .keys = json_get_text(document, "jwks_uri"),
        .userinfo = json_get_text(document, "userinfo_endpoint"),
        .basic = takes_basic(document),
        .issuer = is_true(json_get(document, "authorization_response_iss_parameter_supported"))};
    if (!issuer || strcmp(issuer, provider->issuer) != 0) return lacking(ctx, "issuer");
    if (!may_ask(provider, out->authorization)) return lacking(ctx, "authorization_endpoint");
    if (!may_ask(provider, out->token)) return lacking(ctx, "token_endpoint");
    if (!may_ask(provider, out->keys)) return lacking(ctx, "jwks_uri");
    if (!may_ask(provider, out->userinfo)) out->userinfo = NULL;
    return OK;
}

Status metadata_read(Ctx *ctx, MetadataCache *cache, const Provider *provider, bool anew,
                     Metadata *out)
{
    size_t length = strlen(provider->issuer);
    bool slash = length && provider->issuer[length - 1] == '/';
    const char *url =
        arena_format(ctx->arena, "%.*s" WELL_KNOWN, (int)(length - slash), provider->issuer);
    Json *document;
    if (!url) return no_memory(ctx);
    Status s = document_read(ctx, cache, provider, &cache->document, url,
                             anew ? 0 : METADATA_KEEP_MS, &document);
    return s ? s : metadata_fill(ctx, provider, document, out);
}

Status metadata_keys(Ctx *ctx, MetadataCache *cache, const Provider *provider,
                     const Metadata *metadata, bool anew, Json **out)
{
    return document_read(ctx, cache, provider, &cache->keys, metadata->keys,
                         anew ? METADATA_AGAIN_MS : METADATA_KEEP_MS, out);
}
