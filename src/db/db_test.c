/* Statements, values and rows, on both engines. */
#include <math.h>
#include <string.h>

#include "db/testing.h"

SQL_IN("dbtest", find_thing, "SELECT id, name, weight, flag, at_ms, tags FROM thing WHERE id = $1");
SQL_IN("dbtest", list_things,
       "SELECT id, name, weight, flag, at_ms, tags FROM thing WHERE id > $2 ORDER BY id LIMIT $1");
SQL_IN("dbtest", name_thing, "UPDATE thing SET name = $2 WHERE id = $1");
SQL_IN("dbtest", all_ids, "SELECT id FROM thing ORDER BY id");
SQL_IN("dbtest", find_name, "SELECT name FROM thing WHERE id = $1");
SQL_IN("dbtest", data_write, "UPDATE thing SET data = $1 WHERE id = $2");
SQL_IN("dbtest", data_read, "SELECT data FROM thing WHERE id = $1");
SQL_IN("dbtest", figures,
       "SELECT count(*) AS many, sum(id) AS total, avg(id) AS mean, 1 AS one, max(weight) AS most,"
       " CAST(NULL AS BIGINT) AS none FROM thing");
SQL_IN("dbtest", no_such_field, "SELECT id, name AS title FROM thing");
SQL_IN("dbtest", mark_add,
       "INSERT INTO mark (thing_id, at_ms, code, value, hash) VALUES ($1, $2, $3, $4, $5)"
       " ON CONFLICT DO NOTHING");
SQL_IN("dbtest", mark_count, "SELECT count(*) AS count FROM mark");
SQL_IN("dbtest", marks_of, "SELECT at_ms, code FROM mark WHERE thing_id = $1 ORDER BY at_ms");
SQL_IN("dbtest", mark_sum,
       "SELECT count(*) AS count, sum(value) AS sum, min(length(hash)) AS hash FROM mark"
       " WHERE code IS NOT NULL");

static Database *given_things(T *t, int64_t count)
{
    Database *database = given_database(t);
    check_ok(t, database_borrow_writer(t->ctx, database));
    for (int64_t id = 1; id <= count; id++) {
        Thing thing = {.id = id, .name = arena_format(t->ctx->arena, "thing %lld", (long long)id)};
        thing.weight = (double)id / 2;
        thing.at_ms = TEST_NOW;
        check_ok(t, thing_insert(t->ctx, &thing));
    }
    return database;
}

TEST_DB(a_struct_is_written_and_read_by_its_shape)
{
    const char *tags[] = {"红", "a \"quoted\" one"};
    Thing thing = {.id = INT64_MAX, .name = "张三 's", .weight = 0.1, .flag = true, .at_ms = NONE};
    thing.tags = (Texts){tags, 2};
    Database *database = given_things(t, 0);
    check_ok(t, thing_insert(t->ctx, &thing));
    Thing read;
    check_ok(t, db_read(t->ctx, &find_thing, &thing_shape, &read, db_id(INT64_MAX)));
    check_int(t, read.id, INT64_MAX);
    check_text(t, read.name, "张三 's");
    check_near(t, read.weight, 0.1, 0);
    check(t, read.flag);
    check_int(t, read.at_ms, NONE);
    check_int(t, read.tags.count, 2);
    check_text(t, read.tags.items[0], "红");
    check_text(t, read.tags.items[1], "a \"quoted\" one");
    check_status(t, db_read(t->ctx, &find_thing, &thing_shape, &read, db_id(7)), NOT_FOUND);
    check_text(t, read.name, NULL);
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(parameters_are_bound_by_their_number_not_by_their_place)
{
    Database *database = given_things(t, 5);
    List list;
    check_ok(t, db_list(t->ctx, &list_things, &thing_shape, &list, db_int(2), db_int(1)));
    const Thing *things = list.items;
    check_int(t, list.count, 2);
    check_int(t, things[0].id, 2);
    check_text(t, things[1].name, "thing 3");
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(a_long_list_grows_as_it_must)
{
    Database *database = given_things(t, 100);
    List list;
    check_ok(t, db_list(t->ctx, &list_things, &thing_shape, &list, db_int(1000), db_int(0)));
    check_int(t, list.count, 100);
    for (int64_t i = 0; i < 100; i++)
        check_int(t, ((Thing *)list.items)[i].id, i + 1);
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(a_statement_tells_how_many_rows_it_wrote)
{
    Database *database = given_things(t, 1);
    int64_t changed = -1;
    check_ok(t, db_run_count(t->ctx, &name_thing, &changed, db_int(1), db_text("new")));
    check_int(t, changed, 1);
    check_ok(t, db_run_count(t->ctx, &name_thing, &changed, db_int(2), db_text("none")));
    check_int(t, changed, 0);
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(figures_come_as_numbers_whatever_the_engine_makes_of_them)
{
    Database *database = given_things(t, 4);
    Rows *rows;
    check_ok(t, db_query(t->ctx, &figures, &rows));
    check(t, rows_next(rows));
    check_int(t, rows_int(rows, 0), 4);
    check_int(t, rows_int(rows, 1), 10);
    check_near(t, rows_real(rows, 2), 2.5, 1e-12);
    check_int(t, rows_int(rows, 3), 1);
    check_near(t, rows_real(rows, 4), 2, 0);
    check(t, rows_null(rows, 5));
    check_int(t, rows_int(rows, 5), NONE);
    check(t, isnan(rows_real(rows, 5)));
    check(t, !rows_next(rows));
    check_ok(t, rows_end(rows));
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(bytes_come_back_as_they_went)
{
    Database *database = given_things(t, 1);
    const unsigned char bytes[] = {0, 255, '\'', '\\', 0, 1};
    check_ok(t, db_run(t->ctx, &data_write, db_blob(bytes, sizeof bytes), db_int(1)));
    Rows *rows;
    size_t length;
    check_ok(t, db_query(t->ctx, &data_read, &rows, db_int(1)));
    check(t, rows_next(rows));
    const void *read = rows_blob(rows, 0, &length);
    check_int(t, length, sizeof bytes);
    check(t, memcmp(read, bytes, sizeof bytes) == 0);
    check_ok(t, rows_end(rows));
    check_ok(t, db_run(t->ctx, &data_write, db_blob("", 0), db_int(1)));
    check_ok(t, db_query(t->ctx, &data_read, &rows, db_int(1)));
    check(t, rows_next(rows));
    check(t, rows_blob(rows, 0, &length) != NULL);
    check_int(t, length, 0);
    check_ok(t, rows_end(rows));
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(a_column_that_is_no_field_is_named)
{
    Database *database = given_things(t, 1);
    List list;
    check_status(t, db_list(t->ctx, &no_such_field, &thing_shape, &list), INTERNAL);
    check_text(t, t->ctx->problem.message,
               "column title of statement no_such_field is no field of Thing");
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(a_text_is_no_number_and_a_number_no_text)
{
    Database *database = given_things(t, 1);
    Rows *rows;
    check_ok(t, db_query(t->ctx, &find_name, &rows, db_int(1)));
    check(t, rows_next(rows));
    check_int(t, rows_int(rows, 0), NONE);
    check_status(t, rows_end(rows), INTERNAL);
    check_ok(t, db_query(t->ctx, &all_ids, &rows));
    check(t, rows_next(rows));
    check_text(t, rows_text(rows, 0), NULL);
    check_status(t, rows_end(rows), INTERNAL);
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(a_wrong_number_of_values_is_refused)
{
    Database *database = given_things(t, 1);
    Thing thing;
    check_status(t, db_read(t->ctx, &find_thing, &thing_shape, &thing), INTERNAL);
    check_status(t, db_read(t->ctx, &find_thing, &thing_shape, &thing, db_int(1), db_int(2)),
                 INTERNAL);
    check_text(t, t->ctx->problem.message, "statement find_thing takes 1 values, not 2");
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(other_statements_run_while_one_is_read)
{
    Database *database = given_things(t, 1000);
    Rows *rows;
    int64_t seen = 0;
    check_ok(t, db_query(t->ctx, &all_ids, &rows));
    while (rows_next(rows)) {
        int64_t id = rows_int(rows, 0);
        const char *name = arena_format(t->ctx->arena, "renamed %lld", (long long)id);
        if (id % 100 == 0) check_ok(t, db_run(t->ctx, &name_thing, db_int(id), db_text(name)));
        check_int(t, id, ++seen);
    }
    check_ok(t, rows_end(rows));
    check_int(t, seen, 1000);
    Thing thing;
    check_ok(t, db_read(t->ctx, &find_thing, &thing_shape, &thing, db_int(700)));
    check_text(t, thing.name, "renamed 700");
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(a_statement_is_not_run_while_it_is_read)
{
    Database *database = given_things(t, 3);
    Rows *rows, *again;
    check_ok(t, db_query(t->ctx, &all_ids, &rows));
    check(t, rows_next(rows));
    check_status(t, db_query(t->ctx, &all_ids, &again), INTERNAL);
    check_ok(t, rows_end(rows));
    check_ok(t, db_query(t->ctx, &all_ids, &again));
    check_ok(t, rows_end(again));
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(a_taken_key_is_a_conflict_that_shows_no_value)
{
    Database *database = given_things(t, 1);
    Thing thing = {.id = 2, .name = "thing 1", .weight = NAN, .at_ms = NONE};
    check_status(t, thing_insert(t->ctx, &thing), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "insert_thing"));
    check(t, !strstr(t->ctx->problem.message, "thing 1"));
    thing.name = NULL;
    check_status(t, thing_insert(t->ctx, &thing), CONFLICT);
    check_ok(t, database_return_writer(t->ctx, database, false));
}

static void mark_values(DbValue *out, int64_t thing_id, int64_t at_ms)
{
    out[0] = db_int(thing_id);
    out[1] = db_int(at_ms);
    out[2] = at_ms % 3 ? db_text("到达\tHUB\\N") : db_null();
    out[3] = db_real(0.5);
    out[4] = db_blob("\0hash\n", 6);
}

TEST_DB(many_rows_tell_each_whether_it_was_new)
{
    enum { COUNT = 1000 };
    Database *database = given_things(t, 0);
    DbValue *values = ARENA_ARRAY(t->ctx->arena, 5 * COUNT, DbValue);
    int64_t changed[COUNT];
    for (int i = 0; i < COUNT; i++)
        mark_values(values + 5 * (ptrdiff_t)i, i / 4, i % 4 == 3 ? 1 : i);
    check_ok(t, db_run_many(t->ctx, &mark_add, values, 5, COUNT, changed));
    for (int i = 0; i < COUNT; i++)
        check_int(t, changed[i], i == 3 ? 0 : 1);
    check_ok(t, db_run_many(t->ctx, &mark_add, values, 5, COUNT, NULL));
    int64_t count;
    check_ok(t, db_get_int(t->ctx, &mark_count, &count));
    check_int(t, count, COUNT - 1);
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(the_first_bad_one_of_many_rows_is_named)
{
    Database *database = given_things(t, 0);
    DbValue values[10 * 5];
    for (int i = 0; i < 10; i++)
        mark_values(values + 5 * (ptrdiff_t)i, 1, i);
    values[6 * 5] = db_null();
    check_status(t, db_run_many(t->ctx, &mark_add, values, 5, 10, NULL), CONFLICT);
    check_int(t, t->ctx->problem.row, 7);
    check_ok(t, database_return_writer(t->ctx, database, false));
}

typedef struct Seen {
    size_t rows, last;
    bool in_order;
} Seen;

static Status see(void *user, size_t number, Rows *rows)
{
    Seen *seen = user;
    if (number < seen->last) seen->in_order = false;
    seen->last = number;
    seen->rows++;
    if (rows_int(rows, 0) != (int64_t)number) seen->in_order = false;
    return number == 900 ? CONFLICT : OK;
}

TEST_DB(many_queries_answer_in_order)
{
    enum { COUNT = 900 };
    Database *database = given_things(t, 0);
    DbValue *values = ARENA_ARRAY(t->ctx->arena, 5 * (COUNT + 1), DbValue);
    DbValue keys[COUNT + 1];
    for (int i = 0; i <= COUNT; i++) {
        mark_values(values + 5 * (ptrdiff_t)i, i, i);
        keys[i] = db_int(i);
    }
    check_ok(t, db_run_many(t->ctx, &mark_add, values, 5, COUNT + 1, NULL));
    Seen seen = {.in_order = true};
    check_ok(t, db_query_many(t->ctx, &marks_of, keys, 1, COUNT, see, &seen));
    check_int(t, seen.rows, COUNT);
    check(t, seen.in_order);
    check_status(t, db_query_many(t->ctx, &marks_of, keys, 1, COUNT + 1, see, &seen), CONFLICT);
    check_ok(t, database_return_writer(t->ctx, database, false));
}

static const Load mark_load = {.table = "mark",
                               .columns = "thing_id, at_ms, code, value, hash",
                               .key = "thing_id, at_ms",
                               .insert = &mark_add,
                               .width = 5};

TEST_DB(a_bulk_load_passes_over_what_is_there)
{
    enum { COUNT = 3000 };
    Database *database = given_things(t, 0);
    DbValue *values = ARENA_ARRAY(t->ctx->arena, 5 * COUNT, DbValue);
    bool added[COUNT];
    for (int i = 0; i < COUNT; i++)
        mark_values(values + 5 * (ptrdiff_t)i, i / 2, 7 * (i / 2) + i % 2);
    check_ok(t, db_load(t->ctx, &mark_load, values, 1000, added));
    check_ok(t, db_load(t->ctx, &mark_load, values + 5 * 1000, 3, added));
    check(t, added[0] && added[1] && added[2]);
    mark_values(values + 5 * 2000, 999, 6994); /* stands twice */
    check_ok(t, db_load(t->ctx, &mark_load, values, COUNT, added));
    for (int i = 0; i < COUNT; i++)
        check_int(t, added[i], i >= 1003 && i != 2000);
    Rows *rows;
    check_ok(t, db_query(t->ctx, &mark_sum, &rows));
    check(t, rows_next(rows));
    check_int(t, rows_int(rows, 2), 6);
    check_near(t, rows_real(rows, 1), (double)rows_int(rows, 0) / 2, 1e-9);
    check_ok(t, rows_end(rows));
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(statements_are_counted_and_the_nth_can_be_made_to_fail)
{
    Database *database = given_things(t, 1);
    DatabaseState before, after;
    Thing thing;
    database_state(database, &before);
    check_ok(t, db_read(t->ctx, &find_thing, &thing_shape, &thing, db_int(1)));
    database_state(database, &after);
    check_int(t, after.statements - before.statements, 2); /* one is that of the state itself */
    db_fail_at(2);
    check_ok(t, db_read(t->ctx, &find_thing, &thing_shape, &thing, db_int(1)));
    check_status(t, db_read(t->ctx, &find_thing, &thing_shape, &thing, db_int(1)), UNAVAILABLE);
    check_ok(t, db_read(t->ctx, &find_thing, &thing_shape, &thing, db_int(1)));
    check_int(t, db_fail_at(0), 0);
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(a_failure_on_trial_meets_the_work_that_carries_it_and_no_other)
{
    Database *database = given_things(t, 1);
    Thing thing;
    long left = 2;
    Ctx other = *t->ctx;
    t->ctx->fails_in = &left;
    check_ok(t, db_read(t->ctx, &find_thing, &thing_shape, &thing, db_int(1)));
    for (int i = 0; i < 5; i++)
        check_ok(t, db_read(&other, &find_thing, &thing_shape, &thing, db_int(1)));
    check_int(t, left, 1);
    check_status(t, db_read(t->ctx, &find_thing, &thing_shape, &thing, db_int(1)), UNAVAILABLE);
    check_int(t, left, 0);
    check_ok(t, db_read(t->ctx, &find_thing, &thing_shape, &thing, db_int(1)));
    t->ctx->fails_in = NULL;
    check_ok(t, database_return_writer(t->ctx, database, false));
}

TEST_DB(what_is_left_open_is_ended_with_its_transaction)
{
    Database *database = given_things(t, 10);
    Rows *rows;
    check_ok(t, db_query(t->ctx, &all_ids, &rows));
    check(t, rows_next(rows));
    check_ok(t, database_return_writer(t->ctx, database, true));
    check(t, !rows_next(rows));
    check_status(t, rows_end(rows), INTERNAL);
    check_int(t, thing_count(t, database), 10);
}
