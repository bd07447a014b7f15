/* reason_store.h -- the rows of reasons. For the promise slice only. */
#pragma once

#include "promise/reason.h"

/* All, by code. */
Status reason_store_list(Ctx *ctx, List *out);
/* NOT_FOUND, without words. */
Status reason_store_by_code(Ctx *ctx, const char *code, PromiseReason *out);
/* A new one; *written is false where its code is taken. */
Status reason_store_insert(Ctx *ctx, const PromiseReason *reason, bool *written);
/* Writes over `version`; *written is false where that is no longer what stands there. */
Status reason_store_update(Ctx *ctx, const PromiseReason *reason, int64_t version, bool *written);
