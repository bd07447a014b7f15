#include <stdio.h>

#include "access/print.h"
#include "access/setting.h"
#include "access/tables.h"
#include "db/db.h"
#include "house.h"

typedef struct SetWork {
    const char *name, *value;
    SettingRow row;
} SetWork;

static Status write_setting(Ctx *ctx, void *user)
{
    SetWork *work = user;
    Setting setting;
    Status s = setting_find(ctx, work->name, &setting);
    if (!s) s = setting_write(ctx, setting, work->value, NONE);
    return s ? s : setting_read(ctx, setting, &work->row);
}

static Status run_set(Ctx *ctx, Cli *cli)
{
    bool back = cli_flag(cli, "default");
    if (cli->argument_count != (back ? 1 : 2))
        return fail(ctx, INVALID, "set takes NAME VALUE, or NAME --default");
    SetWork work = {.name = cli->arguments[0], .value = back ? NULL : cli->arguments[1]};
    Status s = database_write(ctx, ctx->house->database, write_setting, &work);
    if (!s) printf("%s = %s\n", work.row.name, work.row.value);
    return s;
}

static Status run_settings(Ctx *ctx, Cli *cli)
{
    (void)cli;
    List settings;
    Status s = setting_list(ctx, &settings);
    return s ? s : print_rows(ctx, &setting_row_shape, &settings);
}

static const Option set_options[] = {
    {"default", NULL, "Go back to the value that is shipped", false}, {NULL}};
static const Option no_options[] = {{NULL}};

const Command setting_commands[] = {{"set", "NAME VALUE", "Change a setting",
                                     "A running server takes it over within a second.", set_options,
                                     NEEDS_WRITING, run_set},
                                    {"settings", "", "Print what may be decided, and what was",
                                     NULL, no_options, NEEDS_READING, run_settings},
                                    {NULL}};
