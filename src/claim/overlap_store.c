#include "claim/overlap_store.h"

#include "access/person.h"
#include "customer/customer.h"
#include "db/db.h"
#include "waybill/waybill_read_store.h"

/* The row of the first day there ever was: registering a claim makes it where there is none. */
SQL(claim_overlap_lock, "UPDATE claim_number SET last = last"
                        " WHERE day = (SELECT MIN(day) FROM claim_number)");

/* 9 and 10: rejected and withdrawn. Two parcels that are known are two; where one of the numbers is
 * bound to none, whichever carrier it names, nobody can say that it is another parcel. */
#define OVERLAPPING "SELECT o.no" OTHERS
#define OTHERS                                                                                     \
    " FROM claim_waybill w JOIN claim_waybill x ON x.no = w.no"                                    \
    " AND (x.waybill_id IS NULL OR w.waybill_id IS NULL OR x.waybill_id = w.waybill_id"            \
    " OR x.carrier = w.carrier)"                                                                   \
    " JOIN claim o ON o.id = x.claim_id WHERE w.claim_id = $1 AND o.id <> $1"                      \
    " AND o.kind BETWEEN $2 AND $3 AND o.state NOT IN (9, 10)"
/* Whoever registered the later of two named the one it stands beside. */
#define UNDECLARED                                                                                 \
    " AND NOT EXISTS (SELECT 1 FROM claim_entry e WHERE e.no = 1 AND e.reference IS NOT NULL"      \
    " AND e.claim_id = CASE WHEN o.id > $1 THEN o.id ELSE w.claim_id END)"
#define NEWEST " ORDER BY o.id DESC LIMIT 1"

/* A number that somebody typed who does not see the parcel is a claim of that parcel for nobody. */
#define BY_WHO_SEES_IT                                                                             \
    " AND (x.waybill_id IS NOT NULL OR w.waybill_id IS NULL OR EXISTS (SELECT 1"                   \
    " FROM waybill_state s WHERE s.waybill_id = w.waybill_id"                                      \
    " AND " WAYBILL_IN_SCOPE("o.by_outlet_id", "o.by_customer_id") "))"

SQL(claim_overlap_standing, OVERLAPPING BY_WHO_SEES_IT
    " AND " OUTLET_IN_SCOPE("o.outlet_id", "$4") " AND " CUSTOMER_IN_SCOPE("o.customer_id", "$5")
        NEWEST);
SQL(claim_overlap_granted, OVERLAPPING " AND o.approved + o.paid > 0" UNDECLARED NEWEST);
SQL(claim_overlap_paid, OVERLAPPING " AND o.paid > 0" UNDECLARED NEWEST);

SQL(claim_overlap_sum, "SELECT CAST(COALESCE(SUM(g.granted), 0) AS BIGINT) AS granted,"
                       " MIN(g.worth) AS worth FROM (SELECT DISTINCT o.id,"
                       " o.approved + o.paid AS granted,"
                       " COALESCE(o.insured, o.declared, o.full_value) AS worth" OTHERS
                       " AND o.approved + o.paid > 0) g");
static const Field sum_fields[] = {FIELD_INT(OverlapSum, granted), FIELD_INT(OverlapSum, worth),
                                   FIELD_END};
static const Shape sum_shape = SHAPE(OverlapSum, sum_fields, "What was granted for the parcels");

Status overlap_store_sum(Ctx *ctx, int64_t claim_id, OverlapKinds kinds, OverlapSum *out)
{
    return db_read(ctx, &claim_overlap_sum, &sum_shape, out, db_int(claim_id), db_int(kinds.first),
                   db_int(kinds.last));
}

typedef struct OverlapRow {
    const char *no;
} OverlapRow;
static const Field row_fields[] = {FIELD_TEXT(OverlapRow, no), FIELD_END};
static const Shape row_shape = SHAPE(OverlapRow, row_fields, "A claim for the same parcel");

Status overlap_store_lock(Ctx *ctx)
{
    return db_run(ctx, &claim_overlap_lock);
}

static Status or_none(Ctx *ctx, Status s, const OverlapRow *row, const char **no)
{
    *no = s ? NULL : row->no;
    if (s == NOT_FOUND) problem_clear(ctx);
    return s == NOT_FOUND ? OK : s;
}

static Status find(Ctx *ctx, const Sql *sql, int64_t claim_id, OverlapKinds kinds, const char **no)
{
    OverlapRow row = {NULL};
    Status s = db_read(ctx, sql, &row_shape, &row, db_int(claim_id), db_int(kinds.first),
                       db_int(kinds.last));
    return or_none(ctx, s, &row, no);
}

Status overlap_store_standing(Ctx *ctx, int64_t claim_id, OverlapKinds kinds, const char **no)
{
    OverlapRow row = {NULL};
    Status s = db_read(ctx, &claim_overlap_standing, &row_shape, &row, db_int(claim_id),
                       db_int(kinds.first), db_int(kinds.last), db_int(scope_outlet(ctx)),
                       db_int(scope_customer(ctx)));
    return or_none(ctx, s, &row, no);
}

Status overlap_store_granted(Ctx *ctx, int64_t claim_id, OverlapKinds kinds, const char **no)
{
    return find(ctx, &claim_overlap_granted, claim_id, kinds, no);
}

Status overlap_store_paid(Ctx *ctx, int64_t claim_id, OverlapKinds kinds, const char **no)
{
    return find(ctx, &claim_overlap_paid, claim_id, kinds, no);
}
