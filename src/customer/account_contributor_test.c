#include <string.h>

#include "access/access_internal.h"
#include "access/account.h"
#include "access/account_store.h"
#include "access/factor.h"
#include "access/factor_store.h"
#include "access/session.h"
#include "base/json.h"
#include "customer/contributor.h"
#include "customer/erase.h"
#include "customer/testing.h"
#include "test.h"

/* Somebody of the customer's who is signed in, and has begun to set up a second factor. */
static Account given_user(T *t, int64_t customer_id, SignedIn *session)
{
    static const char *const role[] = {"client_user"};
    Account account = {.login = "canary@example.com",
                       .name = "Canary Wu",
                       .customer_id = customer_id,
                       .roles = {(const char **)role, 1}};
    check_ok(t, account_create(t->ctx, &account));
    const SignIn ask = {.login = account.login,
                        .password = account.one_time_password,
                        .agent = "Firefox",
                        .address = "192.0.2.7"};
    check_ok(t, session_begin(t->ctx, &ask, session));
    check_ok(t, factor_store_put(t->ctx, account.id, "00"));
    return account;
}

TEST_DB(the_file_about_a_customer_tells_its_accounts_and_where_they_are_signed_in)
{
    SignedIn session;
    Buf text;
    Json *json;
    Customer one = given_customer(t, "C-1", "One", NULL);
    given_user(t, one.id, &session);
    buf_init(&text, t->ctx->arena);
    check_ok(t, account_contributor.tell(t->ctx, one.id, &text));
    check_ok(t, json_parse(t->ctx, text.data, strlen(text.data), &json));
    check(t, strstr(text.data, "Canary Wu") != NULL);
    check(t, strstr(text.data, "Firefox") != NULL);
    check(t, strstr(text.data, "192.0.2.*") != NULL);
}

TEST_DB(erasing_a_customer_leaves_nothing_that_signs_its_people_in)
{
    const EraseInput in = {.reason = "asked"};
    Erasure erasure;
    SignedIn session;
    Account account, user;
    StoredFactor stored;
    int64_t rows = 0;
    Customer one = given_customer(t, "C-1", "One", NULL);
    user = given_user(t, one.id, &session);
    check_ok(t, account_contributor.left(t->ctx, one.id, &rows));
    check_int(t, rows, 3);
    check_ok(t, customer_erase(t->ctx, one.id, one.version, &in, &erasure));
    check_ok(t, account_contributor.left(t->ctx, one.id, &rows));
    check_int(t, rows, 0);
    check_ok(t, account_find(t->ctx, user.id, &account));
    check(t, account.closed && !account.name && strncmp(account.login, "erased.", 7) == 0);
    check_ok(t, factor_store_find(t->ctx, user.id, &stored));
    check(t, !stored.secret);
    check_status(t, account_find_login(t->ctx, "canary@example.com", &account), NOT_FOUND);
    Credential credential;
    check_ok(t, credential_by_id(t->ctx, user.id, &credential));
    check_text(t, credential.password_hash, "");
    const SignIn again = {.login = credential.login, .password = user.one_time_password};
    check_status(t, session_begin(t->ctx, &again, &session), UNAUTHENTICATED);
}

TEST_DB(an_account_that_still_has_its_password_is_not_erased)
{
    const EraseInput in = {.reason = "asked"};
    Erasure erasure;
    SignedIn session;
    int64_t rows = 0;
    Customer one = given_customer(t, "C-1", "One", NULL);
    Account user = given_user(t, one.id, &session);
    check_ok(t, customer_erase(t->ctx, one.id, one.version, &in, &erasure));
    const Credential left = {.id = user.id, .password_hash = "left", .password_until_ms = NONE};
    check_ok(t, credential_put(t->ctx, &left));
    check_ok(t, account_contributor.left(t->ctx, one.id, &rows));
    check_int(t, rows, 1);
}
