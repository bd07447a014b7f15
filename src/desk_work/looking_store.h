/* looking_store.h -- the rows behind looking.c, and for it only. */
#pragma once

#include "db/db.h"
#include "desk_work/looking.h"

typedef struct LookingBeat {
    int64_t ticket_id, account_id, session_id, doing, at, cutoff;
} LookingBeat;

/* *was is what the session did before (0: it was not there). */
Status looking_put(Ctx *ctx, const LookingBeat *beat, int64_t *was);
Status looking_remove(Ctx *ctx, const LookingBeat *beat, int64_t *was);
Status looking_rows(Ctx *ctx, int64_t ticket_id, int64_t cutoff, int64_t self_id, List *out);
Status looking_forget(Ctx *ctx, int64_t before);
