/* Rows of a result, one after another. */
#include "db/engine.h"

#include <math.h>

Status rows_start(Ctx *ctx, const Sql *sql, const DbValue *values, size_t count, bool streams,
                  Rows *rows)
{
    Statement *statement;
    Status s = statement_find(ctx, sql, count, &statement);
    if (s) return s;
    Db *db = ctx->db;
    *rows = (Rows){.ctx = ctx, .db = db, .statement = statement};
    s = statement_count(ctx, db->database, sql->name);
    if (!s) s = db->database->engine->start(rows, values, count, streams);
    if (s) return db_broken(ctx, s);
    rows->is_open = true;
    rows->number = ++db->opened;
    rows->next_open = db->open;
    db->open = rows;
    statement->reading = rows;
    return OK;
}

bool rows_next(Rows *rows)
{
    return rows->is_open && !rows->status && rows->db->database->engine->next(rows);
}

static void rows_close(Rows *rows)
{
    if (!rows->is_open) return;
    Rows **link = &rows->db->open;
    while (*link != rows)
        link = &(*link)->next_open;
    *link = rows->next_open;
    rows->statement->reading = NULL;
    rows->db->database->engine->end(rows);
    rows->is_open = false;
}

Status rows_end(Rows *rows)
{
    bool failed = rows->is_open && rows->status;
    rows_close(rows);
    return failed ? db_broken(rows->ctx, rows->status) : rows->status;
}

/* Who still holds such rows is told by their status that they were cut off. */
void db_settle(Db *db, uint64_t opened)
{
    while (db->open && db->open->number > opened) {
        if (!db->open->status) db->open->status = INTERNAL;
        rows_close(db->open);
    }
    db->broken = OK;
}

static void rows_forget(void *rows)
{
    rows_close(rows);
}

Status db_query_values(Ctx *ctx, const Sql *sql, Rows **out, const DbValue *values, size_t count)
{
    Rows *rows = ARENA_NEW(ctx->arena, Rows);
    if (!rows) return no_memory(ctx);
    Status s = rows_start(ctx, sql, values, count, true, rows);
    if (s) return s;
    *out = rows;
    return arena_defer(ctx->arena, rows_forget, rows) ? no_memory(ctx) : OK;
}

/* The column's value; null, and a failure, when it is there but of another kind. */
static DbValue rows_value(Rows *rows, int column, unsigned kinds)
{
    if (rows->status) return (DbValue){.kind = DB_NULL};
    if (column < 0 || column >= rows->statement->columns) {
        rows->status = fail(rows->ctx, INTERNAL, "statement %s has no column %d",
                            rows->statement->sql->name, column);
        return db_null();
    }
    DbValue value = rows_cell(rows, column);
    if (value.kind == DB_NULL || kinds & 1U << value.kind) return value;
    rows->status = fail(rows->ctx, INTERNAL, "column %s of statement %s is of another kind",
                        rows->statement->names[column], rows->statement->sql->name);
    return db_null();
}

#define NUMBERS (1U << DB_INT | 1U << DB_REAL)
#define BYTES (1U << DB_TEXT | 1U << DB_BLOB)

bool rows_null(Rows *rows, int column)
{
    return rows_value(rows, column, NUMBERS | BYTES).kind == DB_NULL;
}

int64_t rows_int(Rows *rows, int column)
{
    DbValue value = rows_value(rows, column, NUMBERS);
    if (value.kind == DB_REAL) return (int64_t)value.r;
    return value.kind == DB_INT ? value.i : NONE;
}

int64_t rows_id(Rows *rows, int column)
{
    return rows_null(rows, column) ? 0 : rows_int(rows, column);
}

double rows_real(Rows *rows, int column)
{
    DbValue value = rows_value(rows, column, NUMBERS);
    if (value.kind == DB_INT) return (double)value.i;
    return value.kind == DB_REAL ? value.r : NAN;
}

const char *rows_text(Rows *rows, int column)
{
    DbValue value = rows_value(rows, column, 1U << DB_TEXT);
    return value.kind == DB_TEXT ? value.p : NULL;
}

const char *rows_copy(Rows *rows, int column)
{
    DbValue value = rows_value(rows, column, 1U << DB_TEXT);
    if (value.kind != DB_TEXT) return NULL;
    const char *copy = arena_text_n(rows->ctx->arena, value.p, value.length);
    if (!copy) rows->status = no_memory(rows->ctx);
    return copy;
}

const void *rows_blob(Rows *rows, int column, size_t *length)
{
    DbValue value = rows_value(rows, column, BYTES);
    *length = value.kind == DB_NULL ? 0 : value.length;
    return value.kind == DB_NULL ? NULL : value.p;
}

void rows_read(Rows *rows, const Shape *shape, void *thing)
{
    if (!rows->status) rows->status = row_read(rows, shape, thing);
}

Status rows_list(Ctx *ctx, Rows *rows, size_t size, RowRead *read, List *out)
{
    Status s = OK;
    size_t room = 0;
    *out = (List){NULL, 0};
    while (!s && rows_next(rows)) {
        char *items = out->items;
        if (out->count == room) {
            room = room ? 2 * room : 8;
            items = arena_grow(ctx->arena, items, out->count * size, room * size);
        }
        s = items ? read(ctx, rows, items + out->count * size) : no_memory(ctx);
        if (!s) *out = (List){items, out->count + 1};
    }
    Status end = rows_end(rows);
    return s ? s : end;
}
