#include "claim/worth_store.h"

#include "db/db.h"

/* Whatever the scope: what an order says is so for everybody. Source 2: of scans alone. */
SQL(claim_worth, "SELECT COUNT(*) AS parcels, COUNT(w.waybill_id) AS ordered,"
                 " COUNT(w.insured) AS valued, CAST(COALESCE(SUM(w.insured), 0) AS BIGINT)"
                 " AS insured FROM claim_waybill c LEFT JOIN waybill w"
                 " ON w.waybill_id = c.waybill_id AND w.source <> 2 WHERE c.claim_id = $1");

static const Field row_fields[] = {FIELD_INT(WorthRow, parcels), FIELD_INT(WorthRow, ordered),
                                   FIELD_INT(WorthRow, valued), FIELD_INT(WorthRow, insured),
                                   FIELD_END};
static const Shape row_shape = SHAPE(WorthRow, row_fields, "What orders say parcels are worth");

Status worth_store_row(Ctx *ctx, int64_t claim_id, WorthRow *out)
{
    return db_read(ctx, &claim_worth, &row_shape, out, db_int(claim_id));
}
