/* appeal_store.h -- appeals as they are stored. For the files of complaint/ only. */
#pragma once

#include "complaint/appeal.h"

/* In the scope of ctx's person. NOT_FOUND, without words. */
Status appeal_store_find(Ctx *ctx, int64_t id, Appeal *out);

/* CONFLICT where the reference is taken. */
Status appeal_store_insert(Ctx *ctx, const Appeal *appeal);
/* Over the version before; *written is false where somebody was faster. */
Status appeal_store_update(Ctx *ctx, const Appeal *appeal, bool *written);

/* Without a reply, after a deadline and id, due until an instant. */
Status appeal_store_waiting(Ctx *ctx, const int64_t after[2], int64_t due_until, int64_t limit,
                            List *out);
Status appeal_store_ticket(Ctx *ctx, int64_t ticket_id, List *out);
