#include "oidc/admit.h"

#include <string.h>

#include "access/account.h"
#include "access/account_link.h"
#include "access/account_store.h"
#include "access/outlet.h"
#include "access/role.h"
#include "access/testing_people.h"
#include "base/arena.h"

#define ISSUER "https://login.example.com"

static const Provider plain = {.version = 1,
                               .enabled = true,
                               .issuer = ISSUER,
                               .client_id = "desk",
                               .scopes = "openid",
                               .label = "Example",
                               .address = "https://desk.example.com",
                               .login_claim = "preferred_username",
                               .second_factor = PROVIDER_FACTOR_OURS};

static void close_account(T *t, int64_t id)
{
    Account account;
    check_ok(t, account_find(t->ctx, id, &account));
    account.closed = true;
    check_ok(t, account_update(t->ctx, &account, account.version));
}

/* Whom somebody with these claims is let in as. */
static int64_t admitted(T *t, const Provider *provider, const char *claims)
{
    Json *token;
    int64_t id = -1;
    check_ok(t, json_parse(t->ctx, claims, strlen(claims), &token));
    const Identity identity = {.subject = json_get_text(token, "sub"), .token = token};
    check_ok(t, admit_run(t->ctx, provider, &identity, &id));
    return id;
}

TEST_DB(a_login_links_a_subject_once_and_then_the_subject_alone_counts)
{
    int64_t li = given_account(t, "li.na", "courier", NULL),
            wang = given_account(t, "wang", "courier", NULL);
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\",\"preferred_username\":\"Li.Na\"}"), li);
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\",\"preferred_username\":\"wang\"}"), li);
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\"}"), li);
    /* The name was given to somebody else at the provider. */
    check_int(t, admitted(t, &plain, "{\"sub\":\"2\",\"preferred_username\":\"li.na\"}"), 0);
    check_int(t, admitted(t, &plain, "{\"sub\":\"2\",\"preferred_username\":\"wang\"}"), wang);
    check_ok(t, account_link_remove(t->ctx, li));
    check_int(t, admitted(t, &plain, "{\"sub\":\"3\",\"preferred_username\":\"li.na\"}"), li);
    check_status(t, account_link_put(t->ctx, li, ISSUER, "9"), CONFLICT);
    check_status(t,
                 account_link_put(t->ctx, given_account(t, "zhao", "courier", NULL), ISSUER, "3"),
                 CONFLICT);
}

TEST_DB(a_subject_of_another_provider_is_somebody_else)
{
    Provider other = plain;
    int64_t li = given_account(t, "li.na", "courier", NULL);
    other.issuer = "https://other.example.com";
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\",\"preferred_username\":\"li.na\"}"), li);
    check_int(t, admitted(t, &other, "{\"sub\":\"1\"}"), 0);
}

TEST_DB(who_was_linked_at_the_provider_before_is_linked_anew_by_their_login)
{
    Provider other = plain;
    AccountLink link;
    int64_t li = given_account(t, "li.na", "courier", NULL);
    other.issuer = "https://other.example.com";
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\",\"preferred_username\":\"li.na\"}"), li);
    check_int(t, admitted(t, &other, "{\"sub\":\"7\",\"preferred_username\":\"li.na\"}"), li);
    check_ok(t, account_link_of(t->ctx, li, &link));
    check_text(t, link.issuer, "https://other.example.com");
    check_int(t, admitted(t, &other, "{\"sub\":\"8\",\"preferred_username\":\"li.na\"}"), 0);
    check_int(t, admitted(t, &other, "{\"sub\":\"7\"}"), li);
}

static bool is_linked(T *t, int64_t id)
{
    AccountLink link;
    Status s = account_link_of(t->ctx, id, &link);
    check(t, s == OK || s == NOT_FOUND);
    return !s;
}

TEST_DB(who_has_no_account_or_a_closed_one_is_not_let_in)
{
    int64_t li = given_account(t, "li.na", "courier", NULL),
            wang = given_account(t, "wang", "courier", NULL);
    given_account(t, "root", "administrator", NULL);
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\",\"preferred_username\":\"nobody\"}"), 0);
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\"}"), 0);
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\",\"preferred_username\":7}"), 0);
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\",\"preferred_username\":\"li.na\"}"), li);
    close_account(t, li);
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\",\"preferred_username\":\"li.na\"}"), 0);
    close_account(t, wang);
    check_int(t, admitted(t, &plain, "{\"sub\":\"2\",\"preferred_username\":\"wang\"}"), 0);
}

TEST_DB(an_administrator_is_linked_by_hand_only)
{
    int64_t id = given_account(t, "root", "administrator", NULL);
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\",\"preferred_username\":\"root\"}"), 0);
    check_ok(t, account_link_put(t->ctx, id, ISSUER, "1"));
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\",\"preferred_username\":\"root\"}"), id);
}

TEST_DB(who_may_do_everything_by_another_role_is_linked_by_hand_only_too)
{
    const char *every = "*";
    Role role = {.name = "owner", .doc = "", .rights = {.items = &every, .count = 1}};
    check_ok(t, role_create(t->ctx, &role));
    int64_t id = given_account(t, "boss", "owner", NULL);
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\",\"preferred_username\":\"boss\"}"), 0);
    check(t, !is_linked(t, id));
}

TEST_DB(a_customers_people_are_linked_by_hand_only)
{
    const char *role = ROLE_CLIENT_USER;
    Account account = {.login = "client", .roles = {.items = &role, .count = 1}, .customer_id = 7};
    check_ok(t, account_create(t->ctx, &account));
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\",\"preferred_username\":\"client\"}"), 0);
    check(t, !is_linked(t, account.id));
    check_ok(t, account_link_put(t->ctx, account.id, ISSUER, "1"));
    check_int(t, admitted(t, &plain, "{\"sub\":\"1\"}"), account.id);
}

TEST_DB(who_is_refused_for_want_of_a_role_is_not_linked)
{
    Provider provider = plain;
    const char *roles[] = {"cs", "agent"};
    int64_t id = given_account(t, "li.na", "courier", NULL);
    provider.roles_claim = "groups";
    provider.roles = (Texts){.items = roles, .count = 2};
    check_int(t, admitted(t, &provider, "{\"sub\":\"1\",\"preferred_username\":\"li.na\"}"), 0);
    check(t, !is_linked(t, id));
}

TEST_DB(a_code_of_ones_own_comes_too_late_once_the_link_is_another)
{
    int64_t id = given_account(t, "li.na", "courier", NULL);
    Provider other = plain;
    other.issuer = "https://other.example.com";
    check_ok(t, account_link_put(t->ctx, id, ISSUER, "1"));
    const Flow flow = {.account_id = id, .begun_at = ctx_now(t->ctx)};
    check_ok(t, admit_again(t->ctx, &plain, &flow));
    check_status(t, admit_again(t->ctx, &other, &flow), UNAUTHENTICATED);
    check_ok(t, account_link_remove(t->ctx, id));
    check_status(t, admit_again(t->ctx, &plain, &flow), UNAUTHENTICATED);
    source_move(t->ctx->source, 1);
    check_ok(t, account_link_put(t->ctx, id, ISSUER, "2"));
    check_status(t, admit_again(t->ctx, &plain, &flow), UNAUTHENTICATED);
}

TEST_DB(an_address_that_was_not_verified_is_nobodys_login)
{
    Provider provider = plain;
    int64_t id = given_account(t, "li@example.com", "courier", NULL);
    provider.login_claim = "email";
    check_int(t, admitted(t, &provider, "{\"sub\":\"1\",\"email\":\"li@example.com\"}"), 0);
    check_int(t,
              admitted(t, &provider,
                       "{\"sub\":\"1\",\"email\":\"li@example.com\",\"email_verified\":false}"),
              0);
    check_int(t,
              admitted(t, &provider,
                       "{\"sub\":\"1\",\"email\":\"li@example.com\",\"email_verified\":true}"),
              id);
}

TEST_DB(what_verified_another_address_verifies_none)
{
    const char *claims = "{\"sub\":\"1\",\"email\":\"li@example.com\"}",
               *others = "{\"email\":\"wang@example.com\",\"email_verified\":true}";
    Provider provider = plain;
    Json *token, *userinfo;
    int64_t li = given_account(t, "li@example.com", "courier", NULL), id = -1;
    provider.login_claim = "email";
    check_ok(t, json_parse(t->ctx, claims, strlen(claims), &token));
    check_ok(t, json_parse(t->ctx, others, strlen(others), &userinfo));
    Identity identity = {.subject = "1", .token = token, .userinfo = userinfo};
    check_ok(t, admit_run(t->ctx, &provider, &identity, &id));
    check_int(t, id, 0);
    check_ok(t, json_parse(t->ctx, "{\"email_verified\":true}", 23, &userinfo));
    identity.userinfo = userinfo;
    check_ok(t, admit_run(t->ctx, &provider, &identity, &id));
    check_int(t, id, li);
}

TEST_DB(a_newcomer_gets_an_account_without_a_password_where_that_is_wanted)
{
    Provider provider = plain;
    Outlet outlet = {.code = "HQ", .name = "总部", .kind = OUTLET_ORGANIZATION};
    Account account;
    Credential credential;
    check_ok(t, outlet_create(t->ctx, &outlet));
    provider.newcomer_role = "courier";
    provider.newcomer_outlet = "HQ";
    int64_t id = admitted(t, &provider,
                          "{\"sub\":\"1\",\"preferred_username\":\"New.One\",\"name\":\"新人\"}");
    check(t, id > 0);
    check_ok(t, account_find(t->ctx, id, &account));
    check_text(t, account.login, "new.one");
    check_text(t, account.name, "新人");
    check_text(t, account.outlet, "HQ");
    check_text(t, account.roles.items[0], "courier");
    check(t, !account.must_change_password);
    check_ok(t, credential_by_id(t->ctx, id, &credential));
    check_text(t, credential.password_hash, "");
    check_int(t, admitted(t, &provider, "{\"sub\":\"1\"}"), id);
}

/* What the account is called whose person the provider calls so. */
static const char *named(T *t, const char *login, const char *name)
{
    Provider provider = plain;
    Account account;
    provider.newcomer_role = "courier";
    const char *claims = arena_format(
        t->ctx->arena, "{\"sub\":\"%s\",\"preferred_username\":\"%s\",\"name\":\"%s\"}", login,
        login, name);
    int64_t id = admitted(t, &provider, claims);
    check(t, id > 0);
    check_ok(t, account_find(t->ctx, id, &account));
    return account.name;
}

TEST_DB(a_newcomers_name_is_taken_where_it_could_be_entered_here)
{
    Buf most;
    buf_init(&most, t->ctx->arena);
    for (int i = 0; i < 80; i++)
        buf_text(&most, "名");
    check_text(t, named(t, "most", most.data), most.data);
    buf_text(&most, "名");
    check(t, !named(t, "more", most.data));
    check(t, !named(t, "lines", "Li\\nNa"));
    check(t, !named(t, "tabs", "Li\\tNa"));
    check(t, !named(t, "turned", "Li\\u202ENa"));
}

TEST_DB(a_newcomer_whose_login_cannot_be_one_gets_no_account)
{
    Provider provider = plain;
    List people;
    const char *next;
    provider.newcomer_role = "courier";
    check_int(t, admitted(t, &provider, "{\"sub\":\"1\",\"preferred_username\":\"李娜\"}"), 0);
    check_int(t, admitted(t, &provider, "{\"sub\":\"1\",\"preferred_username\":\"\"}"), 0);
    const AccountFilter all = {.limit = 10};
    check_ok(t, account_list(t->ctx, &all, &people, &next));
    check_int(t, people.count, 0);
}

static void check_role(T *t, int64_t id, const char *role)
{
    Account account;
    check_ok(t, account_find(t->ctx, id, &account));
    check_int(t, account.roles.count, 1);
    check_text(t, account.roles.items[0], role);
}

TEST_DB(roles_follow_the_provider_where_it_tells_them)
{
    Provider provider = plain;
    const char *roles[] = {"cs", "agent", "hr", "hr"};
    int64_t id = given_account(t, "li.na", "courier", NULL),
            root = given_account(t, "root", "administrator", NULL);
    provider.roles_claim = "groups";
    provider.roles = (Texts){.items = roles, .count = 4};
    check_int(t,
              admitted(t, &provider,
                       "{\"sub\":\"1\",\"preferred_username\":\"li.na\","
                       "\"groups\":[\"all\",\"cs\"]}"),
              id);
    check_role(t, id, "agent");
    check_int(t, admitted(t, &provider, "{\"sub\":\"1\",\"groups\":\"hr\"}"), id);
    check_role(t, id, "hr");
    check_int(t, admitted(t, &provider, "{\"sub\":\"1\",\"groups\":[\"all\"]}"), 0);
    check_int(t, admitted(t, &provider, "{\"sub\":\"1\"}"), 0);
    check_role(t, id, "hr");
    check_ok(t, account_link_put(t->ctx, root, ISSUER, "2"));
    check_int(t, admitted(t, &provider, "{\"sub\":\"2\",\"groups\":[\"cs\"]}"), root);
    check_role(t, root, "administrator");
}

TEST_DB(the_providers_word_makes_nobody_an_administrator_by_several_roles_either)
{
    Provider provider = plain;
    const char *roles[] = {"cs", "agent", "rest", "rest"};
    const RightSet every = rights_all();
    Role agent, rest = {.name = "rest"};
    Texts all;
    check_ok(t, role_find(t->ctx, "agent", &agent));
    check_ok(t, rights_names(t->ctx, &every, &all));
    const char **others = ARENA_ARRAY(t->ctx->arena, all.count, const char *);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (!texts_have(&agent.rights, all.items[i])) others[count++] = all.items[i];
    rest.rights = (Texts){others, count};
    check_ok(t, role_create(t->ctx, &rest));
    provider.roles_claim = "groups";
    provider.roles = (Texts){.items = roles, .count = 4};
    given_account(t, "root", "administrator", NULL);
    int64_t id = given_account(t, "li.na", "courier", NULL);
    const char *both =
        "{\"sub\":\"1\",\"preferred_username\":\"li.na\",\"groups\":[\"cs\",\"rest\"]}";
    check_int(t, admitted(t, &provider, both), 0);
    check_role(t, id, "courier");
    check_int(t,
              admitted(t, &provider,
                       "{\"sub\":\"1\",\"preferred_username\":\"li.na\",\"groups\":\"rest\"}"),
              id);
    provider.newcomer_role = "agent";
    check_int(
        t,
        admitted(t, &provider,
                 "{\"sub\":\"2\",\"preferred_username\":\"new\",\"groups\":[\"cs\",\"rest\"]}"),
        0);
    Account made;
    check_status(t, account_find_login(t->ctx, "new", &made), NOT_FOUND);
}

static SignInWay way_of(T *t, ProviderFactor factor, const char *claims)
{
    Json *token;
    Provider provider = plain;
    provider.second_factor = factor;
    check_ok(t, json_parse(t->ctx, claims, strlen(claims), &token));
    return admit_way(&provider, &(Identity){.token = token});
}

TEST(the_providers_second_factor_counts_as_it_is_set)
{
    const char *mfa = "{\"amr\":[\"pwd\",\"mfa\"]}", *pwd = "{\"amr\":[\"pwd\"]}";
    check_int(t, way_of(t, PROVIDER_FACTOR_OURS, mfa), SIGN_IN_PROVIDER);
    check_int(t, way_of(t, PROVIDER_FACTOR_AMR, mfa), SIGN_IN_PROVIDER_FACTOR);
    check_int(t, way_of(t, PROVIDER_FACTOR_AMR, pwd), SIGN_IN_PROVIDER);
    check_int(t, way_of(t, PROVIDER_FACTOR_AMR, "{}"), SIGN_IN_PROVIDER);
    check_int(t, way_of(t, PROVIDER_FACTOR_THEIRS, "{}"), SIGN_IN_PROVIDER_FACTOR);
}
