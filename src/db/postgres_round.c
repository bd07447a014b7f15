/* Rounds of a pipeline, and what its errors mean. */
#include <string.h>

#include "db/postgres.h"

static bool state_is(const char *state, const char *start)
{
    return strncmp(state, start, strlen(start)) == 0;
}

/* The server's own words may quote values: they are passed on only where they cannot. */
static Status state_fail(Ctx *ctx, const PGresult *result, const char *state, const char *name)
{
    const char *where = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    if (!where) where = PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
    if (state_is(state, "23"))
        return fail(ctx, CONFLICT, "%s: constraint failed: %s", name, where ? where : state);
    if (state_is(state, "42"))
        return fail(ctx, INTERNAL, "%s: %s", name,
                    PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    if (state_is(state, "53100"))
        return fail(ctx, NO_SPACE, "the database's disk is full: nothing was written");
    if (state_is(state, "54")) return fail(ctx, TOO_LARGE, "%s: too large a value", name);
    if (state_is(state, "55P03"))
        return fail(ctx, UNAVAILABLE, "the database is locked by another process");
    if (state_is(state, "25006"))
        return fail(ctx, UNAVAILABLE, "the database may only be read at present");
    if (state_is(state, "40"))
        return fail(ctx, UNAVAILABLE, "several writers were in each other's way: try again");
    if (state_is(state, "53") || state_is(state, "57") || state_is(state, "08"))
        return fail(ctx, UNAVAILABLE, "the database is away (%s)", state);
    if (state_is(state, "XX"))
        return fail(ctx, INTERNAL, "%s: the database is damaged (%s)", name, state);
    return fail(ctx, INTERNAL, "%s: the database reports error %s", name, state);
}

Status postgres_fail(Ctx *ctx, PostgresDb *db, const PGresult *result, const char *name)
{
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    if (state) {
        db->db.collided |= state_is(state, "40") || state_is(state, "55P03");
        return state_fail(ctx, result, state, name);
    }
    db->is_lost = true;
    if (PQstatus(db->conn) == CONNECTION_BAD) return fail(ctx, UNAVAILABLE, "the database is away");
    return fail(ctx, INTERNAL, "%s: out of step with the database", name);
}

bool round_end(PostgresDb *db)
{
    for (int nothing = 0; nothing < 2;) {
        PGresult *result = PQgetResult(db->conn);
        ExecStatusType status = PQresultStatus(result);
        nothing = result ? 0 : nothing + 1;
        PQclear(result);
        if (status == PGRES_PIPELINE_SYNC && result) return true;
    }
    return false;
}

static Status owed_read(Ctx *ctx, PostgresDb *db)
{
    if (db->streaming) {
        Status s = postgres_hold(ctx, db);
        if (s) return s;
    }
    for (; db->owed; db->owed--)
        if (!round_end(db)) return postgres_fail(ctx, db, NULL, "commit");
    return OK;
}

Status round_begin(Ctx *ctx, PostgresDb *db, unsigned *leads)
{
    Status s = owed_read(ctx, db);
    *leads = 0;
    if (s || !db->begin) return s;
    const char *const commands[] = {db->begin, db->turn};
    for (size_t i = 0; i < 2 && *commands[i]; i++, ++*leads)
        if (!PQsendQueryParams(db->conn, commands[i], 0, NULL, NULL, NULL, NULL, 0))
            return postgres_fail(ctx, db, NULL, "begin");
    db->begin = NULL;
    return OK;
}

Status round_send(Ctx *ctx, PostgresDb *db)
{
    return PQpipelineSync(db->conn) ? OK : postgres_fail(ctx, db, NULL, "sending");
}

Status round_result(Ctx *ctx, PostgresDb *db, const char *name, PGresult **out)
{
    PGresult *result = PQgetResult(db->conn);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        Status s = postgres_fail(ctx, db, result, name);
        PQclear(result);
        (void)round_end(db);
        return s;
    }
    if (out)
        *out = result;
    else
        PQclear(result);
    PQclear(PQgetResult(db->conn)); /* the NULL that ends each command's results */
    return OK;
}

Status round_leads(Ctx *ctx, PostgresDb *db, unsigned leads)
{
    Status s = OK;
    for (; leads && !s; leads--)
        s = round_result(ctx, db, "begin", NULL);
    return s;
}

Status round_command(Ctx *ctx, PostgresDb *db, const char *command)
{
    unsigned leads;
    PGresult *result;
    Status s = round_begin(ctx, db, &leads);
    if (s) return s;
    if (!PQsendQueryParams(db->conn, command, 0, NULL, NULL, NULL, NULL, 0))
        return postgres_fail(ctx, db, NULL, command);
    s = round_send(ctx, db);
    if (!s) s = round_leads(ctx, db, leads);
    if (!s) s = round_result(ctx, db, command, &result);
    if (s) return s;
    bool was_undone = strcmp(command, "COMMIT") == 0 && strcmp(PQcmdStatus(result), command) != 0;
    PQclear(result);
    if (!round_end(db)) return postgres_fail(ctx, db, NULL, command);
    return was_undone ? fail(ctx, INTERNAL, "the transaction was undone: it had failed before")
                      : OK;
}

Status pipeline_leave(Ctx *ctx, PostgresDb *db)
{
    Status s = owed_read(ctx, db);
    if (!s && db->begin) {
        const char *begin = db->begin;
        db->begin = NULL;
        s = round_command(ctx, db, begin);
        if (!s && *db->turn) s = round_command(ctx, db, db->turn);
    }
    if (s) return s;
    return PQexitPipelineMode(db->conn) ? OK : postgres_fail(ctx, db, NULL, "pipeline");
}

Status pipeline_enter(Ctx *ctx, PostgresDb *db)
{
    return PQenterPipelineMode(db->conn) ? OK : postgres_fail(ctx, db, NULL, "pipeline");
}
