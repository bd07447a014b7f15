/* Many rows through one statement, a part of them in each round. libpq reads while it writes, so
 * that neither side waits for the other to make room; parts only bound what is held in memory. */
#include <stdlib.h>

#include "db/postgres.h"

#define PART 256

/* Where a part of the rows stands among all. */
typedef struct Part {
    const Sql *sql;
    size_t first, count;
} Part;

static Status part_send(Ctx *ctx, PostgresDb *db, PostgresStatement *prepared,
                        const DbValue *values, size_t width, size_t count)
{
    const Sql *sql = prepared->statement.sql;
    Parameters parameters;
    unsigned leads;
    Status s = round_begin(ctx, db, &leads);
    if (s) return s;
    if (!prepared->is_known) {
        leads++;
        if (!PQsendPrepare(db->conn, prepared->name, sql->text, 0, NULL))
            return postgres_fail(ctx, db, NULL, sql->name);
    }
    for (size_t i = 0; i < count; i++) {
        s = parameters_set(ctx, prepared->types, values + i * width, width, &parameters);
        if (!s && !parameters_send(db, prepared, &parameters))
            s = postgres_fail(ctx, db, NULL, sql->name);
        db->is_lost |= s != OK; /* in the middle of a round */
        if (s) return s;
    }
    s = round_send(ctx, db);
    if (!s) s = round_leads(ctx, db, leads);
    if (!s) prepared->is_known = true;
    return s;
}

/* The results of one part. On failure the row is noted, and no result is left. */
static Status part_read(Ctx *ctx, PostgresDb *db, const Part *part, PGresult **results)
{
    for (size_t i = 0; i < part->count; i++) {
        Status s = round_result(ctx, db, part->sql->name, &results[i]);
        if (!s) continue;
        ctx->problem.row = (int64_t)(part->first + i + 1);
        while (i > 0)
            PQclear(results[--i]);
        return s;
    }
    return round_end(db) ? OK : postgres_fail(ctx, db, NULL, part->sql->name);
}

Status postgres_run_many(Ctx *ctx, Statement *statement, const DbValue *values, size_t width,
                         size_t count, int64_t *changed)
{
    PostgresDb *db = (PostgresDb *)ctx->db;
    PGresult *results[PART];
    Part part = {.sql = statement->sql};
    for (; part.first < count; part.first += part.count) {
        part.count = count - part.first < PART ? count - part.first : PART;
        Status s = part_send(ctx, db, (PostgresStatement *)statement, values + part.first * width,
                             width, part.count);
        if (!s) s = part_read(ctx, db, &part, results);
        if (s) return s;
        for (size_t i = 0; i < part.count; i++) {
            if (changed) changed[part.first + i] = atoll(PQcmdTuples(results[i]));
            PQclear(results[i]);
        }
    }
    return OK;
}

static Status part_each(Ctx *ctx, Statement *statement, const Part *part, PGresult **results,
                        DbEach *each, void *user)
{
    Status s = OK;
    for (size_t i = 0; i < part->count; i++) {
        Rows rows = {.ctx = ctx, .db = ctx->db, .statement = statement, .result = results[i]};
        for (rows.row = -1; !s && postgres_next(&rows);) {
            s = each(user, part->first + i, &rows);
            if (!s) s = rows.status;
        }
        PQclear(results[i]);
    }
    return s;
}

Status postgres_query_many(Ctx *ctx, Statement *statement, const DbValue *values, size_t width,
                           size_t count, DbEach *each, void *user)
{
    PostgresDb *db = (PostgresDb *)ctx->db;
    PGresult *results[PART];
    Part part = {.sql = statement->sql};
    for (; part.first < count; part.first += part.count) {
        part.count = count - part.first < PART ? count - part.first : PART;
        Status s = part_send(ctx, db, (PostgresStatement *)statement, values + part.first * width,
                             width, part.count);
        if (!s) s = part_read(ctx, db, &part, results);
        if (!s) s = part_each(ctx, statement, &part, results, each, user);
        if (s) return s;
    }
    return OK;
}
