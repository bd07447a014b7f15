/* What no well-behaved client sends. */
#include <string.h>
#include <unistd.h>

#include "http/compress.h"
#include "http/testing.h"

#define MEGABYTE ((size_t)1 << 20)

static int count_of(const char *text, const char *word)
{
    int count = 0;
    for (; (text = strstr(text, word)); text += strlen(word))
        count++;
    return count;
}

/* One request over a connection of its own, to its end. */
static char *exchange(Site *site, const char *request)
{
    int connection = site_connect(site);
    send_text(site, connection, request);
    char *got = receive_until(site, connection, NULL);
    close(connection);
    return got;
}

TEST(a_client_that_sends_byte_by_byte_is_answered)
{
    static const char request[] = "POST /api/v1/raw HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
                                  "Connection: close\r\n\r\nhello";
    Site *site = given_site(t, NULL);
    int connection = site_connect(site);
    for (size_t i = 0; i < sizeof request - 1; i++) {
        char one[2] = {request[i], 0};
        send_text(site, connection, one);
        usleep(500);
    }
    check(t, strstr(receive_until(site, connection, NULL), "\r\n\r\n5 hello"));
    close(connection);
    site_close(site);
}

static bool is_served(void *site)
{
    return ask_get(site, "/api/v1/small").status == 200;
}

TEST(a_client_that_takes_too_long_is_cut_off)
{
    Site *site = given_site(t, &(ServerOptions){.receive_ms = 300, .idle_ms = 1000});
    int head = site_connect(site), body = site_connect(site);
    send_text(site, head, "GET /api/v1/small HTTP/1.1\r\nHost:");
    send_text(site, body, "POST /api/v1/raw HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab");
    int64_t before_us = monotonic_us();
    check_text(t, receive_until(site, head, NULL), "");
    check_text(t, receive_until(site, body, NULL), "");
    check(t, monotonic_us() - before_us < PATIENCE_US);
    close(head);
    close(body);
    check(t, comes_true(is_served, site)); /* on a busy machine this client too may be slow */
    site_close(site);
}

/* Sends nothing, or the beginning of a line, and holds its place. */
static void crowd_in(Site *site, int *connections, int count)
{
    for (int i = 0; i < count; i++) {
        connections[i] = site_connect(site);
        if (i % 2) send_text(site, connections[i], "GET /api/v1/sm");
    }
}

TEST(who_only_holds_a_place_gives_way_when_there_is_hardly_room)
{
    int connections[15];
    Site *site = given_site(t, &(ServerOptions){.threads = 4,
                                                .connections = 16,
                                                .receive_ms = 3000,
                                                .idle_ms = 600000,
                                                .crowded_ms = 100});
    crowd_in(site, connections, 15);
    check_text(t, receive_until(site, connections[0], NULL), "");
    check(t, comes_true(is_served, site));
    for (int i = 0; i < 15; i++)
        close(connections[i]);
    site_close(site);
}

TEST(where_there_is_room_who_is_silent_may_stay)
{
    int connections[6];
    Site *site = given_site(t, &(ServerOptions){.threads = 4, .connections = 16, .crowded_ms = 1});
    crowd_in(site, connections, 6);
    usleep(300000);
    for (int i = 0; i < 6; i++) {
        send_text(site, connections[i],
                  i % 2 ? "all HTTP/1.1\r\nHost: a\r\n\r\n"
                        : "GET /api/v1/small HTTP/1.1\r\nHost: a\r\n\r\n");
        check(t, strstr(receive_until(site, connections[i], "\r\n\r\n"), "HTTP/1.1 200"));
        close(connections[i]);
    }
    site_close(site);
}

TEST(one_connection_serves_many_requests_also_sent_at_once)
{
    Site *site = given_site(t, NULL);
    char *got =
        exchange(site, "GET /api/v1/parcels/1 HTTP/1.1\r\nHost: a\r\n\r\n"
                       "POST /api/v1/raw HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\none"
                       "GET /api/v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n"
                       "POST /api/v1/raw HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked"
                       "\r\n\r\n2\r\ntw\r\n1\r\no\r\n0\r\n\r\n"
                       "GET /api/v1/small HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    check_int(t, count_of(got, "HTTP/1.1 200"), 4);
    check_int(t, count_of(got, "HTTP/1.1 404"), 1);
    check(t, strstr(got, "3 one"));
    check(t, strstr(got, "3 two"));
    check(t, strstr(strstr(got, "3 two"), "127.0.0.1 plain"));
    site_close(site);
}

TEST(a_refused_body_is_let_pass_and_the_connection_lives_on)
{
    Site *site = given_site(t, NULL);
    char *got =
        exchange(site, "POST /api/v1/nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n"
                       "\r\nbody"
                       "GET /api/v1/small HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    check_int(t, count_of(got, "HTTP/1.1 404"), 1);
    check_int(t, count_of(got, "HTTP/1.1 200"), 1);
    site_close(site);
}

TEST(lines_that_contradict_each_other_are_refused)
{
    static const char *const framings[] = {"Content-Length: 3\r\nContent-Length: 3\r\n",
                                           "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
                                           "Transfer-Encoding: gzip\r\n", "Content-Length: 3x\r\n",
                                           "Content-Length: -1\r\n"};
    Site *site = given_site(t, NULL);
    for (size_t i = 0; i < sizeof framings / sizeof *framings; i++) {
        char *got = exchange(site, arena_format(t->ctx->arena,
                                                "POST /api/v1/raw HTTP/1.1\r\nHost: a\r\n%s"
                                                "Connection: close\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                                                framings[i]));
        check(t, !strstr(got, " 200 "));
    }
    check(t, strstr(exchange(site, "POST /api/v1/raw HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                                   "Content-Length: 3\r\nConnection: close\r\n\r\nabc"),
                    "\"bad_request\""));
    site_close(site);
}

TEST(what_is_no_http_does_no_harm)
{
    static const char *const requests[] = {"\r\n\r\n\r\n",
                                           "GET\r\n\r\n",
                                           "nonsense",
                                           "GET / HTTP/9.9\r\n\r\n",
                                           "GET / HTTP/1.1\r\n\r\n",
                                           "\x16\x03\x01\x02",
                                           "GET / HTTP/1.1\r\nno colon\r\n\r\n"};
    Site *site = given_site(t, &(ServerOptions){.receive_ms = 200, .idle_ms = 200});
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        check(t, !strstr(exchange(site, requests[i]), " 200 "));
    check_int(t, ask_get(site, "/api/v1/small").status, 200);
    site_close(site);
}

TEST(too_many_or_too_large_header_lines_are_refused)
{
    Site *site = given_site(t, NULL);
    Buf head;
    buf_init(&head, t->ctx->arena);
    buf_text(&head, "GET /api/v1/small HTTP/1.1\r\nHost: a\r\nConnection: close\r\n");
    for (int i = 0; i < 70; i++)
        buf_format(&head, "X-%d: 1\r\n", i);
    buf_text(&head, "\r\n");
    check(t, strstr(exchange(site, head.data), "\"header_too_large\""));
    buf_clear(&head);
    buf_text(&head, "GET /api/v1/small HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Long: ");
    for (int i = 0; i < 900; i++)
        buf_text(&head, "0123456789");
    buf_text(&head, "\r\n\r\n");
    check(t, strstr(exchange(site, head.data), "\"header_too_large\""));
    for (int i = 0; i < 2000; i++)
        buf_text(&head, "0123456789");
    check(t, !strstr(exchange(site, head.data), " 200 ")); /* libmicrohttpd's own 431 */
    site_close(site);
}

TEST(as_many_and_as_large_header_lines_as_are_allowed_are_taken_with_a_body_behind)
{
    enum { LINES = 61, BODY = 100000 };
    Site *site = given_site(t, NULL);
    Buf request;
    buf_init(&request, t->ctx->arena);
    buf_format(&request,
               "POST /api/v1/raw HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
               "Content-Length: %d\r\n",
               BODY);
    for (int i = 0; i < LINES; i++)
        buf_format(&request, "X-%02d: %0122d\r\n", i, i);
    buf_text(&request, "\r\n");
    check(t, request.length > 8000 && request.length <= 8192);
    for (int i = 0; i < BODY / 10; i++)
        buf_text(&request, "0123456789");
    check(t, strstr(exchange(site, request.data), "\r\n\r\n100000 0123456789"));
    site_close(site);
}

TEST(a_body_over_its_limit_is_refused_before_it_is_read)
{
    Site *site = given_site(t, NULL);
    char *big = arena_alloc(t->ctx->arena, 3 * MEGABYTE);
    memset(big, 'x', 3 * MEGABYTE);
    Ask post = {.method = "POST", .path = "/api/v1/raw", .body = big, .length = 3 * MEGABYTE};
    check_problem(site, ask(site, post), 413, "too_large");
    post.headers[0] = "Expect:"; /* not waiting for a hundred: it comes all at once */
    check_problem(site, ask(site, post), 413, "too_large");
    post.headers[1] = "Transfer-Encoding: chunked";
    check_problem(site, ask(site, post), 413, "too_large");
    post.length = 2 * MEGABYTE;
    check_int(t, ask(site, post).status, 200);
    site_close(site);
}

TEST(a_zip_bomb_is_refused_by_the_server)
{
    size_t length;
    Compressor *compressor;
    Site *site = given_site(t, NULL);
    void *zeros = memory_alloc(30 * MEGABYTE);
    check_ok(t, compressor_new(t->ctx, 9, &compressor));
    void *bomb = compress_gzip(compressor, t->ctx->arena, zeros, 30 * MEGABYTE, &length);
    compressor_release(compressor);
    memory_free(zeros);
    Ask post = {.method = "POST",
                .path = "/api/v1/raw",
                .headers = {"Content-Encoding: gzip"},
                .body = bomb,
                .length = length};
    check_problem(site, ask(site, post), 413, "too_large");
    post.length = length / 2; /* cut off within */
    check_problem(site, ask(site, post), 413, "too_large");
    post.headers[0] = "Content-Encoding: br";
    Answer answer = ask(site, post);
    check_problem(site, answer, 415, "unsupported");
    check_text(t, answer_header(site, &answer, "Accept-Encoding"), "gzip, deflate");
    post.body = "plain";
    post.length = 5;
    post.headers[0] = "Content-Encoding: gzip";
    check_problem(site, ask(site, post), 422, "invalid");
    site_close(site);
}

TEST(a_client_that_waits_for_a_hundred_gets_it_or_the_refusal)
{
    Site *site = given_site(t, NULL);
    int connection = site_connect(site);
    send_text(site, connection,
              "POST /api/v1/raw HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n"
              "Expect: 100-continue\r\n\r\n");
    check(t, strstr(receive_until(site, connection, "\r\n\r\n"), "HTTP/1.1 100"));
    send_text(site, connection, "hello");
    check(t, strstr(receive_until(site, connection, "5 hello"), "5 hello"));
    close(connection);
    check(t, strstr(exchange(site, "POST /api/v1/raw HTTP/1.1\r\nHost: a\r\n"
                                   "Content-Length: 99999999\r\nExpect: 100-continue\r\n\r\n"),
                    "HTTP/1.1 413"));
    site_close(site);
}
