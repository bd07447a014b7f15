/* handoff.h -- pieces of a ticket that another outlet or team is asked for (协同任务).
 *
 * A handoff has a question, a deadline and a clock of its own, which counts against whoever has it:
 * the customer's clocks stay the ticket's. Those asked see the handoff and the parcels it is about,
 * though the ticket is none of theirs. Question and answers are sealed. Times are UTC milliseconds,
 * NONE where a thing has not happened. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"
#include "desk/clock.h"

/* Numbers are stored: append only. */
#define HANDOFF_STATES(X)                                                                          \
    X(GIVEN, "given", 1)                                                                           \
    X(ACCEPTED, "accepted", 2)                                                                     \
    X(ANSWERED, "answered", 3)                                                                     \
    X(CLOSED, "closed", 4)     /* the answer was taken, or the question withdrawn */               \
    X(RETURNED, "returned", 5) /* the answer was not enough */                                     \
    X(DECLINED, "declined", 6) /* it is not theirs to answer */

typedef enum HandoffState {
#define HANDOFF_STATE_(constant, name, value) HANDOFF_##constant = value,
    HANDOFF_STATES(HANDOFF_STATE_)
#undef HANDOFF_STATE_
} HandoffState;

#define HANDOFF_MOVES(X)                                                                           \
    X(ACCEPT, "accept", 1)                                                                         \
    X(ANSWER, "answer", 2)                                                                         \
    X(DECLINE, "decline", 3)                                                                       \
    X(CLOSE, "close", 4)                                                                           \
    X(RETURN, "return", 5)                                                                         \
    X(WITHDRAW, "withdraw", 6)

typedef enum HandoffMoveKind {
#define HANDOFF_MOVE_(constant, name, value) MOVE_##constant = value,
    HANDOFF_MOVES(HANDOFF_MOVE_)
#undef HANDOFF_MOVE_
} HandoffMoveKind;
extern const Name handoff_states[], handoff_moves[];

typedef struct Handoff {
    int64_t id, version;
    int64_t ticket_id;
    const char *ticket; /* its number */
    int64_t ticket_kind, ticket_priority;
    const char *category; /* of a complaint */
    List waybills;        /* TicketWaybill: those of the ticket; where one handoff is read */
    int64_t state;
    int64_t outlet_id, team_id, owner_id, giver_id;
    const char *outlet, *team, *owner, *giver; /* codes; logins */
    const char *question, *answer, *why;       /* personal; why it was declined or returned */
    int64_t minutes;                           /* asked for; NONE: as the service levels say */
    int64_t due_at;                            /* NONE while its clock stands */
    int64_t created_at, changed_at;
    List clocks;         /* Clock, where one handoff is read */
    bool ticket_visible; /* to who reads it; there too */
    /* not fields: */
    int64_t ticket_outlet_id;
    int64_t policy_id; /* of its clock, while it is given; 0 */
} Handoff;
extern const Shape handoff_shape;
extern const Shape handoff_row_shape; /* as it stands in lists: without parcels and clocks */
extern const Shape handoff_asked_shape, handoff_asked_row_shape; /* words clear, by whoever read */

typedef struct HandoffInput {
    const char *outlet, *team; /* codes: one of them, or both */
    const char *question;      /* 1–4,000 characters */
    int64_t minutes;           /* to the deadline; NONE: as the service levels say */
    bool wait;                 /* the ticket waits for the answer: it is set to pending_internal */
} HandoffInput;
extern const Shape handoff_input_shape;

/* In the transaction of ctx: hands a piece of the ticket over. INVALID (no outlet or team, no such
 * one), NOT_FOUND (no such ticket in scope), CONFLICT (the ticket is closed or merged). */
Status handoff_give(Ctx *ctx, int64_t ticket_id, const HandoffInput *input, Handoff *out);

typedef struct HandoffMove {
    int64_t move;     /* HandoffMoveKind */
    const char *text; /* the answer, or why; needed for all but accepting and closing */
} HandoffMove;
extern const Shape handoff_move_shape;

/* In the transaction of ctx: accept, answer and decline are for those it was handed to; close,
 * return and withdraw for those who see the ticket. NOT_FOUND, STALE, FORBIDDEN (the other side's
 * move), CONFLICT (no such move from here), INVALID (no text). An answer or refusal wakes a ticket
 * that waited for colleagues once no other handoff of it waits. */
Status handoff_move(Ctx *ctx, int64_t id, int64_t version, const HandoffMove *move, Handoff *out);

/* One, whole, for those who see the ticket or were asked. NOT_FOUND. */
Status handoff_find(Ctx *ctx, int64_t id, Handoff *out);

/* Those of a ticket, the oldest first; at most 200; customers see none. NOT_FOUND where the
 * ticket is out of scope. */
Status handoff_list_ticket(Ctx *ctx, int64_t ticket_id, List *out);

typedef struct HandoffFilter {
    const char *outlet; /* code of whom it was handed to; NULL: any in sight */
    bool overdue;
    int64_t format; /* TableFormat, where it is taken out as a file */
    int64_t limit;
    const char *cursor;
} HandoffFilter;
extern const Shape handoff_filter_shape, handoff_export_shape;

/* What waits for those asked (given, accepted, returned), handed to outlets in the scope of ctx's
 * person or to their teams, by deadline. INVALID for an unknown outlet. */
Status handoff_list_waiting(Ctx *ctx, const HandoffFilter *filter, List *out, const char **next);

enum { HANDOFF_COUNTED = 100 };
typedef struct HandoffCount {
    int64_t waiting, overdue;
} HandoffCount;
extern const Shape handoff_count_shape;

/* How many of them there are: counted up to HANDOFF_COUNTED, those with the nearest deadline. */
Status handoff_count_waiting(Ctx *ctx, HandoffCount *out);

/* Domain events, one for each colleague whom it is meant for; the subject is the handoff, the
 * payload a HandoffEvent. */
#define HANDOFF_ASKED "complaint.handoff_asked"     /* it was given, or an answer came back */
#define HANDOFF_DUE "complaint.handoff_due"         /* it is soon due, or late */
#define HANDOFF_REPLIED "complaint.handoff_replied" /* it was answered or declined */

/* No personal data; ids that do not apply are 0. */
typedef struct HandoffEvent {
    int64_t handoff_id, ticket_id, state;
    const char *ticket;                   /* its number */
    int64_t entry_id;                     /* of the ticket's log, which says so */
    int64_t outlet_id, team_id, owner_id; /* who has it */
    int64_t account_id;                   /* who is told */
} HandoffEvent;
extern const Shape handoff_event_shape;
