#include "desk/ticket_store.h"

#include <string.h>

#include "access/person.h"
#include "access/sealed.h"
#include "desk/ticket_indexed.h"

#define SELECT                                                                                     \
    "SELECT t.id, t.version, t.no, t.kind, t.channel, t.priority, t.type, t.state, t.outlet_id,"   \
    " t.customer_id, t.team_id, t.owner_id, t.category, t.tier, t.incident_id, t.external_ref,"    \
    " t.merged_into_id, t.spam, t.first_policy_id, t.next_policy_id, t.resolution_policy_id,"      \
    " t.armed_ms, t.created_ms, t.changed_ms, t.resolved_ms, t.closed_ms, t.sealed, c.code,"       \
    " o.code, m.code, a.login, q.due_ms"                                                           \
    " FROM ticket t LEFT JOIN customer c ON c.id = t.customer_id"                                  \
    " LEFT JOIN outlet o ON o.id = t.outlet_id LEFT JOIN team m ON m.id = t.team_id"               \
    " LEFT JOIN account a ON a.id = t.owner_id LEFT JOIN ticket_queue q ON q.ticket_id = t.id"     \
    " WHERE "
#define IN_SCOPE                                                                                   \
    " AND " OUTLET_IN_SCOPE("t.outlet_id", "$2") " AND " CUSTOMER_IN_SCOPE("t.customer_id", "$3")

SQL(ticket_by_id, SELECT "t.id = $1" IN_SCOPE);
SQL(ticket_by_no, SELECT "t.no = $1" IN_SCOPE);

static const Field sealed_fields[] = {FIELD_TEXT(Ticket, subject, .max = 200),
                                      FIELD_TEXT(Ticket, contact_name, .max = 120),
                                      FIELD_TEXT(Ticket, contact_phone, .max = 40),
                                      FIELD_TEXT(Ticket, contact_email, .max = 254), FIELD_END};
static const Shape sealed_shape = SHAPE(Ticket, sealed_fields, "What is sealed");
static const SealedFields sealed = {"ticket.personal", &sealed_shape};

static Status read_row(Ctx *ctx, Rows *rows, Ticket *out)
{
    *out = (Ticket){
        .id = rows_int(rows, 0),
        .version = rows_int(rows, 1),
        .no = rows_copy(rows, 2),
        .kind = rows_int(rows, 3),
        .channel = rows_int(rows, 4),
        .priority = rows_int(rows, 5),
        .type = rows_int(rows, 6),
        .state = rows_copy(rows, 7),
        .outlet_id = rows_id(rows, 8),
        .customer_id = rows_id(rows, 9),
        .team_id = rows_id(rows, 10),
        .owner_id = rows_id(rows, 11),
        .category = rows_copy(rows, 12),
        .tier = rows_copy(rows, 13),
        .incident_id = rows_id(rows, 14),
        .external_ref = rows_copy(rows, 15),
        .merged_into_id = rows_id(rows, 16),
        .spam = rows_int(rows, 17) == 1,
        .policy_ids = {rows_id(rows, 18), rows_id(rows, 19), rows_id(rows, 20)},
        .armed_at = rows_int(rows, 21),
        .created_at = rows_int(rows, 22),
        .changed_at = rows_int(rows, 23),
        .resolved_at = rows_int(rows, 24),
        .closed_at = rows_int(rows, 25),
        .customer = rows_copy(rows, 27),
        .outlet = rows_copy(rows, 28),
        .team = rows_copy(rows, 29),
        .owner = scope_customer(ctx) ? NULL : rows_copy(rows, 30),
        .due_at = rows_int(rows, 31),
    };
    if (out->due_at == NO_DUE) out->due_at = NONE;
    return sealed_read(ctx, &sealed, rows, 26, out);
}

static Status read_one(Ctx *ctx, Rows *rows, Ticket *out)
{
    Status s = rows_next(rows) ? read_row(ctx, rows, out) : NOT_FOUND;
    Status end = rows_end(rows);
    return end ? end : s;
}

Status ticket_store_by_id(Ctx *ctx, int64_t id, Ticket *out)
{
    Rows *rows;
    Status s = db_query(ctx, &ticket_by_id, &rows, db_int(id), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)));
    return s ? s : read_one(ctx, rows, out);
}

Status ticket_store_by_no(Ctx *ctx, const char *no, Ticket *out)
{
    Rows *rows;
    Status s = db_query(ctx, &ticket_by_no, &rows, db_text(no), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)));
    return s ? s : read_one(ctx, rows, out);
}

typedef struct Reading {
    Ctx *ctx;
    Ticket *items;
    size_t count;
} Reading;

static Status each_ticket(void *user, size_t number, Rows *rows)
{
    Reading *reading = user;
    (void)number;
    return read_row(reading->ctx, rows, &reading->items[reading->count++]);
}

static Status read_parts(Ctx *ctx, Ticket *tickets, size_t count);

Status ticket_store_by_ids(Ctx *ctx, const int64_t *ids, size_t count, List *out)
{
    Reading reading = {.ctx = ctx, .items = ARENA_ARRAY(ctx->arena, count, Ticket)};
    DbValue *values = ARENA_ARRAY(ctx->arena, count * 3, DbValue);
    if (!reading.items || !values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        values[i * 3] = db_int(ids[i]);
        values[i * 3 + 1] = db_int(scope_outlet(ctx));
        values[i * 3 + 2] = db_int(scope_customer(ctx));
    }
    Status s = db_query_many(ctx, &ticket_by_id, values, 3, count, each_ticket, &reading);
    if (!s) s = read_parts(ctx, reading.items, reading.count);
    *out = (List){reading.items, reading.count};
    return s;
}

SQL(ticket_number, "INSERT INTO ticket_number (day, last) VALUES ($1, 1)"
                   " ON CONFLICT (day) DO UPDATE SET last = ticket_number.last + 1 RETURNING last");

Status ticket_store_number(Ctx *ctx, int64_t day, int64_t *out)
{
    return db_get_int(ctx, &ticket_number, out, db_int(day));
}

SQL(ticket_insert,
    "INSERT INTO ticket (id, version, no, kind, channel, priority, type, state, outlet_id,"
    " customer_id, team_id, owner_id, category, tier, incident_id, external_ref, merged_into_id,"
    " spam, first_policy_id, next_policy_id, resolution_policy_id, armed_ms, created_ms,"
    " changed_ms, resolved_ms, closed_ms, sealed, phone_key, email_key)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,"
    " $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)");
SQL(ticket_update,
    "UPDATE ticket SET version = $2, no = $3, kind = $4, channel = $5, priority = $6, type = $7,"
    " state = $8, outlet_id = $9, customer_id = $10, team_id = $11, owner_id = $12,"
    " category = $13, tier = $14, incident_id = $15, external_ref = $16, merged_into_id = $17,"
    " spam = $18, first_policy_id = $19, next_policy_id = $20, resolution_policy_id = $21,"
    " armed_ms = $22, created_ms = $23, changed_ms = $24, resolved_ms = $25, closed_ms = $26,"
    " sealed = $27, phone_key = $28, email_key = $29 WHERE id = $1 AND version = $30");

enum { ROW_WIDTH = 29 };

static Status row_values(Ctx *ctx, const Ticket *t, DbValue *values)
{
    DbValue words;
    KeyIndex phone_key, email_key;
    Status s = sealed_value(ctx, &sealed, t, &words);
    if (!s) s = ticket_keys(ctx, t->contact_phone, t->contact_email, &phone_key, &email_key);
    if (s) return s;
    const DbValue row[ROW_WIDTH] = {
        db_int(t->id),
        db_int(t->version),
        db_text(t->no),
        db_int(t->kind),
        db_int(t->channel),
        db_int(t->priority),
        db_int(t->type),
        db_text(t->state),
        db_id(t->outlet_id),
        db_id(t->customer_id),
        db_id(t->team_id),
        db_id(t->owner_id),
        db_text(t->category),
        db_text(t->tier),
        db_id(t->incident_id),
        db_text(t->external_ref),
        db_id(t->merged_into_id),
        db_bool(t->spam),
        db_id(t->policy_ids[0]),
        db_id(t->policy_ids[1]),
        db_id(t->policy_ids[2]),
        db_int(t->armed_at),
        db_int(t->created_at),
        db_int(t->changed_at),
        db_int(t->resolved_at),
        db_int(t->closed_at),
        words,
        db_int(phone_key.now),
        db_int(email_key.now),
    };
    memcpy(values, row, sizeof row);
    return OK;
}

Status ticket_store_insert(Ctx *ctx, const Ticket *ticket)
{
    DbValue values[ROW_WIDTH];
    Status s = row_values(ctx, ticket, values);
    return s ? s : db_run_values(ctx, &ticket_insert, values, ROW_WIDTH, NULL);
}

Status ticket_store_update(Ctx *ctx, const Ticket *ticket, bool *written)
{
    DbValue values[ROW_WIDTH + 1];
    int64_t changed = 0;
    Status s = row_values(ctx, ticket, values);
    values[ROW_WIDTH] = db_int(ticket->version - 1);
    if (!s) s = db_run_values(ctx, &ticket_update, values, ROW_WIDTH + 1, &changed);
    *written = changed == 1;
    return s;
}

/* --- parcels and tags --- */

SQL(ticket_waybills, "SELECT carrier, no, waybill_id FROM ticket_waybill WHERE ticket_id = $1"
                     " ORDER BY no, carrier LIMIT 1000");
SQL(ticket_tags, "SELECT tag FROM ticket_tag WHERE ticket_id = $1 ORDER BY tag LIMIT 1000");

typedef struct Parts {
    Ctx *ctx;
    Ticket *tickets;
} Parts;

static Status each_waybill(void *user, size_t number, Rows *rows)
{
    Parts *parts = user;
    List *list = &parts->tickets[number].waybills;
    TicketWaybill *items = arena_grow(parts->ctx->arena, list->items, list->count * sizeof *items,
                                      (list->count + 1) * sizeof *items);
    if (!items) return no_memory(parts->ctx);
    items[list->count] = (TicketWaybill){
        .carrier = rows_copy(rows, 0), .no = rows_copy(rows, 1), .waybill_id = rows_id(rows, 2)};
    *list = (List){items, list->count + 1};
    return OK;
}

static Status each_tag(void *user, size_t number, Rows *rows)
{
    Parts *parts = user;
    Texts *tags = &parts->tickets[number].tags;
    const char **items = arena_grow(parts->ctx->arena, (void *)tags->items,
                                    tags->count * sizeof *items, (tags->count + 1) * sizeof *items);
    if (!items) return no_memory(parts->ctx);
    items[tags->count] = rows_copy(rows, 0);
    *tags = (Texts){items, tags->count + 1};
    return OK;
}

static Status read_parts(Ctx *ctx, Ticket *tickets, size_t count)
{
    Parts parts = {ctx, tickets};
    DbValue *ids = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!ids) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        ids[i] = db_int(tickets[i].id);
        tickets[i].waybills = (List){NULL, 0};
        tickets[i].tags = (Texts){NULL, 0};
    }
    Status s = db_query_many(ctx, &ticket_waybills, ids, 1, count, each_waybill, &parts);
    return s ? s : db_query_many(ctx, &ticket_tags, ids, 1, count, each_tag, &parts);
}

Status ticket_store_parts(Ctx *ctx, Ticket *ticket)
{
    Status s = read_parts(ctx, ticket, 1);
    return s ? s : ticket_store_bind(ctx, ticket);
}

SQL(waybills_delete, "DELETE FROM ticket_waybill WHERE ticket_id = $1");
SQL(waybill_insert, "INSERT INTO ticket_waybill (ticket_id, no, carrier, waybill_id)"
                    " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");

Status ticket_store_put_waybills(Ctx *ctx, const Ticket *ticket, bool fresh)
{
    const TicketWaybill *items = ticket->waybills.items;
    Status s = fresh ? OK : db_run(ctx, &waybills_delete, db_int(ticket->id));
    for (size_t i = 0; i < ticket->waybills.count && !s; i++)
        s = db_run(ctx, &waybill_insert, db_int(ticket->id), db_text(items[i].no),
                   db_text(items[i].carrier), db_id(items[i].waybill_id));
    return s;
}

SQL(tags_delete, "DELETE FROM ticket_tag WHERE ticket_id = $1");
SQL(tag_insert, "INSERT INTO ticket_tag (ticket_id, tag) VALUES ($1, $2) ON CONFLICT DO NOTHING");

Status ticket_store_put_tags(Ctx *ctx, const Ticket *ticket, bool fresh)
{
    Status s = fresh ? OK : db_run(ctx, &tags_delete, db_int(ticket->id));
    for (size_t i = 0; i < ticket->tags.count && !s; i++)
        s = db_run(ctx, &tag_insert, db_int(ticket->id), db_text(ticket->tags.items[i]));
    return s;
}

/* --- a change of the key that contacts are found by --- */

SQL(ticket_phone_move, "UPDATE ticket SET phone_key = $2 WHERE id = $1 AND phone_key = $3");
SQL(ticket_email_move, "UPDATE ticket SET email_key = $2 WHERE id = $1 AND email_key = $3");

static Status contact_renew(Ctx *ctx, const IndexedRow *row, int64_t *moved)
{
    KeyIndex phone, email;
    Ticket ticket = {.id = row->keys[0].i};
    Status s = sealed_open(ctx, &sealed, row->bytes, row->length, &ticket);
    if (!s) s = ticket_keys(ctx, ticket.contact_phone, ticket.contact_email, &phone, &email);
    if (!s) s = index_move(ctx, &ticket_phone_move, row->keys[0], &phone, moved);
    return s ? s : index_move(ctx, &ticket_email_move, row->keys[0], &email, moved);
}

const Indexed ticket_indexed = {"ticket.sealed", "ticket.phone_key ticket.email_key",
                                contact_renew};
