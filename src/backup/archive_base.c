#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "access/setting.h"
#include "backup/archive_internal.h"
#include "backup/folder.h"
#include "backup/making.h"
#include "base/arena.h"
#include "base/instant.h"

enum { BASE_HOURS = 24, AGAIN_S = 60 };

/* --- what there is --- */

const char *base_folder(Ctx *ctx, const Archive *archive, int64_t no)
{
    char name[MOMENT_NAME];
    moment_name(no, name);
    return arena_format(ctx->arena, "%s/bases/%s", archive->folder, name);
}

static Status base_read(Ctx *ctx, const Archive *archive, int64_t no, Manifest *out)
{
    const char *path = base_folder(ctx, archive, no);
    return path ? manifest_read(ctx, path, out) : no_memory(ctx);
}

Status bases_list(Ctx *ctx, const Archive *archive, int64_t **out, size_t *count)
{
    return numbers_in(ctx, arena_format(ctx->arena, "%s/bases", archive->folder), out, count);
}

Status base_newest(Ctx *ctx, Archive *archive, int64_t *at, int64_t *after)
{
    int64_t *bases;
    size_t count;
    Manifest manifest;
    *at = NONE;
    *after = 0;
    Status s = bases_list(ctx, archive, &bases, &count);
    if (s || !count) return s;
    s = base_read(ctx, archive, bases[count - 1], &manifest);
    if (s) return s;
    *at = manifest.taken_at;
    *after = manifest.after;
    return OK;
}

/* --- making one --- */

/* Snapshots of all databases at once, between two moments. */
typedef struct Snapshots {
    Ctx each[MOMENT_PARTS];
    size_t held;
} Snapshots;

static Status snapshots_take(Ctx *ctx, Archive *archive, Snapshots *snapshots)
{
    Status s = OK;
    for (size_t i = 0; !s && i < archive->count; i++) {
        Ctx *each = &snapshots->each[i];
        *each = *ctx;
        each->db = NULL;
        s = database_reader(each, archive->databases[i]);
        if (!s) snapshots->held++;
        if (!s) s = database_snapshot(each);
        if (s) ctx->problem = each->problem;
    }
    return s;
}

static void snapshot_leave(const Archive *archive, Snapshots *snapshots, size_t i)
{
    if (i < snapshots->held && snapshots->each[i].db)
        database_give_back(&snapshots->each[i], archive->databases[i]);
}

static Status between_moments(Ctx *ctx, Archive *archive, Snapshots *snapshots, Manifest *manifest)
{
    pthread_mutex_lock(&archive->cutting);
    manifest->taken_at = ctx_now(ctx);
    manifest->after = archive->no;
    manifest->before = arena_text(ctx->arena, archive->before);
    Status s = manifest->before ? snapshots_take(ctx, archive, snapshots) : no_memory(ctx);
    pthread_mutex_unlock(&archive->cutting);
    return s;
}

/* Each snapshot is left as soon as it is copied: until then its journal grows. */
static Status snapshots_copy(Ctx *ctx, Archive *archive, const Making *making)
{
    Snapshots snapshots = {0};
    Status s = between_moments(ctx, archive, &snapshots, making->manifest);
    for (size_t i = 0; i < archive->count; i++) {
        const char *name = moment_parts[MOMENT_PARTS - archive->count + i];
        if (!s) s = making_add(&snapshots.each[i], making, name);
        if (s && snapshots.each[i].problem.status) ctx->problem = snapshots.each[i].problem;
        snapshot_leave(archive, &snapshots, i);
    }
    return s;
}

static Status base_write(Ctx *ctx, Archive *archive, const char *folder, Manifest *manifest)
{
    DatabaseState state;
    Making making = {.folder = folder, .manifest = manifest};
    database_state(archive->house->database, &state);
    *manifest =
        (Manifest){.format = BACKUP_FORMAT, .engine = state.engine, .schema = state.schema_version};
    Status s = folder_begin(ctx, folder);
    if (!s) s = manifest_key_make(ctx, manifest, making.key);
    if (!s) s = snapshots_copy(ctx, archive, &making);
    sodium_memzero(making.key, sizeof making.key);
    return s ? s : manifest_write(ctx, folder, manifest);
}

/* Where nothing was cut since one was made, that one is as good, and goes back further: it stays.
 */
static Status base_place(Ctx *ctx, const Archive *archive, const char *partial,
                         const Manifest *manifest)
{
    Manifest there;
    const char *path = base_folder(ctx, archive, manifest->after);
    if (!path) return no_memory(ctx);
    Status s = base_read(ctx, archive, manifest->after, &there);
    if (s && s != NOT_FOUND) return s;
    problem_clear(ctx);
    if (!s && there.before && strcmp(there.before, manifest->before) == 0) {
        folder_remove(partial);
        return OK;
    }
    folder_remove(path);
    return folder_become(ctx, partial, path);
}

static Status base_make(Ctx *ctx, Archive *archive, Manifest *manifest)
{
    const char *bases = arena_format(ctx->arena, "%s/bases", archive->folder);
    const char *partial = arena_format(ctx->arena, "%s/bases/partial", archive->folder);
    if (!partial) return no_memory(ctx);
    Status s = place_make(ctx, bases);
    if (!s) s = base_write(ctx, archive, partial, manifest);
    if (!s) s = base_place(ctx, archive, partial, manifest);
    if (s) folder_remove(partial);
    return s ? s : folder_sync(ctx, bases);
}

static void *base_run(void *argument)
{
    Archive *archive = argument;
    Manifest manifest = {0};
    Ctx ctx;
    Status s = work_begin(archive, &ctx) ? base_make(&ctx, archive, &manifest) : NO_MEMORY;
    pthread_mutex_lock(&archive->lock);
    archive->base_done = true;
    archive->failures += s != OK;
    archive->base_problem[0] = 0;
    if (s) problem_say(&ctx, "a copy of all: ", archive->base_problem);
    if (!s) archive->base_at = manifest.taken_at;
    if (!s) archive->base_after = manifest.after;
    pthread_mutex_unlock(&archive->lock);
    work_end(&ctx);
    return NULL;
}

/* --- when --- */

static bool base_is_due(Ctx *ctx, Archive *archive, int64_t begun)
{
    pthread_mutex_lock(&archive->lock);
    int64_t tried = archive->base_tried_us;
    bool is_due = archive->base_at == NONE || archive->base_after < begun ||
                  ctx_now(ctx) - archive->base_at >= BASE_HOURS * HOUR_MS;
    if (tried && monotonic_us() - tried < AGAIN_S * INT64_C(1000000)) is_due = false;
    if (is_due) archive->base_tried_us = monotonic_us();
    pthread_mutex_unlock(&archive->lock);
    return is_due;
}

static bool base_ended(Archive *archive)
{
    pthread_mutex_lock(&archive->lock);
    bool ended = archive->base_done;
    pthread_mutex_unlock(&archive->lock);
    return ended;
}

void base_wait(Archive *archive)
{
    if (archive->base_runs) pthread_join(archive->base_thread, NULL);
    archive->base_runs = archive->base_done = false;
}

static void base_not_begun(Archive *archive)
{
    pthread_mutex_lock(&archive->lock);
    archive->failures++;
    snprintf(archive->base_problem, PROBLEM_MAX, "a copy of all: the system gives no more threads");
    pthread_mutex_unlock(&archive->lock);
}

void base_look(Ctx *ctx, Archive *archive)
{
    if (archive->base_runs && !base_ended(archive)) return;
    base_wait(archive);
    pthread_mutex_lock(&archive->cutting);
    int64_t begun = archive->begun;
    bool known = archive->known;
    pthread_mutex_unlock(&archive->cutting);
    if (!known || !base_is_due(ctx, archive, begun)) return;
    archive->base_runs = pthread_create(&archive->base_thread, NULL, base_run, archive) == 0;
    if (!archive->base_runs) base_not_begun(archive);
}

/* --- what goes --- */

/* The newest base that is as old as what is kept must be: it and what follows it stays. */
static Status base_first_kept(Ctx *ctx, const Archive *archive, const int64_t *bases, size_t count,
                              int64_t before, int64_t *out)
{
    *out = count ? bases[0] : 0;
    for (size_t i = 0; i < count; i++) {
        Manifest manifest;
        Status s = base_read(ctx, archive, bases[i], &manifest);
        if (s) return s;
        if (manifest.taken_at <= before) *out = bases[i];
    }
    return OK;
}

static Status moments_remove(Ctx *ctx, const Archive *archive, int64_t up_to)
{
    int64_t no;
    Status s = moments_oldest(ctx, archive->folder, &no);
    for (; !s && no && no <= up_to; no++) {
        char name[MOMENT_NAME];
        const char *folder;
        moment_name(no, name);
        s = moment_folder(ctx, archive->folder, no, &folder);
        const char *path = s ? NULL : arena_format(ctx->arena, "%s/%s", folder, name);
        if (!s && !path) s = no_memory(ctx);
        if (!s) unlink(path);
        if (!s) rmdir(folder); /* when it was its last */
    }
    return s;
}

Status archive_tidy(Ctx *ctx, Archive *archive)
{
    int64_t *bases, first;
    size_t count;
    int64_t days = setting_int(ctx, SETTING_NAMED_ARCHIVE_KEEP_DAYS);
    int64_t before = ctx_now(ctx) - days * DAY_MS;
    Status s = files_tidy(ctx, archive, before);
    if (!s) s = bases_list(ctx, archive, &bases, &count);
    if (!s) s = base_first_kept(ctx, archive, bases, count, before, &first);
    for (size_t i = 0; !s && i < count && bases[i] < first; i++) {
        const char *path = base_folder(ctx, archive, bases[i]);
        if (!path) return no_memory(ctx);
        folder_remove(path);
    }
    return s ? s : moments_remove(ctx, archive, first);
}
