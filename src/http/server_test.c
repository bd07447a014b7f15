#include "http/server.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "http/testing.h"

TEST(a_get_is_answered_with_json_and_the_usual_headers)
{
    Site *site = given_site(t, NULL);
    Answer answer = ask_get(site, "/api/v1/parcels/12");
    check_int(t, answer.status, 200);
    check_text(t, answer_text(site, &answer, "id"), "12");
    check_text(t, answer_text(site, &answer, "phone"), "138****5678"); /* nobody may see it */
    check_text(t, answer_header(site, &answer, "Content-Type"), "application/json");
    check_text(t, answer_header(site, &answer, "ETag"), "\"7\"");
    check_text(t, answer_header(site, &answer, "X-Content-Type-Options"), "nosniff");
    check_text(t, answer_header(site, &answer, "Referrer-Policy"), "same-origin");
    check(t, strstr(answer_header(site, &answer, "Content-Security-Policy"), "frame-ancestors"));
    check(t, answer_header(site, &answer, "X-Request-Id") != NULL);
    site_close(site);
}

TEST(head_tells_what_get_would_send_without_its_body)
{
    Site *site = given_site(t, NULL);
    Answer answer = ask(site, (Ask){.method = "HEAD", .path = "/api/v1/large"});
    check_int(t, answer.status, 200);
    check_int(t, answer.length, 0);
    check_text(t, answer_header(site, &answer, "Content-Length"), "10011");
    site_close(site);
}

TEST(what_is_not_there_is_a_problem_with_its_request_id)
{
    Site *site = given_site(t, NULL);
    Answer answer = ask_get(site, "/api/v1/nothing");
    check_problem(site, answer, 404, "not_found");
    check_text(t, answer_header(site, &answer, "Content-Type"), "application/problem+json");
    check_text(t, answer_text(site, &answer, "request_id"),
               answer_header(site, &answer, "X-Request-Id"));
    check_text(t, answer_text(site, &answer, "status"), "404");
    check_text(t, answer_text(site, &answer, "type"), "urn:parceldesk:problem:not_found");
    check_problem(site, ask_get(site, "/api/v1/parcels/x"), 404, "not_found");
    check_problem(site, ask_get(site, "/api/v1/parcels/"), 404, "not_found");
    check_problem(site, ask_get(site, "/api/v1/parcels/99999999999999999999"), 404, "not_found");
    site_close(site);
}

TEST(a_method_that_is_not_served_names_those_that_are)
{
    Site *site = given_site(t, NULL);
    Answer answer = ask(site, (Ask){.method = "DELETE", .path = "/api/v1/parcels/1"});
    check_problem(site, answer, 405, "method_not_allowed");
    check_text(t, answer_header(site, &answer, "Allow"), "GET, PUT, HEAD");
    check_problem(site, ask(site, (Ask){.method = "BREW", .path = "/api/v1/parcels"}), 405,
                  "method_not_allowed");
    answer = ask(site,
                 (Ask){.method = "TRACE", .path = "/api/v1/parcels/1", .headers = {"X-Name: one"}});
    check_problem(site, answer, 405, "method_not_allowed");
    check(t, !strstr(answer.body, "X-Name"));
    site_close(site);
}

TEST(a_path_that_climbs_is_refused)
{
    Site *site = given_site(t, NULL);
    check_problem(site, ask_get(site, "/api/../etc/passwd"), 400, "bad_path");
    check_problem(site, ask_get(site, "/api/v1/parcels/%2e%2e"), 400, "bad_path");
    check_problem(site, ask_get(site, "/api/v1/parcels/%00"), 400, "bad_path");
    site_close(site);
}

TEST(query_parameters_are_decoded_and_checked)
{
    Site *site = given_site(t, NULL);
    Answer answer = ask_get(site, "/api/v1/parcels?stage=hub_in&limit=2");
    check_int(t, answer.status, 200);
    check(t, strstr(answer.body, "\"no\":\"hub_in\""));
    check(t, answer_text(site, &answer, "next") != NULL);
    static const struct {
        const char *path, *field;
    } bad[] = {
        {"/api/v1/parcels?unknown=1", "unknown"},    {"/api/v1/parcels?limit=201", "limit"},
        {"/api/v1/parcels?limit=x", "limit"},        {"/api/v1/parcels?limit=1&limit=2", "limit"},
        {"/api/v1/parcels?from=2026-02-30", "from"}, {"/api/v1/parcels/1?x=1", "x"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        answer = ask_get(site, bad[i].path);
        check_problem(site, answer, 422, "invalid");
        check_text(t, answer_text(site, &answer, "field"), bad[i].field);
    }
    check_problem(site, ask_get(site, "/api/v1/parcels?stage=%ff"), 422, "invalid");
    site_close(site);
}

TEST(rights_are_asked_for)
{
    Site *site = given_site(t, NULL);
    Answer answer = ask_get(site, "/api/v1/mine");
    check_problem(site, answer, 401, "unauthenticated");
    check_text(t, answer_header(site, &answer, "WWW-Authenticate"), "Bearer");
    Ask mine = {.method = "GET", .path = "/api/v1/mine", .headers = {"Authorization: Bearer bad"}};
    check_problem(site, ask(site, mine), 401, "unauthenticated");
    mine.headers[0] = GOOD_TOKEN;
    check_int(t, ask(site, mine).status, 200);
    mine.path = "/api/v1/secret";
    check_problem(site, ask(site, mine), 403, "forbidden");
    mine.path = "/api/v1/small"; /* open to all, also to one whose token is no good */
    mine.headers[0] = "Authorization: Bearer bad";
    check_int(t, ask(site, mine).status, 200);
    site_close(site);
}

TEST(another_site_cannot_make_a_browser_write)
{
    Site *site = given_site(t, NULL);
    Ask post = {.method = "POST",
                .path = "/api/v1/mine",
                .headers = {"Cookie: session=good", "Origin: https://evil.example"}};
    check_problem(site, ask(site, post), 403, "forbidden");
    post.headers[1] = "Sec-Fetch-Site: cross-site";
    check_problem(site, ask(site, post), 403, "forbidden");
    post.headers[1] = "Sec-Fetch-Site: same-origin";
    check_int(t, ask(site, post).status, 200);
    post.headers[1] = arena_format(t->ctx->arena, "Origin: %s", server_url(site->server));
    check_int(t, ask(site, post).status, 200);
    post.headers[1] = "Origin: null";
    check_problem(site, ask(site, post), 403, "forbidden");
    site_close(site);
}

TEST(an_unchanged_thing_is_not_sent_again)
{
    Site *site = given_site(t, NULL);
    Ask get = {.method = "GET", .path = "/api/v1/parcels/1", .headers = {"If-None-Match: \"7\""}};
    Answer answer = ask(site, get);
    check_int(t, answer.status, 304);
    check_int(t, answer.length, 0);
    check_text(t, answer_header(site, &answer, "ETag"), "\"7\"");
    get.headers[0] = "If-None-Match: \"6\", W/\"7\"";
    check_int(t, ask(site, get).status, 304);
    get.headers[0] = "If-None-Match: \"77\"";
    check_int(t, ask(site, get).status, 200);
    site_close(site);
}

TEST(a_change_must_name_the_version_it_changes)
{
    Site *site = given_site(t, NULL);
    Ask put = {.method = "PUT",
               .path = "/api/v1/parcels/1",
               .headers = {GOOD_TOKEN, "Content-Type: application/json", NULL},
               .body = "{\"no\":\"A\"}"};
    check_problem(site, ask(site, put), 428, "precondition_required");
    put.headers[2] = "If-Match: \"6\"";
    check_problem(site, ask(site, put), 412, "stale");
    put.headers[2] = "If-Match: *";
    check_problem(site, ask(site, put), 422, "invalid");
    put.headers[2] = "If-Match: \"7\"";
    Answer answer = ask(site, put);
    check_int(t, answer.status, 200);
    check_text(t, answer_header(site, &answer, "ETag"), "\"8\"");
    site_close(site);
}

TEST(a_bad_body_names_its_field)
{
    Site *site = given_site(t, NULL);
    Ask put = {.method = "PUT",
               .path = "/api/v1/parcels/1",
               .headers = {GOOD_TOKEN, "If-Match: \"7\"", "Content-Type: application/json"},
               .body = "{\"no\":\"A\",\"weight_g\":50001}"};
    Answer answer = ask(site, put);
    check_problem(site, answer, 422, "invalid");
    check_text(t, answer_text(site, &answer, "field"), "weight_g");
    put.body = "{\"no\":\"A\",\"other\":1}";
    answer = ask(site, put);
    check_problem(site, answer, 422, "invalid");
    check_text(t, answer_text(site, &answer, "field"), "other");
    put.body = "{\"no\":";
    check_problem(site, ask(site, put), 422, "invalid");
    put.headers[2] = "Content-Type: text/xml";
    check_problem(site, ask(site, put), 415, "unsupported");
    put.headers[2] = NULL;
    check_problem(site, ask(site, put), 415, "unsupported"); /* curl's urlencoded form */
    site_close(site);
}

TEST(a_body_where_none_belongs_is_refused)
{
    Site *site = given_site(t, NULL);
    Ask get = {.method = "GET", .path = "/api/v1/small", .body = "surprise"};
    check_problem(site, ask(site, get), 422, "invalid");
    site_close(site);
}

TEST(an_address_that_asks_too_often_is_told_when_to_come_back)
{
    Site *site = given_site(t, NULL);
    for (int i = 0; i < 3; i++)
        check_int(t, ask_get(site, "/api/v1/limited").status, 200);
    Answer answer = ask_get(site, "/api/v1/limited");
    check_problem(site, answer, 429, "too_many");
    check(t, answer_header(site, &answer, "Retry-After") != NULL);
    check_int(t, ask_get(site, "/api/v1/small").status, 200);
    site_close(site);
}

TEST(large_text_is_compressed_for_those_who_accept_it)
{
    Site *site = given_site(t, NULL);
    Ask get = {.method = "GET", .path = "/api/v1/large", .headers = {"Accept-Encoding: br, gzip"}};
    Answer answer = ask(site, get);
    check_text(t, answer_header(site, &answer, "Content-Encoding"), "gzip");
    check_text(t, answer_header(site, &answer, "Vary"), "Accept-Encoding");
    check(t, answer.length < 200);
    get.headers[0] = "Accept-Encoding: gzip;q=0, br";
    answer = ask(site, get);
    check(t, !answer_header(site, &answer, "Content-Encoding"));
    check_int(t, answer.length, 10011);
    get.path = "/api/v1/small";
    get.headers[0] = "Accept-Encoding: gzip";
    answer = ask(site, get);
    check(t, !answer_header(site, &answer, "Content-Encoding"));
    site_close(site);
}

TEST(metrics_are_for_this_machine_and_for_whom_its_options_name)
{
    static const char *const proxies[] = {"127.0.0.1", NULL};
    static const char *const readers[] = {"198.51.100.0/24", "2001:db8::/32", NULL};
    Ask get = {.method = "GET", .path = "/metrics", .headers = {"X-Forwarded-For: 198.51.100.9"}};
    Site *site = given_site(t, &(ServerOptions){.trusted_proxies = proxies});
    check_int(t, ask_get(site, "/metrics").status, 200);
    check_problem(site, ask(site, get), 403, "forbidden");
    site_close(site);
    const ServerOptions named = {.trusted_proxies = proxies, .metrics_readers = readers};
    site = given_site(t, &named);
    check_int(t, ask(site, get).status, 200);
    get.headers[0] = "X-Forwarded-For: 2001:db8::7";
    check_int(t, ask(site, get).status, 200);
    get.headers[0] = "X-Forwarded-For: 203.0.113.9";
    check_problem(site, ask(site, get), 403, "forbidden");
    get.headers[0] = "X-Forwarded-For: unknown";
    check_problem(site, ask(site, get), 403, "forbidden");
    get.headers[0] = "Forwarded: for=127.0.0.1";
    check_problem(site, ask(site, get), 403, "forbidden");
    check_int(t, ask_get(site, "/metrics").status, 200);
    site_close(site);
}

TEST(a_handler_that_fails_inside_tells_nothing_of_it)
{
    Site *site = given_site(t, NULL);
    Answer answer = ask_get(site, "/api/v1/broken");
    check_problem(site, answer, 500, "internal");
    check(t, !strstr(answer.body, "secret"));
    check(t, !strstr(answer.body, "half"));
    check_problem(site, ask_get(site, "/api/v1/silent"), 500, "internal");
    site_close(site);
}

TEST(a_header_of_two_lines_is_not_sent)
{
    Site *site = given_site(t, NULL);
    Answer answer = ask_get(site, "/api/v1/split");
    check_problem(site, answer, 500, "internal");
    check(t, !answer_header(site, &answer, "X-Name"));
    check(t, !answer_header(site, &answer, "X-Other"));
    site_close(site);
}

TEST(another_site_may_read_nothing)
{
    static const char *const paths[] = {"/api/v1/small", "/page", "/api/v1/nothing"};
    Site *site = given_site(t, NULL);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        Ask get = {.method = "GET", .path = paths[i], .headers = {"Origin: https://other.example"}};
        Answer answer = ask(site, get);
        check(t, answer.status != 0 && !strcasestr(answer.head, "Access-Control-"));
        get.method = "OPTIONS";
        get.headers[1] = "Access-Control-Request-Method: POST";
        answer = ask(site, get);
        check(t, answer.status >= 400 && !strcasestr(answer.head, "Access-Control-"));
    }
    site_close(site);
}

TEST(a_page_may_load_what_it_came_with)
{
    Site *site = given_site(t, NULL);
    Answer answer = ask_get(site, "/page");
    check_text(t, answer_header(site, &answer, "Content-Security-Policy"),
               "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
               "form-action 'self'; frame-ancestors 'none'");
    check_text(t, answer_header(site, &answer, "X-Frame-Options"), "DENY");
    site_close(site);
}

TEST(a_browser_that_sent_a_form_is_shown_a_page_and_a_machine_told_json)
{
    Ask post = {.method = "POST",
                .path = "/page/form",
                .headers = {"Accept: text/html,application/xhtml+xml,*/*;q=0.8"},
                .body = "a=1"};
    Site *site = given_site(t, NULL);
    Answer answer = ask(site, post);
    check_int(t, answer.status, 409);
    check_text(t, answer_header(site, &answer, "Content-Type"), "text/html; charset=utf-8");
    check(t, strstr(answer.body, "<!doctype html>") == answer.body);
    check(t, strstr(answer.body, "<a href=\"/page\">") != NULL);
    check(t, strstr(answer.body, "<there>") == NULL);
    post.body = "a=1234567890123456";
    answer = ask(site, post);
    check_int(t, answer.status, 413);
    check(t, strstr(answer.body, "内容太大或太多") != NULL);
    post.headers[0] = "Accept: application/json";
    check_problem(site, ask(site, post), 413, "too_large");
    post.headers[0] = NULL;
    post.body = "a=1";
    check_problem(site, ask(site, post), 409, "conflict");
    site_close(site);
}

TEST(a_browser_that_goes_where_nothing_is_is_shown_a_page_and_a_machine_told_json)
{
    Ask get = {.method = "GET",
               .path = "/nonsense/x",
               .headers = {"Accept: text/html,application/xhtml+xml,*/*;q=0.8"}};
    Site *site = given_site(t, NULL);
    Answer answer = ask(site, get);
    check_int(t, answer.status, 404);
    check_text(t, answer_header(site, &answer, "Content-Type"), "text/html; charset=utf-8");
    check(t, strstr(answer.body, "没有这个页面") != NULL);
    check(t, strstr(answer.body, "There is no such page") != NULL);
    check(t, strstr(answer.body, "<a href=\"/\">") != NULL);
    get.path = "/api/v1/nonsense";
    check_problem(site, ask(site, get), 404, "not_found");
    get.path = "/nonsense/x";
    get.headers[0] = "Accept: */*";
    check_problem(site, ask(site, get), 404, "not_found");
    site_close(site);
}

TEST(the_forwarded_address_counts_behind_a_trusted_proxy)
{
    static const char *const proxies[] = {"127.0.0.0/8", NULL};
    Ask get = {.method = "GET",
               .path = "/api/v1/small",
               .headers = {"X-Forwarded-For: 198.51.100.9", "X-Forwarded-Proto: https"}};
    Site *site = given_site(t, NULL);
    check_text(t, ask(site, get).body, "127.0.0.1 plain /api/v1/small");
    site_close(site);
    site = given_site(t, &(ServerOptions){.trusted_proxies = proxies});
    check_text(t, ask(site, get).body, "198.51.100.9 secure /api/v1/small");
    site_close(site);
}

TEST(each_request_is_one_line_of_the_log_that_names_its_route_and_not_its_path)
{
    FILE *file = tmpfile();
    const Log log = {.file = fileno(file)};
    Site *site = given_site(t, &(ServerOptions){.log = &log});
    Ask get = {.method = "GET", .path = "/api/v1/parcels/771234567890123"};
    get.headers[0] = GOOD_TOKEN;
    check_int(t, ask(site, get).status, 200);
    ask_get(site, "/api/v1/broken");
    site_close(site);
    char lines[2000] = "";
    check(t, fseek(file, 0, SEEK_SET) == 0 && fread(lines, 1, sizeof lines - 1, file) > 0);
    fclose(file);
    check(t, strstr(lines, "route=/api/v1/parcels/{id} status=200"));
    check(t, strstr(lines, "person=42"));
    check(t, strstr(lines, "cause=\"the secret inside\""));
    check(t, !strstr(lines, "771234567890123"));
}

TEST(what_is_behind_a_failure_is_for_the_log_and_not_for_the_caller)
{
    FILE *file = tmpfile();
    const Log log = {.file = fileno(file)};
    Site *site = given_site(t, &(ServerOptions){.log = &log});
    Answer away = ask_get(site, "/api/v1/away");
    site_close(site);
    char lines[1000] = "";
    check(t, fseek(file, 0, SEEK_SET) == 0 && fread(lines, 1, sizeof lines - 1, file) > 0);
    fclose(file);
    check_int(t, away.status, 503);
    check(t, strstr(away.body, "it is away"));
    check(t, !strstr(away.body, "127.0.0.1"));
    check(t, strstr(lines, "cause=\"nobody at 127.0.0.1:1\""));
}

TEST(it_listens_on_ipv6_too)
{
    Site *site = given_site(t, &(ServerOptions){.listen = "[::1]:0"});
    check(t, strstr(server_url(site->server), "http://[::1]:"));
    check_text(t, ask_get(site, "/api/v1/small").body, "::1 plain /api/v1/small");
    site_close(site);
}

TEST(an_address_that_cannot_be_listened_on_is_named)
{
    static const Route none[] = {ROUTE_END};
    const Route *const tables[] = {none, NULL};
    House house = {.source = t->ctx->source};
    Ctx ctx = *t->ctx;
    ctx.house = &house;
    ServerOptions options = {.routes = tables};
    Server *server, *second;
    static const char *const bad[] = {"",       "8080", "1.2.3.4",        "nowhere.invalid:1",
                                      "::1:80", "a:b",  "127.0.0.1:99999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        options.listen = bad[i];
        check_status(t, server_start(&ctx, &options, &server), INVALID);
    }
    options.listen = "127.0.0.1:0";
    check_ok(t, server_start(&ctx, &options, &server));
    options.listen = server_url(server) + strlen("http://");
    check_status(t, server_start(&ctx, &options, &second), UNAVAILABLE);
    server_stop(server);
}

TEST(no_request_may_be_the_system_itself)
{
    static const Gate without = {.nobody = NULL};
    House house = {.source = t->ctx->source};
    Ctx ctx = *t->ctx;
    ctx.house = &house;
    Server *server;
    ServerOptions options = {.listen = "127.0.0.1:0", .gate = &without};
    check_status(t, server_start(&ctx, &options, &server), INVALID);
}

TEST(health_metrics_and_readiness_are_told)
{
    Site *site = given_site(t, NULL);
    check_text(t, ask_get(site, "/healthz").body, "ok\n");
    check_int(t, ask_get(site, "/readyz").status, 200);
    ask_get(site, "/api/v1/parcels/771234567890123");
    Answer answer = ask_get(site, "/metrics");
    static const char counted[] = "parceldesk_http_requests_total{method=\"GET\","
                                  "route=\"/api/v1/parcels/{id}\",status=\"2xx\"} 1\n";
    /* a request counts when its connection is done with it, which its client does not wait for */
    for (int tries = 0; tries < 100 && !strstr(answer.body, counted); tries++)
        answer = ask_get(site, "/metrics");
    check(t, strstr(answer.body, counted));
    check(t, strstr(answer.body, "parceldesk_resident_bytes "));
    check(t, !strstr(answer.body, "771234567890123"));
    site_close(site);
}
