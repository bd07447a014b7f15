#include "db/testing.h"

SQL_IN("dbtest", add_named, "INSERT INTO thing (id, name) VALUES ($1, $2)");

static Status add_one_then_many(Ctx *ctx, void *first)
{
    const int64_t id = *(const int64_t *)first;
    const DbValue values[] = {db_int(id + 1), db_text(arena_format(ctx->arena, "b%d", (int)id)),
                              db_int(id + 2), db_text(arena_format(ctx->arena, "c%d", (int)id))};
    Status s =
        db_run(ctx, &add_named, db_int(id), db_text(arena_format(ctx->arena, "a%d", (int)id)));
    return s ? s : db_run_many(ctx, &add_named, values, 2, 2, NULL);
}

TEST_DB(whichever_statement_of_an_attempt_fails_all_of_it_is_undone)
{
    Database *database = given_database(t);
    check_ok(t, database_borrow_writer(t->ctx, database));
    int64_t wanted = 0, failed = 0;
    for (int64_t nth = 1; nth < 12; nth++) {
        long left = nth;
        int64_t id = 10 * nth;
        t->ctx->fails_in = &left;
        Status s = db_attempt(t->ctx, add_one_then_many, &id);
        t->ctx->fails_in = NULL;
        check(t, s == OK || s == UNAVAILABLE);
        if (s)
            failed++;
        else
            wanted += 3;
        check_int(t, thing_count(t, database), wanted);
    }
    check(t, failed > 3 && wanted > 0);
    check_ok(t, database_return_writer(t->ctx, database, false));
}
