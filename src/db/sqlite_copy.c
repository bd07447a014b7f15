/* Copies of an SQLite database: by SQLite's own backup, from a reader's snapshot. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "db/sqlite.h"

#define COPYING "copying the database"

typedef struct Counting {
    Ctx *ctx;
    sqlite3 *handle;
    DbTableRows *each;
    void *user;
} Counting;

static Status rows_count(const Counting *counting, const char *table)
{
    Ctx *ctx = counting->ctx;
    sqlite3_stmt *statement = NULL;
    const char *text = arena_format(ctx->arena, "SELECT count(*) FROM \"%s\"", table);
    if (!text) return no_memory(ctx);
    int code = sqlite3_prepare_v2(counting->handle, text, -1, &statement, NULL);
    if (!code) code = sqlite3_step(statement);
    Status s = code == SQLITE_ROW ? OK : sqlite_fail(ctx, counting->handle, code, "counting rows");
    if (!s) s = counting->each(ctx, counting->user, table, sqlite3_column_int64(statement, 0));
    sqlite3_finalize(statement);
    return s;
}

static Status tables_count(const Counting *counting)
{
    sqlite3_stmt *names = NULL;
    Status s = OK;
    int code = sqlite3_prepare_v2(counting->handle,
                                  "SELECT name FROM sqlite_master WHERE type = 'table'"
                                  " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name",
                                  -1, &names, NULL);
    while (!code && !s && (code = sqlite3_step(names)) == SQLITE_ROW) {
        s = rows_count(counting, (const char *)sqlite3_column_text(names, 0));
        code = SQLITE_OK;
    }
    if (!s && code != SQLITE_DONE)
        s = sqlite_fail(counting->ctx, counting->handle, code, "counting rows");
    sqlite3_finalize(names);
    return s;
}

Status sqlite_tables(Ctx *ctx, Db *db, DbTableRows *each, void *user)
{
    return tables_count(&(Counting){ctx, ((SqliteDb *)db)->handle, each, user});
}

/* A transaction's snapshot is that of its first statement; a backup alone would have one of its
 * own, and leave it. */
static Status snapshot_hold(Ctx *ctx, sqlite3 *from)
{
    int code = sqlite3_exec(from, "SELECT count(*) FROM sqlite_master", NULL, NULL, NULL);
    return code ? sqlite_fail(ctx, from, code, COPYING) : OK;
}

static Status copy_all(Ctx *ctx, sqlite3 *from, sqlite3 *onto)
{
    sqlite3_backup *backup = sqlite3_backup_init(onto, "main", from, "main");
    if (!backup) return sqlite_fail(ctx, onto, sqlite3_errcode(onto), COPYING);
    int code = sqlite3_backup_step(backup, -1);
    int ended = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE) return sqlite_fail(ctx, onto, code, COPYING);
    return ended ? sqlite_fail(ctx, onto, ended, COPYING) : OK;
}

/* Whoever opens the copy later makes no log beside it; a database that is opened sets up its own.
 */
static Status companions_avoid(Ctx *ctx, sqlite3 *onto)
{
    int code = sqlite3_exec(onto, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
    return code ? sqlite_fail(ctx, onto, code, COPYING) : OK;
}

/* Of its owner alone, and nobody's until now. */
static Status file_make(Ctx *ctx, const char *path)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return fail(ctx, errno == EEXIST ? CONFLICT : UNAVAILABLE, "%s cannot be made: %s", path,
                    strerror(errno));
    close(file);
    return OK;
}

Status sqlite_dump(Ctx *ctx, Db *db, const char *path)
{
    sqlite3 *onto = NULL;
    Status s = file_make(ctx, path);
    if (s) return s;
    int code = sqlite3_open_v2(path, &onto, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code) s = sqlite_fail(ctx, onto, code, COPYING);
    if (!s) s = snapshot_hold(ctx, ((SqliteDb *)db)->handle);
    if (!s) s = copy_all(ctx, ((SqliteDb *)db)->handle, onto);
    if (!s) s = companions_avoid(ctx, onto);
    if (sqlite3_close(onto) && !s) s = fail(ctx, INTERNAL, "the copy of the database stays open");
    return s;
}

Status sqlite_dump_settle(Ctx *ctx, const char *path)
{
    sqlite3 *handle = NULL;
    int code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    Status s =
        code ? sqlite_fail(ctx, handle, code, "opening a copy") : companions_avoid(ctx, handle);
    sqlite3_close(handle);
    return s;
}

/* As many faults as one needs to believe it. */
static Status file_check(Ctx *ctx, sqlite3 *handle)
{
    sqlite3_stmt *check = NULL;
    int code = sqlite3_prepare_v2(handle, "PRAGMA quick_check(1)", -1, &check, NULL);
    if (!code) code = sqlite3_step(check);
    bool is_well =
        code == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(check, 0), "ok") == 0;
    sqlite3_finalize(check);
    return is_well ? OK : fail(ctx, INTERNAL, "the copy of the database is damaged");
}

Status sqlite_dump_tables(Ctx *ctx, const char *path, DbTableRows *each, void *user)
{
    sqlite3 *handle = NULL;
    int code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
    Status s = code ? sqlite_fail(ctx, handle, code, "opening a copy") : file_check(ctx, handle);
    if (!s) s = tables_count(&(Counting){ctx, handle, each, user});
    sqlite3_close(handle);
    return s;
}

/* A copy is a database as it stands: it is given its place, on the disk too. */
Status sqlite_fill(Ctx *ctx, const char *path, const char *url)
{
    if (strncmp(url, "sqlite:", 7) == 0) url += 7;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool is_safe = file >= 0 && fsync(file) == 0;
    if (file >= 0) close(file);
    if (!is_safe) return fail(ctx, UNAVAILABLE, "%s cannot be written: %s", path, strerror(errno));
    if (link(path, url) != 0)
        return fail(ctx, errno == EEXIST ? CONFLICT : UNAVAILABLE, "%s cannot be made: %s", url,
                    strerror(errno));
    unlink(path);
    return OK;
}
