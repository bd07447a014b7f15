#include "access/colleague.h"

#include <stdio.h>

#include "access/account.h"
#include "access/outlet.h"
#include "access/role.h"
#include "house.h"
#include "test.h"

static int64_t given(T *t, const char *login, const char *outlet, int64_t customer_id)
{
    const char *role[] = {"courier"};
    Account account = {.login = login,
                       .name = "李娜",
                       .roles = {role, 1},
                       .outlet = outlet,
                       .customer_id = customer_id};
    check_ok(t, account_create(t->ctx, &account));
    return account.id;
}

/* HQ above EAST and WEST; one at each, one of the whole company, one of a client. */
static int64_t given_company(T *t)
{
    Outlet hq = {.code = "HQ", .name = "HQ", .kind = OUTLET_ORGANIZATION};
    Outlet east = {.code = "EAST", .name = "EAST", .kind = OUTLET_BRANCH, .parent = "HQ"};
    Outlet west = {.code = "WEST", .name = "WEST", .kind = OUTLET_BRANCH, .parent = "HQ"};
    check_ok(t, outlet_create(t->ctx, &hq));
    check_ok(t, outlet_create(t->ctx, &east));
    check_ok(t, outlet_create(t->ctx, &west));
    given(t, "head", NULL, 0);
    given(t, "hq", "HQ", 0);
    given(t, "west", "WEST", 0);
    given(t, "client", NULL, 77);
    given(t, "east", "EAST", 0);
    return east.id;
}

static size_t named(T *t, const char *const *who, size_t count)
{
    ColleagueQuery query = {.who = {(const char **)who, count}, .limit = NONE};
    List list;
    const char *next;
    check_ok(t, colleague_list(t->ctx, &query, &list, &next));
    check(t, !next);
    return list.count;
}

TEST_DB(a_colleague_is_found_by_login_and_by_id)
{
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)given(t, "li.na", NULL, 0));
    const char *who[] = {id, "nobody", "li.na"};
    ColleagueQuery query = {.who = {who, 3}, .limit = NONE};
    List list;
    const char *next;
    check_ok(t, colleague_list(t->ctx, &query, &list, &next));
    check_int(t, list.count, 2);
    const Colleague *both = list.items;
    check_text(t, both[0].name, "李娜");
    check_text(t, both[1].login, "li.na");
    check_int(t, both[0].id, both[1].id);
}

TEST_DB(one_names_those_below_and_above_and_of_the_whole_company_but_not_beside_one)
{
    static const char *const all[] = {"head", "hq", "west", "client", "east"};
    Person person = {.kind = PERSON_HUMAN, .scope_outlet_id = given_company(t)};
    check_int(t, named(t, all, 5), 5);
    t->ctx->who = &person;
    check_int(t, named(t, all, 5), 3);
    check_int(t, named(t, all + 2, 2), 0);
}

TEST_DB(a_client_names_only_the_same_clients_people)
{
    static const char *const all[] = {"head", "hq", "west", "client", "east"};
    Person person = {.kind = PERSON_HUMAN, .scope_customer_id = 77};
    given_company(t);
    t->ctx->who = &person;
    check_int(t, named(t, all, 5), 1);
    person.scope_customer_id = 78;
    check_int(t, named(t, all, 5), 0);
}

TEST_DB(a_clients_people_are_named_to_who_may_see_personal_data_alone)
{
    static const char *const all[] = {"head", "client"};
    Person person = {.kind = PERSON_HUMAN};
    ColleagueQuery query = {.limit = NONE};
    List list;
    const char *next;
    given_company(t);
    t->ctx->who = &person;
    check_int(t, named(t, all, 2), 1);
    check_ok(t, colleague_list(t->ctx, &query, &list, &next));
    check_int(t, list.count, 4);
    rights_add(&person.rights, PERSONAL_READ);
    check_int(t, named(t, all, 2), 2);
    check_ok(t, colleague_list(t->ctx, &query, &list, &next));
    check_int(t, list.count, 5);
    t->ctx->who = NULL;
}

TEST_DB(colleagues_are_listed_page_by_page_and_without_those_who_left)
{
    ColleagueQuery query = {.limit = 2};
    List list;
    const char *next, *role[] = {"courier"};
    Account boss = {.login = "aa", .roles = {(const char *[]){ROLE_ADMINISTRATOR}, 1}};
    check_ok(t, account_create(t->ctx, &boss));
    Account left = {.id = given(t, "bb", NULL, 0), .roles = {role, 1}, .closed = true};
    check_ok(t, account_update(t->ctx, &left, 1));
    given(t, "cc", NULL, 0);
    given(t, "dd", NULL, 0);
    check_ok(t, colleague_list(t->ctx, &query, &list, &next));
    check_text(t, ((const Colleague *)list.items)[1].login, "cc");
    check(t, next);
    query.cursor = next;
    check_ok(t, colleague_list(t->ctx, &query, &list, &next));
    check_int(t, list.count, 1);
    check(t, !next);
    query.cursor = "not ours";
    check_status(t, colleague_list(t->ctx, &query, &list, &next), INVALID);
}
