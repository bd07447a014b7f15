/* unowned.h -- what belongs to no customer, and is of one all the same: a call that was noted under
 * a phone alone. For the file about a person and for erasing one; for those files only. */
#pragma once

#include "customer/contributor.h"

/* Ids (int64_t) of all that belongs to nobody and is found by one of these, each once. Nobody's
 * scope is asked. */
Status unowned_find(Ctx *ctx, const Texts *contacts, List *ids);

/* In the transaction of ctx: has every slice empty what hangs on them. */
Status unowned_erase(Ctx *ctx, const List *ids, ErasureProof *proof);

/* How many rows of them still hold something personal that is not to be kept, and how many things
 * are found by the contacts still. */
Status unowned_left(Ctx *ctx, const Texts *contacts, const List *ids, int64_t *rows);

/* Appends a JSON array with an object for each thing that is found by a phone or an e-mail address
 * which nobody else has: what others have too may be of them. */
Status unowned_tell(Ctx *ctx, int64_t customer_id, Buf *out);
