#include "customer/overview_store.h"

#include "access/person.h"
#include "customer/part.h"
#include "db/db.h"

SQL(overview_parts,
    "SELECT kind, count(*) FROM customer_part WHERE " CUSTOMER_FAMILY("customer_id",
                                                                      "$1") " GROUP BY kind");
SQL(overview_duplicates, "SELECT count(*) FROM (SELECT id FROM customer_duplicate WHERE state = 1"
                         " AND (one_id = $1 OR other_id = $1) LIMIT $2) open");

static int64_t *part_count(Overview *out, int64_t kind)
{
    if (kind == PART_CONTACT) return &out->contact_count;
    if (kind == PART_ADDRESS) return &out->address_count;
    return kind == PART_PERSON ? &out->person_count : &out->note_count;
}

Status overview_store_counts(Ctx *ctx, int64_t customer_id, Overview *out)
{
    Rows *rows;
    Status s = db_query(ctx, &overview_parts, &rows, db_int(customer_id));
    while (!s && rows_next(rows))
        *part_count(out, rows_int(rows, 0)) = rows_int(rows, 1);
    if (!s) s = rows_end(rows);
    if (s) return s;
    return db_get_int(ctx, &overview_duplicates, &out->duplicate_count, db_int(customer_id),
                      db_int(OVERVIEW_COUNT_MAX));
}

SQL(overview_parcels,
    "SELECT COALESCE(SUM(CASE WHEN is_open = 1 THEN 1 ELSE 0 END), 0),"
    " COALESCE(SUM(CASE WHEN is_open = 1 AND exceptions <> 0 THEN 1 ELSE 0 END), 0)"
    " FROM (SELECT is_open, exceptions, outlet_id, customer_id FROM waybill_state"
    " WHERE customer_id = $1 ORDER BY waybill_id DESC LIMIT $2) s"
    " WHERE " OUTLET_IN_SCOPE("s.outlet_id", "$3") " AND " CUSTOMER_IN_SCOPE("s.customer_id",
                                                                             "$4"));

static Status each_member(void *user, size_t number, Rows *rows)
{
    (void)number;
    Overview *out = user;
    out->open_parcels += rows_int(rows, 0);
    out->troubled_parcels += rows_int(rows, 1);
    return OK;
}

Status overview_store_parcels(Ctx *ctx, const int64_t *customers, size_t count, Overview *out)
{
    enum { WIDTH = 4 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        values[i * WIDTH] = db_int(customers[i]);
        values[i * WIDTH + 1] = db_int(OVERVIEW_PARCELS);
        values[i * WIDTH + 2] = db_int(scope_outlet(ctx));
        values[i * WIDTH + 3] = db_int(scope_customer(ctx));
    }
    return db_query_many(ctx, &overview_parcels, values, WIDTH, count, each_member, out);
}
