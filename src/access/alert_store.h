/* alert_store.h -- the statements of alerts. */
#pragma once

#include "access/alert.h"

/* Instead of an earlier one of its kind. */
Status alert_store_put(Ctx *ctx, int64_t account_id, const Alert *alert);

/* All of an account, the newest first: one of each kind at most. */
Status alert_store_rows(Ctx *ctx, int64_t account_id, List *out);

/* Takes them away. */
Status alert_store_clear(Ctx *ctx, int64_t account_id);
