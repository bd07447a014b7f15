/* transcript.h -- a golden transcript as read from its file; the format is in README.md. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/ctx.h"

typedef struct Line {
    const char *text;
    struct Line *next;
} Line;

typedef enum ExchangeKind { EXCHANGE_REQUEST, EXCHANGE_COMMAND, EXCHANGE_FILE } ExchangeKind;

/* Texts are as written: variables are expanded when the exchange is played. */
typedef struct Exchange {
    const char *name;
    int line; /* of the file, from 1 */
    ExchangeKind kind;
    const char *method; /* of a request */
    const char *target; /* its path; a command's arguments; a file's name */
    Line *headers;
    const char *body; /* NULL: none */
    bool has_answer;
    int status;
    Line *answer_headers;
    const char *answer; /* NULL: must be empty */
    bool gzip, torture;
    long within_ms;     /* asked again for so long */
    const char *listen; /* an answer that does not end is cut off after it; NULL: it ends */
    size_t answer_from, answer_to; /* where the answer stands in the transcript's text */
    struct Exchange *next;
} Exchange;

typedef struct Transcript {
    const char *path, *text;
    const char *now, *serve, *engines, *watch; /* NULL where not said */
    bool is_spared;                            /* not for torture */
    Line *tokens;                              /* "NAME: RIGHT…" */
    Line *runs;
    Exchange *exchanges;
} Transcript;

/* Reads a file; INVALID names the line that is not understood. */
Status transcript_read(Ctx *ctx, const char *path, Transcript *out);

/* Adds a line to the end of a list; false if there is no memory. */
bool line_add(Arena *arena, Line **list, const char *text);

/* The value of the header line of that name, or NULL. */
const char *header_value(const Line *headers, const char *name);

/* A whole file, ended by a zero byte; its length in *length when that is not NULL. */
Status file_read(Ctx *ctx, const char *path, char **out, size_t *length);
