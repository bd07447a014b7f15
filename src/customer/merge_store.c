#include "customer/merge_store.h"

#include "access/person.h"
#include "db/db.h"

SQL(merge_insert, "INSERT INTO customer_merge (id, survivor_id, merged_id, at_ms, who_id, why)"
                  " VALUES ($1, $2, $3, $4, $5, $6)");

Status merge_store_insert(Ctx *ctx, const Merge *merge)
{
    return db_run(ctx, &merge_insert, db_int(merge->id), db_int(merge->survivor_id),
                  db_int(merge->merged_id), db_int(merge->at), db_id(merge->who),
                  db_text(merge->why));
}

SQL(merge_point,
    "WITH RECURSIVE below (id) AS (SELECT CAST($1 AS BIGINT) UNION SELECT m.merged_id"
    " FROM customer_merge m JOIN below b ON m.survivor_id = b.id WHERE m.undone_ms IS NULL)"
    " UPDATE customer SET version = version + 1,"
    " merged_into = CASE WHEN id = CAST($2 AS BIGINT) THEN NULL ELSE CAST($2 AS BIGINT) END"
    " WHERE id IN (SELECT id FROM below)");

Status merge_store_point(Ctx *ctx, int64_t customer_id, int64_t root_id)
{
    return db_run(ctx, &merge_point, db_int(customer_id), db_int(root_id));
}

SQL(merge_touch, "UPDATE customer SET version = version + 1 WHERE id = $1");

Status merge_store_touch(Ctx *ctx, int64_t customer_id)
{
    return db_run(ctx, &merge_touch, db_int(customer_id));
}

SQL(merge_undo, "UPDATE customer_merge SET undone_ms = $2, undone_by = $3, undone_why = $4"
                " WHERE id = $1 AND undone_ms IS NULL");

Status merge_store_undo(Ctx *ctx, const Merge *merge, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &merge_undo, &changed, db_int(merge->id), db_int(merge->undone_at),
                            db_id(merge->undone_by), db_text(merge->undone_why));
    *written = changed == 1;
    return s;
}

#define IN_SCOPE(table)                                                                            \
    " AND " OUTLET_IN_SCOPE(table ".outlet_id", "$4") " AND " CUSTOMER_IN_SCOPE(table ".id", "$5")
SQL(merge_page,
    "SELECT m.id, m.survivor_id, m.merged_id, survivor.code AS survivor_code,"
    " merged.code AS merged_code, m.at_ms AS at, m.who_id AS who, m.why, m.undone_ms AS undone_at,"
    " m.undone_by, m.undone_why FROM customer_merge m"
    " JOIN customer survivor ON survivor.id = m.survivor_id"
    " JOIN customer merged ON merged.id = m.merged_id WHERE m.id < $1"
    " AND (CAST($2 AS BIGINT) IS NULL OR m.survivor_id = CAST($2 AS BIGINT)"
    " OR m.merged_id = CAST($2 AS BIGINT))"
    " AND (CAST($3 AS BIGINT) IS NULL OR m.id = CAST($3 AS BIGINT))" IN_SCOPE("survivor")
        IN_SCOPE("merged") " ORDER BY m.id DESC LIMIT $6");

Status merge_store_page(Ctx *ctx, const MergePage *page, List *out)
{
    return db_list(ctx, &merge_page, &merge_shape, out, db_int(page->before_id),
                   db_id(page->customer_id), db_id(page->id), db_int(scope_outlet(ctx)),
                   db_int(scope_customer(ctx)), db_int(page->limit));
}
