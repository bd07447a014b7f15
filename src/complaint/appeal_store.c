#include "complaint/appeal_store.h"

#include "access/person.h"
#include "access/sealed.h"
#include "base/instant.h"
#include "db/db.h"

#define SELECT                                                                                     \
    "SELECT p.id, p.version, p.ticket_id, t.no, o.code, p.counted_outlet_id, p.state, "            \
    "p.reference,"                                                                                 \
    " p.authority, p.transferred_ms, p.due_ms, p.late, p.replied_ms, p.replied_by, p.result,"      \
    " p.result_ms, p.keep_until_ms, p.told_ms, p.changed_ms, p.sealed,"                            \
    " p.warned_ms FROM appeal p"                                                                   \
    " JOIN ticket t ON t.id = p.ticket_id LEFT JOIN outlet o ON o.id = t.outlet_id WHERE "
#define IN_SCOPE                                                                                   \
    " AND " OUTLET_IN_SCOPE("t.outlet_id", "$2") " AND " CUSTOMER_IN_SCOPE("t.customer_id", "$3")

SQL(appeal_by_id, SELECT "p.id = $1" IN_SCOPE);
SQL(appeal_of_ticket, SELECT "p.ticket_id = $1" IN_SCOPE " ORDER BY p.id LIMIT 100");
SQL(appeal_waiting, SELECT "p.replied_ms IS NULL AND p.due_ms <= $1" IN_SCOPE
                           " AND (p.due_ms, p.id) > ($4, $5) ORDER BY p.due_ms, p.id LIMIT $6");
SQL(appeal_insert,
    "INSERT INTO appeal (id, version, ticket_id, state, reference, authority, transferred_ms,"
    " due_ms, late, sealed, changed_ms, counted_outlet_id)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
SQL(appeal_update,
    "UPDATE appeal SET version = $2, state = $3, replied_ms = $4, replied_by = $5, result = $6,"
    " result_ms = $7, keep_until_ms = $8, told_ms = $9, sealed = $10, changed_ms = $11,"
    " warned_ms = $12 WHERE id = $1 AND version = $13");

static const Field sealed_fields[] = {FIELD_TEXT(Appeal, claim, .max = 4000),
                                      FIELD_TEXT(Appeal, reply, .max = 4000), FIELD_END};
static const Shape sealed_shape = SHAPE(Appeal, sealed_fields, "What is sealed");
static const SealedFields sealed = {"appeal.sealed", &sealed_shape};

static Status read_row(Ctx *ctx, Rows *rows, void *item)
{
    Appeal *out = item;
    *out = (Appeal){.id = rows_int(rows, 0),
                    .version = rows_int(rows, 1),
                    .ticket_id = rows_int(rows, 2),
                    .ticket = rows_copy(rows, 3),
                    .outlet = rows_copy(rows, 4),
                    .counted_outlet_id = rows_id(rows, 5),
                    .state = rows_int(rows, 6),
                    .reference = rows_copy(rows, 7),
                    .authority = rows_copy(rows, 8),
                    .transferred_at = rows_int(rows, 9),
                    .due_at = rows_int(rows, 10),
                    .late = rows_int(rows, 11) == 1,
                    .replied_at = rows_int(rows, 12),
                    .replied_by = rows_id(rows, 13),
                    .result = rows_int(rows, 14),
                    .result_at = rows_int(rows, 15),
                    .keep_until = rows_int(rows, 16),
                    .told_at = rows_int(rows, 17),
                    .changed_at = rows_int(rows, 18),
                    .warned_at = rows_int(rows, 20)};
    out->overdue = (out->replied_at == NONE ? ctx_now(ctx) : out->replied_at) > out->due_at;
    return sealed_read(ctx, &sealed, rows, 19, out);
}

Status appeal_store_find(Ctx *ctx, int64_t id, Appeal *out)
{
    Rows *rows;
    List list;
    Status s = db_query(ctx, &appeal_by_id, &rows, db_int(id), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)));
    if (!s) s = rows_list(ctx, rows, sizeof *out, read_row, &list);
    if (s) return s;
    if (!list.count) return NOT_FOUND;
    *out = *(const Appeal *)list.items;
    return OK;
}

Status appeal_store_insert(Ctx *ctx, const Appeal *a)
{
    DbValue words;
    Status s = sealed_value(ctx, &sealed, a, &words);
    return s ? s
             : db_run(ctx, &appeal_insert, db_int(a->id), db_int(a->version), db_int(a->ticket_id),
                      db_int(a->state), db_text(a->reference), db_text(a->authority),
                      db_int(a->transferred_at), db_int(a->due_at), db_bool(a->late), words,
                      db_int(a->changed_at), db_id(a->counted_outlet_id));
}

Status appeal_store_update(Ctx *ctx, const Appeal *a, bool *written)
{
    DbValue words;
    int64_t changed = 0;
    Status s = sealed_value(ctx, &sealed, a, &words);
    if (!s)
        s = db_run_count(ctx, &appeal_update, &changed, db_int(a->id), db_int(a->version),
                         db_int(a->state), db_int(a->replied_at), db_id(a->replied_by),
                         db_int(a->result), db_int(a->result_at), db_int(a->keep_until),
                         db_int(a->told_at), words, db_int(a->changed_at), db_int(a->warned_at),
                         db_int(a->version - 1));
    *written = changed == 1;
    return s;
}

Status appeal_store_waiting(Ctx *ctx, const int64_t after[2], int64_t due_until, int64_t limit,
                            List *out)
{
    Rows *rows;
    Status s =
        db_query(ctx, &appeal_waiting, &rows, db_int(due_until), db_int(scope_outlet(ctx)),
                 db_int(scope_customer(ctx)), db_int(after[0]), db_int(after[1]), db_int(limit));
    return s ? s : rows_list(ctx, rows, sizeof(Appeal), read_row, out);
}

Status appeal_store_ticket(Ctx *ctx, int64_t ticket_id, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &appeal_of_ticket, &rows, db_int(ticket_id), db_int(scope_outlet(ctx)),
                        db_int(scope_customer(ctx)));
    return s ? s : rows_list(ctx, rows, sizeof(Appeal), read_row, out);
}
