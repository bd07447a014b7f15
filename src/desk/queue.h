/* queue.h -- tickets in lists: by a filter, and by filters that were saved as queues.
 *
 * What nobody closed yet is listed by its clock, urgency or age out of ticket_queue, whose rows
 * stand in cells (all of a cell have the same outlet, team, kind, type, priority and channel) and
 * in facets (the same kind, type, priority, state, category and tier). A page is merged from the
 * cells or facets that a filter takes, each read only as far as the page needs it, and counts are
 * the sums of theirs: both cost the same for a hundred tickets and for a hundred thousand. What is
 * narrowed by both is read from the side that holds less, all of it. What is closed, and what is of
 * a customer, parcel, tag or phone, is listed newest first; what was answered or resolved in a time
 * the last counted first. */
#pragma once

#include "desk/ticket.h"

typedef enum TicketSort { SORT_DUE = 1, SORT_URGENCY, SORT_OLDEST, SORT_NEWEST } TicketSort;

/* What to list; NULL, NONE and empty where it does not matter. */
typedef struct TicketFilter {
    Texts kinds, types, priorities, channels; /* names; any of them */
    const char *team;                         /* code, "mine" (of ctx's person) or "none" */
    const char *owner;                        /* login, "me" or "none" */
    const char *outlet;                       /* code: it and those below */
    const char *state, *category, *tier;      /* a state's code; a complaint's; the customer's */
    bool overdue;                             /* the deadline of its most urgent clock has passed */
    int64_t opened_from, opened_until, due_from, due_until; /* from then, before then; NONE or 0 */
    int64_t answered_from, answered_until;                  /* its first answer was counted then */
    int64_t resolved_from, resolved_until;                  /* or its end, as the figures do */
    const char *customer, *waybill, *tag, *phone, *external_ref; /* at most one of these */
    int64_t incident_id;                                         /* or this */
    bool followed;                                               /* or by ctx's person */
    bool unread;                                                 /* or that with news to them */
    const char *q;                                               /* or words to search for */
    int64_t sort;   /* TicketSort; by the deadline where it is not given */
    int64_t format; /* TableFormat, where it is taken out as a file */
    int64_t limit;
    const char *cursor;
} TicketFilter;
extern const Shape ticket_filter_shape; /* what is saved with a queue */
extern const Shape ticket_query_shape;  /* the same with limit and cursor */
extern const Shape ticket_export_shape; /* and with the format of a file */

/* A page (Ticket) of those in the scope of ctx's person; `next` is NULL at the end. INVALID names
 * what is wrong. */
Status ticket_list(Ctx *ctx, const TicketFilter *filter, List *out, const char **next);

typedef struct TicketCount {
    int64_t count;
    int64_t
        due_at; /* of the most urgent; NONE: no clock runs, or it asks for one thing or closed */
} TicketCount;
extern const Shape ticket_count_shape;

enum { TICKETS_COUNTED_ONE_BY_ONE = 10000 };
/* How many fit the filter, of those that nobody closed yet where it asks for no closed ones: by the
 * cells or facets, or where these do not say (overdue, one owner, some channels, closed ones, a
 * team and a tier, what names one thing) one by one, at most so many. */
Status ticket_count(Ctx *ctx, const TicketFilter *filter, TicketCount *out);

/* A saved filter: one's own, or everybody's. */
typedef struct Queue {
    int64_t id, version;
    const char *name;
    bool shared;
    int64_t position;
    TicketFilter *filter;
    int64_t count;  /* how many; NONE where it was not asked for */
    int64_t due_at; /* as in TicketCount */
} Queue;
extern const Shape queue_shape;

/* Those that ctx's person sees, with counts where they are asked for; at most 200. */
Status queue_list(Ctx *ctx, bool counts, List *out);

/* NOT_FOUND: none, or somebody else's. */
Status queue_find(Ctx *ctx, int64_t id, Queue *out);

/* In the transaction of ctx; audited. A shared one needs TICKET_ADMIN and the whole company:
 * FORBIDDEN. INVALID when its filter is. */
Status queue_create(Ctx *ctx, Queue *queue);

/* The same; NOT_FOUND, STALE. */
Status queue_change(Ctx *ctx, int64_t id, int64_t version, const Queue *change, Queue *out);

/* The same. */
Status queue_remove(Ctx *ctx, int64_t id, int64_t version);
