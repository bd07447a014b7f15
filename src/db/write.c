/* Submitting pieces of writing, waiting for them, and borrowing a writer's connection instead. */
#include "db/engine.h"

#include <errno.h>
#include <semaphore.h>

Status database_submit(Database *database, Write *write)
{
    if (database->options.read_only)
        return fail(write->ctx, UNAVAILABLE, "the database was opened for reading only");
    pthread_mutex_lock(&database->lock);
    bool closing = database->closing;
    if (!closing) {
        Queue *queue = &writer_of(database, write->lane)->queue;
        write->next = NULL;
        write->status = OK;
        write->queued_us = monotonic_us();
        *queue->tail = write;
        queue->tail = &write->next;
        database->queued++;
        pthread_cond_broadcast(&database->work);
    }
    pthread_mutex_unlock(&database->lock);
    return closing ? fail(write->ctx, UNAVAILABLE, "the database is being closed") : OK;
}

typedef struct Waiting {
    Write write;
    Status (*run)(Ctx *ctx, void *work);
    void *work;
    sem_t done;
    Status status;
} Waiting;

static Status waiting_run(Ctx *ctx, void *work)
{
    Waiting *waiting = work;
    return waiting->run(ctx, waiting->work);
}

static void waiting_done(void *work, Status status)
{
    Waiting *waiting = work;
    waiting->status = status;
    sem_post(&waiting->done);
}

static bool writes_already(const Ctx *ctx, const Database *database)
{
    return ctx->db && ctx->db->database == database && ctx->db->is_writer;
}

Status database_write(Ctx *ctx, Database *database, Status (*run)(Ctx *ctx, void *work), void *work)
{
    return database_write_in(ctx, database, LANE_SHORT, run, work);
}

Status database_write_in(Ctx *ctx, Database *database, Lane lane,
                         Status (*run)(Ctx *ctx, void *work), void *work)
{
    if (writes_already(ctx, database)) return db_attempt(ctx, run, work);
    Waiting waiting = {.run = run, .work = work};
    waiting.write = (Write){
        .ctx = ctx, .run = waiting_run, .done = waiting_done, .work = &waiting, .lane = lane};
    sem_init(&waiting.done, 0, 0);
    Status s = database_submit(database, &waiting.write);
    if (s) return s;
    while (sem_wait(&waiting.done) && errno == EINTR)
        ;
    sem_destroy(&waiting.done);
    return waiting.status;
}

Status database_borrow_writer(Ctx *ctx, Database *database)
{
    if (database->options.read_only)
        return fail(ctx, UNAVAILABLE, "the database was opened for reading only");
    if (writes_already(ctx, database))
        return fail(ctx, INTERNAL, "a writer's connection is borrowed already");
    Writer *writer = database->writers;
    writer_take(writer);
    writer->db->lanes = 0;
    Status s = db_step(ctx, writer->db, STEP_BEGIN_WRITING);
    if (s) {
        writer_give(writer);
        return s;
    }
    writer->db->borrowed = true;
    writer->db->outer = ctx->db;
    ctx->db = writer->db;
    return OK;
}

Status database_return_writer(Ctx *ctx, Database *database, bool commit)
{
    Db *db = ctx->db;
    Status s = commit ? db_step(ctx, db, STEP_COMMIT) : OK;
    if (commit && !s) {
        db_committed(db);
    } else {
        Problem problem = ctx->problem;
        Status undone = db_step(ctx, db, STEP_ROLL_BACK);
        ctx->problem = s ? problem : ctx->problem;
        if (!s) s = undone;
        db->after = NULL;
    }
    db->borrowed = false;
    ctx->db = db->outer;
    writer_give(database->writers);
    return s;
}
