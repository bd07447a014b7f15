/* contributor_store.h -- the rows of a customer's tickets as a whole, for the file about one person
 * and its deletion. For contributor.c only. Nobody's scope is asked. */
#pragma once

#include "db/db.h"
#include "desk/ticket.h"

/* Tickets (of which only the id is set) of the customer's family whose id is above `after`. */
Status ticket_person_store_family(Ctx *ctx, int64_t customer_id, int64_t after, int64_t limit,
                                  List *out);
/* The same of that one customer alone. */
Status ticket_person_store_page(Ctx *ctx, int64_t customer_id, int64_t after, int64_t limit,
                                List *out);

/* How many rows of each table there are that hold, or held, something personal. */
typedef struct TicketErased {
    int64_t tickets, entries, tags, drafts, files;
    int64_t bulks; /* pieces of bulk actions, which kept what the ticket was */
} TicketErased;

/* Of that one customer's tickets: how many files lie with them. */
Status ticket_person_store_files(Ctx *ctx, int64_t customer_id, int64_t *files);

/* In the transaction of ctx, of that one customer's tickets: empties what is personal in them and
 * in their entries, deletes their tags and what was begun to be written on them, and what bulk
 * actions kept of them. Sets all but `files`. */
Status ticket_person_store_erase(Ctx *ctx, int64_t customer_id, TicketErased *out);

/* Rows that still hold something personal. */
Status ticket_person_store_left(Ctx *ctx, int64_t customer_id, int64_t *rows);

/* Tickets of the customer's family that are neither resolved, closed nor merged. */
Status ticket_person_store_open(Ctx *ctx, int64_t customer_id, int64_t *count);
