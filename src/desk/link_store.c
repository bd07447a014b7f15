#include "desk/link_store.h"

#include "access/keys.h"
#include "access/person.h"

#define PURPOSE "ticket_draft.text"
#define SEEN                                                                                       \
    " AND " OUTLET_IN_SCOPE("t.outlet_id", "$2") " AND " CUSTOMER_IN_SCOPE("t.customer_id", "$3")

SQL(link_put, "INSERT INTO ticket_link (from_id, to_id, kind, created_ms) VALUES ($1, $2, $3, $4)"
              " ON CONFLICT DO NOTHING");
SQL(link_remove, "DELETE FROM ticket_link WHERE from_id = $1 AND to_id = $2 AND kind = $3");
SQL(link_rows, "SELECT l.to_id AS ticket_id, t.no, l.kind, 0 AS incoming, t.type,"
               " l.created_ms AS created_at FROM ticket_link l JOIN ticket t ON t.id = l.to_id"
               " WHERE l.from_id = $1" SEEN
               " UNION ALL SELECT l.from_id, t.no, l.kind, 1, t.type, l.created_ms"
               " FROM ticket_link l JOIN ticket t ON t.id = l.from_id WHERE l.to_id = $1" SEEN
               " ORDER BY 1, 3, 4 LIMIT 200");

Status ticket_link_store_put(Ctx *ctx, int64_t from_id, int64_t to_id, int64_t kind, bool *added)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &link_put, &changed, db_int(from_id), db_int(to_id), db_int(kind),
                            db_int(ctx_now(ctx)));
    *added = changed == 1;
    return s;
}

Status ticket_link_store_remove(Ctx *ctx, int64_t from_id, int64_t to_id, int64_t kind,
                                bool *removed)
{
    int64_t changed = 0;
    Status s =
        db_run_count(ctx, &link_remove, &changed, db_int(from_id), db_int(to_id), db_int(kind));
    *removed = changed == 1;
    return s;
}

Status ticket_link_store_list(Ctx *ctx, int64_t id, List *out)
{
    return db_list(ctx, &link_rows, &ticket_link_shape, out, db_int(id), db_int(scope_outlet(ctx)),
                   db_int(scope_customer(ctx)));
}

SQL(draft_row, "SELECT version, changed_ms, sealed, kind, direction, channel, missed"
               " FROM ticket_draft WHERE account_id = $1 AND ticket_id = $2");
SQL(draft_insert, "INSERT INTO ticket_draft (account_id, ticket_id, version, changed_ms, sealed,"
                  " kind, direction, channel, missed)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
                  " ON CONFLICT DO NOTHING");
SQL(draft_update, "UPDATE ticket_draft SET version = $3, changed_ms = $4, sealed = $5, kind = $6,"
                  " direction = $7, channel = $8, missed = $9"
                  " WHERE account_id = $1 AND ticket_id = $2 AND version = $10");
SQL(draft_delete, "DELETE FROM ticket_draft WHERE account_id = $1 AND ticket_id = $2"
                  " AND version = $3");

Status ticket_draft_store_find(Ctx *ctx, int64_t account_id, int64_t ticket_id, Draft *out)
{
    Rows *rows;
    Status s = db_query(ctx, &draft_row, &rows, db_int(account_id), db_int(ticket_id));
    if (s) return s;
    if (rows_next(rows)) {
        size_t length;
        *out = (Draft){.ticket_id = ticket_id,
                       .version = rows_int(rows, 0),
                       .kind = rows_int(rows, 3),
                       .direction = rows_int(rows, 4),
                       .channel = rows_int(rows, 5),
                       .missed = rows_int(rows, 6) == 1,
                       .changed_at = rows_int(rows, 1)};
        const void *bytes = rows_blob(rows, 2, &length);
        s = key_unseal(ctx, PURPOSE, bytes, length, &out->text);
    } else {
        s = NOT_FOUND;
    }
    Status end = rows_end(rows);
    return end ? end : s;
}

Status ticket_draft_store_put(Ctx *ctx, int64_t account_id, const Draft *draft, bool *written)
{
    int64_t changed = 0;
    Sealed sealed;
    Status s = key_seal(ctx, PURPOSE, draft->text, &sealed);
    if (s) return s;
    DbValue blob = db_blob(sealed.bytes, sealed.length), kind = db_int(draft->kind),
            direction = db_int(draft->direction), channel = db_int(draft->channel),
            missed = db_int(draft->missed);
    s = draft->version == 1
            ? db_run_count(ctx, &draft_insert, &changed, db_int(account_id),
                           db_int(draft->ticket_id), db_int(1), db_int(draft->changed_at), blob,
                           kind, direction, channel, missed)
            : db_run_count(ctx, &draft_update, &changed, db_int(account_id),
                           db_int(draft->ticket_id), db_int(draft->version),
                           db_int(draft->changed_at), blob, kind, direction, channel, missed,
                           db_int(draft->version - 1));
    *written = changed == 1;
    return s;
}

Status ticket_draft_store_delete(Ctx *ctx, int64_t account_id, int64_t ticket_id, int64_t version,
                                 bool *removed)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &draft_delete, &changed, db_int(account_id), db_int(ticket_id),
                            db_int(version));
    *removed = changed == 1;
    return s;
}
