/* program.h -- the program under test: its commands, its server, and the data they work on. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/ctx.h"

typedef struct Program {
    const char *path;     /* of the binary */
    const char *engine;   /* "sqlite" or "postgresql" */
    const char *folder;   /* a fresh one: its data/ is the data folder, work/ where commands run */
    const char *database; /* URL of a fresh database; NULL on SQLite */
    const char *now;      /* where the clock starts */
    int port;
    const char *watch; /* "on"; NULL: the watch finds nothing */
    pid_t server;      /* 0: none runs */
} Program;

/* A fresh folder and, on PostgreSQL, a fresh database on the server that PARCELDESK_TEST_PG names.
 */
Status program_init(Ctx *ctx, Program *program);

/* Stops the server if there is one and removes folder and database. */
void program_clear(Ctx *ctx, Program *program);

typedef struct CommandResult {
    int code;        /* exit code; 128 and the signal's number if it was killed */
    const char *out; /* standard output, then standard error */
    size_t length;
} CommandResult;

/* Runs `arguments` (split at spaces; "…" and '…' hold together) with the data's flags, `input` on
 * its standard input (NULL: nothing). */
Status program_run(Ctx *ctx, const Program *program, const char *arguments, const char *input,
                   CommandResult *out);

/* Starts the server with further `flags` and waits until it answers. UNAVAILABLE with what it said.
 */
Status program_serve(Ctx *ctx, Program *program, const char *flags);

/* Asks the server to stop (SIGTERM) and waits. INTERNAL, with its last words, if it did not end
 * well: a crash, a leak or a hang is a failure. */
Status program_stop(Ctx *ctx, Program *program);

/* What the server has written so far, for a failure's report. */
const char *program_log(Ctx *ctx, const Program *program);
