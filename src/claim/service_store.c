#include "claim/service_store.h"

#include "db/db.h"

static const Field row_fields[] = {FIELD_ID(Claim, id),           FIELD_ID(Claim, outlet_id),
                                   FIELD_INT(Claim, paid),        FIELD_INT(Claim, freight),
                                   FIELD_TIME(Claim, created_at), FIELD_END};
static const Shape row_shape = SHAPE(Claim, row_fields, "What a claim counts for");

SQL(claim_service_rows, "SELECT id, outlet_id, paid, freight, created_ms AS created_at FROM claim"
                        " WHERE id > $1 ORDER BY id LIMIT $2");
SQL(claim_service_one, "SELECT id, outlet_id, paid, freight, created_ms AS created_at FROM claim"
                       " WHERE id = $1");

Status claim_service_page(Ctx *ctx, int64_t after, int64_t limit, List *out)
{
    return db_list(ctx, &claim_service_rows, &row_shape, out, db_int(after), db_int(limit));
}

Status claim_service_row(Ctx *ctx, int64_t id, Claim *out)
{
    return db_read(ctx, &claim_service_one, &row_shape, out, db_int(id));
}
