#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
