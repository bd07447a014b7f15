/* link_store.h -- the rows behind links, drafts and followers. For the files of desk/ only. */
#pragma once

#include "db/db.h"
#include "desk/draft.h"
#include "desk/merge.h"

/* Nothing happens where it is there: then *added is false. */
Status ticket_link_store_put(Ctx *ctx, int64_t from_id, int64_t to_id, int64_t kind, bool *added);
/* *removed is false where it was not. */
Status ticket_link_store_remove(Ctx *ctx, int64_t from_id, int64_t to_id, int64_t kind,
                                bool *removed);
/* TicketLink, both ways; what ctx's person does not see is left out. */
Status ticket_link_store_list(Ctx *ctx, int64_t id, List *out);

/* NOT_FOUND without words. */
Status ticket_draft_store_find(Ctx *ctx, int64_t account_id, int64_t ticket_id, Draft *out);
/* Over the version before the draft's; a first one at version 1. *written is false where another
 * version stands. */
Status ticket_draft_store_put(Ctx *ctx, int64_t account_id, const Draft *draft, bool *written);
/* Forgets it where it is at this version; *removed is false where there is none, or another one. */
Status ticket_draft_store_delete(Ctx *ctx, int64_t account_id, int64_t ticket_id, int64_t version,
                                 bool *removed);
