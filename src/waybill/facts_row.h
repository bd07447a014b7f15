/* facts_row.h -- how parcels stand, as every store selects it from `waybill_state s`. */
#pragma once

#include "db/db.h"
#include "waybill/facts.h"

#define FACTS_STAND                                                                                \
    "s.origin_outlet_id, s.destination_outlet_id, s.outlet_id, s.customer_id, s.stage, s.leg,"     \
    " s.exceptions, s.ordered_ms, s.collected_ms, s.delivered_ms, s.promised_ms, s.last_ms,"       \
    " s.attempts"

/* Sets what FACTS_STAND selects, from the column `first` on; nothing else of `out`. */
void facts_stand_read(Rows *rows, int first, WaybillFacts *out);
