/* session.h -- a transcript being played: the program, the variables, the client. */
#pragma once

#include "client.h"
#include "program.h"
#include "transcript.h"
#include "variables.h"

typedef struct Session {
    Program program;
    Variables variables;
    Client *client;
    const Transcript *transcript;
} Session;

/* Runs what stands before the first exchange, and starts the server. */
Status session_start(Ctx *ctx, Session *session, const char *top);

/* Plays an exchange once: sends the request, runs the command, writes the file. `failing`, when not
 * NULL, is the failure that the server is to meet on the way ("statement 3"). */
Status session_play(Ctx *ctx, Session *session, const Exchange *exchange, const char *failing,
                    Answer *out);

/* Whether the answer is the expected one; the differences are appended, and what fits is captured.
 */
bool session_match(Session *session, const Exchange *exchange, const Answer *answer,
                   Buf *differences);
