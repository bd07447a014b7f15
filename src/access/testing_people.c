#include "access/testing_people.h"

#include "access/account.h"
#include "access/outlet.h"
#include "access/outlet_cache.h"

int64_t given_outlet(T *t, const char *code)
{
    int64_t id = 0;
    check_ok(t, outlet_ensure(t->ctx, code, code, OUTLET_STATION, &id));
    check_ok(t, outlets_refresh(t->ctx, t->house->outlets));
    return id;
}

int64_t given_account(T *t, const char *login, const char *role, const char *outlet)
{
    Account account = {.login = login, .name = "某某", .roles = {&role, 1}, .outlet = outlet};
    check_ok(t, account_create(t->ctx, &account));
    return account.id;
}

void set_closed(T *t, const char *login, bool closed)
{
    Account account;
    check_ok(t, account_find_login(t->ctx, login, &account));
    account.closed = closed;
    check_ok(t, account_update(t->ctx, &account, account.version));
}
