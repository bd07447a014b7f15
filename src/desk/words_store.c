#include "desk/words_store.h"

#include "access/keys.h"
#include "access/person.h"
#include "db/db.h"
#include "desk/entry_store.h"

/* --- all of them --- */

SQL(words_page, "SELECT e.ticket_id, e.id, e.at_ms, e.kind, e.visibility, e.origin_id, t.outlet_id,"
                " t.customer_id, e.sealed FROM ticket_entry e JOIN ticket t ON t.id = e.ticket_id"
                " WHERE (e.ticket_id, e.id) > ($1, $2) AND e.ticket_id <= $3 AND e.id <= $4"
                " ORDER BY e.ticket_id, e.id LIMIT $5");

static Status read_said(Ctx *ctx, Rows *rows, void *item)
{
    SaidEntry *said = item;
    size_t length;
    said->entry = (Entry){.ticket_id = rows_int(rows, 0),
                          .id = rows_int(rows, 1),
                          .at = rows_int(rows, 2),
                          .kind = rows_int(rows, 3),
                          .visibility = rows_int(rows, 4),
                          .origin_id = rows_id(rows, 5)};
    said->outlet_id = rows_id(rows, 6);
    said->customer_id = rows_id(rows, 7);
    const void *bytes = rows_blob(rows, 8, &length);
    return key_unseal(ctx, ENTRY_TEXT_PURPOSE, bytes, length, &said->entry.text);
}

Status words_store_page(Ctx *ctx, const SaidRange *range, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &words_page, &rows, db_int(range->after.ticket_id),
                        db_int(range->after.entry_id), db_int(range->last_ticket_id),
                        db_int(range->last_entry_id), db_int(range->limit));
    return s ? s : rows_list(ctx, rows, sizeof(SaidEntry), read_said, out);
}

SQL(words_left,
    "SELECT ticket_id, entry_id, until_entry_id FROM ticket_entry_unsearched WHERE id = 1");
SQL(words_came_to, "UPDATE ticket_entry_unsearched SET ticket_id = $1, entry_id = $2 WHERE id = 1");
SQL(words_done, "DELETE FROM ticket_entry_unsearched WHERE id = 1");

Status words_store_left(Ctx *ctx, SaidRange *out)
{
    Rows *rows;
    Status s = db_query(ctx, &words_left, &rows);
    if (s) return s;
    bool any = rows_next(rows);
    if (any)
        *out = (SaidRange){{rows_int(rows, 0), rows_int(rows, 1)}, INT64_MAX, rows_int(rows, 2), 0};
    s = rows_end(rows);
    return s ? s : any ? OK : NOT_FOUND;
}

Status words_store_came_to(Ctx *ctx, SaidPlace place)
{
    return db_run(ctx, &words_came_to, db_int(place.ticket_id), db_int(place.entry_id));
}

Status words_store_done(Ctx *ctx)
{
    return db_run(ctx, &words_done);
}

/* --- as they are found --- */

#define IN_SCOPE                                                                                   \
    OUTLET_IN_SCOPE("t.outlet_id", "$4") " AND " CUSTOMER_IN_SCOPE("t.customer_id", "$5")
SQL(words_shown,
    "WITH RECURSIVE above (id, into_id, step) AS (SELECT t.id, t.merged_into_id, 0"
    " FROM ticket t JOIN ticket_entry e ON e.ticket_id = t.id WHERE t.id = $1 AND e.id = "
    "$2" ENTRY_SHOWN("$3") " AND e.sealed IS NOT NULL AND " IN_SCOPE
                           " UNION ALL SELECT t.id, t.merged_into_id, a.step + 1 FROM above a"
                           " JOIN ticket t ON t.id = a.into_id WHERE a.step < 100 AND " IN_SCOPE
                           ") SELECT id FROM above ORDER BY step DESC LIMIT 1");

static Status each_shown(void *user, size_t number, Rows *rows)
{
    ((int64_t *)user)[number] = rows_int(rows, 0);
    return OK;
}

Status words_store_shown(Ctx *ctx, const SearchHit *hits, size_t count, int64_t *shown)
{
    enum { WIDTH = 5 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        DbValue *row = values + i * WIDTH;
        shown[i] = 0;
        row[0] = db_int(hits[i].part_of);
        row[1] = db_int(hits[i].id);
        row[2] = db_int(scope_customer(ctx) ? ENTRY_PUBLIC : ENTRY_INTERNAL);
        row[3] = db_int(scope_outlet(ctx));
        row[4] = db_int(scope_customer(ctx));
    }
    return db_query_many(ctx, &words_shown, values, WIDTH, count, each_shown, shown);
}
