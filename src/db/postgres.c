/* The PostgreSQL driver: connections and transactions. */
#include "db/postgres.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static void notice_ignore(void *user, const char *message)
{
    (void)user, (void)message;
}

/* Seconds until a server that does not answer is given up, connecting; and milliseconds, connected.
 */
#define CONNECT_S "5"
#define ANSWER_MS "60000"

static PGconn *conn_open(const char *url, unsigned busy_ms)
{
    char settings[96];
    snprintf(settings, sizeof settings, "-c jit=off -c lock_timeout=%u", busy_ms);
    const char *const keywords[] = {"application_name",
                                    "connect_timeout",
                                    "tcp_user_timeout",
                                    "options",
                                    "client_encoding",
                                    "dbname",
                                    NULL};
    const char *const values[] = {"parceldesk", CONNECT_S, ANSWER_MS, settings, "UTF8", url, NULL};
    PGconn *conn = PQconnectdbParams(keywords, values, 1);
    if (conn) PQsetNoticeProcessor(conn, notice_ignore, NULL);
    return conn;
}

/* libpq's words tell host and reason, and may run over several lines. */
static Status conn_fail(Ctx *ctx, const PGconn *conn)
{
    const char *words = PQerrorMessage(conn);
    return fail(ctx, UNAVAILABLE, "the database is away: %.*s", (int)strcspn(words, "\n"), words);
}

static void disconnect(Db *base)
{
    PostgresDb *db = (PostgresDb *)base;
    if (base->statements) postgres_statements_release(db);
    PQfinish(db->conn);
    memory_free(db);
}

static Status connect(Ctx *ctx, Database *database, bool is_writer, Db **out)
{
    (void)is_writer;
    PostgresDb *db = memory_alloc(sizeof *db);
    if (!db) return no_memory(ctx);
    db->conn = conn_open(database->options.url, database->options.busy_ms);
    Status s = OK;
    if (!db->conn)
        s = no_memory(ctx);
    else if (PQstatus(db->conn) != CONNECTION_OK)
        s = conn_fail(ctx, db->conn);
    else
        s = pipeline_enter(ctx, db);
    if (s)
        disconnect(&db->db);
    else
        *out = &db->db;
    return s;
}

/* A connection that broke since its last transaction, as when the server was started anew, is made
 * again; it takes two looks to see the end behind the server's last words. */
static Status connection_check(Ctx *ctx, PostgresDb *db)
{
    bool is_well = !db->is_lost && PQconsumeInput(db->conn) && PQconsumeInput(db->conn);
    if (is_well && PQstatus(db->conn) == CONNECTION_OK) return OK;
    PQreset(db->conn);
    postgres_statements_forget(db);
    db->owed = 0;
    db->streaming = NULL;
    db->is_lost = PQstatus(db->conn) != CONNECTION_OK;
    return db->is_lost ? conn_fail(ctx, db->conn) : pipeline_enter(ctx, db);
}

/* Repeatable reads: one snapshot for a reader; and of two writers that change one row, the second
 * is told, and run again. */
static Status begin(Ctx *ctx, PostgresDb *db, bool reads_only)
{
    Status s = connection_check(ctx, db);
    if (s) return s;
    db->begin = reads_only ? "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                           : "BEGIN ISOLATION LEVEL REPEATABLE READ";
    return OK;
}

/* A reader does not wait for the answer. */
static Status commit(Ctx *ctx, PostgresDb *db)
{
    unsigned leads;
    if (db->db.is_writer) return round_command(ctx, db, "COMMIT");
    Status s = round_begin(ctx, db, &leads);
    if (s) return s;
    if (!PQsendQueryParams(db->conn, "COMMIT", 0, NULL, NULL, NULL, NULL, 0))
        return postgres_fail(ctx, db, NULL, "COMMIT");
    s = round_send(ctx, db);
    if (!s) db->owed++;
    return s;
}

/* Where the connection is lost, the server has undone it. */
static Status roll_back(Ctx *ctx, PostgresDb *db)
{
    if (db->is_lost || PQstatus(db->conn) == CONNECTION_BAD) {
        db->is_lost = true;
        return OK;
    }
    return round_command(ctx, db, "ROLLBACK");
}

static Status step(Ctx *ctx, Db *base, Step step)
{
    PostgresDb *db = (PostgresDb *)base;
    bool is_empty = db->begin && (step == STEP_COMMIT || step == STEP_ROLL_BACK);
    if (is_empty) {
        db->begin = NULL;
        return OK;
    }
    switch (step) {
    case STEP_BEGIN_READING:
        return begin(ctx, db, true);
    case STEP_BEGIN_WRITING:
        return begin(ctx, db, false);
    case STEP_COMMIT:
        return commit(ctx, db);
    case STEP_ROLL_BACK:
        return roll_back(ctx, db);
    case STEP_SAVE:
        return round_command(ctx, db, "SAVEPOINT piece");
    case STEP_UNDO: {
        Status s = round_command(ctx, db, "ROLLBACK TO piece");
        return s ? s : round_command(ctx, db, "RELEASE piece");
    }
    case STEP_RELEASE:
        return round_command(ctx, db, "RELEASE piece");
    case STEP_COUNT:
        break;
    }
    return fail(ctx, INTERNAL, "there is no such step");
}

static Status script_run(Ctx *ctx, PostgresDb *db, const char *name, const char *script)
{
    PGresult *result = PQexec(db->conn, script);
    ExecStatusType status = PQresultStatus(result);
    bool works = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    Status s = works ? OK : postgres_fail(ctx, db, result, name);
    PQclear(result);
    return s;
}

static Status execute(Ctx *ctx, Db *base, const char *name, const char *script)
{
    PostgresDb *db = (PostgresDb *)base;
    Status s = pipeline_leave(ctx, db);
    if (s) return s;
    s = script_run(ctx, db, name, script);
    Problem problem = ctx->problem;
    Status entered = pipeline_enter(ctx, db);
    if (s) ctx->problem = problem;
    return s ? s : entered;
}

/* --- databases for tests --- */

/* The url with another database's name in it. */
static char *url_of(Arena *arena, const char *url, const char *database)
{
    const char *host = strstr(url, "://") + 3;
    size_t before = (size_t)(host - url) + strcspn(host, "/?");
    const char *query = url + before + strcspn(url + before, "?");
    return arena_format(arena, "%.*s/%s%s", (int)before, url, database, query);
}

/* Runs a command of the form «… DATABASE "name"…» beside that database. */
static Status beside(Ctx *ctx, const char *url, const char *format, const char *name)
{
    char command[128];
    PostgresDb db = {.conn = NULL};
    const char *maintenance = url_of(ctx->arena, url, "postgres");
    if (!maintenance) return no_memory(ctx);
    snprintf(command, sizeof command, "%s \"%s\"", format, name);
    db.conn = conn_open(maintenance, 0);
    if (!db.conn) return no_memory(ctx);
    Status s = PQstatus(db.conn) == CONNECTION_OK ? script_run(ctx, &db, name, command)
                                                  : conn_fail(ctx, db.conn);
    PQfinish(db.conn);
    return s;
}

static Status create(Ctx *ctx, const char *url, const char **out)
{
    char name[32];
    snprintf(name, sizeof name, "parceldesk_%08x", randombytes_random());
    *out = url_of(ctx->arena, url, name);
    return *out ? beside(ctx, url, "CREATE DATABASE", name) : no_memory(ctx);
}

static Status drop(Ctx *ctx, const char *url)
{
    const char *start = strstr(url, "/parceldesk_");
    char name[32];
    if (!start) return fail(ctx, INVALID, "this is no database made for a test");
    snprintf(name, sizeof name, "%.*s", (int)strcspn(start + 1, "?"), start + 1);
    return beside(ctx, url, "DROP DATABASE IF EXISTS", name);
}

static Status open_server(Ctx *ctx, Database *database)
{
    (void)ctx, (void)database;
    return OK;
}

SQL_IN("postgresql", has_migrations, "SELECT count(to_regclass('schema_migrations')) AS count");
SQL_IN("postgresql", size, "SELECT pg_database_size(current_database()) AS bytes");
SQL_IN("postgresql", describe,
       "SELECT line FROM (SELECT table_name || ' column ' || ordinal_position || ' ' || column_name"
       "  || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS line"
       "  FROM information_schema.columns WHERE table_schema = current_schema()"
       " UNION ALL SELECT tablename || ' index ' || indexdef FROM pg_indexes"
       "  WHERE schemaname = current_schema()) AS lines ORDER BY line");

const Engine postgres_engine = {
    .name = "postgresql",
    .open = open_server,
    .connect = connect,
    .disconnect = disconnect,
    .prepare = postgres_prepare,
    .execute = execute,
    .step = step,
    .start = postgres_start,
    .next = postgres_next,
    .value = postgres_value,
    .changed = postgres_changed,
    .end = postgres_end,
    .run_many = postgres_run_many,
    .query_many = postgres_query_many,
    .load = postgres_load,
    .create = create,
    .drop = drop,
    .has_migrations = &has_migrations,
    .describe = &describe,
    .size = &size,
    .lock = "SELECT pg_advisory_lock(4706011)",
    .unlock = "SELECT pg_advisory_unlock(4706011)",
    .clustered = "",
    .hot = "WITH (fillfactor = 80)",
};
