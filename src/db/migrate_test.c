/* Schemas: fresh and upgraded ones, and those that are refused. */
#include <pthread.h>
#include <string.h>
#include <unistd.h>

#include "db/testing.h"

SQL_IN("dbbad", bad_statement, "SELECT nothing FROM nowhere");
SQL_IN("dbgrow", thing_of_first, "INSERT INTO thing (id, name) VALUES ($1, 'kept')");
SQL_IN("dbgrow", things_kept, "SELECT count(*) AS count FROM thing WHERE name = 'kept'");

/* The first `count` of the migrations, under another set's name. */
static Embedded *given_migrations(T *t, const Embedded *from, const char *set, size_t count)
{
    Embedded *list = ARENA_ARRAY(t->ctx->arena, count + 1, Embedded);
    for (size_t i = 0; i < count; i++) {
        const char *name =
            strrchr(from[i].name, '/') ? strrchr(from[i].name, '/') + 1 : from[i].name;
        list[i] = from[i];
        list[i].name = arena_format(t->ctx->arena, "%s/%s", set, name);
    }
    return list;
}

static size_t migration_count(const Embedded *list)
{
    size_t count = 0;
    while (list[count].name)
        count++;
    return count;
}

/* Of the main set; in the embedded list they come in any order of sets. */
static Embedded *main_migrations(T *t)
{
    size_t count = migration_count(schema_files);
    Embedded *mains = ARENA_ARRAY(t->ctx->arena, count + 1, Embedded);
    for (size_t i = 0, k = 0; i < count; i++)
        if (!strchr(schema_files[i].name, '/')) mains[k++] = schema_files[i];
    return mains;
}

static Status open_as(T *t, const char *url, const char *set, const Embedded *migrations,
                      Database **out)
{
    DatabaseOptions options = {
        .url = url, .set = set, .migrations = migrations, .synchronous_off = true};
    return database_open(t->ctx, &options, out);
}

static const char *described(T *t, const char *url, const char *set, const Embedded *migrations)
{
    Database *database;
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    check_ok(t, open_as(t, url, set, migrations, &database));
    check_ok(t, database_describe(t->ctx, database, &buf));
    database_close(database);
    return buf.data;
}

TEST_DB(an_upgraded_schema_equals_a_fresh_one)
{
    Embedded *mains = main_migrations(t);
    size_t own = migration_count(mains);
    Embedded *all = given_migrations(t, mains, "dbmain", own);
    const char *fresh = described(t, given_url(t), "dbmain", all);
    const char *url = given_url(t);
    for (size_t n = 1; n < own; n++)
        described(t, url, "dbmain", given_migrations(t, mains, "dbmain", n));
    check_text(t, described(t, url, "dbmain", all), fresh);
}

TEST_DB(an_upgrade_keeps_what_is_there)
{
    const char *url = given_url(t);
    Database *database;
    DatabaseState state;
    int64_t count = 0;
    Embedded *first = given_migrations(t, testing_migrations, "dbgrow", 1);
    Embedded *both = given_migrations(t, testing_migrations, "dbgrow", 2);
    check_ok(t, open_as(t, url, "dbgrow", first, &database));
    check_ok(t, database_borrow_writer(t->ctx, database));
    check_ok(t, db_run(t->ctx, &thing_of_first, db_int(1)));
    check_ok(t, database_return_writer(t->ctx, database, true));
    database_close(database);
    check_ok(t, open_as(t, url, "dbgrow", both, &database));
    check_ok(t, database_reader(t->ctx, database));
    check_ok(t, db_get_int(t->ctx, &things_kept, &count));
    database_give_back(t->ctx, database);
    check_int(t, count, 1);
    database_state(database, &state);
    check_int(t, state.schema_version, 2);
    check_text(t, state.engine, t->engine);
    check(t, state.bytes > 0);
    database_close(database);
}

SQL_IN("dberased", account_given,
       "INSERT INTO account (id, version, login, password_hash, must_change_password, closed,"
       " created_ms) VALUES ($1, 1, $2, $3, 0, $4, 0)");
SQL_IN("dberased", hashes_kept, "SELECT count(*) AS count FROM account WHERE password_hash <> ''");
SQL_IN("dberased", version_of, "SELECT version FROM account WHERE id = $1");

/* How many of the main set's migrations stand before one of this name. */
static size_t migrations_before(const Embedded *mains, const char *name)
{
    size_t count = 0;
    while (mains[count].name && strcmp(mains[count].name, name) != 0)
        count++;
    return count;
}

TEST_DB(an_account_that_was_emptied_long_ago_loses_its_password_by_the_upgrade)
{
    const char *url = given_url(t);
    Database *database;
    int64_t kept, emptied, open;
    Embedded *mains = main_migrations(t);
    size_t before = migrations_before(mains, "0060_erased_accounts.sql");
    Embedded *old = given_migrations(t, mains, "dberased", before);
    check(t, mains[before].name != NULL);
    check_ok(t, open_as(t, url, "dberased", old, &database));
    check_ok(t, database_borrow_writer(t->ctx, database));
    check_ok(t, db_run(t->ctx, &account_given, db_int(7), db_text("erased.7"), db_text("hash"),
                       db_int(1)));
    check_ok(
        t, db_run(t->ctx, &account_given, db_int(8), db_text("li.na"), db_text("hash"), db_int(1)));
    check_ok(t, database_return_writer(t->ctx, database, true));
    database_close(database);
    check_ok(t, open_as(t, url, "dberased", given_migrations(t, mains, "dberased", before + 1),
                        &database));
    check_ok(t, database_reader(t->ctx, database));
    check_ok(t, db_get_int(t->ctx, &hashes_kept, &kept));
    check_ok(t, db_get_int(t->ctx, &version_of, &emptied, db_int(7)));
    check_ok(t, db_get_int(t->ctx, &version_of, &open, db_int(8)));
    database_give_back(t->ctx, database);
    database_close(database);
    check_int(t, kept, 1); /* of who only left */
    check_int(t, emptied, 2);
    check_int(t, open, 1);
}

SQL_IN("dbowed", complaint_given,
       "INSERT INTO complaint (ticket_id, version, step, received_ms, answer_due_ms, month,"
       " told_ms, cost_fen, changed_ms) VALUES ($1, 1, $2, 0, 9, 0, $3, 0, 5)");
SQL_IN("dbowed", timers_kept,
       "SELECT count(*) FROM job WHERE kind = 'complaint.answer_clock' AND key = '7'"
       " AND subject_id = 7 AND state = 1 AND due_ms = 5");
SQL_IN("dbowed", all_timers, "SELECT count(*) FROM job");

TEST_DB(complaints_of_before_there_was_a_clock_of_their_answer_have_one_by_the_upgrade)
{
    const char *url = given_url(t);
    Database *database;
    int64_t of_first, all;
    Embedded *mains = main_migrations(t);
    size_t before = migrations_before(mains, "0070_answer_owed.sql");
    check(t, mains[before].name != NULL);
    check_ok(t, open_as(t, url, "dbowed", given_migrations(t, mains, "dbowed", before), &database));
    check_ok(t, database_borrow_writer(t->ctx, database));
    check_ok(t, db_run(t->ctx, &complaint_given, db_int(7), db_int(1), db_int(NONE)));
    check_ok(t, db_run(t->ctx, &complaint_given, db_int(8), db_int(5), db_int(4)));    /* told */
    check_ok(t, db_run(t->ctx, &complaint_given, db_int(9), db_int(7), db_int(NONE))); /* over */
    check_ok(t, database_return_writer(t->ctx, database, true));
    database_close(database);
    check_ok(
        t, open_as(t, url, "dbowed", given_migrations(t, mains, "dbowed", before + 1), &database));
    check_ok(t, database_reader(t->ctx, database));
    check_ok(t, db_get_int(t->ctx, &timers_kept, &of_first));
    check_ok(t, db_get_int(t->ctx, &all_timers, &all));
    database_give_back(t->ctx, database);
    database_close(database);
    check_int(t, of_first, 1);
    check_int(t, all, 1);
}

TEST_DB(a_changed_migration_is_refused_by_name)
{
    const char *url = given_url(t);
    Database *database;
    Embedded *both = given_migrations(t, testing_migrations, "dbgrow", 2);
    described(t, url, "dbgrow", both);
    both[1].length--;
    check_status(t, open_as(t, url, "dbgrow", both, &database), CONFLICT);
    check_text(t, t->ctx->problem.message,
               "migration dbgrow/0002_mark.sql was changed after it was applied");
}

TEST_DB(a_newer_database_is_refused)
{
    const char *url = given_url(t);
    Database *database;
    described(t, url, "dbgrow", given_migrations(t, testing_migrations, "dbgrow", 2));
    check_status(
        t,
        open_as(t, url, "dbgrow", given_migrations(t, testing_migrations, "dbgrow", 1), &database),
        CONFLICT);
    check_text(t, t->ctx->problem.message,
               "the database is newer than this program: it has 0002_mark.sql");
}

TEST_DB(a_migration_that_fails_leaves_nothing_behind)
{
    static const char broken[] = "CREATE TABLE half (id BIGINT PRIMARY KEY); CREATE TABLE half (;";
    const char *url = given_url(t);
    Database *database;
    Embedded *both = given_migrations(t, testing_migrations, "dbgrow", 2);
    Embedded *bad = given_migrations(t, testing_migrations, "dbgrow", 2);
    bad[1].data = (const unsigned char *)broken;
    bad[1].length = sizeof broken - 1;
    check_status(t, open_as(t, url, "dbgrow", bad, &database), INTERNAL);
    check(t, strstr(t->ctx->problem.message, "dbgrow/0002_mark.sql"));
    const char *mended = described(t, url, "dbgrow", both);
    check(t, !strstr(mended, "half"));
    check_text(t, mended, described(t, given_url(t), "dbgrow", both));
}

TEST_DB(migrations_without_a_number_or_with_the_same_are_refused)
{
    Database *database;
    Embedded *both = given_migrations(t, testing_migrations, "dbgrow", 2);
    both[1].name = "dbgrow/mark.sql";
    check_status(t, open_as(t, given_url(t), "dbgrow", both, &database), INTERNAL);
    both[1].name = "dbgrow/0001_mark.sql";
    check_status(t, open_as(t, given_url(t), "dbgrow", both, &database), INTERNAL);
}

TEST_DB(a_statement_that_does_not_prepare_is_named_at_start)
{
    Database *database;
    Embedded none = {.name = NULL};
    check_status(t, open_as(t, given_url(t), "dbbad", &none, &database), INTERNAL);
    check(t, strstr(t->ctx->problem.message, "bad_statement"));
}

TEST_DB(reading_creates_and_migrates_nothing)
{
    const char *url = given_url(t);
    Database *database;
    Embedded *both = given_migrations(t, testing_migrations, "dbgrow", 2);
    DatabaseOptions options = {.url = url, .set = "dbgrow", .migrations = both, .read_only = true};
    check_status(t, database_open(t->ctx, &options, &database), NOT_FOUND);
    described(t, url, "dbgrow", given_migrations(t, testing_migrations, "dbgrow", 1));
    check_status(t, database_open(t->ctx, &options, &database), CONFLICT);
    check_text(t, t->ctx->problem.message,
               "the database is older than this program: it lacks dbgrow/0002_mark.sql");
    described(t, url, "dbgrow", both);
    check_ok(t, database_open(t->ctx, &options, &database));
    check_ok(t, database_ping(t->ctx, database));
    check_status(t, database_borrow_writer(t->ctx, database), UNAVAILABLE);
    check_status(t, database_write(t->ctx, database, NULL, NULL), UNAVAILABLE);
    database_close(database);
}

typedef struct Opener {
    pthread_t thread;
    T *t;
    const char *url;
    Status status;
} Opener;

static void *open_and_close(void *argument)
{
    Opener *opener = argument;
    Arena *arena = arena_new();
    Ctx ctx;
    Database *database = NULL;
    DatabaseOptions options = {
        .url = opener->url,
        .set = "dbtest",
        .migrations = testing_migrations,
        .synchronous_off = true,
        .busy_ms = 60000,
    };
    ctx_init(&ctx, arena, opener->t->ctx->source);
    opener->status = database_open(&ctx, &options, &database);
    if (opener->status) print_error("%s\n", ctx.problem.message);
    if (!opener->status) database_close(database);
    arena_release(arena);
    return NULL;
}

TEST_DB(who_looks_may_look_at_an_older_schema)
{
    const char *url = given_url(t);
    Database *database;
    DatabaseState state;
    DatabaseOptions look = {.url = url,
                            .set = "dbgrow",
                            .migrations = given_migrations(t, testing_migrations, "dbgrow", 2),
                            .read_only = true,
                            .look = true,
                            .prepare_late = true};
    check_status(t, database_open(t->ctx, &look, &database), NOT_FOUND);
    Embedded *first = given_migrations(t, testing_migrations, "dbgrow", 1);
    check_ok(t, open_as(t, url, "dbgrow", first, &database));
    database_close(database);
    check_ok(t, database_open(t->ctx, &look, &database));
    database_state(database, &state);
    check_int(t, state.schema_version, 1);
    check_int(t, state.pending, 1);
    database_close(database);
    if (strcmp(t->engine, "sqlite") != 0) return;
    check(t, access(arena_format(t->ctx->arena, "%s-wal", url), F_OK) != 0);
    check(t, access(arena_format(t->ctx->arena, "%s-shm", url), F_OK) != 0);
}

TEST_DB(several_may_open_a_new_database_at_once)
{
    Opener openers[4];
    const char *url = given_url(t);
    for (int i = 0; i < 4; i++) {
        openers[i] = (Opener){.t = t, .url = url};
        check(t, !pthread_create(&openers[i].thread, NULL, open_and_close, &openers[i]));
    }
    for (int i = 0; i < 4; i++)
        pthread_join(openers[i].thread, NULL);
    for (int i = 0; i < 4; i++)
        check_int(t, openers[i].status, OK);
}
