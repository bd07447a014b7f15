#include "waybill/facts.h"

bool stage_is_delivered(WaybillStage stage)
{
    return stage >= STAGE_DELIVERED && stage <= STAGE_COLLECTED_BY_CONSIGNEE;
}

bool stage_is_terminal(WaybillStage stage)
{
    return stage_is_delivered(stage) || stage == STAGE_RETURNED || stage == STAGE_CANCELLED ||
           stage == STAGE_TERMINATED;
}
