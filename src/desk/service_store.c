#include "desk/service_store.h"

SQL(ticket_service_clocks,
    "SELECT k.clock, k.policy_id, k.met_ms, k.breached_ms, t.outlet_id FROM desk_clock k"
    " JOIN ticket t ON t.id = k.subject_id WHERE k.subject_kind = 1 AND k.clock IN (1, 3)"
    " AND k.round = 1 AND t.spam = 0 AND t.merged_into_id IS NULL");

Status ticket_service_rows(Ctx *ctx, Rows **out)
{
    return db_query_values(ctx, &ticket_service_clocks, out, NULL, 0);
}
