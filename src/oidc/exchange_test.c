#include "oidc/exchange.h"

#include <string.h>

#include "test.h"

static bool lacks(T *t, const Provider *provider, const char *claims)
{
    Json *token;
    check_ok(t, json_parse(t->ctx, claims, strlen(claims), &token));
    return identity_lacks(&(Identity){.subject = "1", .token = token}, provider);
}

TEST(a_token_lacks_what_would_be_gone_by)
{
    Provider provider = {.login_claim = "preferred_username"};
    const char *told = "{\"sub\":\"1\",\"preferred_username\":\"li.na\"}";
    check(t, lacks(t, &provider, "{\"sub\":\"1\"}"));
    check(t, !lacks(t, &provider, told));
    provider.roles_claim = "groups";
    check(t, lacks(t, &provider, told));
    provider.roles_claim = NULL;
    provider.newcomer_role = "courier";
    check(t, lacks(t, &provider, told));
}

TEST(a_token_with_an_address_lacks_whether_it_was_verified)
{
    const Provider provider = {.login_claim = "email"};
    check(t, lacks(t, &provider, "{\"email\":\"li@example.com\"}"));
    check(t, !lacks(t, &provider, "{\"email\":\"li@example.com\",\"email_verified\":false}"));
}
