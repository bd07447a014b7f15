#include "backup/backup.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/keys.h"
#include "base/arena.h"
#include "db/db.h"
#include "file/blob.h"
#include "file/blob_pack.h"
#include "test.h"

/* Another engine, and serving while it is copied: tests/backup. */

static const char *path_in(T *t, const char *name)
{
    return arena_format(t->ctx->arena, "%s/%s", t->folder, name);
}

/* A house of its own, with one stored file. */
static void given_house(T *t)
{
    BlobWriter *blob;
    HouseOptions options = {
        .data = path_in(t, "data"), .throw_away = true, .node = -1, .source = t->ctx->source};
    check_ok(t, house_open(t->ctx, &options));
    check_ok(t, blob_create(t->ctx, &blob));
    check_ok(t, blob_write(t->ctx, blob, "a picture", 9));
    check_ok(t, blob_end(t->ctx, blob));
    check_ok(t, blob_keep(t->ctx, blob));
}

static Status verify(T *t, const char *name, Manifest *out)
{
    Replay found;
    return backup_verify(t->ctx, path_in(t, name), out, &found);
}

static Status restore(T *t, const char *data, const char *database)
{
    Manifest manifest;
    Replay found;
    const Restoring restoring = {path_in(t, "backup"), path_in(t, data), path_in(t, "data"),
                                 database, 0};
    return backup_restore(t->ctx, &restoring, &manifest, &found);
}

TEST(a_backup_holds_everything_and_comes_back)
{
    Manifest made, seen;
    given_house(t);
    check_ok(t, backup_make(t->ctx, path_in(t, "backup"), &made));
    check_int(t, made.files, 1);
    check(t, made.tables.count > 100);
    check_text(t, made.engine, "sqlite");
    check_ok(t, verify(t, "backup", &seen));
    check_int(t, seen.tables.count, made.tables.count);
    check_int(t, seen.taken_at, made.taken_at);
    check_ok(t, restore(t, "new", NULL));
    house_close(t->ctx);
    HouseOptions options = {.data = path_in(t, "new"), .read_only = true};
    check_ok(t, house_open(t->ctx, &options));
    house_close(t->ctx);
}

TEST(a_slash_after_a_folder_changes_nothing)
{
    Manifest made;
    given_house(t);
    check_int(t, mkdir(path_in(t, "backup"), 0700), 0);
    check_ok(t, backup_make(t->ctx, path_in(t, "backup/"), &made));
    check_ok(t, verify(t, "backup/", &made));
    check_ok(t, restore(t, "new//", NULL));
    check(t, access(path_in(t, "new/keys"), F_OK) == 0);
    house_close(t->ctx);
}

TEST(a_backup_is_never_written_over_what_stands_there)
{
    Manifest made;
    given_house(t);
    check_ok(t, backup_make(t->ctx, path_in(t, "backup"), &made));
    check_status(t, backup_make(t->ctx, path_in(t, "backup"), &made), CONFLICT);
    check_status(t, backup_make(t->ctx, path_in(t, "no/such/place"), &made), UNAVAILABLE);
    check_status(t, restore(t, "data", NULL), CONFLICT);
    check_ok(t, verify(t, "backup", &made));
    house_close(t->ctx);
}

TEST(an_empty_folder_that_cannot_be_taken_away_is_restored_into)
{
    Manifest made;
    given_house(t);
    check_ok(t, backup_make(t->ctx, path_in(t, "backup"), &made));
    check_int(t, mkdir(path_in(t, "disk"), 0700), 0);
    check_int(t, mkdir(path_in(t, "disk/lost+found"), 0700), 0);
    check_int(t, symlink("disk", path_in(t, "mounted")),
              0); /* as a mount point is: not removable */
    check_ok(t, restore(t, "mounted", NULL));
    check(t, access(path_in(t, "disk/keys"), F_OK) == 0);
    check(t, access(path_in(t, "disk/restoring"), F_OK) != 0);
    check_status(t, restore(t, "mounted", NULL), CONFLICT);
    house_close(t->ctx);
    HouseOptions options = {.data = path_in(t, "mounted"), .read_only = true};
    check_ok(t, house_open(t->ctx, &options));
    house_close(t->ctx);
}

TEST(a_backup_goes_into_a_database_of_its_own_engine_alone)
{
    Manifest made;
    given_house(t);
    check_ok(t, backup_make(t->ctx, path_in(t, "backup"), &made));
    check_status(t, restore(t, "new", "postgresql://127.0.0.1:1/x"), INVALID);
    check(t, access(path_in(t, "new"), F_OK) != 0);
    check(t, access(path_in(t, "new.restoring"), F_OK) != 0);
    house_close(t->ctx);
}

TEST(what_is_no_backup_is_said_to_be_none)
{
    Manifest seen;
    given_house(t);
    check_status(t, verify(t, "data", &seen), NOT_FOUND);
    check_status(t, verify(t, "nowhere", &seen), NOT_FOUND);
    house_close(t->ctx);
}

TEST(memory_that_is_missing_leaves_no_half_backup)
{
    Manifest made;
    given_house(t);
    Status s = NO_MEMORY;
    const char *to = path_in(t, "backup"), *partial = path_in(t, "backup.partial");
    for (long nth = 1; s == NO_MEMORY; nth++) {
        memory_fail_at(nth);
        s = backup_make(t->ctx, to, &made);
        memory_fail_at(0);
        if (s != OK) check_status(t, s, NO_MEMORY);
        check(t, s == OK || access(to, F_OK) != 0);
        check(t, access(partial, F_OK) != 0);
    }
    check_ok(t, verify(t, "backup", &made));
    house_close(t->ctx);
}

/* --- the stream of stored files --- */

static Status gather(Ctx *ctx, void *user, const void *bytes, size_t length)
{
    (void)ctx;
    buf_add(user, bytes, length);
    return OK;
}

typedef struct Given {
    const Buf *from;
    size_t at;
} Given;

/* A few bytes at a time, as streams do. */
static Status give(Ctx *ctx, void *user, void *into, size_t room, size_t *got)
{
    (void)ctx;
    Given *given = user;
    size_t left = given->from->length - given->at;
    *got = left < room ? left : room;
    if (*got > 7) *got = 7;
    memcpy(into, given->from->data + given->at, *got);
    given->at += *got;
    return OK;
}

TEST(stored_files_that_came_meanwhile_are_given_by_the_second_call_alone)
{
    Buf stream;
    BlobsPacked packed = {0};
    BlobWriter *blob;
    given_house(t);
    buf_init(&stream, t->ctx->arena);
    check_ok(t, blob_pack(t->ctx, &packed, gather, &stream));
    size_t first = stream.length;
    check_int(t, packed.count, 1);
    check_ok(t, blob_pack(t->ctx, &packed, gather, &stream));
    check_int(t, stream.length, first);
    check_ok(t, blob_create(t->ctx, &blob));
    check_ok(t, blob_end(t->ctx, blob));
    check_ok(t, blob_keep(t->ctx, blob));
    check_ok(t, blob_pack(t->ctx, &packed, gather, &stream));
    check(t, stream.length > first);
    check_int(t, packed.count, 2);
    house_close(t->ctx);
}

/* Takes the house's stored files away as soon as the first of them is given. */
static Status gather_and_remove(Ctx *ctx, void *user, const void *bytes, size_t length)
{
    int64_t *ids;
    size_t count;
    Status s = OK;
    for (int folder = 0; !s && folder < BLOB_FOLDERS; folder++) {
        s = blob_ids(ctx, folder, &ids, &count);
        for (size_t i = 0; !s && i < count; i++)
            s = blob_remove(ctx, ids[i]);
    }
    return s ? s : gather(ctx, user, bytes, length);
}

TEST(a_stored_file_that_is_taken_away_meanwhile_is_not_counted)
{
    enum { MORE = 2 * BLOB_FOLDERS }; /* so that some lie in one folder */
    Buf stream;
    int64_t count;
    BlobsPacked packed = {0};
    given_house(t);
    for (size_t i = 0; i < MORE; i++) {
        BlobWriter *blob;
        check_ok(t, blob_create(t->ctx, &blob));
        check_ok(t, blob_end(t->ctx, blob));
        check_ok(t, blob_keep(t->ctx, blob));
    }
    buf_init(&stream, t->ctx->arena);
    check_ok(t, blob_pack(t->ctx, &packed, gather_and_remove, &stream));
    check_ok(t, blob_unpack(t->ctx, NULL, give, &(Given){&stream, 0}, &count));
    check_int(t, count, 1);
    check_int(t, packed.count, count);
    house_close(t->ctx);
}

TEST(what_is_known_of_stored_files_takes_memory_by_their_number)
{
    enum { MORE = 4 * BLOB_FOLDERS };
    Buf stream;
    BlobsPacked packed = {0};
    given_house(t);
    for (size_t i = 0; i < MORE; i++) {
        BlobWriter *blob;
        check_ok(t, blob_create(t->ctx, &blob));
        check_ok(t, blob_end(t->ctx, blob));
        check_ok(t, blob_keep(t->ctx, blob));
    }
    buf_init(&stream, NULL);
    size_t before = arena_used(t->ctx->arena);
    check_ok(t, blob_pack(t->ctx, &packed, gather, &stream));
    size_t used = arena_used(t->ctx->arena) - before;
    buf_release(&stream);
    check_int(t, packed.count, MORE + 1);
    /* a folder of them is read into room for 64 and a path; the rest doubles */
    check(t, used < BLOB_FOLDERS * (64 * sizeof(int64_t) + 256) + 8 * MORE * sizeof(int64_t));
    house_close(t->ctx);
}

TEST(a_stream_of_stored_files_that_is_cut_off_is_known)
{
    Buf stream;
    BlobsPacked packed = {0};
    given_house(t);
    buf_init(&stream, t->ctx->arena);
    check_ok(t, blob_pack(t->ctx, &packed, gather, &stream));
    for (size_t length = 0; length <= stream.length; length++) {
        Buf part = stream;
        int64_t count;
        part.length = length;
        bool is_whole = length == 0 || length == stream.length;
        check_status(t, blob_unpack(t->ctx, NULL, give, &(Given){&part, 0}, &count),
                     is_whole ? OK : INTERNAL);
    }
    house_close(t->ctx);
}
