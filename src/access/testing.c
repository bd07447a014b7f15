#include "access/testing.h"

#include <string.h>
#include <unistd.h>

#include "access/gate.h"
#include "access/tables.h"
#include "access/token.h"
#include "db/db.h"

Site *given_feed(T *t)
{
    const Route *const tables[] = {feed_slice.routes, NULL};
    const ServerOptions options = {.listen = "127.0.0.1:0", .routes = tables, .gate = &access_gate};
    Site *site = ARENA_NEW(t->ctx->arena, Site);
    check(t, site != NULL);
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    check_ok(t, feed_new(t->ctx, 0, &t->house->feed));
    site->t = t;
    check_ok(t, server_start(t->ctx, &options, &site->server));
    return site;
}

void close_feed(Site *site)
{
    T *t = site->t;
    server_stop(site->server);
    feed_release(t->house->feed);
    t->house->feed = NULL;
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
}

const char *given_listener(T *t, const char *outlet, int64_t customer_id)
{
    const char *rights[] = {"feed.read"};
    Token token = {.name = "ears",
                   .rights = {rights, 1},
                   .outlet = outlet,
                   .customer_id = customer_id,
                   .expires_at = NONE};
    check_ok(t, token_create(t->ctx, &token));
    return arena_format(t->ctx->arena, "Authorization: Bearer %s\r\n", token.secret);
}

int listen_as(Site *site, const char *header)
{
    int connection = site_connect(site);
    send_text(site, connection,
              arena_format(site->t->ctx->arena, "GET /api/v1/feed HTTP/1.1\r\nHost: a\r\n%s\r\n",
                           header));
    check(site->t, strstr(receive_until(site, connection, "retry: 3000"), "event-stream"));
    return connection;
}

const char *heard_of(T *t, const char *header, Status (*work)(Ctx *ctx, void *work), void *with,
                     const char *end)
{
    Site *site = given_feed(t);
    int ear = listen_as(site, header);
    check_ok(t, database_write(t->ctx, t->house->database, work, with));
    const char *heard = receive_until(site, ear, end);
    close(ear);
    close_feed(site);
    return heard;
}

int64_t told(T *t)
{
    FeedState state;
    feed_state(t->house->feed, &state);
    return state.published;
}
