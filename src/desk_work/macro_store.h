/* macro_store.h -- the rows behind macros. For macro.c only. */
#pragma once

#include "db/db.h"
#include "desk_work/macro.h"

/* A new one; over a version (*written is false where another stands). Each with its version. */
Status macro_store_insert(Ctx *ctx, const Macro *macro);
Status macro_store_update(Ctx *ctx, const Macro *macro, int64_t version, bool *written);

/* Those that ctx's person may use: their own, their teams', everybody's; TICKET_ADMIN: all of
 * teams. NOT_FOUND without words. `version` NONE: the last. */
Status macro_store_find(Ctx *ctx, int64_t id, int64_t version, Macro *out);
Status macro_store_list(Ctx *ctx, bool closed, int64_t after, int64_t limit, List *out);

/* The versions of one of them below a version, the last first. */
Status macro_store_versions(Ctx *ctx, int64_t id, int64_t below, int64_t limit, List *out);
