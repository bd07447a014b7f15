/* What only a server can do: go away. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/testing.h"

SQL_IN("postgresql", end_others,
       "SELECT count(pg_terminate_backend(pid, 5000)) AS count FROM pg_stat_activity"
       " WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()");
SQL_IN("postgresql", count_idle,
       "SELECT count(*) AS count FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
       " AND application_name = current_setting('application_name')");
SQL_IN("postgresql", patience,
       "SELECT CAST(setting AS BIGINT) AS ms FROM pg_settings"
       " WHERE name = 'idle_in_transaction_session_timeout'");
SQL_IN("dbtest", thing_name, "SELECT name FROM thing WHERE id = $1");
SQL_IN("dbtest", thing_ids, "SELECT id FROM thing ORDER BY id");

static bool is_server(const T *t)
{
    return strcmp(t->engine, "postgresql") == 0;
}

/* Ends every connection but that of `database` which does it. */
static void end_connections(T *t, Database *database)
{
    Ctx ctx;
    int64_t count;
    ctx_init(&ctx, t->ctx->arena, t->ctx->source);
    check_ok(t, database_reader(&ctx, database));
    check_ok(t, db_get_int(&ctx, &end_others, &count));
    database_give_back(&ctx, database);
}

TEST_DB(a_connection_that_was_lost_between_two_requests_is_made_again)
{
    if (!is_server(t)) return;
    const char *url = given_url(t);
    DatabaseOptions options = {.url = url};
    Database *database = given_database_with(t, options);
    Database *other = given_database_with(t, options);
    check_ok(t, thing_add(t->ctx, database, 1, "one"));
    check_int(t, thing_count(t, database), 1);
    end_connections(t, other);
    check_ok(t, thing_add(t->ctx, database, 2, "two"));
    check_int(t, thing_count(t, database), 2);
}

TEST_DB(a_connection_lost_in_a_transaction_is_unavailable_and_keeps_nothing)
{
    if (!is_server(t)) return;
    const char *url = given_url(t);
    DatabaseOptions options = {.url = url};
    Database *database = given_database_with(t, options);
    Database *other = given_database_with(t, options);
    check_ok(t, database_borrow_writer(t->ctx, database));
    check_ok(t, thing_add(t->ctx, database, 1, "one"));
    end_connections(t, other);
    check_status(t, thing_add(t->ctx, database, 2, "two"), UNAVAILABLE);
    check_status(t, database_return_writer(t->ctx, database, true), UNAVAILABLE);
    check_int(t, thing_count(t, database), 0);
    check_ok(t, thing_add(t->ctx, database, 3, "three"));
}

TEST_DB(a_connection_lost_while_rows_are_read_is_told_at_their_end)
{
    if (!is_server(t)) return;
    const char *url = given_url(t);
    DatabaseOptions options = {.url = url};
    Database *database = given_database_with(t, options);
    Database *other = given_database_with(t, options);
    Rows *rows;
    check_ok(t, thing_add(t->ctx, database, 1, "one"));
    check_ok(t, database_reader(t->ctx, database));
    check_ok(t, db_query(t->ctx, &thing_ids, &rows));
    check_ok(t, rows_end(rows));
    end_connections(t, other);
    Status s = db_query(t->ctx, &thing_ids, &rows);
    check_status(t, s, UNAVAILABLE);
    database_give_back(t->ctx, database);
    check_int(t, thing_count(t, database), 1);
}

TEST_DB(a_writer_whose_machine_is_gone_keeps_others_waiting_for_minutes_at_most)
{
    if (!is_server(t)) return;
    Database *database = given_database(t);
    int64_t writer_ms = 0, reader_ms = 1;
    check_ok(t, database_borrow_writer(t->ctx, database));
    check_ok(t, db_get_int(t->ctx, &patience, &writer_ms));
    check_ok(t, database_return_writer(t->ctx, database, false));
    check_ok(t, database_reader(t->ctx, database));
    check_ok(t, db_get_int(t->ctx, &patience, &reader_ms));
    database_give_back(t->ctx, database);
    check_int(t, writer_ms, 300000);
    check_int(t, reader_ms, 0);
}

static Status pass_over(void *user, size_t number, Rows *rows)
{
    (void)user, (void)number, (void)rows;
    return OK;
}

typedef struct Watched {
    T *t;
    Database *database;
} Watched;

/* Connections that wait for us in the middle of a transaction; those that end take a moment. */
static bool none_is_idle(void *of)
{
    const Watched *watched = of;
    T *t = watched->t;
    int64_t count = 1;
    check_ok(t, database_reader(t->ctx, watched->database));
    check_ok(t, db_get_int(t->ctx, &count_idle, &count));
    database_give_back(t->ctx, watched->database);
    return count == 0;
}

TEST_DB(a_reader_that_fails_in_the_middle_of_a_round_leaves_no_transaction_open)
{
    if (!is_server(t)) return;
    const char *url = given_url(t);
    DatabaseOptions options = {.url = url};
    Database *database = given_database_with(t, options);
    Database *other = given_database_with(t, options);
    const DbValue ids[] = {db_int(1), {.kind = DB_TEXT}};
    check_int(t, thing_count(t, database), 0);
    check_ok(t, database_reader(t->ctx, database));
    check_status(t, db_query_many(t->ctx, &thing_name, ids, 1, 2, pass_over, NULL), NO_MEMORY);
    database_give_back(t->ctx, database);
    check(t, comes_true(none_is_idle, &(Watched){t, other}));
    check_int(t, thing_count(t, database), 0);
}

TEST(a_server_that_is_not_there_is_unavailable_and_only_the_cause_says_where)
{
    Database *database;
    DatabaseOptions options = {.url = "postgresql://nobody@127.0.0.1:1/none"};
    check_status(t, database_open(t->ctx, &options, &database), UNAVAILABLE);
    check_text(t, t->ctx->problem.message, "the database is away");
    check(t, strstr(t->ctx->problem.cause, "127.0.0.1"));
}
