#include <stdio.h>

#include "access/outlet.h"
#include "access/print.h"
#include "access/tables.h"
#include "db/db.h"
#include "house.h"

static Status write_outlet(Ctx *ctx, void *work)
{
    return outlet_create(ctx, work);
}

static Status run_add(Ctx *ctx, Cli *cli)
{
    const char *kind = cli_value(cli, "kind");
    if (cli->argument_count != 2)
        return fail(ctx, INVALID, "outlet add takes two arguments: CODE NAME");
    Outlet outlet = {.code = cli->arguments[0],
                     .name = cli->arguments[1],
                     .parent = cli_value(cli, "parent"),
                     .region = cli_value(cli, "region"),
                     .kind = kind ? name_value(outlet_kinds, kind) : OUTLET_BRANCH};
    if (outlet.kind == NONE)
        return fail_field(ctx, "--kind", "organization, branch, hub, station or department");
    Status s = shape_check(ctx, &outlet_shape, &outlet);
    if (!s) s = database_write(ctx, ctx->house->database, write_outlet, &outlet);
    if (!s) printf("%s\n", outlet.code);
    return s;
}

static Status page_of_outlets(Ctx *ctx, const char *cursor, List *out, const char **next)
{
    OutletFilter filter = {.kind = NONE, .limit = PRINT_PAGE, .cursor = cursor};
    return outlet_list(ctx, &filter, out, next);
}

static Status run_list(Ctx *ctx, Cli *cli)
{
    (void)cli;
    return print_pages(ctx, &outlet_shape, page_of_outlets);
}

static const Option add_options[] = {
    {"parent", "CODE", "What it belongs to; the top where it is not given", false},
    {"kind", "KIND", "organization, branch, hub, station or department; branch if not given",
     false},
    {"region", "CODE", "The region it stands in", false},
    {NULL}};
static const Option no_options[] = {{NULL}};

const Command outlet_commands[] = {
    {"outlet add", "CODE NAME", "Add an outlet to the tree", NULL, add_options, NEEDS_WRITING,
     run_add},
    {"outlet list", "", "Print the outlets", NULL, no_options, NEEDS_READING, run_list},
    {NULL}};
