#include "desk/awaited.h"

#include "access/outlet.h"
#include "access/person.h"
#include "customer/contact_owner.h"
#include "db/db.h"
#include "desk/awaited_store.h"
#include "desk/entry.h"
#include "desk/ticket_refs.h"
#include "desk/ticket_store.h"

Status awaited_note(Ctx *ctx, const Ticket *ticket, const List *had)
{
    const TicketWaybill *parcels = ticket->waybills.items;
    Awaited awaited = {.ticket_id = ticket->id,
                       .outlet = !ticket->outlet_id,
                       .customer = !ticket->customer_id,
                       .by_outlet_id = scope_outlet(ctx),
                       .by_customer_id = scope_customer(ctx)};
    Status s = OK;
    if (!awaited.outlet && !awaited.customer) return OK;
    for (size_t i = 0; i < ticket->waybills.count && !s; i++) {
        if (parcels[i].waybill_id || ref_names(had->items, had->count, &parcels[i])) continue;
        awaited.no = parcels[i].no;
        awaited.carrier = parcels[i].carrier;
        s = awaited_store_add(ctx, &awaited);
    }
    return s;
}

Status awaited_said(Ctx *ctx, int64_t ticket_id, const char *outlet, const char *customer)
{
    Status s = outlet ? awaited_store_said_outlet(ctx, ticket_id) : OK;
    return s || !customer ? s : awaited_store_said_customer(ctx, ticket_id);
}

/* An outlet where who has the ticket would not see it any more is none for it. */
Status awaited_outlet(Ctx *ctx, int64_t outlet_id, Ticket *now)
{
    Ticket there = *now;
    there.outlet_id = outlet_id;
    if (!outlet_id || now->outlet_id) return OK;
    Status s = ref_owner_sees(ctx, now->owner_id, &there);
    if (s == INVALID) {
        problem_clear(ctx);
        return OK;
    }
    if (s) return s;
    now->outlet_id = outlet_id;
    now->outlet = outlet_code_of(ctx, outlet_id);
    return OK;
}

Status awaited_customer(Ctx *ctx, int64_t payer_id, Ticket *now)
{
    const ContactSaid said = {now->contact_name, now->contact_phone, now->contact_email};
    if (!payer_id || now->customer_id) return OK;
    Status s = contact_customer(ctx, &said, payer_id, &now->customer_id);
    if (!s) s = ticket_store_customer_code(ctx, now);
    return s ? s : ref_tier_of_customer(ctx, now);
}

/* What the parcel says to who opened the ticket: their contacts, their parcels. */
static Status look(Ctx *ctx, const Awaited *awaited, Ticket *now, ParcelRef *parcel)
{
    const Person *who = ctx->who;
    const Person opener = {.kind = PERSON_SYSTEM,
                           .scope_outlet_id = awaited->by_outlet_id,
                           .scope_customer_id = awaited->by_customer_id};
    List found;
    ctx->who = &opener;
    Status s = ticket_store_parcels(ctx, awaited->no, awaited->carrier, &found);
    if (!s && found.count == 1) *parcel = *(const ParcelRef *)found.items;
    if (!s && awaited->customer) s = awaited_customer(ctx, parcel->customer_id, now);
    ctx->who = who;
    return s;
}

static Status save(Ctx *ctx, const Awaited *awaited, const ParcelRef *parcel, TicketEdit *edit)
{
    const Ticket *was = &edit->before, *now = &edit->now;
    Status s = awaited_store_bind(ctx, awaited, parcel);
    bool outlet = was->outlet_id != now->outlet_id;
    bool customer = was->customer_id != now->customer_id;
    if (s || (!outlet && !customer)) return s;
    edit->action = "ticket.awaited";
    s = ticket_entry_add_detail(ctx, edit, ENTRY_CHANGED, ENTRY_INTERNAL, "why", "parcel",
                                "customer", customer ? now->customer : NULL, "outlet",
                                outlet ? now->outlet : NULL, NULL);
    return s ? s : ticket_save(ctx, edit);
}

static Status fill(Ctx *ctx, void *work)
{
    const Awaited *awaited = work;
    TicketEdit edit;
    ParcelRef parcel = {0};
    Status s = ticket_edit(ctx, awaited->ticket_id, NONE, &edit);
    if (!s) s = look(ctx, awaited, &edit.now, &parcel);
    if (!s && awaited->outlet) s = awaited_outlet(ctx, parcel.outlet_id, &edit.now);
    if (!s && parcel.waybill_id) s = save(ctx, awaited, &parcel, &edit);
    return s ? s : awaited_store_tried(ctx, awaited, &parcel);
}

/* Whether it is the ticket that refuses, rather than the machine. */
static bool refuses(Status s)
{
    return s == INVALID || s == NOT_FOUND || s == CONFLICT || s == FORBIDDEN || s == STALE;
}

/* One that refuses keeps none of the others waiting; it is tried again. */
static Status try_fill(Ctx *ctx, Awaited *awaited)
{
    Status s = db_attempt(ctx, fill, awaited);
    if (!refuses(s)) return s;
    problem_clear(ctx);
    return OK;
}

Status awaited_fill(Ctx *ctx, const Job *job)
{
    List list;
    (void)job;
    Status s = awaited_store_forget_closed(ctx);
    if (!s) s = awaited_store_due(ctx, AWAITED_AT_ONCE, &list);
    Awaited *items = s ? NULL : list.items;
    for (size_t i = 0; !s && i < list.count; i++)
        s = try_fill(ctx, &items[i]);
    return s;
}
