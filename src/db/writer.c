/* Pieces of writing: the queue, the threads that empty it, and what shares a commit. */
#include "db/engine.h"

#include <unistd.h>

/* How long a transaction goes on taking pieces: what comes meanwhile shares its commit, and none
 * waits for much longer than this and a sync. */
#define GROUP_US 10000

/* How often a piece is run again after collisions with others, waiting longer each time. */
#define RUNS 10

/* --- the queue --- */

static Write *queue_pop(Database *database)
{
    Write *write = database->head;
    if (!write) return NULL;
    database->head = write->next;
    if (!database->head) database->tail = &database->head;
    database->queued--;
    write->next = NULL;
    return write;
}

/* The next piece, and the connection to run it on; NULL when the database is closed. */
static Write *queue_wait(Writer *writer)
{
    Database *database = writer->database;
    pthread_mutex_lock(&database->lock);
    while ((!database->head && !database->closing) || writer->busy || writer->awaited)
        pthread_cond_wait(&database->work, &database->lock);
    Write *write = queue_pop(database);
    writer->busy = write != NULL;
    pthread_mutex_unlock(&database->lock);
    return write;
}

static Write *queue_more(Writer *writer)
{
    pthread_mutex_lock(&writer->database->lock);
    Write *write = writer->awaited ? NULL : queue_pop(writer->database);
    pthread_mutex_unlock(&writer->database->lock);
    return write;
}

void writer_take(Writer *writer)
{
    Database *database = writer->database;
    pthread_mutex_lock(&database->lock);
    writer->awaited++;
    while (writer->busy)
        pthread_cond_wait(&database->released, &database->lock);
    writer->awaited--;
    writer->busy = true;
    pthread_mutex_unlock(&database->lock);
}

void writer_give(Writer *writer)
{
    Database *database = writer->database;
    pthread_mutex_lock(&database->lock);
    writer->busy = false;
    pthread_cond_broadcast(&database->released);
    pthread_cond_broadcast(&database->work);
    pthread_mutex_unlock(&database->lock);
}

/* --- pieces --- */

static Status piece_run(Db *db, Write *write, bool alone)
{
    Ctx *ctx = write->ctx;
    Db *outer = ctx->db;
    ctx->db = db;
    Status s = alone ? write->run(ctx, write->work) : db_attempt(ctx, write->run, write->work);
    if (!s && db->broken) s = fail(ctx, INTERNAL, "a statement failed, and it was passed over");
    ctx->db = outer;
    return s;
}

static void piece_undo(Db *db, Ctx *ctx)
{
    Problem problem = ctx->problem;
    (void)!db_step(ctx, db, STEP_ROLL_BACK);
    db->after = NULL;
    ctx->problem = problem;
}

static void pieces_done(Database *database, Write *list, bool committed)
{
    int64_t count = 0;
    for (Write *write = list; write; write = write->next)
        count++;
    pthread_mutex_lock(&database->lock);
    database->pieces += count;
    database->commits += committed;
    pthread_mutex_unlock(&database->lock);
    for (Write *write = list, *next; write; write = next) {
        next = write->next;
        write->done(write->work, write->status);
    }
}

/* --- one connection: pieces that wait together commit together --- */

typedef struct Group {
    Write *first, **tail;
    bool begun;      /* its transaction is open, and holds something */
    Status lost;     /* why it cannot be kept, or could not begin */
    Problem problem; /* the words for that */
} Group;

static void group_lose(Group *group, Status status, const Ctx *ctx)
{
    group->lost = status;
    group->problem = ctx->problem;
}

/* The first piece of a transaction needs no savepoint: nothing else would be undone with it. */
static Status group_try(Db *db, Group *group, Write *write)
{
    Ctx *ctx = write->ctx;
    if (!group->begun) {
        Status s = db_step(ctx, db, STEP_BEGIN_WRITING);
        if (s) {
            group_lose(group, s, ctx);
            return s;
        }
    }
    Status s = piece_run(db, write, !group->begun);
    if (!s) {
        group->begun = true;
        db_settle(db, 0);
    } else if (!group->begun) {
        piece_undo(db, ctx);
    } else if (db->broken) {
        group_lose(group, s, ctx);
    }
    return s;
}

static void group_add(Db *db, Group *group, Write *write)
{
    *group->tail = write;
    group->tail = &write->next;
    if (!group->lost) {
        write->status = group_try(db, group, write);
    } else {
        write->status = group->lost;
        write->ctx->problem = group->problem;
    }
}

/* What went wrong with the transaction went wrong for every piece in it. */
static void group_fail(Group *group)
{
    for (Write *write = group->first; write; write = write->next) {
        if (write->status) continue;
        write->status = group->lost;
        write->ctx->problem = group->problem;
    }
}

static void group_end(Db *db, Group *group)
{
    Write *kept = group->first;
    while (kept->status)
        kept = kept->next;
    if (!group->lost) {
        Status s = db_step(kept->ctx, db, STEP_COMMIT);
        if (s) group_lose(group, s, kept->ctx);
    }
    if (!group->lost) {
        db_committed(db);
        return;
    }
    piece_undo(db, kept->ctx);
    group_fail(group);
}

static void group_run(Writer *writer, Write *first)
{
    Group group = {.tail = &group.first};
    int64_t until = monotonic_us() + GROUP_US;
    for (Write *write = first; write; write = queue_more(writer)) {
        group_add(writer->db, &group, write);
        if (!group.lost && monotonic_us() > until) break;
    }
    if (group.begun) group_end(writer->db, &group);
    writer_give(writer);
    pieces_done(writer->database, group.first, group.begun && !group.lost);
}

/* --- several connections: a transaction for each piece, run again after a collision --- */

static Status single_try(Db *db, Write *write)
{
    db->collided = false;
    Status s = db_step(write->ctx, db, STEP_BEGIN_WRITING);
    if (!s) s = piece_run(db, write, true);
    if (!s) s = db_step(write->ctx, db, STEP_COMMIT);
    if (!s)
        db_committed(db);
    else
        piece_undo(db, write->ctx);
    return s;
}

static void single_run(Writer *writer, Write *write)
{
    write->status = single_try(writer->db, write);
    for (unsigned run = 1; write->status && writer->db->collided && run < RUNS; run++) {
        usleep((useconds_t)(monotonic_us() % 1000 + 1) << run);
        problem_clear(write->ctx);
        write->status = single_try(writer->db, write);
    }
    writer_give(writer);
    pieces_done(writer->database, write, !write->status);
}

/* --- threads --- */

static void *writer_thread(void *argument)
{
    Writer *writer = argument;
    bool groups = writer->database->engine->one_writer;
    for (Write *write = queue_wait(writer); write; write = queue_wait(writer)) {
        if (groups)
            group_run(writer, write);
        else
            single_run(writer, write);
    }
    return NULL;
}

Status writers_start(Ctx *ctx, Database *database)
{
    for (unsigned i = 0; i < database->options.writers; i++) {
        Writer *writer = &database->writers[i];
        writer->database = database;
        Status s = writer->db ? OK : connection_open(ctx, database, true, &writer->db);
        if (s) return s;
        if (pthread_create(&writer->thread, NULL, writer_thread, writer))
            return fail(ctx, UNAVAILABLE, "the system gives no more threads");
        writer->runs = true;
    }
    return OK;
}

void writers_stop(Database *database)
{
    pthread_mutex_lock(&database->lock);
    database->closing = true;
    pthread_cond_broadcast(&database->work);
    pthread_mutex_unlock(&database->lock);
    for (unsigned i = 0; i < database->options.writers; i++) {
        Writer *writer = &database->writers[i];
        if (writer->runs) pthread_join(writer->thread, NULL);
        connection_close(writer->db);
    }
}
