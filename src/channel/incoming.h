/* incoming.h -- messages that come in by mail, short message, chat: each becomes a ticket, or goes
 * on in the one it answers.
 *
 * A gateway hands a message over and has its answer when that is on disk; handing it over again
 * does nothing and is answered the same. A message goes on in the ticket of the message it answers
 * (In-Reply-To, References), of its conversation, or whose number stands in its subject, where who
 * writes is who asked there. Otherwise who writes is looked for among the customers by phone or
 * e-mail, and a ticket is opened.
 *
 * An answer to a resolved ticket opens it again. So does one to a closed ticket, where the moves of
 * its state lead to an open one and it was closed within `ticket_reopen_days`; else a new ticket is
 * opened and tied to it. What machines write by themselves (RFC 3834) opens nothing and asks
 * nothing: it is noted on the ticket it belongs to, or set aside. Nothing is thrown away. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"
#include "desk/desk.h"

#define INCOMING_OUTCOMES(X)                                                                       \
    X(OPENED, "opened", 1, "A ticket was opened")                                                  \
    X(ADDED, "added", 2, "It stands in the log of a ticket, and asks")                             \
    X(NOTED, "noted", 3, "A machine wrote it: it stands in the log of a ticket, and asks nothing") \
    X(WITHDRAWN, "withdrawn", 4, "It said no to further messages: that is written down")           \
    X(SET_ASIDE, "set_aside", 5, "It is kept for somebody to look at")

typedef enum IncomingOutcome {
#define INCOMING_OUTCOME_(constant, name, value, doc) INCOMING_##constant = value,
    INCOMING_OUTCOMES(INCOMING_OUTCOME_)
#undef INCOMING_OUTCOME_
} IncomingOutcome;
extern const Name incoming_outcomes[];

enum {
    INCOMING_TEXT_MAX = 200000,
    INCOMING_ID_MAX = 998, /* a line of a mail (RFC 5322, 2.1.1) */
    INCOMING_REFERENCES_MAX = 100,
    INCOMING_HEADER_MAX = 4000
};

/* A message as a gateway hands it over. */
typedef struct Incoming {
    int64_t channel; /* TicketChannel: any but regulator and watch */
    const char *message_id;
    const char *from, *from_name;
    Texts to;
    const char *conversation; /* of a chat: its id; of others NULL */
    const char *in_reply_to;
    Texts references; /* the oldest first */
    const char *subject, *text;
    int64_t attachments; /* files that the gateway will add to the ticket; NONE: it has none */
    int64_t sent_at;     /* NONE: now */
    Texts headers;       /* alternating name and value: what tells that a machine wrote it */
    const char *outlet;  /* code of the outlet that a new ticket is for; NULL: as ticket_create */
} Incoming;
extern const Shape incoming_shape;

/* What became of it. */
typedef struct IncomingRow {
    int64_t id, channel;
    int64_t outcome; /* IncomingOutcome */
    const char *why; /* it was not simply taken */
    int64_t ticket_id;
    const char *ticket_no;
    int64_t entry_id;
    int64_t customer_id;
    int64_t received_at, sent_at;
    const char *from, *from_name, *subject, *text; /* text: of what was set aside */
    int64_t outlet_id;                             /* not given out */
    const char *message_id;                        /* not given out */
    Texts references;                              /* not given out */
} IncomingRow;
extern const Shape incoming_row_shape;

/* In the transaction of ctx: takes the message. The same id of the same channel again changes
 * nothing: `out` is what became of it the first time. INVALID names the field. */
Status incoming_take(Ctx *ctx, const Incoming *incoming, IncomingRow *out);

/* In the transaction of ctx: makes a ticket of what was set aside. NOT_FOUND; CONFLICT when it was
 * not set aside, or what it said was forgotten. */
Status incoming_open(Ctx *ctx, int64_t id, IncomingRow *out);

typedef struct IncomingFilter {
    int64_t outcome;   /* NONE: any */
    int64_t ticket_id; /* 0: any */
    int64_t limit;
    const char *cursor;
} IncomingFilter;

/* The newest first, in the scope of ctx's person. `next` is NULL at the end. */
Status incoming_list(Ctx *ctx, const IncomingFilter *filter, List *out, const char **next);

/* One of them. NOT_FOUND. */
Status incoming_find(Ctx *ctx, int64_t id, IncomingRow *out);
