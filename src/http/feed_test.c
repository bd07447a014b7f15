#include "http/feed.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/testing.h"

static void publish(Site *site, int64_t key, const char *data)
{
    feed_publish(site->house.feed,
                 &(FeedChange){.event = "parcel.changed", .data = data, .keys = {key}});
}

/* Begins to listen and waits for the greeting; `from` is a header line or "". */
static int listen_from(Site *site, const char *path, const char *from)
{
    int connection = site_connect(site);
    send_text(
        site, connection,
        arena_format(site->t->ctx->arena, "GET %s HTTP/1.1\r\nHost: a\r\n%s\r\n", path, from));
    return connection;
}

static int listen(Site *site, const char *path)
{
    int connection = listen_from(site, path, "");
    check(site->t, strstr(receive_until(site, connection, "retry: 3000"), "text/event-stream"));
    return connection;
}

static int64_t last_id(const char *stream)
{
    int64_t id = 0;
    for (const char *at = stream; (at = strstr(at, "id: ")); at += 4)
        id = strtoll(at + 4, NULL, 10);
    return id;
}

TEST(listeners_are_told_what_changes)
{
    Site *site = given_site(t, NULL);
    int one = listen(site, "/api/v1/feed"), two = listen(site, "/api/v1/feed/5");
    publish(site, 4, "{\"n\":1}");
    publish(site, 5, "{\"n\":2}");
    char *got = receive_until(site, one, "{\"n\":2}");
    check(t, strstr(got, "event: parcel.changed\ndata: {\"n\":1}\n\n"));
    check(t, strstr(got, "data: {\"n\":2}\n\n"));
    got = receive_until(site, two, "{\"n\":2}");
    check(t, strstr(got, "data: {\"n\":2}\n\n"));
    check(t, !strstr(got, "{\"n\":1}"));
    FeedState state;
    feed_state(site->house.feed, &state);
    check_int(t, state.subscribers, 2);
    check_int(t, state.published, 2);
    close(one);
    close(two);
    site_close(site);
}

TEST(a_listener_that_comes_back_gets_what_it_missed)
{
    Site *site = given_site(t, NULL);
    int connection = listen(site, "/api/v1/feed");
    publish(site, 1, "{\"n\":1}");
    int64_t id = last_id(receive_until(site, connection, "{\"n\":1}\n\n"));
    close(connection);
    publish(site, 1, "{\"n\":2}");
    connection = listen_from(site, "/api/v1/feed",
                             arena_format(t->ctx->arena, "Last-Event-ID: %lld\r\n", (long long)id));
    char *got = receive_until(site, connection, "{\"n\":2}");
    check(t, strstr(got, "data: {\"n\":2}"));
    check(t, !strstr(got, "{\"n\":1}"));
    check(t, !strstr(got, "event: reset"));
    close(connection);
    site_close(site);
}

TEST(a_listener_that_missed_too_much_is_told_to_start_afresh)
{
    static const char *const marks[] = {"Last-Event-ID: 5\r\n", "Last-Event-ID: x\r\n",
                                        "Last-Event-ID: 9223372036854775807\r\n"};
    Site *site = given_site(t, NULL);
    for (int i = 0; i < 20; i++) /* eight are kept */
        publish(site, 1, "{}");
    for (size_t i = 0; i < 3; i++) {
        int connection = listen_from(site, "/api/v1/feed", marks[i]);
        check(t, strstr(receive_until(site, connection, "event: reset"), "event: reset"));
        publish(site, 1, "{\"later\":1}");
        check(t, strstr(receive_until(site, connection, "later"), "later"));
        close(connection);
    }
    site_close(site);
}

TEST(what_is_too_large_to_keep_makes_listeners_start_afresh)
{
    Site *site = given_site(t, NULL);
    char *large = arena_alloc(t->ctx->arena, 70000);
    memset(large, ' ', 69999);
    int connection = listen(site, "/api/v1/feed");
    publish(site, 1, large);
    check(t, strstr(receive_until(site, connection, "event: reset"), "event: reset"));
    close(connection);
    site_close(site);
}

TEST(a_publisher_with_too_much_to_tell_makes_listeners_start_afresh)
{
    Site *site = given_site(t, NULL);
    int connection = listen(site, "/api/v1/feed");
    publish(site, 1, "{\"n\":1}");
    feed_reset(site->house.feed);
    check(t, strstr(receive_until(site, connection, "event: reset"), "event: reset"));
    publish(site, 1, "{\"n\":2}");
    check(t, strstr(receive_until(site, connection, "{\"n\":2}"), "{\"n\":2}"));
    feed_reset(NULL);
    close(connection);
    site_close(site);
}

TEST(a_listener_that_does_not_read_never_holds_up_a_publisher)
{
    Site *site = given_site(t, &(ServerOptions){.heartbeat_ms = 600000}); /* nobody is dropped */
    int connection = listen(site, "/api/v1/feed");
    char *data = arena_alloc(t->ctx->arena, 60000);
    memset(data, '1', 59999);
    int64_t before_us = monotonic_us();
    for (int i = 0; i < 500; i++)
        publish(site, 1, data); /* 30 MB that nobody reads */
    check(t, monotonic_us() - before_us < PATIENCE_US);
    check_int(t, ask_get(site, "/api/v1/small").status, 200);
    close(connection);
    site_close(site);
}

TEST(a_silent_stream_is_given_a_comment_now_and_then)
{
    Site *site = given_site(t, &(ServerOptions){.heartbeat_ms = 100});
    int connection = listen(site, "/api/v1/feed");
    check(t, strstr(receive_until(site, connection, ":\n\n"), ":\n\n"));
    close(connection);
    site_close(site);
}

/* Tells slowly enough that none of it is passed over, until it no longer fits in who reads nothing.
 */
static bool one_is_dropped(void *of)
{
    Site *site = of;
    FeedState state = {0};
    char *data = arena_alloc(site->t->ctx->arena, 60000);
    memset(data, '1', 59999);
    publish(site, 1, data);
    usleep(5000);
    feed_state(site->house.feed, &state);
    return state.dropped == 1;
}

TEST(a_listener_that_is_stuck_and_has_missed_changes_is_dropped)
{
    Site *site = given_site(t, &(ServerOptions){.heartbeat_ms = 100});
    int connection = listen(site, "/api/v1/feed");
    check(t, comes_true(one_is_dropped, site));
    receive_until(site, connection, NULL);
    close(connection);
    site_close(site);
}

TEST(more_listeners_than_allowed_are_refused)
{
    Site *site = given_site(t, &(ServerOptions){.subscribers = 1});
    int connection = listen(site, "/api/v1/feed");
    Answer answer = ask_get(site, "/api/v1/feed");
    check_problem(site, answer, 503, "unavailable");
    check(t, answer_header(site, &answer, "Retry-After") != NULL);
    close(connection);
    site_close(site);
}

TEST(nothing_need_be_told_when_nobody_ever_listened)
{
    Site *site = given_site(t, NULL);
    check(t, !feed_wanted(site->house.feed));
    check(t, !feed_wanted(NULL));
    int connection = listen(site, "/api/v1/feed");
    check(t, feed_wanted(site->house.feed));
    close(connection);
    check(t, feed_wanted(site->house.feed)); /* it may come back */
    site_close(site);
}

TEST(head_of_the_feed_does_not_listen)
{
    Site *site = given_site(t, NULL);
    Answer answer = ask(site, (Ask){.method = "HEAD", .path = "/api/v1/feed"});
    check_int(t, answer.status, 200);
    check_text(t, answer_header(site, &answer, "Content-Type"), "text/event-stream");
    site_close(site);
}
