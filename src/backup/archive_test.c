#include "backup/archive.h"

#include <fcntl.h>
#include <inttypes.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "access/keys.h"
#include "access/setting.h"
#include "backup/archive_internal.h"
#include "backup/replay.h"
#include "base/arena.h"
#include "base/instant.h"
#include "file/blob.h"
#include "test.h"
#include "waybill/intake.h"

/* A machine that is lost while people write: tests/backup/moments.py. */

static const char *path_in(T *t, const char *name)
{
    return arena_format(t->ctx->arena, "%s/%s", t->folder, name);
}

static void given_house(T *t, const char *data)
{
    HouseOptions options = {
        .data = path_in(t, data), .throw_away = true, .node = -1, .source = t->ctx->source};
    check_ok(t, house_open(t->ctx, &options));
    check_ok(t, intake_open(t->ctx, NULL, &t->ctx->house->intake));
}

static void house_end(T *t)
{
    intake_close(t->ctx->house->intake);
    t->ctx->house->intake = NULL;
    house_close(t->ctx);
}

static Archive *given_archive(T *t, const char *folder)
{
    Archive *archive;
    Database *intake = intake_database(t->ctx->house->intake);
    check_ok(t, archive_open(t->ctx, path_in(t, folder), intake, &archive));
    return archive;
}

/* A minute at most. */
static ArchiveState wait_for_base(T *t, Archive *archive)
{
    ArchiveState state = {.base_at = NONE};
    for (int i = 0; i < 6000 && state.base_at == NONE; i++) {
        check_ok(t, archive_state(t->ctx, archive, &state));
        if (state.base_at == NONE) usleep(10000);
    }
    check(t, state.base_at != NONE);
    return state;
}

static Status write_company(Ctx *ctx, void *name)
{
    return setting_write(ctx, SETTING_NAMED_COMPANY, name, NONE);
}

static void company_set(T *t, const char *name)
{
    check_ok(t, database_write(t->ctx, t->ctx->house->database, write_company, (void *)name));
}

static Status restore(T *t, const char *data, int64_t until)
{
    Manifest manifest;
    Replay found;
    const Restoring restoring = {.backup = path_in(t, "archive"),
                                 .data = path_in(t, data),
                                 .keys = path_in(t, "data"),
                                 .until = until};
    return backup_restore(t->ctx, &restoring, &manifest, &found);
}

static void check_company(T *t, const char *data, const char *name)
{
    HouseOptions options = {.data = path_in(t, data), .read_only = true};
    check_ok(t, house_open(t->ctx, &options));
    check_text(t, setting_text(t->ctx, SETTING_NAMED_COMPANY), name);
    house_close(t->ctx);
}

TEST(an_archive_goes_back_to_what_was_written_last_and_to_what_was_before)
{
    given_house(t, "data");
    company_set(t, "First");
    Archive *archive = given_archive(t, "archive");
    int64_t base_at = wait_for_base(t, archive).base_at;
    source_move(t->ctx->source, 10 * SECOND_MS);
    company_set(t, "Second");
    archive_close(t->ctx, archive);
    source_move(t->ctx->source, 10 * SECOND_MS);
    archive = given_archive(t, "archive");
    company_set(t, "Third");
    archive_close(t->ctx, archive);
    house_end(t);
    HouseOptions options = {.data = path_in(t, "data"), .read_only = true};
    check_ok(t, house_open(t->ctx, &options));
    Manifest seen;
    Replay found;
    check_ok(t, backup_verify(t->ctx, path_in(t, "archive"), &seen, &found));
    check_int(t, found.bases, 1);
    check_int(t, found.gaps, 0);
    check_int(t, found.from, base_at);
    check_int(t, found.to, base_at + 20 * SECOND_MS);
    check_ok(t, restore(t, "last", 0));
    check_ok(t, restore(t, "middle", base_at + 15 * SECOND_MS));
    check_ok(t, restore(t, "early", base_at));
    check_status(t, restore(t, "none", base_at - 1), NOT_FOUND);
    check(t, access(path_in(t, "none"), F_OK) != 0);
    house_close(t->ctx);
    check_company(t, "last", "Third");
    check_company(t, "middle", "Second");
    check_company(t, "early", "First");
}

TEST(an_archive_belongs_to_one_data_folder)
{
    Archive *archive;
    given_house(t, "data");
    archive_close(t->ctx, given_archive(t, "archive"));
    house_end(t);
    given_house(t, "other");
    Database *intake = intake_database(t->ctx->house->intake);
    check_status(t, archive_open(t->ctx, path_in(t, "archive"), intake, &archive), INTERNAL);
    check_status(t, archive_open(t->ctx, path_in(t, "no/such"), intake, &archive), UNAVAILABLE);
    house_end(t);
}

/* Stored under a name that is an id's. */
static void archived_file(T *t, const char *name)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/archive/files/0a", t->folder);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/archive/files/0a/%s", t->folder, name);
    int file = open(path, O_WRONLY | O_CREAT, 0600);
    check(t, file >= 0);
    close(file);
}

TEST(a_stored_file_that_was_taken_away_stays_in_the_archive_for_its_time)
{
    BlobWriter *blob;
    given_house(t, "data");
    check_ok(t, blob_create(t->ctx, &blob));
    check_ok(t, blob_write(t->ctx, blob, "a picture", 9));
    check_ok(t, blob_end(t->ctx, blob));
    check_ok(t, blob_keep(t->ctx, blob));
    archive_close(t->ctx, given_archive(t, "archive"));
    archived_file(t, "12345");
    archive_close(t->ctx, given_archive(t, "archive"));
    check(t, access(path_in(t, "archive/files/0a/12345"), F_OK) != 0);
    check(t, access(path_in(t, "archive/files/0a/12345.gone"), F_OK) == 0);
    source_move(t->ctx->source, 6 * DAY_MS);
    archive_close(t->ctx, given_archive(t, "archive"));
    check(t, access(path_in(t, "archive/files/0a/12345.gone"), F_OK) == 0);
    source_move(t->ctx->source, 2 * DAY_MS);
    archive_close(t->ctx, given_archive(t, "archive"));
    check(t, access(path_in(t, "archive/files/0a/12345.gone"), F_OK) != 0);
    check_ok(t, restore(t, "new", 0));
    house_end(t);
    HouseOptions options = {.data = path_in(t, "new"), .read_only = true};
    check_ok(t, house_open(t->ctx, &options));
    bool is_there;
    check_ok(t, blob_there(t->ctx, blob_id(blob), &is_there));
    check(t, is_there);
    house_close(t->ctx);
}

TEST(copies_and_moments_older_than_they_are_kept_go_and_the_oldest_instant_within_stays)
{
    given_house(t, "data");
    Archive *archive = given_archive(t, "archive");
    wait_for_base(t, archive);
    company_set(t, "Old");
    archive_close(t->ctx, archive);
    for (int day = 0; day < 3; day++) {
        source_move(t->ctx->source, 4 * DAY_MS);
        archive = given_archive(t, "archive");
        int64_t now = ctx_now(t->ctx);
        ArchiveState state = {.base_at = NONE};
        for (int i = 0; i < 6000 && state.base_at < now; i++) {
            check_ok(t, archive_state(t->ctx, archive, &state));
            if (state.base_at < now) usleep(10000);
        }
        check_int(t, state.base_at, now);
        company_set(t, day == 2 ? "New" : "Newer");
        archive_close(t->ctx, archive);
    }
    Manifest seen;
    Replay found;
    check_ok(t, backup_verify(t->ctx, path_in(t, "archive"), &seen, &found));
    check_int(t, found.bases, 3); /* of days 4, 8 and 12: day 5, a week ago, needs the first */
    check_int(t, found.from, ctx_now(t->ctx) - 8 * DAY_MS);
    check_ok(t, restore(t, "new", 0));
    house_end(t);
    check_company(t, "new", "New");
}

TEST(what_cannot_be_carried_waits_and_is_told_as_late)
{
    ArchiveState state = {0};
    given_house(t, "data");
    Archive *archive = given_archive(t, "archive");
    wait_for_base(t, archive);
    check_int(t, rename(path_in(t, "archive"), path_in(t, "away")), 0);
    company_set(t, "Second");
    source_move(t->ctx->source, 6 * SECOND_MS);
    for (int i = 0; i < 6000 && !state.failures; i++) {
        check_ok(t, archive_state(t->ctx, archive, &state));
        if (!state.failures) usleep(10000);
    }
    check(t, state.failures > 0);
    check(t, state.late);
    check(t, state.problem != NULL);
    check_int(t, rename(path_in(t, "away"), path_in(t, "archive")), 0);
    for (int i = 0; i < 6000 && state.late; i++) {
        check_ok(t, archive_state(t->ctx, archive, &state));
        if (state.late) usleep(10000);
    }
    check(t, !state.late);
    check_int(t, state.waiting, 0);
    archive_close(t->ctx, archive);
    check_ok(t, restore(t, "new", 0));
    house_end(t);
    check_company(t, "new", "Second");
}

/* A minute at most, until more was carried than there was. */
static ArchiveState wait_for_carried(T *t, Archive *archive, int64_t bytes)
{
    ArchiveState state = {0};
    for (int i = 0; i < 6000 && state.carried_bytes <= bytes; i++) {
        check_ok(t, archive_state(t->ctx, archive, &state));
        if (state.carried_bytes <= bytes) usleep(10000);
    }
    check(t, state.carried_bytes > bytes);
    return state;
}

TEST(nothing_is_safe_before_there_is_a_copy_to_begin_with)
{
    ArchiveState state = {0};
    given_house(t, "data");
    check_int(t, mkdir(path_in(t, "archive"), 0700), 0);
    check_int(t, symlink("nowhere", path_in(t, "archive/bases")), 0);
    Archive *archive = given_archive(t, "archive");
    for (int i = 0; i < 6000 && !state.failures; i++) {
        check_ok(t, archive_state(t->ctx, archive, &state));
        if (!state.failures) usleep(10000);
    }
    for (int round = 0; round < 2; round++) {
        company_set(t, round ? "Second" : "First");
        state = wait_for_carried(t, archive, state.carried_bytes);
    }
    source_move(t->ctx->source, 6 * SECOND_MS);
    check_ok(t, archive_state(t->ctx, archive, &state));
    check_int(t, state.safe_at, NONE);
    check(t, state.late);
    check(t, state.problem && strstr(state.problem, "a copy of all"));
    archive_close(t->ctx, archive);
    check_int(t, unlink(path_in(t, "archive/bases")), 0);
    archive = given_archive(t, "archive");
    wait_for_base(t, archive);
    for (int i = 0; i < 6000 && state.safe_at == NONE; i++) {
        check_ok(t, archive_state(t->ctx, archive, &state));
        if (state.safe_at == NONE) usleep(10000);
    }
    check_int(t, state.safe_at, ctx_now(t->ctx));
    check(t, !state.late);
    check(t, !state.problem);
    archive_close(t->ctx, archive);
    house_end(t);
}

TEST(an_archive_opens_with_the_new_key_alone_when_the_old_are_dropped)
{
    int64_t no;
    const char *kept;
    given_house(t, "data");
    company_set(t, "First");
    Archive *archive = given_archive(t, "archive");
    int64_t base_at = wait_for_base(t, archive).base_at;
    archive_close(t->ctx, archive);
    source_move(t->ctx->source, 10 * SECOND_MS);
    house_end(t);
    check_ok(t, keys_rotate(t->ctx, path_in(t, "data"), &no));
    given_house(t, "data");
    archive = given_archive(t, "archive");
    company_set(t, "Second");
    archive_close(t->ctx, archive);
    house_end(t);
    check_ok(t, keys_drop(t->ctx, path_in(t, "data"), no, &kept));
    HouseOptions options = {.data = path_in(t, "data"), .read_only = true};
    check_ok(t, house_open(t->ctx, &options));
    Manifest seen;
    Replay found;
    check_ok(t, backup_verify(t->ctx, path_in(t, "archive"), &seen, &found));
    check_int(t, found.bases, 1);
    check_ok(t, restore(t, "early", base_at));
    check_ok(t, restore(t, "last", 0));
    house_close(t->ctx);
    check_company(t, "early", "First");
    check_company(t, "last", "Second");
}

TEST(a_copy_of_what_did_not_change_since_the_last_leaves_that_one_there)
{
    given_house(t, "data");
    company_set(t, "First");
    Archive *archive = given_archive(t, "archive");
    int64_t base_at = wait_for_base(t, archive).base_at;
    archive_close(t->ctx, archive);
    source_move(t->ctx->source, 25 * HOUR_MS);
    archive = given_archive(t, "archive");
    ArchiveState state = {.base_at = NONE};
    for (int i = 0; i < 6000 && state.base_at != ctx_now(t->ctx); i++) {
        check_ok(t, archive_state(t->ctx, archive, &state));
        if (state.base_at != ctx_now(t->ctx)) usleep(10000);
    }
    check_int(t, state.base_at, ctx_now(t->ctx));
    archive_close(t->ctx, archive);
    check(t, access(path_in(t, "archive/bases/partial"), F_OK) != 0);
    Manifest seen;
    Replay found;
    check_ok(t, backup_verify(t->ctx, path_in(t, "archive"), &seen, &found));
    check_int(t, found.from, base_at);
    check_ok(t, restore(t, "early", base_at));
    house_end(t);
    check_company(t, "early", "First");
}

/* --- a name that does not reach the disk --- */

/* Of this thread alone: root may do no more than what a file's mode says. */
static void overriding_set(T *t, bool may)
{
    const uint32_t bits = 1U << CAP_DAC_OVERRIDE | 1U << CAP_DAC_READ_SEARCH;
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct sets[2];
    check_int(t, syscall(SYS_capget, &head, sets), 0);
    sets[0].effective =
        may ? sets[0].effective | (sets[0].permitted & bits) : sets[0].effective & ~bits;
    check_int(t, syscall(SYS_capset, &head, sets), 0);
}

/* One that nothing runs, but what the journal asks. */
static void given_still_archive(T *t, Archive *archive)
{
    Database *intake = intake_database(t->ctx->house->intake);
    archive_close(t->ctx, given_archive(t, "archive"));
    *archive = (Archive){.house = t->ctx->house,
                         .databases = {intake, t->ctx->house->database},
                         .count = 2,
                         .folder = (char *)path_in(t, "archive"),
                         .queue = (char *)path_in(t, "data/archiving")};
    pthread_mutex_init(&archive->cutting, NULL);
    pthread_mutex_init(&archive->lock, NULL);
    check_ok(t, head_prepare(t->ctx, archive));
    check_ok(t, cut_prepare(t->ctx, archive));
    for (size_t i = 0; i < archive->count; i++)
        check_ok(t, database_keep(t->ctx, archive->databases[i], cut_keep, archive));
}

/* The folder of what is cut can be written to, and not opened: it cannot be told to reach the disk.
 * Where the journal's own thread was faster there was nothing left to cut. */
static Status cut_unsynced(T *t, Archive *archive)
{
    Status s = OK;
    int64_t at;
    check_int(t, chmod(archive->queue, 0300), 0);
    for (int i = 0; i < 100 && !s; i++) {
        company_set(t, i % 2 ? "One" : "Other");
        overriding_set(t, false);
        s = cut_make(t->ctx, archive, NULL, &at);
        overriding_set(t, true);
    }
    check_int(t, chmod(archive->queue, 0700), 0);
    return s;
}

TEST(a_moment_that_stands_under_its_name_is_the_one_that_the_next_goes_on_from)
{
    Archive archive;
    int64_t *numbers;
    size_t count;
    given_house(t, "data");
    given_still_archive(t, &archive);
    check(t, cut_unsynced(t, &archive) != OK);
    pthread_mutex_lock(&archive.cutting);
    check_ok(t, numbers_in(t->ctx, archive.queue, &numbers, &count));
    check_int(t, archive.no, count ? numbers[count - 1] : 0);
    pthread_mutex_unlock(&archive.cutting);
    for (size_t i = 0; i < archive.count; i++)
        database_keep_end(archive.databases[i]);
    pthread_mutex_destroy(&archive.cutting);
    pthread_mutex_destroy(&archive.lock);
    house_end(t);
}
