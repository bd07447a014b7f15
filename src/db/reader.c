/* The pool of connections that read.
 *
 * Taking and leaving a snapshot means locks on the file that all readers share, so where the engine
 * lets it, a reader that is given back keeps its own: whoever comes next goes on with it, while
 * this process has written nothing since and it is so young that nobody can tell what another
 * process has. */
#include "db/engine.h"

#define FRESH_US 1000

/* The one that this thread had last, where it is there: what it holds is in the caches of the
 * thread's processor. */
static Db *reader_pop(Database *database)
{
    pthread_t own = pthread_self();
    pthread_mutex_lock(&database->lock);
    Db **place = &database->readers;
    while (*place && !pthread_equal((*place)->thread, own))
        place = &(*place)->next;
    if (!*place) place = &database->readers;
    Db *db = *place;
    if (db) {
        *place = db->next;
        database->reader_count--;
    }
    pthread_mutex_unlock(&database->lock);
    return db;
}

/* False when there are enough, or none is needed any more. */
static bool reader_push(Database *database, Db *db)
{
    pthread_mutex_lock(&database->lock);
    bool kept = database->reader_count < database->options.readers && !database->closing;
    if (kept) {
        db->next = database->readers;
        database->readers = db;
        database->reader_count++;
    }
    pthread_mutex_unlock(&database->lock);
    return kept;
}

static bool snapshot_fresh(const Db *db)
{
    const Database *database = db->database;
    return db->written == atomic_load(&database->written) && !atomic_load(&database->emptying) &&
           monotonic_us() - db->began_us < FRESH_US;
}

static Status snapshot_leave(Ctx *ctx, Db *db)
{
    db->reading = false;
    return db_step(ctx, db, STEP_COMMIT);
}

static Status snapshot_take(Ctx *ctx, Db *db)
{
    if (db->reading && snapshot_fresh(db)) return OK;
    Status s = db->reading ? snapshot_leave(ctx, db) : OK;
    if (s) return s;
    db->written = atomic_load(&db->database->written);
    db->began_us = monotonic_us();
    s = db_step(ctx, db, STEP_BEGIN_READING);
    db->reading = !s;
    return s;
}

/* After a failure nothing is left to chance. */
static bool snapshot_keeps(const Db *db)
{
    const Database *database = db->database;
    return database->engine->rests_reading && !database->options.read_only && !db->broken &&
           snapshot_fresh(db);
}

/* NULL, too, when all of them are being closed. */
static Db *resting_pop(Database *database)
{
    pthread_mutex_lock(&database->lock);
    Db **place = &database->readers;
    while (*place && !(*place)->reading)
        place = &(*place)->next;
    Db *db = database->closing ? NULL : *place;
    if (db) {
        *place = db->next;
        database->reader_count--;
    }
    pthread_mutex_unlock(&database->lock);
    return db;
}

void readers_close(Database *database)
{
    for (Db *db = reader_pop(database); db; db = reader_pop(database))
        connection_close(db);
}

void readers_settle(Database *database)
{
    Ctx ctx;
    ctx_init(&ctx, NULL, NULL);
    for (Db *db = resting_pop(database); db; db = resting_pop(database))
        if (snapshot_leave(&ctx, db) || !reader_push(database, db)) connection_close(db);
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
    db->thread = pthread_self();
    s = snapshot_take(ctx, db);
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
    Status s = OK;
    if (snapshot_keeps(db)) {
        db_settle(db, 0);
    } else {
        Problem problem = ctx->problem;
        s = snapshot_leave(ctx, db);
        ctx->problem = problem;
    }
    if (s || !reader_push(database, db)) connection_close(db);
}
