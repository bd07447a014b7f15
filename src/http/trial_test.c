#include <stdio.h>
#include <string.h>

#include "http/testing.h"

#define MOST 2000

static Answer post_failing(Site *site, const char *kind, long nth)
{
    char failing[80];
    snprintf(failing, sizeof failing, "Parceldesk-Test-Fail: %s %ld", kind, nth);
    return ask(site, (Ask){.method = "POST",
                           .path = "/api/v1/parcels",
                           .headers = {GOOD_TOKEN, "Content-Type: application/json",
                                       "Idempotency-Key: one", failing},
                           .body = "{\"no\":\"A\"}"});
}

static bool was_met(Site *site, const Answer *answer)
{
    const char *met = answer_header(site, answer, "Parceldesk-Test-Failed");
    check(site->t, met && (strcmp(met, "yes") == 0 || strcmp(met, "no") == 0));
    return strcmp(met, "yes") == 0;
}

static void fail_each(T *t, const char *kind)
{
    const ServerOptions options = {.testing = true};
    Site *site = given_site(t, &options);
    Answer answer = post_failing(site, kind, 1);
    long nth = 1;
    for (; was_met(site, &answer) && answer.status != 201 && nth < MOST; nth++) {
        check(t, answer.status == 500 || answer.status == 503 || answer.status == 507);
        check(t, answer_text(site, &answer, "code") != NULL);
        answer = post_failing(site, kind, nth + 1);
    }
    check(t, nth > 1);
    check_int(t, answer.status, 201);
    check_text(t, answer_text(site, &answer, "no"), "A");
    check(t, answer_header(site, &answer, "Idempotent-Replayed") == NULL);
    site_close(site);
}

TEST_DB(whichever_allocation_of_a_request_fails_it_is_told_and_can_be_asked_again)
{
    fail_each(t, "allocation");
}

TEST_DB(whichever_statement_of_a_request_fails_it_is_told_and_can_be_asked_again)
{
    fail_each(t, "statement");
}

static int64_t clock_after(T *t, bool testing, const char *header, int *status)
{
    const ServerOptions options = {.testing = testing};
    Site *site = given_site(t, &options);
    Answer answer = ask(site, (Ask){.method = "GET", .path = "/healthz", .headers = {header}});
    int64_t now = ctx_now(t->ctx);
    *status = (int)answer.status;
    site_close(site);
    return now;
}

TEST_DB(a_request_stands_the_clock_of_a_server_under_test)
{
    const char *header = "Parceldesk-Test-Clock: 2026-09-25T18:00:00+08:00";
    int status;
    check_int(t, clock_after(t, false, header, &status), TEST_NOW);
    check_int(t, status, 200);
    check_int(t, clock_after(t, true, header, &status), INT64_C(1790330400000));
    check_int(t, status, 200);
}

TEST_DB(a_clock_that_cannot_be_read_is_refused_by_a_server_under_test_alone)
{
    const char *header = "Parceldesk-Test-Clock: tomorrow";
    int status;
    check_int(t, clock_after(t, true, header, &status), TEST_NOW);
    check_int(t, status, 422);
    check_int(t, clock_after(t, false, header, &status), TEST_NOW);
    check_int(t, status, 200);
}

TEST_DB(only_a_server_under_test_fails_on_demand)
{
    Site *site = given_site(t, NULL);
    Answer answer = post_failing(site, "allocation", 1);
    check_int(t, answer.status, 201);
    check(t, answer_header(site, &answer, "Parceldesk-Test-Failed") == NULL);
    site_close(site);
}
