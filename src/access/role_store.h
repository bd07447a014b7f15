/* role_store.h -- the statements of roles. */
#pragma once

#include "access/role.h"

/* Stores a role; passes over one whose name is there. */
Status role_insert(Ctx *ctx, const Role *role);

/* NOT_FOUND without words. */
Status role_by_name(Ctx *ctx, const char *name, Role *out);

/* All of them by name. */
Status role_rows(Ctx *ctx, List *out);

/* Writes doc, rights and version. */
Status role_put(Ctx *ctx, const Role *role);

/* Deletes a role that nobody has. */
Status role_remove(Ctx *ctx, int64_t id);

/* The rights that the program put into a role last, as text; NULL: not known. */
Status role_shipped(Ctx *ctx, int64_t id, const char **out);
/* Keeps that. */
Status role_ship(Ctx *ctx, int64_t id, const char *rights);

/* How many accounts have it. */
Status role_holders(Ctx *ctx, int64_t id, int64_t *out);
