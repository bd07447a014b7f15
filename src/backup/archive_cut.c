#include <stdio.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "backup/archive_internal.h"
#include "base/arena.h"

/* Moments that may wait for the archive even where less than this part of the disk is free. */
enum { WAITING_MAX = 300, FREE_PART = 10 };

static const char *part_name(const Archive *archive, size_t i)
{
    return moment_parts[MOMENT_PARTS - archive->count + i];
}

/* --- where the last run ended --- */

static DbPlace place_of(const MomentPart *part)
{
    return (DbPlace){part->journal, part->frames, part->sums, part->ended};
}

static Status places_take(Ctx *ctx, Archive *archive, const Moment *moment)
{
    const MomentPart *parts = moment->parts.items;
    if (moment->parts.count != archive->count)
        return fail(ctx, INTERNAL, "the last moment is of other databases");
    for (size_t i = 0; i < archive->count; i++) {
        if (strcmp(parts[i].name, part_name(archive, i)) != 0)
            return fail(ctx, INTERNAL, "the last moment is of other databases");
        archive->places[i] = place_of(&parts[i]);
    }
    return OK;
}

static Status last_read(Ctx *ctx, Archive *archive, int64_t no)
{
    char name[MOMENT_NAME];
    PartFile file;
    Moment moment;
    moment_name(no, name);
    Status s = moment_open(ctx, archive->queue, name, archive->key, &file, &moment);
    if (s) return s;
    s = moment_read_out(ctx, &file, archive->before);
    if (!s) s = places_take(ctx, archive, &moment);
    archive->known = !s;
    archive->begun = moment.begun;
    archive->no = no;
    return s;
}

static Status queue_empty(Ctx *ctx, Archive *archive, const int64_t *numbers, size_t count)
{
    char name[MOMENT_NAME];
    for (size_t i = 0; i < count; i++) {
        moment_name(numbers[i], name);
        const char *path = arena_format(ctx->arena, "%s/%s", archive->queue, name);
        if (!path) return no_memory(ctx);
        unlink(path);
    }
    memset(archive->places, 0, sizeof archive->places);
    archive->known = false;
    return OK;
}

/* An archive that is further than the queue was written from another copy of this data; a queue
 * that cannot be read belongs to another archive. Both are begun anew behind what is there. */
Status cut_prepare(Ctx *ctx, Archive *archive)
{
    int64_t *numbers, newest;
    size_t count;
    Status s = place_make(ctx, archive->queue);
    if (!s) s = moments_newest(ctx, archive->folder, &newest);
    if (!s) s = numbers_in(ctx, archive->queue, &numbers, &count);
    if (s) return s;
    archive->carried = newest;
    int64_t last = count ? numbers[count - 1] : 0;
    s = last && last >= newest ? last_read(ctx, archive, last) : NOT_FOUND;
    if (!s || s == NO_MEMORY) return s;
    problem_clear(ctx);
    archive->no = newest;
    return queue_empty(ctx, archive, numbers, count);
}

/* --- a moment --- */

typedef struct Cut {
    Moment moment;
    MomentPart parts[MOMENT_PARTS];
    DbChanges changes[MOMENT_PARTS];
    bool wrote, ends, begins;
} Cut;

/* Where the archive is begun anew, a base follows, which has what was written before. */
static void parts_empty(Cut *cut, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cut->changes[i].count = 0;
        cut->parts[i].count = cut->parts[i].pages = 0;
    }
}

static Status changes_take(Ctx *ctx, Archive *archive, const Database *ending, Cut *cut)
{
    Status s = OK;
    cut->begins = !archive->known;
    for (size_t i = 0; !s && i < archive->count; i++) {
        DbChanges *changes = &cut->changes[i];
        s = database_changes(ctx, archive->databases[i], &archive->places[i], changes);
        if (ending == archive->databases[i]) changes->to.ended = cut->ends = true;
        cut->wrote = cut->wrote || changes->pages;
        cut->begins = cut->begins || changes->broken;
        const DbPlace *to = &changes->to;
        cut->parts[i] = (MomentPart){.name = part_name(archive, i),
                                     .journal = to->journal,
                                     .frames = to->frames,
                                     .sums = to->sums,
                                     .ended = to->ended,
                                     .pages = changes->pages,
                                     .count = (int64_t)changes->count};
    }
    if (cut->begins) parts_empty(cut, archive->count);
    cut->moment.parts = (List){cut->parts, archive->count};
    cut->moment.begun = cut->begins ? cut->moment.no : archive->begun;
    cut->moment.before = cut->begins ? NULL : archive->before;
    return s;
}

static Status pages_add(Ctx *ctx, Archive *archive, const Cut *cut, PartFile *file)
{
    unsigned char page[DB_PAGE];
    Status s = OK;
    for (size_t part = 0; part < archive->count; part++) {
        const DbChanges *changes = &cut->changes[part];
        for (size_t i = 0; !s && i < changes->count; i++) {
            s = database_changed_page(ctx, archive->databases[part], changes, i, page);
            if (!s) s = moment_add(ctx, file, changes->changed[i].number, page);
        }
    }
    return s;
}

/* It gets its name when it is on disk: `stands`, also when that name may still be lost. */
static Status cut_write(Ctx *ctx, Archive *archive, const Cut *cut, char hash[PART_HASH_HEX],
                        bool *stands)
{
    PartFile file;
    char name[MOMENT_NAME];
    moment_name(cut->moment.no, name);
    const char *partial = arena_format(ctx->arena, "%s.partial", name);
    const char *from = arena_format(ctx->arena, "%s/%s.partial", archive->queue, name);
    const char *to = arena_format(ctx->arena, "%s/%s", archive->queue, name);
    if (!partial || !from || !to) return no_memory(ctx);
    unlink(from);
    Status s = moment_create(ctx, archive->queue, partial, archive->key, &cut->moment, &file);
    if (!s) s = pages_add(ctx, archive, cut, &file);
    if (!s) s = part_file_finish(ctx, &file, hash);
    if (!s && rename(from, to) != 0) s = sealed_file_fail(ctx, to);
    *stands = !s;
    return s ? s : folder_sync(ctx, archive->queue);
}

static void cut_settle(Archive *archive, const Cut *cut, const char *hash)
{
    archive->no = cut->moment.no;
    archive->begun = cut->moment.begun;
    archive->known = true;
    for (size_t i = 0; i < archive->count; i++)
        archive->places[i] = cut->changes[i].to;
    memcpy(archive->before, hash, PART_HASH_HEX);
}

/* Where the archive cannot be reached for long, the machine's own work goes before: rather than
 * fill its disk, what waits is given up, and a new base is made when the archive is there again. */
static bool queue_is_too_much(Archive *archive)
{
    struct statvfs disk;
    pthread_mutex_lock(&archive->lock);
    int64_t waiting = archive->waiting;
    pthread_mutex_unlock(&archive->lock);
    return waiting > WAITING_MAX && statvfs(archive->queue, &disk) == 0 &&
           disk.f_bavail < disk.f_blocks / FREE_PART;
}

static Status queue_give_up(Ctx *ctx, Archive *archive)
{
    int64_t *numbers;
    size_t count;
    Status s = numbers_in(ctx, archive->queue, &numbers, &count);
    if (!s) s = queue_empty(ctx, archive, numbers, count);
    pthread_mutex_lock(&archive->lock);
    archive->waiting = 0;
    pthread_mutex_unlock(&archive->lock);
    return s;
}

static Status cut_locked(Ctx *ctx, Archive *archive, const Database *ending, int64_t *at)
{
    Cut cut = {.moment = {.format = MOMENT_FORMAT, .no = archive->no + 1}};
    char hash[PART_HASH_HEX];
    *at = cut.moment.at = ctx_now(ctx);
    Status s = queue_is_too_much(archive) ? queue_give_up(ctx, archive) : OK;
    if (!s) s = changes_take(ctx, archive, ending, &cut);
    if (s || (!cut.wrote && !cut.ends && !cut.begins)) return s;
    /* what stands is carried: the next one goes on from it, and has it kept by its own sync */
    bool stands = false;
    s = cut_write(ctx, archive, &cut, hash, &stands);
    if (stands) cut_settle(archive, &cut, hash);
    return s;
}

Status cut_make(Ctx *ctx, Archive *archive, const Database *ending, int64_t *at)
{
    *at = ctx_now(ctx);
    if (!archive->count) return OK;
    pthread_mutex_lock(&archive->cutting);
    Status s = cut_locked(ctx, archive, ending, at);
    pthread_mutex_unlock(&archive->cutting);
    return s;
}

bool cut_keep(void *user, Database *database, bool ends)
{
    Archive *archive = user;
    int64_t at;
    Ctx ctx;
    if (!work_begin(archive, &ctx)) return false;
    Status s = cut_make(&ctx, archive, ends ? database : NULL, &at);
    work_end(&ctx);
    return s == OK;
}
