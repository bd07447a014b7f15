/* promised_says.h -- changes of promises in words. For the files of waybill/ only. */
#pragma once

#include "base/field.h"

/* The changes of a parcel, the oldest first, each with its sentence: PromiseChange. It names nobody
 * but who changed it. */
Status promised_changes_say(Ctx *ctx, int64_t waybill_id, List *out);
