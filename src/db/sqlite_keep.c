/* The write-ahead log, kept for who archives it. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/sqlite.h"

static void mark_path(const Database *database, char path[PATH_MAX])
{
    snprintf(path, PATH_MAX, "%s-kept", database->options.url);
}

bool kept_is(const Database *database)
{
    char path[PATH_MAX];
    mark_path(database, path);
    return access(path, F_OK) == 0;
}

static Status mark_make(Ctx *ctx, const Database *database)
{
    char path[PATH_MAX];
    mark_path(database, path);
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    bool is_there = file >= 0 && fsync(file) == 0;
    if (file >= 0) close(file);
    return is_there ? OK : fail(ctx, UNAVAILABLE, "%s cannot be made: %s", path, strerror(errno));
}

bool kept_ask(Journal *journal, bool ends)
{
    const Kept *kept = &journal->kept;
    if (kept->keep) return kept->keep(kept->user, journal->database, ends);
    return !kept_is(journal->database);
}

/* Whoever archives finds that it was broken off, and begins with a new copy of all. */
void kept_give_up(Journal *journal)
{
    char path[PATH_MAX];
    if (journal->kept.keep) return;
    mark_path(journal->database, path);
    unlink(path);
}

static void pins_close(Kept *kept)
{
    kept->index = NULL;
    for (int i = 0; i < 2; i++) {
        sqlite3_close(kept->pins[i]);
        kept->pins[i] = NULL;
    }
}

static Status page_rewrite(Ctx *ctx, Database *database)
{
    sqlite3 *handle;
    Status s = sqlite_connect_raw(ctx, database, true, &handle);
    if (s) return s;
    int code = sqlite3_exec(handle, "PRAGMA user_version = 0", NULL, NULL, NULL);
    if (code) s = sqlite_fail(ctx, handle, code, "beginning a journal");
    sqlite3_close(handle);
    return s;
}

/* A log into which nothing was ever written has no name that one could go on from: a page is
 * written as it is. */
static Status log_begin(Ctx *ctx, Database *database)
{
    Journal *journal = database->driver;
    const DbPlace beginning = {0};
    DbChanges changes;
    Status s = sqlite_changes(ctx, database, &beginning, &changes);
    if (s || changes.pages) return s;
    writer_take(database->writers);
    s = turn_take(ctx, journal->turn, database->options.busy_ms);
    if (!s) s = page_rewrite(ctx, database);
    turn_give(journal->turn);
    writer_give(database->writers);
    return s;
}

Status sqlite_keep(Ctx *ctx, Database *database, DbKeep *keep, void *user)
{
    Journal *journal = database->driver;
    Kept *kept = &journal->kept;
    Status s = mark_make(ctx, database);
    for (int i = 0; !s && i < 2; i++)
        s = sqlite_connect_raw(ctx, database, false, &kept->pins[i]);
    if (!s) s = kept_index_find(ctx, kept);
    if (!s) s = log_begin(ctx, database);
    if (s) {
        pins_close(kept);
        return s;
    }
    /* the last that is closed, and would empty it then */
    sqlite3_db_config(journal->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    pthread_mutex_lock(&journal->emptying);
    kept->user = user;
    kept->keep = keep;
    pthread_mutex_unlock(&journal->emptying);
    return OK;
}

void sqlite_keep_end(Database *database)
{
    Journal *journal = database->driver;
    pthread_mutex_lock(&journal->emptying);
    journal->kept.keep = NULL;
    pthread_mutex_unlock(&journal->emptying);
    pthread_mutex_lock(&journal->kept.lock);
    kept_unpin(&journal->kept);
    pins_close(&journal->kept);
    pthread_mutex_unlock(&journal->kept.lock);
}

Status sqlite_let_go(Ctx *ctx, Database *database)
{
    char path[PATH_MAX];
    mark_path(database, path);
    if (unlink(path) == 0 || errno == ENOENT) return OK;
    return fail(ctx, UNAVAILABLE, "%s cannot be removed: %s", path, strerror(errno));
}
