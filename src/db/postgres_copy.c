/* Copies of a PostgreSQL database: by its own programs, pg_dump and pg_restore, which must be where
 * programs are looked for. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/postgres.h"

extern char **environ;

SQL_IN("postgresql", tables_and_rows,
       "SELECT CAST(c.relname AS TEXT), CAST(CAST((xpath('/row/n/text()', query_to_xml("
       "format('SELECT count(*) AS n FROM %I', c.relname), false, true, '')))[1] AS TEXT)"
       " AS BIGINT) FROM pg_class c WHERE c.relkind = 'r'"
       " AND c.relnamespace = to_regnamespace(current_schema())"
       " ORDER BY CAST(c.relname AS TEXT) COLLATE \"C\"");
SQL_IN("postgresql", snapshot_export,
       "SELECT CAST(pg_export_snapshot() AS TEXT), CAST(current_schema() AS TEXT)");

Status postgres_tables(Ctx *ctx, Db *db, DbTableRows *each, void *user)
{
    (void)db;
    Rows *rows;
    Status s = db_query_values(ctx, &tables_and_rows, &rows, NULL, 0);
    if (s) return s;
    while (!s && rows_next(rows))
        s = each(ctx, user, rows_text(rows, 0), rows_int(rows, 1));
    Status end = rows_end(rows);
    return s ? s : end;
}

/* --- their programs --- */

/* Room for what a url may say, and what this process was told. */
#define SAID_MAX 64
#define TOLD_MAX 512

typedef struct Surroundings {
    char *items[SAID_MAX + TOLD_MAX + 1];
    size_t count;
} Surroundings;

static bool is_said(const Surroundings *s, size_t said, const char *item)
{
    size_t length = strcspn(item, "=") + 1;
    for (size_t i = 0; i < said; i++)
        if (strncmp(s->items[i], item, length) == 0) return true;
    return false;
}

/* Where the database is and who asks go by the environment: arguments can be read by everybody on
 * the machine. */
static Status surroundings_make(Ctx *ctx, const char *url, Surroundings *out)
{
    *out = (Surroundings){.count = 0};
    PQconninfoOption *options = url ? PQconninfoParse(url, NULL) : NULL;
    if (url && !options) return fail(ctx, INVALID, "the database's url cannot be understood");
    bool is_whole = true;
    for (const PQconninfoOption *o = options; o && o->keyword && out->count < SAID_MAX; o++) {
        if (!o->envvar || !o->val) continue;
        char *item = (char *)arena_format(ctx->arena, "%s=%s", o->envvar, o->val);
        is_whole &= item != NULL;
        out->items[out->count++] = item;
    }
    PQconninfoFree(options);
    if (!is_whole) return no_memory(ctx); /* they would ask another database */
    size_t said = out->count;
    for (char **told = environ; *told && out->count < said + TOLD_MAX; told++)
        if (!is_said(out, said, *told)) out->items[out->count++] = *told;
    return OK;
}

typedef struct Program {
    pid_t process;
    FILE *says; /* NULL: nobody listens */
} Program;

static Status program_start(Ctx *ctx, const char *url, const char *const *words, bool listens,
                            Program *out)
{
    Surroundings surroundings;
    posix_spawn_file_actions_t actions;
    int ends[2] = {-1, -1};
    *out = (Program){0};
    Status s = surroundings_make(ctx, url, &surroundings);
    if (s) return s;
    if (listens && pipe2(ends, O_CLOEXEC))
        return fail(ctx, UNAVAILABLE, "no pipe: %s", strerror(errno));
    posix_spawn_file_actions_init(&actions);
    if (listens) {
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    }
    int code = posix_spawnp(&out->process, words[0], &actions, NULL, (char *const *)words,
                            surroundings.items);
    posix_spawn_file_actions_destroy(&actions);
    if (listens) close(ends[1]);
    if (!code && listens) out->says = fdopen(ends[0], "r");
    if (!out->says && listens) close(ends[0]); /* so that it does not wait to be heard */
    if (code) return fail(ctx, UNAVAILABLE, "%s cannot be run: %s", words[0], strerror(code));
    return OK;
}

static Status program_end(Ctx *ctx, const char *name, Program *program)
{
    int status = 0;
    if (program->says) fclose(program->says);
    while (waitpid(program->process, &status, 0) < 0 && errno == EINTR)
        ;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return OK;
    return fail(ctx, UNAVAILABLE, "%s failed; it has said why", name);
}

static Status program_run(Ctx *ctx, const char *url, const char *const *words)
{
    Program program;
    Status s = program_start(ctx, url, words, false, &program);
    return s ? s : program_end(ctx, words[0], &program);
}

/* --- copies --- */

/* Of a line of a dump, enough to tell what it is: a table with the names of all its columns. */
enum { LINE_START = 32768 };

/* What is to be dumped: a snapshot, and the schema that the tables are in. */
typedef struct Dumped {
    const char *snapshot, *schema;
} Dumped;

static Status dumped_name(Ctx *ctx, Dumped *out)
{
    Rows *rows;
    *out = (Dumped){NULL, NULL};
    Status s = db_query_values(ctx, &snapshot_export, &rows, NULL, 0);
    if (s) return s;
    if (rows_next(rows)) *out = (Dumped){rows_copy(rows, 0), rows_copy(rows, 1)};
    s = rows_end(rows);
    bool is_named = out->snapshot && out->schema;
    return s || is_named ? s : fail(ctx, INTERNAL, "the snapshot has no name");
}

/* Of the schema that every database has, all is dumped: by name it would come with the command that
 * makes it, which fails where it is. */
Status postgres_dump(Ctx *ctx, Db *db, const char *path)
{
    Dumped from;
    if (access(path, F_OK) == 0) return fail(ctx, CONFLICT, "%s is there already", path);
    Status s = dumped_name(ctx, &from);
    if (s) return s;
    bool is_usual = strcmp(from.schema, "public") == 0;
    const char *const words[] = {"pg_dump",
                                 "--format=custom",
                                 "--compress=0",
                                 "--no-owner",
                                 "--no-privileges",
                                 "--snapshot",
                                 from.snapshot,
                                 "--file",
                                 path,
                                 is_usual ? NULL : "--schema",
                                 from.schema,
                                 NULL};
    return program_run(ctx, db->database->options.url, words);
}

Status postgres_fill(Ctx *ctx, const char *path, const char *url)
{
    const char *const words[] = {"pg_restore",
                                 "--dbname=",
                                 "--single-transaction",
                                 "--exit-on-error",
                                 "--no-owner",
                                 "--no-privileges",
                                 path,
                                 NULL};
    return program_run(ctx, url, words);
}

/* "COPY public.ticket (id, …) FROM stdin;" names a table; NULL where a line is no such. */
static const char *table_begun(Ctx *ctx, const char *line)
{
    if (strncmp(line, "COPY ", 5) != 0) return NULL;
    const char *name = line + 5, *end = strchr(name, ' ');
    if (!end || !strstr(end, ") FROM stdin;")) return NULL;
    const char *dot = memchr(name, '.', (size_t)(end - name));
    if (dot) name = dot + 1;
    return arena_text_n(ctx->arena, name, (size_t)(end - name));
}

/* The beginning of the next line, as much as there is room for; the rest of it is passed over.
 * False at the end. */
static bool line_read(FILE *says, char *line, size_t room)
{
    char more[4096];
    if (!fgets(line, (int)room, says)) return false;
    bool is_whole = strchr(line, '\n') != NULL;
    while (!is_whole && fgets(more, sizeof more, says))
        is_whole = strchr(more, '\n') != NULL;
    return true;
}

/* One table's rows, each a line, up to "\.": within a row every line break is written as two
 * characters. */
static bool lines_count(FILE *says, int64_t *out)
{
    char line[LINE_START];
    for (*out = 0; line_read(says, line, sizeof line); ++*out)
        if (strcmp(line, "\\.\n") == 0) return true;
    return false;
}

static Status listing_read(Ctx *ctx, FILE *says, DbTableRows *each, void *user)
{
    char line[LINE_START];
    Status s = OK;
    while (!s && line_read(says, line, sizeof line)) {
        int64_t rows;
        const char *table = table_begun(ctx, line);
        if (!table) continue;
        bool is_whole = lines_count(says, &rows);
        s = is_whole ? each(ctx, user, table, rows)
                     : fail(ctx, INTERNAL, "the copy of the database is cut off");
    }
    return s;
}

Status postgres_dump_tables(Ctx *ctx, const char *path, DbTableRows *each, void *user)
{
    static const char name[] = "pg_restore";
    const char *const words[] = {name, "--data-only", "--file=-", path, NULL};
    Program program;
    Status s = program_start(ctx, NULL, words, true, &program);
    if (s) return s;
    s = program.says ? listing_read(ctx, program.says, each, user) : no_memory(ctx);
    Status end = program_end(ctx, name, &program);
    return s ? s : end;
}
