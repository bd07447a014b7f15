/* What is known of an open database. */
#include "db/engine.h"

SQL_IN("ping", ping, "SELECT 1 AS one");

Status database_ping(Ctx *ctx, Database *database)
{
    int64_t one;
    Status s = database_reader(ctx, database);
    if (s) return s;
    s = db_get_int(ctx, &ping, &one);
    database_give_back(ctx, database);
    return s;
}

Status database_describe(Ctx *ctx, Database *database, Buf *out)
{
    Rows *rows;
    Status s = database_reader(ctx, database);
    if (s) return s;
    s = db_query(ctx, database->engine->describe, &rows);
    while (!s && rows_next(rows)) {
        buf_text(out, rows_text(rows, 0));
        buf_char(out, '\n');
    }
    if (!s) s = rows_end(rows);
    database_give_back(ctx, database);
    return s ? s : buf_check(ctx, out);
}

static int64_t database_bytes(Database *database)
{
    Ctx ctx;
    Arena *arena = arena_new();
    int64_t bytes = 0;
    if (!arena) return 0;
    ctx_init(&ctx, arena, NULL);
    if (!database_reader(&ctx, database)) {
        if (db_get_int(&ctx, database->engine->size, &bytes)) bytes = 0;
        database_give_back(&ctx, database);
    }
    arena_release(arena);
    return bytes;
}

void database_state(Database *database, DatabaseState *out)
{
    *out = (DatabaseState){.engine = database->engine->name,
                           .schema_version = database->schema_version,
                           .pending = database->pending,
                           .statements = atomic_load(&database->statements)};
    if (database->engine->journal_bytes)
        out->journal_bytes = database->engine->journal_bytes(database);
    pthread_mutex_lock(&database->lock);
    out->queued = database->queued;
    out->commits = database->commits;
    out->pieces = database->pieces;
    out->collisions = database->collisions;
    pthread_mutex_unlock(&database->lock);
    out->bytes = database_bytes(database);
}

int64_t db_outside_changes(Ctx *ctx)
{
    const Engine *engine = ctx->db->database->engine;
    return engine->outside_changes && ctx->db->is_writer ? engine->outside_changes(ctx->db) : 0;
}
