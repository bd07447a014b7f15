/* team_store.h -- the rows behind teams. For team.c only. */
#pragma once

#include "desk/team.h"

/* CONFLICT when the code is taken. */
Status team_store_insert(Ctx *ctx, const Team *team);
Status team_store_update(Ctx *ctx, const Team *team, int64_t version, bool *written);

/* In the scope of ctx's person, or whatever it is. NOT_FOUND without words. */
Status team_store_by_code(Ctx *ctx, const char *code, Team *out);
Status team_store_by_id(Ctx *ctx, int64_t id, Team *out);
Status team_store_list(Ctx *ctx, List *out);

/* A member comes, or is changed. */
Status team_store_put_member(Ctx *ctx, int64_t team_id, const TeamMember *member);
/* A member goes; *removed is false where there was none. */
Status team_store_remove_member(Ctx *ctx, int64_t team_id, int64_t account_id, bool *removed);
/* TeamMember by login: all; leads, and those who are supervisors. */
Status team_store_members(Ctx *ctx, int64_t team_id, int64_t limit, List *out);
Status team_store_leads(Ctx *ctx, int64_t team_id, int64_t limit, List *out);
Status team_store_supervisors(Ctx *ctx, int64_t outlet_id, int64_t limit, List *out);
/* 1 or 0. */
Status team_store_has(Ctx *ctx, int64_t team_id, int64_t account_id, int64_t *count);
Status team_store_open_account(Ctx *ctx, int64_t account_id, int64_t *count);

/* The id of an open account by its login; 0 when there is none. */
Status desk_store_account(Ctx *ctx, const char *login, int64_t *id);

/* Whether account `a` may come upon what belongs to an outlet. */
#define ACCOUNT_SEES(outlet)                                                                       \
    "(a.customer_id IS NULL AND (a.outlet_id IS NULL OR EXISTS (SELECT 1 FROM outlet_closure o"    \
    " WHERE o.ancestor_id = a.outlet_id AND o.descendant_id = " outlet ")))"

/* Whether that account may come upon what belongs to the outlet (0: to none): 1 or 0. */
Status desk_store_sees(Ctx *ctx, int64_t account_id, int64_t outlet_id, int64_t *sees);
