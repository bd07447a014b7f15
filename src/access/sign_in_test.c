#include "access/access.h"
#include "access/access_internal.h"
#include "access/account.h"
#include "access/audit.h"
#include "access/origin.h"
#include "access/session.h"
#include "base/arena.h"
#include "base/instant.h"
#include "db/db.h"
#include "house.h"
#include "test.h"

#define PASSWORD "correct horse battery"
#define LOGIN "li.na"

typedef struct Given {
    Account account;
    SignedIn session;
} Given;

static void commit(T *t)
{
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
}

static Status sign_in(T *t, const char *password, SignedIn *out)
{
    const SignIn ask = {.login = LOGIN, .password = password};
    t->ctx->who = NULL;
    return session_begin(t->ctx, &ask, out);
}

static Given given_person(T *t)
{
    static const char *const role[] = {"courier"};
    Given given = {.account = {.login = LOGIN, .roles = {(const char **)role, 1}}};
    check_ok(t, account_create(t->ctx, &given.account));
    check_ok(t, sign_in(t, given.account.one_time_password, &given.session));
    t->ctx->who = &given.session.who;
    check_ok(t, password_change(t->ctx, given.account.one_time_password, PASSWORD));
    check_ok(t, sign_in(t, PASSWORD, &given.session));
    t->ctx->who = NULL;
    return given;
}

/* --- strangers --- */

TEST_DB(a_stranger_who_guesses_keeps_nobody_out_who_signed_in_there_before)
{
    SignedIn session;
    Given given = given_person(t);
    const SignIn known = {.login = LOGIN, .password = PASSWORD, .device = given.session.device};
    const SignIn forged = {.login = "other", .password = "x", .device = given.session.device};
    for (int i = 0; i < 8; i++)
        if (!sign_in(t, "wrong", &session)) check(t, false);
    check_status(t, sign_in(t, PASSWORD, &session), TOO_MANY);
    check_ok(t, session_begin(t->ctx, &known, &session));
    check_text(t, session.device, given.session.device);
    check_status(t, session_begin(t->ctx, &forged, &session), UNAUTHENTICATED);
}

TEST_DB(a_known_device_may_not_guess_for_ever_either)
{
    SignedIn session;
    Given given = given_person(t);
    const SignIn wrong = {.login = LOGIN, .password = "wrong", .device = given.session.device};
    for (int i = 0; i < 5; i++)
        check_status(t, session_begin(t->ctx, &wrong, &session), UNAUTHENTICATED);
    check_status(t, session_begin(t->ctx, &wrong, &session), TOO_MANY);
    check_ok(t, sign_in(t, PASSWORD, &session));
}

/* --- sessions --- */

TEST_DB(a_person_sees_where_they_are_signed_in_and_ends_it)
{
    List sessions;
    const Person *who;
    SignedIn second;
    Given given = given_person(t);
    const SignIn ask = {
        .login = LOGIN, .password = PASSWORD, .agent = "Firefox", .address = "192.0.2.7"};
    check_ok(t, session_begin(t->ctx, &ask, &second));
    t->ctx->who = &second.who;
    check_ok(t, session_list(t->ctx, given.account.id, &sessions));
    const Session *first = sessions.items;
    check_int(t, sessions.count, 3);
    check(t, first->current);
    check_text(t, first->agent, "Firefox");
    check_text(t, first->address, "192.0.2.*");
    check_ok(t, session_revoke(t->ctx, given.account.id, given.session.who.session_id));
    commit(t);
    check_status(t, access_by_session(t->ctx, given.session.secret, &who), UNAUTHENTICATED);
    check_ok(t, access_by_session(t->ctx, second.secret, &who));
    check_status(t, session_revoke(t->ctx, given.account.id, 12345), NOT_FOUND);
}

TEST_DB(nobody_sees_or_ends_the_sessions_of_another_without_the_right)
{
    List sessions;
    Given given = given_person(t);
    Person other = {.kind = PERSON_HUMAN, .id = 7, .login = "other"};
    t->ctx->who = &other;
    check_status(t, session_list(t->ctx, given.account.id, &sessions), FORBIDDEN);
    check_status(t, session_revoke(t->ctx, given.account.id, 0), FORBIDDEN);
    rights_add(&other.rights, PEOPLE_WRITE);
    check_status(t, session_revoke(t->ctx, given.account.id, 0), FORBIDDEN);
}

/* --- addresses --- */

static Status try_from(T *t, const char *login, const char *address, const char *device)
{
    SignedIn session;
    const SignIn ask = {.login = login, .password = "wrong", .address = address, .device = device};
    return session_begin(t->ctx, &ask, &session);
}

TEST_DB(an_address_that_tries_many_logins_must_wait_and_others_need_not)
{
    Given given = given_person(t);
    for (int i = 0; i < 20; i++) {
        const char *login = arena_format(t->ctx->arena, "person%d", i);
        check_status(t, try_from(t, login, "192.0.2.7", NULL), UNAUTHENTICATED);
    }
    check_status(t, try_from(t, "another", "192.0.2.7", NULL), TOO_MANY);
    check_int(t, t->ctx->problem.retry_s, 1);
    check_status(t, try_from(t, "another", "192.0.2.8", NULL), UNAUTHENTICATED);
    check_status(t, try_from(t, LOGIN, "192.0.2.7", given.session.device), UNAUTHENTICATED);
}

TEST_DB(an_address_is_forgiven_a_try_each_minute)
{
    given_person(t);
    for (int i = 0; i < 60; i++) {
        const char *login = arena_format(t->ctx->arena, "person%d", i);
        check_status(t, try_from(t, login, "2001:db8::7", NULL), UNAUTHENTICATED);
        source_move(t->ctx->source, MINUTE_MS);
    }
}

TEST(an_address_is_shown_without_who_it_is_and_counted_by_subscriber)
{
    static const char *const cases[][3] = {
        {"192.0.2.7", "192.0.2.*", "192.0.2.7"},
        {"2001:db8:1:2:3:4:5:6", "2001:db8:1::*", "2001:db8:1:2::"},
        {"::1", "::*", "::"},
        {"no address", NULL, NULL},
        {NULL, NULL, NULL},
    };
    const char *masked, *counted;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_ok(t, origin_masked(t->ctx, cases[i][0], &masked));
        check_ok(t, origin_counted(t->ctx, cases[i][0], &counted));
        check_text(t, masked, cases[i][1]);
        check_text(t, counted, cases[i][2]);
    }
}

TEST_DB(a_clock_that_is_set_back_makes_nobody_wait_longer)
{
    const Counted counted = {FAILURE_LOGIN, LOGIN};
    for (int i = 0; i < 5; i++)
        failures_add(t->ctx, &counted);
    source_move(t->ctx->source, -3 * HOUR_MS);
    check_status(t, failures_check(t->ctx, &counted), TOO_MANY);
    source_move(t->ctx->source, 15 * MINUTE_MS);
    check_ok(t, failures_check(t->ctx, &counted));
}

/* --- what a refusal tells --- */

static int64_t rows_in_log(T *t)
{
    const AuditFilter filter = {.limit = 1};
    List rows;
    const char *next;
    check_ok(t, audit_list(t->ctx, &filter, &rows, &next));
    return rows.count ? ((const AuditRow *)rows.items)->no : 0;
}

/* How long it takes is what is done: one hash, and one row in the log. */
TEST_DB(a_refusal_does_the_same_work_whether_there_is_such_a_login_or_not)
{
    static const char *const role[] = {"courier"};
    Account fresh = {.login = "fresh", .roles = {(const char **)role, 1}};
    static const char *const logins[] = {LOGIN, "fresh", "nobody"};
    given_person(t);
    check_ok(t, account_create(t->ctx, &fresh));
    for (size_t i = 0; i < sizeof logins / sizeof *logins; i++) {
        int64_t rows = rows_in_log(t), hashes = t->house->access->passwords.begun;
        check_status(t, try_from(t, logins[i], "192.0.2.7", NULL), UNAUTHENTICATED);
        check_text(t, t->ctx->problem.message, "login or password is wrong");
        check_int(t, t->house->access->passwords.begun - hashes, 1);
        check_int(t, rows_in_log(t) - rows, 1);
    }
}
