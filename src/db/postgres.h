/* postgres.h -- the parts of the PostgreSQL driver to each other.
 *
 * A connection is always in libpq's pipeline mode. What is sent together, up to a sync, is a round;
 * its results are read in order. A transaction's BEGIN is not sent until its first statement, and
 * the results of a reader's COMMIT are not waited for: a request that reads once costs one round
 * trip. */
#pragma once

#include <libpq-fe.h>

#include "db/engine.h"

typedef struct PostgresDb {
    Db db;
    PGconn *conn;
    const char *begin; /* still to be sent before anything else; NULL: nothing is */
    char turn[112];    /* what is sent behind it, where it is not empty */
    bool is_lost;      /* a new connection is needed */
    unsigned owed;     /* rounds whose results were not read yet */
    Rows *streaming;   /* whose results are being read */
    int64_t loaded;    /* rows ever copied for bulk loads */
} PostgresDb;

typedef struct PostgresStatement {
    Statement statement;
    char name[24];
    bool is_known;       /* to the server, on this connection */
    Oid types[DB_WIDTH]; /* of the parameters */
} PostgresStatement;

/* --- postgres_round.c --- */

/* The Problem for a result that is an error, or for a lost connection; `name` says of what. */
Status postgres_fail(Ctx *ctx, PostgresDb *db, const PGresult *result, const char *name);

/* Begins a round: takes in what is owed or streaming, sends the transaction's BEGIN if that is
 * still to do. `*leads` is how many commands that were. */
Status round_begin(Ctx *ctx, PostgresDb *db, unsigned *leads);

/* Ends it: everything sent goes out. */
Status round_send(Ctx *ctx, PostgresDb *db);

/* Reads the next command's only result and checks it; the caller clears `*out` (NULL: cleared
 * here). */
Status round_result(Ctx *ctx, PostgresDb *db, const char *name, PGresult **out);
Status round_leads(Ctx *ctx, PostgresDb *db, unsigned leads);

/* Reads to the end of the round, whatever comes; false when the connection is lost. */
bool round_end(PostgresDb *db);

/* A round of one command without parameters and rows. */
Status round_command(Ctx *ctx, PostgresDb *db, const char *command);

/* Leaves pipeline mode for what does not work in it, with the transaction begun; and returns. */
Status pipeline_leave(Ctx *ctx, PostgresDb *db);
Status pipeline_enter(Ctx *ctx, PostgresDb *db);

/* --- postgres_copy.c: the engine's functions of these names, as engine.h says --- */

/* The tables and how many rows each has, in the connection's snapshot. */
Status postgres_tables(Ctx *ctx, Db *db, DbTableRows *each, void *user);
/* What the snapshot holds, as a new file. */
Status postgres_dump(Ctx *ctx, Db *db, const char *path);
/* The tables of such a file, all of it read. */
Status postgres_dump_tables(Ctx *ctx, const char *path, DbTableRows *each, void *user);
/* Makes the database at the url of it. */
Status postgres_fill(Ctx *ctx, const char *path, const char *url);

/* --- postgres_value.c --- */

/* A statement's values as libpq takes them. */
typedef struct Parameters {
    int count;
    const char *values[DB_WIDTH];
    int lengths[DB_WIDTH], formats[DB_WIDTH];
    uint64_t numbers[DB_WIDTH];
} Parameters;

/* `values` must outlive `out`. NO_MEMORY. */
Status parameters_set(Ctx *ctx, const Oid *types, const DbValue *values, size_t count,
                      Parameters *out);
bool parameters_send(PostgresDb *db, const PostgresStatement *prepared,
                     const Parameters *parameters);

/* A column of a result in binary format. */
DbValue result_value(const PGresult *result, int row, int column);

/* --- postgres_statement.c --- */

/* Checks that every statement of the list prepares, and keeps the prepared. INTERNAL names one. */
Status postgres_prepare(Ctx *ctx, Db *db, const Sql *const *list, size_t count);
/* Binds and runs; rows come by postgres_next. `streams`: not all of them at once. */
Status postgres_start(Rows *rows, const DbValue *values, size_t count, bool streams);

/* After a new connection was made: no statement is known there. */
void postgres_statements_forget(PostgresDb *db);
void postgres_statements_release(PostgresDb *db);

/* --- postgres_rows.c --- */

/* Steps to the next row; false at the end, and on failure, which is rows->status. */
bool postgres_next(Rows *rows);
/* A column of the row; its bytes are valid until the next. */
DbValue postgres_value(Rows *rows, int column);
/* How many rows the statement wrote. */
int64_t postgres_changed(Rows *rows);
/* Lets go of what is still to be read. */
void postgres_end(Rows *rows);

/* Reads the rest of what is being streamed into memory: the connection is needed. */
Status postgres_hold(Ctx *ctx, PostgresDb *db);

/* --- postgres_many.c --- */

/* db_run_many and db_query_many, a part of the rows in each round. */
Status postgres_run_many(Ctx *ctx, Statement *statement, const DbValue *values, size_t width,
                         size_t count, int64_t *changed);
/* As above, with rows to read. */
Status postgres_query_many(Ctx *ctx, Statement *statement, const DbValue *values, size_t width,
                           size_t count, DbEach *each, void *user);

/* --- postgres_load.c --- */

/* db_load, by COPY into a temporary table. */
Status postgres_load(Ctx *ctx, const Load *load, const DbValue *values, size_t count, bool *added);
