/* promised_says.h -- changes of promises in words. For the files of waybill/ only. */
#pragma once

#include "base/field.h"

/* The changes of a parcel, the oldest first, each with its sentence: PromiseChange. It names nobody
 * but who changed it. */
Status promised_changes_say(Ctx *ctx, int64_t waybill_id, List *out);

typedef struct PromiseTold {
    const char *why_zh, *why_en; /* a mass cause's words, or the reason's name; NULL: none stands */
    int64_t expected_ms;         /* told, though it is not promised; NONE */
} PromiseTold;

/* What customers are told: of the last change that stands. */
Status promised_told(Ctx *ctx, int64_t waybill_id, PromiseTold *out);
