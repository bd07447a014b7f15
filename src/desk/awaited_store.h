/* awaited_store.h -- numbers that tickets wait for. For src/desk only. */
#pragma once

#include "desk/ticket_store.h"

/* What a ticket is to get from a parcel that nobody knew, and what who opened it sees (0: all). */
typedef struct Awaited {
    int64_t ticket_id;
    const char *no, *carrier; /* carrier "": any */
    bool outlet, customer;
    int64_t by_outlet_id, by_customer_id;
} Awaited;

/* Keeps it; the same again changes nothing. */
Status awaited_store_add(Ctx *ctx, const Awaited *awaited);

/* Those whose number is one parcel by now, to who opened the ticket, that says something of what is
 * wanted, and that the ticket still names (Awaited); at most `limit`. */
Status awaited_store_due(Ctx *ctx, int64_t limit, List *out);

/* Ties the number on the ticket to the parcel. */
Status awaited_store_bind(Ctx *ctx, const Awaited *awaited, const ParcelRef *parcel);

/* What the parcel says was looked at: it is not wanted any more; nor is a number that has nothing
 * left to say. */
Status awaited_store_tried(Ctx *ctx, const Awaited *awaited, const ParcelRef *parcel);

/* The ticket's outlet, or customer, is not wanted of any number. */
Status awaited_store_said_outlet(Ctx *ctx, int64_t ticket_id);
Status awaited_store_said_customer(Ctx *ctx, int64_t ticket_id);

/* Tickets that are not open any more wait for nothing. */
Status awaited_store_forget_closed(Ctx *ctx);
