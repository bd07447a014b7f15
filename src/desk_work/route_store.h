/* route_store.h -- the rows behind routing: rules, and where tickets were sent. For route.c,
 * assign.c and pull.c only. */
#pragma once

#include "db/db.h"
#include "desk_work/assign.h"
#include "desk_work/route.h"

/* CONFLICT when the code is taken. */
Status route_store_insert(Ctx *ctx, const RouteRule *rule);
Status route_store_supersede(Ctx *ctx, int64_t id, bool *written);
/* NOT_FOUND without words. */
Status route_store_by_code(Ctx *ctx, const char *code, RouteRule *out);
Status route_store_list(Ctx *ctx, List *out);
/* Whether a lane or an outlet names a region whose code begins so. */
Status route_store_region(Ctx *ctx, const char *region, bool *out);
/* Whether any is in force. */
Status route_store_any(Ctx *ctx, bool *out);

/* Where a ticket was sent: over what stood. NOT_FOUND without words. */
Status ticket_route_put(Ctx *ctx, const TicketRoute *route);
Status ticket_route_read(Ctx *ctx, int64_t ticket_id, TicketRoute *out);

/* One at a time from here to the end of the transaction hands out tickets. */
Status routing_turn(Ctx *ctx);

typedef struct IdRow {
    int64_t id;
} IdRow;

/* Ids (IdRow) of what waits in the green channel of the teams of an account, the most urgent clock
 * first; of a specialist's own customers; and of all that an account has. */
Status green_waiting(Ctx *ctx, int64_t account_id, int64_t limit, List *out);
Status own_waiting(Ctx *ctx, int64_t account_id, int64_t limit, List *out);
Status owned_by(Ctx *ctx, int64_t account_id, int64_t after, int64_t limit, List *out);
/* Ids of the accounts that are closed and have something, by id. */
Status closed_owners(Ctx *ctx, int64_t after, int64_t limit, List *out);
