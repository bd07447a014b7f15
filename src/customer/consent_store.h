/* consent_store.h -- the rows of the consent ledger. For consent.c only. */
#pragma once

#include "customer/consent.h"

/* Appends the row. */
Status consent_store_insert(Ctx *ctx, const Consent *consent);

/* The row that counts of a customer's family, purpose and channel, CONSENT_ANY included; what was
 * said of the parcel (0: none) before what stands. Sets only `said` and `until`; NOT_FOUND, without
 * words. */
Status consent_store_newest(Ctx *ctx, const Consent *about, Consent *out);

/* Up to `limit` rows of the customer's family with a smaller id, the newest first. */
Status consent_store_page(Ctx *ctx, int64_t customer_id, int64_t before_id, int64_t limit,
                          List *out);

/* The newest standing row of each purpose and channel, by purpose and channel. */
Status consent_store_standing(Ctx *ctx, int64_t customer_id, List *out);

/* The newest standing row of a customer's family, purpose and channel that was said from `from` to
 * `to`, both included. NOT_FOUND, without words. */
Status consent_store_said(Ctx *ctx, const Consent *about, int64_t from, int64_t to, Consent *out);

typedef Status ConsentEach(void *user, size_t number, const Consent *consent);

/* Told of what stands of each of `count` customers by themselves, by purpose and channel, with the
 * customer's number from 0; one round trip. */
Status consent_store_each(Ctx *ctx, const int64_t *ids, size_t count, ConsentEach *each,
                          void *user);

/* Whether there is such a parcel; NOT_FOUND, without words. */
Status consent_store_parcel(Ctx *ctx, int64_t waybill_id);
