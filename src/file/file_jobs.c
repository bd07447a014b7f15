#include "file/file_jobs.h"

#include "base/instant.h"
#include "db/db.h"
#include "file/blob.h"
#include "file/file_store.h"
#include "house.h"

#define REMOVE "file.remove"
#define FOLDERS "file.sweep_folders"

/* Taken away in one transaction. */
enum { LOOSE_AT_ONCE = 500, FOLDERS_AT_ONCE = 16 };

/* No upload takes so long: what is older and has no row will never have one. */
#define UPLOAD_LONGEST_MS DAY_MS

Status file_remove_soon(Ctx *ctx)
{
    return job_add(ctx, REMOVE, "all", 0, NULL, ctx_now(ctx));
}

/* What goes from the disk once its rows are gone for good. */
typedef struct Gone {
    struct House *house;
    List blobs;
} Gone;

/* What cannot be taken away now is an orphan, which the daily sweep finds. */
static void blobs_unlink(void *work)
{
    const Gone *gone = work;
    const FileBlob *blobs = gone->blobs.items;
    Arena *arena = arena_new();
    if (!arena) return;
    Ctx ctx;
    ctx_init(&ctx, arena, gone->house->source);
    ctx.house = gone->house;
    for (size_t i = 0; i < gone->blobs.count; i++)
        if (blob_remove(&ctx, blobs[i].id)) problem_clear(&ctx);
    arena_release(arena);
}

static Status remove_loose(Ctx *ctx, const Job *job)
{
    (void)job;
    Gone *gone = ARENA_NEW(ctx->arena, Gone);
    if (!gone) return no_memory(ctx);
    gone->house = ctx->house;
    Status s = blob_take_loose(ctx, LOOSE_AT_ONCE, &gone->blobs);
    if (!s) s = db_after_commit(ctx, blobs_unlink, gone);
    return !s && gone->blobs.count == LOOSE_AT_ONCE ? file_remove_soon(ctx) : s;
}

/* Of one folder: blobs that have no row, and are too old to be about to get one. */
static Status folder_sweep(Ctx *ctx, int folder, int64_t before_ms)
{
    int64_t *ids;
    size_t count, old = 0;
    Status s = blob_ids(ctx, folder, &ids, &count);
    if (s) return s;
    for (size_t i = 0; i < count; i++)
        if (id_ms(ids[i]) < before_ms) ids[old++] = ids[i];
    bool *known = ARENA_ARRAY(ctx->arena, old, bool);
    if (!known) return no_memory(ctx);
    s = blob_known(ctx, ids, old, known);
    for (size_t i = 0; !s && i < old; i++)
        if (!known[i]) s = blob_remove(ctx, ids[i]);
    return s;
}

/* Some folders at a time: there may be a million blobs, and others want to write. */
static Status sweep_folders(Ctx *ctx, const Job *job)
{
    int folder = (int)job->subject_id, end = folder + FOLDERS_AT_ONCE;
    int64_t before_ms = ctx_now(ctx) - UPLOAD_LONGEST_MS;
    Ctx own = *ctx;
    own.arena = arena_new();
    if (!own.arena) return no_memory(ctx);
    Status s = OK;
    for (; !s && folder < end; folder++) {
        arena_clear(own.arena);
        s = folder_sweep(&own, folder, before_ms);
    }
    if (s) ctx->problem = own.problem;
    arena_release(own.arena);
    if (s || end >= BLOB_FOLDERS) return s;
    return job_add(ctx, FOLDERS, "all", end, NULL, ctx_now(ctx));
}

static Status sweep(Ctx *ctx, const Job *job)
{
    (void)job;
    Status s = blob_forget_unended(ctx, ctx_now(ctx) - UPLOAD_LONGEST_MS);
    return s ? s : job_add(ctx, FOLDERS, "all", 0, NULL, ctx_now(ctx));
}

const JobKind file_jobs[] = {
    {.name = REMOVE, .run = remove_loose, .doc = "Takes away what deleted files held"},
    {.name = "file.sweep",
     .every_ms = DAY_MS,
     .run = sweep,
     .doc = "Takes away what a crash left in DATA/files"},
    {.name = FOLDERS, .run = sweep_folders, .doc = "The same of some of its folders"},
    {.name = NULL}};
