/* retain.h -- for how long what is personal of a parcel is kept: its parties (names, phones,
 * addresses of sender and receiver, and the keys by which they are found) and what its events say
 * of people (signer, operator, words that name somebody).
 *
 * The setting parcel_keep_years counts from the last that was heard of the parcel: its last event,
 * its delivery, or its having been taken in, whichever is later (电子商务法 art. 31: three years at
 * least after the transaction). Then all that is emptied. The parcel, its events and every figure
 * stay; its version rises. What comes in later is kept as long again, from then, where it is an
 * event, and until the next run where it is an order. For the files of waybill/ only. */
#pragma once

#include "base/ctx.h"

/* How long that is; a year counts 366 days, so that none is cut short. */
int64_t parcels_kept_ms(Ctx *ctx);

/* Which parcels to empty: those that were heard of last before an instant. */
typedef struct ParcelsOver {
    int64_t before_ms;
    int64_t customer_id; /* 0: whoever paid for them */
    int64_t after_id;    /* in: looks from there; out: goes on from there, 0 at the end */
    int64_t emptied;     /* out: so many more */
} ParcelsOver;
enum { PARCELS_EMPTIED_AT_ONCE = 500 };

/* In the transaction of ctx: empties the next PARCELS_EMPTIED_AT_ONCE of them at most; audited, by
 * their number. */
Status parcels_empty(Ctx *ctx, ParcelsOver *over);

/* How many parcels that one customer pays for are not emptied, and when the latest of them was
 * heard of last; NONE without any. */
Status parcels_not_emptied(Ctx *ctx, int64_t customer_id, int64_t *count, int64_t *last_ms);

/* --- rows (retain_store.c) --- */

/* Their ids, in order, at most PARCELS_EMPTIED_AT_ONCE. */
Status retain_store_over(Ctx *ctx, const ParcelsOver *over, int64_t **ids, size_t *count);

/* Empties the rows of these parcels and of their events. */
Status retain_store_empty(Ctx *ctx, const int64_t *ids, size_t count);

/* These take in something personal again: they are to be emptied once more. */
Status retain_store_again(Ctx *ctx, const int64_t *ids, size_t count);
