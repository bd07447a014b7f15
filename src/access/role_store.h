/* role_store.h -- the statements of roles. */
#pragma once

#include "access/role.h"

Status role_insert(Ctx *ctx, const Role *role);

/* NOT_FOUND without words. */
Status role_by_name(Ctx *ctx, const char *name, Role *out);
Status role_rows(Ctx *ctx, List *out);
Status role_put(Ctx *ctx, const Role *role);
Status role_remove(Ctx *ctx, int64_t id);

/* How many accounts have it. */
Status role_holders(Ctx *ctx, int64_t id, int64_t *out);
