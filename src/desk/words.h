/* words.h -- what was said on tickets after they were opened, as the search has it: a document for
 * each entry that has words. What a ticket was opened with is found with the ticket itself. */
#pragma once

#include "desk/entry.h"
#include "job/job.h"

/* Flags of the documents. */
enum { WORDS_INTERNAL = 1, WORDS_PUBLIC = 2 };

/* In the transaction of ctx: a new entry of the ticket is found by its words. Nothing happens where
 * it has none, or is the first of its ticket. */
Status words_put(Ctx *ctx, const Entry *entry, const Ticket *ticket);

/* The same of all entries that stand on the ticket itself: its outlet or customer is another. */
Status words_move(Ctx *ctx, const Ticket *ticket);

/* In the transaction of ctx: nothing that was said on the ticket is found, and nothing of it is
 * left in the index. */
Status words_erase(Ctx *ctx, int64_t ticket_id);

/* Starts what puts in the entries from before there was an index of them, where any are left. */
Status words_seed(Ctx *ctx);

#define WORDS_JOB "desk.words"
/* A job's part of that; it makes the next one until all are in. */
Status words_put_old(Ctx *ctx, const Job *job);
