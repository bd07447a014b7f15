/* Pieces of writing: the queues, the threads that empty them, and what shares a commit. */
#include "db/engine.h"

#include <unistd.h>

/* How long a transaction goes on taking pieces: what comes meanwhile shares its commit, and none
 * waits for much longer than this and a sync. And how many at most: PostgreSQL keeps 64 savepoints
 * of a transaction at hand. */
#define GROUP_US 10000
#define GROUP_MAX 48

/* How often a piece is run again after collisions with others, waiting longer each time. */
#define RUNS 10

/* --- the queue --- */

unsigned writer_count(const Database *database)
{
    return database->engine->one_writer ? 1 : LANES;
}

Writer *writer_of(Database *database, Lane lane)
{
    return &database->writers[writer_count(database) == 1 ? 0 : lane];
}

static Write *queue_pop(Writer *writer)
{
    Queue *queue = &writer->queue;
    Write *write = queue->head;
    if (!write) return NULL;
    queue->head = write->next;
    if (!queue->head) queue->tail = &queue->head;
    writer->database->queued--;
    write->next = NULL;
    return write;
}

/* The next piece, and the connection to run it on; NULL when the database is closed. */
static Write *queue_wait(Writer *writer)
{
    Database *database = writer->database;
    pthread_mutex_lock(&database->lock);
    while ((!writer->queue.head && !database->closing) || writer->busy || writer->awaited)
        pthread_cond_wait(&database->work, &database->lock);
    Write *write = queue_pop(writer);
    writer->busy = write != NULL;
    pthread_mutex_unlock(&database->lock);
    return write;
}

/* Whether the next piece was queued by then. */
static bool queue_knew(const Writer *writer, int64_t by_us)
{
    return writer->queue.head && writer->queue.head->queued_us <= by_us;
}

/* Where another lane writes too, a transaction takes nobody who came after it began: they may have
 * seen what the other committed since, and it does not. */
static Write *queue_more(Writer *writer, int64_t begun_us)
{
    int64_t by_us = writer_count(writer->database) > 1 ? begun_us : INT64_MAX;
    pthread_mutex_lock(&writer->database->lock);
    bool may = !writer->awaited && queue_knew(writer, by_us);
    Write *write = may ? queue_pop(writer) : NULL;
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
    db->collided = false;
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

/* --- one transaction: pieces that wait together commit together --- */

typedef struct Pieces {
    Write *first, **tail;
} Pieces;

static void pieces_add(Pieces *pieces, Write *write)
{
    write->next = NULL;
    *pieces->tail = write;
    pieces->tail = &write->next;
}

typedef struct Group {
    Pieces pieces, again; /* those that collided are run again by themselves */
    size_t count;
    int64_t commits, collisions;
    int64_t begun_us; /* before its snapshot */
    bool begun;       /* its transaction is open, and holds something */
    Status lost;      /* why it cannot be kept, or could not begin */
    Problem problem;  /* the words for that */
    bool collided;    /* it was in the way of another: all of its pieces are run again */
} Group;

static void group_lose(Group *group, Status status, const Db *db, const Ctx *ctx)
{
    group->lost = status;
    group->problem = ctx->problem;
    group->collided = db->collided;
}

/* The first piece of a transaction needs no savepoint: nothing else would be undone with it. */
static Status group_try(Db *db, Group *group, Write *write)
{
    Ctx *ctx = write->ctx;
    if (!group->begun) {
        group->begun_us = monotonic_us();
        Status s = db_step(ctx, db, STEP_BEGIN_WRITING);
        if (s) {
            group_lose(group, s, db, ctx);
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
        group_lose(group, s, db, ctx);
    }
    return s;
}

static void group_add(Db *db, Group *group, Write *write)
{
    group->count++;
    db->collided = false;
    if (!group->lost) {
        write->status = group_try(db, group, write);
    } else {
        write->status = group->lost;
        write->ctx->problem = group->problem;
    }
    pieces_add(write->status && db->collided ? &group->again : &group->pieces, write);
}

/* What went wrong with the transaction went wrong for every piece in it. */
static void group_fail(Group *group)
{
    Write *write = group->pieces.first;
    group->pieces = (Pieces){.tail = &group->pieces.first};
    for (Write *next; write; write = next) {
        bool was_kept = !write->status;
        next = write->next;
        if (was_kept) {
            write->status = group->lost;
            write->ctx->problem = group->problem;
        }
        pieces_add(was_kept && group->collided ? &group->again : &group->pieces, write);
    }
}

static void group_end(Db *db, Group *group)
{
    Write *kept = group->pieces.first;
    while (kept->status)
        kept = kept->next;
    if (!group->lost) {
        db->collided = false; /* a piece may have met a collision, and gone on */
        Status s = db_step(kept->ctx, db, STEP_COMMIT);
        if (s) group_lose(group, s, db, kept->ctx);
    }
    if (!group->lost) {
        group->commits++;
        db_committed(db);
        return;
    }
    piece_undo(db, kept->ctx);
    group_fail(group);
}

/* --- by itself, when it is the turn of no lane but this piece's --- */

static Status single_try(Db *db, Write *write)
{
    problem_clear(write->ctx);
    Status s = db_step(write->ctx, db, STEP_BEGIN_WRITING);
    if (!s) s = piece_run(db, write, true);
    if (!s) s = db_step(write->ctx, db, STEP_COMMIT);
    if (!s)
        db_committed(db);
    else
        piece_undo(db, write->ctx);
    return s;
}

static void single_run(Db *db, Group *group, Write *write)
{
    db->lanes = (1 << LANES) - 1;
    for (unsigned run = 1; write->status && db->collided && run < RUNS; run++) {
        group->collisions++;
        usleep((useconds_t)(monotonic_us() % 1000 + 1) << run);
        db->collided = false;
        write->status = single_try(db, write);
    }
    group->commits += !write->status;
}

static void group_repeat(Db *db, Group *group)
{
    for (Write *write = group->again.first, *next; write; write = next) {
        next = write->next;
        db->collided = true;
        single_run(db, group, write);
        pieces_add(&group->pieces, write);
    }
}

/* --- all of it --- */

static void group_done(Database *database, const Group *group)
{
    pthread_mutex_lock(&database->lock);
    database->pieces += (int64_t)group->count;
    database->commits += group->commits;
    database->collisions += group->collisions;
    pthread_mutex_unlock(&database->lock);
    for (Write *write = group->pieces.first, *next; write; write = next) {
        next = write->next;
        write->done(write->work, write->status);
    }
}

static void group_run(Writer *writer, Write *first)
{
    Group group = {.pieces.tail = &group.pieces.first, .again.tail = &group.again.first};
    Db *db = writer->db;
    int64_t until = monotonic_us() + GROUP_US;
    db->lanes = 1U << (writer - writer->database->writers);
    for (Write *write = first; write; write = queue_more(writer, group.begun_us)) {
        group_add(db, &group, write);
        bool is_full = monotonic_us() > until || group.count == GROUP_MAX;
        if (group.collided || (!group.lost && is_full)) break;
    }
    if (group.begun) group_end(db, &group);
    group_repeat(db, &group);
    writer_give(writer);
    group_done(writer->database, &group);
}

/* --- threads --- */

static void *writer_thread(void *argument)
{
    Writer *writer = argument;
    for (Write *write = queue_wait(writer); write; write = queue_wait(writer))
        group_run(writer, write);
    return NULL;
}

Status writers_start(Ctx *ctx, Database *database)
{
    for (unsigned i = 0; i < writer_count(database); i++) {
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
    for (unsigned i = 0; i < LANES; i++) {
        Writer *writer = &database->writers[i];
        if (writer->runs) pthread_join(writer->thread, NULL);
        connection_close(writer->db);
    }
}
