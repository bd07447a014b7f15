#include <inttypes.h>
#include <stdio.h>

#include "access/keys.h"
#include "backup/backup.h"
#include "backup/backup_slice.h"
#include "base/arena.h"
#include "base/instant.h"
#include "command.h"
#include "house.h"

static void print_manifest(Ctx *ctx, const char *what, const Manifest *manifest)
{
    int64_t rows = 0, bytes = 0;
    const BackupTable *tables = manifest->tables.items;
    const BackupPart *parts = manifest->parts.items;
    Buf taken;
    buf_init(&taken, ctx->arena);
    for (size_t i = 0; i < manifest->tables.count; i++)
        rows += tables[i].rows;
    for (size_t i = 0; i < manifest->parts.count; i++)
        bytes += parts[i].bytes;
    instant_format(&taken, manifest->taken_at, NULL);
    printf("%s: as of %s, %zu tables with %" PRId64 " rows, %" PRId64 " stored files, %" PRId64
           " bytes\n",
           what, taken.failed ? "?" : taken.data, manifest->tables.count, rows, manifest->files,
           bytes);
}

static Status run_backup(Ctx *ctx, Cli *cli)
{
    Manifest manifest;
    const char *to = cli_value(cli, "to");
    if (!to) return fail_field(ctx, "--to", "the folder that the backup is to be");
    Status s = backup_make(ctx, to, &manifest);
    if (!s) print_manifest(ctx, "backed up", &manifest);
    return s;
}

/* With the keys of a folder and nothing else of a house. */
static Status with_keys(Ctx *ctx, const char *folder, Status (*run)(Ctx *ctx, Cli *cli), Cli *cli)
{
    House house = {.data_folder = folder, .node_lock = -1, .serve_lock = -1};
    Status s = keys_open(ctx, folder, false, &house.keys);
    if (s) return s;
    ctx->house = &house;
    s = run(ctx, cli);
    ctx->house = NULL;
    keys_close(house.keys);
    return s;
}

static Status verify(Ctx *ctx, Cli *cli)
{
    Manifest manifest;
    Status s = backup_verify(ctx, cli->arguments[0], &manifest);
    if (!s) print_manifest(ctx, "as it was made", &manifest);
    return s;
}

static Status check_backup_named(Ctx *ctx, const Cli *cli)
{
    if (cli->argument_count == 1) return OK;
    return fail_field(ctx, "BACKUP", "the folder of one backup");
}

static Status run_verify(Ctx *ctx, Cli *cli)
{
    HouseOptions options;
    Status s = check_backup_named(ctx, cli);
    if (!s) s = house_options_read(ctx, cli, &options);
    return s ? s : with_keys(ctx, options.data, verify, cli);
}

static Status restore(Ctx *ctx, Cli *cli)
{
    Manifest manifest;
    HouseOptions options;
    Status s = house_options_read(ctx, cli, &options);
    if (s) return s;
    const Restoring restoring = {.backup = cli->arguments[0],
                                 .data = options.data,
                                 .keys = cli_value(cli, "keys"),
                                 .database = options.database};
    s = backup_restore(ctx, &restoring, &manifest);
    if (!s) print_manifest(ctx, "brought back", &manifest);
    return s;
}

static Status run_restore(Ctx *ctx, Cli *cli)
{
    const char *keys = cli_value(cli, "keys");
    Status s = check_backup_named(ctx, cli);
    if (!s && !keys) s = fail_field(ctx, "--keys", "a folder with the file keys");
    return s ? s : with_keys(ctx, keys, restore, cli);
}

static const Option backup_options[] = {
    {"to", "BACKUP", "The folder that is to be the backup; it must not be there", false}, {NULL}};
static const Option restore_options[] = {
    {"keys", "FOLDER", "Where a copy of the file keys is", false}, {NULL}};
static const Option no_options[] = {{NULL}};

static const Command backup_commands[] = {
    {"backup", "", "Copy everything into a sealed folder, while serving",
     "The file DATA/keys is not in it: nobody can read a backup without it, so keep a copy of it "
     "elsewhere.",
     backup_options, NEEDS_PRESENT, run_backup},
    {"verify", "BACKUP", "Read a backup to its end, open it and count its rows",
     "--data is where the keys are.", no_options, NEEDS_NOTHING, run_verify},
    {"restore", "BACKUP", "Make a data folder from a backup",
     "--data is the folder to be made; a backup of PostgreSQL goes into the empty database that "
     "--database names. It is checked first.",
     restore_options, NEEDS_NOTHING, run_restore},
    {NULL}};

const Slice backup_slice = {
    .name = "backup", .doc = "Copies of everything", .commands = backup_commands};
