/* What stands in the write-ahead log, read beside SQLite, and the log kept for who reads it.
 *
 * How far the log is committed is told by the head of its index (PATH-shm), which SQLite writes
 * last of all: what lies beyond may be undone and overwritten, also after its commit was written,
 * where the disk refused to keep it. It is read through SQLite's own mapping: to close a descriptor
 * of that file, or of the database's, would drop all locks that SQLite has on it in this process
 * (sqlite.org/howtocorrupt.html, 2.2); on the log it has none. A reader's snapshot holds the log as
 * it is while its pages are read, and a later one of a second connection from then on, so that
 * nothing that was not told of is ever copied and overwritten. The formats:
 * sqlite.org/fileformat2.html and walformat.html. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "db/sqlite.h"

enum { HEAD = 32, FRAME_HEAD = 24, FRAME = FRAME_HEAD + DB_PAGE, TRIES = 20, TRY_US = 5000 };

/* Bytes of the index that SQLite maps at once. */
enum { INDEX_REGION = 32768 };

#define READING "reading what was written"

/* The first of the two copies of the index's head. */
typedef struct IndexHead {
    uint32_t version, unused, change;
    uint8_t is_init, big_endian;
    uint16_t page_size;
    uint32_t frames, pages, sums[2], salts[2], own_sums[2];
} IndexHead;

_Static_assert(sizeof(IndexHead) == 48, "as SQLite lays it out");

/* --- the log and its index --- */

static bool log_get(const char *url, void *into, size_t length, off_t at)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s-wal", url);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool is_whole = file >= 0 && pread(file, into, length, at) == (ssize_t)length;
    if (file >= 0) close(file);
    return is_whole;
}

static Status pin_take(Ctx *ctx, sqlite3 *handle)
{
    int code = sqlite3_exec(handle, "BEGIN; SELECT count(*) FROM sqlite_master", NULL, NULL, NULL);
    return code ? sqlite_fail(ctx, handle, code, READING) : OK;
}

static void pin_leave(sqlite3 *handle)
{
    if (handle && !sqlite3_get_autocommit(handle)) sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL);
}

/* The connection has begun to read: its log is open, and the index mapped until it is closed. */
Status kept_index_find(Ctx *ctx, Kept *kept)
{
    sqlite3 *handle = kept->pins[0];
    sqlite3_file *file = NULL;
    void volatile *region = NULL;
    Status s = pin_take(ctx, handle);
    if (s) return s;
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (file && file->pMethods && file->pMethods->iVersion >= 2)
        file->pMethods->xShmMap(file, 0, INDEX_REGION, 0, &region);
    pin_leave(handle);
    kept->index = (const void *)region;
    return region ? OK : fail(ctx, UNAVAILABLE, "the database has no journal to be kept");
}

/* SQLite writes the second copy, then the first: equal, they are whole. */
static bool index_read(const Kept *kept, IndexHead *out)
{
    const IndexHead *heads = kept->index;
    IndexHead second;
    for (int i = 0; i < TRIES; i++) {
        memcpy(out, &heads[0], sizeof *out);
        atomic_thread_fence(memory_order_seq_cst);
        memcpy(&second, &heads[1], sizeof second);
        if (memcmp(out, &second, sizeof second) == 0) return out->is_init;
        usleep(TRY_US);
    }
    return false;
}

static uint32_t number_at(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t pair(uint32_t high, uint32_t low)
{
    return (int64_t)((uint64_t)high << 32 | low);
}

static int64_t journal_of(const IndexHead *head)
{
    const unsigned char *salts = (const unsigned char *)head->salts;
    return pair(number_at(salts), number_at(salts + 4));
}

/* Each log's first number is one more than that of the log before it. */
static bool follows(int64_t journal, int64_t before)
{
    return (uint32_t)((uint64_t)journal >> 32) == (uint32_t)((uint64_t)before >> 32) + 1;
}

/* --- sums: as SQLite's, over words in the order that the log's head says --- */

typedef struct Sums {
    uint32_t one, two;
    bool swaps;
} Sums;

static void sums_add(Sums *sums, const unsigned char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i += 8) {
        uint32_t words[2];
        memcpy(words, bytes + i, sizeof words);
        if (sums->swaps) {
            words[0] = __builtin_bswap32(words[0]);
            words[1] = __builtin_bswap32(words[1]);
        }
        sums->one += words[0] + sums->two;
        sums->two += words[1] + sums->one;
    }
}

static bool is_big_endian(void)
{
    const uint16_t one = 1;
    return *(const unsigned char *)&one == 0;
}

/* The sums of a log's head, which those of its frames go on from. False when it is not yet, or no
 * more, the head of that log. */
static bool head_read(const char *url, const IndexHead *index, Sums *out)
{
    unsigned char head[HEAD];
    if (!log_get(url, head, sizeof head, 0)) return false;
    *out = (Sums){.swaps = (head[3] & 1) != is_big_endian()};
    sums_add(out, head, HEAD - 8);
    return memcmp(head + 16, index->salts, sizeof index->salts) == 0 &&
           number_at(head + 8) == DB_PAGE && number_at(head + 24) == out->one &&
           number_at(head + 28) == out->two;
}

/* --- frames --- */

typedef struct Reading {
    const char *url;
    int file;
    Sums sums;
    IndexHead index;
    DbChangedPage *found;
    size_t count;
} Reading;

static bool frame_read(Reading *reading, int64_t frame)
{
    unsigned char bytes[FRAME];
    off_t at = HEAD + (off_t)frame * FRAME;
    if (pread(reading->file, bytes, sizeof bytes, at) != FRAME) return false;
    sums_add(&reading->sums, bytes, 8);
    sums_add(&reading->sums, bytes + FRAME_HEAD, DB_PAGE);
    reading->found[reading->count++] = (DbChangedPage){number_at(bytes), (uint32_t)frame};
    return memcmp(bytes + 8, reading->index.salts, 8) == 0 &&
           number_at(bytes + 16) == reading->sums.one && number_at(bytes + 20) == reading->sums.two;
}

static int page_compare(const void *a, const void *b)
{
    const DbChangedPage *one = a, *other = b;
    if (one->number != other->number) return one->number < other->number ? -1 : 1;
    return (one->frame < other->frame) - (one->frame > other->frame);
}

/* Of each page the last that was written. */
static void pages_sort(Reading *reading)
{
    size_t kept = 0;
    qsort(reading->found, reading->count, sizeof *reading->found, page_compare);
    for (size_t i = 0; i < reading->count; i++)
        if (i == 0 || reading->found[i].number != reading->found[kept - 1].number)
            reading->found[kept++] = reading->found[i];
    reading->count = kept;
}

/* The frames from `first` to the last commit; false when they are not what the index says. */
static Status frames_read(Ctx *ctx, Reading *reading, int64_t first, bool *is_whole)
{
    int64_t end = reading->index.frames;
    reading->count = 0;
    reading->found = ARENA_ARRAY(ctx->arena, (size_t)(end - first), DbChangedPage);
    if (!reading->found) return no_memory(ctx);
    const char *path = arena_format(ctx->arena, "%s-wal", reading->url);
    if (!path) return no_memory(ctx);
    reading->file = open(path, O_RDONLY | O_CLOEXEC);
    *is_whole = reading->file >= 0;
    for (int64_t frame = first; *is_whole && frame < end; frame++)
        *is_whole = frame_read(reading, frame);
    if (reading->file >= 0) close(reading->file);
    *is_whole = *is_whole && reading->sums.one == reading->index.sums[0] &&
                reading->sums.two == reading->index.sums[1];
    if (*is_whole) pages_sort(reading);
    return OK;
}

/* --- from a place on --- */

/* Where to begin to read; `broken` when that is not just behind `from`. */
static int64_t first_frame(const DbPlace *from, Reading *reading, DbChanges *out)
{
    int64_t journal = journal_of(&reading->index);
    if (from->journal == journal && from->frames <= reading->index.frames) {
        reading->sums.one = (uint32_t)((uint64_t)from->sums >> 32);
        reading->sums.two = (uint32_t)from->sums;
        return from->frames;
    }
    out->broken = !from->ended || !follows(journal, from->journal);
    return 0;
}

static Status changes_read(Ctx *ctx, const Database *database, const DbPlace *from, DbChanges *out,
                           bool *is_whole)
{
    const Journal *journal = database->driver;
    Reading reading = {.url = database->options.url};
    *out = (DbChanges){.to = *from};
    *is_whole = index_read(&journal->kept, &reading.index);
    if (!*is_whole) return OK;
    /* begun anew, and nothing written yet: its head is not on disk */
    if (reading.index.frames == 0) return OK;
    *is_whole = head_read(reading.url, &reading.index, &reading.sums);
    int64_t first = first_frame(from, &reading, out);
    if (!*is_whole) return OK;
    Status s = frames_read(ctx, &reading, first, is_whole);
    if (s || !*is_whole || (!reading.count && !out->broken)) return s;
    out->to = (DbPlace){.journal = journal_of(&reading.index),
                        .frames = reading.index.frames,
                        .sums = pair(reading.sums.one, reading.sums.two)};
    out->pages = reading.index.pages;
    out->changed = reading.found;
    out->count = reading.count;
    return OK;
}

/* --- the snapshot that holds the log --- */

static Status pin_move(Ctx *ctx, Kept *kept)
{
    pthread_mutex_lock(&kept->lock);
    int next = !kept->pin;
    pin_leave(kept->pins[next]);
    Status s = pin_take(ctx, kept->pins[next]);
    if (!s) {
        pin_leave(kept->pins[kept->pin]);
        kept->pin = next;
    }
    pthread_mutex_unlock(&kept->lock);
    return s;
}

void kept_unpin(Kept *kept)
{
    pin_leave(kept->pins[0]);
    pin_leave(kept->pins[1]);
}

/* What is still being written is whole a moment later. */
static Status changes_wait(Ctx *ctx, Database *database, const DbPlace *from, DbChanges *out,
                           bool *is_whole)
{
    Journal *journal = database->driver;
    Status s = OK;
    *is_whole = false;
    for (int i = 0; i < TRIES && !s && !*is_whole; i++) {
        IndexHead before;
        if (i) usleep(TRY_US);
        bool knows = index_read(&journal->kept, &before);
        atomic_store(&journal->kept.told, knows ? before.frames : 0);
        s = pin_move(ctx, &journal->kept);
        if (!s) s = changes_read(ctx, database, from, out, is_whole);
    }
    return s;
}

/* Where the log stands as it did but holds something else, what was read of it was undone. */
Status sqlite_changes(Ctx *ctx, Database *database, const DbPlace *from, DbChanges *out)
{
    const DbPlace beginning = {0};
    bool is_whole;
    Journal *journal = database->driver;
    if (!journal->kept.pins[1]) return fail(ctx, INTERNAL, "nobody keeps the journal");
    Status s = changes_wait(ctx, database, from, out, &is_whole);
    if (!s && !is_whole) s = changes_wait(ctx, database, &beginning, out, &is_whole);
    if (s || is_whole) return s;
    return fail(ctx, UNAVAILABLE, "the database's journal cannot be read");
}

Status sqlite_changed_page(Ctx *ctx, Database *database, uint32_t frame,
                           unsigned char page[DB_PAGE])
{
    off_t at = HEAD + (off_t)frame * FRAME + FRAME_HEAD;
    if (log_get(database->options.url, page, DB_PAGE, at)) return OK;
    return fail(ctx, UNAVAILABLE, "the database's journal cannot be read");
}
