/* contributor_store.h -- what hangs on a customer's tickets as a whole, for the file about one
 * person and its deletion. For contributor.c only. Nobody's scope is asked.
 *
 * An appeal that is not decided, or whose files are to be kept still at `now`, is kept, and so are
 * the files of its complaint. */
#pragma once

#include "customer/contributor.h"
#include "db/db.h"
#include "desk/ticket.h"

/* Tickets (of which only the id is set) of the customer's family that have a complaint, handoff,
 * appeal or form, whose id is above `after`. */
Status complaint_person_store_family(Ctx *ctx, int64_t customer_id, int64_t after, int64_t limit,
                                     List *out);

/* Of that one customer alone: those that have files of a complaint which need not be kept. */
Status complaint_person_store_files(Ctx *ctx, int64_t customer_id, int64_t after, int64_t limit,
                                    List *out);

/* In the transaction of ctx, of that one customer's tickets: empties what is personal, notes what
 * became of each table and of files, which are counted only: the caller deletes them afterwards. */
Status complaint_person_store_erase(Ctx *ctx, int64_t customer_id, ErasureProof *proof);

/* Rows that still hold something personal that is not to be kept. */
Status complaint_person_store_left(Ctx *ctx, int64_t customer_id, int64_t *rows);
