#include "reseal/reseal.h"

#include <stdio.h>
#include <string.h>

#include "access/keys.h"
#include "base/arena.h"
#include "base/instant.h"
#include "customer/customer.h"
#include "db/db.h"
#include "house.h"
#include "reseal/reindex.h"
#include "reseal/reseal_store.h"
#include "reseal/testing.h"

SQL(test_sealed_customer, "SELECT sealed FROM customer WHERE code = $1");
SQL(test_spoil_customer, "UPDATE customer SET sealed = $2 WHERE code = $1");

static Keys *keys_of_test(T *t)
{
    return t->ctx->house->keys;
}

static const char *code_of(T *t, int number)
{
    return arena_format(t->ctx->arena, "C-%05d", number);
}

static void given_customers(T *t, int first, int count)
{
    for (int i = first; i < first + count; i++) {
        Customer customer;
        shape_clear(&customer_shape, &customer);
        customer.code = code_of(t, i);
        customer.name = "张三";
        customer.phone = arena_format(t->ctx->arena, "138001%05d", i);
        UpsertRow row = {.thing = &customer, .number = 1};
        check_ok(t, customer_upsert(t->ctx, &row, 1));
        check_int(t, row.outcome, UPSERT_CREATED);
    }
}

static int64_t key_of_customer(T *t, const char *code)
{
    Rows *rows;
    size_t length;
    check_ok(t, db_query(t->ctx, &test_sealed_customer, &rows, db_text(code)));
    check(t, rows_next(rows));
    const void *bytes = rows_blob(rows, 0, &length);
    int64_t number = key_number(bytes, length);
    check_ok(t, rows_end(rows));
    return number;
}

/* Steps until the end; how many. */
static int walk(T *t)
{
    bool done = false;
    int steps = 0;
    for (; !done && steps < 1000; steps++)
        check_ok(t, reseal_step(t->ctx, &done));
    check(t, done);
    return steps;
}

/* And nothing is found by an old key. */
static void walk_indexes(T *t)
{
    bool done = false;
    for (int steps = 0; !done && steps < 1000; steps++)
        check_ok(t, reindex_step(t->ctx, &done));
    check(t, done);
}

static void check_customer_found(T *t, int number)
{
    CustomerFilter filter = {.phone = arena_format(t->ctx->arena, "138001%05d", number),
                             .limit = 10};
    List list;
    const char *next;
    check_ok(t, customer_list(t->ctx, &filter, &list, &next));
    check_int(t, list.count, 1);
}

TEST_DB(what_was_sealed_is_sealed_anew_and_found_all_the_time)
{
    ResealState state;
    const char *place;
    int64_t oldest;
    bool done;
    enum { MANY = RESEAL_PAGE + 20 };
    given_customers(t, 0, MANY);
    check(t, !reseal_is_due(t->ctx));
    keys_rotated(t);
    check(t, reseal_is_due(t->ctx));
    given_customers(t, MANY, 1);
    check_int(t, key_of_customer(t, code_of(t, MANY)), 2);
    check_int(t, key_of_customer(t, code_of(t, 0)), 1);
    check_ok(t, reseal_oldest(t->ctx, &oldest, &place));
    check_int(t, oldest, 1);
    check_text(t, place, "customer.sealed");
    check_ok(t, reseal_step(t->ctx, &done)); /* it begins */
    check(t, !reseal_is_due(t->ctx));        /* others may seal with the old key for a moment */
    source_move(t->ctx->source, MINUTE_MS);
    check(t, reseal_is_due(t->ctx));
    for (int column = 0; strcmp(reseal_columns[column].name, "customer.sealed") != 0; column++)
        check_ok(t, reseal_step(t->ctx, &done));
    check_ok(t, reseal_step(t->ctx, &done)); /* its first page */
    check_ok(t, reseal_state(t->ctx, &state));
    check_text(t, state.place, "customer.sealed");
    check(t, state.after_key != NULL);
    check_int(t, key_of_customer(t, code_of(t, 0)), 2);
    check_int(t, key_of_customer(t, code_of(t, MANY - 1)), 1);
    check_customer_found(t, 0);
    check_customer_found(t, MANY - 1);
    walk(t);
    check_int(t, key_of_customer(t, code_of(t, MANY - 1)), 2);
    check_customer_found(t, MANY - 1);
    check_ok(t, reseal_state(t->ctx, &state));
    check(t, state.resealed >= MANY);
    check(t, !reseal_is_due(t->ctx));
    check_ok(t, reseal_oldest(t->ctx, &oldest, &place));
    check_int(t, oldest, 2);
    Customer kept;
    check_ok(t, customer_by_code(t->ctx, code_of(t, 3), &kept));
    check_text(t, kept.name, "张三");
    check_int(t, kept.version, 1); /* nobody's change */
}

TEST_DB(keys_are_dropped_when_nothing_needs_them_and_not_before)
{
    const char *kept, *place;
    int64_t oldest;
    Sealed before;
    const char *text;
    given_customers(t, 0, 3);
    check_ok(t, key_seal(t->ctx, "a.b", "old", &before));
    keys_rotated(t);
    check_status(t, reseal_check_over(t->ctx), CONFLICT);
    walk(t);
    check_status(t, reseal_check_over(t->ctx), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "not before 7 days"));
    source_move(t->ctx->source, 7 * DAY_MS);
    check_status(t, reseal_check_over(t->ctx), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "not all is found by the newest key"));
    walk_indexes(t);
    check_ok(t, reseal_check_over(t->ctx));
    check_status(t, keys_drop(t->ctx, t->folder, 1, &kept), CONFLICT);
    check_ok(t, keys_drop(t->ctx, t->folder, 2, &kept));
    Keys *own = keys_of_test(t), *now;
    check_ok(t, keys_open(t->ctx, t->folder, false, &now));
    t->ctx->house->keys = now;
    check_int(t, keys_newest(now), 2);
    check_ok(t, index_state_refresh(t->ctx));
    Customer customer;
    check_ok(t, customer_by_code(t->ctx, code_of(t, 1), &customer));
    check_text(t, customer.name, "张三");
    check_status(t, key_unseal(t->ctx, "a.b", before.bytes, before.length, &text), INTERNAL);
    check(t, strstr(t->ctx->problem.message, "dropped"));
    check_ok(t, reseal_oldest(t->ctx, &oldest, &place));
    check_int(t, oldest, 2);
    keys_rotated(t); /* the places of those that are gone stay */
    check_int(t, keys_newest(now), 3);
    check_ok(t, customer_by_code(t->ctx, code_of(t, 1), &customer));
    check_text(t, customer.name, "张三");
    t->ctx->house->keys = own;
    keys_close(now);
    check_int(t, rename(kept, arena_format(t->ctx->arena, "%s/keys", t->folder)), 0);
    check_ok(t, keys_open(t->ctx, t->folder, false, &now)); /* as a backup of then needs it */
    t->ctx->house->keys = now;
    check_ok(t, key_unseal(t->ctx, "a.b", before.bytes, before.length, &text));
    check_text(t, text, "old");
    t->ctx->house->keys = own;
    keys_close(now);
}

TEST_DB(a_value_that_does_not_open_stays_and_keeps_its_key_from_being_dropped)
{
    Sealed other;
    given_customers(t, 0, 3);
    check_ok(t, key_seal(t->ctx, "another.column", "x", &other));
    check_ok(t, db_run(t->ctx, &test_spoil_customer, db_text(code_of(t, 1)),
                       db_blob(other.bytes, other.length)));
    keys_rotated(t);
    walk(t);
    walk_indexes(t);
    check_int(t, key_of_customer(t, code_of(t, 0)), 2);
    check_int(t, key_of_customer(t, code_of(t, 1)), 1);
    check_int(t, key_of_customer(t, code_of(t, 2)), 2);
    source_move(t->ctx->source, 7 * DAY_MS);
    check_status(t, reseal_check_over(t->ctx), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "customer.sealed still needs key 1"));
}

/* A server whose key file was copied later still seals with the old key, behind the walk. */
static void given_left_behind(T *t)
{
    Sealed old;
    given_customers(t, 0, 3);
    check_ok(t, key_seal(t->ctx, "customer.personal", "x", &old));
    keys_rotated(t);
    walk(t);
    walk_indexes(t);
    check_ok(t, db_run(t->ctx, &test_spoil_customer, db_text(code_of(t, 1)),
                       db_blob(old.bytes, old.length)));
}

TEST_DB(what_was_left_behind_is_sealed_anew_when_keys_are_to_be_dropped)
{
    const char *kept;
    bool done = false;
    given_left_behind(t);
    source_move(t->ctx->source, 7 * DAY_MS);
    check(t, !reseal_is_due(t->ctx));
    check_status(t, reseal_check_over(t->ctx), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "customer.sealed still needs key 1"));
    check(t, !reseal_is_due(t->ctx)); /* others may seal with the old key for a moment */
    source_move(t->ctx->source, MINUTE_MS);
    check(t, reseal_is_due(t->ctx));
    for (int steps = 0; !done && steps < 1000; steps++) {
        source_move(t->ctx->source, 8 * DAY_MS);
        check_ok(t, reseal_step(t->ctx, &done));
    }
    check(t, done);
    check_int(t, key_of_customer(t, code_of(t, 1)), 2);
    check_status(t, reseal_check_over(t->ctx), CONFLICT);
    check(t, strstr(t->ctx->problem.message, "not before 7 days"));
    source_move(t->ctx->source, 7 * DAY_MS);
    check_ok(t, reseal_check_over(t->ctx));
    check_ok(t, keys_drop(t->ctx, t->folder, 2, &kept));
}

static void pause_noted(Ctx *ctx, int64_t ms)
{
    source_move(ctx->source, ms);
}

TEST_DB(what_was_left_behind_is_sealed_anew_by_who_asks_for_it_and_pauses_first)
{
    ResealState state;
    given_left_behind(t);
    int64_t before = ctx_now(t->ctx);
    check_ok(t, reseal_all(t->ctx, pause_noted));
    check_int(t, key_of_customer(t, code_of(t, 1)), 2);
    check_int(t, ctx_now(t->ctx) - before, MINUTE_MS);
    check_ok(t, reseal_all(t->ctx, pause_noted)); /* nothing to do: nothing to wait for */
    keys_rotated(t);
    check_ok(t, reseal_all(t->ctx, pause_noted));
    check_int(t, key_of_customer(t, code_of(t, 1)), 3);
    check_int(t, ctx_now(t->ctx) - before, 2 * MINUTE_MS);
    keys_rotated(t);
    check_ok(t, reseal_all(t->ctx, NULL));
    check_int(t, ctx_now(t->ctx) - before, 2 * MINUTE_MS);
    check_ok(t, reseal_state(t->ctx, &state));
    check_int(t, state.key_no, 4);
    check_int(t, state.ended_at, ctx_now(t->ctx));
}

TEST_DB(a_key_that_is_added_in_the_midst_of_a_walk_begins_it_anew)
{
    bool done;
    const char *place;
    int64_t oldest;
    given_customers(t, 0, 3);
    keys_rotated(t);
    for (int i = 0; i < 10; i++)
        check_ok(t, reseal_step(t->ctx, &done));
    keys_rotated(t);
    walk(t);
    check_ok(t, reseal_oldest(t->ctx, &oldest, &place));
    check_int(t, oldest, 3);
}

/* --- every column is known --- */

static bool is_listed(const char *name)
{
    for (const ResealColumn *column = reseal_columns; column->name; column++)
        if (strcmp(column->name, name) == 0) return true;
    for (const char *const *none = reseal_none; *none; none++)
        if (strcmp(*none, name) == 0) return true;
    return false;
}

SQL_IN("sqlite", binary_columns,
       "SELECT m.name || '.' || c.name FROM sqlite_master m, pragma_table_info(m.name) c"
       " WHERE m.type = 'table' AND c.type = 'BYTEA' ORDER BY 1");

TEST(every_column_of_bytes_is_sealed_anew_or_known_not_to_be_sealed)
{
    check(t, names_hold(t, &binary_columns, is_listed, "list of src/reseal/reseal_store.c") > 30);
}
