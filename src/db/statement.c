/* Running one statement, on whatever engine: what db.h promises of db_run, db_read, db_query. */
#include "db/engine.h"

/* Statements until one is made to fail; 0: none will. A test's tool, so it is the process's. */
static _Atomic long fail_countdown;

long db_fail_at(long nth)
{
    return atomic_exchange(&fail_countdown, nth);
}

Status statement_chance(Ctx *ctx, const char *name)
{
    bool own = ctx->fails_in && *ctx->fails_in > 0 && --*ctx->fails_in == 0;
    bool any = atomic_load_explicit(&fail_countdown, memory_order_relaxed) > 0 &&
               atomic_fetch_sub(&fail_countdown, 1) == 1;
    if (!own && !any) return OK;
    return fail(ctx, UNAVAILABLE, "the database did not answer (%s was made to fail)", name);
}

Status statement_count(Ctx *ctx, Database *database, const char *name)
{
    atomic_fetch_add_explicit(&database->statements, 1, memory_order_relaxed);
    return statement_chance(ctx, name);
}

bool statement_init(Statement *statement, const Sql *sql, int columns,
                    const char *(*name_at)(void *handle, int column), void *handle)
{
    statement->sql = sql;
    statement->names = memory_alloc((size_t)columns * sizeof(char *));
    if (!statement->names) return false;
    for (; statement->columns < columns; statement->columns++) {
        char *name = memory_text(name_at(handle, statement->columns));
        if (!name) return false;
        statement->names[statement->columns] = name;
    }
    return true;
}

void statement_release(Statement *statement)
{
    for (int i = 0; i < statement->columns; i++)
        memory_free(statement->names[i]);
    memory_free(statement->names);
    memory_free(statement->cells);
    memory_free(statement->fields);
}

Status db_broken(Ctx *ctx, Status status)
{
    if (!ctx->db->borrowed && !ctx->db->broken) ctx->db->broken = status;
    return status;
}

Status statement_find(Ctx *ctx, const Sql *sql, size_t width, Statement **out)
{
    Db *db = ctx->db;
    if (!db) return fail(ctx, INTERNAL, "statement %s was run without a connection", sql->name);
    if (db->broken) return fail(ctx, db->broken, "statement %s follows one that failed", sql->name);
    Statement **place = &db->statements[sql - __start_sql_statements];
    if (!*place) {
        Status s = db->database->engine->prepare(ctx, db, &sql, 1);
        if (s) return db_broken(ctx, s);
    }
    if ((*place)->reading)
        return fail(ctx, INTERNAL, "statement %s is still being read", sql->name);
    if ((size_t)(*place)->parameters != width)
        return fail(ctx, INTERNAL, "statement %s takes %d values, not %zu", sql->name,
                    (*place)->parameters, width);
    *out = *place;
    return OK;
}

Status db_run_values(Ctx *ctx, const Sql *sql, const DbValue *values, size_t count,
                     int64_t *changed)
{
    Rows rows;
    Status s = rows_start(ctx, sql, values, count, false, &rows);
    if (s) return s;
    while (rows_next(&rows))
        ;
    if (changed && !rows.status) *changed = rows.db->database->engine->changed(&rows);
    return rows_end(&rows);
}

Status db_read_values(Ctx *ctx, const Sql *sql, const Shape *shape, void *thing,
                      const DbValue *values, size_t count)
{
    Rows rows;
    shape_clear(shape, thing);
    Status s = rows_start(ctx, sql, values, count, false, &rows);
    if (s) return s;
    bool found = rows_next(&rows);
    if (found) rows_read(&rows, shape, thing);
    s = rows_end(&rows);
    if (s) return s;
    return found ? OK : NOT_FOUND;
}

/* Room for one more struct in the list, which has `*room`; NULL if there is no memory. */
static void *list_next(Arena *arena, List *list, size_t *room, size_t size)
{
    if (list->count == *room) {
        size_t more = *room ? 2 * *room : 8;
        void *items = list->items ? arena_grow(arena, list->items, *room * size, more * size)
                                  : arena_array(arena, more, size);
        if (!items) return NULL;
        list->items = items;
        *room = more;
    }
    return (char *)list->items + size * list->count++;
}

Status db_list_values(Ctx *ctx, const Sql *sql, const Shape *shape, List *list,
                      const DbValue *values, size_t count)
{
    Rows rows;
    size_t room = 0;
    *list = (List){0};
    Status s = rows_start(ctx, sql, values, count, false, &rows);
    if (s) return s;
    while (rows_next(&rows)) {
        void *thing = list_next(ctx->arena, list, &room, shape->size);
        if (thing)
            rows_read(&rows, shape, thing);
        else
            rows.status = no_memory(ctx);
    }
    return rows_end(&rows);
}

Status db_get_int_values(Ctx *ctx, const Sql *sql, int64_t *out, const DbValue *values,
                         size_t count)
{
    Rows rows;
    Status s = rows_start(ctx, sql, values, count, false, &rows);
    if (s) return s;
    bool found = rows_next(&rows);
    if (found) *out = rows_int(&rows, 0);
    s = rows_end(&rows);
    if (s) return s;
    return found ? OK : NOT_FOUND;
}
