#include "start/pulse.h"

#include <stdio.h>
#include <unistd.h>

#include "http/listen.h"
#include "http/testing.h"

TEST(a_server_that_answers_lives)
{
    Site *site = given_site(t, &(ServerOptions){0});
    check(t, pulse_beats(server_url(site->server), PATIENCE_US));
    check(t, !server_is_full(site->server));
    site_close(site);
}

TEST(a_server_that_takes_connections_and_never_answers_does_not)
{
    char name[64], url[80];
    int listener;
    check_ok(t, listen_open(t->ctx, "127.0.0.1:0", &listener));
    listen_name(listener, name, sizeof name);
    snprintf(url, sizeof url, "http://%s", name);
    check(t, !pulse_beats(url, 200000));
    close(listener);
    check(t, !pulse_beats(url, PATIENCE_US));
}
