#include "db/testing.h"

#include <stdlib.h>
#include <string.h>

#define SCRIPT(the_name, text)                                                                     \
    {                                                                                              \
        .name = "dbtest/" the_name, .data = (const unsigned char *)(text),                         \
        .length = sizeof(text) - 1                                                                 \
    }

const Embedded testing_migrations[] = {
    SCRIPT("0001_thing.sql", "CREATE TABLE thing (\n"
                             "    id BIGINT NOT NULL PRIMARY KEY,\n"
                             "    name TEXT NOT NULL UNIQUE,\n"
                             "    weight DOUBLE PRECISION,\n"
                             "    flag BIGINT NOT NULL DEFAULT 0,\n"
                             "    at_ms BIGINT,\n"
                             "    tags TEXT,\n"
                             "    data BYTEA\n"
                             ") CLUSTERED HOT;\n"),
    SCRIPT("0002_mark.sql", "CREATE TABLE mark (thing_id BIGINT NOT NULL, at_ms BIGINT NOT NULL,\n"
                            "    code TEXT, value DOUBLE PRECISION, hash BYTEA,\n"
                            "    PRIMARY KEY (thing_id, at_ms)) CLUSTERED;\n"
                            "CREATE INDEX mark_code ON mark (code) WHERE code IS NOT NULL;\n"),
    {.name = NULL}};

static const Field thing_fields[] = {FIELD_ID(Thing, id),
                                     FIELD_TEXT(Thing, name),
                                     FIELD_REAL(Thing, weight),
                                     FIELD_BOOL(Thing, flag),
                                     FIELD_TIME(Thing, at_ms),
                                     FIELD_TEXTS(Thing, tags),
                                     FIELD_END};
const Shape thing_shape = SHAPE(Thing, thing_fields, "Something to keep");

SQL_IN("dbtest", insert_thing,
       "INSERT INTO thing (id, name, weight, flag, at_ms, tags) VALUES ($1, $2, $3, $4, $5, $6)");
SQL_IN("dbtest", every_thing, "SELECT id, name, weight, flag, at_ms, tags FROM thing ORDER BY id");
SQL_IN("dbtest", count_things, "SELECT count(*) AS count FROM thing");

static void drop(void *url)
{
    Ctx ctx;
    Arena *arena = arena_new();
    if (!arena) return;
    ctx_init(&ctx, arena, NULL);
    if (database_drop(&ctx, url)) print_error("%s\n", ctx.problem.message);
    arena_release(arena);
}

static void close_database(void *database)
{
    database_close(database);
}

const char *given_url(T *t)
{
    bool is_server = t->engine && strcmp(t->engine, "postgresql") == 0;
    const char *server = is_server ? getenv("PARCELDESK_TEST_PG") : NULL;
    const char *url;
    check_ok(t, database_create(t->ctx, server, t->folder, &url));
    check_ok(t, arena_defer(t->ctx->arena, drop, (char *)url));
    return url;
}

Database *given_database_with(T *t, DatabaseOptions options)
{
    Database *database;
    if (!options.url) options.url = given_url(t);
    options.set = "dbtest";
    if (!options.migrations) options.migrations = testing_migrations;
    check_ok(t, database_open(t->ctx, &options, &database));
    check_ok(t, arena_defer(t->ctx->arena, close_database, database));
    return database;
}

Database *given_database(T *t)
{
    return given_database_with(t, (DatabaseOptions){.synchronous_off = true});
}

Status thing_insert(Ctx *ctx, void *thing)
{
    DbValue values[6];
    size_t count = db_fields(ctx, &thing_shape, thing, values);
    return db_run_values(ctx, &insert_thing, values, count, NULL);
}

Status thing_add(Ctx *ctx, Database *database, int64_t id, const char *name)
{
    Thing thing;
    shape_clear(&thing_shape, &thing);
    thing.id = id;
    thing.name = name;
    return database_write(ctx, database, thing_insert, &thing);
}

int64_t thing_count(T *t, Database *database)
{
    int64_t count = 0;
    check_ok(t, database_reader(t->ctx, database));
    check_ok(t, db_get_int(t->ctx, &count_things, &count));
    database_give_back(t->ctx, database);
    return count;
}

Status testing_list(Ctx *ctx, List *out)
{
    return db_list(ctx, &every_thing, &thing_shape, out);
}
