/* Opening and closing a database, and the pool of connections that read it. */
#include "db/engine.h"

#include <string.h>
#include <unistd.h>

#define READERS 8
#define BUSY_MS 5000
#define CHECKPOINT_PAGES 64000

static size_t quarter_of_memory(void)
{
    return (size_t)sysconf(_SC_PHYS_PAGES) / 4 * (size_t)sysconf(_SC_PAGESIZE);
}

bool database_url_is_shared(const char *url)
{
    return strncmp(url, "postgres://", 11) == 0 || strncmp(url, "postgresql://", 13) == 0;
}

static const Engine *engine_of(const char *url)
{
    return database_url_is_shared(url) ? &postgres_engine : &sqlite_engine;
}

const char *database_engine(const char *url)
{
    return engine_of(url)->name;
}

static Database *database_new(const DatabaseOptions *options)
{
    Database *database = memory_alloc(sizeof *database);
    if (!database) return NULL;
    DatabaseOptions *own = &database->options;
    *own = *options;
    database->engine = engine_of(own->url);
    own->url = memory_text(strncmp(own->url, "sqlite:", 7) == 0 ? own->url + 7 : own->url);
    own->set = memory_text(own->set ? own->set : "main");
    if (!own->migrations) own->migrations = schema_files;
    if (!own->cache_bytes) own->cache_bytes = quarter_of_memory();
    if (!own->readers) own->readers = READERS;
    if (!own->busy_ms) own->busy_ms = BUSY_MS;
    if (!own->checkpoint_pages) own->checkpoint_pages = CHECKPOINT_PAGES;
    for (size_t i = 0; i < LANES; i++) {
        Queue *queue = &database->writers[i].queue;
        queue->tail = &queue->head;
    }
    pthread_mutex_init(&database->lock, NULL);
    pthread_cond_init(&database->work, NULL);
    pthread_cond_init(&database->released, NULL);
    return database;
}

static void database_free(Database *database)
{
    memory_free((char *)database->options.url);
    memory_free((char *)database->options.set);
    pthread_mutex_destroy(&database->lock);
    pthread_cond_destroy(&database->work);
    pthread_cond_destroy(&database->released);
    memory_free(database);
}

/* Every statement of the database's set, so that a bad one is found now. */
static Status prepare_all(Ctx *ctx, Database *database, Db *db)
{
    size_t count = 0, all = (size_t)(__stop_sql_statements - __start_sql_statements);
    const Sql **list = ARENA_ARRAY(ctx->arena, all, const Sql *);
    if (!list) return no_memory(ctx);
    for (const Sql *sql = __start_sql_statements; sql < __stop_sql_statements; sql++)
        if (!sql->set || strcmp(sql->set, database->options.set) == 0) list[count++] = sql;
    return database->engine->prepare(ctx, db, list, count);
}

/* The first connection: a writer's, which migrates, or a reader's where nothing may be written. */
static Status first_connection(Ctx *ctx, Database *database)
{
    bool writes = !database->options.read_only;
    Db *db;
    database->writers->database = database; /* who watches the journal may hold it back at once */
    Status s = connection_open(ctx, database, writes, &db);
    if (s) return s;
    if (writes) {
        database->writers->db = db;
    } else {
        database->readers = db;
        database->reader_count = 1;
    }
    s = migrate(ctx, database, db);
    return s || database->options.prepare_late ? s : prepare_all(ctx, database, db);
}

static Status database_begin(Ctx *ctx, Database *database)
{
    if (!database->options.url || !database->options.set) return no_memory(ctx);
    Status s = database->engine->open(ctx, database);
    if (!s) s = first_connection(ctx, database);
    if (!s && !database->options.read_only) s = writers_start(ctx, database);
    return s;
}

Status database_open(Ctx *ctx, const DatabaseOptions *options, Database **out)
{
    Db *outer = ctx->db;
    Database *database = database_new(options);
    if (!database) return no_memory(ctx);
    Status s = database_begin(ctx, database);
    ctx->db = outer;
    if (s) {
        Problem problem = ctx->problem;
        database_close(database);
        ctx->problem = problem;
        return s;
    }
    *out = database;
    return OK;
}

/* A connection that was borrowed and never returned: what was done on it is undone. */
static void writer_reclaim(Writer *writer)
{
    Ctx ctx;
    if (!writer->db || !writer->db->borrowed) return;
    ctx_init(&ctx, NULL, NULL);
    ctx.db = writer->db;
    (void)!database_return_writer(&ctx, writer->database, false);
}

void database_close(Database *database)
{
    if (!database) return;
    writer_reclaim(database->writers);
    writers_stop(database);
    readers_close(database);
    if (database->driver) database->engine->close(database);
    database_free(database);
}

Status database_create(Ctx *ctx, const char *url, const char *folder, const char **out)
{
    const Engine *engine = url ? engine_of(url) : &sqlite_engine;
    return engine->create(ctx, url ? url : folder, NULL, out);
}

Status database_create_like(Ctx *ctx, const char *from, const char *folder, const char **out)
{
    const Engine *engine = engine_of(from);
    return engine->create(ctx, database_url_is_shared(from) ? from : folder, from, out);
}

Status database_drop(Ctx *ctx, const char *url)
{
    return engine_of(url)->drop(ctx, url);
}
