#include "complaint/handoff_store.h"

#include "access/person.h"
#include "access/sealed.h"
#include "db/db.h"

/* $2 is the outlet, $3 the account of the person, $4 their customer: customers see none. */
#define ASKED                                                                                      \
    "(" OUTLET_IN_SCOPE("h.outlet_id", "$2") " OR EXISTS (SELECT 1 FROM team_member m WHERE"       \
                                             " m.team_id = h.team_id AND m.account_id = $3))"
#define SELECT                                                                                     \
    "SELECT h.id, h.version, h.ticket_id, t.no, t.kind, t.priority, t.category, t.outlet_id,"      \
    " h.state, h.outlet_id, h.team_id, h.owner_id, h.giver_id, o.code, m.code, a.login, g.login,"  \
    " h.minutes, h.due_ms, h.created_ms, h.changed_ms, h.sealed"                                   \
    " FROM handoff h JOIN ticket t ON t.id = h.ticket_id"                                          \
    " LEFT JOIN outlet o ON o.id = h.outlet_id LEFT JOIN team m ON m.id = h.team_id"               \
    " LEFT JOIN account a ON a.id = h.owner_id LEFT JOIN account g ON g.id = h.giver_id WHERE "
#define WAITING "h.state IN (1, 2, 5)"
#define PAGE                                                                                       \
    " AND (h.due_ms, h.id) > ($5, $6) AND h.due_ms <= $7 AND CAST($4 AS BIGINT) = 0"               \
    " ORDER BY h.due_ms, h.id LIMIT $8"

SQL(handoff_by_id, SELECT
    "h.id = $1 AND CAST($4 AS BIGINT) = 0 AND (" OUTLET_IN_SCOPE("t.outlet_id", "$2") " OR " ASKED
                                                                                      ")");
SQL(handoff_of_ticket,
    SELECT "h.ticket_id = $1 AND CAST($2 AS BIGINT) = 0 ORDER BY h.id LIMIT 200");
SQL(handoff_waiting, SELECT WAITING " AND CAST($1 AS BIGINT) = 0 AND " ASKED PAGE);
SQL(handoff_waiting_outlet, SELECT WAITING " AND h.outlet_id = $1 AND " ASKED PAGE);
SQL(handoff_waiting_count,
    "SELECT COUNT(*) FROM handoff h WHERE h.ticket_id = $1 AND h.id <> $2 AND " WAITING);
SQL(handoff_asked, "SELECT COUNT(*) FROM handoff h WHERE h.id = $1 AND " ASKED);
SQL(handoff_insert,
    "INSERT INTO handoff (id, version, ticket_id, state, outlet_id, team_id, owner_id, giver_id,"
    " minutes, due_ms, sealed, created_ms, changed_ms)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
SQL(handoff_update,
    "UPDATE handoff SET version = $2, state = $3, owner_id = $4, due_ms = $5, sealed = $6,"
    " changed_ms = $7 WHERE id = $1 AND version = $8");

static const Field sealed_fields[] = {FIELD_TEXT(Handoff, question, .max = 4000),
                                      FIELD_TEXT(Handoff, answer, .max = 4000),
                                      FIELD_TEXT(Handoff, why, .max = 4000), FIELD_END};
static const Shape sealed_shape = SHAPE(Handoff, sealed_fields, "What is sealed");
static const SealedFields sealed = {"handoff.sealed", &sealed_shape};

static Status read_row(Ctx *ctx, Rows *rows, void *item)
{
    Handoff *out = item;
    *out = (Handoff){.id = rows_int(rows, 0),
                     .version = rows_int(rows, 1),
                     .ticket_id = rows_int(rows, 2),
                     .ticket = rows_copy(rows, 3),
                     .ticket_kind = rows_int(rows, 4),
                     .ticket_priority = rows_int(rows, 5),
                     .category = rows_copy(rows, 6),
                     .ticket_outlet_id = rows_id(rows, 7),
                     .state = rows_int(rows, 8),
                     .outlet_id = rows_id(rows, 9),
                     .team_id = rows_id(rows, 10),
                     .owner_id = rows_id(rows, 11),
                     .giver_id = rows_id(rows, 12),
                     .outlet = rows_copy(rows, 13),
                     .team = rows_copy(rows, 14),
                     .owner = rows_copy(rows, 15),
                     .giver = rows_copy(rows, 16),
                     .minutes = rows_int(rows, 17),
                     .due_at = rows_int(rows, 18),
                     .created_at = rows_int(rows, 19),
                     .changed_at = rows_int(rows, 20)};
    if (out->due_at == HANDOFF_NO_DUE) out->due_at = NONE;
    return sealed_read(ctx, &sealed, rows, 21, out);
}

static DbValue account_of(Ctx *ctx)
{
    return db_int(ctx_account_id(ctx));
}

Status handoff_store_find(Ctx *ctx, int64_t id, Handoff *out)
{
    Rows *rows;
    Status s = db_query(ctx, &handoff_by_id, &rows, db_int(id), db_int(scope_outlet(ctx)),
                        account_of(ctx), db_int(scope_customer(ctx)));
    if (s) return s;
    s = rows_next(rows) ? read_row(ctx, rows, out) : NOT_FOUND;
    Status end = rows_end(rows);
    return end ? end : s;
}

static DbValue due_value(const Handoff *handoff)
{
    return db_int(handoff->due_at == NONE ? HANDOFF_NO_DUE : handoff->due_at);
}

Status handoff_store_insert(Ctx *ctx, const Handoff *h)
{
    DbValue words;
    Status s = sealed_value(ctx, &sealed, h, &words);
    return s ? s
             : db_run(ctx, &handoff_insert, db_int(h->id), db_int(h->version), db_int(h->ticket_id),
                      db_int(h->state), db_id(h->outlet_id), db_id(h->team_id), db_id(h->owner_id),
                      db_id(h->giver_id), db_int(h->minutes), due_value(h), words,
                      db_int(h->created_at), db_int(h->changed_at));
}

Status handoff_store_update(Ctx *ctx, const Handoff *h, bool *written)
{
    DbValue words;
    int64_t changed = 0;
    Status s = sealed_value(ctx, &sealed, h, &words);
    if (!s)
        s = db_run_count(ctx, &handoff_update, &changed, db_int(h->id), db_int(h->version),
                         db_int(h->state), db_id(h->owner_id), due_value(h), words,
                         db_int(h->changed_at), db_int(h->version - 1));
    *written = changed == 1;
    return s;
}

Status handoff_store_ticket(Ctx *ctx, int64_t ticket_id, List *out)
{
    Rows *rows;
    Status s =
        db_query(ctx, &handoff_of_ticket, &rows, db_int(ticket_id), db_int(scope_customer(ctx)));
    return s ? s : rows_list(ctx, rows, sizeof(Handoff), read_row, out);
}

Status handoff_store_waiting(Ctx *ctx, int64_t ticket_id, int64_t but_id, int64_t *count)
{
    return db_get_int(ctx, &handoff_waiting_count, count, db_int(ticket_id), db_int(but_id));
}

Status handoff_store_asked(Ctx *ctx, const Handoff *handoff, bool *out)
{
    int64_t count = 0;
    Status s = db_get_int(ctx, &handoff_asked, &count, db_int(handoff->id),
                          db_int(scope_outlet(ctx)), account_of(ctx));
    *out = count > 0;
    return s;
}

Status handoff_store_search(Ctx *ctx, const HandoffSearch *search, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, search->outlet_id ? &handoff_waiting_outlet : &handoff_waiting, &rows,
                        db_int(search->outlet_id), db_int(scope_outlet(ctx)), account_of(ctx),
                        db_int(scope_customer(ctx)), db_int(search->after_due),
                        db_int(search->after_id), db_int(search->due_until), db_int(search->limit));
    return s ? s : rows_list(ctx, rows, sizeof(Handoff), read_row, out);
}

SQL(handoff_near_count,
    "SELECT COUNT(*), COALESCE(SUM(CASE WHEN near.due_ms < $1 THEN 1 ELSE 0 END), 0)"
    " FROM (SELECT h.due_ms FROM handoff h WHERE " WAITING " AND CAST($4 AS BIGINT) = 0 AND " ASKED
    " ORDER BY h.due_ms LIMIT $5) near");

Status handoff_store_count_waiting(Ctx *ctx, HandoffCount *out)
{
    Rows *rows;
    Status s =
        db_query(ctx, &handoff_near_count, &rows, db_int(ctx_now(ctx)), db_int(scope_outlet(ctx)),
                 account_of(ctx), db_int(scope_customer(ctx)), db_int(HANDOFF_COUNTED));
    if (s) return s;
    if (rows_next(rows)) *out = (HandoffCount){rows_int(rows, 0), rows_int(rows, 1)};
    return rows_end(rows);
}

SQL(handoff_team_outlets,
    "SELECT DISTINCT a.outlet_id FROM team_member m JOIN account a ON a.id = m.account_id"
    " WHERE m.team_id = $1 AND a.closed = 0 AND a.outlet_id IS NOT NULL LIMIT $2");

Status handoff_store_team_outlets(Ctx *ctx, int64_t team_id, int64_t *out, size_t room,
                                  size_t *count)
{
    Rows *rows;
    *count = 0;
    Status s =
        db_query(ctx, &handoff_team_outlets, &rows, db_int(team_id), db_int((int64_t)room + 1));
    if (s) return s;
    for (; rows_next(rows); (*count)++)
        if (*count < room) out[*count] = rows_int(rows, 0);
    return rows_end(rows);
}
