#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "backup/backup.h"
#include "backup/folder.h"
#include "backup/part.h"
#include "backup/replay.h"
#include "backup/taking.h"
#include "base/arena.h"
#include "db/db.h"
#include "file/blob_pack.h"

/* --- a database --- */

typedef struct Recount {
    const Manifest *manifest;
    const char *part;
    size_t found;
} Recount;

static const BackupTable *table_said(const Recount *recount, const char *name)
{
    const BackupTable *tables = recount->manifest->tables.items;
    for (size_t i = 0; i < recount->manifest->tables.count; i++)
        if (strcmp(tables[i].part, recount->part) == 0 && strcmp(tables[i].name, name) == 0)
            return &tables[i];
    return NULL;
}

static size_t tables_said(const Manifest *manifest, const char *part)
{
    const BackupTable *tables = manifest->tables.items;
    size_t count = 0;
    for (size_t i = 0; i < manifest->tables.count; i++)
        count += strcmp(tables[i].part, part) == 0;
    return count;
}

static Status table_compare(Ctx *ctx, void *user, const char *table, int64_t rows)
{
    Recount *recount = user;
    const BackupTable *said = table_said(recount, table);
    if (!said) return fail(ctx, INTERNAL, "%s has a table %s too many", recount->part, table);
    recount->found++;
    if (said->rows == rows) return OK;
    return fail(ctx, INTERNAL, "table %s of %s has %lld rows, not %lld", table, recount->part,
                (long long)rows, (long long)said->rows);
}

static Status dump_recount(Ctx *ctx, const Taking *taking, const char *name, const char *dump)
{
    Recount recount = {taking->manifest, name, 0};
    bool is_main = strcmp(name, "database") == 0;
    const char *engine = is_main ? taking->manifest->engine : database_engine(dump);
    Status s = database_dump_tables(ctx, engine, dump, table_compare, &recount);
    if (s || recount.found == tables_said(taking->manifest, name)) return s;
    return fail(ctx, INTERNAL, "%s has too few tables", name);
}

Status taking_dump(Ctx *ctx, const Taking *taking, const char *name)
{
    PartFile part;
    const char *dump = arena_format(ctx->arena, "%s/%s.dump", taking->folder, name);
    if (!dump) return no_memory(ctx);
    Status s = part_file_open(ctx, taking->backup, name, taking->key, &part);
    if (s) return s;
    s = part_file_unseal(ctx, &part, dump);
    if (!s) s = part_file_check(ctx, &part, taking->manifest);
    part_file_close(&part);
    return s ? s : dump_recount(ctx, taking, name, dump);
}

/* --- all --- */

/* `into` NULL: they are only read. */
static Status files_take(Ctx *ctx, const Taking *taking, const char *into)
{
    PartFile part;
    int64_t count;
    Status s = part_file_open(ctx, taking->backup, "files", taking->key, &part);
    if (s) return s;
    s = blob_unpack(ctx, into, part_file_read, &part, &count);
    if (!s) s = part_file_check(ctx, &part, taking->manifest);
    part_file_close(&part);
    if (s || count == taking->manifest->files) return s;
    return fail(ctx, INTERNAL, "there are %lld stored files, not %lld", (long long)count,
                (long long)taking->manifest->files);
}

/* The folder has NAME.dump of each database then, and the stored files where they are wanted. */
static Status all_take(Ctx *ctx, Taking *taking, const char *files_into)
{
    Status s = manifest_key(ctx, taking->manifest, taking->key);
    if (!s) s = taking_dump(ctx, taking, "database");
    if (!s && manifest_part(taking->manifest, "intake")) s = taking_dump(ctx, taking, "intake");
    if (!s) s = files_take(ctx, taking, files_into);
    sodium_memzero(taking->key, sizeof taking->key);
    return s;
}

/* --- looking at one --- */

static const char *scratch_name(Ctx *ctx, const char *backup)
{
    const char *folder = getenv("TMPDIR");
    if (folder && *folder) return arena_format(ctx->arena, "%s/parceldesk-XXXXXX", folder);
    const char *name = folder_name(ctx, backup);
    return name ? arena_format(ctx->arena, "%s.verify-XXXXXX", name) : NULL;
}

Status taking_scratch(Ctx *ctx, const char *backup, const char **out)
{
    char *scratch = (char *)scratch_name(ctx, backup);
    *out = scratch;
    if (!scratch) return no_memory(ctx);
    return mkdtemp(scratch) ? OK : sealed_file_fail(ctx, scratch);
}

Status backup_verify(Ctx *ctx, const char *folder, Manifest *out, Replay *replay)
{
    const char *scratch;
    *replay = (Replay){.at = NONE};
    Status s = manifest_read(ctx, folder, out);
    if (s) return s;
    if (manifest_is_archive(out) && replay_is_of_files(out)) return OK;
    if (manifest_is_archive(out)) return replay_verify(ctx, folder, out, replay);
    s = taking_scratch(ctx, folder, &scratch);
    if (s) return s;
    Taking taking = {.backup = folder, .folder = scratch, .manifest = out};
    s = all_take(ctx, &taking, NULL);
    folder_remove(scratch);
    return s;
}

/* --- bringing back --- */

Status taking_keys(Ctx *ctx, const char *from, const char *folder)
{
    char text[16384];
    const char *source = arena_format(ctx->arena, "%s/keys", from);
    const char *path = arena_format(ctx->arena, "%s/keys", folder);
    if (!source || !path) return no_memory(ctx);
    int file = open(source, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? -1 : read(file, text, sizeof text);
    if (file >= 0) close(file);
    if (length <= 0) return fail(ctx, NOT_FOUND, "there are no keys in %s", from);
    file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool is_there = file >= 0 && write(file, text, (size_t)length) == length && fsync(file) == 0;
    sodium_memzero(text, sizeof text);
    Status s = is_there ? OK : sealed_file_fail(ctx, path);
    if (file >= 0) close(file);
    return s;
}

Status taking_place_intake(Ctx *ctx, const char *folder)
{
    const char *dump = arena_format(ctx->arena, "%s/intake.dump", folder);
    const char *place = arena_format(ctx->arena, "%s/intake", folder);
    const char *url = arena_format(ctx->arena, "%s/intake/intake.db", folder);
    if (!dump || !place || !url) return no_memory(ctx);
    if (mkdir(place, 0700) != 0) return sealed_file_fail(ctx, place);
    return database_fill(ctx, database_engine(url), dump, url);
}

Status taking_place_main(Ctx *ctx, const char *folder, const Restoring *restoring,
                         const Manifest *manifest)
{
    const char *dump = arena_format(ctx->arena, "%s/database.dump", folder);
    const char *url = restoring->database ? restoring->database
                                          : arena_format(ctx->arena, "%s/parceldesk.db", folder);
    if (!dump || !url) return no_memory(ctx);
    Status s = database_fill(ctx, manifest->engine, dump, url);
    if (!s) unlink(dump);
    return s;
}

/* What an archive has. Of a database that has its own tools, only the stored files. */
static Status archive_take(Ctx *ctx, const char *folder, const Restoring *restoring,
                           Manifest *manifest, Replay *found)
{
    bool is_of_files = replay_is_of_files(manifest);
    if (is_of_files && !restoring->database)
        return fail_field(ctx, "--database", "the database that its own tools brought back");
    Status s = is_of_files
                   ? OK
                   : replay_into(ctx, restoring->backup, folder, restoring->until, manifest, found);
    return s ? s : replay_files(ctx, restoring->backup, folder, &manifest->files);
}

static Status backup_take(Ctx *ctx, const char *folder, const Restoring *restoring,
                          const Manifest *manifest)
{
    Taking taking = {.backup = restoring->backup, .folder = folder, .manifest = manifest};
    if (restoring->until)
        return fail_field(ctx, "--until", "a backup is of one moment; an archive has many");
    return all_take(ctx, &taking, folder);
}

/* A shared database is filled last of all: nothing can fail after it but the renaming. */
static Status restore_into(Ctx *ctx, const char *folder, const Restoring *restoring,
                           Manifest *manifest, Replay *found)
{
    bool is_archive = manifest_is_archive(manifest);
    Status s = taking_keys(ctx, restoring->keys, folder);
    if (!s)
        s = is_archive ? archive_take(ctx, folder, restoring, manifest, found)
                       : backup_take(ctx, folder, restoring, manifest);
    if (s || (is_archive && replay_is_of_files(manifest))) return s;
    if (manifest_part(manifest, "intake")) s = taking_place_intake(ctx, folder);
    return s ? s : taking_place_main(ctx, folder, restoring, manifest);
}

Status backup_restore(Ctx *ctx, const Restoring *restoring, Manifest *out, Replay *found)
{
    *found = (Replay){.at = NONE};
    const char *data = folder_name(ctx, restoring->data);
    bool fixed = false;
    Status s = data ? folder_check_free(ctx, data, &fixed) : no_memory(ctx);
    if (s) return s;
    const char *folder =
        arena_format(ctx->arena, fixed ? "%s/" FOLDER_WITHIN : "%s.restoring", data);
    if (!folder) return no_memory(ctx);
    s = manifest_read(ctx, restoring->backup, out);
    if (!s) s = folder_begin(ctx, folder);
    if (s) return s;
    s = restore_into(ctx, folder, restoring, out, found);
    if (!s) s = fixed ? folder_move_up(ctx, data) : folder_become(ctx, folder, data);
    if (s) folder_remove(folder);
    return s;
}
