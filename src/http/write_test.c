#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"
#include "http/idempotency.h"
#include "http/server_state.h"
#include "http/testing.h"

static Ask post_parcel(const char *body, const char *key)
{
    return (Ask){.method = "POST",
                 .path = "/api/v1/parcels",
                 .headers = {GOOD_TOKEN, "Content-Type: application/json", key},
                 .body = body};
}

TEST_DB(what_is_created_answers_201_after_the_commit)
{
    Site *site = given_site(t, NULL);
    Answer answer = ask(site, post_parcel("{\"no\":\"A\"}", NULL));
    check_int(t, answer.status, 201);
    check_text(t, answer_header(site, &answer, "ETag"), "\"1\"");
    check(t, strncmp(answer_header(site, &answer, "Location"), "/api/v1/parcels/", 16) == 0);
    check_int(t, atomic_load(&site->runs), 1);
    site_close(site);
}

TEST_DB(the_same_key_gives_the_same_answer_and_runs_once)
{
    Site *site = given_site(t, NULL);
    Ask post = post_parcel("{\"no\":\"A\"}", "Idempotency-Key: first");
    Answer one = ask(site, post), two = ask(site, post);
    check_int(t, one.status, 201);
    check_int(t, two.status, 201);
    check_text(t, two.body, one.body);
    check_text(t, answer_header(site, &two, "ETag"), answer_header(site, &one, "ETag"));
    check_text(t, answer_header(site, &two, "Location"), answer_header(site, &one, "Location"));
    check_text(t, answer_header(site, &two, "Idempotent-Replayed"), "true");
    check_int(t, atomic_load(&site->runs), 1);
    post.headers[2] = "Idempotency-Key: second";
    check(t, strcmp(ask(site, post).body, one.body) != 0);
    check_int(t, atomic_load(&site->runs), 2);
    site_close(site);
}

TEST_DB(the_same_key_with_another_body_is_refused)
{
    Site *site = given_site(t, NULL);
    check_int(t, ask(site, post_parcel("{\"no\":\"A\"}", "Idempotency-Key: k")).status, 201);
    check_problem(site, ask(site, post_parcel("{\"no\":\"B\"}", "Idempotency-Key: k")), 422,
                  "idempotency_key_reused");
    check_int(t, atomic_load(&site->runs), 1);
    site_close(site);
}

TEST_DB(what_failed_is_not_kept_and_may_be_tried_again)
{
    Site *site = given_site(t, NULL);
    Ask post = post_parcel("{\"no\":\"TAKEN\"}", "Idempotency-Key: k");
    check_problem(site, ask(site, post), 409, "conflict");
    check_problem(site, ask(site, post), 409, "conflict");
    check_int(t, atomic_load(&site->runs), 2);
    check_int(t, ask(site, post_parcel("{\"no\":\"A\"}", "Idempotency-Key: k")).status, 201);
    site_close(site);
}

TEST_DB(what_is_kept_holds_no_personal_data_in_clear_and_is_forgotten_after_a_day)
{
    Site *site = given_site(t, NULL);
    Ask post = post_parcel("{\"no\":\"A\",\"phone\":\"13812345678\"}", "Idempotency-Key: k");
    check_int(t, ask(site, post).status, 201);
    site_close(site);
    int64_t forgotten;
    check_ok(t, idempotency_prune(t->ctx, &forgotten));
    check_int(t, forgotten, 0);
    source_move(t->ctx->source, IDEMPOTENCY_KEPT_MS + 1);
    check_ok(t, idempotency_prune(t->ctx, &forgotten));
    check_int(t, forgotten, 1);
}

TEST_DB(a_body_that_was_cut_off_writes_nothing)
{
    Site *site = given_site(t, NULL);
    int connection = site_connect(site);
    send_text(site, connection,
              "POST /api/v1/parcels HTTP/1.1\r\nHost: a\r\n" GOOD_TOKEN "\r\n"
              "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n"
              "{\"no\":\"A\"}");
    close(connection);
    usleep(50000);
    check_int(t, ask_get(site, "/api/v1/small").status, 200);
    check_int(t, atomic_load(&site->runs), 0);
    site_close(site);
}

TEST_DB(many_writers_at_once_are_all_answered)
{
    Site *site = given_site(t, NULL);
    int connections[20];
    for (size_t i = 0; i < 20; i++) {
        connections[i] = site_connect(site);
        send_text(site, connections[i],
                  "POST /api/v1/parcels HTTP/1.1\r\nHost: a\r\n" GOOD_TOKEN
                  "\r\nContent-Type: application/json\r\n"
                  "Content-Length: 10\r\n\r\n{\"no\":\"A\"}");
    }
    for (size_t i = 0; i < 20; i++) {
        check(t, strstr(receive_until(site, connections[i], "}"), "HTTP/1.1 201"));
        close(connections[i]);
    }
    check_int(t, atomic_load(&site->runs), 20);
    site_close(site);
}

static bool is_stopping(void *site)
{
    return atomic_load(&((Site *)site)->server->stopping);
}

static void *stop(void *user)
{
    server_stop(((Site *)user)->server);
    return NULL;
}

TEST_DB(stopping_waits_for_a_write_under_way_and_its_answer)
{
    Site *site = given_site(t, &(ServerOptions){.stop_ms = PATIENCE_US / 1000});
    int writer = site_connect(site), idle = site_connect(site), feed = site_connect(site);
    send_text(site, feed, "GET /api/v1/feed HTTP/1.1\r\nHost: a\r\n\r\n");
    receive_until(site, feed, "retry");
    send_text(site, writer, "POST /api/v1/slow HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    sem_wait(&site->entered);
    pthread_t stopper;
    check_int(t, pthread_create(&stopper, NULL, stop, site), 0);
    check(t, comes_true(is_stopping, site));
    sem_post(&site->may_finish);
    char *got = receive_until(site, writer, "written");
    check(t, strstr(got, "HTTP/1.1 200"));
    check(t, strstr(got, "Connection: close") || strstr(got, "connection: close"));
    check_text(t, receive_until(site, idle, NULL), "");
    receive_until(site, feed, NULL);
    pthread_join(stopper, NULL);
    site->server = NULL;
    close(writer);
    close(idle);
    close(feed);
    site_close(site);
}

TEST_DB(stopping_does_not_wait_for_ever_for_a_slow_client)
{
    Site *site = given_site(t, &(ServerOptions){.stop_ms = 200, .receive_ms = 600000});
    int slow = site_connect(site);
    send_text(site, slow, "POST /api/v1/raw HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nab");
    int64_t before_us = monotonic_us();
    site_close(site);
    check(t, monotonic_us() - before_us < PATIENCE_US);
    close(slow);
}

TEST(an_answer_may_be_made_by_another_thread)
{
    Site *site = given_site(t, NULL);
    for (int i = 0; i < 200; i++) {
        Answer answer = ask(site, (Ask){.method = "POST", .path = "/api/v1/later", .body = "a"});
        check_int(t, answer.status, 202);
        check_text(t, answer.body, "later");
    }
    check_problem(site, ask(site, (Ask){.method = "POST", .path = "/api/v1/later", .body = "x"}),
                  409, "conflict");
    check_problem(site, ask(site, (Ask){.method = "POST", .path = "/api/v1/later", .body = "y"}),
                  422, "invalid");
    check_int(t, ask(site, (Ask){.method = "POST", .path = "/api/v1/later"}).status, 202);
    site_close(site);
}

#define OUTSIDE_MOST 16 /* as outside.c has it */

static void send_outside(Site *site, int connection)
{
    send_text(site, connection,
              "POST /api/v1/outside HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
}

TEST_DB(handlers_that_wait_for_other_machines_keep_nobody_waiting_and_are_few)
{
    Site *site = given_site(t, NULL);
    int waiting[OUTSIDE_MOST];
    for (int i = 0; i < OUTSIDE_MOST; i++) {
        waiting[i] = site_connect(site);
        send_outside(site, waiting[i]);
        sem_wait(&site->entered);
    }
    check_int(t, ask_get(site, "/api/v1/cookie").status, 204);
    check_problem(site, ask(site, (Ask){.method = "POST", .path = "/api/v1/outside"}), 503,
                  "unavailable");
    for (int i = 0; i < OUTSIDE_MOST; i++)
        sem_post(&site->may_finish);
    for (int i = 0; i < OUTSIDE_MOST; i++) {
        check(t, strstr(receive_until(site, waiting[i], "outside"), "HTTP/1.1 200"));
        close(waiting[i]);
    }
    check_problem(site, ask(site, (Ask){.method = "POST", .path = "/api/v1/outside", .body = "x"}),
                  409, "conflict");
    site_close(site);
}
