#include <stdio.h>

#include "access/account.h"
#include "access/factor.h"
#include "access/print.h"
#include "access/role.h"
#include "access/session.h"
#include "access/tables.h"
#include "base/arena.h"
#include "db/db.h"
#include "house.h"

static Status one_argument(Ctx *ctx, const Cli *cli)
{
    if (cli->argument_count == 1) return OK;
    return fail(ctx, INVALID, "%s takes one argument: %s", cli->command->name,
                cli->command->arguments);
}

static void print_one_time(const Account *account)
{
    printf("one-time password of %s: %s\n", account->login, account->one_time_password);
}

/* --- person add --- */

static Status write_account(Ctx *ctx, void *work)
{
    return account_create(ctx, work);
}

static Status read_roles(Ctx *ctx, const Cli *cli, Texts *out)
{
    size_t count = 0;
    while (cli_value_at(cli, "role", (int)count))
        count++;
    *out = (Texts){.items = ARENA_ARRAY(ctx->arena, count, const char *), .count = count};
    if (!out->items) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        out->items[i] = cli_value_at(cli, "role", (int)i);
    return count ? OK : fail_field(ctx, "--role", "at least one role is needed");
}

static Status run_add(Ctx *ctx, Cli *cli)
{
    Account account = {.name = cli_value(cli, "name"), .outlet = cli_value(cli, "outlet")};
    Status s = one_argument(ctx, cli);
    if (!s) s = read_roles(ctx, cli, &account.roles);
    if (!s) s = cli_int(ctx, cli, "customer", 0, &account.customer_id);
    if (s) return s;
    account.login = cli->arguments[0];
    s = database_write(ctx, ctx->house->database, write_account, &account);
    if (!s) print_one_time(&account);
    return s;
}

/* --- person reset --- */

static Status write_reset(Ctx *ctx, void *work)
{
    Account *account = work;
    Status s = account_find_login(ctx, account->login, account);
    return s ? s : account_reset(ctx, account);
}

static Status run_reset(Ctx *ctx, Cli *cli)
{
    Status s = one_argument(ctx, cli);
    if (s) return s;
    Account account = {.login = cli->arguments[0]};
    s = database_write(ctx, ctx->house->database, write_reset, &account);
    if (!s) print_one_time(&account);
    return s;
}

/* --- person factor-reset, person sign-out --- */

static Status write_factor_reset(Ctx *ctx, void *work)
{
    Account *account = work;
    Status s = account_find_login(ctx, account->login, account);
    bool removed = false;
    if (!s) s = factor_reset(ctx, account->id, &removed);
    if (s || removed) return s;
    return fail(ctx, NOT_FOUND, "%s has no second factor", account->login);
}

static Status write_sign_out(Ctx *ctx, void *work)
{
    Account *account = work;
    Status s = account_find_login(ctx, account->login, account);
    return s ? s : session_revoke(ctx, account->id, 0);
}

typedef Status AccountWork(Ctx *ctx, void *work);

static Status run_on_one(Ctx *ctx, const Cli *cli, AccountWork *run, const char *done)
{
    Status s = one_argument(ctx, cli);
    if (s) return s;
    Account account = {.login = cli->arguments[0]};
    s = database_write(ctx, ctx->house->database, run, &account);
    if (!s) printf("%s %s\n", account.login, done);
    return s;
}

static Status run_factor_reset(Ctx *ctx, Cli *cli)
{
    return run_on_one(ctx, cli, write_factor_reset,
                      "needs no code any more, and is signed in nowhere");
}

static Status run_sign_out(Ctx *ctx, Cli *cli)
{
    return run_on_one(ctx, cli, write_sign_out, "is signed in nowhere");
}

/* --- lists --- */

static Status page_of_accounts(Ctx *ctx, const char *cursor, List *out, const char **next)
{
    const AccountFilter filter = {.limit = PRINT_PAGE, .cursor = cursor};
    return account_list(ctx, &filter, out, next);
}

static Status run_list(Ctx *ctx, Cli *cli)
{
    (void)cli;
    return print_pages(ctx, &account_shape, page_of_accounts);
}

static Status run_roles(Ctx *ctx, Cli *cli)
{
    (void)cli;
    List roles;
    Status s = role_list(ctx, &roles);
    return s ? s : print_rows(ctx, &role_shape, &roles);
}

static const Field lack_fields[] = {
    FIELD_TEXT(Role, name, .doc = "The role"),
    FIELD_TEXTS(Role, lacks, .doc = "Rights that it is shipped with and has not"),
    FIELD_END,
};
static const Shape lack_shape = SHAPE(Role, lack_fields, "What a role lacks");

static Status run_role_diff(Ctx *ctx, Cli *cli)
{
    (void)cli;
    List roles;
    Status s = role_list(ctx, &roles);
    if (s) return s;
    Role *role = roles.items;
    size_t kept = 0;
    for (size_t i = 0; i < roles.count; i++)
        if (role[i].lacks.count) role[kept++] = role[i];
    roles.count = kept;
    return print_rows(ctx, &lack_shape, &roles);
}

static const Option add_options[] = {
    {"name", "NAME", "The person's name; sealed", false},
    {"role", "ROLE", "A role they have; may be given several times", true},
    {"outlet", "CODE", "They see this outlet's subtree; everything where it is not given", false},
    {"customer", "ID", "They see this customer only; needed for client_user and consumer", false},
    {NULL}};
static const Option no_options[] = {{NULL}};

const Command account_commands[] = {
    {"person add", "LOGIN", "Add a person and print their one-time password", NULL, add_options,
     NEEDS_WRITING, run_add},
    {"person reset", "LOGIN", "Give a person a new one-time password and print it", NULL,
     no_options, NEEDS_PRESENT, run_reset},
    {"person factor-reset", "LOGIN", "Take away a person's second factor and end their sessions",
     "For who has lost telephone and recovery codes; they are told when they sign in.", no_options,
     NEEDS_PRESENT, run_factor_reset},
    {"person sign-out", "LOGIN", "End all sessions of a person", NULL, no_options, NEEDS_PRESENT,
     run_sign_out},
    {"person list", "", "Print who may sign in", NULL, no_options, NEEDS_READING, run_list},
    {"role list", "", "Print the roles and their rights", NULL, no_options, NEEDS_READING,
     run_roles},
    {"role diff", "", "Print what the program ships with roles by now and yours have not",
     "Roles that nobody edited follow the program by themselves.", no_options, NEEDS_READING,
     run_role_diff},
    {NULL}};
