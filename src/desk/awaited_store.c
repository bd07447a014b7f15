#include "desk/awaited_store.h"

#include "waybill/waybill_read_store.h"

SQL(awaited_add,
    "INSERT INTO ticket_awaited (ticket_id, no, carrier, outlet, customer, by_outlet_id,"
    " by_customer_id) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING");

Status awaited_store_add(Ctx *ctx, const Awaited *awaited)
{
    return db_run(ctx, &awaited_add, db_int(awaited->ticket_id), db_text(awaited->no),
                  db_text(awaited->carrier), db_bool(awaited->outlet), db_bool(awaited->customer),
                  db_int(awaited->by_outlet_id), db_int(awaited->by_customer_id));
}

/* Of a number that two carriers have nobody can say which is meant. */
#define ITS_PARCELS                                                                                \
    " FROM waybill_state s WHERE s.no = a.no AND (a.carrier = '' OR s.carrier = a.carrier)"        \
    " AND " WAYBILL_IN_SCOPE("a.by_outlet_id", "a.by_customer_id")
/* A number may have been corrected, or split off, since: the parcel of one that the ticket does not
 * name says nothing to it. */
#define STILL_NAMED                                                                                \
    " AND EXISTS (SELECT 1 FROM ticket_waybill w WHERE w.ticket_id = a.ticket_id AND w.no = a.no"  \
    " AND (w.waybill_id = s.waybill_id"                                                            \
    " OR (w.waybill_id IS NULL AND w.carrier IN ('', s.carrier))))"
SQL(awaited_due,
    "SELECT a.ticket_id, a.no, a.carrier, a.outlet, a.customer, a.by_outlet_id, a.by_customer_id"
    " FROM ticket_awaited a WHERE EXISTS (SELECT 1" ITS_PARCELS
    " AND ((a.outlet = 1 AND COALESCE(s.outlet_id, 0) <> 0)"
    " OR (a.customer = 1 AND COALESCE(s.customer_id, 0) <> 0))" STILL_NAMED ")"
    " AND (SELECT COUNT(*)" ITS_PARCELS ") = 1 ORDER BY a.ticket_id, a.no, a.carrier LIMIT $1");

static const Field fields[] = {FIELD_ID(Awaited, ticket_id),      FIELD_TEXT(Awaited, no),
                               FIELD_TEXT(Awaited, carrier),      FIELD_BOOL(Awaited, outlet),
                               FIELD_BOOL(Awaited, customer),     FIELD_ID(Awaited, by_outlet_id),
                               FIELD_ID(Awaited, by_customer_id), FIELD_END};
static const Shape shape = SHAPE(Awaited, fields, "A number that a ticket waits for");

Status awaited_store_due(Ctx *ctx, int64_t limit, List *out)
{
    return db_list(ctx, &awaited_due, &shape, out, db_int(limit));
}

/* Where the ticket names that very parcel already, it is tied there. */
SQL(awaited_bind,
    "UPDATE ticket_waybill SET waybill_id = $4, carrier = $5"
    " WHERE ticket_id = $1 AND no = $2 AND carrier = $3 AND waybill_id IS NULL"
    " AND ($3 = $5 OR NOT EXISTS (SELECT 1 FROM ticket_waybill o WHERE o.ticket_id = $1"
    " AND o.no = $2 AND o.carrier = $5))");

Status awaited_store_bind(Ctx *ctx, const Awaited *awaited, const ParcelRef *parcel)
{
    return db_run(ctx, &awaited_bind, db_int(awaited->ticket_id), db_text(awaited->no),
                  db_text(awaited->carrier), db_int(parcel->waybill_id), db_text(parcel->carrier));
}

SQL(awaited_tried, "UPDATE ticket_awaited SET outlet = $4, customer = $5"
                   " WHERE ticket_id = $1 AND no = $2 AND carrier = $3");
SQL(awaited_said_outlet, "UPDATE ticket_awaited SET outlet = 0 WHERE ticket_id = $1");
SQL(awaited_said_customer, "UPDATE ticket_awaited SET customer = 0 WHERE ticket_id = $1");
SQL(awaited_forget_idle, "DELETE FROM ticket_awaited WHERE ticket_id = $1 AND outlet = 0"
                         " AND customer = 0");
SQL(awaited_forget_closed, "DELETE FROM ticket_awaited WHERE NOT EXISTS"
                           " (SELECT 1 FROM ticket_queue q"
                           " WHERE q.ticket_id = ticket_awaited.ticket_id)");

static Status forget_idle(Ctx *ctx, Status s, int64_t ticket_id)
{
    return s ? s : db_run(ctx, &awaited_forget_idle, db_int(ticket_id));
}

Status awaited_store_tried(Ctx *ctx, const Awaited *awaited, const ParcelRef *parcel)
{
    Status s = db_run(ctx, &awaited_tried, db_int(awaited->ticket_id), db_text(awaited->no),
                      db_text(awaited->carrier), db_bool(awaited->outlet && !parcel->outlet_id),
                      db_bool(awaited->customer && !parcel->customer_id));
    return forget_idle(ctx, s, awaited->ticket_id);
}

Status awaited_store_said_outlet(Ctx *ctx, int64_t ticket_id)
{
    Status s = db_run(ctx, &awaited_said_outlet, db_int(ticket_id));
    return forget_idle(ctx, s, ticket_id);
}

Status awaited_store_said_customer(Ctx *ctx, int64_t ticket_id)
{
    Status s = db_run(ctx, &awaited_said_customer, db_int(ticket_id));
    return forget_idle(ctx, s, ticket_id);
}

Status awaited_store_forget_closed(Ctx *ctx)
{
    return db_run(ctx, &awaited_forget_closed);
}
