#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "transcript.h"

#define MAX_ARGUMENTS 64
#define PATIENCE_US INT64_C(120000000) /* a sanitized program on a busy machine takes its time */

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *ftw)
{
    (void)status, (void)kind, (void)ftw;
    return remove(path);
}

/* --- a database of its own --- */

static Status admin_run(Ctx *ctx, const char *statement)
{
    const char *url = getenv("PARCELDESK_TEST_PG");
    if (!url) return fail(ctx, UNAVAILABLE, "PARCELDESK_TEST_PG does not name a PostgreSQL");
    PGconn *connection = PQconnectdb(url);
    PGresult *result = PQexec(connection, statement);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!done) (void)!fail(ctx, UNAVAILABLE, "%s: %s", statement, PQerrorMessage(connection));
    PQclear(result);
    PQfinish(connection);
    return done ? OK : UNAVAILABLE;
}

static Status database_make(Ctx *ctx, Program *p)
{
    const char *url = getenv("PARCELDESK_TEST_PG");
    if (!url) return fail(ctx, UNAVAILABLE, "PARCELDESK_TEST_PG does not name a PostgreSQL");
    const char *name = arena_format(ctx->arena, "golden_%d", (int)getpid());
    Status s = admin_run(ctx, arena_format(ctx->arena, "CREATE DATABASE %s", name));
    const char *slash = strrchr(url, '/');
    p->database = arena_format(ctx->arena, "%.*s/%s", (int)(slash - url), url, name);
    return s;
}

Status program_init(Ctx *ctx, Program *p)
{
    const char *where = getenv("TMPDIR");
    char *folder =
        arena_format(ctx->arena, "%s/parceldesk-golden-XXXXXX", where && *where ? where : "/tmp");
    if (!folder || !mkdtemp(folder)) return fail(ctx, INTERNAL, "no folder in %s", where);
    p->folder = folder;
    if (mkdir(arena_format(ctx->arena, "%s/work", folder), 0700))
        return fail(ctx, INTERNAL, "no folder in %s", folder);
    return strcmp(p->engine, "postgresql") == 0 ? database_make(ctx, p) : OK;
}

void program_clear(Ctx *ctx, Program *p)
{
    if (p->server) {
        kill(p->server, SIGKILL);
        waitpid(p->server, NULL, 0);
    }
    if (p->folder) nftw(p->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    if (!p->database) return;
    const char *name = strrchr(p->database, '/') + 1;
    if (admin_run(ctx, arena_format(ctx->arena, "DROP DATABASE %s WITH (FORCE)", name)))
        problem_clear(ctx);
}

/* --- processes --- */

/* Splits in place; the list ends with NULL. */
static int split(char *text, char **out, int room)
{
    int count = 0;
    for (char *c = text; *c && count < room - 1;) {
        c += strspn(c, " ");
        if (!*c) break;
        char quote = *c == '"' || *c == '\'' ? *c : 0;
        out[count++] = quote ? ++c : c;
        c += strcspn(c, quote == '"' ? "\"" : quote ? "'" : " ");
        if (*c) *c++ = 0;
    }
    out[count] = NULL;
    return count;
}

static Status arguments_make(Ctx *ctx, const Program *p, const char *text, char **out)
{
    char *copy = arena_text(ctx->arena, text);
    char *data = arena_format(ctx->arena, "%s/data", p->folder);
    if (!copy || !data) return no_memory(ctx);
    out[0] = (char *)p->path;
    int count = 1 + split(copy, out + 1, MAX_ARGUMENTS - 6);
    out[count++] = "--data";
    out[count++] = data;
    if (p->database) {
        out[count++] = "--database";
        out[count++] = (char *)p->database;
    }
    out[count] = NULL;
    return OK;
}

/* The files that a process reads and writes, in the program's folder. */
typedef struct Pipes {
    const char *in, *out, *error;
} Pipes;

static void redirect(const char *path, int flags, int to)
{
    int file = open(path ? path : "/dev/null", flags, 0600);
    if (file < 0 || dup2(file, to) < 0) _exit(127);
    close(file);
}

static pid_t start(const Program *p, char **arguments, Pipes pipes)
{
    pid_t child = fork();
    if (child != 0) return child;
    redirect(pipes.in, O_RDONLY, 0);
    redirect(pipes.out, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 1);
    redirect(pipes.error, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 2);
    char *work = NULL;
    if (asprintf(&work, "%s/work", p->folder) < 0 || chdir(work)) _exit(127);
    setenv("PARCELDESK_NOW", p->now, 1);
    setenv("PARCELDESK_TEST", "1", 1);
    /* What the clock finds would come between the requests of a transcript that is of other things.
     */
    setenv("PARCELDESK_WATCH", p->watch ? p->watch : "off", 1);
    execv(p->path, arguments);
    _exit(127);
}

static int exit_code(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static Status input_write(Ctx *ctx, const Program *p, const char *input, const char **path)
{
    *path = NULL;
    if (!input) return OK;
    *path = arena_format(ctx->arena, "%s/stdin", p->folder);
    FILE *file = *path ? fopen(*path, "wb") : NULL;
    if (!file) return fail(ctx, INTERNAL, "no file in %s", p->folder);
    fputs(input, file);
    fputc('\n', file);
    return fclose(file) ? fail(ctx, NO_SPACE, "the input cannot be written") : OK;
}

Status program_run(Ctx *ctx, const Program *p, const char *text, const char *input,
                   CommandResult *out)
{
    char *arguments[MAX_ARGUMENTS];
    Pipes pipes = {NULL, arena_format(ctx->arena, "%s/stdout", p->folder),
                   arena_format(ctx->arena, "%s/stderr", p->folder)};
    Status s = arguments_make(ctx, p, text, arguments);
    if (!s) s = input_write(ctx, p, input, &pipes.in);
    if (s) return s;
    int status;
    pid_t child = start(p, arguments, pipes);
    if (child < 0 || waitpid(child, &status, 0) < 0) return fail(ctx, INTERNAL, "cannot fork");
    char *said, *complained;
    s = file_read(ctx, pipes.out, &said, NULL);
    if (!s) s = file_read(ctx, pipes.error, &complained, NULL);
    if (s) return s;
    const char *both = arena_format(ctx->arena, "%s%s", said, complained);
    if (!both) return no_memory(ctx);
    *out = (CommandResult){exit_code(status), both, strlen(both)};
    return OK;
}

/* --- the server --- */

const char *program_log(Ctx *ctx, const Program *p)
{
    char *text;
    const Problem problem = ctx->problem;
    Status s = file_read(ctx, arena_format(ctx->arena, "%s/log", p->folder), &text, NULL);
    ctx->problem = problem;
    if (s) return "";
    size_t length = strlen(text);
    return length > 6000 ? text + length - 6000 : text;
}

/* The port that it says it listens at; 0 while it has not said so. */
static int port_said(Ctx *ctx, const Program *p)
{
    static const char before[] = "listens on http://127.0.0.1:";
    char *text;
    if (file_read(ctx, arena_format(ctx->arena, "%s/log", p->folder), &text, NULL)) {
        problem_clear(ctx);
        return 0;
    }
    const char *said = text ? strstr(text, before) : NULL;
    if (!said) return 0;
    char *end;
    long port = strtol(said + strlen(before), &end, 10);
    return *end == ' ' ? (int)port : 0;
}

static Status wait_until_it_listens(Ctx *ctx, Program *p)
{
    int64_t until_us = monotonic_us() + PATIENCE_US;
    while (monotonic_us() < until_us) {
        int status;
        p->port = port_said(ctx, p);
        if (p->port) return OK;
        if (waitpid(p->server, &status, WNOHANG) == p->server) {
            p->server = 0;
            return fail(ctx, UNAVAILABLE, "the server ended at once with %d", exit_code(status));
        }
        usleep(5000);
    }
    return fail(ctx, UNAVAILABLE, "the server does not listen");
}

Status program_serve(Ctx *ctx, Program *p, const char *flags)
{
    char *arguments[MAX_ARGUMENTS];
    const char *log = arena_format(ctx->arena, "%s/log", p->folder);
    const char *text =
        arena_format(ctx->arena, "serve --listen 127.0.0.1:0 %s", flags ? flags : "");
    if (!log || !text) return no_memory(ctx);
    Status s = arguments_make(ctx, p, text, arguments);
    if (s) return s;
    p->server = start(p, arguments, (Pipes){NULL, log, log});
    if (p->server < 0) return fail(ctx, INTERNAL, "cannot fork");
    return wait_until_it_listens(ctx, p);
}

Status program_stop(Ctx *ctx, Program *p)
{
    if (!p->server) return OK;
    kill(p->server, SIGTERM);
    int64_t until_us = monotonic_us() + PATIENCE_US;
    while (monotonic_us() < until_us) {
        int status;
        if (waitpid(p->server, &status, WNOHANG) == p->server) {
            p->server = 0;
            if (!status) return OK;
            return fail(ctx, INTERNAL, "the server ended with %d", exit_code(status));
        }
        usleep(5000);
    }
    return fail(ctx, INTERNAL, "the server does not stop");
}
