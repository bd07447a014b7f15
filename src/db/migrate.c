/* Migrations: forward only, each once, none changed after it was applied. */
#include "db/engine.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static const char create_table[] = "CREATE TABLE IF NOT EXISTS schema_migrations ("
                                   " set_name TEXT NOT NULL,"
                                   " number BIGINT NOT NULL,"
                                   " name TEXT NOT NULL,"
                                   " sha256 TEXT NOT NULL,"
                                   " applied_ms BIGINT NOT NULL,"
                                   " PRIMARY KEY (set_name, number))";

SQL_IN("migrate", migration_list,
       "SELECT number, name, sha256 FROM schema_migrations WHERE set_name = $1 ORDER BY number");
SQL_IN("migrate", migration_count,
       "SELECT count(*) AS count FROM schema_migrations WHERE set_name = $1 AND number = $2");
SQL_IN("migrate", migration_insert,
       "INSERT INTO schema_migrations (set_name, number, name, sha256, applied_ms)"
       " VALUES ($1, $2, $3, $4, $5)");

typedef struct Migration {
    const Embedded *file;
    const char *name; /* of the file, without its folder */
    int64_t number;
    char sha256[2 * crypto_hash_sha256_BYTES + 1];
    bool applied;
} Migration;

typedef struct Migrations {
    const char *set;
    Migration *items;
    size_t count;
    size_t applied;
} Migrations;

/* The file's name below the set's folder; NULL when it is of another set. */
static const char *name_in_set(const char *path, const char *set)
{
    size_t length = strlen(set);
    if (strcmp(set, "main") == 0) return strchr(path, '/') ? NULL : path;
    return strncmp(path, set, length) == 0 && path[length] == '/' ? path + length + 1 : NULL;
}

static Status migration_init(Ctx *ctx, const Embedded *file, const char *name, Migration *out)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char *end;
    *out = (Migration){.file = file, .name = name, .number = strtol(name, &end, 10)};
    if (end == name || out->number < 1)
        return fail(ctx, INTERNAL, "the name of migration %s begins with no number", file->name);
    crypto_hash_sha256(hash, file->data, file->length);
    sodium_bin2hex(out->sha256, sizeof out->sha256, hash, sizeof hash);
    return OK;
}

/* Those of the program, by number. The table of files is in order of names. */
static Status migrations_known(Ctx *ctx, Database *database, Migrations *out)
{
    const Embedded *files = database->options.migrations;
    size_t count = 0;
    while (files[count].name)
        count++;
    *out = (Migrations){.set = database->options.set};
    out->items = ARENA_ARRAY(ctx->arena, count, Migration);
    if (!out->items) return no_memory(ctx);
    for (const Embedded *file = files; file->name; file++) {
        const char *name = name_in_set(file->name, out->set);
        if (!name) continue;
        Migration *migration = &out->items[out->count++];
        Status s = migration_init(ctx, file, name, migration);
        if (s) return s;
        if (out->count > 1 && migration[-1].number >= migration->number)
            return fail(ctx, INTERNAL, "migration %s has the number of another", file->name);
    }
    return OK;
}

/* Compares one row of schema_migrations with the program's own. */
static Status migration_compare(Rows *rows, Migrations *migrations)
{
    Ctx *ctx = rows->ctx;
    int64_t number = rows_int(rows, 0);
    const char *name = rows_text(rows, 1), *sha256 = rows_text(rows, 2);
    if (!name || !sha256) return rows->status;
    Migration *next = &migrations->items[migrations->applied];
    if (migrations->applied == migrations->count) {
        Status s = fail(ctx, CONFLICT, "the database is newer than this program: it has %s", name);
        problem_hint(ctx, "Start the newer program, or restore the backup made before it.");
        return s;
    }
    if (next->number != number)
        return fail(ctx, CONFLICT, "migration %s was never applied, but %s after it was",
                    next->file->name, name);
    if (strcmp(next->sha256, sha256) != 0)
        return fail(ctx, CONFLICT, "migration %s was changed after it was applied",
                    next->file->name);
    migrations->applied++;
    return OK;
}

static Status migrations_applied(Ctx *ctx, Migrations *migrations)
{
    Rows *rows;
    Status s = db_query(ctx, &migration_list, &rows, db_text(migrations->set));
    if (s) return s;
    while (!s && rows_next(rows))
        s = migration_compare(rows, migrations);
    Status ended = rows_end(rows);
    return s ? s : ended;
}

/* Behind the closing bracket of a table: CLUSTERED and HOT become what the engine says for them.
 * Returns how much of the script that took. */
static size_t ending_translate(Buf *out, const Engine *engine, const char *script, bool keyed)
{
    const struct {
        const char *word, *stands_for;
    } words[] = {{"CLUSTERED", keyed ? "" : engine->clustered}, {"HOT", engine->hot}};
    size_t taken = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t space = strspn(script + taken, " \n"), length = strlen(words[i].word);
        if (strncmp(script + taken + space, words[i].word, length) != 0) continue;
        if (*words[i].stands_for) buf_format(out, " %s", words[i].stands_for);
        taken += space + length;
    }
    return taken;
}

/* Whether a whole number that is the whole key of its table is declared here. */
static bool key_begins(const char *script)
{
    static const char *const keys[] = {"BIGINT PRIMARY KEY", "BIGINT NOT NULL PRIMARY KEY"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strncmp(script, keys[i], strlen(keys[i])) == 0) return true;
    return false;
}

/* Appends the script in the engine's words. */
static void script_translate(Buf *out, const Engine *engine, const char *script)
{
    bool keyed = false; /* the table at hand is clustered by its key as it is */
    while (*script) {
        if (strncmp(script, "CREATE TABLE ", 13) == 0) keyed = false;
        if (engine->row_key && key_begins(script)) {
            keyed = true;
            buf_text(out, engine->row_key);
            script += strlen("BIGINT");
        }
        char c = *script++;
        buf_char(out, c);
        if (c == ')') script += ending_translate(out, engine, script, keyed);
    }
}

/* In a transaction; does nothing when another process was faster. */
static Status migration_apply(Ctx *ctx, const char *set, const Migration *migration)
{
    const Engine *engine = ctx->db->database->engine;
    int64_t there;
    Status s = db_get_int(ctx, &migration_count, &there, db_text(set), db_int(migration->number));
    if (s || there) return s;
    Buf script;
    buf_init(&script, ctx->arena);
    script_translate(&script, engine, (const char *)migration->file->data);
    s = buf_check(ctx, &script);
    if (!s) s = engine->execute(ctx, ctx->db, migration->file->name, script.data);
    if (s) return s;
    return db_run(ctx, &migration_insert, db_text(set), db_int(migration->number),
                  db_text(migration->name), db_text(migration->sha256), db_int(ctx_now(ctx)));
}

static Status migrations_run(Ctx *ctx, Migrations *migrations)
{
    for (size_t i = migrations->applied; i < migrations->count; i++) {
        Status s = db_step(ctx, ctx->db, STEP_BEGIN_WRITING);
        if (!s) s = migration_apply(ctx, migrations->set, &migrations->items[i]);
        if (!s) s = db_step(ctx, ctx->db, STEP_COMMIT);
        if (s) {
            Problem problem = ctx->problem;
            Status undone = db_step(ctx, ctx->db, STEP_ROLL_BACK);
            ctx->problem = problem;
            return undone ? undone : s;
        }
    }
    return OK;
}

/* Whether the database holds anything of ours. */
static Status has_migrations(Ctx *ctx, const Engine *engine, bool *out)
{
    int64_t count = 0;
    Status s = db_get_int(ctx, engine->has_migrations, &count);
    *out = count > 0;
    return s;
}

static Status migrate_locked(Ctx *ctx, Migrations *migrations)
{
    const Engine *engine = ctx->db->database->engine;
    bool is_there;
    Status s = has_migrations(ctx, engine, &is_there);
    if (!s && !is_there) s = engine->execute(ctx, ctx->db, "schema_migrations", create_table);
    if (!s) s = migrations_applied(ctx, migrations);
    return s ? s : migrations_run(ctx, migrations);
}

static Status migrate_to_newest(Ctx *ctx, Migrations *migrations)
{
    const Engine *engine = ctx->db->database->engine;
    Status s = engine->lock ? engine->execute(ctx, ctx->db, "lock", engine->lock) : OK;
    if (s) return s;
    if (engine->make_lanes) s = engine->make_lanes(ctx, ctx->db);
    if (!s && engine->order) s = engine->execute(ctx, ctx->db, "order", engine->order);
    if (!s) s = migrate_locked(ctx, migrations);
    Problem problem = ctx->problem;
    Status unlocked = engine->unlock ? engine->execute(ctx, ctx->db, "unlock", engine->unlock) : OK;
    if (s) ctx->problem = problem;
    return s ? s : unlocked;
}

/* For who may not migrate: all there is to be must be there. */
static Status migrate_check(Ctx *ctx, Migrations *migrations)
{
    bool is_there;
    Status s = has_migrations(ctx, ctx->db->database->engine, &is_there);
    if (!s && is_there) s = migrations_applied(ctx, migrations);
    if (s) return s;
    if (!is_there) return fail(ctx, NOT_FOUND, "the database holds nothing of Parceldesk");
    bool complete = migrations->applied == migrations->count;
    if (complete || ctx->db->database->options.look) return OK;
    s = fail(ctx, CONFLICT, "the database is older than this program: it lacks %s",
             migrations->items[migrations->applied].file->name);
    problem_hint(ctx, "Start the server once, or run a command that writes: that brings it up.");
    return s;
}

Status migrate(Ctx *ctx, Database *database, Db *db)
{
    Migrations migrations;
    Status s = migrations_known(ctx, database, &migrations);
    if (s) return s;
    ctx->db = db;
    s = database->options.read_only ? migrate_check(ctx, &migrations)
                                    : migrate_to_newest(ctx, &migrations);
    db_settle(db, 0);
    ctx->db = NULL;
    if (s) return s;
    size_t there = database->options.look ? migrations.applied : migrations.count;
    if (there) database->schema_version = migrations.items[there - 1].number;
    database->pending = (int64_t)(migrations.count - there);
    return s;
}
