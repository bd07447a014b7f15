#include "program.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <libpq-fe.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "transcript.h"

#define MAX_ARGUMENTS 64
#define START_TRIES 6000 /* of 5 ms: a sanitized program on a busy machine takes its time */
#define STOP_TRIES 4000

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
    char *folder = arena_text(ctx->arena, "/tmp/parceldesk-golden-XXXXXX");
    if (!folder || !mkdtemp(folder)) return fail(ctx, INTERNAL, "no folder in /tmp");
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
    redirect(pipes.out, O_WRONLY | O_CREAT | O_TRUNC, 1);
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

static int socket_at(int port, bool connecting)
{
    int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int failed = connecting ? connect(s, (struct sockaddr *)&at, sizeof at)
                            : bind(s, (struct sockaddr *)&at, sizeof at);
    if (!failed) return s;
    close(s);
    return -1;
}

/* A port that nobody listens on at the moment. */
static int free_port(void)
{
    struct sockaddr_in at = {0};
    socklen_t length = sizeof at;
    int s = socket_at(0, false);
    if (s < 0) return 0;
    getsockname(s, (struct sockaddr *)&at, &length);
    close(s);
    return ntohs(at.sin_port);
}

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

static Status wait_until_it_answers(Ctx *ctx, Program *p)
{
    for (int i = 0; i < START_TRIES; i++) {
        int status, s = socket_at(p->port, true);
        if (s >= 0) {
            close(s);
            return OK;
        }
        if (waitpid(p->server, &status, WNOHANG) == p->server) {
            p->server = 0;
            return fail(ctx, UNAVAILABLE, "the server ended at once with %d", exit_code(status));
        }
        usleep(5000);
    }
    return fail(ctx, UNAVAILABLE, "the server does not answer");
}

Status program_serve(Ctx *ctx, Program *p, const char *flags)
{
    char *arguments[MAX_ARGUMENTS];
    const char *log = arena_format(ctx->arena, "%s/log", p->folder);
    p->port = free_port();
    const char *text =
        arena_format(ctx->arena, "serve --listen 127.0.0.1:%d %s", p->port, flags ? flags : "");
    if (!log || !text) return no_memory(ctx);
    Status s = arguments_make(ctx, p, text, arguments);
    if (s) return s;
    p->server = start(p, arguments, (Pipes){NULL, log, log});
    if (p->server < 0) return fail(ctx, INTERNAL, "cannot fork");
    return wait_until_it_answers(ctx, p);
}

Status program_stop(Ctx *ctx, Program *p)
{
    if (!p->server) return OK;
    kill(p->server, SIGTERM);
    for (int i = 0; i < STOP_TRIES; i++) {
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
