/* role.h -- named sets of rights that people are given.
 *
 * The roles of the trade are shipped (role.c) and put into the database at its first start; a
 * company edits them and adds its own. One that nobody edited has the rights that the program
 * ships, an older database's too; of an edited one `lacks` tells what it has not. The
 * administrator's always holds every right. */
#pragma once

#include "access/right.h"

#define ROLE_ADMINISTRATOR "administrator"
#define ROLE_SUPERVISOR "supervisor"
#define ROLE_CLIENT_USER "client_user" /* these two are for accounts with a customer_id */
#define ROLE_CONSUMER "consumer"

typedef struct Role {
    int64_t id, version;
    const char *name; /* 1–40: small letters, digits, _ */
    const char *doc;
    Texts rights; /* names; "*": all */
    bool built_in;
    Texts lacks; /* rights of the role as it is shipped now that this one has not */
} Role;
extern const Shape role_shape;

/* In the transaction of ctx: puts in the shipped roles that are not there, and gives those that
 * nobody edited the rights that are shipped now; audited. */
Status role_seed(Ctx *ctx);

/* By name; NOT_FOUND names it. */
Status role_find(Ctx *ctx, const char *name, Role *out);

/* All of them by name. */
Status role_list(Ctx *ctx, List *out);

/* In the transaction of ctx; audited. A person can only give rights that are theirs: FORBIDDEN
 * names the first that is not. CONFLICT when the name is taken. */
Status role_create(Ctx *ctx, Role *role);

/* Writes doc and rights. STALE; CONFLICT for the administrator's rights. */
Status role_update(Ctx *ctx, Role *role, int64_t version);

/* CONFLICT when it is built in or somebody has it. */
Status role_delete(Ctx *ctx, const char *name, int64_t version);
