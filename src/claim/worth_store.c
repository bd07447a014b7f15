#include "claim/worth_store.h"

#include "claim/claim.h"
#include "db/db.h"
#include "waybill/waybill_read_store.h"

/* Whatever the scope: what an order says is so for everybody. Source 2: of scans alone. */
SQL(claim_worth, "SELECT COUNT(*) AS parcels, COUNT(c.waybill_id) AS known,"
                 " COUNT(w.waybill_id) AS ordered,"
                 " COUNT(w.insured) AS valued, CAST(COALESCE(SUM(w.insured), 0) AS BIGINT)"
                 " AS insured FROM claim_waybill c LEFT JOIN waybill w"
                 " ON w.waybill_id = c.waybill_id AND w.source <> 2 WHERE c.claim_id = $1");

static const Field row_fields[] = {FIELD_INT(WorthRow, parcels), FIELD_INT(WorthRow, known),
                                   FIELD_INT(WorthRow, ordered), FIELD_INT(WorthRow, valued),
                                   FIELD_INT(WorthRow, insured), FIELD_END};
static const Shape row_shape = SHAPE(WorthRow, row_fields, "What orders say parcels are worth");

Status worth_store_row(Ctx *ctx, int64_t claim_id, WorthRow *out)
{
    return db_read(ctx, &claim_worth, &row_shape, out, db_int(claim_id));
}

/* Of a number that two carriers have nobody can say which is meant; and who did not see the parcel
 * does not come to it by having typed its number. */
SQL(claim_worth_bind,
    "UPDATE claim_waybill SET waybill_id = $3 WHERE no = $1 AND carrier IN ('', $2)"
    " AND waybill_id IS NULL AND NOT EXISTS (SELECT 1 FROM waybill_state s"
    " WHERE s.no = $1 AND s.waybill_id <> $3)"
    " AND EXISTS (SELECT 1 FROM claim b JOIN waybill_state s ON s.waybill_id = $3"
    " WHERE b.id = claim_waybill.claim_id"
    " AND " WAYBILL_IN_SCOPE("b.by_outlet_id", "b.by_customer_id") ")");

Status worth_store_bind(Ctx *ctx, const WaybillValue *value)
{
    return db_run(ctx, &claim_worth_bind, db_text(value->no), db_text(value->carrier),
                  db_int(value->waybill_id));
}

SQL(claim_worth_undecided,
    "SELECT c.id FROM claim_waybill x JOIN claim c ON c.id = x.claim_id WHERE x.no = $1"
    " AND x.carrier IN ('', $2) AND COALESCE(x.waybill_id, $3) = $3 AND c.state <= $4"
    " ORDER BY c.id LIMIT $5");

Status worth_store_undecided(Ctx *ctx, const WaybillValue *value, List *out)
{
    Rows *rows;
    int64_t *ids = ARENA_ARRAY(ctx->arena, WORTH_CLAIMS, int64_t);
    *out = (List){ids, 0};
    if (!ids) return no_memory(ctx);
    Status s =
        db_query(ctx, &claim_worth_undecided, &rows, db_text(value->no), db_text(value->carrier),
                 db_int(value->waybill_id), db_int(CLAIM_PROPOSED), db_int(WORTH_CLAIMS));
    if (s) return s;
    while (rows_next(rows))
        ids[out->count++] = rows_int(rows, 0);
    return rows_end(rows);
}
