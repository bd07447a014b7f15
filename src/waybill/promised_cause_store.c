#include "waybill/promised_cause_store.h"

#include "access/person.h"
#include "db/db.h"
#include "waybill/waybill_read_store.h"

SQL(open_parcels,
    "SELECT waybill_id, origin, destination, origin_outlet_id, destination_outlet_id, outlet_id,"
    " stage, promised_ms, ordered_ms, collected_ms FROM waybill_state"
    " WHERE is_open = 1 AND waybill_id > $1 ORDER BY waybill_id LIMIT $2");
SQL(open_at_sites, "SELECT s.waybill_id FROM waybill_state s WHERE s.is_open = 1 AND s.outlet_id IN"
                   " (SELECT c.descendant_id FROM promise_cause_site p JOIN outlet_closure c"
                   " ON c.ancestor_id = p.outlet_id WHERE p.cause_id = $1) AND s.promised_ms >= $2"
                   " AND NOT EXISTS (SELECT 1 FROM promise_cause_parcel b WHERE b.cause_id = $1"
                   " AND b.waybill_id = s.waybill_id) ORDER BY s.waybill_id LIMIT $3");

SQL(cause_parcel_ids, "SELECT b.waybill_id FROM promise_cause_parcel b JOIN waybill_state s"
                      " ON s.waybill_id = b.waybill_id WHERE b.cause_id = $1 AND b.waybill_id > $2 "
                      "AND " WAYBILL_IN_SCOPE("$3", "$4") " ORDER BY b.waybill_id LIMIT $5");

static OpenParcel parcel_read(Rows *rows)
{
    bool left = rows_int(rows, 6) > STAGE_COLLECTED;
    int64_t ordered_ms = rows_int(rows, 8);
    return (OpenParcel){rows_int(rows, 0),
                        {.origin = rows_copy(rows, 1),
                         .destination = rows_copy(rows, 2),
                         .origin_outlet_id = left ? 0 : rows_id(rows, 3),
                         .destination_outlet_id = rows_id(rows, 4),
                         .outlet_id = rows_id(rows, 5),
                         .promised_ms = rows_int(rows, 7),
                         .accepted_ms = ordered_ms != NONE ? ordered_ms : rows_int(rows, 9)}};
}

Status open_parcels_page(Ctx *ctx, int64_t after_id, size_t limit, OpenParcel *out, size_t *count)
{
    Rows *rows;
    *count = 0;
    Status s = db_query(ctx, &open_parcels, &rows, db_int(after_id), db_int((int64_t)limit));
    if (s) return s;
    while (rows_next(rows))
        out[(*count)++] = parcel_read(rows);
    return rows_end(rows);
}

Status open_parcels_at_sites(Ctx *ctx, const Cause *cause, size_t limit, int64_t *ids,
                             size_t *count)
{
    Rows *rows;
    *count = 0;
    Status s = db_query(ctx, &open_at_sites, &rows, db_int(cause->id), db_int(cause->from),
                        db_int((int64_t)limit));
    if (s) return s;
    while (rows_next(rows))
        ids[(*count)++] = rows_int(rows, 0);
    return rows_end(rows);
}

Status cause_parcels_page(Ctx *ctx, int64_t cause_id, int64_t after_id, size_t limit, int64_t *ids,
                          size_t *count)
{
    Rows *rows;
    *count = 0;
    Status s =
        db_query(ctx, &cause_parcel_ids, &rows, db_int(cause_id), db_int(after_id),
                 db_int(scope_outlet(ctx)), db_int(scope_customer(ctx)), db_int((int64_t)limit));
    if (s) return s;
    while (rows_next(rows))
        ids[(*count)++] = rows_int(rows, 0);
    return rows_end(rows);
}
