/* engine.h -- what a driver gives to db/, and what db/ keeps for it. For the files of src/db only.
 *
 * A driver's connection begins with a Db, its prepared statement with a Statement: the driver
 * allocates both, with what it needs behind. What is the same for every engine is done above it:
 * finding a statement, matching columns with fields, the queue of writers, migrations. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

#include "db/changes.h"
#include "db/db.h"

/* Parameters, and columns, that a statement may have. */
#define DB_WIDTH 128

typedef struct Engine Engine;
typedef struct Statement Statement;
typedef struct AfterCommit AfterCommit;

extern const Sql __start_sql_statements[] __attribute__((weak));
extern const Sql __stop_sql_statements[] __attribute__((weak));

struct Statement {
    const Sql *sql;
    int columns, parameters;
    char **names;         /* of the columns */
    const Shape *shape;   /* that `fields` were found in */
    const Field **fields; /* one for each column */
    DbValue *cells;       /* of the row, from an engine that gives all at once; else NULL */
    Rows *reading;
};

struct Db {
    Database *database;
    Statement **statements; /* by place in the section; NULL until prepared */
    Rows *open;             /* the latest first */
    uint64_t opened;        /* how many Rows ever were */
    AfterCommit *after;     /* the latest first */
    bool is_writer;
    bool borrowed;    /* by a thread that goes on after a failure: database_borrow_writer */
    bool collided;    /* what failed was a collision of transactions: they may be run again */
    unsigned lanes;   /* whose turn a transaction for writing waits for: a bit for each Lane */
    Status broken;    /* the failure that spoiled the transaction */
    unsigned nesting; /* of database_reader */
    bool reading;     /* a reader: its snapshot is open, at rest too */
    int64_t began_us, written; /* when that was, and database->written then */
    pthread_t thread;          /* a reader: which had it last */
    Db *outer;                 /* what ctx->db was before this */
    Db *next;
};

struct Rows {
    Ctx *ctx;
    Db *db;
    Statement *statement;
    Rows *next_open;
    uint64_t number; /* of db->opened */
    Status status;
    bool is_open;
    /* the driver's: */
    void *result;
    void **held;
    int row;
    size_t held_count, held_at;
    bool streams;
};

typedef enum Step {
    STEP_BEGIN_READING,
    STEP_BEGIN_WRITING,
    STEP_COMMIT,
    STEP_ROLL_BACK,
    STEP_SAVE,    /* sets a savepoint */
    STEP_RELEASE, /* keeps what was done since */
    STEP_UNDO,    /* undoes what was done since, and releases */
    STEP_COUNT
} Step;

struct Engine {
    const char *name;
    bool one_writer;    /* one connection writes at a time: all lanes are one */
    bool rests_reading; /* a reader may keep its snapshot while nobody has it */

    /* Before the first connection, and after the last is gone. */
    Status (*open)(Ctx *ctx, Database *database);
    void (*close)(Database *database);

    Status (*connect)(Ctx *ctx, Database *database, bool is_writer, Db **out);
    void (*disconnect)(Db *db);

    /* Fills db->statements for each; INTERNAL names the first that cannot be prepared. */
    Status (*prepare)(Ctx *ctx, Db *db, const Sql *const *list, size_t count);

    /* Runs a script without parameters and rows; `name` is for messages. */
    Status (*execute)(Ctx *ctx, Db *db, const char *name, const char *script);
    Status (*step)(Ctx *ctx, Db *db, Step step);

    /* Starts rows->statement. `streams`: rows are read after this call's values are gone, and there
     * may be too many to hold. `next` is false at the end and on failure (then rows->status). */
    Status (*start)(Rows *rows, const DbValue *values, size_t count, bool streams);
    bool (*next)(Rows *rows);
    DbValue (*value)(Rows *rows, int column); /* valid until next; NULL: `next` fills cells */
    int64_t (*changed)(Rows *rows);           /* rows written, once next was false */
    void (*end)(Rows *rows);

    /* NULL where a loop does as well. */
    Status (*run_many)(Ctx *ctx, Statement *statement, const DbValue *values, size_t width,
                       size_t count, int64_t *changed);
    Status (*query_many)(Ctx *ctx, Statement *statement, const DbValue *values, size_t width,
                         size_t count, DbEach *each, void *user);
    Status (*load)(Ctx *ctx, const Load *load, const DbValue *values, size_t count, bool *added);

    /* Makes, where it is not there, what the lanes' pieces wait for. NULL: nothing is needed. */
    Status (*make_lanes)(Ctx *ctx, Db *db);

    int64_t (*outside_changes)(Db *db);           /* NULL: cannot tell */
    int64_t (*journal_bytes)(Database *database); /* NULL: not its own */

    /* See the functions of db.h that are called so. */
    Status (*tables)(Ctx *ctx, Db *db, DbTableRows *each, void *user);
    Status (*dump)(Ctx *ctx, Db *db, const char *path);
    Status (*dump_tables)(Ctx *ctx, const char *path, DbTableRows *each, void *user);
    Status (*fill)(Ctx *ctx, const char *path, const char *url);

    /* See the functions of changes.h that are called so. NULL, all of them: it has its own tools.
     */
    Status (*changes)(Ctx *ctx, Database *database, const DbPlace *from, DbChanges *out);
    Status (*changed_page)(Ctx *ctx, Database *database, uint32_t frame,
                           unsigned char page[DB_PAGE]);
    Status (*keep)(Ctx *ctx, Database *database, DbKeep *keep, void *user);
    void (*keep_end)(Database *database);
    Status (*let_go)(Ctx *ctx, Database *database);
    Status (*dump_settle)(Ctx *ctx, const char *path);

    /* A database for tests: see database_create; with what `from` holds where that is not NULL. */
    Status (*create)(Ctx *ctx, const char *where, const char *from, const char **out);
    Status (*drop)(Ctx *ctx, const char *url);

    /* Statements of its own, prepared when first used. */
    const Sql *has_migrations; /* a number: 0 when there is no table schema_migrations */
    const Sql *describe;       /* the schema, a row of one text for each line */
    const Sql *size;           /* bytes of the database */
    const char *lock,
        *unlock;       /* scripts: nobody else migrates in between; NULL: a transaction does */
    const char *order; /* a script: makes the order of texts that statements call "BINARY"; NULL: it
                          is built in */
    const char *clustered, *hot; /* what stands for the words CLUSTERED and HOT behind a table */
    const char *row_key; /* what stands for the BIGINT of a key of one column, where the table is
                            clustered by such a key without a word; else NULL */
};

extern const Engine sqlite_engine, postgres_engine;

/* Pieces of a lane, as they came. */
typedef struct Queue {
    Write *head, **tail;
} Queue;

/* A lane's thread, and its connection. */
typedef struct Writer {
    Database *database;
    Queue queue;
    Db *db;
    pthread_t thread;
    bool runs;        /* the thread was started */
    bool busy;        /* somebody has its connection */
    unsigned awaited; /* by how many beside its own thread */
} Writer;

struct Database {
    const Engine *engine;
    void *driver;
    DatabaseOptions options; /* texts are the database's own, defaults are filled in */
    int64_t schema_version, pending;
    _Atomic int64_t statements;
    _Atomic int64_t written; /* commits of this process */
    atomic_bool emptying;    /* no snapshot may be kept: the journal is begun anew */

    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t work, released;
    Db *readers;
    unsigned reader_count;
    Writer writers[LANES]; /* by lane; where there is one, the first */
    int64_t queued, commits, pieces, collisions;
    bool closing;
};

/* --- rows.c --- */

/* Starts `sql` on ctx->db; on OK the rows must be ended with rows_end. */
Status rows_start(Ctx *ctx, const Sql *sql, const DbValue *values, size_t count, bool streams,
                  Rows *rows);

/* Ends what was opened after the first `opened` and is still being read; forgets the failure. */
void db_settle(Db *db, uint64_t opened);

/* --- statement.c --- */

/* The statement, prepared, with nobody reading it and that many parameters. */
Status statement_find(Ctx *ctx, const Sql *sql, size_t width, Statement **out);

/* UNAVAILABLE when db_fail_at, or the trial of ctx, chose what is about to run. */
Status statement_chance(Ctx *ctx, const char *name);

/* The same, and counts it. */
Status statement_count(Ctx *ctx, Database *database, const char *name);

/* Notes that a statement failed: what that means for its transaction. */
Status db_broken(Ctx *ctx, Status status);

/* Columns of a new statement: copies of their names are made by `name_at`. */
bool statement_init(Statement *statement, const Sql *sql, int columns,
                    const char *(*name_at)(void *handle, int column), void *handle);
void statement_release(Statement *statement); /* what statement_init made */

/* A column of the current row. */
static inline DbValue rows_cell(Rows *rows, int column)
{
    const DbValue *cells = rows->statement->cells;
    return cells ? cells[column] : rows->db->database->engine->value(rows, column);
}

/* --- row.c --- */

/* The current row into `thing`, by the shape's fields. */
Status row_read(Rows *rows, const Shape *shape, void *thing);

/* --- connection.c --- */

/* One more connection, to write or to read; its statements are prepared when they are first run. */
Status connection_open(Ctx *ctx, Database *database, bool is_writer, Db **out);
void connection_close(Db *db); /* NULL is allowed */

/* One step of a transaction; those that give up what was done are never made to fail. */
Status db_step(Ctx *ctx, Db *db, Step step);
void db_committed(Db *db); /* does what db_after_commit() noted */

/* --- reader.c --- */

/* Ends the snapshots that readers at rest still keep. */
void readers_settle(Database *database);
/* Closes those at rest; the others are closed when they are given back. */
void readers_close(Database *database);

/* --- writer.c --- */

/* Which writer has the pieces of a lane; how many there are. */
Writer *writer_of(Database *database, Lane lane);
unsigned writer_count(const Database *database);

/* Starts the threads, each with its connection; stops them when what was submitted is done. */
Status writers_start(Ctx *ctx, Database *database);
void writers_stop(Database *database);

/* Takes a writer's connection out of its thread's hands, between two transactions, and gives it
 * back. */
void writer_take(Writer *writer);
void writer_give(Writer *writer);

/* --- migrate.c --- */

/* Brings the database to the newest schema of its set, or, when it may not, checks that it is
 * there. Sets database->schema_version. */
Status migrate(Ctx *ctx, Database *database, Db *db);
