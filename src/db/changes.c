/* What was written, whichever engine keeps it. */
#include "db/changes.h"

#include "db/engine.h"

static Status cannot(Ctx *ctx, const Database *database)
{
    return fail(ctx, INVALID, "%s is archived by its own tools", database->engine->name);
}

Status database_changes(Ctx *ctx, Database *database, const DbPlace *from, DbChanges *out)
{
    const Engine *engine = database->engine;
    return engine->changes ? engine->changes(ctx, database, from, out) : cannot(ctx, database);
}

Status database_changed_page(Ctx *ctx, Database *database, const DbChanges *changes, size_t nth,
                             unsigned char page[DB_PAGE])
{
    const Engine *engine = database->engine;
    return engine->changed_page
               ? engine->changed_page(ctx, database, changes->changed[nth].frame, page)
               : cannot(ctx, database);
}

Status database_keep(Ctx *ctx, Database *database, DbKeep *keep, void *user)
{
    const Engine *engine = database->engine;
    return engine->keep ? engine->keep(ctx, database, keep, user) : cannot(ctx, database);
}

void database_keep_end(Database *database)
{
    if (database->engine->keep_end) database->engine->keep_end(database);
}

Status database_let_go(Ctx *ctx, Database *database)
{
    return database->engine->let_go ? database->engine->let_go(ctx, database) : OK;
}

SQL_IN("snapshot", begin_snapshot, "SELECT count(*) FROM schema_migrations");

Status database_snapshot(Ctx *ctx)
{
    int64_t count;
    return db_get_int(ctx, &begin_snapshot, &count);
}
