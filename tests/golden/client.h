/* client.h -- the requests of a transcript, over HTTP. */
#pragma once

#include "base/buf.h"
#include "base/ctx.h"
#include "transcript.h"

typedef struct Client Client; /* one connection, with the cookies it was given */

typedef struct Answer {
    int status;
    Line *headers;
    const char *body;
    size_t length;
} Answer;

typedef struct Call {
    const char *method, *url;
    Line *headers;
    const char *body; /* NULL: none */
    size_t length;
    const char *listen; /* an answer that does not end is taken once it has this; NULL: it ends */
} Call;

/* NULL if there is no memory. */
Client *client_new(void);
void client_release(Client *client);

/* Asks and waits. UNAVAILABLE if no answer came. */
Status client_call(Ctx *ctx, Client *client, const Call *call, Answer *out);

/* Forgets the cookies. */
void client_forget(Client *client);

/* The body compressed with gzip. */
Status gzip_body(Ctx *ctx, const char *body, size_t length, Buf *out);
