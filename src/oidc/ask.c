#include "oidc/ask.h"

#include <sodium.h>
#include <string.h>

#include "base/arena.h"
#include "notify/transfer.h"

#define JSON_ONLY "Accept: application/json"

void form_put(Buf *out, const char *value)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (const char *at = value; at && *at; at++) {
        if (strchr(plain, *at))
            buf_char(out, *at);
        else
            buf_format(out, "%%%02X", (unsigned char)*at);
    }
}

void form_add(Buf *out, const char *name, const char *value)
{
    buf_format(out, "%s%s=", out->length ? "&" : "", name);
    form_put(out, value);
}

Status fail_untrusted(Ctx *ctx, const char *why)
{
    return fail(ctx, UNAUTHENTICATED, "the sign-in provider's answer cannot be trusted: %s", why);
}

static Status away(Ctx *ctx, const char *why)
{
    Status s = fail(ctx, UNAVAILABLE, "the sign-in provider does not answer as it should");
    problem_cause(ctx, "%s", why);
    return s;
}

static Status run(Ctx *ctx, const Provider *provider, Transfer *transfer)
{
    int64_t left_ms = (provider->ask_until_us - monotonic_us()) / 1000;
    if (left_ms <= 0) return away(ctx, "it took too long, all its answers together");
    Status s = reach_open(ctx, provider->private, &transfer->reach);
    transfer->whole_max = PROVIDER_ANSWER_MAX;
    if (!s) s = transfers_run(ctx, transfer, 1, left_ms);
    if (s) return s;
    if (transfer->error) return away(ctx, transfer->error);
    return OK;
}

Status provider_get(Ctx *ctx, const Provider *provider, const char *url, const char *bearer,
                    const char **answer)
{
    const char *shown =
        bearer ? arena_format(ctx->arena, "Authorization: Bearer %s", bearer) : NULL;
    const char *const headers[] = {JSON_ONLY, shown, NULL};
    Transfer transfer = {.url = url, .headers = headers};
    if (bearer && !shown) return no_memory(ctx);
    Status s = run(ctx, provider, &transfer);
    *answer = transfer.answer;
    return s || transfer.status == 200 ? s : away(ctx, "another status than 200");
}

static Status basic_make(Ctx *ctx, const Provider *provider, const char **out)
{
    Buf pair;
    buf_init(&pair, ctx->arena);
    form_put(&pair, provider->client_id);
    buf_char(&pair, ':');
    form_put(&pair, provider->secret);
    Status s = buf_check(ctx, &pair);
    if (s) return s;
    size_t room = sodium_base64_ENCODED_LEN(pair.length, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(ctx->arena, room);
    if (!text) return no_memory(ctx);
    sodium_bin2base64(text, room, (const unsigned char *)pair.data, pair.length,
                      sodium_base64_VARIANT_ORIGINAL);
    *out = arena_format(ctx->arena, "Authorization: Basic %s", text);
    return *out ? OK : no_memory(ctx);
}

Status provider_post(Ctx *ctx, const Provider *provider, const char *url, const char *form,
                     bool basic, const char **answer)
{
    const char *headers[] = {JSON_ONLY, NULL, NULL};
    Transfer transfer = {.url = url, .headers = headers, .body = form};
    Status s = basic ? basic_make(ctx, provider, &headers[1]) : OK;
    if (!s) s = run(ctx, provider, &transfer);
    *answer = transfer.answer;
    if (s || transfer.status == 200) return s;
    if (transfer.status == 400 || transfer.status == 401)
        return fail(ctx, UNAUTHENTICATED, "the sign-in provider did not take its own answer back");
    return away(ctx, "another status than 200");
}

Status provider_parse(Ctx *ctx, const char *answer, Json **out)
{
    Status s = json_parse(ctx, answer, strlen(answer), out);
    if (s == INVALID || (!s && (*out)->kind != JSON_OBJECT)) return away(ctx, "no JSON object");
    return s;
}
