/* ticket_store.h -- the rows behind tickets. For the files of desk/ only. */
#pragma once

#include "db/db.h"
#include "desk/ticket.h"

/* In the scope of ctx's person: NOT_FOUND, without words, when there is none. Without description,
 * parcels, tags and clocks. */
Status ticket_store_by_id(Ctx *ctx, int64_t id, Ticket *out);
Status ticket_store_by_no(Ctx *ctx, const char *no, Ticket *out);

/* Tickets by their ids, in that order, with parcels (as they are written) and tags; those out of
 * scope are left out. */
Status ticket_store_by_ids(Ctx *ctx, const int64_t *ids, size_t count, List *out);

/* The next number of a day: from 1. */
Status ticket_store_number(Ctx *ctx, int64_t day, int64_t *out);

/* Writes the row of a new ticket; the caller has given id, version and number. */
Status ticket_store_insert(Ctx *ctx, const Ticket *ticket);
/* Over the version before the ticket's; *written is false where somebody was faster. */
Status ticket_store_update(Ctx *ctx, const Ticket *ticket, bool *written);

/* For when the timer of its clocks is set, and nothing else: no version rises. */
Status ticket_store_arm(Ctx *ctx, int64_t id, int64_t armed_at);

/* Parcels and tags: read into (see ticket_store_bind), and written from, the ticket. */
Status ticket_store_parts(Ctx *ctx, Ticket *ticket);
Status ticket_store_put_waybills(Ctx *ctx, const Ticket *ticket, bool fresh);
Status ticket_store_put_tags(Ctx *ctx, const Ticket *ticket, bool fresh);

typedef struct ParcelRef {
    int64_t waybill_id, outlet_id, customer_id;
    const char *carrier;
} ParcelRef;

/* A parcel by its number, of a carrier ("": any): up to two, so that it is seen when one is not
 * enough to say. */
Status ticket_store_parcels(Ctx *ctx, const char *no, const char *carrier, List *out);

/* Ties what a ticket named before anybody knew it to the one parcel that has the number by now, as
 * far as ctx's person may see it. What is written stays as it was. Costs a look for each number:
 * for a ticket that is read by itself. */
Status ticket_store_bind(Ctx *ctx, Ticket *ticket);

/* The code of a customer; NOT_FOUND in the scope of ctx's person. */
Status ticket_store_customer(Ctx *ctx, const char *code, int64_t *id);

/* Sets the code of the ticket's customer by its id. INVALID when there is none. */
Status ticket_store_customer_code(Ctx *ctx, Ticket *ticket);

/* Sets the names of the ticket's team and owner by their ids. */
Status ticket_store_holder(Ctx *ctx, Ticket *ticket);

/* Its place among those that nobody closed. `before` or `after` NULL: it comes, it goes. */
Status ticket_store_place(Ctx *ctx, const Ticket *before, const Ticket *after);

/* What a cell tells of the channel: the few whose tickets are looked for by it, else 0. */
int64_t ticket_source(int64_t channel);

#define NO_DUE (INT64_C(1) << 47)

/* What lists by urgency go by: the higher priority first, then the earlier deadline. */
int64_t ticket_urgency(int64_t priority, int64_t due_at);
