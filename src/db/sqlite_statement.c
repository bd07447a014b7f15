/* Prepared statements of SQLite: parameters in, columns out. */
#include <stdlib.h>

#include "db/sqlite.h"

static const char *name_at(void *handle, int column)
{
    return sqlite3_column_name(handle, column);
}

/* $3 is a name to SQLite, numbered by where it stands first: finds its number once. */
static Status places_find(Ctx *ctx, SqliteStatement *prepared)
{
    const Sql *sql = prepared->statement.sql;
    int count = sqlite3_bind_parameter_count(prepared->handle);
    for (int place = 1; place <= count; place++) {
        const char *name = sqlite3_bind_parameter_name(prepared->handle, place);
        int number = name && name[0] == '$' ? atoi(name + 1) : 0;
        if (number < 1 || number > count || number > DB_WIDTH)
            return fail(ctx, INTERNAL, "statement %s (%s): its parameters are not $1 to $%d",
                        sql->name, sql->file, count);
        prepared->places[number - 1] = place;
    }
    prepared->statement.parameters = count;
    return OK;
}

static void prepared_release(SqliteStatement *prepared)
{
    if (!prepared) return;
    sqlite3_finalize(prepared->handle);
    statement_release(&prepared->statement);
    memory_free(prepared);
}

static Status prepare_into(Ctx *ctx, SqliteDb *db, const Sql *sql, SqliteStatement *prepared)
{
    const char *tail = NULL;
    int code = sqlite3_prepare_v3(db->handle, sql->text, -1, SQLITE_PREPARE_PERSISTENT,
                                  &prepared->handle, &tail);
    if (code == SQLITE_ERROR || (!code && (!prepared->handle || (tail && *tail))))
        return fail(ctx, INTERNAL, "statement %s (%s): %s", sql->name, sql->file,
                    code ? sqlite3_errmsg(db->handle) : "more or less than one statement");
    if (code) return sqlite_fail(ctx, db->handle, code, sql->name);
    if (!statement_init(&prepared->statement, sql, sqlite3_column_count(prepared->handle), name_at,
                        prepared->handle))
        return no_memory(ctx);
    Statement *statement = &prepared->statement;
    statement->cells = memory_alloc((size_t)statement->columns * sizeof(DbValue));
    return statement->cells ? places_find(ctx, prepared) : no_memory(ctx);
}

Status sqlite_prepare(Ctx *ctx, Db *db, const Sql *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        Statement **place = &db->statements[list[i] - __start_sql_statements];
        if (*place) continue;
        SqliteStatement *prepared = memory_alloc(sizeof *prepared);
        if (!prepared) return no_memory(ctx);
        Status s = prepare_into(ctx, (SqliteDb *)db, list[i], prepared);
        if (s) {
            prepared_release(prepared);
            return s;
        }
        *place = &prepared->statement;
    }
    return OK;
}

void sqlite_statements_release(SqliteDb *db)
{
    size_t count = (size_t)(__stop_sql_statements - __start_sql_statements);
    for (size_t i = 0; i < count; i++)
        prepared_release((SqliteStatement *)db->db.statements[i]);
}

static int bind(sqlite3_stmt *handle, int place, const DbValue *value,
                sqlite3_destructor_type lifetime)
{
    switch (value->kind) {
    case DB_NULL:
        return sqlite3_bind_null(handle, place);
    case DB_INT:
        return sqlite3_bind_int64(handle, place, value->i);
    case DB_REAL:
        return sqlite3_bind_double(handle, place, value->r);
    case DB_TEXT:
        if (!value->p) return SQLITE_NOMEM;
        return sqlite3_bind_text64(handle, place, value->p, value->length, lifetime, SQLITE_UTF8);
    case DB_BLOB:
        return sqlite3_bind_blob64(handle, place, value->p, value->length, lifetime);
    }
    return SQLITE_MISUSE;
}

Status sqlite_start(Rows *rows, const DbValue *values, size_t count, bool streams)
{
    SqliteStatement *prepared = (SqliteStatement *)rows->statement;
    sqlite3_destructor_type lifetime = streams ? SQLITE_TRANSIENT : SQLITE_STATIC;
    for (size_t i = 0; i < count; i++) {
        int code = bind(prepared->handle, prepared->places[i], &values[i], lifetime);
        if (code)
            return sqlite_fail(rows->ctx, ((SqliteDb *)rows->db)->handle, code,
                               rows->statement->sql->name);
    }
    return OK;
}

/* A cell is as unprotected as its connection, which one thread has at a time. */
static void cell_read(sqlite3_value *cell, DbValue *out)
{
    switch (sqlite3_value_type(cell)) {
    case SQLITE_INTEGER:
        out->kind = DB_INT;
        out->i = sqlite3_value_int64(cell);
        break;
    case SQLITE_FLOAT:
        out->kind = DB_REAL;
        out->r = sqlite3_value_double(cell);
        break;
    case SQLITE_TEXT:
        out->kind = DB_TEXT;
        out->p = sqlite3_value_text(cell);
        out->length = (size_t)sqlite3_value_bytes(cell);
        break;
    case SQLITE_BLOB:
        out->kind = DB_BLOB;
        out->p = sqlite3_value_blob(cell);
        out->length = (size_t)sqlite3_value_bytes(cell);
        if (!out->p) out->p = "";
        break;
    default:
        out->kind = DB_NULL;
    }
}

bool sqlite_next(Rows *rows)
{
    const SqliteStatement *prepared = (SqliteStatement *)rows->statement;
    int code = sqlite3_step(prepared->handle);
    for (int i = 0; code == SQLITE_ROW && i < prepared->statement.columns; i++)
        cell_read(sqlite3_column_value(prepared->handle, i), &prepared->statement.cells[i]);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE)
        rows->status = sqlite_fail(rows->ctx, ((SqliteDb *)rows->db)->handle, code,
                                   rows->statement->sql->name);
    return false;
}

int64_t sqlite_changed(Rows *rows)
{
    return sqlite3_changes64(((SqliteDb *)rows->db)->handle);
}

void sqlite_end(Rows *rows)
{
    sqlite3_reset(((SqliteStatement *)rows->statement)->handle);
}
