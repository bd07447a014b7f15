/* Many rows through one statement: a loop, unless the engine has a better way. */
#include "db/engine.h"

static Status at_row(Ctx *ctx, Status status, size_t i)
{
    ctx->problem.row = (int64_t)i + 1;
    return status;
}

static Status run_each(Ctx *ctx, const Sql *sql, const DbValue *values, size_t width, size_t count,
                       int64_t *changed)
{
    for (size_t i = 0; i < count; i++) {
        Status s = db_run_values(ctx, sql, values + i * width, width, changed ? changed + i : NULL);
        if (s) return at_row(ctx, s, i);
    }
    return OK;
}

/* Around an engine's own way, for a thread that goes on after a failure. */
static Status guard_set(Ctx *ctx)
{
    return ctx->db->borrowed ? db_step(ctx, ctx->db, STEP_SAVE) : OK;
}

/* A savepoint that stayed would be taken for the one around it, which has its name. */
static Status guard_end(Ctx *ctx, Status status)
{
    if (!ctx->db->borrowed) return status ? db_broken(ctx, status) : OK;
    Status s = status ? status : db_step(ctx, ctx->db, STEP_RELEASE);
    if (!s) return OK;
    Problem problem = ctx->problem;
    Status undone = db_step(ctx, ctx->db, STEP_UNDO);
    if (undone) ctx->db->broken = undone;
    ctx->problem = problem;
    return s;
}

Status db_run_many(Ctx *ctx, const Sql *sql, const DbValue *values, size_t width, size_t count,
                   int64_t *changed)
{
    Statement *statement;
    Status s = statement_find(ctx, sql, width, &statement);
    if (s || count == 0) return s;
    const Engine *engine = ctx->db->database->engine;
    if (!engine->run_many) return run_each(ctx, sql, values, width, count, changed);
    s = statement_count(ctx, ctx->db->database, sql->name);
    if (!s) s = guard_set(ctx);
    if (s) return db_broken(ctx, s);
    return guard_end(ctx, engine->run_many(ctx, statement, values, width, count, changed));
}

static Status query_each(Ctx *ctx, const Sql *sql, const DbValue *values, size_t width,
                         size_t count, DbEach *each, void *user)
{
    for (size_t i = 0; i < count; i++) {
        Rows rows;
        Status s = rows_start(ctx, sql, values + i * width, width, false, &rows);
        if (s) return at_row(ctx, s, i);
        while (!s && rows_next(&rows))
            s = each(user, i, &rows);
        Status ended = rows_end(&rows);
        if (s) return s;
        if (ended) return at_row(ctx, ended, i);
    }
    return OK;
}

Status db_query_many(Ctx *ctx, const Sql *sql, const DbValue *values, size_t width, size_t count,
                     DbEach *each, void *user)
{
    Statement *statement;
    Status s = statement_find(ctx, sql, width, &statement);
    if (s || count == 0) return s;
    const Engine *engine = ctx->db->database->engine;
    if (!engine->query_many) return query_each(ctx, sql, values, width, count, each, user);
    s = statement_count(ctx, ctx->db->database, sql->name);
    if (!s) s = guard_set(ctx);
    if (s) return db_broken(ctx, s);
    return guard_end(ctx, engine->query_many(ctx, statement, values, width, count, each, user));
}

Status db_query_ids(Ctx *ctx, const Sql *sql, const int64_t *ids, size_t count, DbEach *each,
                    void *user)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        values[i] = db_int(ids[i]);
    return db_query_many(ctx, sql, values, 1, count, each, user);
}

/* By its statement; `added` is filled from the counts of rows written. */
static Status load_each(Ctx *ctx, const Load *load, const DbValue *values, size_t count,
                        bool *added)
{
    int64_t changed[256];
    for (size_t done = 0; done < count;) {
        size_t part = count - done < 256 ? count - done : 256;
        Status s =
            db_run_many(ctx, load->insert, values + done * load->width, load->width, part, changed);
        if (s) return at_row(ctx, s, done + (size_t)ctx->problem.row - 1);
        for (size_t i = 0; i < part; i++)
            added[done + i] = changed[i] > 0;
        done += part;
    }
    return OK;
}

/* Rows from which a bulk load pays for its round trips. */
#define LOAD_MIN 200

Status db_load(Ctx *ctx, const Load *load, const DbValue *values, size_t count, bool *added)
{
    Statement *statement;
    Status s = statement_find(ctx, load->insert, load->width, &statement);
    if (s) return s;
    const Engine *engine = ctx->db->database->engine;
    if (!engine->load || count < LOAD_MIN) return load_each(ctx, load, values, count, added);
    s = statement_count(ctx, ctx->db->database, load->table);
    if (!s) s = guard_set(ctx);
    if (s) return db_broken(ctx, s);
    return guard_end(ctx, engine->load(ctx, load, values, count, added));
}
