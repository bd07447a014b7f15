#include "complaint/service_store.h"

#include "db/db.h"

static const Field row_fields[] = {
    FIELD_ID(Complaint, ticket_id),         FIELD_TIME(Complaint, received_at),
    FIELD_INT(Complaint, founded),          FIELD_TEXT(Complaint, lane),
    FIELD_ID(Complaint, counted_outlet_id), FIELD_END};
static const Shape row_shape = SHAPE(Complaint, row_fields, "What a complaint counts for");

static const Field share_fields[] = {FIELD_INT(ComplaintShare, party),
                                     FIELD_TEXT(ComplaintShare, outlet),
                                     FIELD_TEXT(ComplaintShare, person), FIELD_END};
static const Shape share_shape = SHAPE(ComplaintShare, share_fields, "Who holds a share");

SQL(complaint_service_rows,
    "SELECT ticket_id, received_ms AS received_at, founded, lane, counted_outlet_id FROM complaint"
    " WHERE ticket_id > $1 AND in_sums = 1 ORDER BY ticket_id LIMIT $2");
SQL(complaint_service_share_rows,
    "SELECT h.party, o.code AS outlet, h.person FROM complaint_share h"
    " LEFT JOIN outlet o ON o.id = h.outlet_id WHERE h.ticket_id = $1 ORDER BY h.place LIMIT 100");

Status complaint_service_page(Ctx *ctx, int64_t after, int64_t limit, List *out)
{
    return db_list(ctx, &complaint_service_rows, &row_shape, out, db_int(after), db_int(limit));
}

Status complaint_service_shares(Ctx *ctx, int64_t ticket_id, List *out)
{
    return db_list(ctx, &complaint_service_share_rows, &share_shape, out, db_int(ticket_id));
}
