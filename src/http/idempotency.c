#include "http/idempotency.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "http/idempotency_store.h"
#include "http/server_state.h"

#define PRUNED_AT_ONCE 5000

static void hash_text(crypto_generichash_state *state, const char *text)
{
    crypto_generichash_update(state, (const unsigned char *)text, strlen(text) + 1);
}

static void key_make(const Ctx *ctx, const Request *req, IdempotencyKey *out)
{
    const Gate *gate = req->server->options.gate;
    int64_t person = gate && gate->person_id ? gate->person_id(ctx->who) : 0;
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof out->key);
    crypto_generichash_update(&state, (const unsigned char *)&person, sizeof person);
    hash_text(&state, method_name(req->method));
    hash_text(&state, req->path_text);
    hash_text(&state, req->idempotency_key);
    crypto_generichash_final(&state, out->key, sizeof out->key);
    crypto_generichash_init(&state, NULL, 0, sizeof out->request);
    hash_text(&state, req->query_text);
    size_t length;
    const char *body = request_body(req, &length);
    crypto_generichash_update(&state, (const unsigned char *)body, length);
    if (req->body.sink)
        crypto_generichash_update(&state, request_digest(req), sizeof req->body.digest);
    crypto_generichash_final(&state, out->request, sizeof out->request);
}

static bool is_kept(const Request *req)
{
    const Gate *gate = req->server->options.gate;
    return req->idempotency_key && gate && gate->seal && gate->unseal;
}

/* "Name: value\n" lines back into headers; `lines` is the request's own copy. */
static void headers_restore(Request *req, char *lines)
{
    for (char *rest = lines, *line; (line = strsep(&rest, "\n"));) {
        char *colon = strstr(line, ": ");
        if (!colon) continue;
        *colon = 0;
        reply_header(req, line, colon + 2);
    }
}

static Status answer_restore(Ctx *ctx, Request *req, const KeptAnswer *kept)
{
    void *body = NULL;
    size_t length = 0;
    Status s = kept->body ? req->server->options.gate->unseal(ctx, kept->body, kept->body_length,
                                                              &body, &length)
                          : OK;
    if (s) return s;
    buf_add(reply_with(req, (int)kept->status, kept->content_type), body, length);
    req->reply.version = kept->version;
    char *lines = arena_text(ctx->arena, kept->headers ? kept->headers : "");
    if (!lines) return no_memory(ctx);
    headers_restore(req, lines);
    reply_header(req, "Idempotent-Replayed", "true");
    return buf_check(ctx, &req->reply.body);
}

Status idempotency_find(Ctx *ctx, Request *req, bool *replayed)
{
    *replayed = false;
    if (!is_kept(req)) return OK;
    IdempotencyKey key;
    bool taken, same;
    KeptAnswer kept;
    key_make(ctx, req, &key);
    Status s = idempotency_insert(ctx, &key, &taken);
    if (s || taken) return s;
    s = idempotency_load(ctx, &key, &same, &kept);
    if (s) return s;
    if (kept.status == NONE)
        return fail(ctx, CONFLICT, "a request with this Idempotency-Key is under way");
    if (!same) {
        s = fail_field(ctx, "Idempotency-Key", "was used for another request before");
        return refuse(req, s, REFUSAL_IDEMPOTENCY_KEY_REUSED);
    }
    *replayed = true;
    return answer_restore(ctx, req, &kept);
}

/* A session that was opened is not to be opened again by whoever repeats the request. */
static const char *headers_text(const Request *req, Buf *lines)
{
    const Header *header = req->reply.headers;
    buf_init(lines, req->ctx.arena);
    for (size_t i = 0; i < req->reply.header_count; i++, header++)
        if (strcasecmp(header->name, "Set-Cookie") != 0)
            buf_format(lines, "%s: %s\n", header->name, header->value);
    return lines->data;
}

Status idempotency_keep(Ctx *ctx, Request *req)
{
    const Reply *out = &req->reply;
    if (!is_kept(req)) return OK;
    IdempotencyKey key;
    Buf lines;
    KeptAnswer kept = {.status = out->http_status, .content_type = out->content_type};
    kept.version = out->version;
    kept.headers = headers_text(req, &lines);
    void *sealed = NULL;
    Status s = req->server->options.gate->seal(ctx, out->body.data ? out->body.data : "",
                                               out->body.length, &sealed, &kept.body_length);
    if (!s) s = buf_check(ctx, &lines);
    if (s) return s;
    kept.body = sealed;
    key_make(ctx, req, &key);
    return idempotency_store(ctx, &key, &kept);
}

Status idempotency_prune(Ctx *ctx, int64_t *forgotten)
{
    return idempotency_delete(ctx, ctx_now(ctx) - IDEMPOTENCY_KEPT_MS, PRUNED_AT_ONCE, forgotten);
}
