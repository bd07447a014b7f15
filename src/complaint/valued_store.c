#include "complaint/valued_store.h"

#include "complaint/complaint.h"
#include "db/db.h"

SQL(valued_open, "SELECT c.ticket_id FROM ticket_waybill x JOIN complaint c"
                 " ON c.ticket_id = x.ticket_id WHERE x.no = $1 AND x.carrier IN ('', $2)"
                 " AND c.step < $3 ORDER BY c.ticket_id LIMIT $4");

Status valued_store_open(Ctx *ctx, const WaybillValue *value, List *out)
{
    Rows *rows;
    int64_t *ids = ARENA_ARRAY(ctx->arena, VALUED_COMPLAINTS, int64_t);
    *out = (List){ids, 0};
    if (!ids) return no_memory(ctx);
    Status s = db_query(ctx, &valued_open, &rows, db_text(value->no), db_text(value->carrier),
                        db_int(STEP_CLOSED), db_int(VALUED_COMPLAINTS));
    if (s) return s;
    while (rows_next(rows))
        ids[out->count++] = rows_int(rows, 0);
    return rows_end(rows);
}

/* Source 2: of scans alone. */
SQL(valued_ordered,
    "SELECT w.insured FROM ticket_waybill x JOIN waybill_state s ON s.no = x.no"
    " AND x.carrier IN ('', s.carrier) JOIN waybill w ON w.waybill_id = s.waybill_id"
    " AND w.source <> 2 WHERE x.ticket_id = $1 AND w.insured > 0"
    " ORDER BY x.no, s.carrier LIMIT 1");

Status valued_store_ordered(Ctx *ctx, int64_t ticket_id, int64_t *out)
{
    *out = NONE;
    Status s = db_get_int(ctx, &valued_ordered, out, db_int(ticket_id));
    return s == NOT_FOUND ? OK : s;
}
