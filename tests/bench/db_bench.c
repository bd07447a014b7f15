/* What src/db costs, against the bare library, in one run:
 *
 * db_bench [--seconds N] [--rows N] [--url URL] FOLDER
 *
 * singles: durable one-row pieces from 64 threads into a table of --rows rows, with the journal's
 * checkpoints going on, against one bare connection that syncs each row. bulk: batches of 10,000
 * through db_run_many and db_load against a bare loop over the same rows. --url measures another
 * database than a new file in FOLDER; the bare side stays SQLite. */
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/db.h"

enum { THREADS = 64, BATCH = 10000, WIDTH = 5, SAMPLES = 1 << 20 };

#define TABLE                                                                                      \
    "CREATE TABLE mark (thing_id BIGINT NOT NULL, at_ms BIGINT NOT NULL, code TEXT, site TEXT,"    \
    " operator BIGINT, PRIMARY KEY (thing_id, at_ms))"
#define INSERT "INSERT INTO mark VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING"
SQL_IN("bench", mark_add, INSERT);

static const char schema[] = TABLE " CLUSTERED;";
static const Embedded migrations[] = {
    {"bench/0001_mark.sql", (const unsigned char *)schema, sizeof schema - 1}, {.name = NULL}};

typedef struct Plan {
    const char *folder, *url;
    int64_t seconds, rows;
} Plan;

static void give_up(const char *what)
{
    fprintf(stderr, "db_bench: %s\n", what);
    exit(1);
}

static void must(Ctx *ctx, Status status)
{
    if (status) give_up(ctx->problem.message);
}

/* --- rows: parcels at random, which dirty a page each --- */

static uint64_t random_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void row_make(DbValue *out, int64_t thing_id, int64_t at_ms)
{
    out[0] = db_int(thing_id);
    out[1] = db_int(at_ms);
    out[2] = db_text("in_transit");
    out[3] = db_text("021-0173 转运中心");
    out[4] = db_int(at_ms % 997);
}

/* --- the bare side --- */

typedef struct Bare {
    sqlite3 *handle;
    sqlite3_stmt *insert, *begin, *commit;
} Bare;

static void bare_run(sqlite3 *handle, const char *script)
{
    if (sqlite3_exec(handle, script, NULL, NULL, NULL)) give_up(sqlite3_errmsg(handle));
}

static sqlite3_stmt *bare_prepare(sqlite3 *handle, const char *text)
{
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v3(handle, text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL))
        give_up(sqlite3_errmsg(handle));
    return statement;
}

static Bare bare_open(const char *path)
{
    Bare bare;
    if (sqlite3_open(path, &bare.handle)) give_up(sqlite3_errmsg(bare.handle));
    bare_run(bare.handle, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                          "PRAGMA cache_size = -1000000; PRAGMA wal_autocheckpoint = 64000;" TABLE
                          " WITHOUT ROWID");
    bare.insert = bare_prepare(bare.handle, INSERT);
    bare.begin = bare_prepare(bare.handle, "BEGIN IMMEDIATE");
    bare.commit = bare_prepare(bare.handle, "COMMIT");
    return bare;
}

static void bare_close(Bare *bare)
{
    sqlite3_finalize(bare->insert);
    sqlite3_finalize(bare->begin);
    sqlite3_finalize(bare->commit);
    sqlite3_close(bare->handle);
}

static void bare_step(Bare *bare, sqlite3_stmt *statement)
{
    if (sqlite3_step(statement) != SQLITE_DONE) give_up(sqlite3_errmsg(bare->handle));
    sqlite3_reset(statement);
}

static void bare_insert(Bare *bare, const DbValue *row)
{
    for (int i = 0; i < WIDTH; i++) {
        if (row[i].kind == DB_INT)
            sqlite3_bind_int64(bare->insert, i + 1, row[i].i);
        else
            sqlite3_bind_text(bare->insert, i + 1, row[i].p, (int)row[i].length, SQLITE_STATIC);
    }
    bare_step(bare, bare->insert);
}

/* --- singles --- */

typedef struct Client {
    pthread_t thread;
    const Plan *plan;
    Database *database;
    Source *source;
    uint64_t random;
    int64_t until_us, count;
    int32_t *latencies;
} Client;

static Status single_run(Ctx *ctx, void *row)
{
    return db_run_values(ctx, &mark_add, row, WIDTH, NULL);
}

static void *client_run(void *argument)
{
    Client *client = argument;
    Arena *arena = arena_new();
    Ctx ctx;
    DbValue row[WIDTH];
    ctx_init(&ctx, arena, client->source);
    for (int64_t now = monotonic_us(); now < client->until_us && client->count < SAMPLES;) {
        int64_t thing_id = (int64_t)(random_next(&client->random) % (uint64_t)client->plan->rows);
        row_make(row, thing_id, now);
        must(&ctx, database_write(&ctx, client->database, single_run, row));
        int64_t after = monotonic_us();
        client->latencies[client->count++] = (int32_t)(after - now);
        now = after;
    }
    arena_release(arena);
    return NULL;
}

static int compare_int(const void *a, const void *b)
{
    int32_t left = *(const int32_t *)a, right = *(const int32_t *)b;
    return (left > right) - (left < right);
}

static void latencies_print(Client *clients, int count)
{
    int64_t total = 0, at = 0;
    for (int i = 0; i < count; i++)
        total += clients[i].count;
    int32_t *all = malloc((size_t)total * sizeof *all + 1);
    if (!all) give_up("no memory");
    for (int i = 0; i < count; i++) {
        memcpy(all + at, clients[i].latencies, (size_t)clients[i].count * sizeof *all);
        at += clients[i].count;
    }
    qsort(all, (size_t)total, sizeof *all, compare_int);
    printf("  latency ms: p50 %.2f  p99 %.2f  p99.9 %.2f  most %.2f\n", all[total / 2] / 1e3,
           all[total * 99 / 100] / 1e3, all[total * 999 / 1000] / 1e3, all[total - 1] / 1e3);
    free(all);
}

static double singles(Ctx *ctx, const Plan *plan, Database *database, int threads)
{
    static Client clients[THREADS];
    DatabaseState before, after;
    int64_t count = 0, start = monotonic_us();
    database_state(database, &before);
    for (int i = 0; i < threads; i++) {
        clients[i] = (Client){.plan = plan, .database = database, .source = ctx->source};
        clients[i].random = 0x9e3779b97f4a7c15UL * (uint64_t)(i + 1);
        clients[i].until_us = start + plan->seconds * 1000000;
        clients[i].latencies = malloc(SAMPLES * sizeof(int32_t));
        if (!clients[i].latencies) give_up("no memory");
        pthread_create(&clients[i].thread, NULL, client_run, &clients[i]);
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(clients[i].thread, NULL);
        count += clients[i].count;
    }
    double rate = (double)count * 1e6 / (double)(monotonic_us() - start);
    database_state(database, &after);
    printf("%d threads: %.0f pieces/s, %.1f to a commit, journal %.0f MB, database %.0f MB\n",
           threads, rate,
           (double)(after.pieces - before.pieces) / (double)(after.commits - before.commits),
           (double)after.journal_bytes / 1e6, (double)after.bytes / 1e6);
    latencies_print(clients, threads);
    for (int i = 0; i < threads; i++)
        free(clients[i].latencies);
    return rate;
}

static double bare_singles(const Plan *plan)
{
    char path[512];
    DbValue row[WIDTH];
    uint64_t random = 1;
    snprintf(path, sizeof path, "%s/bare-single.db", plan->folder);
    Bare bare = bare_open(path);
    int64_t count = 0, start = monotonic_us(), until = start + plan->seconds * 1000000;
    for (; monotonic_us() < until; count++) {
        row_make(row, (int64_t)(random_next(&random) % (uint64_t)plan->rows), count);
        bare_insert(&bare, row);
    }
    double rate = (double)count * 1e6 / (double)(monotonic_us() - start);
    bare_close(&bare);
    printf("bare, one connection, each row synced: %.0f rows/s\n", rate);
    return rate;
}

/* --- bulk --- */

static const Load mark_load = {.table = "mark",
                               .columns = "thing_id, at_ms, code, site, operator",
                               .key = "thing_id, at_ms",
                               .insert = &mark_add,
                               .width = WIDTH};

typedef struct Bulk {
    const DbValue *rows;
    bool by_load;
} Bulk;

static Status bulk_run(Ctx *ctx, void *work)
{
    const Bulk *bulk = work;
    static bool added[BATCH];
    return bulk->by_load ? db_load(ctx, &mark_load, bulk->rows, BATCH, added)
                         : db_run_many(ctx, &mark_add, bulk->rows, WIDTH, BATCH, NULL);
}

/* Batch `number`: half of it parcels of the batch before, sorted. */
static void batch_make(DbValue *rows, int64_t number)
{
    for (int64_t i = 0; i < BATCH; i++)
        row_make(rows + WIDTH * i, number * BATCH / 2 + i, number);
}

static int64_t bulk_one(Ctx *ctx, Database *database, Bulk bulk)
{
    int64_t start = monotonic_us();
    must(ctx, database_write(ctx, database, bulk_run, &bulk));
    return monotonic_us() - start;
}

static int64_t bare_one(Bare *bare, const DbValue *rows)
{
    int64_t start = monotonic_us();
    bare_step(bare, bare->begin);
    for (int i = 0; i < BATCH; i++)
        bare_insert(bare, rows + WIDTH * (ptrdiff_t)i);
    bare_step(bare, bare->commit);
    return monotonic_us() - start;
}

static Database *database_at(Ctx *ctx, const Plan *plan, const char *name)
{
    Database *database;
    DatabaseOptions options = {.set = "bench", .migrations = migrations};
    options.url = plan->url ? plan->url : arena_format(ctx->arena, "%s/%s", plan->folder, name);
    must(ctx, database_open(ctx, &options, &database));
    return database;
}

/* The three take turns, batch by batch, so that the machine's moods strike all alike. */
static void bulks(Ctx *ctx, const Plan *plan)
{
    char path[512];
    int64_t bare_us = 0, many_us = 0, load_us = 0, batches = plan->rows / BATCH;
    DbValue *rows = calloc(BATCH * WIDTH, sizeof *rows);
    if (!rows) give_up("no memory");
    snprintf(path, sizeof path, "%s/bare-bulk.db", plan->folder);
    Bare bare = bare_open(path);
    Database *many = database_at(ctx, plan, "many.db");
    Database *load = plan->url ? many : database_at(ctx, plan, "load.db");
    for (int64_t number = 0; number < batches; number++) {
        batch_make(rows, number);
        bare_us += bare_one(&bare, rows);
        many_us += bulk_one(ctx, many, (Bulk){rows, false});
        if (plan->url) batch_make(rows, number + batches);
        load_us += bulk_one(ctx, load, (Bulk){rows, true});
    }
    double all = (double)(batches * BATCH) * 1e6;
    printf("bulk rows/s: bare %.0f, db_run_many %.0f (%.3f of its time), db_load %.0f (%.3f)\n",
           all / (double)bare_us, all / (double)many_us, (double)many_us / (double)bare_us,
           all / (double)load_us, (double)load_us / (double)bare_us);
    if (load != many) database_close(load);
    database_close(many);
    bare_close(&bare);
    free(rows);
}

static Plan plan_read(int argc, char **argv)
{
    Plan plan = {.seconds = 10, .rows = 1000000};
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (argv[i][0] != '-')
            plan.folder = argv[i];
        else if (strcmp(argv[i++], "--seconds") == 0)
            plan.seconds = strtol(value, NULL, 10);
        else if (strcmp(argv[i - 1], "--rows") == 0)
            plan.rows = strtol(value, NULL, 10);
        else if (strcmp(argv[i - 1], "--url") == 0)
            plan.url = value;
        else
            give_up("usage: db_bench [--seconds N] [--rows N] [--url URL] FOLDER");
    }
    if (!plan.folder) give_up("usage: db_bench [--seconds N] [--rows N] [--url URL] FOLDER");
    return plan;
}

int main(int argc, char **argv)
{
    Plan plan = plan_read(argc, argv);
    Ctx ctx;
    ctx_init(&ctx, arena_new(), source_real(0, 0));
    bulks(&ctx, &plan);
    Database *database = database_at(&ctx, &plan, "many.db");
    singles(&ctx, &plan, database, 1);
    double rate = singles(&ctx, &plan, database, THREADS);
    printf("64 threads against bare: %.1f\n", rate / bare_singles(&plan));
    database_close(database);
    source_release(ctx.source);
    arena_release(ctx.arena);
    return 0;
}
