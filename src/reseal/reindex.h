/* reindex.h -- what sealed values are found by, made anew with the key that follows from the newest
 * sealing key, while everybody works.
 *
 * After `keys rotate` a job takes the indexes through stages (access/indexed.h). First everybody is
 * told: look-ups ask for values by both keys, the old one still writes. After a day, when every
 * command that began before is over, the new one writes. A minute later, when every server does so,
 * the job walks all rows whose values are found by an index (the table `indexed` in slices.c),
 * opens what is sealed and puts the new index in the place of the old; page by page, each in one
 * transaction together with how far it is. A day after the new key began to write it walks once
 * more, for what commands wrote by the old one, and again until a walk comes upon nothing old. Then
 * the old key is not asked for any more.
 *
 * At every moment each value stands by one of the two keys that are asked for. There are never more
 * than two: a key that is added meanwhile waits until this change is done. */
#pragma once

#include "access/indexed.h"
#include "reseal/reseal.h"

/* Whether there is something to do now. */
bool reindex_is_due(Ctx *ctx);

/* When the next step is to be taken. */
int64_t reindex_due_at(const IndexState *state);

/* In the transaction of ctx: goes to the next stage, or takes one page of a walk, however long ago
 * the one before was; *done when there is nothing left to be done with the newest key. */
Status reindex_step(Ctx *ctx, bool *done);

/* The same where the step is due now, by what this transaction sees: another process may have taken
 * the one that was due when this one began to wait for its turn. */
Status reindex_due_step(Ctx *ctx, bool *done);

/* Outside a transaction: does what is due. `pause` is to wait so long, at most a minute; `*ended`
 * is false where more is to be done in a day. Without `pause` nothing is waited for: no other
 * process works on the database. */
Status reindex_all(Ctx *ctx, ResealPause *pause, bool *ended);

/* CONFLICT unless nothing is found by a key older than the newest. */
Status reindex_check_over(Ctx *ctx);
