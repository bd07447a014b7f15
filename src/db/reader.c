/* The pool of connections that read. */
#include "db/engine.h"

static Db *reader_pop(Database *database)
{
    pthread_mutex_lock(&database->lock);
    Db *db = database->readers;
    if (db) {
        database->readers = db->next;
        database->reader_count--;
    }
    pthread_mutex_unlock(&database->lock);
    return db;
}

/* False when there are enough. */
static bool reader_push(Database *database, Db *db)
{
    pthread_mutex_lock(&database->lock);
    bool kept = database->reader_count < database->options.readers;
    if (kept) {
        db->next = database->readers;
        database->readers = db;
        database->reader_count++;
    }
    pthread_mutex_unlock(&database->lock);
    return kept;
}

Status database_reader(Ctx *ctx, Database *database)
{
    if (ctx->db && ctx->db->database == database) {
        ctx->db->nesting++;
        return OK;
    }
    Db *db = reader_pop(database);
    Status s = db ? OK : connection_open(ctx, database, false, &db);
    if (s) return s;
    s = db_step(ctx, db, STEP_BEGIN_READING);
    if (s) {
        connection_close(db);
        return s;
    }
    db->outer = ctx->db;
    ctx->db = db;
    return OK;
}

void database_give_back(Ctx *ctx, Database *database)
{
    Db *db = ctx->db;
    if (db->nesting) {
        db->nesting--;
        return;
    }
    ctx->db = db->outer;
    Problem problem = ctx->problem;
    Status s = db_step(ctx, db, STEP_COMMIT);
    ctx->problem = problem;
    if (s || !reader_push(database, db)) connection_close(db);
}
