/* The write-ahead log is copied into the database (checkpointed) by a thread with a connection of
 * its own, so that nobody who reads or writes waits for it: while the writer goes on, all but the
 * last pages; then, with the writer held back for a moment, the rest, after which the next write
 * begins the log anew. It happens when the log is long, or when nothing was written for a while. */
#include "base/condition.h"
#include "db/sqlite.h"

#define IDLE_MS 1000

/* Pages that may be left for the moment in which the writer is held back, and how often it is tried
 * to get that far. */
#define REST_PAGES 500
#define ROUNDS 6

/* How long the readers of old pages are waited for while the writer is held back. */
#define READERS_MS 20

/* How long another process's writing is waited for then, where the log is kept. */
#define TURN_MS 1000

/* How long a log may grow that is kept for somebody: 4 GiB. */
#define KEPT_PAGES_MAX (1 << 20)

/* After every commit, on the writer's thread. */
static int committed(void *user, sqlite3 *writer, const char *name, int pages)
{
    Journal *journal = user;
    (void)writer, (void)name;
    pthread_mutex_lock(&journal->lock);
    journal->pages = pages;
    journal->commits++;
    bool is_long = pages >= (int)journal->database->options.checkpoint_pages;
    if (journal->sleeps || is_long) pthread_cond_signal(&journal->changed);
    pthread_mutex_unlock(&journal->lock);
    return SQLITE_OK;
}

static int pages_now(Journal *journal)
{
    pthread_mutex_lock(&journal->lock);
    int pages = journal->pages;
    pthread_mutex_unlock(&journal->lock);
    return pages;
}

static int log_restart(Journal *journal)
{
    Database *database = journal->database;
    atomic_store(&database->emptying, true);
    readers_settle(database);
    pthread_mutex_lock(&journal->kept.lock);
    kept_unpin(&journal->kept);
    int code =
        sqlite3_wal_checkpoint_v2(journal->handle, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    pthread_mutex_unlock(&journal->kept.lock);
    atomic_store(&database->emptying, false);
    return code;
}

/* Where somebody keeps the log, nobody of another process may write between the last that they are
 * told and its end. */
static int kept_restart(Journal *journal)
{
    Ctx ctx;
    ctx_init(&ctx, NULL, NULL);
    if (turn_take(&ctx, journal->turn, TURN_MS)) return SQLITE_BUSY;
    int code = kept_ask(journal, true) ? log_restart(journal) : SQLITE_BUSY;
    turn_give(journal->turn);
    return code;
}

/* With the writer held back. */
static int journal_restart(Journal *journal)
{
    Database *database = journal->database;
    writer_take(database->writers);
    int code = journal->kept.keep ? kept_restart(journal) : log_restart(journal);
    writer_give(database->writers);
    return code;
}

/* All but what came since; false when somebody stood in the way. Of a log that is kept only what
 * was told is copied. */
static bool rest_copy(Journal *journal, int *rest)
{
    int logged = 0, copied = 0;
    if (!kept_ask(journal, false)) return false;
    int64_t told = atomic_load(&journal->kept.told);
    int code = sqlite3_wal_checkpoint_v2(journal->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, &logged,
                                         &copied);
    bool is_all = journal->kept.keep ? copied >= told : copied == logged;
    *rest = pages_now(journal) - copied;
    return !code && is_all;
}

/* False when readers of old pages, another process, who keeps the log or the disk stood in the way.
 */
static bool log_empty(Journal *journal)
{
    int rest = 0;
    readers_settle(journal->database);
    for (int round = 0; round < ROUNDS; round++) {
        if (!rest_copy(journal, &rest)) return false;
        if (rest < REST_PAGES) break;
    }
    return journal_restart(journal) == SQLITE_OK;
}

static bool checkpoint(Journal *journal)
{
    pthread_mutex_lock(&journal->emptying);
    if (pages_now(journal) > KEPT_PAGES_MAX) kept_give_up(journal);
    bool is_empty = log_empty(journal);
    pthread_mutex_unlock(&journal->emptying);
    return is_empty;
}

/* Waits for a commit, or for at most `ms`; under the lock. */
static void journal_wait(Journal *journal, int64_t ms)
{
    condition_wait(&journal->changed, &journal->lock, monotonic_us() + ms * 1000);
}

/* Snapshots are not kept for long where nobody reads; without the lock. */
static void readers_rest(Journal *journal)
{
    pthread_mutex_unlock(&journal->lock);
    readers_settle(journal->database);
    pthread_mutex_lock(&journal->lock);
}

static void *journal_thread(void *argument)
{
    Journal *journal = argument;
    int limit = (int)journal->database->options.checkpoint_pages;
    uint64_t done = 0;
    pthread_mutex_lock(&journal->lock);
    while (!journal->closing) {
        uint64_t seen = journal->commits;
        journal->sleeps = seen == done;
        if (journal->sleeps || journal->pages < limit) journal_wait(journal, IDLE_MS);
        bool is_idle = seen != done && journal->commits == seen;
        if (!is_idle && journal->pages < limit) readers_rest(journal);
        if (journal->closing || (journal->pages < limit && !is_idle)) continue;
        seen = journal->commits;
        pthread_mutex_unlock(&journal->lock);
        bool whole = checkpoint(journal);
        pthread_mutex_lock(&journal->lock);
        done = seen;
        if (whole) journal->pages = 0;
        if (!whole && !journal->closing) journal_wait(journal, IDLE_MS);
    }
    pthread_mutex_unlock(&journal->lock);
    return NULL;
}

Status journal_watch(Ctx *ctx, Journal *journal, sqlite3 *writer)
{
    Status s = sqlite_connect_raw(ctx, journal->database, true, &journal->handle);
    if (s) return s;
    sqlite3_busy_timeout(journal->handle, READERS_MS);
    sqlite3_wal_hook(writer, committed, journal);
    if (pthread_create(&journal->thread, NULL, journal_thread, journal))
        return fail(ctx, UNAVAILABLE, "the system gives no more threads");
    journal->runs = true;
    return OK;
}

void journal_stop(Journal *journal)
{
    pthread_mutex_lock(&journal->lock);
    journal->closing = true;
    pthread_cond_signal(&journal->changed);
    pthread_mutex_unlock(&journal->lock);
    if (journal->runs) pthread_join(journal->thread, NULL);
    sqlite3_close(journal->handle);
}
