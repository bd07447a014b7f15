#include "http/testing.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/json.h"
#include "db/db.h"
#include "http/routes.h"
#include "http/testing_routes.h"

static const char nobody, somebody;

static Status gate_identify(Ctx *ctx, Request *req)
{
    const char *proof = request_header(req, "Authorization");
    const char *cookie = request_cookie(req, "session");
    if (!proof && !cookie) return OK;
    bool good = (proof && strcmp(proof, "Bearer good") == 0) || (cookie && !strcmp(cookie, "good"));
    if (!good) return fail(ctx, UNAUTHENTICATED, "the token is not known");
    ctx->who = (const struct Person *)(const void *)&somebody;
    return OK;
}

static bool gate_allows(Ctx *ctx, int right)
{
    return (const void *)ctx->who == &somebody && right != RIGHT_OF_NOBODY;
}

static int64_t gate_person(const struct Person *who)
{
    return (const void *)who == &somebody ? 42 : 0;
}

static Status gate_flip(Ctx *ctx, const void *bytes, size_t length, void **out, size_t *out_length)
{
    char *copy = arena_alloc(ctx->arena, length);
    if (!copy) return no_memory(ctx);
    for (size_t i = 0; i < length; i++)
        copy[i] = (char)(((const char *)bytes)[i] ^ 0x55);
    *out = copy;
    *out_length = length;
    return OK;
}

static const Gate gate = {.nobody = (const struct Person *)(const void *)&nobody,
                          .identify = gate_identify,
                          .allows = gate_allows,
                          .person_id = gate_person,
                          .seal = gate_flip,
                          .unseal = gate_flip};

static const Route *const tables[] = {testing_routes, http_routes, NULL};

Site *given_site(T *t, const ServerOptions *options)
{
    Site *site = calloc(1, sizeof *site);
    check(t, site != NULL);
    if (t->house) site->house = *t->house;
    if (t->house && t->ctx->db)
        check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    site->t = t;
    site->house.source = t->ctx->source;
    sem_init(&site->entered, 0, 0);
    sem_init(&site->may_finish, 0, 0);
    check_ok(t, feed_new(t->ctx, 8, &site->house.feed));
    ServerOptions all = options ? *options : (ServerOptions){0};
    if (!all.listen) all.listen = "127.0.0.1:0";
    if (!all.routes) all.routes = tables;
    all.gate = &gate;
    site->secure = all.certificate != NULL;
    site->ctx = *t->ctx;
    site->ctx.house = &site->house;
    check_ok(t, server_start(&site->ctx, &all, &site->server));
    return site;
}

void site_close(Site *site)
{
    T *t = site->t;
    server_stop(site->server);
    feed_release(site->house.feed);
    if (t->house) check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    sem_destroy(&site->entered);
    sem_destroy(&site->may_finish);
    free(site);
}

static size_t take(char *data, size_t size, size_t count, void *user)
{
    buf_add(user, data, size * count);
    return size * count;
}

static struct curl_slist *request_headers(const Ask *what)
{
    struct curl_slist *list = NULL;
    for (size_t i = 0; i < 8 && what->headers[i]; i++)
        list = curl_slist_append(list, what->headers[i]);
    return list;
}

static void body_set(CURL *curl, const Ask *what)
{
    if (!what->body) return;
    size_t length = what->length ? what->length : strlen(what->body);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, what->body);
}

Answer ask(Site *site, Ask what)
{
    Answer answer = {0};
    Buf body, head;
    buf_init(&body, site->t->ctx->arena);
    buf_init(&head, site->t->ctx->arena);
    buf_text(&body, "");
    buf_text(&head, "");
    CURL *curl = curl_easy_init();
    struct curl_slist *headers = request_headers(&what);
    char *url = arena_format(site->t->ctx->arena, "%s%s", server_url(site->server), what.path);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    body_set(curl, &what);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, what.method);
    if (strcmp(what.method, "HEAD") == 0) curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &head);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)(PATIENCE_US / 1000));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    if (curl_easy_perform(curl) == CURLE_OK)
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer.status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    answer.body = body.data;
    answer.head = head.data;
    answer.length = body.length;
    return answer;
}

Answer ask_get(Site *site, const char *path)
{
    return ask(site, (Ask){.method = "GET", .path = path});
}

const char *answer_header(Site *site, const Answer *answer, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = strstr(answer->head, "\r\n"); at; at = strstr(at + 2, "\r\n")) {
        if (strncasecmp(at + 2, name, length) != 0 || at[2 + length] != ':') continue;
        const char *value = at + 3 + length + strspn(at + 3 + length, " ");
        return arena_text_n(site->t->ctx->arena, value, strcspn(value, "\r\n"));
    }
    return NULL;
}

const char *answer_text(Site *site, const Answer *answer, const char *member)
{
    Json *json;
    Ctx *ctx = site->t->ctx;
    if (json_parse(ctx, answer->body, answer->length, &json) != OK) return NULL;
    const Json *found = json_get(json, member);
    return found ? found->text : NULL;
}

int site_connect(Site *site)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)server_port(site->server)),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    check_int(site->t, connect(connection, (struct sockaddr *)&address, sizeof address), 0);
    return connection;
}

void send_text(Site *site, int connection, const char *text)
{
    check_int(site->t, send(connection, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

char *receive_until(Site *site, int connection, const char *end)
{
    Buf got;
    buf_init(&got, site->t->ctx->arena);
    buf_text(&got, "");
    int64_t until_us = monotonic_us() + PATIENCE_US;
    while (!(end && strstr(got.data, end)) && monotonic_us() < until_us) {
        struct pollfd wanted = {.fd = connection, .events = POLLIN};
        if (poll(&wanted, 1, 50) == 0) continue;
        char bytes[4096];
        ssize_t count = recv(connection, bytes, sizeof bytes, 0);
        if (count <= 0) break;
        buf_add(&got, bytes, (size_t)count);
    }
    return got.data;
}
