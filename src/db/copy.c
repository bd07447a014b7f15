/* Copies of a database, whichever engine keeps it. */
#include <string.h>

#include "db/engine.h"

static const Engine *engine_named(const char *name)
{
    static const Engine *const engines[] = {&sqlite_engine, &postgres_engine};
    for (size_t i = 0; i < sizeof engines / sizeof *engines; i++)
        if (strcmp(engines[i]->name, name) == 0) return engines[i];
    return NULL;
}

static Status engine_find(Ctx *ctx, const char *name, const Engine **out)
{
    *out = engine_named(name);
    return *out ? OK : fail(ctx, INVALID, "there is no engine called %s", name);
}

Status database_tables(Ctx *ctx, DbTableRows *each, void *user)
{
    return ctx->db->database->engine->tables(ctx, ctx->db, each, user);
}

Status database_dump(Ctx *ctx, const char *path)
{
    return ctx->db->database->engine->dump(ctx, ctx->db, path);
}

Status database_dump_tables(Ctx *ctx, const char *engine, const char *path, DbTableRows *each,
                            void *user)
{
    const Engine *found;
    Status s = engine_find(ctx, engine, &found);
    return s ? s : found->dump_tables(ctx, path, each, user);
}

Status database_dump_settle(Ctx *ctx, const char *engine, const char *path)
{
    const Engine *found;
    Status s = engine_find(ctx, engine, &found);
    if (s || !found->dump_settle) return s;
    return found->dump_settle(ctx, path);
}

Status database_fill(Ctx *ctx, const char *engine, const char *path, const char *url)
{
    const Engine *found;
    Status s = engine_find(ctx, engine, &found);
    if (s) return s;
    if (database_url_is_shared(url) != (found == &postgres_engine)) {
        s = fail(ctx, INVALID, "this is a copy of a database of %s", engine);
        problem_hint(ctx, found == &postgres_engine ? "name an empty one: --database postgresql://…"
                                                    : "leave out --database");
        return s;
    }
    return found->fill(ctx, path, url);
}
