#include "access/account.h"

#include <string.h>

#include "access/outlet.h"
#include "access/role.h"
#include "access/token.h"
#include "base/arena.h"
#include "db/db.h"
#include "house.h"
#include "test.h"

static Texts role_names(T *t, const char *name)
{
    Texts names = {.items = ARENA_ARRAY(t->ctx->arena, 1, const char *), .count = 1};
    names.items[0] = name;
    return names;
}

static Account given(T *t, const char *login, const char *role)
{
    Account account = {.login = login, .name = "李娜", .roles = role_names(t, role)};
    check_ok(t, account_create(t->ctx, &account));
    return account;
}

/* A person who may change people, and holds little else. */
static Person keeper(int64_t scope_outlet_id)
{
    Person person = {.kind = PERSON_HUMAN, .id = 1, .login = "keeper"};
    person.scope_outlet_id = scope_outlet_id;
    rights_add(&person.rights, PEOPLE_WRITE);
    rights_add(&person.rights, WAYBILL_READ);
    rights_add(&person.rights, SCAN_WRITE);
    rights_add(&person.rights, OUTLET_READ);
    rights_add(&person.rights, FEED_READ);
    rights_add(&person.rights, HANDOFF_READ);
    rights_add(&person.rights, HANDOFF_WRITE);
    return person;
}

SQL(test_sealed_name, "SELECT name_sealed FROM account WHERE id = $1");

TEST_DB(a_new_person_gets_a_one_time_password_and_their_name_is_sealed)
{
    Account stored, made = given(t, "li.na", "courier");
    Rows *rows;
    size_t length = 0;
    check_int(t, strlen(made.one_time_password), 24);
    check_ok(t, account_find(t->ctx, made.id, &stored));
    check_text(t, stored.name, "李娜");
    check_text(t, stored.roles.items[0], "courier");
    check(t, stored.must_change_password);
    check(t, !stored.one_time_password);
    check_ok(t, db_query(t->ctx, &test_sealed_name, &rows, db_id(made.id)));
    check(t, rows_next(rows));
    const void *sealed = rows_blob(rows, 0, &length);
    check(t, length > 45 && !memmem(sealed, length, "李娜", strlen("李娜")));
    check_ok(t, rows_end(rows));
}

TEST_DB(a_login_is_given_once_and_written_in_small_letters)
{
    Account again = {.login = "li.na", .roles = role_names(t, "courier")};
    given(t, "li.na", "courier");
    check_status(t, account_create(t->ctx, &again), CONFLICT);
    static const char *const bad[] = {"", "a", "Li.Na", "li na", "李娜"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        again.login = bad[i];
        check_status(t, account_create(t->ctx, &again), INVALID);
        check_text(t, t->ctx->problem.field, "login");
    }
}

TEST_DB(a_role_or_outlet_that_is_not_there_is_named)
{
    Account account = {.login = "li.na", .roles = role_names(t, "king")};
    check_status(t, account_create(t->ctx, &account), INVALID);
    check_text(t, t->ctx->problem.field, "roles");
    account.roles = role_names(t, "courier");
    account.outlet = "NOWHERE";
    check_status(t, account_create(t->ctx, &account), INVALID);
    check_text(t, t->ctx->problem.field, "outlet");
}

TEST_DB(a_client_sees_their_own_company_or_nothing)
{
    Account account = {.login = "client", .roles = role_names(t, "client_user")};
    check_status(t, account_create(t->ctx, &account), INVALID);
    check_text(t, t->ctx->problem.field, "customer_id");
    account.customer_id = 7;
    check_ok(t, account_create(t->ctx, &account));
}

TEST_DB(nobody_gives_more_than_they_have)
{
    Person person = keeper(0);
    Account account = {.login = "li.na", .roles = role_names(t, ROLE_ADMINISTRATOR)};
    Account boss = given(t, "boss", ROLE_ADMINISTRATOR);
    t->ctx->who = &person;
    check_status(t, account_create(t->ctx, &account), FORBIDDEN);
    account.roles = role_names(t, "courier");
    check_ok(t, account_create(t->ctx, &account));
    check_status(t, account_reset(t->ctx, &boss), FORBIDDEN);
    boss.closed = true;
    boss.roles = role_names(t, "courier");
    check_status(t, account_update(t->ctx, &boss, 1), FORBIDDEN);
}

TEST_DB(nobody_ends_a_token_that_holds_more_than_they_have)
{
    Person person = keeper(0);
    Token small = {.name = "small", .rights = role_names(t, "waybill.read"), .expires_at = NONE};
    Token large = {.name = "large", .rights = role_names(t, "audit.read"), .expires_at = NONE};
    check_ok(t, token_create(t->ctx, &small));
    check_ok(t, token_create(t->ctx, &large));
    t->ctx->who = &person;
    check_status(t, token_revoke(t->ctx, large.id), FORBIDDEN);
    check_ok(t, token_revoke(t->ctx, small.id));
    t->ctx->who = NULL;
    check_ok(t, token_revoke(t->ctx, large.id));
}

TEST_DB(a_scoped_person_sees_and_changes_only_people_of_their_outlets)
{
    Outlet hq = {.code = "HQ", .name = "HQ", .kind = OUTLET_ORGANIZATION};
    Outlet sh = {.code = "SH", .name = "SH", .kind = OUTLET_BRANCH, .parent = "HQ"};
    check_ok(t, outlet_create(t->ctx, &hq));
    check_ok(t, outlet_create(t->ctx, &sh));
    Account above = given(t, "above", "courier"), other, list_row;
    Account own = {.login = "own", .roles = role_names(t, "courier"), .outlet = "SH"};
    Account stray = {.login = "stray", .roles = role_names(t, "courier"), .outlet = "HQ"};
    Person person = keeper(sh.id);
    List list;
    const char *next;
    t->ctx->who = &person;
    check_ok(t, account_create(t->ctx, &own));
    check_status(t, account_create(t->ctx, &stray), INVALID);
    stray.outlet = NULL;
    check_status(t, account_create(t->ctx, &stray), FORBIDDEN);
    check_status(t, account_find(t->ctx, above.id, &other), NOT_FOUND);
    check_ok(t, account_list(t->ctx, &(AccountFilter){.limit = 10}, &list, &next));
    check_int(t, list.count, 1);
    list_row = *(const Account *)list.items;
    check_text(t, list_row.login, "own");
    check_text(t, list_row.outlet, "SH");
}

TEST_DB(a_customers_person_sees_and_changes_only_people_of_that_customer)
{
    Person client = keeper(0);
    client.scope_customer_id = 77;
    Account ours = given(t, "li.na", "courier"), found;
    Account theirs = {.login = "wei", .roles = role_names(t, "courier"), .customer_id = 77};
    check_ok(t, account_create(t->ctx, &theirs));
    t->ctx->who = &client;
    check_ok(t, account_find(t->ctx, theirs.id, &found));
    check_status(t, account_find(t->ctx, ours.id, &found), NOT_FOUND);
    check_status(t, account_find_login(t->ctx, "li.na", &found), NOT_FOUND);
    Account taken = {.id = ours.id, .roles = role_names(t, "courier"), .customer_id = 77};
    check_status(t, account_update(t->ctx, &taken, ours.version), NOT_FOUND);
    Account reset = {.id = ours.id};
    check_status(t, account_reset(t->ctx, &reset), NOT_FOUND);
    List people;
    const char *next;
    check_ok(t, account_list(t->ctx, &(AccountFilter){.limit = 50}, &people, &next));
    check_int(t, people.count, 1);
}

TEST_DB(the_last_administrator_stays)
{
    Account first = given(t, "first", ROLE_ADMINISTRATOR);
    first.closed = true;
    check_status(t, account_update(t->ctx, &first, 1), CONFLICT);
    check_ok(t, database_return_writer(t->ctx, t->house->database, false));
    check_ok(t, database_borrow_writer(t->ctx, t->house->database));
    first = given(t, "first", ROLE_ADMINISTRATOR);
    given(t, "second", ROLE_ADMINISTRATOR);
    first.closed = true;
    check_ok(t, account_update(t->ctx, &first, 1));
    check_int(t, first.version, 2);
}

TEST_DB(a_stale_write_to_an_account_is_refused)
{
    Account account = given(t, "li.na", "courier");
    given(t, "boss", ROLE_ADMINISTRATOR);
    account.name = "Li";
    check_ok(t, account_update(t->ctx, &account, 1));
    check_status(t, account_update(t->ctx, &account, 1), STALE);
}

TEST_DB(the_first_start_makes_one_administrator)
{
    Account account;
    bool made = false;
    check_ok(t, account_first(t->ctx, &account, &made));
    check(t, made);
    check_text(t, account.login, "admin");
    check_ok(t, account_first(t->ctx, &account, &made));
    check(t, !made);
}

TEST_DB(people_are_listed_page_by_page_with_their_roles)
{
    List list;
    const char *next = NULL;
    given(t, "aa", "courier");
    given(t, "bb", "agent");
    given(t, "cc", "hr");
    check_ok(t, account_list(t->ctx, &(AccountFilter){.limit = 2}, &list, &next));
    check_int(t, list.count, 2);
    check_text(t, ((const Account *)list.items)[1].roles.items[0], "agent");
    check(t, next);
    check_ok(t, account_list(t->ctx, &(AccountFilter){.limit = 2, .cursor = next}, &list, &next));
    check_int(t, list.count, 1);
    check(t, !next);
}

/* The logins of all pages of two, in the order in which they came. */
static const char *logins_by(T *t, int64_t sort)
{
    AccountFilter filter = {.sort = sort, .limit = 2};
    Buf logins;
    const char *next;
    buf_init(&logins, t->ctx->arena);
    do {
        List list;
        check_ok(t, account_list(t->ctx, &filter, &list, &next));
        for (size_t i = 0; i < list.count; i++)
            buf_format(&logins, "%s ", ((const Account *)list.items)[i].login);
        filter.cursor = next;
    } while (next && logins.length < 100);
    return logins.data;
}

TEST_DB(people_are_sorted_by_login_and_by_age)
{
    given(t, "ab", "courier");
    given(t, "a_b", "agent");
    given(t, "a-b", "agent");
    given(t, "a.b", "hr");
    given(t, "9a", "hr");
    check_text(t, logins_by(t, ACCOUNT_BY_CREATED), "ab a_b a-b a.b 9a ");
    check_text(t, logins_by(t, -ACCOUNT_BY_CREATED), "9a a.b a-b a_b ab ");
    check_text(t, logins_by(t, ACCOUNT_BY_LOGIN), "9a a-b a.b a_b ab ");
    check_text(t, logins_by(t, -ACCOUNT_BY_LOGIN), "ab a_b a.b a-b 9a ");
    AccountFilter filter = {.sort = ACCOUNT_BY_LOGIN, .limit = 1};
    List list;
    const char *next;
    check_ok(t, account_list(t->ctx, &filter, &list, &next));
    filter.cursor = next;
    filter.sort = -ACCOUNT_BY_LOGIN;
    check_status(t, account_list(t->ctx, &filter, &list, &next), INVALID);
    check_text(t, t->ctx->problem.field, "cursor");
}

/* --- roles --- */

TEST_DB(the_roles_of_the_trade_are_there_with_rights_that_exist)
{
    List list;
    check_ok(t, role_list(t->ctx, &list));
    check(t, list.count >= 13);
    const Role *role = list.items;
    for (size_t i = 0; i < list.count; i++) {
        RightSet rights;
        check_ok(t, rights_from_names(t->ctx, role[i].name, &role[i].rights, &rights));
        check(t, role[i].built_in && role[i].rights.count > 0);
    }
}

TEST_DB(an_edited_role_is_not_set_back_by_the_next_start)
{
    Role role;
    check_ok(t, role_find(t->ctx, "courier", &role));
    role.rights = role_names(t, "waybill.read");
    check_ok(t, role_update(t->ctx, &role, 1));
    check_ok(t, role_seed(t->ctx));
    check_ok(t, role_find(t->ctx, "courier", &role));
    check_int(t, role.rights.count, 1);
    check_int(t, role.version, 2);
    check_status(t, role_update(t->ctx, &role, 1), STALE);
}

SQL(test_older_program, "UPDATE role SET shipped = $2, rights = $3, version = $4 WHERE name = $1");

/* The courier's role as a database of an older program has it. */
static void given_older(T *t, const char *shipped, const char *rights, int64_t version)
{
    check_ok(t, db_run(t->ctx, &test_older_program, db_text("courier"), db_text(shipped),
                       db_text(rights), db_int(version)));
    check_ok(t, role_seed(t->ctx));
}

TEST_DB(a_role_that_nobody_edited_gets_the_rights_of_a_newer_program)
{
    Role role;
    given_older(t, "waybill.read", "[\"waybill.read\"]", 1);
    check_ok(t, role_find(t->ctx, "courier", &role));
    check_int(t, role.rights.count, 6);
    check_int(t, role.version, 2);
    check_int(t, role.lacks.count, 0);
    given_older(t, NULL, "[\"waybill.read\"]", 1); /* from before it was kept */
    check_ok(t, role_find(t->ctx, "courier", &role));
    check_int(t, role.rights.count, 6);
    check_ok(t, role_seed(t->ctx));
    check_ok(t, role_find(t->ctx, "courier", &role));
    check_int(t, role.version, 2);
}

TEST_DB(a_role_that_somebody_edited_stays_and_tells_what_it_lacks)
{
    Role role;
    given_older(t, "waybill.read scan.write", "[\"waybill.read\"]", 2);
    check_ok(t, role_find(t->ctx, "courier", &role));
    check_int(t, role.rights.count, 1);
    check_int(t, role.lacks.count, 5);
    check_text(t, role.lacks.items[0], "scan.write");
    given_older(t, NULL, "[\"waybill.read\", \"outlet.read\"]", 2);
    check_ok(t, role_find(t->ctx, "courier", &role));
    check_int(t, role.version, 2);
    check_int(t, role.lacks.count, 4);
}

TEST_DB(the_administrators_role_cannot_be_cut_down)
{
    Role role;
    check_ok(t, role_find(t->ctx, ROLE_ADMINISTRATOR, &role));
    role.rights = role_names(t, "waybill.read");
    check_status(t, role_update(t->ctx, &role, role.version), CONFLICT);
}

TEST_DB(a_role_is_deleted_only_when_it_is_ours_and_nobody_has_it)
{
    Role role = {.name = "night_shift", .rights = role_names(t, "waybill.read")};
    check_ok(t, role_create(t->ctx, &role));
    check_status(t, role_create(t->ctx, &role), CONFLICT);
    Account account = given(t, "li.na", "night_shift");
    given(t, "boss", ROLE_ADMINISTRATOR);
    check_status(t, role_delete(t->ctx, "night_shift", 1), CONFLICT);
    account.roles = role_names(t, "courier");
    check_ok(t, account_update(t->ctx, &account, 1));
    check_ok(t, role_delete(t->ctx, "night_shift", 1));
    check_status(t, role_delete(t->ctx, "courier", 1), CONFLICT);
    check_status(t, role_delete(t->ctx, "night_shift", 1), NOT_FOUND);
}

TEST_DB(a_role_with_an_unknown_right_a_bad_name_or_too_much_is_refused)
{
    Person person = keeper(0);
    Role role = {.name = "x", .rights = role_names(t, "waybill.eat")};
    check_status(t, role_create(t->ctx, &role), INVALID);
    role.name = "Night Shift";
    role.rights = role_names(t, "waybill.read");
    check_status(t, role_create(t->ctx, &role), INVALID);
    t->ctx->who = &person;
    role.name = "x";
    role.rights = role_names(t, "audit.read");
    check_status(t, role_create(t->ctx, &role), FORBIDDEN);
    check_ok(t, role_find(t->ctx, "auditor", &role));
    role.rights = role_names(t, "waybill.read");
    check_status(t, role_update(t->ctx, &role, 1), FORBIDDEN);
}
