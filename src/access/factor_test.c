#include "access/factor.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <string.h>

#include "access/access.h"
#include "access/access_internal.h"
#include "access/account.h"
#include "access/alert.h"
#include "access/audit.h"
#include "access/factor_store.h"
#include "access/keys.h"
#include "access/role.h"
#include "access/session.h"
#include "access/setting.h"
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
    Texts recovery;
} Given;

static Status sign_in(T *t, const char *password, const char *code, SignedIn *out)
{
    const SignIn ask = {.login = LOGIN, .password = password, .code = code};
    t->ctx->who = NULL;
    return session_begin(t->ctx, &ask, out);
}

/* What a telephone shows that knows the secret. */
static const char *code_at(T *t, int64_t account_id, int64_t steps)
{
    StoredFactor stored;
    unsigned char bytes[64];
    size_t length = 0;
    char *code = arena_alloc(t->ctx->arena, 7);
    check_ok(t, factor_store_find(t->ctx, account_id, &stored));
    check(t, sodium_hex2bin(bytes, sizeof bytes, stored.secret, strlen(stored.secret), NULL,
                            &length, NULL) == 0);
    time_t now = (time_t)(ctx_now(t->ctx) / SECOND_MS + steps * 30);
    check_int(t, oath_totp_generate((const char *)bytes, length, now, 30, 0, 6, code), OATH_OK);
    return code;
}

static Given given_person(T *t)
{
    static const char *const role[] = {"courier"};
    Given given = {.account = {.login = LOGIN, .roles = {(const char **)role, 1}}};
    check_ok(t, account_create(t->ctx, &given.account));
    check_ok(t, sign_in(t, given.account.one_time_password, NULL, &given.session));
    t->ctx->who = &given.session.who;
    check_ok(t, password_change(t->ctx, given.account.one_time_password, PASSWORD));
    check_ok(t, sign_in(t, PASSWORD, NULL, &given.session));
    return given;
}

static Given given_factor(T *t)
{
    FactorSecret secret;
    Given given = given_person(t);
    t->ctx->who = &given.session.who;
    check_ok(t, factor_begin(t->ctx, PASSWORD, &secret));
    check_ok(t, factor_confirm(t->ctx, code_at(t, given.account.id, -1), &given.recovery));
    t->ctx->who = NULL;
    return given;
}

TEST_DB(with_a_second_factor_the_password_alone_signs_nobody_in)
{
    SignedIn session;
    Given given = given_factor(t);
    check_status(t, sign_in(t, PASSWORD, NULL, &session), UNAUTHENTICATED);
    check_text(t, t->ctx->problem.field, "code");
    check_ok(t, sign_in(t, PASSWORD, code_at(t, given.account.id, 0), &session));
}

/* RFC 6238, appendix B (SHA-1), of which six digits are the last six. */
TEST_DB(codes_are_those_of_the_standard)
{
    static const struct {
        int64_t at_s;
        const char *code;
    } vectors[] = {{1111111109, "081804"},
                   {1111111111, "050471"},
                   {1234567890, "005924"},
                   {2000000000, "279037"},
                   {20000000000, "353130"}};
    const char secret[] = "3132333435363738393031323334353637383930";
    const Counted person = {FAILURE_LOGIN, LOGIN};
    Texts codes;
    Given given = given_person(t);
    t->ctx->who = &given.session.who;
    check_ok(t, factor_store_put(t->ctx, given.account.id, secret));
    source_move(t->ctx->source, 59 * SECOND_MS - ctx_now(t->ctx));
    check_ok(t, factor_confirm(t->ctx, "287082", &codes));
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        source_move(t->ctx->source, vectors[i].at_s * SECOND_MS - ctx_now(t->ctx));
        check_ok(t, factor_check(t->ctx, given.account.id, &person, vectors[i].code));
        check_status(t, factor_check(t->ctx, given.account.id, &person, vectors[i].code),
                     UNAUTHENTICATED);
    }
}

TEST_DB(a_code_holds_from_one_step_before_its_time_to_one_step_after)
{
    const Counted person = {FAILURE_LOGIN, LOGIN};
    Given given = given_factor(t);
    source_move(t->ctx->source, 2 * MINUTE_MS);
    for (int64_t steps = -2; steps <= 2; steps++) {
        const char *code = code_at(t, given.account.id, steps);
        check_status(t, factor_check(t->ctx, given.account.id, &person, code),
                     steps < -1 || steps > 1 ? UNAUTHENTICATED : OK);
    }
}

TEST_DB(a_wrong_password_says_nothing_of_a_second_factor)
{
    SignedIn session;
    given_factor(t);
    check_status(t, sign_in(t, "wrong", NULL, &session), UNAUTHENTICATED);
    check_text(t, t->ctx->problem.field, "");
}

TEST_DB(no_code_counts_twice)
{
    SignedIn session;
    Given given = given_factor(t);
    const char *code = code_at(t, given.account.id, 0);
    check_ok(t, sign_in(t, PASSWORD, code, &session));
    check_status(t, sign_in(t, PASSWORD, code, &session), UNAUTHENTICATED);
    check_ok(t, sign_in(t, PASSWORD, code_at(t, given.account.id, 1), &session));
    check_status(t, sign_in(t, PASSWORD, code, &session), UNAUTHENTICATED);
}

TEST_DB(a_recovery_code_counts_once_however_it_is_typed)
{
    SignedIn session;
    Factor factor;
    Given given = given_factor(t);
    char *typed = arena_text(t->ctx->arena, given.recovery.items[3]);
    for (char *at = typed; *at; at++)
        if (*at >= 'A' && *at <= 'Z') *at = (char)(*at - 'A' + 'a');
    check_int(t, given.recovery.count, 10);
    check_ok(t, sign_in(t, PASSWORD, typed, &session));
    check_status(t, sign_in(t, PASSWORD, given.recovery.items[3], &session), UNAUTHENTICATED);
    check_ok(t, sign_in(t, PASSWORD, given.recovery.items[4], &session));
    t->ctx->who = &session.who;
    check_ok(t, factor_read(t->ctx, &factor));
    check_int(t, factor.recovery_left, 8);
}

TEST_DB(after_five_wrong_codes_a_code_must_wait_and_a_password_does_not)
{
    SignedIn session;
    Given given = given_factor(t);
    for (int i = 0; i < 5; i++)
        check_status(t, sign_in(t, PASSWORD, "000000", &session), UNAUTHENTICATED);
    check_status(t, sign_in(t, PASSWORD, code_at(t, given.account.id, 0), &session), TOO_MANY);
    check_status(t, sign_in(t, "wrong", NULL, &session), UNAUTHENTICATED);
    source_move(t->ctx->source, SECOND_MS);
    check_ok(t, sign_in(t, PASSWORD, code_at(t, given.account.id, 0), &session));
}

TEST_DB(a_secret_that_is_not_confirmed_changes_nothing)
{
    SignedIn session;
    FactorSecret secret;
    Texts codes;
    Given given = given_person(t);
    t->ctx->who = &given.session.who;
    check_ok(t, factor_begin(t->ctx, PASSWORD, &secret));
    check_status(t, factor_confirm(t->ctx, "123456", &codes), INVALID);
    check_text(t, t->ctx->problem.field, "code");
    check_ok(t, sign_in(t, PASSWORD, NULL, &session));
}

TEST_DB(a_second_factor_needs_the_password_to_come_and_both_to_go)
{
    FactorSecret secret;
    Given given = given_factor(t);
    t->ctx->who = &given.session.who;
    check_status(t, factor_begin(t->ctx, "wrong", &secret), INVALID);
    check_status(t, factor_begin(t->ctx, PASSWORD, &secret), CONFLICT);
    check_status(t, factor_remove(t->ctx, PASSWORD, "000000"), INVALID);
    check_status(t, factor_remove(t->ctx, "wrong", code_at(t, given.account.id, 0)), INVALID);
    check_ok(t, factor_remove(t->ctx, PASSWORD, code_at(t, given.account.id, 0)));
    check_ok(t, sign_in(t, PASSWORD, NULL, &given.session));
}

TEST_DB(new_recovery_codes_end_the_old_ones)
{
    Texts codes;
    SignedIn session;
    Given given = given_factor(t);
    t->ctx->who = &given.session.who;
    check_ok(t, factor_renew(t->ctx, PASSWORD, code_at(t, given.account.id, 0), &codes));
    check_status(t, sign_in(t, PASSWORD, given.recovery.items[0], &session), UNAUTHENTICATED);
    check_ok(t, sign_in(t, PASSWORD, codes.items[0], &session));
}

TEST_DB(an_administrator_takes_a_lost_factor_away_and_its_sessions_end)
{
    bool removed;
    SignedIn session;
    const Person *who;
    Given given = given_factor(t);
    check_ok(t, factor_reset(t->ctx, given.account.id, &removed));
    commit(t);
    check_status(t, access_by_session(t->ctx, given.session.secret, &who), UNAUTHENTICATED);
    check_ok(t, sign_in(t, PASSWORD, NULL, &session));
}

TEST_DB(who_lost_a_factor_to_an_administrator_is_told_until_they_have_seen_it)
{
    List alerts;
    bool removed;
    Given given = given_factor(t);
    Person keeper = {.kind = PERSON_HUMAN, .id = 7, .login = "keeper", .rights = rights_all()};
    t->ctx->who = &keeper;
    check_ok(t, factor_reset(t->ctx, given.account.id, &removed));
    check(t, removed);
    check_ok(t, factor_reset(t->ctx, given.account.id, &removed));
    check(t, !removed);
    check_ok(t, alert_list(t->ctx, &alerts));
    check_int(t, alerts.count, 0);
    t->ctx->who = &given.session.who;
    check_ok(t, alert_list(t->ctx, &alerts));
    const Alert *alert = alerts.items;
    check_int(t, alerts.count, 1);
    check_int(t, alert->kind, ALERT_FACTOR_RESET);
    check_text(t, alert->who, "keeper");
    check_ok(t, alert_clear(t->ctx));
    check_ok(t, alert_list(t->ctx, &alerts));
    check_int(t, alerts.count, 0);
}

TEST_DB(a_recovery_code_that_was_used_is_told)
{
    List alerts;
    SignedIn session;
    Given given = given_factor(t);
    check_ok(t, sign_in(t, PASSWORD, given.recovery.items[0], &session));
    t->ctx->who = &session.who;
    check_ok(t, alert_list(t->ctx, &alerts));
    const Alert *alert = alerts.items;
    check_int(t, alerts.count, 1);
    check_int(t, alert->kind, ALERT_RECOVERY_USED);
    check(t, !alert->who);
}

TEST_DB(nobody_gets_rid_of_their_own_factor_as_an_administrator)
{
    bool removed;
    Given given = given_factor(t);
    given.session.who.rights = rights_all();
    t->ctx->who = &given.session.who;
    check_status(t, factor_reset(t->ctx, given.account.id, &removed), FORBIDDEN);
}

TEST_DB(an_account_that_is_closed_keeps_no_secret)
{
    StoredFactor stored;
    Given given = given_factor(t);
    static const char *const role[] = {ROLE_ADMINISTRATOR};
    Account boss = {.login = "boss", .roles = {(const char **)role, 1}};
    check_ok(t, account_create(t->ctx, &boss));
    check_ok(t, account_find(t->ctx, given.account.id, &given.account));
    check(t, given.account.factor_at != NONE);
    given.account.closed = true;
    check_ok(t, account_update(t->ctx, &given.account, given.account.version));
    check_int(t, given.account.factor_at, NONE);
    check_ok(t, factor_store_find(t->ctx, given.account.id, &stored));
    check(t, !stored.secret);
    check_int(t, stored.recovery_left, 0);
}

TEST_DB(a_secret_that_replaced_the_one_that_was_tried_is_not_confirmed)
{
    bool done = true;
    FactorSecret secret;
    Given given = given_person(t);
    t->ctx->who = &given.session.who;
    check_ok(t, factor_begin(t->ctx, PASSWORD, &secret));
    check_ok(t, factor_store_take(t->ctx, given.account.id, 7, &done));
    check_ok(t, factor_begin(t->ctx, PASSWORD, &secret));
    check_ok(t, factor_store_confirm(t->ctx, given.account.id, &done));
    check(t, !done);
}

TEST_DB(nobody_resets_the_factor_of_who_holds_more)
{
    bool removed;
    Given given = given_factor(t);
    Person keeper = {.kind = PERSON_HUMAN, .id = 7, .login = "keeper"};
    rights_add(&keeper.rights, PEOPLE_WRITE);
    t->ctx->who = &keeper;
    check_status(t, factor_reset(t->ctx, given.account.id, &removed), FORBIDDEN);
}

TEST_DB(who_has_a_role_that_needs_it_may_do_nothing_before)
{
    SignedIn session;
    FactorSecret secret;
    Texts codes;
    Given given = given_person(t);
    check_status(t,
                 setting_write(t->ctx, SETTING_NAMED_SECOND_FACTOR_ROLES, "agent courrier", NONE),
                 INVALID);
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_SECOND_FACTOR_ROLES, "agent courier", NONE));
    check_ok(t, settings_refresh(t->ctx, t->house->settings));
    check_ok(t, sign_in(t, PASSWORD, NULL, &session));
    check(t, session.who.must_set_factor);
    check(t, !rights_has(&session.who.rights, WAYBILL_READ));
    t->ctx->who = &session.who;
    check_ok(t, factor_begin(t->ctx, PASSWORD, &secret));
    check_ok(t, factor_confirm(t->ctx, code_at(t, given.account.id, 0), &codes));
    check_ok(t, sign_in(t, PASSWORD, codes.items[0], &session));
    check(t, !session.who.must_set_factor);
    check(t, rights_has(&session.who.rights, WAYBILL_READ));
}

TEST_DB(a_machine_has_no_second_factor)
{
    Factor factor;
    Person machine = {.kind = PERSON_TOKEN, .id = 5, .login = "erp"};
    t->ctx->who = &machine;
    check_status(t, factor_read(t->ctx, &factor), FORBIDDEN);
}

SQL(test_factor_secret, "SELECT secret_sealed FROM account_totp WHERE account_id = $1");

TEST_DB(the_secret_is_sealed_and_shown_as_telephones_read_it)
{
    FactorSecret secret;
    Rows *rows;
    size_t length;
    Given given = given_person(t);
    t->ctx->who = &given.session.who;
    check_ok(t, factor_begin(t->ctx, PASSWORD, &secret));
    check_int(t, strlen(secret.secret), 32);
    const char *start = "otpauth://totp/Parceldesk:li.na?secret=";
    check(t, strncmp(secret.uri, start, strlen(start)) == 0);
    check(t, strstr(secret.uri, "&issuer=Parceldesk") != NULL);
    check(t, strstr(secret.picture, "<svg xmlns=") == secret.picture);
    check_ok(t, db_query(t->ctx, &test_factor_secret, &rows, db_id(given.account.id)));
    check(t, rows_next(rows));
    check(t, rows_blob(rows, 0, &length) != NULL);
    check_int(t, length, 40 + SEALED_EXTRA);
    check_ok(t, rows_end(rows));
}

static bool log_tells(T *t, const char *secret)
{
    AuditFilter filter = {.limit = 200};
    List rows;
    bool tells = false;
    do {
        check_ok(t, audit_list(t->ctx, &filter, &rows, &filter.cursor));
        const AuditRow *row = rows.items;
        for (size_t i = 0; i < rows.count; i++)
            tells |= row[i].detail && strstr(row[i].detail, secret) != NULL;
    } while (filter.cursor);
    return tells;
}

TEST_DB(the_log_tells_of_no_secret_and_no_code)
{
    SignedIn session;
    StoredFactor stored;
    bool removed;
    Given given = given_factor(t);
    check_ok(t, factor_store_find(t->ctx, given.account.id, &stored));
    const char *code = code_at(t, given.account.id, 0);
    check_ok(t, sign_in(t, PASSWORD, code, &session));
    check_status(t, sign_in(t, PASSWORD, "314159", &session), UNAUTHENTICATED);
    check(t, !strstr(t->ctx->problem.message, "314159"));
    check_ok(t, sign_in(t, PASSWORD, given.recovery.items[0], &session));
    t->ctx->who = NULL;
    check_ok(t, factor_reset(t->ctx, given.account.id, &removed));
    const char *const secrets[] = {stored.secret, code, "314159", given.recovery.items[0],
                                   PASSWORD};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        check(t, !log_tells(t, secrets[i]));
    check(t, log_tells(t, LOGIN));
}
