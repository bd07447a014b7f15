#include <curl/curl.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http/testing.h"

static void given_certificate(T *t, char **certificate, char **key)
{
    *certificate = arena_format(t->ctx->arena, "%s/cert.pem", t->folder);
    *key = arena_format(t->ctx->arena, "%s/key.pem", t->folder);
    char *command = arena_format(
        t->ctx->arena,
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        " -subj /CN=localhost -keyout %s -out %s 2>/dev/null",
        *key, *certificate);
    check_int(t, system(command), 0);
}

TEST(tls_is_served_with_a_certificate_and_its_key)
{
    char *certificate, *key;
    given_certificate(t, &certificate, &key);
    Site *site = given_site(t, &(ServerOptions){.certificate = certificate, .key = key});
    check(t, strncmp(server_url(site->server), "https://", 8) == 0);
    Answer answer = ask_get(site, "/api/v1/small");
    check_text(t, answer.body, "127.0.0.1 secure /api/v1/small");
    answer = ask_get(site, "/api/v1/large");
    check_int(t, answer.length, 10011);
    site_close(site);
}

TEST(over_tls_a_cookie_is_this_hosts_alone_and_one_of_another_kind_is_not_taken_for_it)
{
    char *certificate, *key;
    given_certificate(t, &certificate, &key);
    Site *site = given_site(t, &(ServerOptions){.certificate = certificate, .key = key});
    Answer answer = ask_get(site, "/api/v1/cookie");
    check_text(t, answer_header(site, &answer, "Set-Cookie"),
               "__Host-session=good; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=60");
    Ask mine = {.method = "GET", .path = "/api/v1/mine", .headers = {"Cookie: session=good"}};
    check_int(t, ask(site, mine).status, 401);
    mine.headers[0] = "Cookie: __Host-session=good";
    check_int(t, ask(site, mine).status, 200);
    site_close(site);
}

TEST(in_clear_a_cookie_has_its_own_name_and_path)
{
    Site *site = given_site(t, NULL);
    Answer answer = ask_get(site, "/api/v1/cookie");
    check_text(t, answer_header(site, &answer, "Set-Cookie"),
               "session=good; Path=/api/v1/session; HttpOnly; SameSite=Strict; Max-Age=60");
    Ask mine = {.method = "GET", .path = "/api/v1/mine", .headers = {"Cookie: session=good"}};
    check_int(t, ask(site, mine).status, 200);
    mine.headers[0] = "Cookie: __Host-session=good";
    check_int(t, ask(site, mine).status, 401);
    site_close(site);
}

TEST(behind_a_proxy_with_tls_cookies_are_those_of_tls)
{
    static const char *const proxies[] = {"127.0.0.1", NULL};
    Site *site = given_site(t, &(ServerOptions){.trusted_proxies = proxies});
    Ask get = {.method = "GET", .path = "/api/v1/cookie", .headers = {"X-Forwarded-Proto: https"}};
    Answer answer = ask(site, get);
    check(t, strstr(answer_header(site, &answer, "Set-Cookie"), "; Secure"));
    check(t, answer_header(site, &answer, "Strict-Transport-Security") != NULL);
    site_close(site);
}

TEST(browsers_are_told_to_stay_with_tls_by_every_answer_over_it_and_by_none_in_clear)
{
    static const char *const paths[] = {"/api/v1/small", "/api/v1/nothing", "/page",
                                        "/api/v1/mine"};
    char *certificate, *key;
    given_certificate(t, &certificate, &key);
    Site *clear = given_site(t, NULL);
    Site *site = given_site(t, &(ServerOptions){.certificate = certificate, .key = key});
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        Answer answer = ask_get(site, paths[i]);
        check_text(t, answer_header(site, &answer, "Strict-Transport-Security"),
                   "max-age=31536000; includeSubDomains");
        answer = ask_get(clear, paths[i]);
        check(t, !answer_header(clear, &answer, "Strict-Transport-Security"));
    }
    site_close(site);
    site_close(clear);
}

static bool takes_tls(Site *site, long version)
{
    CURL *curl = curl_easy_init();
    const char *url =
        arena_format(site->t->ctx->arena, "%s/api/v1/small", server_url(site->server));
    check(site->t, curl && url);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_CIPHER_LIST, "DEFAULT@SECLEVEL=0");
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, version);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_cleanup(curl);
    return code == CURLE_OK;
}

TEST(tls_before_its_version_1_2_is_not_spoken)
{
    char *certificate, *key;
    given_certificate(t, &certificate, &key);
    Site *site = given_site(t, &(ServerOptions){.certificate = certificate, .key = key});
    check(t, !takes_tls(site, CURL_SSLVERSION_TLSv1_0 | CURL_SSLVERSION_MAX_TLSv1_0));
    check(t, !takes_tls(site, CURL_SSLVERSION_TLSv1_1 | CURL_SSLVERSION_MAX_TLSv1_1));
    check(t, takes_tls(site, CURL_SSLVERSION_TLSv1_2 | CURL_SSLVERSION_MAX_TLSv1_2));
    check(t, takes_tls(site, CURL_SSLVERSION_TLSv1_3));
    site_close(site);
}

/* What a client says that asks for a second handshake over the same connection, until the server
 * has let go of it; *code 124: it did not within a minute. */
static const char *handshake_again(Site *site, int *code)
{
    T *t = site->t;
    Buf said;
    buf_init(&said, t->ctx->arena);
    const char *keys = arena_format(t->ctx->arena, "%s/keys", t->folder);
    const char *command = arena_format(
        t->ctx->arena, "timeout 60 openssl s_client -tls1_2 -connect 127.0.0.1:%d <%s 2>&1",
        server_port(site->server), keys);
    check_int(t, mkfifo(keys, 0600), 0);
    int writer = open(keys, O_RDWR | O_CLOEXEC);
    check(t, writer >= 0 && write(writer, "R\n", 2) == 2);
    FILE *client = popen(command, "re");
    check(t, client != NULL);
    for (int c; (c = fgetc(client)) != EOF;)
        buf_char(&said, (char)c);
    *code = WEXITSTATUS(pclose(client));
    close(writer);
    check_ok(t, buf_check(t->ctx, &said));
    return said.data;
}

/* Who may ask for them makes the server calculate: CVE-2011-1473. */
TEST(a_client_that_asks_for_a_second_handshake_is_let_go)
{
    int code;
    char *certificate, *key;
    given_certificate(t, &certificate, &key);
    Site *site = given_site(t, &(ServerOptions){.certificate = certificate, .key = key});
    check(t, strstr(handshake_again(site, &code), "RENEGOTIATING"));
    check(t, code != 124);
    check_int(t, ask_get(site, "/api/v1/small").status, 200);
    site_close(site);
}

TEST(a_certificate_that_cannot_be_is_refused_at_start)
{
    char *certificate, *key;
    given_certificate(t, &certificate, &key);
    static const Route none[] = {ROUTE_END};
    const Route *const tables[] = {none, NULL};
    House house = {.source = t->ctx->source};
    Ctx ctx = *t->ctx;
    ctx.house = &house;
    Server *server;
    ServerOptions options = {.listen = "127.0.0.1:0", .routes = tables, .certificate = certificate};
    check_status(t, server_start(&ctx, &options, &server), INVALID); /* without its key */
    options.key = certificate;
    check_status(t, server_start(&ctx, &options, &server), INVALID); /* that is no key */
    options.key = "/nowhere/key.pem";
    check_status(t, server_start(&ctx, &options, &server), INVALID);
}
