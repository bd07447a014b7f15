/* sqlite.h -- the parts of the SQLite driver to each other. */
#pragma once

#include <sqlite3.h>

#include "db/changes.h"
#include "db/engine.h"

/* A file's methods of which two are others: SQLite's own, in `file`, do the rest. */
typedef struct KeptMap {
    sqlite3_io_methods methods; /* first: it is how the file leads here */
    const sqlite3_io_methods *file;
    sqlite3_int64 mapped; /* bytes of the file when it was mapped */
} KeptMap;

typedef struct SqliteDb {
    Db db;
    sqlite3 *handle;
    KeptMap map; /* of a reader; as long as the connection */
    sqlite3_stmt *steps[STEP_COUNT];
    sqlite3_stmt *data_version;
    int64_t last_version, changes;
} SqliteDb;

typedef struct SqliteStatement {
    Statement statement;
    sqlite3_stmt *handle;
    int places[DB_WIDTH]; /* where $1 … are bound: to SQLite they are names */
} SqliteStatement;

/* The Problem for a result code; `name` says what was being done. */
Status sqlite_fail(Ctx *ctx, sqlite3 *handle, int code, const char *name);

/* A connection with no statements, set up for its use; read-write, unless the file may not be
 * written. */
Status sqlite_connect_raw(Ctx *ctx, Database *database, bool is_writer, sqlite3 **out);

/* --- sqlite_statement.c --- */

/* Checks that every statement of the list prepares, and keeps the prepared. INTERNAL names one. */
Status sqlite_prepare(Ctx *ctx, Db *db, const Sql *const *list, size_t count);
/* Binds and runs; rows come by sqlite_next. `streams`: not all of them at once. */
Status sqlite_start(Rows *rows, const DbValue *values, size_t count, bool streams);
/* Steps to the next row; false at the end, and on failure, which is rows->status. Its columns are
 * the statement's cells, whose bytes are valid until the next. */
bool sqlite_next(Rows *rows);
/* How many rows the statement wrote. */
int64_t sqlite_changed(Rows *rows);
/* Lets go of what is still to be read. */
void sqlite_end(Rows *rows);
/* Finalizes all of a connection. */
void sqlite_statements_release(SqliteDb *db);

/* --- sqlite_map.c --- */

/* From now on the mapping of the database's file outlives what others write. `map` must outlive the
 * connection. */
void map_keep(sqlite3 *handle, KeptMap *map);

/* --- sqlite_journal.c: the write-ahead log, emptied by a thread of its own --- */

typedef struct Turn Turn;

/* Who is asked before the log is emptied, and what holds it for them: changes.h. */
typedef struct Kept {
    DbKeep *keep; /* NULL: nobody */
    void *user;
    _Atomic int64_t told; /* pages of the log that were */
    pthread_mutex_t lock; /* of what follows */
    sqlite3 *pins[2];     /* readers; one at least has a snapshot */
    int pin;              /* which had it last */
    const void *index;    /* of the log, as the first of them has it mapped */
} Kept;

/* What the driver keeps for a database: database->driver. */
typedef struct Journal {
    Database *database;
    Turn *turn;
    sqlite3 *handle; /* checkpoints */
    pthread_t thread;
    bool runs;
    pthread_mutex_t emptying; /* held while the log is emptied */
    Kept kept;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    int pages; /* of the log, after the last commit */
    uint64_t commits;
    bool sleeps; /* the thread, until the next commit */
    bool closing;
} Journal;

/* Starts the thread that checkpoints what the writer's connection commits, and stops it. */
Status journal_watch(Ctx *ctx, Journal *journal, sqlite3 *writer);
void journal_stop(Journal *journal);

/* --- sqlite_keep.c: the log, kept for who reads it --- */

/* Whether it is: by this process or, as PATH-kept tells, by another. */
bool kept_is(const Database *database);
/* Asks; true too where nobody keeps it. */
bool kept_ask(Journal *journal, bool ends);
/* Too much of it waits for who does not come: it is emptied all the same. */
void kept_give_up(Journal *journal);

/* The engine's functions of these names, as engine.h says. */
Status sqlite_keep(Ctx *ctx, Database *database, DbKeep *keep, void *user);
void sqlite_keep_end(Database *database);
Status sqlite_let_go(Ctx *ctx, Database *database);

/* --- sqlite_changes.c --- */

/* As changes.h says; sqlite_keep came before. */
Status sqlite_changes(Ctx *ctx, Database *database, const DbPlace *from, DbChanges *out);
Status sqlite_changed_page(Ctx *ctx, Database *database, uint32_t frame,
                           unsigned char page[DB_PAGE]);
/* Of the first pin, while it is open: where the log's index stands in memory. */
Status kept_index_find(Ctx *ctx, Kept *kept);
/* Holds the log no more, until the next call of sqlite_changes; under its lock. */
void kept_unpin(Kept *kept);

/* --- sqlite_copy.c: the engine's functions of these names, as engine.h says --- */

/* The tables and how many rows each has, in the connection's snapshot. */
Status sqlite_tables(Ctx *ctx, Db *db, DbTableRows *each, void *user);
/* What the snapshot holds, as a new file. */
Status sqlite_dump(Ctx *ctx, Db *db, const char *path);
/* The tables of such a file, all of it read. */
Status sqlite_dump_tables(Ctx *ctx, const char *path, DbTableRows *each, void *user);
/* Such a file that pages were put into needs no log beside it. */
Status sqlite_dump_settle(Ctx *ctx, const char *path);
/* Makes the database at the url of it. */
Status sqlite_fill(Ctx *ctx, const char *path, const char *url);

/* --- sqlite_turn.c: processes that write one file take turns --- */

/* A lock beside the file. */
Status turn_new(Ctx *ctx, const char *path, Turn **out);
void turn_release(Turn *turn); /* NULL is allowed */

/* Waits for this process's turn, at most `wait_ms`; UNAVAILABLE after that. */
Status turn_take(Ctx *ctx, Turn *turn, unsigned wait_ms);
void turn_give(Turn *turn); /* also when it was not taken */
