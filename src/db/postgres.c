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
/* Until the server ends the transaction of a writer that says nothing more: its machine is gone,
 * and others wait for its turn. */
#define SILENT_MS 300000
#define OLDEST 140000 /* the oldest that its makers still mend */

/* What the url says counts more. */
static PGconn *conn_open(const char *url)
{
    static const char *const keywords[] = {"application_name", "connect_timeout",
                                           "tcp_user_timeout", "client_encoding",
                                           "dbname",           NULL};
    const char *const values[] = {"parceldesk", CONNECT_S, ANSWER_MS, "UTF8", url, NULL};
    PGconn *conn = PQconnectdbParams(keywords, values, 1);
    if (conn) PQsetNoticeProcessor(conn, notice_ignore, NULL);
    return conn;
}

/* libpq's words tell host and reason, which is not for everybody, and may run over several lines.
 */
static Status conn_fail(Ctx *ctx, const PGconn *conn)
{
    const char *words = PQerrorMessage(conn);
    Status s = fail(ctx, UNAVAILABLE, "the database is away");
    problem_cause(ctx, "%.*s", (int)strcspn(words, "\n"), words);
    return s;
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

/* A new connection made ready. Statements are short: compiling them costs more than it gains. */
static Status conn_set_up(Ctx *ctx, PostgresDb *db, unsigned busy_ms)
{
    char script[128];
    db->is_lost = PQstatus(db->conn) != CONNECTION_OK;
    if (db->is_lost) return conn_fail(ctx, db->conn);
    if (PQserverVersion(db->conn) < OLDEST)
        return fail(ctx, UNSUPPORTED, "the database server is PostgreSQL %d: %d or later is needed",
                    PQserverVersion(db->conn) / 10000, OLDEST / 10000);
    snprintf(script, sizeof script,
             "SET jit = off; SET lock_timeout = %u; SET idle_in_transaction_session_timeout = %d",
             busy_ms, db->db.is_writer ? SILENT_MS : 0);
    Status s = script_run(ctx, db, "settings", script);
    return s ? s : pipeline_enter(ctx, db);
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
    PostgresDb *db = memory_alloc(sizeof *db);
    if (!db) return no_memory(ctx);
    db->db.is_writer = is_writer;
    db->conn = conn_open(database->options.url);
    Status s = db->conn ? conn_set_up(ctx, db, database->options.busy_ms) : no_memory(ctx);
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
    return conn_set_up(ctx, db, db->db.database->options.busy_ms);
}

/* Tables that hold nothing: whoever has one locked has the turn of its lane. A lock on a table is
 * taken before the transaction's snapshot, unlike one of a row and an advisory one: what it waited
 * for is seen. */
static const char *const lane_names[LANES] = {[LANE_SHORT] = "short", [LANE_LONG] = "long"};

/* What takes the turns that a transaction for writing needs; an empty text where it needs none. */
static void turn_set(PostgresDb *db)
{
    const char *set = db->db.database->options.set;
    char tables[80] = "";
    for (int lane = 0; lane < LANES; lane++) {
        size_t length = strlen(tables);
        if (db->db.lanes & 1U << lane)
            snprintf(tables + length, sizeof tables - length, "%slane_%s_%s", length ? ", " : "",
                     set, lane_names[lane]);
    }
    db->turn[0] = '\0';
    if (*tables) snprintf(db->turn, sizeof db->turn, "LOCK TABLE %s IN EXCLUSIVE MODE", tables);
}

/* Repeatable reads: one snapshot for a reader; and of two writers that change one row, the second
 * is told, and run again. */
static Status begin(Ctx *ctx, PostgresDb *db, bool reads_only)
{
    Status s = connection_check(ctx, db);
    if (s) return s;
    db->begin = reads_only ? "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                           : "BEGIN ISOLATION LEVEL REPEATABLE READ";
    turn_set(db);
    return OK;
}

/* A reader does not wait for the answer. What is out of step must not send more: an answer would be
 * taken for another's, and a reader's transaction would stay open unnoticed. */
static Status commit(Ctx *ctx, PostgresDb *db)
{
    unsigned leads;
    if (db->is_lost) return fail(ctx, UNAVAILABLE, "the database is away");
    if (db->db.is_writer) return round_command(ctx, db, "COMMIT");
    Status s = round_begin(ctx, db, &leads);
    if (s) return s;
    if (!PQsendQueryParams(db->conn, "COMMIT", 0, NULL, NULL, NULL, NULL, 0))
        return postgres_fail(ctx, db, NULL, "COMMIT");
    s = round_send(ctx, db);
    if (!s) db->owed++;
    return s;
}

/* A connection that is lost, or is by the attempt, is made again at once: when the old one ends the
 * server undoes what was open in it, and until then others would wait for its locks. */
static Status roll_back(Ctx *ctx, PostgresDb *db)
{
    bool is_lost = db->is_lost || PQstatus(db->conn) == CONNECTION_BAD;
    Problem problem = ctx->problem;
    if (!is_lost && !round_command(ctx, db, "ROLLBACK")) return OK;
    db->is_lost = true;
    if (connection_check(ctx, db)) db->is_lost = true;
    ctx->problem = problem;
    return OK;
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

static Status make_lanes(Ctx *ctx, Db *db)
{
    char script[96];
    Status s = OK;
    for (int lane = 0; !s && lane < LANES; lane++) {
        snprintf(script, sizeof script, "CREATE TABLE IF NOT EXISTS lane_%s_%s (turn BIGINT)",
                 db->database->options.set, lane_names[lane]);
        s = execute(ctx, db, "lanes", script);
    }
    return s;
}

/* --- databases for tests --- */

/* The part of a url that names the database. */
static const char *name_in(const char *url, size_t *length)
{
    const char *name = strstr(url, "//") + 2;
    name += strcspn(name, "/");
    name += *name == '/';
    *length = strcspn(name, "?");
    return name;
}

/* The url of another database of the same server. */
static const char *url_beside(Ctx *ctx, const char *url, const char *name)
{
    size_t length;
    const char *own = name_in(url, &length), *rest = own + length;
    return arena_format(ctx->arena, "%.*s%s%s%capplication_name=%s", (int)(own - url), url, name,
                        rest, *rest ? '&' : '?', name);
}

/* Beside the one that it is about, which nobody may have open. */
static Status server_command(Ctx *ctx, const char *url, const char *command)
{
    const char *beside = url_beside(ctx, url, "postgres");
    if (!beside || !command) return no_memory(ctx);
    PostgresDb db = {.conn = conn_open(beside)};
    if (!db.conn) return no_memory(ctx);
    Status s = PQstatus(db.conn) == CONNECTION_OK ? script_run(ctx, &db, "database", command)
                                                  : conn_fail(ctx, db.conn);
    PQfinish(db.conn);
    return s;
}

/* Copying its files takes half the work of copying it through the log, as long as it is small;
 * PostgreSQL 15 can, and only tests make databases. */
static Status create(Ctx *ctx, const char *url, const char *from, const char **out)
{
    char name[32];
    size_t length = 9;
    const char *like = from ? name_in(from, &length) : "template0";
    snprintf(name, sizeof name, "parceldesk_%08x", randombytes_random());
    *out = url_beside(ctx, url, name);
    if (!*out) return no_memory(ctx);
    return server_command(
        ctx, url,
        arena_format(ctx->arena, "CREATE DATABASE \"%s\" TEMPLATE \"%.*s\" STRATEGY file_copy",
                     name, (int)length, like));
}

static Status drop(Ctx *ctx, const char *url)
{
    size_t length;
    const char *name = name_in(url, &length);
    return server_command(ctx, url,
                          arena_format(ctx->arena, "DROP DATABASE IF EXISTS \"%.*s\" WITH (FORCE)",
                                       (int)length, name));
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
       " UNION ALL SELECT tablename || ' index '"
       "  || replace(indexdef, current_schema() || '.', '') FROM pg_indexes"
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
    .tables = postgres_tables,
    .dump = postgres_dump,
    .dump_tables = postgres_dump_tables,
    .fill = postgres_fill,
    .create = create,
    .drop = drop,
    .has_migrations = &has_migrations,
    .describe = &describe,
    .size = &size,
    .lock = "SELECT pg_advisory_lock(4706011)",
    .unlock = "SELECT pg_advisory_unlock(4706011)",
    .make_lanes = make_lanes,
    .order = "CREATE COLLATION IF NOT EXISTS \"BINARY\" FROM \"C\"",
    .clustered = "",
    .hot = "WITH (fillfactor = 80)",
};
