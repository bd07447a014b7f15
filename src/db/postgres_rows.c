/* Rows of PostgreSQL: held in one result, or streamed one by one while nothing else needs the
 * connection. */
#include <stdlib.h>

#include "db/postgres.h"

static bool is_rows(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_SINGLE_TUPLE || status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

static void stream_end(PostgresDb *db)
{
    db->is_lost |= !round_end(db);
    db->streaming = NULL;
}

/* The next result of a stream, or of what was held of it; NULL at its end. */
static PGresult *result_next(Rows *rows)
{
    PostgresDb *db = (PostgresDb *)rows->db;
    if (db->streaming != rows)
        return rows->held_at < rows->held_count ? rows->held[rows->held_at++] : NULL;
    PGresult *result = PQgetResult(db->conn);
    if (!result || !is_rows(result)) stream_end(db);
    return result;
}

bool postgres_next(Rows *rows)
{
    rows->row++;
    while (rows->row >= PQntuples(rows->result)) {
        PGresult *result = result_next(rows);
        if (!result) return false;
        PQclear(rows->result);
        rows->result = result;
        rows->row = 0;
        if (!is_rows(result)) {
            rows->status = postgres_fail(rows->ctx, (PostgresDb *)rows->db, result,
                                         rows->statement->sql->name);
            return false;
        }
    }
    return true;
}

DbValue postgres_value(Rows *rows, int column)
{
    return result_value(rows->result, rows->row, column);
}

int64_t postgres_changed(Rows *rows)
{
    return atoll(PQcmdTuples(rows->result));
}

void postgres_end(Rows *rows)
{
    PostgresDb *db = (PostgresDb *)rows->db;
    if (db->streaming == rows) stream_end(db);
    while (rows->held_at < rows->held_count)
        PQclear(rows->held[rows->held_at++]);
    memory_free(rows->held);
    PQclear(rows->result);
}

static bool held_add(Rows *rows, PGresult *result)
{
    if ((rows->held_count & (rows->held_count - 1)) == 0) { /* a power of two is full */
        size_t room = rows->held_count ? 2 * rows->held_count : 1;
        void **held = memory_resize(rows->held, room * sizeof *held);
        if (!held) return false;
        rows->held = held;
    }
    rows->held[rows->held_count++] = result;
    return true;
}

Status postgres_hold(Ctx *ctx, PostgresDb *db)
{
    Rows *rows = db->streaming;
    for (PGresult *result = PQgetResult(db->conn); result; result = PQgetResult(db->conn)) {
        if (held_add(rows, result)) continue;
        PQclear(result);
        stream_end(db);
        return no_memory(ctx);
    }
    stream_end(db);
    return OK;
}
