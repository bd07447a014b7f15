/* Connections, and the transactions on them. */
#include "db/engine.h"

struct AfterCommit {
    void (*then)(void *work);
    void *work;
    AfterCommit *next; /* the one noted before */
};

Status connection_open(Ctx *ctx, Database *database, bool is_writer, Db **out)
{
    size_t count = (size_t)(__stop_sql_statements - __start_sql_statements);
    Statement **statements = memory_alloc(count * sizeof(Statement *));
    if (!statements) return no_memory(ctx);
    Status s = database->engine->connect(ctx, database, is_writer, out);
    if (s) {
        memory_free(statements);
        return s;
    }
    (*out)->database = database;
    (*out)->statements = statements;
    (*out)->is_writer = is_writer;
    return OK;
}

void connection_close(Db *db)
{
    if (!db) return;
    Statement **statements = db->statements;
    db_settle(db, 0);
    db->database->engine->disconnect(db);
    memory_free(statements);
}

static const char *const step_names[STEP_COUNT] = {"begin",     "begin",   "commit", "rollback",
                                                   "savepoint", "release", "undo"};

/* Steps that give up what was done are not made to fail: they are how a failure ends. */
Status db_step(Ctx *ctx, Db *db, Step step)
{
    bool gives_up = step == STEP_ROLL_BACK || step == STEP_UNDO;
    if (step == STEP_COMMIT || step == STEP_ROLL_BACK) db_settle(db, 0);
    Status s = db->is_writer && !gives_up ? statement_chance(ctx, step_names[step]) : OK;
    if (!s) s = db->database->engine->step(ctx, db, step);
    if (!s && step == STEP_COMMIT && db->is_writer) atomic_fetch_add(&db->database->written, 1);
    return s;
}

/* A failure to undo spoils the transaction, for whoever began it. */
static void attempt_undo(Ctx *ctx, uint64_t opened, AfterCommit *after)
{
    Db *db = ctx->db;
    Problem problem = ctx->problem;
    db_settle(db, opened);
    db->after = after;
    db->broken = db_step(ctx, db, STEP_UNDO);
    ctx->problem = problem;
}

Status db_attempt(Ctx *ctx, Status (*run)(Ctx *ctx, void *work), void *work)
{
    Db *db = ctx->db;
    if (!db || !db->is_writer) return fail(ctx, INTERNAL, "there is no transaction to write in");
    AfterCommit *after = db->after;
    uint64_t opened = db->opened;
    Status s = db_step(ctx, db, STEP_SAVE);
    if (s) return db_broken(ctx, s);
    s = run(ctx, work);
    if (!s && db->broken) s = fail(ctx, INTERNAL, "a statement failed, and it was passed over");
    if (!s) s = db_step(ctx, db, STEP_RELEASE);
    if (s) attempt_undo(ctx, opened, after);
    return s;
}

Status db_after_commit(Ctx *ctx, void (*then)(void *work), void *work)
{
    if (!ctx->db || !ctx->db->is_writer)
        return fail(ctx, INTERNAL, "there is no transaction to follow");
    AfterCommit *after = ARENA_NEW(ctx->arena, AfterCommit);
    if (!after) return no_memory(ctx);
    *after = (AfterCommit){then, work, ctx->db->after};
    ctx->db->after = after;
    return OK;
}

void db_committed(Db *db)
{
    AfterCommit *first = NULL;
    for (AfterCommit *after = db->after, *next; after; after = next) {
        next = after->next;
        after->next = first;
        first = after;
    }
    db->after = NULL;
    for (; first; first = first->next)
        first->then(first->work);
}
