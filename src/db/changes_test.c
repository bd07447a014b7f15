/* What was written, told page by page: a file to which the pages are copied is the database. */
#include "db/changes.h"

#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/testing.h"

typedef struct Replica {
    const char *path;
    pthread_mutex_t lock; /* of what follows: the journal's thread takes changes too */
    DbPlace place;
    int asked, ended;
    bool refuses;
    bool broken;
} Replica;

static Status pages_copy(Ctx *ctx, Database *database, Replica *replica, const DbChanges *changes)
{
    unsigned char page[DB_PAGE];
    uint32_t last = 0;
    int file = open(replica->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    Status s = OK;
    for (size_t i = 0; !s && i < changes->count; i++) {
        uint32_t number = changes->changed[i].number;
        if (number <= last) abort();
        s = database_changed_page(ctx, database, changes, i, page);
        if (pwrite(file, page, DB_PAGE, (off_t)(number - 1) * DB_PAGE) != DB_PAGE) abort();
        last = number;
    }
    if (changes->pages && ftruncate(file, (off_t)changes->pages * DB_PAGE)) abort();
    close(file);
    return s;
}

static bool changes_take(Ctx *ctx, Database *database, Replica *replica, bool ends)
{
    DbChanges changes;
    replica->asked++;
    if (replica->refuses) return false;
    if (database_changes(ctx, database, &replica->place, &changes)) return false;
    if (pages_copy(ctx, database, replica, &changes)) return false;
    replica->broken = replica->broken || changes.broken;
    replica->place = changes.to;
    replica->place.ended = replica->place.ended || ends;
    replica->ended += ends;
    return true;
}

static bool replica_keep(void *user, Database *database, bool ends)
{
    Replica *replica = user;
    Ctx ctx;
    ctx_init(&ctx, arena_new(), NULL);
    pthread_mutex_lock(&replica->lock);
    bool is_taken = changes_take(&ctx, database, replica, ends);
    pthread_mutex_unlock(&replica->lock);
    arena_release(ctx.arena);
    return is_taken;
}

static void given_replica(T *t, Replica *replica)
{
    *replica = (Replica){.path = arena_format(t->ctx->arena, "%s/replica.db", t->folder)};
    pthread_mutex_init(&replica->lock, NULL);
}

static int how_often(Replica *replica, const int *count)
{
    pthread_mutex_lock(&replica->lock);
    int times = *count;
    pthread_mutex_unlock(&replica->lock);
    return times;
}

/* What was broken off is so once: from now on. */
static void begin_anew(Replica *replica)
{
    pthread_mutex_lock(&replica->lock);
    replica->broken = false;
    pthread_mutex_unlock(&replica->lock);
}

static int64_t replica_count(T *t, const Replica *replica)
{
    sqlite3 *handle;
    sqlite3_stmt *count;
    const char *copy = arena_format(t->ctx->arena, "%s.open", replica->path);
    const char *command = arena_format(t->ctx->arena, "cp %s %s", replica->path, copy);
    check_int(t, system(command), 0);
    check_int(t, sqlite3_open(copy, &handle), SQLITE_OK);
    check_int(t, sqlite3_prepare_v2(handle, "SELECT count(*) FROM thing", -1, &count, NULL), 0);
    check_int(t, sqlite3_step(count), SQLITE_ROW);
    int64_t rows = sqlite3_column_int64(count, 0);
    sqlite3_finalize(count);
    check_int(t, sqlite3_prepare_v2(handle, "PRAGMA integrity_check", -1, &count, NULL), 0);
    check_int(t, sqlite3_step(count), SQLITE_ROW);
    check_text(t, (const char *)sqlite3_column_text(count, 0), "ok");
    sqlite3_finalize(count);
    sqlite3_close(handle);
    unlink(copy);
    return rows;
}

static void add_things(T *t, Database *database, int64_t first, int64_t count)
{
    for (int64_t id = first; id < first + count; id++)
        check_ok(t, thing_add(t->ctx, database, id,
                              arena_format(t->ctx->arena, "a thing, number %d", (int)id)));
}

static Database *given_kept(T *t, const char *url, unsigned checkpoint_pages)
{
    return given_database_with(t, (DatabaseOptions){.url = url,
                                                    .synchronous_off = true,
                                                    .checkpoint_pages = checkpoint_pages});
}

TEST(what_was_written_is_told_once_page_by_page)
{
    Database *database = given_kept(t, given_url(t), 0);
    Replica replica;
    given_replica(t, &replica);
    check_ok(t, database_keep(t->ctx, database, replica_keep, &replica));
    add_things(t, database, 1, 20);
    check(t, replica_keep(&replica, database, false));
    check(t, replica.broken); /* nobody knew what came before */
    begin_anew(&replica);
    check_int(t, replica_count(t, &replica), 20);
    add_things(t, database, 21, 200);
    check(t, replica_keep(&replica, database, false));
    check_int(t, replica_count(t, &replica), 220);
    DbChanges none;
    pthread_mutex_lock(&replica.lock);
    check_ok(t, database_changes(t->ctx, database, &replica.place, &none));
    pthread_mutex_unlock(&replica.lock);
    check_int(t, none.pages, 0);
    check_int(t, none.count, 0);
    check(t, !replica.broken);
    database_keep_end(database);
}

/* Whether this machine's processes lock any of that file. */
static bool has_locks(T *t, const char *path)
{
    char line[256], name[40];
    struct stat status;
    bool found = false;
    check_int(t, stat(path, &status), 0);
    snprintf(name, sizeof name, ":%ju ", (uintmax_t)status.st_ino);
    FILE *locks = fopen("/proc/locks", "re");
    check(t, locks != NULL);
    while (locks && !found && fgets(line, sizeof line, locks))
        found = strstr(line, name) != NULL;
    if (locks) fclose(locks);
    return found;
}

/* Without them another process would take the database for one that nobody has open. */
TEST(what_was_written_is_read_without_letting_go_of_the_locks_that_sqlite_has)
{
    const char *url = given_url(t);
    const char *index = arena_format(t->ctx->arena, "%s-shm", url);
    Database *database = given_kept(t, url, 0);
    Replica replica;
    given_replica(t, &replica);
    check_ok(t, database_keep(t->ctx, database, replica_keep, &replica));
    check(t, has_locks(t, index));
    add_things(t, database, 1, 5);
    check(t, replica_keep(&replica, database, false));
    check(t, has_locks(t, index));
    check(t, has_locks(t, url));
    database_keep_end(database);
    check(t, has_locks(t, index));
    check(t, has_locks(t, url));
}

/* Waits, a minute at most, until the journal was begun anew so often. */
static void wait_for_end(Replica *replica, int ended)
{
    for (int i = 0; i < 6000 && how_often(replica, &replica->ended) < ended; i++)
        usleep(10000);
}

TEST(a_journal_that_is_kept_is_emptied_when_all_of_it_was_told_and_goes_on_unbroken)
{
    const char *url = given_url(t);
    Database *database = given_kept(t, url, 40);
    Replica replica;
    given_replica(t, &replica);
    check(t, replica_keep(&replica, database, false) == false); /* nobody keeps it yet */
    check_ok(t, database_keep(t->ctx, database, replica_keep, &replica));
    for (int round = 0; round < 4; round++) {
        add_things(t, database, 1 + round * 100, 100);
        wait_for_end(&replica, round + 1);
    }
    check(t, replica.ended >= 4);
    database_keep_end(database);
    begin_anew(&replica);
    check_ok(t, database_keep(t->ctx, database, replica_keep, &replica));
    add_things(t, database, 401, 3);
    database_keep_end(database);
    check_ok(t, database_keep(t->ctx, database, replica_keep, &replica));
    check(t, replica_keep(&replica, database, false));
    check(t, !replica.broken);
    check_int(t, replica_count(t, &replica), 403);
    database_keep_end(database);
}

TEST(a_journal_that_is_kept_outlives_its_database_and_other_processes)
{
    const char *url = given_url(t);
    Replica replica;
    given_replica(t, &replica);
    Database *database, *other;
    DatabaseOptions options = {.url = url, .set = "dbtest", .migrations = testing_migrations};
    check_ok(t, database_open(t->ctx, &options, &database));
    check_ok(t, database_keep(t->ctx, database, replica_keep, &replica));
    add_things(t, database, 1, 5);
    check(t, replica_keep(&replica, database, false));
    database_keep_end(database);
    database_close(database);
    begin_anew(&replica);
    check_ok(t, database_open(t->ctx, &options, &other));
    add_things(t, other, 6, 5);
    database_close(other);
    check_ok(t, database_open(t->ctx, &options, &database));
    check_ok(t, database_keep(t->ctx, database, replica_keep, &replica));
    check(t, replica_keep(&replica, database, false));
    check(t, !replica.broken);
    check_int(t, replica_count(t, &replica), 10);
    database_keep_end(database);
    check_ok(t, database_let_go(t->ctx, database));
    database_close(database);
    check_ok(t, database_open(t->ctx, &options, &database));
    database_close(database);
    check(t, access(arena_format(t->ctx->arena, "%s-wal", url), F_OK) != 0);
}

TEST(what_a_stranger_emptied_is_known_to_be_lacking)
{
    const char *url = given_url(t);
    Replica replica;
    given_replica(t, &replica);
    Database *database;
    DatabaseOptions options = {.url = url, .set = "dbtest", .migrations = testing_migrations};
    check_ok(t, database_open(t->ctx, &options, &database));
    check_ok(t, database_keep(t->ctx, database, replica_keep, &replica));
    add_things(t, database, 1, 5);
    check(t, replica_keep(&replica, database, true));
    database_keep_end(database);
    database_close(database);
    begin_anew(&replica);
    sqlite3 *stranger;
    check_int(t, sqlite3_open(url, &stranger), SQLITE_OK);
    check_int(t, sqlite3_exec(stranger, "DELETE FROM thing WHERE id = 1", NULL, NULL, NULL), 0);
    sqlite3_close(stranger); /* as every last one does, it empties the journal */
    check_ok(t, database_open(t->ctx, &options, &database));
    check_ok(t, database_keep(t->ctx, database, replica_keep, &replica));
    add_things(t, database, 6, 1);
    check(t, replica_keep(&replica, database, false));
    check(t, replica.broken);
    database_keep_end(database);
    check_ok(t, database_let_go(t->ctx, database));
    database_close(database);
}

TEST(nothing_is_emptied_while_who_keeps_the_journal_cannot_take_it)
{
    const char *url = given_url(t);
    Database *database = given_kept(t, url, 40);
    Replica replica;
    given_replica(t, &replica);
    replica.refuses = true;
    check_ok(t, database_keep(t->ctx, database, replica_keep, &replica));
    add_things(t, database, 1, 100);
    for (int i = 0; i < 6000 && how_often(&replica, &replica.asked) == 0; i++)
        usleep(10000);
    check(t, replica.asked > 0);
    database_keep_end(database);
    replica.refuses = false;
    check_ok(t, database_keep(t->ctx, database, replica_keep, &replica));
    database_keep_end(database);
    check_ok(t, database_keep(t->ctx, database, replica_keep, &replica));
    check(t, replica_keep(&replica, database, false));
    check_int(t, replica_count(t, &replica), 100);
    database_keep_end(database);
}
