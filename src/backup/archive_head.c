/* The head of an archive, and the manifests in it: made, looked at, sealed anew. */
#include <stdio.h>
#include <string.h>

#include "backup/archive_internal.h"
#include "backup/folder.h"
#include "base/arena.h"

/* --- sealed anew --- */

/* Whoever drops old keys must still open what is there: the manifest in a folder of the archive. */
static Status manifest_renew(Ctx *ctx, const Archive *archive, const char *folder,
                             Manifest *manifest)
{
    const char *path = arena_format(ctx->arena, "%s/manifest", folder);
    const char *own = arena_format(ctx->arena, "%s/renewed", archive->folder);
    const char *next = arena_format(ctx->arena, "%s/renewed/manifest", archive->folder);
    bool is_renewed;
    if (!path || !own || !next) return no_memory(ctx);
    Status s = manifest_key_renew(ctx, manifest, &is_renewed);
    if (s || !is_renewed) return s;
    s = folder_begin(ctx, own);
    if (!s) s = manifest_write(ctx, own, manifest);
    if (!s && rename(next, path) != 0) s = sealed_file_fail(ctx, path);
    folder_remove(own);
    return s ? s : folder_sync(ctx, folder);
}

static Status manifest_look(Ctx *ctx, const Archive *archive, const char *folder)
{
    Manifest manifest;
    Status s = manifest_read(ctx, folder, &manifest);
    return s ? s : manifest_renew(ctx, archive, folder, &manifest);
}

Status heads_look(Ctx *ctx, Archive *archive)
{
    int64_t *bases;
    size_t count;
    Status s = manifest_look(ctx, archive, archive->folder);
    if (!s) s = bases_list(ctx, archive, &bases, &count);
    for (size_t i = 0; !s && i < count; i++) {
        const char *folder = base_folder(ctx, archive, bases[i]);
        s = folder ? manifest_look(ctx, archive, folder) : no_memory(ctx);
    }
    return s;
}

/* --- made --- */

static Status head_check(Ctx *ctx, Archive *archive, Manifest *head, const char *engine)
{
    if (head->parts.count)
        return fail(ctx, CONFLICT, "%s is a backup, not an archive", archive->folder);
    if (strcmp(head->engine, engine) != 0)
        return fail(ctx, CONFLICT, "%s is the archive of a database of %s", archive->folder,
                    head->engine);
    Status s = manifest_key(ctx, head, archive->key);
    return s ? s : manifest_renew(ctx, archive, archive->folder, head);
}

static Status head_make(Ctx *ctx, Archive *archive, const char *engine)
{
    Manifest head = {.format = BACKUP_FORMAT, .engine = engine, .taken_at = ctx_now(ctx)};
    const char *moments = arena_format(ctx->arena, "%s/moments", archive->folder);
    const char *files = arena_format(ctx->arena, "%s/files", archive->folder);
    Status s = place_make(ctx, moments);
    if (!s) s = place_make(ctx, files);
    if (!s) s = manifest_key_make(ctx, &head, archive->key);
    return s ? s : manifest_write(ctx, archive->folder, &head);
}

Status head_prepare(Ctx *ctx, Archive *archive)
{
    Manifest head;
    DatabaseState state;
    database_state(archive->house->database, &state);
    Status s = place_make(ctx, archive->folder);
    if (s) return s;
    s = manifest_read(ctx, archive->folder, &head);
    if (!s) return head_check(ctx, archive, &head, state.engine);
    if (s != NOT_FOUND) return s;
    problem_clear(ctx);
    return head_make(ctx, archive, state.engine);
}
