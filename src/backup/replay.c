#include "backup/replay.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backup/archive_folder.h"
#include "backup/folder.h"
#include "backup/taking.h"
#include "base/arena.h"
#include "db/changes.h"

/* An archive that is being read. */
typedef struct Reading {
    const char *archive, *folder; /* from; where the dumps lie */
    unsigned char key[SEALED_FILE_KEY];
    int64_t *bases;
    size_t count;
    Replay *found;
} Reading;

bool manifest_is_archive(const Manifest *manifest)
{
    return manifest->parts.count == 0;
}

/* --- a moment onto the dumps --- */

static const char *dump_path(Ctx *ctx, const Reading *reading, const char *name)
{
    return arena_format(ctx->arena, "%s/%s.dump", reading->folder, name);
}

static Status page_put(Ctx *ctx, int file, uint32_t number, const unsigned char *page,
                       const char *path)
{
    off_t at = ((off_t)number - 1) * DB_PAGE;
    if (!number) return fail(ctx, INTERNAL, "a moment has a page that is none");
    return pwrite(file, page, DB_PAGE, at) == DB_PAGE ? OK : sealed_file_fail(ctx, path);
}

static Status pages_put(Ctx *ctx, PartFile *from, const MomentPart *part, int file,
                        const char *path)
{
    unsigned char page[DB_PAGE];
    uint32_t number;
    Status s = OK;
    for (int64_t i = 0; !s && i < part->count; i++) {
        s = moment_next(ctx, from, &number, page);
        if (!s) s = page_put(ctx, file, number, page, path);
    }
    if (!s && part->pages && ftruncate(file, (off_t)part->pages * DB_PAGE) != 0)
        s = sealed_file_fail(ctx, path);
    return s;
}

static bool is_known(const char *name)
{
    for (size_t i = 0; i < MOMENT_PARTS; i++)
        if (strcmp(name, moment_parts[i]) == 0) return true;
    return false;
}

static Status part_put(Ctx *ctx, const Reading *reading, PartFile *from, const MomentPart *part)
{
    if (!is_known(part->name))
        return fail(ctx, INTERNAL, "a moment is of a database that there is not");
    const char *path = dump_path(ctx, reading, part->name);
    if (!path) return no_memory(ctx);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0) return sealed_file_fail(ctx, path);
    Status s = pages_put(ctx, from, part, file, path);
    close(file);
    return s;
}

/* --- moments in their order --- */

/* How far a replay is. */
typedef struct Walk {
    int64_t no;
    char before[PART_HASH_HEX];
    int64_t until;
    bool ended; /* the next is later, of another beginning, or not there */
} Walk;

static Status chain_check(Ctx *ctx, const Moment *moment, const Walk *walk)
{
    if (moment->no != walk->no + 1)
        return fail(ctx, INTERNAL, "the archive's moment %lld stands in another's place",
                    (long long)(walk->no + 1));
    if (moment->before && strcmp(moment->before, walk->before) == 0) return OK;
    return fail(ctx, INTERNAL, "the archive's moment %lld does not go on from the one before",
                (long long)moment->no);
}

static Status moment_put(Ctx *ctx, const Reading *reading, PartFile *file, const Moment *moment,
                         Walk *walk)
{
    const MomentPart *parts = moment->parts.items;
    Status s = chain_check(ctx, moment, walk);
    for (size_t i = 0; !s && i < moment->parts.count; i++)
        s = part_put(ctx, reading, file, &parts[i]);
    if (!s) s = moment_read_out(ctx, file, walk->before);
    if (s) return s;
    walk->no = moment->no;
    reading->found->at = reading->found->to = moment->at;
    reading->found->moments++;
    return OK;
}

/* NOT_FOUND: there is none. */
static Status next_open(Ctx *ctx, const Reading *reading, int64_t no, PartFile *file, Moment *out)
{
    char name[MOMENT_NAME];
    moment_name(no, name);
    const char *own = arena_text(ctx->arena, name);
    const char *folder = moment_place(ctx, reading->archive, no);
    if (!own || !folder) return no_memory(ctx);
    return moment_open(ctx, folder, own, reading->key, file, out);
}

static Status walk_step(Ctx *ctx, const Reading *reading, Walk *walk)
{
    PartFile file = {0};
    Moment moment;
    Status s = next_open(ctx, reading, walk->no + 1, &file, &moment);
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        walk->ended = true;
        return OK;
    }
    if (s) return s;
    if (moment.begun == moment.no) reading->found->gaps++;
    walk->ended = moment.begun == moment.no || (walk->until && moment.at > walk->until);
    if (!walk->ended) s = moment_put(ctx, reading, &file, &moment, walk);
    part_file_close(&file);
    return s;
}

/* A moment's memory is given back before the next. `last` 0: to the end. */
static Status walk_run(Ctx *ctx, const Reading *reading, Walk *walk, int64_t last)
{
    Arena *outer = ctx->arena;
    Status s = OK;
    ctx->arena = arena_new();
    if (!ctx->arena) s = no_memory(ctx);
    while (!s && !walk->ended && (!last || walk->no < last)) {
        s = walk_step(ctx, reading, walk);
        arena_clear(ctx->arena);
    }
    arena_release(ctx->arena);
    ctx->arena = outer;
    return s;
}

/* --- a base --- */

static const char *base_path(Ctx *ctx, const Reading *reading, int64_t no)
{
    char name[MOMENT_NAME];
    moment_name(no, name);
    return arena_format(ctx->arena, "%s/bases/%s", reading->archive, name);
}

static Status base_manifest(Ctx *ctx, const Reading *reading, int64_t no, Manifest *out)
{
    const char *path = base_path(ctx, reading, no);
    if (!path) return no_memory(ctx);
    Status s = manifest_read(ctx, path, out);
    if (s || out->after == no) return s;
    return fail(ctx, INTERNAL, "the archive's base %lld stands in another's place", (long long)no);
}

static Status base_take(Ctx *ctx, const Reading *reading, const Manifest *manifest, Walk *walk)
{
    const BackupPart *parts = manifest->parts.items;
    Taking taking = {.backup = base_path(ctx, reading, manifest->after),
                     .folder = reading->folder,
                     .manifest = manifest};
    if (!taking.backup) return no_memory(ctx);
    Status s = manifest_key(ctx, manifest, taking.key);
    for (size_t i = 0; !s && i < manifest->parts.count; i++)
        s = taking_dump(ctx, &taking, parts[i].name);
    sodium_memzero(taking.key, sizeof taking.key);
    walk->no = manifest->after;
    snprintf(walk->before, sizeof walk->before, "%s", manifest->before ? manifest->before : "");
    reading->found->bases++;
    reading->found->at = reading->found->to = manifest->taken_at;
    return s;
}

/* --- what came out --- */

/* They are settled, opened, checked and counted anew. */
static Status dumps_count(Ctx *ctx, const Reading *reading, Manifest *manifest)
{
    const BackupPart *parts = manifest->parts.items;
    Status s = OK;
    manifest->tables = (List){0};
    for (size_t i = 0; !s && i < manifest->parts.count; i++) {
        const char *dump = dump_path(ctx, reading, parts[i].name);
        if (!dump) return no_memory(ctx);
        s = database_dump_settle(ctx, manifest->engine, dump);
        if (!s)
            s = database_dump_tables(ctx, manifest->engine, dump, manifest_note_table,
                                     &(PartTables){manifest, parts[i].name});
    }
    manifest->taken_at = reading->found->at;
    if (reading->found->moments) manifest->audit_end = NULL; /* it went further since */
    return s;
}

/* --- all --- */

bool replay_is_of_files(const Manifest *head)
{
    return strcmp(head->engine, database_engine("")) != 0;
}

static Status reading_begin(Ctx *ctx, const char *archive, const char *folder, Replay *found,
                            Reading *out)
{
    Manifest head;
    *found = (Replay){.from = NONE, .to = NONE, .at = NONE};
    *out = (Reading){.archive = folder_name(ctx, archive), .folder = folder, .found = found};
    if (!out->archive) return no_memory(ctx);
    Status s = manifest_read(ctx, archive, &head);
    if (!s) s = manifest_key(ctx, &head, out->key);
    if (s) return s;
    const char *bases = arena_format(ctx->arena, "%s/bases", out->archive);
    s = numbers_in(ctx, bases, &out->bases, &out->count);
    if (s || out->count) return s;
    return fail(ctx, NOT_FOUND, "the archive has no copy to begin with yet");
}

/* The newest base not after the instant. */
static Status base_choose(Ctx *ctx, const Reading *reading, int64_t until, Manifest *out)
{
    Status s = OK;
    for (size_t i = reading->count; !s && i > 0; i--) {
        s = base_manifest(ctx, reading, reading->bases[i - 1], out);
        if (s || !until || out->taken_at <= until) return s;
    }
    return s ? s : fail(ctx, NOT_FOUND, "the archive does not go back so far");
}

Status replay_into(Ctx *ctx, const char *archive, const char *folder, int64_t until,
                   Manifest *manifest, Replay *found)
{
    Reading reading;
    Walk walk = {.until = until};
    Status s = reading_begin(ctx, archive, folder, found, &reading);
    if (!s) s = base_choose(ctx, &reading, until, manifest);
    if (!s) s = base_take(ctx, &reading, manifest, &walk);
    if (!s) s = walk_run(ctx, &reading, &walk, 0);
    sodium_memzero(reading.key, sizeof reading.key);
    return s ? s : dumps_count(ctx, &reading, manifest);
}

static Status dumps_remove(Ctx *ctx, const Reading *reading)
{
    for (size_t i = 0; i < MOMENT_PARTS; i++) {
        const char *path = dump_path(ctx, reading, moment_parts[i]);
        if (!path) return no_memory(ctx);
        unlink(path);
    }
    return OK;
}

static Status base_verify(Ctx *ctx, const Reading *reading, size_t i, Manifest *out)
{
    Walk walk = {0};
    int64_t last = i + 1 < reading->count ? reading->bases[i + 1] : 0;
    Status s = dumps_remove(ctx, reading);
    if (!s) s = base_manifest(ctx, reading, reading->bases[i], out);
    if (!s && !i) reading->found->from = out->taken_at;
    if (!s) s = base_take(ctx, reading, out, &walk);
    if (!s && last != walk.no) s = walk_run(ctx, reading, &walk, last);
    return s ? s : dumps_count(ctx, reading, out);
}

Status replay_verify(Ctx *ctx, const char *archive, Manifest *out, Replay *found)
{
    Reading reading;
    const char *scratch = NULL;
    Status s = taking_scratch(ctx, archive, &scratch);
    if (s) return s;
    s = reading_begin(ctx, archive, scratch, found, &reading);
    for (size_t i = 0; !s && i < reading.count; i++)
        s = base_verify(ctx, &reading, i, out);
    sodium_memzero(reading.key, sizeof reading.key);
    folder_remove(scratch);
    return s;
}
