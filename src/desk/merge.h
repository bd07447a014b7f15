/* merge.h -- tickets that belong together: merged, taken apart, split, linked; and spam. */
#pragma once

#include "desk/ticket.h"

/* In the transaction of ctx: ticket `id` goes on in another. Its log stays its own and is read with
 * the other's; its clocks stop. INVALID for itself, NOT_FOUND, STALE; CONFLICT when either was
 * merged already. `out` is the other. */
Status ticket_merge(Ctx *ctx, int64_t id, int64_t version, int64_t into_id, Ticket *out);

/* Takes a merge back: the ticket is where it was before. CONFLICT when it was not merged. */
Status ticket_unmerge(Ctx *ctx, int64_t id, int64_t version, Ticket *out);

/* What becomes a ticket of its own. */
typedef struct TicketSplit {
    const char *subject;
    int64_t kind;  /* NONE: as the first */
    Texts entries; /* ids of entries, which are repeated there */
    List waybills; /* TicketWaybill: taken from the first */
} TicketSplit;
extern const Shape ticket_split_shape;

/* The new ticket has the first one's customer, contact, outlet, channel and priority, and is linked
 * to it. INVALID when an entry or a parcel is not the first one's. */
Status ticket_split(Ctx *ctx, int64_t id, int64_t version, const TicketSplit *split, Ticket *out);

typedef enum TicketLinkKind { LINK_RELATES = 1, LINK_DUPLICATES, LINK_CAUSED_BY } TicketLinkKind;

/* A link as one of the two sees it. */
typedef struct TicketLink {
    int64_t ticket_id; /* the other */
    const char *no;
    int64_t kind;  /* TicketLinkKind */
    bool incoming; /* the other one says it of this */
    int64_t type;  /* of the other */
    int64_t created_at;
} TicketLink;
extern const Shape ticket_link_shape;

/* In the transaction of ctx: links a ticket to another, or takes that away; nothing happens where
 * it is so. NOT_FOUND for either out of scope; INVALID for itself. */
Status ticket_link(Ctx *ctx, int64_t id, int64_t to_id, int64_t kind);
Status ticket_unlink(Ctx *ctx, int64_t id, int64_t to_id, int64_t kind);

/* Those of a ticket, both ways; at most 200. */
Status ticket_links(Ctx *ctx, int64_t id, List *out);

/* Marks a ticket as nothing, and closes it; or takes that back, and opens it. */
Status ticket_mark_spam(Ctx *ctx, int64_t id, int64_t version, bool spam, Ticket *out);
