#include <string.h>

#include "access/person.h"
#include "base/text.h"
#include "desk/ticket_store.h"
#include "waybill/waybill_read_store.h"

/* A parcel out of scope is as one that nobody knows: its number tells nothing. */
SQL(parcels_of_number,
    "SELECT s.waybill_id, s.outlet_id, s.customer_id, s.carrier FROM waybill_state s"
    " WHERE s.no = $1 AND (CAST($2 AS TEXT) = '' OR s.carrier = CAST($2 AS TEXT))"
    " AND " WAYBILL_IN_SCOPE("$3", "$4") " ORDER BY s.waybill_id DESC LIMIT 2");

static const Field parcel_fields[] = {
    FIELD_ID(ParcelRef, waybill_id), FIELD_ID(ParcelRef, outlet_id),
    FIELD_ID(ParcelRef, customer_id), FIELD_TEXT(ParcelRef, carrier), FIELD_END};
static const Shape parcel_shape = SHAPE(ParcelRef, parcel_fields, "A parcel by its number");

Status ticket_store_parcels(Ctx *ctx, const char *no, const char *carrier, List *out)
{
    return db_list(ctx, &parcels_of_number, &parcel_shape, out, db_text(no), db_text(carrier),
                   db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)));
}

/* Named on a ticket, and how many parcels have that number. */
typedef struct Named {
    TicketWaybill *on_ticket;
    TicketWaybill parcel;
    size_t parcels;
} Named;

static Status each_namesake(void *user, size_t number, Rows *rows)
{
    Named *named = (Named *)user + number;
    named->parcel.waybill_id = rows_id(rows, 0);
    named->parcel.carrier = rows_copy(rows, 3);
    named->parcels++;
    return OK;
}

static size_t count_unbound(const List *waybills)
{
    const TicketWaybill *items = waybills->items;
    size_t unbound = 0;
    for (size_t i = 0; i < waybills->count; i++)
        unbound += !items[i].waybill_id;
    return unbound;
}

static Status bind(Ctx *ctx, Named *named, DbValue (*values)[4], size_t count)
{
    Status s = db_query_many(ctx, &parcels_of_number, values[0], 4, count, each_namesake, named);
    for (size_t i = 0; i < count && !s; i++) {
        if (named[i].parcels != 1) continue;
        named[i].on_ticket->waybill_id = named[i].parcel.waybill_id;
        named[i].on_ticket->carrier = named[i].parcel.carrier;
    }
    return s;
}

Status ticket_store_bind(Ctx *ctx, Ticket *ticket)
{
    TicketWaybill *items = ticket->waybills.items;
    size_t unbound = count_unbound(&ticket->waybills), n = 0;
    if (!unbound) return OK;
    Named *named = ARENA_ARRAY(ctx->arena, unbound, Named);
    DbValue(*values)[4] = arena_alloc(ctx->arena, unbound * sizeof *values);
    if (!named || !values) return no_memory(ctx);
    for (size_t i = 0; i < ticket->waybills.count; i++) {
        if (items[i].waybill_id) continue;
        values[n][0] = db_text(items[i].no);
        values[n][1] = db_text(items[i].carrier);
        values[n][2] = db_int(scope_outlet(ctx));
        values[n][3] = db_int(scope_customer(ctx));
        named[n++] = (Named){.on_ticket = &items[i]};
    }
    return bind(ctx, named, values, n);
}

SQL(customer_id_by_code, "SELECT c.id FROM customer c WHERE c.code = $1 AND " OUTLET_IN_SCOPE(
                             "c.outlet_id", "$2") " AND " CUSTOMER_IN_SCOPE("c.id", "$3"));

Status ticket_store_customer(Ctx *ctx, const char *code, int64_t *id)
{
    return db_get_int(ctx, &customer_id_by_code, id, db_text(code), db_int(scope_outlet(ctx)),
                      db_int(scope_customer(ctx)));
}

int64_t ticket_urgency(int64_t priority, int64_t due_at)
{
    int64_t due = due_at == NONE || due_at > NO_DUE ? NO_DUE : due_at;
    return (PRIORITY_URGENT - priority) * (NO_DUE * 2) + due;
}

int64_t ticket_source(int64_t channel)
{
    return channel == CHANNEL_REGULATOR || channel == CHANNEL_WATCH ? channel : 0;
}

/* A cell, or a facet, that is empty is kept: its like will come again. */
SQL(cell_enter,
    "INSERT INTO ticket_cell (id, outlet_id, team_id, kind, type, priority, source, owned, n)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)"
    " ON CONFLICT (outlet_id, team_id, kind, type, priority, source, owned)"
    " DO UPDATE SET n = ticket_cell.n + 1 RETURNING id");
SQL(cell_leave, "UPDATE ticket_cell SET n = n - 1 WHERE outlet_id = $1 AND team_id = $2"
                " AND kind = $3 AND type = $4 AND priority = $5 AND source = $6 AND owned = $7");
SQL(facet_enter,
    "INSERT INTO ticket_facet (id, kind, type, priority, owned, state, category, tier, n)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)"
    " ON CONFLICT (state, kind, category, tier, priority, owned, type)"
    " DO UPDATE SET n = ticket_facet.n + 1 RETURNING id");
SQL(facet_leave,
    "UPDATE ticket_facet SET n = n - 1 WHERE kind = $1 AND type = $2"
    " AND priority = $3 AND owned = $4 AND state = $5 AND category = $6 AND tier = $7");
SQL(queue_put,
    "INSERT INTO ticket_queue (ticket_id, owner_id, due_ms, urgency, cell_id, facet_id, channel)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7)"
    " ON CONFLICT (ticket_id) DO UPDATE SET owner_id = excluded.owner_id, due_ms = excluded.due_ms,"
    " urgency = excluded.urgency, cell_id = excluded.cell_id, facet_id = excluded.facet_id");
SQL(queue_move,
    "UPDATE ticket_queue SET owner_id = $2, due_ms = $3, urgency = $4 WHERE ticket_id = $1");
SQL(queue_delete, "DELETE FROM ticket_queue WHERE ticket_id = $1");

static bool is_queued(const Ticket *ticket)
{
    return ticket && !ticket_type_is_final(ticket->type);
}

/* Whether both stand in one cell and in one facet. */
static bool same_place(const Ticket *a, const Ticket *b)
{
    return a->outlet_id == b->outlet_id && a->team_id == b->team_id && a->kind == b->kind &&
           a->type == b->type && a->priority == b->priority && !a->owner_id == !b->owner_id &&
           text_equal(a->state, b->state) && text_equal(a->category, b->category) &&
           text_equal(a->tier, b->tier);
}

static Status leave_cell(Ctx *ctx, const Ticket *t)
{
    return db_run(ctx, &cell_leave, db_int(t->outlet_id), db_int(t->team_id), db_int(t->kind),
                  db_int(t->type), db_int(t->priority), db_int(ticket_source(t->channel)),
                  db_bool(t->owner_id));
}

static Status enter_cell(Ctx *ctx, const Ticket *t, int64_t *cell_id)
{
    return db_get_int(ctx, &cell_enter, cell_id, db_int(ctx_id(ctx)), db_int(t->outlet_id),
                      db_int(t->team_id), db_int(t->kind), db_int(t->type), db_int(t->priority),
                      db_int(ticket_source(t->channel)), db_bool(t->owner_id));
}

static DbValue said(const char *text)
{
    return db_text(text ? text : "");
}

static Status leave_facet(Ctx *ctx, const Ticket *t)
{
    return db_run(ctx, &facet_leave, db_int(t->kind), db_int(t->type), db_int(t->priority),
                  db_bool(t->owner_id), said(t->state), said(t->category), said(t->tier));
}

static Status enter_facet(Ctx *ctx, const Ticket *t, int64_t *facet_id)
{
    return db_get_int(ctx, &facet_enter, facet_id, db_int(ctx_id(ctx)), db_int(t->kind),
                      db_int(t->type), db_int(t->priority), db_bool(t->owner_id), said(t->state),
                      said(t->category), said(t->tier));
}

static int64_t due_of(const Ticket *t)
{
    return t->due_at == NONE ? NO_DUE : t->due_at;
}

/* $1 to $4 of queue_put and queue_move. */
#define ROW_VALUES(t)                                                                              \
    db_int((t)->id), db_int((t)->owner_id), db_int(due_of(t)),                                     \
        db_int(ticket_urgency((t)->priority, (t)->due_at))

Status ticket_store_place(Ctx *ctx, const Ticket *before, const Ticket *after)
{
    bool was = is_queued(before), is = is_queued(after);
    int64_t cell_id, facet_id;
    if (!was && !is) return OK;
    if (was && is && same_place(before, after)) {
        bool same = before->owner_id == after->owner_id && before->due_at == after->due_at;
        return same ? OK : db_run(ctx, &queue_move, ROW_VALUES(after));
    }
    Status s = was ? leave_cell(ctx, before) : OK;
    if (!s && was) s = leave_facet(ctx, before);
    if (s) return s;
    if (!is) return db_run(ctx, &queue_delete, db_int(before->id));
    s = enter_cell(ctx, after, &cell_id);
    if (!s) s = enter_facet(ctx, after, &facet_id);
    if (s) return s;
    return db_run(ctx, &queue_put, ROW_VALUES(after), db_int(cell_id), db_int(facet_id),
                  db_int(after->channel));
}

SQL(holder_names, "SELECT (SELECT code FROM team WHERE id = $1) AS team,"
                  " (SELECT login FROM account WHERE id = $2) AS owner");

Status ticket_store_holder(Ctx *ctx, Ticket *ticket)
{
    Rows *rows;
    Status s =
        db_query(ctx, &holder_names, &rows, db_int(ticket->team_id), db_int(ticket->owner_id));
    if (s) return s;
    if (rows_next(rows)) {
        ticket->team = rows_copy(rows, 0);
        ticket->owner = rows_copy(rows, 1);
    }
    return rows_end(rows);
}

SQL(customer_code, "SELECT code FROM customer WHERE id = $1");

Status ticket_store_customer_code(Ctx *ctx, Ticket *ticket)
{
    Rows *rows;
    if (!ticket->customer_id || ticket->customer) return OK;
    Status s = db_query(ctx, &customer_code, &rows, db_int(ticket->customer_id));
    if (s) return s;
    if (rows_next(rows)) ticket->customer = rows_copy(rows, 0);
    s = rows_end(rows);
    if (s || ticket->customer) return s;
    return fail_field(ctx, "customer_id", "there is no such customer");
}

SQL(ticket_arm, "UPDATE ticket SET armed_ms = $2 WHERE id = $1");

Status ticket_store_arm(Ctx *ctx, int64_t id, int64_t armed_at)
{
    return db_run(ctx, &ticket_arm, db_int(id), db_int(armed_at));
}
