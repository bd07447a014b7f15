#include "oidc/provider.h"

#include "access/account.h"
#include "access/account_link.h"
#include "access/account_store.h"
#include "access/right.h"
#include "access/role.h"
#include "access/session.h"
#include "access/setting.h"
#include "base/arena.h"
#include "house.h"
#include "test.h"

#define ISSUER "https://login.example.com"

static Provider given_provider(void)
{
    return (Provider){.enabled = true,
                      .issuer = ISSUER,
                      .client_id = "desk",
                      .secret = "s3cret",
                      .label = "Example",
                      .address = "https://desk.example.com",
                      .second_factor = NONE};
}

TEST_DB(a_provider_is_kept_with_its_secret_and_what_is_not_said_has_its_usual_value)
{
    Provider given = given_provider(), out;
    check_ok(t, provider_find(t->ctx, &out));
    check(t, !out.version && !out.enabled && !out.redirect_uri);
    check_ok(t, provider_put(t->ctx, 0, &given, &out));
    check_ok(t, provider_find(t->ctx, &out));
    check_int(t, out.version, 1);
    check_text(t, out.secret, "s3cret");
    check_text(t, out.scopes, "openid profile");
    check_text(t, out.login_claim, "preferred_username");
    check_int(t, out.second_factor, PROVIDER_FACTOR_OURS);
    check_text(t, out.redirect_uri, "https://desk.example.com/console/sign-in/answer");
    check_status(t, provider_put(t->ctx, 0, &given, &out), STALE);
}

TEST_DB(a_secret_stays_with_its_client_and_goes_to_no_other_provider)
{
    Provider given = given_provider(), out;
    check_ok(t, provider_put(t->ctx, 0, &given, &out));
    given.secret = NULL;
    check_ok(t, provider_put(t->ctx, 1, &given, &out));
    check_text(t, out.secret, "s3cret");
    given.issuer = "https://evil.example.com";
    check_ok(t, provider_put(t->ctx, 2, &given, &out));
    check(t, !out.secret);
}

static void check_refused(T *t, Provider given, const char *field)
{
    Provider out;
    check_status(t, provider_put(t->ctx, 0, &given, &out), INVALID);
    check_text(t, t->ctx->problem.field, field);
}

#define REFUSED(member, value, field)                                                              \
    do {                                                                                           \
        Provider bad = given_provider();                                                           \
        bad.member = (value);                                                                      \
        check_refused(t, bad, (field));                                                            \
    } while (0)

TEST_DB(a_provider_that_cannot_be_is_refused_by_its_field)
{
    const char *no_role[] = {"cs", "nobody"}, *too_much[] = {"cs", "administrator"}, *any[] = {"*"};
    Role chief = {.name = "chief", .rights = {any, 1}};
    check_ok(t, role_create(t->ctx, &chief));
    REFUSED(issuer, "http://login.example.com", "issuer");
    REFUSED(issuer, "http://127.0.0.1:1", "issuer");
    REFUSED(issuer, "https://login.example.com/?a", "issuer");
    REFUSED(issuer, "https://me@login.example.com", "issuer");
    REFUSED(client_id, "a\nb", "client_id");
    REFUSED(secret, "a\nb", "secret");
    REFUSED(scopes, "profile", "scopes");
    REFUSED(scopes, "openid\tprofile", "scopes");
    REFUSED(address, NULL, "address");
    REFUSED(address, "https://desk.example.com/", "address");
    REFUSED(address, "http://desk.example.com", "address");
    REFUSED(newcomer_role, "nobody", "newcomer_role");
    REFUSED(newcomer_role, "administrator", "newcomer_role");
    REFUSED(newcomer_role, "chief", "newcomer_role");
    REFUSED(newcomer_outlet, "NOWHERE", "newcomer_outlet");
    REFUSED(roles_claim, "groups", "roles");
    REFUSED(roles, ((Texts){.items = no_role, .count = 2}), "roles");
    REFUSED(roles, ((Texts){.items = too_much, .count = 2}), "roles");
}

TEST_DB(a_provider_on_this_machine_is_asked_in_clear_where_private_ones_may_be)
{
    Provider given = given_provider(), out;
    given.issuer = "http://127.0.0.1:3000";
    given.private = true;
    check_ok(t, provider_put(t->ctx, 0, &given, &out));
    given.issuer = "http://127.0.0.1.example.com";
    check_status(t, provider_put(t->ctx, 1, &given, &out), INVALID);
}

TEST_DB(only_who_may_do_everything_says_how_people_sign_in)
{
    Provider given = given_provider(), out;
    Person person = {.kind = PERSON_HUMAN, .id = 1, .login = "boss", .rights = rights_all()};
    const Person *before = t->ctx->who;
    t->ctx->who = &person;
    person.rights = (RightSet){0};
    rights_add(&person.rights, SETTING_WRITE);
    check_status(t, provider_put(t->ctx, 0, &given, &out), FORBIDDEN);
    person.rights = rights_all();
    person.scope_outlet_id = 1;
    check_status(t, provider_put(t->ctx, 0, &given, &out), FORBIDDEN);
    person.scope_outlet_id = 0;
    check_ok(t, provider_put(t->ctx, 0, &given, &out));
    t->ctx->who = before;
}

static int64_t given_linked(T *t, const char *login, const char *role)
{
    Account account = {.login = login, .roles = {.items = &role, .count = 1}};
    check_ok(t, account_create(t->ctx, &account));
    check_ok(t, account_link_put(t->ctx, account.id, ISSUER, login));
    return account.id;
}

static bool is_elsewhere(T *t, int64_t id)
{
    Credential credential;
    check_ok(t, credential_by_id(t->ctx, id, &credential));
    return credential.elsewhere;
}

TEST_DB(passwords_of_linked_people_are_off_where_that_is_set_but_never_administrators)
{
    Provider given = given_provider(), out;
    int64_t li = given_linked(t, "li.na", "courier"),
            root = given_linked(t, "root", "administrator");
    check(t, !is_elsewhere(t, li));
    given.passwords_off = true;
    check_ok(t, provider_put(t->ctx, 0, &given, &out));
    check(t, is_elsewhere(t, li));
    check(t, !is_elsewhere(t, root));
    check_ok(t, provider_disable(t->ctx));
    check(t, !is_elsewhere(t, li));
    check_ok(t, provider_disable(t->ctx));
}

TEST_DB(passwords_hold_where_the_provider_leads_nobody_back)
{
    Provider given = given_provider(), out;
    int64_t li = given_linked(t, "li.na", "courier");
    given.passwords_off = true;
    given.address = NULL;
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_PUBLIC_URL, "https://desk.example.com", NONE));
    check_ok(t, settings_refresh(t->ctx, t->house->settings));
    check_ok(t, provider_put(t->ctx, 0, &given, &out));
    check(t, is_elsewhere(t, li));
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_PUBLIC_URL, "", NONE));
    check(t, !is_elsewhere(t, li));
    check_ok(t, setting_write(t->ctx, SETTING_NAMED_PUBLIC_URL, NULL, NONE));
    check(t, !is_elsewhere(t, li));
}

TEST_DB(a_session_by_the_provider_needs_no_one_time_password_changed)
{
    int64_t id = given_linked(t, "li.na", "courier");
    SignedIn in;
    check_ok(t, session_admit(t->ctx, id, SIGN_IN_PROVIDER, &(SignIn){.agent = "a"}, &in));
    check(t, !in.who.must_change_password && rights_has(&in.who.rights, WAYBILL_READ));
    check(t, in.secret && !in.device);
}
