/* db.h -- one interface to the database, whichever engine keeps it: SQLite (the default) or
 * PostgreSQL.
 *
 * Statements are declared with SQL() beside the function that uses them; every one of the program
 * is prepared and checked when the database is opened. One dialect serves both engines: BIGINT,
 * DOUBLE PRECISION, TEXT, BYTEA, ids made by the application, ON CONFLICT, RETURNING, window
 * functions, $1 … parameters each used with one type; a parameter whose type cannot be told from
 * its place is cast: CAST($3 AS BIGINT). Texts whose order is seen are put in order by COLLATE
 * "BINARY": byte by byte, on each engine alike. Nothing outside src/db names an engine.
 *
 *   SQL(find_waybill, "SELECT id, version FROM waybill WHERE carrier = $1 AND no = $2");
 *   ...
 *   s = db_read(ctx, &find_waybill, &waybill_shape, w, db_text(carrier), db_text(no));
 *
 * A Db is one connection, used by one thread at a time; work finds its own in ctx->db. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/embedded.h"
#include "base/field.h"
#include "db/lane.h"

typedef struct Db Db;
typedef struct Database Database;

/* --- statements and values --- */

typedef struct Sql {
    const char *name;
    const char *text;
    const char *file; /* where it stands, for messages */
    const char *set;  /* the databases it is for: see DatabaseOptions; NULL: all */
} Sql;

/* Declares a statement of the main database, or of those of another set. The linker gathers all of
 * them, so that there is no list to keep. */
#define SQL(the_name, the_text) SQL_IN("main", the_name, the_text)
#define SQL_IN(the_set, the_name, the_text)                                                        \
    static const Sql the_name __attribute__((section("sql_statements"), used, aligned(8))) = {     \
        #the_name, the_text, __FILE__, the_set}

/* Behind a text, in statements: its order as is said above. */
#define BYTEWISE " COLLATE \"BINARY\""

typedef enum DbKind { DB_NULL, DB_INT, DB_REAL, DB_TEXT, DB_BLOB } DbKind;

typedef struct DbValue {
    DbKind kind;
    union {
        int64_t i;
        double r;
        const void *p;
    };
    size_t length; /* of text and blob */
} DbValue;

DbValue db_int(int64_t value);                     /* NONE is null */
DbValue db_id(int64_t id);                         /* 0 is null */
DbValue db_bool(bool value);                       /* BIGINT 0 or 1 */
DbValue db_real(double value);                     /* NAN is null */
DbValue db_text(const char *text);                 /* NULL is null */
DbValue db_blob(const void *bytes, size_t length); /* NULL is null */
DbValue db_null(void);

/* The field of `thing` as a value, by the conventions of field.h: Texts and maps as JSON text. */
DbValue db_field(Ctx *ctx, const Field *field, const void *thing);

/* All columns of a shape (fields without no_column), in their order, into `out`; returns how many.
 */
size_t db_fields(Ctx *ctx, const Shape *shape, const void *thing, DbValue *out);

#define DB_VALUES_(...)                                                                            \
    (const DbValue[])                                                                              \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define DB_COUNT_(...) (sizeof(DB_VALUES_(__VA_ARGS__)) / sizeof(DbValue))

/* --- running; in ctx->db, in whatever transaction it has ---
 *
 * A statement that fails spoils the transaction: what runs after it fails too, and nothing of it
 * is kept. To go on after a failure, wrap what may fail in db_attempt(); to pass over a row that is
 * there already, say ON CONFLICT.
 *
 * The functions named …_values take in an array what the macros above them are given one by one. */

/* A statement without rows. A broken unique key is CONFLICT. */
#define db_run(ctx, sql, ...)                                                                      \
    db_run_values((ctx), (sql), DB_VALUES_(__VA_ARGS__), DB_COUNT_(__VA_ARGS__), NULL)
/* The same; sets *changed to the number of rows written. */
#define db_run_count(ctx, sql, changed, ...)                                                       \
    db_run_values((ctx), (sql), DB_VALUES_(__VA_ARGS__), DB_COUNT_(__VA_ARGS__), (changed))
Status db_run_values(Ctx *ctx, const Sql *sql, const DbValue *values, size_t count,
                     int64_t *changed);

/* One row into a struct, columns matched with fields by name (a column that is no field is
 * INTERNAL). The struct is cleared first; texts live in ctx's arena. NOT_FOUND, without words, if
 * there is no row. */
#define db_read(ctx, sql, shape, thing, ...)                                                       \
    db_read_values((ctx), (sql), (shape), (thing), DB_VALUES_(__VA_ARGS__), DB_COUNT_(__VA_ARGS__))
Status db_read_values(Ctx *ctx, const Sql *sql, const Shape *shape, void *thing,
                      const DbValue *values, size_t count);

/* All rows into a list (mind the statement's LIMIT). */
#define db_list(ctx, sql, shape, list, ...)                                                        \
    db_list_values((ctx), (sql), (shape), (list), DB_VALUES_(__VA_ARGS__), DB_COUNT_(__VA_ARGS__))
Status db_list_values(Ctx *ctx, const Sql *sql, const Shape *shape, List *list,
                      const DbValue *values, size_t count);

/* The first column of the only row; NOT_FOUND, without words, if there is none. A null gives NONE.
 */
#define db_get_int(ctx, sql, out, ...)                                                             \
    db_get_int_values((ctx), (sql), (out), DB_VALUES_(__VA_ARGS__), DB_COUNT_(__VA_ARGS__))
Status db_get_int_values(Ctx *ctx, const Sql *sql, int64_t *out, const DbValue *values,
                         size_t count);

/* Row by row, for what no shape fits and for long results:
 *   Rows *rows;
 *   s = db_query(ctx, &statement, &rows, db_int(day));
 *   while (!s && rows_next(rows)) total += rows_int(rows, 0);
 *   if (!s) s = rows_end(rows);
 * A statement that is being read must be ended before it is run again on the same connection. The
 * arena's clearing ends what was left open. */
typedef struct Rows Rows;
#define db_query(ctx, sql, rows, ...)                                                              \
    db_query_values((ctx), (sql), (rows), DB_VALUES_(__VA_ARGS__), DB_COUNT_(__VA_ARGS__))
Status db_query_values(Ctx *ctx, const Sql *sql, Rows **rows, const DbValue *values, size_t count);
bool rows_next(Rows *rows); /* false at the end and on failure */
bool rows_null(Rows *rows, int column);
int64_t rows_int(Rows *rows, int column);      /* NONE when null */
int64_t rows_id(Rows *rows, int column);       /* 0 when null, as db_id() wrote it */
double rows_real(Rows *rows, int column);      /* NAN when null */
const char *rows_text(Rows *rows, int column); /* valid until rows_next; NULL when null */
/* The same in ctx's arena. Where there is no memory for it, NULL, and rows_end says so. */
const char *rows_copy(Rows *rows, int column);
const void *rows_blob(Rows *rows, int column, size_t *length);
void rows_read(Rows *rows, const Shape *shape,
               void *thing); /* the row into a struct, texts copied to the arena */
Status rows_end(Rows *rows); /* what stopped rows_next, or OK */

typedef Status RowRead(Ctx *ctx, Rows *rows, void *item);
/* The rows that are left, each read by `read` into an item of `size` bytes, and ended. A Status
 * other than OK from `read` stops; what it does not set is zero. */
Status rows_list(Ctx *ctx, Rows *rows, size_t size, RowRead *read, List *out);

/* --- many at once: what would be a loop on SQLite, and must not be a round trip each on PostgreSQL
 * --- */

/* Runs `sql` once for each of `count` rows of `width` values (row after row). `changed`, when not
 * NULL, gets for each row the number of rows written. The first failure stops and is returned, with
 * Problem.row its number from 1. */
Status db_run_many(Ctx *ctx, const Sql *sql, const DbValue *values, size_t width, size_t count,
                   int64_t *changed);

typedef Status DbEach(void *user, size_t number, Rows *rows);
/* Queries once for each of `count` parameter rows; `each` is called for every result row, with the
 * number (from 0) of the parameter row that it answers, in order. A Status other than OK from
 * `each` stops. */
Status db_query_many(Ctx *ctx, const Sql *sql, const DbValue *values, size_t width, size_t count,
                     DbEach *each, void *user);

/* The same of a statement whose one parameter is an id. */
Status db_query_ids(Ctx *ctx, const Sql *sql, const int64_t *ids, size_t count, DbEach *each,
                    void *user);

typedef struct Load {
    const char *table;
    const char *columns; /* "waybill_id, at_ms, hash, …" */
    const char *key;     /* columns of the unique key: "waybill_id, at_ms, hash" */
    const Sql *insert; /* INSERT … VALUES ($1 …) ON CONFLICT DO NOTHING: SQLite, and small counts */
    size_t width;
} Load;

/* Bulk insert into one table; rows whose key is there already are passed over. added[i] tells which
 * were new. PostgreSQL does it with COPY into a temporary table: there each value must be of its
 * column's type. */
Status db_load(Ctx *ctx, const Load *load, const DbValue *values, size_t count, bool *added);

/* --- transactions --- */

/* Migrations: files NNNN_name.sql, run once, in order, each in a transaction; one that was changed
 * after it was applied is refused, so they are never edited. Behind the parenthesis that ends a
 * table two words tell how it is kept: CLUSTERED, in the order of its primary key; then HOT, with
 * room beside rows that change often. Each engine does what it can of that: SQLite clusters by a
 * whole number that is all of the key, word or not, and makes that an INTEGER. */

/* Opening and pool. `url`: a file's path, "sqlite:PATH", or "postgresql://…". Creates, migrates
 * and prepares every statement. `read_only` creates and migrates nothing, and works on a file that
 * nobody has open as well as beside a running server. NOT_FOUND (read_only, and nothing is there),
 * UNAVAILABLE, CONFLICT (a schema newer than the program, or read_only and older; a changed
 * migration) or INTERNAL (a statement that does not prepare) say which and where. */
typedef struct DatabaseOptions {
    const char *url;
    const char *set; /* which migrations and statements: NULL or "main" (schema/), "intake" … */
    const Embedded *migrations; /* NULL: schema_files */
    bool read_only;
    bool look; /* with read_only: an older schema is no failure, and a file that nobody has open is
                  left without anything beside it */
    bool synchronous_off;      /* for throw-away test databases only */
    bool prepare_late;         /* a statement when it is first run, not all of them at once */
    size_t cache_bytes;        /* 0: a quarter of the machine's memory */
    unsigned readers;          /* connections kept for reading; 0: 8 */
    unsigned busy_ms;          /* how long to wait for another process's lock; 0: 5,000 */
    unsigned checkpoint_pages; /* journal length that is checkpointed even under load; 0: 64,000 */
} DatabaseOptions;

/* Whether a url names a server rather than a file. */
bool database_url_is_shared(const char *url);

/* The name of the engine that keeps what a url names; constant. */
const char *database_engine(const char *url);

/* As the options say; see above for what it refuses. */
Status database_open(Ctx *ctx, const DatabaseOptions *options, Database **out);

/* Waits for what was submitted; checkpoints. NULL is allowed. */
void database_close(Database *database);

/* Borrows a connection for reading (one consistent snapshot until it is given back) into ctx->db.
 * It has all that this process committed before; what another did a millisecond ago it may lack.
 * Where ctx->db is a connection of this database already, that one serves, with what it wrote. */
Status database_reader(Ctx *ctx, Database *database);
void database_give_back(Ctx *ctx, Database *database);

/* A piece of writing. `run` is called with `ctx` (its db set) inside a transaction on a writer's
 * thread; whatever it returns but OK undoes just this piece. Pieces of one lane that wait together
 * are committed together (one transaction, a savepoint each). `done` is called once on the writer's
 * thread after the commit is durable or the piece has failed; a commit that fails fails every piece
 * in it. On a collision with who is not of its lane (PostgreSQL), at the commit too, `run` is
 * called again from the start, with the arena as it was left: it must not depend on its first
 * run. */
typedef struct Write {
    Ctx *ctx;
    Status (*run)(Ctx *ctx, void *work);
    void (*done)(void *work, Status status);
    void *work;
    Lane lane;
    struct Write *next; /* this and what follows: the queue's */
    Status status;
    int64_t queued_us;
} Write;

/* Queues a piece; memory of `write` stays the caller's until done. UNAVAILABLE when the database is
 * closing. */
Status database_submit(Database *database, Write *write);

/* The same in LANE_SHORT, and waits. Where ctx->db is a writing connection of this database
 * already, `run` becomes part of its transaction, as by db_attempt(). */
Status database_write(Ctx *ctx, Database *database, Status (*run)(Ctx *ctx, void *work),
                      void *work);
/* The same in a lane; where it becomes part of a transaction, that stays in its own. */
Status database_write_in(Ctx *ctx, Database *database, Lane lane,
                         Status (*run)(Ctx *ctx, void *work), void *work);

/* Runs `run` in the transaction of ctx->db so that, when it returns anything but OK, what it wrote
 * is undone and the transaction goes on. */
Status db_attempt(Ctx *ctx, Status (*run)(Ctx *ctx, void *work), void *work);

/* Calls `then(work)` after the commit of the transaction that ctx->db is in (for what is not in the
 * database: listeners, caches); forgotten when it is undone. */
Status db_after_commit(Ctx *ctx, void (*then)(void *work), void *work);

/* A number that changes whenever another process wrote the database since this connection last
 * looked: what a cache over rows must check. 0 when the engine cannot tell cheaply (then do not
 * cache). Only on a writer's connection. */
int64_t db_outside_changes(Ctx *ctx);

/* Tells whether the engine answers, for /readyz. */
Status database_ping(Ctx *ctx, Database *database);

typedef struct DatabaseState {
    const char *engine;     /* "sqlite" or "postgresql" */
    int64_t schema_version; /* the newest migration that it has */
    int64_t pending;        /* migrations that it lacks: only where it is looked at */
    int64_t bytes, journal_bytes;
    int64_t queued, commits, pieces;
    int64_t
        collisions; /* pieces undone because another process or lane was faster, and run again */
    int64_t statements; /* run since it was opened */
} DatabaseState;

/* For /metrics and the command line. */
void database_state(Database *database, DatabaseState *out);

/* --- copies, for backups --- */

/* Told of each table, by name, and how many rows it has. */
typedef Status DbTableRows(Ctx *ctx, void *user, const char *table, int64_t rows);

/* The tables of ctx->db, in its snapshot. */
Status database_tables(Ctx *ctx, DbTableRows *each, void *user);

/* What ctx->db's snapshot holds, as a new file in the engine's own form: an SQLite database, or
 * what pg_dump makes. Others go on reading and writing meanwhile. CONFLICT when the file is there,
 * NO_SPACE, UNAVAILABLE. */
Status database_dump(Ctx *ctx, const char *path);

/* The tables of such a file, every row of them read; INTERNAL when it is damaged. `engine` is the
 * name that database_state gives. */
Status database_dump_tables(Ctx *ctx, const char *engine, const char *path, DbTableRows *each,
                            void *user);

/* Makes the database at `url`, which must not be there (PostgreSQL: be empty), from such a file of
 * its engine: INVALID when it is another's, CONFLICT when something stands there. */
Status database_fill(Ctx *ctx, const char *engine, const char *path, const char *url);

/* --- for tests and commands --- */

/* Takes a writer's connection into ctx->db, in a transaction, for this thread: pieces that are
 * submitted meanwhile wait. Here a statement that fails spoils nothing. Give it back with
 * `commit` or have it undone. */
Status database_borrow_writer(Ctx *ctx, Database *database);
Status database_return_writer(Ctx *ctx, Database *database, bool commit);

/* The schema as text, a line for each column and index, in order: equal texts, equal schemas. */
Status database_describe(Ctx *ctx, Database *database, Buf *out);

/* Makes an empty database: beside the one that a server's url names, under a new name; in `folder`
 * where `url` is NULL. `*out`, its url, lives in ctx's arena. Or one that holds what `from` does,
 * which was made so too and which nobody has open. And removes it. */
Status database_create(Ctx *ctx, const char *url, const char *folder, const char **out);
Status database_create_like(Ctx *ctx, const char *from, const char *folder, const char **out);
Status database_drop(Ctx *ctx, const char *url);

/* Makes the nth statement from now fail with UNAVAILABLE, once, on any connection of this process;
 * 0 turns it off. For tests. Returns how many statements the one before still had to go: 0 when it
 * has struck, or was none. */
long db_fail_at(long nth);
