#include <pthread.h>
#include <time.h>

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
        check_ok(t, failures_take(t->ctx, &counted));
    source_move(t->ctx->source, -3 * HOUR_MS);
    check_status(t, failures_take(t->ctx, &counted), TOO_MANY);
    source_move(t->ctx->source, 15 * MINUTE_MS);
    check_ok(t, failures_take(t->ctx, &counted));
}

/* --- tries at the same time --- */

typedef struct Stranger {
    T *t;
    pthread_t thread;
    Status status;
} Stranger;

static void *stranger_run(void *arg)
{
    Stranger *stranger = arg;
    Ctx ctx;
    SignedIn session;
    Arena *arena = arena_new();
    const SignIn ask = {.login = "nobody", .password = "guessed", .address = "192.0.2.7"};
    ctx_init(&ctx, arena, stranger->t->ctx->source);
    ctx.house = stranger->t->house;
    ctx.request_id = "test";
    stranger->status = database_reader(&ctx, ctx.house->database);
    if (!stranger->status) {
        stranger->status = session_begin(&ctx, &ask, &session);
        database_give_back(&ctx, ctx.house->database);
    }
    arena_release(arena);
    return NULL;
}

static bool one_waits_for_its_hash(void *of)
{
    PasswordQueue *queue = of;
    pthread_mutex_lock(&queue->lock);
    bool waits = queue->waiting == 1;
    pthread_mutex_unlock(&queue->lock);
    return waits;
}

static void hashing_set(PasswordQueue *queue, int running)
{
    pthread_mutex_lock(&queue->lock);
    queue->running = running;
    pthread_cond_broadcast(&queue->freed);
    pthread_mutex_unlock(&queue->lock);
}

TEST_DB(a_password_that_is_tried_is_counted_before_it_is_known)
{
    const Counted login = {FAILURE_LOGIN, "nobody"}, address = {FAILURE_ADDRESS, "192.0.2.7"};
    Stranger stranger = {.t = t, .status = OK};
    PasswordQueue *queue = &t->house->access->passwords;
    for (int i = 0; i < 4; i++)
        check_ok(t, failures_take(t->ctx, &login));
    for (int i = 0; i < 19; i++)
        check_ok(t, failures_take(t->ctx, &address));
    check_ok(t, database_return_writer(t->ctx, t->house->database, true));
    hashing_set(queue, 100);
    check_int(t, pthread_create(&stranger.thread, NULL, stranger_run, &stranger), 0);
    bool waits = comes_true(one_waits_for_its_hash, queue);
    Status by_login = failures_take(t->ctx, &login);
    Status by_address = failures_take(t->ctx, &address);
    hashing_set(queue, 0);
    pthread_join(stranger.thread, NULL);
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    check(t, waits);
    check_status(t, by_login, TOO_MANY);
    check_status(t, by_address, TOO_MANY);
    check_status(t, stranger.status, UNAUTHENTICATED);
}

TEST_DB(right_passwords_are_counted_nowhere)
{
    static const char *const role[] = {"courier"};
    Account fresh = {.login = LOGIN, .roles = {(const char **)role, 1}};
    SignedIn session;
    check_ok(t, account_create(t->ctx, &fresh));
    const SignIn ask = {
        .login = LOGIN, .password = fresh.one_time_password, .address = "192.0.2.7"};
    for (int i = 0; i < 25; i++)
        check_ok(t, session_begin(t->ctx, &ask, &session));
}

TEST_DB(what_fails_before_a_password_is_compared_is_no_wrong_try)
{
    SignedIn session;
    PasswordQueue *queue = &t->house->access->passwords;
    queue->waiting = 1000;
    for (int i = 0; i < 8; i++) {
        check_status(t, sign_in(t, "any", &session), TOO_MANY);
        check_text(t, t->ctx->problem.message, "too many people are signing in: try again");
    }
    queue->waiting = 0;
    check_status(t, sign_in(t, "any", &session), UNAUTHENTICATED);
}

TEST_DB(ones_own_right_password_forgives_the_wrong_ones_before)
{
    Given given = given_person(t);
    t->ctx->who = &given.session.who;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 4; i++)
            check_status(t, password_confirm(t->ctx, "password", "wrong"), INVALID);
        check_ok(t, password_confirm(t->ctx, "password", PASSWORD));
    }
    for (int i = 0; i < 5; i++)
        check_status(t, password_confirm(t->ctx, "password", "wrong"), INVALID);
    check_status(t, password_confirm(t->ctx, "password", PASSWORD), TOO_MANY);
}

/* --- who has no password --- */

static int64_t spent_us(T *t, const char *stored)
{
    struct timespec from, to;
    bool right = true;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &from);
    check_ok(t, password_verify(t->ctx, "", stored, &right));
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &to);
    check(t, !right);
    return (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000;
}

/* A hash takes some 10 000 times as long as none: a tenth tells them apart on any machine. */
TEST_DB(an_account_without_a_password_is_worked_on_as_one_that_does_not_exist)
{
    check(t, spent_us(t, "") * 10 > spent_us(t, NULL));
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
