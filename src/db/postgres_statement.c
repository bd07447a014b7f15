/* Prepared statements of PostgreSQL: known to the server by name, results in binary. */
#include <stdio.h>
#include <stdlib.h>

#include "db/postgres.h"

/* Statements prepared in one round: their descriptions must fit the socket's buffers. */
#define PREPARED_AT_ONCE 64

static const char *name_at(void *description, int column)
{
    return PQfname(description, column);
}

static void prepared_release(PostgresStatement *prepared)
{
    if (!prepared) return;
    statement_release(&prepared->statement);
    memory_free(prepared);
}

static Status prepared_new(Ctx *ctx, const Sql *sql, PGresult *description, PostgresStatement **out)
{
    int count = PQnparams(description);
    PostgresStatement *prepared = count > DB_WIDTH ? NULL : memory_alloc(sizeof *prepared);
    if (!prepared) return no_memory(ctx);
    snprintf(prepared->name, sizeof prepared->name, "s%td", sql - __start_sql_statements);
    prepared->is_known = true;
    prepared->statement.parameters = count;
    for (int i = 0; i < count; i++)
        prepared->types[i] = PQparamtype(description, i);
    if (!statement_init(&prepared->statement, sql, PQnfields(description), name_at, description)) {
        prepared_release(prepared);
        return no_memory(ctx);
    }
    *out = prepared;
    return OK;
}

static Status prepare_send(Ctx *ctx, PostgresDb *db, const Sql *const *list, size_t count)
{
    char name[24];
    for (size_t i = 0; i < count; i++) {
        snprintf(name, sizeof name, "s%td", list[i] - __start_sql_statements);
        if (!PQsendPrepare(db->conn, name, list[i]->text, 0, NULL) ||
            !PQsendDescribePrepared(db->conn, name))
            return postgres_fail(ctx, db, NULL, list[i]->name);
    }
    return round_send(ctx, db);
}

static Status prepare_read(Ctx *ctx, PostgresDb *db, const Sql *sql)
{
    PGresult *description;
    PostgresStatement *prepared = NULL;
    Status s = round_result(ctx, db, sql->name, NULL);
    if (!s) s = round_result(ctx, db, sql->name, &description);
    if (s) return s;
    s = prepared_new(ctx, sql, description, &prepared);
    PQclear(description);
    if (!s) {
        db->db.statements[sql - __start_sql_statements] = &prepared->statement;
        return OK;
    }
    /* The server has the names now and we do not: only a new connection makes both agree. */
    (void)round_end(db);
    db->is_lost = true;
    return s;
}

/* After a failure the server may know statements that we do not: only a new connection forgets. */
static Status prepare_round(Ctx *ctx, PostgresDb *db, const Sql *const *list, size_t count)
{
    unsigned leads;
    Status s = round_begin(ctx, db, &leads);
    if (!s) s = prepare_send(ctx, db, list, count);
    if (!s) s = round_leads(ctx, db, leads);
    for (size_t i = 0; i < count && !s; i++)
        s = prepare_read(ctx, db, list[i]);
    db->is_lost |= s != OK;
    if (s) return s;
    return round_end(db) ? OK : postgres_fail(ctx, db, NULL, "prepare");
}

Status postgres_prepare(Ctx *ctx, Db *db, const Sql *const *list, size_t count)
{
    const Sql *part[PREPARED_AT_ONCE];
    size_t gathered = 0;
    for (size_t i = 0; i < count; i++) {
        if (!db->statements[list[i] - __start_sql_statements]) part[gathered++] = list[i];
        if (gathered && (gathered == PREPARED_AT_ONCE || i + 1 == count)) {
            Status s = prepare_round(ctx, (PostgresDb *)db, part, gathered);
            if (s) return s;
            gathered = 0;
        }
    }
    return OK;
}

void postgres_statements_forget(PostgresDb *db)
{
    size_t count = (size_t)(__stop_sql_statements - __start_sql_statements);
    for (size_t i = 0; i < count; i++)
        if (db->db.statements[i]) ((PostgresStatement *)db->db.statements[i])->is_known = false;
}

void postgres_statements_release(PostgresDb *db)
{
    size_t count = (size_t)(__stop_sql_statements - __start_sql_statements);
    for (size_t i = 0; i < count; i++)
        prepared_release((PostgresStatement *)db->db.statements[i]);
}

/* --- running one --- */

/* A thread that goes on after a failure has its own savepoint around each statement. */
static bool send_guarded(PostgresDb *db, const char *command, unsigned *leads)
{
    if (!db->db.borrowed) return true;
    *leads += 1;
    return PQsendQueryParams(db->conn, command, 0, NULL, NULL, NULL, NULL, 0);
}

static Status statement_send(Rows *rows, const Parameters *parameters, unsigned *leads)
{
    PostgresDb *db = (PostgresDb *)rows->db;
    PostgresStatement *prepared = (PostgresStatement *)rows->statement;
    unsigned releases = 0;
    Status s = round_begin(rows->ctx, db, leads);
    if (s) return s;
    bool sent = send_guarded(db, "SAVEPOINT guard", leads);
    if (sent && !prepared->is_known) {
        sent = PQsendPrepare(db->conn, prepared->name, prepared->statement.sql->text, 0, NULL);
        *leads += 1;
    }
    if (!sent || !parameters_send(db, prepared, parameters) ||
        !send_guarded(db, "RELEASE guard", &releases))
        return postgres_fail(rows->ctx, db, NULL, rows->statement->sql->name);
    return round_send(rows->ctx, db);
}

/* The first result, which says whether it works at all. */
static Status statement_answer(Rows *rows, unsigned leads)
{
    PostgresDb *db = (PostgresDb *)rows->db;
    const char *name = rows->statement->sql->name;
    Status s = round_leads(rows->ctx, db, leads);
    if (s) return s;
    ((PostgresStatement *)rows->statement)->is_known = true;
    rows->row = -1;
    if (!rows->streams) {
        s = round_result(rows->ctx, db, name, (PGresult **)&rows->result);
        if (s) return s;
        return round_end(db) ? OK : postgres_fail(rows->ctx, db, NULL, name);
    }
    PQsetSingleRowMode(db->conn);
    rows->result = PQgetResult(db->conn);
    ExecStatusType status = PQresultStatus(rows->result);
    if (status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) {
        db->streaming = rows;
        return OK;
    }
    s = postgres_fail(rows->ctx, db, rows->result, name);
    PQclear(rows->result);
    rows->result = NULL;
    (void)round_end(db);
    return s;
}

Status postgres_start(Rows *rows, const DbValue *values, size_t count, bool streams)
{
    PostgresDb *db = (PostgresDb *)rows->db;
    const PostgresStatement *prepared = (PostgresStatement *)rows->statement;
    Parameters parameters;
    unsigned leads;
    rows->streams = streams && !db->db.borrowed;
    Status s = parameters_set(rows->ctx, prepared->types, values, count, &parameters);
    if (s) return s;
    s = statement_send(rows, &parameters, &leads);
    if (!s) s = statement_answer(rows, leads);
    if (!s || !db->db.borrowed) return s;
    Problem problem = rows->ctx->problem;
    if (!round_command(rows->ctx, db, "ROLLBACK TO guard"))
        (void)!round_command(rows->ctx, db, "RELEASE guard");
    rows->ctx->problem = problem;
    return s;
}
