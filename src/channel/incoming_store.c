#include "channel/incoming_store.h"

#include "access/person.h"
#include "access/sealed.h"
#include "base/phone.h"
#include "channel/incoming_indexed.h"
#include "db/db.h"
#include "desk/unowned.h"

static const Field said_fields[] = {FIELD_TEXT(IncomingRow, from, .max = 1000),
                                    FIELD_TEXT(IncomingRow, from_name, .max = 1000),
                                    FIELD_TEXT(IncomingRow, subject, .max = 2000),
                                    FIELD_TEXT(IncomingRow, text, .max = INCOMING_TEXT_MAX),
                                    FIELD_TEXT(IncomingRow, message_id, .max = INCOMING_ID_MAX),
                                    FIELD_TEXTS(IncomingRow, references,
                                                .max = INCOMING_REFERENCES_MAX,
                                                .item_max = INCOMING_ID_MAX),
                                    FIELD_END};
static const Shape said_shape = {.name = "IncomingSaid",
                                 .doc = "What is sealed of a message that came in",
                                 .size = sizeof(IncomingRow),
                                 .fields = said_fields,
                                 .sparse = true};
static const SealedFields said = {"incoming.message", &said_shape};

#define ROWS                                                                                       \
    "SELECT m.id, m.channel, m.outcome, m.why, m.ticket_id, t.no, m.entry_id, m.customer_id,"      \
    " m.received_ms, m.sent_ms, m.outlet_id, m.sealed FROM incoming_message m"                     \
    " LEFT JOIN ticket t ON t.id = m.ticket_id WHERE "
#define IN_SCOPE(outlet, customer)                                                                 \
    " AND " OUTLET_IN_SCOPE("m.outlet_id", outlet) " AND " CUSTOMER_IN_SCOPE("m.customer_id",      \
                                                                             customer)
/* Of the customer; or nobody's, and that message itself, or on that ticket, or on one that is the
 * customer's. */
#define OF_WHOSE                                                                                   \
    "id IN (SELECT id FROM incoming_message WHERE customer_id = $1 UNION ALL SELECT id"            \
    " FROM incoming_message WHERE id = $1 AND customer_id IS NULL UNION ALL SELECT id"             \
    " FROM incoming_message WHERE customer_id IS NULL AND ticket_id IN " TICKETS_OF("$1") ")"
/* On such a ticket, or one in which such a message was written. */
#define THREAD_OF                                                                                  \
    "(ticket_id IN " TICKETS_OF(                                                                   \
        "$1") " OR ticket_id IN (SELECT ticket_id FROM incoming_message WHERE " OF_WHOSE "))"

SQL(incoming_insert,
    "INSERT INTO incoming_message (id, channel, message_key, sender_key, received_ms, sent_ms,"
    " outcome) VALUES ($1, $2, $3, $4, $5, $6, 0) ON CONFLICT DO NOTHING");
SQL(incoming_update,
    "UPDATE incoming_message SET outcome = $2, why = $3, ticket_id = $4, entry_id = $5,"
    " customer_id = $6, outlet_id = $7, sealed = $8 WHERE id = $1");
SQL(incoming_by_key, ROWS "m.message_key = $1");
SQL(incoming_by_id, ROWS "m.id = $1" IN_SCOPE("$2", "$3"));
SQL(incoming_last, ROWS "m.ticket_id = $1 AND m.channel = $2 ORDER BY m.id DESC LIMIT 1");
SQL(incoming_page, ROWS "m.id < $1 AND (CAST($2 AS BIGINT) IS NULL OR m.outcome = $2)" IN_SCOPE(
                       "$3", "$4") " ORDER BY m.id DESC LIMIT $5");
SQL(incoming_page_ticket, ROWS
    "m.ticket_id = $6 AND m.id < $1 AND (CAST($2 AS BIGINT) IS NULL OR m.outcome = $2)" IN_SCOPE(
        "$3", "$4") " ORDER BY m.id DESC LIMIT $5");
SQL(incoming_of_customer, ROWS "m." OF_WHOSE " AND m.id > $2 ORDER BY m.id LIMIT $3");
SQL(incoming_recent,
    "SELECT count(*) FROM incoming_message WHERE sender_key IN ($1, $3) AND received_ms > $2");
SQL(incoming_thread_ticket, "SELECT ticket_id FROM incoming_thread WHERE thread_key = $1");
SQL(incoming_thread_put,
    "INSERT INTO incoming_thread (thread_key, ticket_id, bound_ms) VALUES ($1, $2, $3)"
    " ON CONFLICT (thread_key) DO UPDATE SET ticket_id = excluded.ticket_id,"
    " bound_ms = excluded.bound_ms");
SQL(incoming_thread_drop, "DELETE FROM incoming_thread WHERE thread_key = $1");
SQL(incoming_threads_drop, "DELETE FROM incoming_thread WHERE " THREAD_OF);
SQL(incoming_threads_old,
    "DELETE FROM incoming_thread WHERE thread_key IN (SELECT thread_key FROM incoming_thread"
    " WHERE bound_ms < $1 OR (bound_ms IS NULL AND ticket_id < $2) LIMIT $3)");
SQL(incoming_empty, "UPDATE incoming_message SET sealed = NULL, sender_key = 0"
                    " WHERE sealed IS NOT NULL AND " OF_WHOSE);
SQL(incoming_sealed,
    "SELECT count(*) FROM incoming_message WHERE sealed IS NOT NULL AND " OF_WHOSE);
SQL(incoming_left,
    "SELECT (SELECT count(*) FROM incoming_message WHERE sealed IS NOT NULL AND " OF_WHOSE ")"
    " + (SELECT count(*) FROM incoming_thread WHERE " THREAD_OF ")");
SQL(incoming_unowned, "SELECT id FROM incoming_message WHERE sender_key IN ($1, $2)"
                      " AND customer_id IS NULL AND sealed IS NOT NULL AND id > $3"
                      " ORDER BY id LIMIT $4");
SQL(incoming_old, "SELECT id FROM incoming_message WHERE id < $1 ORDER BY id LIMIT $2");
SQL(incoming_delete, "DELETE FROM incoming_message WHERE id = $1");

Status incoming_store_begin(Ctx *ctx, const IncomingNew *row, bool *added)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &incoming_insert, &changed, db_int(row->id), db_int(row->channel),
                            db_text(row->key), db_int(row->sender_key), db_int(row->received_at),
                            db_int(row->sent_at));
    *added = changed == 1;
    return s;
}

Status incoming_store_end(Ctx *ctx, const IncomingRow *row)
{
    DbValue sealed;
    IncomingRow kept = *row;
    if (row->outcome != INCOMING_SET_ASIDE) kept.text = NULL; /* it stands in the ticket's log */
    Status s = sealed_value(ctx, &said, &kept, &sealed);
    if (s) return s;
    return db_run(ctx, &incoming_update, db_int(row->id), db_int(row->outcome), db_text(row->why),
                  db_id(row->ticket_id), db_id(row->entry_id), db_id(row->customer_id),
                  db_id(row->outlet_id), sealed);
}

static Status read_row(Ctx *ctx, Rows *rows, void *item)
{
    IncomingRow *out = item;
    *out = (IncomingRow){.id = rows_int(rows, 0),
                         .channel = rows_int(rows, 1),
                         .outcome = rows_int(rows, 2),
                         .why = rows_copy(rows, 3),
                         .ticket_id = rows_id(rows, 4),
                         .ticket_no = rows_copy(rows, 5),
                         .entry_id = rows_id(rows, 6),
                         .customer_id = rows_id(rows, 7),
                         .received_at = rows_int(rows, 8),
                         .sent_at = rows_int(rows, 9),
                         .outlet_id = rows_id(rows, 10)};
    return sealed_read(ctx, &said, rows, 11, out);
}

static Status read_one(Ctx *ctx, Status s, Rows *rows, IncomingRow *out)
{
    if (s) return s;
    s = rows_next(rows) ? read_row(ctx, rows, out) : NOT_FOUND;
    Status end = rows_end(rows);
    return end ? end : s;
}

Status incoming_store_by_key(Ctx *ctx, const char *key, IncomingRow *out)
{
    Rows *rows;
    Status s = db_query(ctx, &incoming_by_key, &rows, db_text(key));
    return read_one(ctx, s, rows, out);
}

Status incoming_store_find(Ctx *ctx, int64_t id, IncomingRow *out)
{
    Rows *rows;
    Status s = db_query(ctx, &incoming_by_id, &rows, db_int(id), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)));
    return read_one(ctx, s, rows, out);
}

Status incoming_store_last(Ctx *ctx, int64_t ticket_id, int64_t channel, IncomingRow *out)
{
    Rows *rows;
    Status s = db_query(ctx, &incoming_last, &rows, db_int(ticket_id), db_int(channel));
    return read_one(ctx, s, rows, out);
}

Status incoming_store_page(Ctx *ctx, const IncomingFilter *filter, int64_t below, List *out)
{
    Rows *rows;
    int64_t limit = filter->limit + 1;
    const DbValue values[] = {db_int(below),
                              db_int(filter->outcome),
                              db_int(scope_outlet(ctx)),
                              db_int(scope_customer(ctx)),
                              db_int(limit),
                              db_int(filter->ticket_id)};
    Status s = filter->ticket_id ? db_query_values(ctx, &incoming_page_ticket, &rows, values, 6)
                                 : db_query_values(ctx, &incoming_page, &rows, values, 5);
    return s ? s : rows_list(ctx, rows, sizeof(IncomingRow), read_row, out);
}

Status incoming_store_of(Ctx *ctx, int64_t whose, int64_t after, int64_t limit, List *out)
{
    Rows *rows;
    Status s =
        db_query(ctx, &incoming_of_customer, &rows, db_int(whose), db_int(after), db_int(limit));
    return s ? s : rows_list(ctx, rows, sizeof(IncomingRow), read_row, out);
}

Status incoming_store_recent(Ctx *ctx, const KeyIndex *sender, int64_t since, int64_t *count)
{
    return db_get_int(ctx, &incoming_recent, count, db_int(sender->now), db_int(since),
                      db_int(sender->other));
}

Status incoming_store_thread(Ctx *ctx, const char *thread_key, int64_t *ticket_id)
{
    Status s = db_get_int(ctx, &incoming_thread_ticket, ticket_id, db_text(thread_key));
    if (s == NOT_FOUND) *ticket_id = 0;
    return s == NOT_FOUND ? OK : s;
}

Status incoming_store_bind(Ctx *ctx, const char *thread_key, int64_t ticket_id)
{
    return db_run(ctx, &incoming_thread_put, db_text(thread_key), db_int(ticket_id),
                  db_int(ctx_now(ctx)));
}

Status incoming_store_unbind(Ctx *ctx, const char *thread_key, int64_t *count)
{
    return db_run_count(ctx, &incoming_thread_drop, count, db_text(thread_key));
}

Status incoming_store_unbind_all(Ctx *ctx, int64_t whose, int64_t *count)
{
    return db_run_count(ctx, &incoming_threads_drop, count, db_int(whose));
}

Status incoming_store_unbind_old(Ctx *ctx, int64_t before, int64_t limit, int64_t *count)
{
    return db_run_count(ctx, &incoming_threads_old, count, db_int(before), db_int(id_floor(before)),
                        db_int(limit));
}

Status incoming_store_erase(Ctx *ctx, int64_t whose)
{
    return db_run(ctx, &incoming_empty, db_int(whose));
}

Status incoming_store_sealed(Ctx *ctx, int64_t whose, int64_t *rows)
{
    return db_get_int(ctx, &incoming_sealed, rows, db_int(whose));
}

Status incoming_store_left(Ctx *ctx, int64_t whose, int64_t *rows)
{
    return db_get_int(ctx, &incoming_left, rows, db_int(whose));
}

Status incoming_store_unowned(Ctx *ctx, const KeyIndex *sender, List *ids)
{
    enum { AT_ONCE = 200 };
    int64_t after = 0, count = AT_ONCE;
    Status s = OK;
    while (!s && count == AT_ONCE) {
        Rows *rows;
        s = db_query(ctx, &incoming_unowned, &rows, db_int(sender->now), db_int(sender->other),
                     db_int(after), db_int(AT_ONCE));
        if (s) return s;
        for (count = 0; !s && rows_next(rows); count++)
            s = unowned_add(ctx, ids, after = rows_int(rows, 0));
        Status end = rows_end(rows);
        if (!s) s = end;
    }
    return s;
}

Status incoming_store_old(Ctx *ctx, int64_t before, int64_t limit, List *out)
{
    Rows *rows;
    int64_t *ids = ARENA_ARRAY(ctx->arena, (size_t)limit, int64_t);
    *out = (List){ids, 0};
    if (!ids) return no_memory(ctx);
    Status s = db_query(ctx, &incoming_old, &rows, db_int(id_floor(before)), db_int(limit));
    if (s) return s;
    while (out->count < (size_t)limit && rows_next(rows))
        ids[out->count++] = rows_int(rows, 0);
    return rows_end(rows);
}

Status incoming_store_delete(Ctx *ctx, int64_t id)
{
    return db_run(ctx, &incoming_delete, db_int(id));
}

/* --- a change of the key that senders are counted by --- */

SQL(incoming_sender_move,
    "UPDATE incoming_message SET sender_key = $2 WHERE id = $1 AND sender_key = $3");

static Status sender_move(Ctx *ctx, const IndexedRow *row, const char *sender, int64_t *moved)
{
    KeyIndex key;
    Status s = key_name(ctx, INCOMING_SENDER, sender, &key);
    return s ? s : index_move(ctx, &incoming_sender_move, row->keys[0], &key, moved);
}

/* As it was written, or as a phone where it was one: only one of the two stands there. */
static Status sender_renew(Ctx *ctx, const IndexedRow *row, int64_t *moved)
{
    const char *phone;
    IncomingRow message = {.id = row->keys[0].i};
    Status s = sealed_open(ctx, &said, row->bytes, row->length, &message);
    if (!s) s = sender_move(ctx, row, message.from, moved);
    if (s || !message.from) return s;
    s = phone_normal(ctx, message.from, &phone);
    if (s == INVALID) problem_clear(ctx);
    if (s) return s == INVALID ? OK : s;
    return sender_move(ctx, row, phone, moved);
}

const Indexed incoming_indexed = {"incoming_message.sealed", "incoming_message.sender_key",
                                  sender_renew};
