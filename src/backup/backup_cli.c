#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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
    if (manifest->audit_end) printf("the audit log went to %s\n", manifest->audit_end);
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

static void print_instant(int64_t at)
{
    Buf text;
    buf_init(&text, NULL);
    if (at == NONE)
        buf_text(&text, "-");
    else
        instant_format(&text, at, NULL);
    fputs(text.failed ? "?" : text.data, stdout);
    buf_release(&text);
}

static void print_replay(const Replay *found)
{
    printf("an archive of %" PRId64 " copies and %" PRId64 " moments, from ", found->bases,
           found->moments);
    print_instant(found->from);
    printf(" to ");
    print_instant(found->to);
    printf(found->gaps ? ", with %" PRId64 " gaps\n" : "\n", found->gaps);
}

static Status verify(Ctx *ctx, Cli *cli)
{
    Manifest manifest;
    Replay found;
    Status s = backup_verify(ctx, cli->arguments[0], &manifest, &found);
    if (!s && found.bases) print_replay(&found);
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

/* Without an offset of its own, in UTC: the company's zone stands in what is to be restored. */
static Status until_read(Ctx *ctx, const Cli *cli, int64_t *out)
{
    const char *until = cli_value(cli, "until");
    *out = 0;
    if (!until) return OK;
    if (instant_parse(ctx, until, strlen(until), "Z", out, NULL, NULL) == OK && *out > 0) return OK;
    return fail_field(ctx, "--until", "an instant, as 2026-11-22T08:00:00+08:00");
}

static Status restore(Ctx *ctx, Cli *cli)
{
    Manifest manifest;
    Replay found;
    HouseOptions options;
    int64_t until;
    Status s = house_options_read(ctx, cli, &options);
    if (!s) s = until_read(ctx, cli, &until);
    if (s) return s;
    const Restoring restoring = {.until = until,
                                 .backup = cli->arguments[0],
                                 .data = options.data,
                                 .keys = cli_value(cli, "keys"),
                                 .database = options.database};
    s = backup_restore(ctx, &restoring, &manifest, &found);
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
    {"keys", "FOLDER", "Where a copy of the file keys is", false},
    {"until", "TIME",
     "Of an archive: everything as it was then, to within two seconds; in UTC where TIME has no "
     "offset",
     false},
    {NULL}};
static const Option no_options[] = {{NULL}};

static const Command backup_commands[] = {
    {"backup", "", "Copy everything into a sealed folder, while serving",
     "The file DATA/keys is not in it: nobody can read a backup without it, so keep a copy of it "
     "elsewhere.",
     backup_options, NEEDS_PRESENT, run_backup},
    {"verify", "BACKUP", "Read a backup or an archive to its end, open it and count its rows",
     "--data is where the keys are.", no_options, NEEDS_NOTHING, run_verify},
    {"restore", "BACKUP", "Make a data folder from a backup or an archive",
     "--data is the folder to be made; a backup of PostgreSQL goes into the empty database that "
     "--database names. It is checked first.",
     restore_options, NEEDS_NOTHING, run_restore},
    {NULL}};

const Slice backup_slice = {.name = "backup",
                            .doc = "Copies of everything",
                            .routes = archive_routes,
                            .commands = backup_commands,
                            .metrics = archive_metrics};
