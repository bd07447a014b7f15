/* The SQLite driver: connections and transactions. */
#include "db/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/condition.h"

/* Pages that a reader keeps of what lies beyond the mapped part of the file. */
#define READER_CACHE_BYTES (8 << 20)

/* What the system said last about the journal, or else the database: SQLite tells it file by file.
 */
static int last_errno(sqlite3 *handle)
{
    sqlite3_file *journal = NULL;
    int cause = 0;
    if (!handle) return 0;
    sqlite3_file_control(handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &journal);
    if (journal && journal->pMethods)
        journal->pMethods->xFileControl(journal, SQLITE_FCNTL_LAST_ERRNO, &cause);
    if (!cause) sqlite3_file_control(handle, "main", SQLITE_FCNTL_LAST_ERRNO, &cause);
    return cause ? cause : sqlite3_system_errno(handle);
}

Status sqlite_fail(Ctx *ctx, sqlite3 *handle, int code, const char *name)
{
    int cause = last_errno(handle);
    bool is_full =
        (code & 0xff) == SQLITE_IOERR && (cause == ENOSPC || cause == EFBIG || cause == EDQUOT);
    switch (is_full ? SQLITE_FULL : code & 0xff) {
    case SQLITE_CONSTRAINT: /* names the columns, never their values */
        return fail(ctx, CONFLICT, "%s: %s", name, sqlite3_errmsg(handle));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail(ctx, UNAVAILABLE, "the database is locked by another process");
    case SQLITE_FULL:
        return fail(ctx, NO_SPACE, "the disk is full: nothing was written");
    case SQLITE_NOMEM:
        return no_memory(ctx);
    case SQLITE_CANTOPEN:
        return fail(ctx, UNAVAILABLE, "the database cannot be opened: %s", strerror(cause));
    case SQLITE_READONLY:
        return fail(ctx, UNAVAILABLE, "the database cannot be written: its file is read-only");
    case SQLITE_TOOBIG:
        return fail(ctx, TOO_LARGE, "%s: a value is too large for the database", name);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return fail(ctx, INTERNAL, "%s: the database's file is damaged, or is none", name);
    case SQLITE_IOERR:
        return fail(ctx, INTERNAL, "%s: the disk failed: %s", name, strerror(cause));
    default:
        return fail(ctx, INTERNAL, "%s: %s", name, sqlite3_errstr(code));
    }
}

static Status execute(Ctx *ctx, Db *db, const char *name, const char *script)
{
    sqlite3 *handle = ((SqliteDb *)db)->handle;
    int code = sqlite3_exec(handle, script, NULL, NULL, NULL);
    if (code == SQLITE_ERROR) return fail(ctx, INTERNAL, "%s: %s", name, sqlite3_errmsg(handle));
    return code ? sqlite_fail(ctx, handle, code, name) : OK;
}

/* Where several open a new file at once, its journal's mode is refused without waiting for the
 * others: SQLite cannot tell them from a deadlock. */
static int execute_patiently(sqlite3 *handle, const char *script, unsigned busy_ms)
{
    enum { PAUSE_US = 2000 };
    int64_t until_us = monotonic_us() + (int64_t)busy_ms * 1000;
    int code = sqlite3_exec(handle, script, NULL, NULL, NULL);
    while (code == SQLITE_BUSY && monotonic_us() < until_us) {
        usleep(PAUSE_US);
        code = sqlite3_exec(handle, script, NULL, NULL, NULL);
    }
    return code;
}

/* What stands in the file lasts: synchronous; what is undone is undone whole: foreign_keys. The
 * rest makes texts compare as PostgreSQL does, and leaves checkpoints to the journal's thread. */
static Status set_up(Ctx *ctx, Database *database, bool is_writer, sqlite3 *handle)
{
    const DatabaseOptions *options = &database->options;
    char script[640];
    size_t cache = is_writer ? options->cache_bytes : READER_CACHE_BYTES;
    snprintf(script, sizeof script,
             "PRAGMA busy_timeout = %u; %s PRAGMA synchronous = %s; PRAGMA foreign_keys = ON;"
             "PRAGMA case_sensitive_like = ON; PRAGMA temp_store = MEMORY;"
             "PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = %lld;"
             "PRAGMA cache_size = -%zu; PRAGMA mmap_size = %lld; PRAGMA query_only = %s",
             options->busy_ms,
             is_writer ? "PRAGMA page_size = 4096; PRAGMA journal_mode = WAL;" : "",
             options->synchronous_off ? "OFF" : "FULL", 4096LL * options->checkpoint_pages,
             cache / 1024, is_writer ? 0LL : 1LL << 40, is_writer ? "OFF" : "ON");
    int code = execute_patiently(handle, script, options->busy_ms);
    if (code) return sqlite_fail(ctx, handle, code, "opening the database");
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE,
                      options->read_only || kept_is(database), NULL);
    return OK;
}

/* Where nobody has it open and its journal is empty, what stands in the file is all there is, and
 * as long as SQLite is told so it puts nothing beside it. */
static Status path_to_look_at(Ctx *ctx, const char *path, const char **out)
{
    const char *journal = arena_format(ctx->arena, "%s-wal", path);
    Buf uri;
    if (!journal) return no_memory(ctx);
    *out = path;
    if (access(journal, F_OK) == 0) return OK;
    buf_init(&uri, ctx->arena);
    buf_text(&uri, "file:");
    for (const char *at = path; *at; at++)
        if (strchr("%?#", *at))
            buf_format(&uri, "%%%02X", (unsigned char)*at);
        else
            buf_char(&uri, *at);
    buf_text(&uri, "?immutable=1");
    *out = uri.data;
    return buf_check(ctx, &uri);
}

Status sqlite_connect_raw(Ctx *ctx, Database *database, bool is_writer, sqlite3 **out)
{
    const char *path = database->options.url;
    bool writable = access(path, W_OK) == 0;
    int flags = SQLITE_OPEN_NOMUTEX | (database->options.look ? SQLITE_OPEN_URI : 0);
    if (database->options.look) {
        Status s = path_to_look_at(ctx, path, &path);
        if (s) return s;
    }
    if (is_writer)
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    else
        flags |= writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    *out = NULL;
    int code = sqlite3_open_v2(path, out, flags, NULL);
    Status s = code ? sqlite_fail(ctx, *out, code, "opening the database")
                    : set_up(ctx, database, is_writer, *out);
    if (!s) return OK;
    sqlite3_close(*out);
    *out = NULL;
    return s;
}

static const char *const step_texts[STEP_COUNT] = {
    [STEP_BEGIN_READING] = "BEGIN",   [STEP_BEGIN_WRITING] = "BEGIN IMMEDIATE",
    [STEP_COMMIT] = "COMMIT",         [STEP_ROLL_BACK] = "ROLLBACK",
    [STEP_SAVE] = "SAVEPOINT piece",  [STEP_RELEASE] = "RELEASE piece",
    [STEP_UNDO] = "ROLLBACK TO piece"};

static void disconnect(Db *base)
{
    SqliteDb *db = (SqliteDb *)base;
    if (base->statements) sqlite_statements_release(db);
    for (int step = 0; step < STEP_COUNT; step++)
        sqlite3_finalize(db->steps[step]);
    sqlite3_finalize(db->data_version);
    sqlite3_close(db->handle);
    memory_free(db);
}

static Status steps_prepare(Ctx *ctx, SqliteDb *db)
{
    int code = sqlite3_prepare_v2(db->handle, "PRAGMA data_version", -1, &db->data_version, NULL);
    for (int step = 0; step < STEP_COUNT && !code; step++)
        code = sqlite3_prepare_v3(db->handle, step_texts[step], -1, SQLITE_PREPARE_PERSISTENT,
                                  &db->steps[step], NULL);
    return code ? sqlite_fail(ctx, db->handle, code, "opening the database") : OK;
}

static Status connect(Ctx *ctx, Database *database, bool is_writer, Db **out)
{
    SqliteDb *db = memory_alloc(sizeof *db);
    if (!db) return no_memory(ctx);
    Status s = sqlite_connect_raw(ctx, database, is_writer, &db->handle);
    if (s) {
        memory_free(db);
        return s;
    }
    if (!is_writer) map_keep(db->handle, &db->map);
    s = steps_prepare(ctx, db);
    if (!s && is_writer) s = journal_watch(ctx, database->driver, db->handle);
    if (s)
        disconnect(&db->db);
    else
        *out = &db->db;
    return s;
}

static Status step_run(Ctx *ctx, SqliteDb *db, Step step)
{
    int code = sqlite3_step(db->steps[step]);
    sqlite3_reset(db->steps[step]);
    return code == SQLITE_DONE ? OK : sqlite_fail(ctx, db->handle, code, step_texts[step]);
}

/* A full disk makes SQLite roll back by itself. */
static Status step(Ctx *ctx, Db *base, Step step)
{
    SqliteDb *db = (SqliteDb *)base;
    Journal *journal = base->database->driver;
    if (step == STEP_BEGIN_WRITING) {
        Status s = turn_take(ctx, journal->turn, base->database->options.busy_ms);
        if (s) return s;
    }
    Status s = OK;
    if (step != STEP_ROLL_BACK || !sqlite3_get_autocommit(db->handle)) s = step_run(ctx, db, step);
    if (!s && step == STEP_UNDO) s = step_run(ctx, db, STEP_RELEASE);
    bool is_over =
        step == STEP_ROLL_BACK || (step == STEP_COMMIT && !s) || (step == STEP_BEGIN_WRITING && s);
    if (is_over && base->is_writer) turn_give(journal->turn);
    return s;
}

/* Counts changes by others, from 1: commits of this connection leave its data_version alone. */
static int64_t outside_changes(Db *base)
{
    SqliteDb *db = (SqliteDb *)base;
    if (sqlite3_step(db->data_version) == SQLITE_ROW) {
        int64_t version = sqlite3_column_int64(db->data_version, 0);
        db->changes += version != db->last_version;
        db->last_version = version;
    }
    sqlite3_reset(db->data_version);
    return db->changes;
}

static int64_t journal_bytes(Database *database)
{
    char path[PATH_MAX];
    struct stat status;
    snprintf(path, sizeof path, "%s-wal", database->options.url);
    return stat(path, &status) ? 0 : (int64_t)status.st_size;
}

/* Counting every piece of memory takes a lock that all threads share. Where SQLite runs already it
 * has been told before, and refuses. */
static void memory_uncounted(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static Status open_file(Ctx *ctx, Database *database)
{
    memory_uncounted();
    const DatabaseOptions *options = &database->options;
    if (options->read_only && access(options->url, F_OK))
        return fail(ctx, NOT_FOUND, "there is no database at %s", options->url);
    Journal *journal = memory_alloc(sizeof *journal);
    if (!journal) return no_memory(ctx);
    database->driver = journal;
    journal->database = database;
    pthread_mutex_init(&journal->lock, NULL);
    pthread_mutex_init(&journal->emptying, NULL);
    pthread_mutex_init(&journal->kept.lock, NULL);
    condition_init(&journal->changed);
    return options->read_only ? OK : turn_new(ctx, options->url, &journal->turn);
}

static void close_file(Database *database)
{
    Journal *journal = database->driver;
    journal_stop(journal);
    turn_release(journal->turn);
    pthread_cond_destroy(&journal->changed);
    pthread_mutex_destroy(&journal->lock);
    pthread_mutex_destroy(&journal->emptying);
    pthread_mutex_destroy(&journal->kept.lock);
    memory_free(journal);
}

/* Nobody has it open: all of it is in the one file. */
static Status file_copy(Ctx *ctx, const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    ssize_t count = in < 0 || out < 0 ? -1 : 1;
    while (count > 0)
        count = sendfile(out, in, NULL, 1 << 30);
    if (in >= 0) close(in);
    if (out >= 0 && close(out)) count = -1;
    return count < 0 ? fail(ctx, UNAVAILABLE, "%s cannot be copied: %s", from, strerror(errno))
                     : OK;
}

static Status create(Ctx *ctx, const char *folder, const char *from, const char **out)
{
    *out = arena_format(ctx->arena, "%s/%08x.db", folder, randombytes_random());
    if (!*out) return no_memory(ctx);
    return from ? file_copy(ctx, from, *out) : OK;
}

static Status drop(Ctx *ctx, const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm", "-turn", "-kept"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const char *name = arena_format(ctx->arena, "%s%s", path, ends[i]);
        if (!name) return no_memory(ctx);
        if (unlink(name) && errno != ENOENT)
            return fail(ctx, UNAVAILABLE, "%s cannot be removed: %s", name, strerror(errno));
    }
    return OK;
}

SQL_IN("sqlite", has_migrations,
       "SELECT count(*) AS count FROM sqlite_master WHERE name = 'schema_migrations'");
SQL_IN("sqlite", size,
       "SELECT page_count * page_size AS bytes"
       " FROM pragma_page_count(), pragma_page_size()");
SQL_IN("sqlite", describe,
       "SELECT line FROM (SELECT m.name || ' column ' || c.cid || ' ' || c.name || ' ' || c.type"
       "  || ' ' || c.\"notnull\" || ' ' || c.pk || ' ' || coalesce(c.dflt_value, '') AS line"
       "  FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
       " UNION ALL SELECT tbl_name || ' ' || type || ' ' || name || ' ' || sql"
       "  FROM sqlite_master WHERE type <> 'table' AND sql IS NOT NULL) AS lines ORDER BY line");

const Engine sqlite_engine = {
    .name = "sqlite",
    .one_writer = true,
    .rests_reading = true,
    .open = open_file,
    .close = close_file,
    .connect = connect,
    .disconnect = disconnect,
    .prepare = sqlite_prepare,
    .execute = execute,
    .step = step,
    .start = sqlite_start,
    .next = sqlite_next,
    .changed = sqlite_changed,
    .end = sqlite_end,
    .outside_changes = outside_changes,
    .journal_bytes = journal_bytes,
    .tables = sqlite_tables,
    .dump = sqlite_dump,
    .dump_tables = sqlite_dump_tables,
    .fill = sqlite_fill,
    .changes = sqlite_changes,
    .changed_page = sqlite_changed_page,
    .keep = sqlite_keep,
    .keep_end = sqlite_keep_end,
    .let_go = sqlite_let_go,
    .dump_settle = sqlite_dump_settle,
    .create = create,
    .drop = drop,
    .has_migrations = &has_migrations,
    .describe = &describe,
    .size = &size,
    .clustered = "WITHOUT ROWID",
    .hot = "",
    .row_key = "INTEGER",
};
