/* testing.h -- a server with routes of its own, and those who ask it; for the tests of src/http. */
#pragma once

#include <semaphore.h>
#include <stdatomic.h>

#include "http/feed.h"
#include "http/server.h"
#include "test.h"

/* The house comes first: a handler finds its site by ctx->house. */
typedef struct Site {
    House house;
    T *t;
    Ctx ctx; /* the test's, in this house */
    Server *server;
    atomic_int runs;  /* how often a handler that writes was run */
    sem_t entered;    /* /slow was entered … */
    sem_t may_finish; /* … and waits for this */
    bool secure;
} Site;

/* Starts a server on a free port of 127.0.0.1; `options` may be NULL. In a TEST_DB with its
 * database. */
Site *given_site(T *t, const ServerOptions *options);
void site_close(Site *site); /* stops it */

/* The token that signs in, and the right that it does not give. */
#define GOOD_TOKEN "Authorization: Bearer good"
#define RIGHT_OF_NOBODY 99

typedef struct Answer {
    long status; /* 0: none came */
    char *body, *head;
    size_t length;
} Answer;

typedef struct Ask {
    const char *method, *path;
    const char *headers[8]; /* ends with NULL */
    const void *body;       /* NULL: none */
    size_t length;          /* 0: of the text */
} Ask;

/* Asks over a connection of its own; the answer lives in the test's arena. */
Answer ask(Site *site, Ask what);
Answer ask_get(Site *site, const char *path);

/* The value of a header of the answer, or NULL; a member of its JSON body as text, or NULL. */
const char *answer_header(Site *site, const Answer *answer, const char *name);
const char *answer_text(Site *site, const Answer *answer, const char *member);

/* The answer's status and the problem's code. */
#define check_problem(site, the_answer, the_status, the_code)                                      \
    do {                                                                                           \
        Answer answer_ = (the_answer);                                                             \
        check_int((site)->t, answer_.status, (the_status));                                        \
        check_text((site)->t, answer_text((site), &answer_, "code"), (the_code));                  \
    } while (0)

/* A plain connection: for what no client would send. */
int site_connect(Site *site);
void send_text(Site *site, int connection, const char *text);
/* Reads until `end` came, the connection is closed (NULL: only that), or a minute is over. */
char *receive_until(Site *site, int connection, const char *end);
