#include "client.h"

#include <stdlib.h>
#include <string.h>

#include <curl/curl.h>
#include <zlib.h>

#define PATIENCE_MS 60000

struct Client {
    CURL *curl;
};

typedef struct Receiving {
    Ctx *ctx;
    const char *enough; /* NULL: only its end is */
    bool cut;
    Buf body;
    Line *headers;
} Receiving;

Client *client_new(void)
{
    Client *client = calloc(1, sizeof *client);
    if (client) client->curl = curl_easy_init();
    if (!client || !client->curl) {
        free(client);
        return NULL;
    }
    curl_easy_setopt(client->curl, CURLOPT_COOKIEFILE, "");
    return client;
}

void client_release(Client *client)
{
    if (client) curl_easy_cleanup(client->curl);
    free(client);
}

void client_forget(Client *client)
{
    curl_easy_setopt(client->curl, CURLOPT_COOKIELIST, "ALL");
}

static size_t take_body(char *bytes, size_t size, size_t count, void *user)
{
    Receiving *r = user;
    buf_add(&r->body, bytes, size * count);
    r->cut = r->enough && r->body.data && strstr(r->body.data, r->enough);
    return r->body.failed || r->cut ? 0 : size * count;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *user)
{
    Receiving *r = user;
    size_t length = size * count;
    while (length && (bytes[length - 1] == '\r' || bytes[length - 1] == '\n'))
        length--;
    /* An interim answer (100 Continue) is not the one we want. */
    if (strncmp(bytes, "HTTP/", 5) == 0)
        r->headers = NULL;
    else if (length &&
             !line_add(r->ctx->arena, &r->headers, arena_text_n(r->ctx->arena, bytes, length)))
        return 0;
    return size * count;
}

static struct curl_slist *headers_of(const Call *call)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");
    if (!header_value(call->headers, "Content-Type"))
        list = curl_slist_append(list, "Content-Type:");
    for (const Line *l = call->headers; l; l = l->next)
        list = curl_slist_append(list, l->text);
    return list;
}

static void set_up(CURL *curl, const Call *call, Receiving *receiving)
{
    curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    if (call->body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call->body);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)call->length);
    }
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, call->method);
    curl_easy_setopt(curl, CURLOPT_NOBODY, strcmp(call->method, "HEAD") == 0 ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_URL, call->url);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, PATIENCE_MS);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, header_value(call->headers, "Accept-Encoding"));
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, receiving);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, receiving);
}

Status client_call(Ctx *ctx, Client *client, const Call *call, Answer *out)
{
    Receiving receiving = {.ctx = ctx, .enough = call->listen};
    buf_init(&receiving.body, ctx->arena);
    buf_text(&receiving.body, "");
    set_up(client->curl, call, &receiving);
    struct curl_slist *headers = headers_of(call);
    curl_easy_setopt(client->curl, CURLOPT_HTTPHEADER, headers);
    CURLcode code = curl_easy_perform(client->curl);
    curl_slist_free_all(headers);
    long status = 0;
    curl_easy_getinfo(client->curl, CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK && !receiving.cut)
        return fail(ctx, UNAVAILABLE, "%s %s: %s", call->method, call->url,
                    curl_easy_strerror(code));
    const char *body = receiving.body.data ? receiving.body.data : "";
    *out = (Answer){(int)status, receiving.headers, body, receiving.body.length};
    return buf_check(ctx, &receiving.body);
}

Status gzip_body(Ctx *ctx, const char *body, size_t length, Buf *out)
{
    z_stream stream = {0};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY))
        return no_memory(ctx);
    size_t room = deflateBound(&stream, length);
    char *at = buf_reserve(out, room);
    stream.next_in = (Bytef *)(uintptr_t)body;
    stream.avail_in = (uInt)length;
    stream.next_out = (Bytef *)at;
    stream.avail_out = (uInt)room;
    if (at && deflate(&stream, Z_FINISH) == Z_STREAM_END) buf_added(out, stream.total_out);
    deflateEnd(&stream);
    return buf_check(ctx, out);
}
