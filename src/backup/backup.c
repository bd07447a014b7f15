#include "backup/backup.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "access/audit.h"
#include "backup/folder.h"
#include "backup/making.h"
#include "backup/part.h"
#include "base/arena.h"
#include "db/db.h"
#include "file/blob_pack.h"
#include "house.h"

/* --- a database --- */

static Status dump_seal(Ctx *ctx, const Making *making, const char *name, const char *dump)
{
    PartFile part;
    Status s = part_file_create(ctx, making->folder, name, making->key, &part);
    if (!s) s = part_file_fill(ctx, dump, &part);
    return s ? s : part_file_end(ctx, &part, making->manifest);
}

static Status audit_end_say(Ctx *ctx, Manifest *manifest)
{
    AuditHead end;
    Status s = audit_end(ctx, &end);
    return s ? s : audit_end_text(ctx, &end, &manifest->audit_end);
}

Status making_add(Ctx *ctx, const Making *making, const char *name)
{
    const char *dump = arena_format(ctx->arena, "%s/%s.dump", making->folder, name);
    if (!dump) return no_memory(ctx);
    Status s = database_dump(ctx, dump);
    if (!s) s = database_tables(ctx, manifest_note_table, &(PartTables){making->manifest, name});
    if (!s && strcmp(name, "database") == 0) s = audit_end_say(ctx, making->manifest);
    if (!s) s = dump_seal(ctx, making, name, dump);
    unlink(dump);
    return s;
}

static Status database_copy(Ctx *ctx, const Making *making, Database *database, const char *name)
{
    Status s = database_reader(ctx, database);
    if (s) return s;
    s = making_add(ctx, making, name);
    database_give_back(ctx, database);
    return s;
}

/* What is in its own file, where there is one. It is copied before the database: what is applied
 * meanwhile is in both, and is applied once, as after every restart. */
static Status intake_copy(Ctx *ctx, const Making *making)
{
    const char *url = arena_format(ctx->arena, "%s/intake/intake.db", ctx->house->data_folder);
    const DatabaseOptions options = {.url = url,
                                     .set = "intake",
                                     .read_only = true,
                                     .cache_bytes = (size_t)1 << 20,
                                     .readers = 1};
    Database *database;
    if (!url) return no_memory(ctx);
    if (access(url, F_OK) != 0) return OK;
    Status s = database_open(ctx, &options, &database);
    if (s) return s;
    s = database_copy(ctx, making, database, "intake");
    database_close(database);
    return s;
}

/* --- all --- */

/* Stored files are copied before the database, and those that came meanwhile after it: whatever it
 * knows of is there, also what is taken away in between. */
static Status all_copy(Ctx *ctx, Making *making)
{
    PartFile files;
    BlobsPacked packed = {0};
    Status s = part_file_create(ctx, making->folder, "files", making->key, &files);
    if (!s) s = blob_pack(ctx, &packed, part_file_write, &files);
    if (!s) s = intake_copy(ctx, making);
    making->manifest->taken_at = ctx_now(ctx);
    if (!s) s = database_copy(ctx, making, ctx->house->database, "database");
    if (!s) s = blob_pack(ctx, &packed, part_file_write, &files);
    making->manifest->files = (int64_t)packed.count;
    return s ? s : part_file_end(ctx, &files, making->manifest);
}

static Status make_in(Ctx *ctx, Making *making)
{
    DatabaseState state;
    database_state(ctx->house->database, &state);
    *making->manifest =
        (Manifest){.format = BACKUP_FORMAT, .engine = state.engine, .schema = state.schema_version};
    Status s = manifest_key_make(ctx, making->manifest, making->key);
    if (!s) s = all_copy(ctx, making);
    sodium_memzero(making->key, sizeof making->key);
    return s ? s : manifest_write(ctx, making->folder, making->manifest);
}

static Status write_audit(Ctx *ctx, void *work)
{
    (void)work;
    return audit_write(ctx, "backup.make", "backup", 0, NULL);
}

Status backup_make(Ctx *ctx, const char *to, Manifest *out)
{
    const char *name = folder_name(ctx, to);
    Making making = {.manifest = out};
    if (name) making.folder = arena_format(ctx->arena, "%s.partial", name);
    if (!making.folder) return no_memory(ctx);
    Status s = folder_check_free(ctx, name, NULL);
    if (!s) s = folder_begin(ctx, making.folder);
    if (s) return s;
    s = make_in(ctx, &making);
    if (!s) s = database_write(ctx, ctx->house->database, write_audit, NULL);
    if (!s) s = folder_become(ctx, making.folder, name);
    if (s) folder_remove(making.folder);
    return s;
}
