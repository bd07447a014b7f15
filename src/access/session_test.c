#include "access/session.h"

#include <stdio.h>
#include <string.h>

#include "access/access.h"
#include "access/account.h"
#include "access/audit.h"
#include "access/token.h"
#include "base/arena.h"
#include "base/digest.h"
#include "base/instant.h"
#include "house.h"
#include "test.h"

#define PASSWORD "correct horse battery"

static Texts names(T *t, const char *name)
{
    Texts texts = {.items = ARENA_ARRAY(t->ctx->arena, 1, const char *), .count = 1};
    texts.items[0] = name;
    return texts;
}

static Account given_account(T *t, const char *login)
{
    Account account = {.login = login, .roles = names(t, "courier")};
    check_ok(t, account_create(t->ctx, &account));
    return account;
}

static Status sign_in(T *t, const char *login, const char *password, SignedIn *out)
{
    const SignIn ask = {.login = login, .password = password};
    return session_begin(t->ctx, &ask, out);
}

/* One who has changed their one-time password to PASSWORD, signed in with it. */
static SignedIn given_signed_in(T *t, const char *login)
{
    SignedIn session;
    Account account = given_account(t, login);
    check_ok(t, sign_in(t, login, account.one_time_password, &session));
    t->ctx->who = &session.who;
    check_ok(t, password_change(t->ctx, account.one_time_password, PASSWORD));
    t->ctx->who = NULL;
    check_ok(t, sign_in(t, login, PASSWORD, &session));
    return session;
}

TEST_DB(a_one_time_password_signs_in_to_nothing_but_changing_it)
{
    SignedIn session;
    const Person *who;
    Account account = given_account(t, "li.na");
    check_ok(t, sign_in(t, "li.na", account.one_time_password, &session));
    check_ok(t, access_by_session(t->ctx, session.secret, &who));
    check(t, who->must_change_password);
    check(t, !rights_has(&who->rights, WAYBILL_READ));
    t->ctx->who = who;
    check_ok(t, password_change(t->ctx, account.one_time_password, PASSWORD));
    commit(t);
    check_ok(t, access_by_session(t->ctx, session.secret, &who));
    check(t, rights_has(&who->rights, WAYBILL_READ));
}

TEST_DB(a_one_time_password_runs_out)
{
    SignedIn session;
    Account account = given_account(t, "li.na");
    source_move(t->ctx->source, 168 * HOUR_MS);
    check_status(t, sign_in(t, "li.na", account.one_time_password, &session), UNAUTHENTICATED);
}

TEST_DB(a_wrong_password_and_an_unknown_login_read_the_same)
{
    SignedIn session;
    given_account(t, "li.na");
    check_status(t, sign_in(t, "li.na", "wrong", &session), UNAUTHENTICATED);
    const char *words = arena_text(t->ctx->arena, t->ctx->problem.message);
    check_status(t, sign_in(t, "nobody", "wrong", &session), UNAUTHENTICATED);
    check_text(t, t->ctx->problem.message, words);
}

TEST_DB(after_five_failures_a_login_must_wait_longer_and_longer)
{
    SignedIn session;
    Account account = given_account(t, "li.na");
    for (int i = 0; i < 5; i++)
        check_status(t, sign_in(t, "li.na", "wrong", &session), UNAUTHENTICATED);
    check_status(t, sign_in(t, "li.na", "wrong", &session), TOO_MANY);
    source_move(t->ctx->source, SECOND_MS);
    check_status(t, sign_in(t, "li.na", "wrong", &session), UNAUTHENTICATED);
    source_move(t->ctx->source, SECOND_MS);
    check_status(t, sign_in(t, "li.na", account.one_time_password, &session), TOO_MANY);
    source_move(t->ctx->source, SECOND_MS);
    check_ok(t, sign_in(t, "li.na", account.one_time_password, &session));
    check_status(t, sign_in(t, "li.na", "wrong", &session), UNAUTHENTICATED);
}

TEST_DB(a_refused_sign_in_of_a_known_person_is_in_the_log)
{
    SignedIn session;
    AuditFilter filter = {.limit = 1};
    List rows;
    const char *next;
    Account account = given_account(t, "li.na");
    check_status(t, sign_in(t, "li.na", "wrong", &session), UNAUTHENTICATED);
    check_ok(t, audit_list(t->ctx, &filter, &rows, &next));
    const AuditRow *row = rows.items;
    check_text(t, row->action, "session.refused");
    check_int(t, row->subject_id, account.id);
}

TEST_DB(a_session_slides_while_it_is_used_and_ends_when_it_is_not)
{
    const Person *who;
    SignedIn session = given_signed_in(t, "li.na");
    for (int i = 0; i < 3; i++) {
        source_move(t->ctx->source, 11 * HOUR_MS);
        check_ok(t, access_forget(t->ctx));
        commit(t);
        check_ok(t, access_by_session(t->ctx, session.secret, &who));
    }
    source_move(t->ctx->source, 12 * HOUR_MS);
    check_status(t, access_by_session(t->ctx, session.secret, &who), UNAUTHENTICATED);
    check_status(t, access_by_session(t->ctx, "never given", &who), UNAUTHENTICATED);
}

TEST_DB(a_session_ends_for_good_however_much_it_is_used)
{
    const Person *who;
    Status s = OK;
    int hours = 0;
    SignedIn session = given_signed_in(t, "li.na");
    for (; !s && hours < 300; hours += 6) {
        source_move(t->ctx->source, 6 * HOUR_MS);
        check_ok(t, access_forget(t->ctx));
        commit(t);
        s = access_by_session(t->ctx, session.secret, &who);
    }
    check_status(t, s, UNAUTHENTICATED);
    check_int(t, hours, 168);
}

TEST_DB(whoever_signs_out_is_out_at_once)
{
    const Person *who;
    SignedIn session = given_signed_in(t, "li.na");
    check_ok(t, access_by_session(t->ctx, session.secret, &who));
    t->ctx->who = who;
    check_ok(t, session_end(t->ctx));
    commit(t);
    check_status(t, access_by_session(t->ctx, session.secret, &who), UNAUTHENTICATED);
}

TEST_DB(changing_the_password_ends_the_other_sessions_and_keeps_this_one)
{
    const Person *who;
    SignedIn other, session = given_signed_in(t, "li.na");
    check_ok(t, sign_in(t, "li.na", PASSWORD, &other));
    t->ctx->who = &session.who;
    check_ok(t, password_change(t->ctx, PASSWORD, "another long one"));
    commit(t);
    check_ok(t, access_by_session(t->ctx, session.secret, &who));
    check_status(t, access_by_session(t->ctx, other.secret, &who), UNAUTHENTICATED);
}

TEST_DB(a_password_counts_exactly_as_it_was_typed)
{
    static const char *const others[] = {
        " Seven wolves cross the frozen river before sunrise, one behind another ",
        "seven wolves cross the frozen river before sunrise, one behind another ",
        "Seven wolves cross the frozen river before sunrise, one behind another",
        "Seven wolves cross the frozen river before sunrise, one behind anothe"};
    static const char whole[] =
        "Seven wolves cross the frozen river before sunrise, one behind another ";
    SignedIn session = given_signed_in(t, "li.na");
    check(t, strlen(whole) > 64);
    t->ctx->who = &session.who;
    check_ok(t, password_change(t->ctx, PASSWORD, whole));
    t->ctx->who = NULL;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        check_status(t, sign_in(t, "li.na", others[i], &session), UNAUTHENTICATED);
    check_ok(t, sign_in(t, "li.na", whole, &session));
}

TEST_DB(a_bad_new_password_is_refused_with_its_reason)
{
    static const char *const bad[] = {"short", PASSWORD, "aaaaaaaaaaaaaaaa", "li.na li.na li.na"};
    SignedIn session = given_signed_in(t, "li.na");
    t->ctx->who = &session.who;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_status(t, password_change(t->ctx, PASSWORD, bad[i]), INVALID);
        check_text(t, t->ctx->problem.field, "password");
    }
    check_status(t, password_change(t->ctx, "not mine", "another long one"), INVALID);
    check_text(t, t->ctx->problem.field, "present");
}

/* In the data folder there is a list of stolen passwords, of one. */
static void given_stolen(T *t, const char *password)
{
    char digest[41];
    const char *path =
        arena_format(t->ctx->arena, "%s/breached-passwords", t->ctx->house->data_folder);
    check_ok(t, sha1_hex(t->ctx, password, strlen(password), digest));
    FILE *file = fopen(path, "we");
    check(t, file && fprintf(file, "%s:7\n", digest) > 0);
    check_int(t, fclose(file), 0);
}

TEST_DB(a_password_that_was_stolen_elsewhere_is_refused)
{
    SignedIn session = given_signed_in(t, "li.na");
    t->ctx->who = &session.who;
    given_stolen(t, "seven carts of plums");
    check_status(t, password_change(t->ctx, PASSWORD, "seven carts of plums"), INVALID);
    check_text(t, t->ctx->problem.field, "password");
    check_text(t, t->ctx->problem.message, "this password was stolen elsewhere");
    check_ok(t, password_change(t->ctx, PASSWORD, "eight carts of plums"));
}

TEST_DB(closing_an_account_or_resetting_it_ends_its_sessions)
{
    const Person *who;
    Account boss = {.login = "boss", .roles = names(t, "administrator")}, account;
    check_ok(t, account_create(t->ctx, &boss));
    SignedIn session = given_signed_in(t, "li.na");
    check_ok(t, access_by_session(t->ctx, session.secret, &who));
    check_ok(t, account_find_login(t->ctx, "li.na", &account));
    account.closed = true;
    check_ok(t, account_update(t->ctx, &account, account.version));
    commit(t);
    check_status(t, access_by_session(t->ctx, session.secret, &who), UNAUTHENTICATED);
    check_status(t, sign_in(t, "li.na", PASSWORD, &session), UNAUTHENTICATED);
}

TEST_DB(a_session_of_a_time_when_the_clock_was_ahead_goes_on_and_ends_as_any_other)
{
    const Person *who;
    source_move(t->ctx->source, 365 * DAY_MS);
    SignedIn session = given_signed_in(t, "li.na");
    source_move(t->ctx->source, -365 * DAY_MS);
    check_ok(t, access_forget(t->ctx));
    commit(t);
    check_ok(t, access_by_session(t->ctx, session.secret, &who));
    source_move(t->ctx->source, 12 * HOUR_MS);
    check_status(t, access_by_session(t->ctx, session.secret, &who), UNAUTHENTICATED);
}

TEST_DB(a_session_of_such_a_time_that_nobody_uses_ends_too)
{
    const Person *who;
    source_move(t->ctx->source, 365 * DAY_MS);
    SignedIn session = given_signed_in(t, "li.na");
    source_move(t->ctx->source, -365 * DAY_MS);
    check_ok(t, session_prune(t->ctx));
    source_move(t->ctx->source, 12 * HOUR_MS);
    check_ok(t, access_forget(t->ctx));
    commit(t);
    check_status(t, access_by_session(t->ctx, session.secret, &who), UNAUTHENTICATED);
}

TEST_DB(a_session_outlives_a_clock_that_goes_back_an_hour)
{
    const Person *who;
    SignedIn session = given_signed_in(t, "li.na");
    source_move(t->ctx->source, -HOUR_MS);
    check_ok(t, access_forget(t->ctx));
    commit(t);
    check_ok(t, access_by_session(t->ctx, session.secret, &who));
    source_move(t->ctx->source, 11 * HOUR_MS);
    check_ok(t, access_forget(t->ctx));
    commit(t);
    check_ok(t, access_by_session(t->ctx, session.secret, &who));
}

TEST_DB(ended_sessions_are_pruned)
{
    const Person *who;
    SignedIn session = given_signed_in(t, "li.na");
    check_ok(t, session_prune(t->ctx));
    check_ok(t, access_by_session(t->ctx, session.secret, &who));
    source_move(t->ctx->source, 12 * HOUR_MS);
    check_ok(t, session_prune(t->ctx));
    source_move(t->ctx->source, -12 * HOUR_MS);
    check_ok(t, access_forget(t->ctx));
    commit(t);
    check_status(t, access_by_session(t->ctx, session.secret, &who), UNAUTHENTICATED);
}

/* --- tokens --- */

static Token given_token(T *t, const char *right)
{
    Token token = {.name = "erp", .rights = names(t, right), .expires_at = NONE};
    check_ok(t, token_create(t->ctx, &token));
    return token;
}

TEST_DB(a_token_stands_for_its_rights_until_it_is_revoked)
{
    const Person *who;
    Token token = given_token(t, "scan.write");
    for (int i = 0; i < 2; i++) { /* from the database, then from memory */
        check_ok(t, access_by_token(t->ctx, token.secret, &who));
        check_text(t, who->login, "erp");
        check(t, rights_has(&who->rights, SCAN_WRITE) && !rights_has(&who->rights, WAYBILL_READ));
    }
    check_ok(t, token_revoke(t->ctx, token.id));
    commit(t);
    check_status(t, access_by_token(t->ctx, token.secret, &who), UNAUTHENTICATED);
    check_status(t, token_revoke(t->ctx, token.id), NOT_FOUND);
}

TEST_DB(a_token_ends_at_its_expiry_also_where_it_was_just_seen)
{
    const Person *who;
    Token token = {.name = "x", .rights = names(t, "*"), .expires_at = TEST_NOW + HOUR_MS};
    check_ok(t, token_create(t->ctx, &token));
    check_ok(t, access_by_token(t->ctx, token.secret, &who));
    source_move(t->ctx->source, HOUR_MS);
    check_status(t, access_by_token(t->ctx, token.secret, &who), UNAUTHENTICATED);
    check_status(t, token_create(t->ctx, &token), INVALID);
}

TEST_DB(a_session_is_no_token_and_a_token_no_session)
{
    const Person *who;
    SignedIn session = given_signed_in(t, "li.na");
    Token token = given_token(t, "scan.write");
    check_status(t, access_by_token(t->ctx, session.secret, &who), UNAUTHENTICATED);
    check_status(t, access_by_session(t->ctx, token.secret, &who), UNAUTHENTICATED);
    check_status(t, access_by_token(t->ctx, "", &who), UNAUTHENTICATED);
}

TEST_DB(a_token_holds_no_more_than_its_maker)
{
    Person person = {.kind = PERSON_HUMAN, .id = 1, .login = "keeper"};
    Token token = {.name = "x", .rights = names(t, "audit.read"), .expires_at = NONE};
    rights_add(&person.rights, WAYBILL_READ);
    t->ctx->who = &person;
    check_status(t, token_create(t->ctx, &token), FORBIDDEN);
    token.rights = names(t, "waybill.read");
    person.scope_outlet_id = 5;
    check_status(t, token_create(t->ctx, &token), FORBIDDEN);
    person.scope_outlet_id = 0;
    person.scope_customer_id = 5;
    check_status(t, token_create(t->ctx, &token), FORBIDDEN);
    token.customer_id = 5;
    check_ok(t, token_create(t->ctx, &token));
    token.rights = names(t, "waybill.eat");
    check_status(t, token_create(t->ctx, &token), INVALID);
}

TEST_DB(tokens_are_listed_without_their_secrets)
{
    List list;
    const char *next;
    given_token(t, "scan.write");
    check_ok(t, token_list(t->ctx, 10, NULL, &list, &next));
    const Token *token = list.items;
    check_int(t, list.count, 1);
    check(t, !token->secret);
    check_text(t, token->rights.items[0], "scan.write");
}
