#include "waybill/facts_row.h"

void facts_stand_read(Rows *rows, int first, WaybillFacts *out)
{
    out->origin_outlet_id = rows_id(rows, first);
    out->destination_outlet_id = rows_id(rows, first + 1);
    out->outlet_id = rows_id(rows, first + 2);
    out->customer_id = rows_id(rows, first + 3);
    out->stage = (WaybillStage)rows_int(rows, first + 4);
    out->leg = (WaybillLeg)rows_int(rows, first + 5);
    out->exceptions = (uint64_t)rows_int(rows, first + 6);
    out->ordered_ms = rows_int(rows, first + 7);
    out->collected_ms = rows_int(rows, first + 8);
    out->delivered_ms = rows_int(rows, first + 9);
    out->promised_ms = rows_int(rows, first + 10);
    out->last_ms = rows_int(rows, first + 11);
    out->attempts = rows_int(rows, first + 12);
}
