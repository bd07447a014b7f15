/* What only a file can suffer: other processes, a long journal. Two databases opened on one file
 * stand for two processes: their locks are as foreign to each other. */
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/testing.h"

SQL_IN("dbtest", first_name, "SELECT name FROM thing ORDER BY id LIMIT 1");
SQL_IN("sqlite", clustered_tables,
       "SELECT count(*) AS count FROM sqlite_master WHERE sql LIKE '%) WITHOUT ROWID%'");
SQL_IN("sqlite", rowid_tables,
       "SELECT count(*) AS count FROM sqlite_master WHERE name = 'thing'"
       " AND sql LIKE '%id INTEGER NOT NULL PRIMARY KEY%' AND sql NOT LIKE '%ROWID%'");

static Database *given_file(T *t, const char *url, unsigned busy_ms)
{
    return given_database_with(
        t, (DatabaseOptions){.url = url, .synchronous_off = true, .busy_ms = busy_ms});
}

TEST(a_database_locked_by_another_process_is_unavailable_until_it_is_released)
{
    const char *url = given_url(t);
    Database *ours = given_file(t, url, 50), *theirs = given_file(t, url, 50);
    Ctx other;
    ctx_init(&other, t->ctx->arena, t->ctx->source);
    check_ok(t, database_borrow_writer(&other, theirs));
    check_status(t, thing_add(t->ctx, ours, 1, "one"), UNAVAILABLE);
    check_text(t, t->ctx->problem.message, "the database is locked by another process");
    check_int(t, thing_count(t, ours), 0);
    check_ok(t, database_return_writer(&other, theirs, true));
    check_ok(t, thing_add(t->ctx, ours, 1, "one"));
    check_int(t, thing_count(t, theirs), 1);
}

TEST(changes_by_another_process_are_noticed_and_ones_own_are_not)
{
    const char *url = given_url(t);
    Database *ours = given_file(t, url, 0), *theirs = given_file(t, url, 0);
    check_ok(t, database_borrow_writer(t->ctx, ours));
    int64_t before = db_outside_changes(t->ctx);
    check(t, before != 0);
    check_ok(t, database_return_writer(t->ctx, ours, true));
    check_ok(t, thing_add(t->ctx, ours, 1, "one"));
    check_ok(t, database_borrow_writer(t->ctx, ours));
    check_int(t, db_outside_changes(t->ctx), before);
    check_ok(t, database_return_writer(t->ctx, ours, true));
    check_ok(t, thing_add(t->ctx, theirs, 2, "two"));
    check_ok(t, database_borrow_writer(t->ctx, ours));
    check(t, db_outside_changes(t->ctx) != before);
    check_ok(t, database_return_writer(t->ctx, ours, true));
}

TEST(a_file_can_be_read_beside_a_writer_and_when_nobody_has_it_open)
{
    const char *url = given_url(t);
    DatabaseOptions writing = {.url = url, .set = "dbtest", .migrations = testing_migrations};
    DatabaseOptions reading = writing;
    Database *writer, *reader;
    reading.read_only = true;
    check_ok(t, database_open(t->ctx, &writing, &writer));
    check_ok(t, thing_add(t->ctx, writer, 1, "one"));
    check_ok(t, database_open(t->ctx, &reading, &reader));
    check_int(t, thing_count(t, reader), 1);
    check_ok(t, thing_add(t->ctx, writer, 2, "two"));
    check_int(t, thing_count(t, reader), 2);
    database_close(reader);
    database_close(writer);
    check_ok(t, database_open(t->ctx, &reading, &reader));
    check_int(t, thing_count(t, reader), 2);
    database_close(reader);
}

TEST(a_file_that_is_no_database_is_told)
{
    const char *path = arena_format(t->ctx->arena, "%s/letter.txt", t->folder);
    FILE *file = fopen(path, "w");
    check(t, file != NULL);
    fprintf(file, "Dear clerk,\n%0*d\n", 5000, 0);
    fclose(file);
    Database *database;
    DatabaseOptions options = {.url = path, .set = "dbtest", .migrations = testing_migrations};
    check_status(t, database_open(t->ctx, &options, &database), INTERNAL);
    check(t, strstr(t->ctx->problem.message, "damaged"));
    options.url = arena_format(t->ctx->arena, "%s/no/such.db", t->folder);
    check_status(t, database_open(t->ctx, &options, &database), UNAVAILABLE);
    options.read_only = true;
    check_status(t, database_open(t->ctx, &options, &database), NOT_FOUND);
    check(t, access(options.url, F_OK) != 0);
}

TEST(clustered_tables_are_clustered_and_by_a_whole_number_without_a_second_tree)
{
    Database *database = given_database(t);
    int64_t by_keys = 0, by_a_number = 0;
    check_ok(t, database_reader(t->ctx, database));
    check_ok(t, db_get_int(t->ctx, &clustered_tables, &by_keys));
    check_ok(t, db_get_int(t->ctx, &rowid_tables, &by_a_number));
    database_give_back(t->ctx, database);
    check_int(t, by_keys, 1);
    check_int(t, by_a_number, 1);
}

typedef struct Looker {
    pthread_t thread;
    T *t;
    Database *database;
    _Atomic bool stop;
    int looks;
} Looker;

/* Reads all the time, a new snapshot each time. */
static void *look(void *argument)
{
    Looker *looker = argument;
    Arena *arena = arena_new();
    Ctx ctx;
    ctx_init(&ctx, arena, looker->t->ctx->source);
    while (!looker->stop) {
        Rows *rows;
        if (database_reader(&ctx, looker->database)) break;
        if (!db_query(&ctx, &first_name, &rows)) {
            while (rows_next(rows))
                looker->looks++;
            if (rows_end(rows)) break;
        }
        database_give_back(&ctx, looker->database);
        arena_clear(arena);
    }
    arena_release(arena);
    return NULL;
}

enum { JOURNAL_PAGES = 200, ROWS = 3000 };

static Database *given_short_journal(T *t)
{
    return given_database_with(
        t, (DatabaseOptions){.synchronous_off = true, .checkpoint_pages = JOURNAL_PAGES});
}

/* Never emptied the journal would pass 60 MB. A writer that is ahead lets the others have a turn:
 * how soon they get one on a busy machine is not what is tested. */
static void check_journal_stays_short(T *t, Database *database)
{
    DatabaseState state;
    int64_t longest = 0;
    const char *filler = arena_format(t->ctx->arena, "%0*d", 1000, 0);
    for (int64_t id = 1; id <= ROWS; id++) {
        const char *name = arena_format(t->ctx->arena, "%s%lld", filler, (long long)id);
        check_ok(t, thing_add(t->ctx, database, id, name));
        database_state(database, &state);
        if (state.journal_bytes > longest) longest = state.journal_bytes;
        if (state.journal_bytes > 8 * JOURNAL_PAGES * 4096) usleep(5000);
    }
    check(t, state.bytes > ROWS * 1000);
    check(t, longest < 30 * JOURNAL_PAGES * 4096);
}

TEST(the_journal_stays_short_under_writers_and_readers)
{
    Looker looker = {.t = t, .database = given_short_journal(t)};
    check(t, !pthread_create(&looker.thread, NULL, look, &looker));
    check_journal_stays_short(t, looker.database);
    looker.stop = true;
    pthread_join(looker.thread, NULL);
    check(t, looker.looks > 0);
}

TEST(a_reader_at_rest_does_not_keep_the_journal_long)
{
    Database *database = given_short_journal(t);
    Ctx other;
    ctx_init(&other, t->ctx->arena, t->ctx->source);
    check_ok(t, thing_add(t->ctx, database, ROWS + 1, "one"));
    check_ok(t, database_reader(&other, database));
    check_int(t, thing_count(t, database), 1); /* by a second reader, which goes below the first */
    database_give_back(&other, database);
    check_journal_stays_short(t, database);
}

TEST(a_reader_sees_what_this_process_wrote_before_and_soon_what_another_did)
{
    const char *url = given_url(t);
    Database *ours = given_file(t, url, 0), *theirs = given_file(t, url, 0);
    for (int64_t id = 1; id <= 200; id++) {
        check_ok(t, thing_add(t->ctx, ours, id, arena_format(t->ctx->arena, "%d", (int)id)));
        check_int(t, thing_count(t, ours), id);
    }
    check_ok(t, thing_add(t->ctx, theirs, 1000, "theirs"));
    usleep(2000);
    check_int(t, thing_count(t, ours), 201);
}
