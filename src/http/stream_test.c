/* Bodies that are taken as they come, and answers that are read while they are sent. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/testing.h"

#define MEBIBYTE ((size_t)1 << 20)
#define LIMIT (4 * MEBIBYTE)

/* What came, and where it is told. */
typedef struct Taken {
    size_t length, pieces;
    bool ended;
} Taken;

static Status sink_open(Ctx *ctx, Request *req, void **state)
{
    if (request_header(req, "Unwanted")) return fail(ctx, FORBIDDEN, "not from you");
    *state = ARENA_NEW(ctx->arena, Taken);
    return *state ? OK : no_memory(ctx);
}

static Status sink_take(Ctx *ctx, void *state, const char *bytes, size_t length)
{
    Taken *taken = state;
    taken->length += length;
    taken->pieces++;
    if (memchr(bytes, '!', length)) return fail(ctx, INVALID, "no shouting");
    return OK;
}

static Status sink_end(Ctx *ctx, void *state)
{
    (void)ctx;
    ((Taken *)state)->ended = true;
    return OK;
}

static const BodySink sink = {sink_open, sink_take, sink_end};

static Status api_take(Ctx *ctx, Request *req)
{
    const Taken *taken = request_sink(req);
    if (!taken) return fail(ctx, INVALID, "nothing came");
    buf_format(reply_with(req, 200, "text/plain"), "%zu %s %s %02x", taken->length,
               taken->ended ? "ended" : "cut", taken->pieces > 1 ? "pieces" : "whole",
               request_digest(req)[0]);
    return OK;
}

/* Gives letters; stops short where it is told to. */
typedef struct Letters {
    size_t left, breaks_at;
} Letters;

static int64_t letters_read(void *state, char *into, size_t room)
{
    Letters *letters = state;
    if (letters->left <= letters->breaks_at) return -1;
    size_t give = room < letters->left ? room : letters->left;
    memset(into, 'x', give);
    letters->left -= give;
    return (int64_t)give;
}

static Status api_letters(Ctx *ctx, Request *req)
{
    Letters *letters = malloc(sizeof *letters);
    if (!letters) return no_memory(ctx);
    bool breaks = request_header(req, "Break") != NULL;
    *letters = (Letters){3 * MEBIBYTE, breaks ? MEBIBYTE : 0};
    const AnswerSource source = {3 * MEBIBYTE, letters_read, free, letters};
    Status s = reply_source(ctx, req, "application/octet-stream", &source);
    if (request_header(req, "Spoil")) reply_header(req, "X-Spoilt", "a\nb");
    return s;
}

static const Route routes[] = {{POST, "/take", RIGHT_PUBLIC, .body = BODY_STREAM, .sink = &sink,
                                .max_body = LIMIT, .run = api_take, .doc = "Takes bytes"},
                               {GET, "/letters", RIGHT_PUBLIC, .run = api_letters,
                                .media = "application/octet-stream", .doc = "Gives bytes"},
                               ROUTE_END};
static const Route *const tables[] = {routes, NULL};

static Site *given_streams(T *t)
{
    return given_site(t, &(ServerOptions){.routes = tables, .max_buffered = 1024});
}

static char *letters_of(T *t, size_t length)
{
    char *text = arena_alloc(t->ctx->arena, length + 1);
    check(t, text != NULL);
    memset(text, 'y', length);
    return text;
}

TEST(a_sink_takes_a_body_in_pieces_that_no_buffer_would_hold)
{
    Site *site = given_streams(t);
    Ask take = {.method = "POST", .path = "/take", .body = letters_of(t, 3 * MEBIBYTE)};
    Answer answer = ask(site, take);
    check_int(t, answer.status, 200);
    check(t, strstr(answer.body, "3145728 ended pieces") == answer.body);
    char *first = arena_text(t->ctx->arena, answer.body);
    ((char *)(uintptr_t)take.body)[7] = 'z';
    check(t, strcmp(ask(site, take).body, first) != 0); /* the digest tells them apart */
    site_close(site);
}

TEST(a_sink_may_refuse_who_sends_and_what_comes)
{
    Site *site = given_streams(t);
    Ask take = {.method = "POST", .path = "/take", .body = "quiet", .headers = {"Unwanted: yes"}};
    check_problem(site, ask(site, take), 403, "forbidden");
    take = (Ask){.method = "POST", .path = "/take", .body = "loud!"};
    check_problem(site, ask(site, take), 422, "invalid");
    take.body = letters_of(t, LIMIT + 1);
    check_problem(site, ask(site, take), 413, "too_large");
    take = (Ask){.method = "POST", .path = "/take"};
    check_problem(site, ask(site, take), 422, "invalid");
    site_close(site);
}

TEST(a_body_that_is_cut_off_ends_no_sink)
{
    Site *site = given_streams(t);
    int connection = site_connect(site);
    send_text(site, connection,
              "POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
    close(connection);
    Ask take = {.method = "POST", .path = "/take", .body = "whole"};
    check_int(t, ask(site, take).status, 200);
    site_close(site);
}

static bool is_rid_of_all(void *site)
{
    return !server_is_full(((Site *)site)->server); /* it takes but one */
}

TEST(who_does_not_take_an_answer_is_cut_off)
{
    enum { ASKED = 20 }; /* more than lies between the two of them */
    Site *site = given_site(t, &(ServerOptions){.routes = tables,
                                                .threads = 1,
                                                .connections = 1,
                                                .receive_ms = 300,
                                                .idle_ms = 600000});
    int connection = site_connect(site);
    for (int i = 0; i < ASKED; i++)
        send_text(site, connection, "GET /letters HTTP/1.1\r\nHost: x\r\n\r\n");
    receive_until(site, connection, "xxx"); /* on a busy machine it may be cut before */
    check(t, comes_true(is_rid_of_all, site));
    close(connection);
    site_close(site);
}

TEST(an_answer_is_read_while_it_is_sent)
{
    Site *site = given_streams(t);
    Answer answer = ask_get(site, "/letters");
    check_int(t, answer.status, 200);
    check_int(t, answer.length, 3 * MEBIBYTE);
    check_int(t, strspn(answer.body, "x"), 3 * MEBIBYTE);
    answer = ask(site, (Ask){.method = "HEAD", .path = "/letters"});
    check_int(t, answer.status, 200);
    check_text(t, answer_header(site, &answer, "Content-Length"), "3145728");
    site_close(site);
}

TEST(an_answer_that_cannot_go_on_is_cut_and_one_that_was_spoilt_is_not_begun)
{
    Site *site = given_streams(t);
    Answer answer =
        ask(site, (Ask){.method = "GET", .path = "/letters", .headers = {"Break: yes"}});
    check(t, answer.status == 0 || answer.length < 3 * MEBIBYTE);
    answer = ask(site, (Ask){.method = "GET", .path = "/letters", .headers = {"Spoil: yes"}});
    check_int(t, answer.status, 500);
    site_close(site);
}
