#include "waybill/facts.h"

#include <string.h>

int64_t waybill_zone(const char *postcode)
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    enum { LENGTH = 3, BASE = 36 };
    int64_t zone = 1;
    int length = 0;
    for (const char *c = postcode; c != NULL && *c != '\0' && length < LENGTH; c++) {
        const char lower = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
        const char *digit = strchr(digits, lower);
        if (digit == NULL) continue;
        zone = BASE * zone + (digit - digits);
        length++;
    }
    return length == LENGTH ? zone : 0;
}

bool stage_is_delivered(WaybillStage stage)
{
    return stage >= STAGE_DELIVERED && stage <= STAGE_COLLECTED_BY_CONSIGNEE;
}

bool stage_is_terminal(WaybillStage stage)
{
    return stage_is_delivered(stage) || stage == STAGE_RETURNED || stage == STAGE_CANCELLED ||
           stage == STAGE_TERMINATED;
}
