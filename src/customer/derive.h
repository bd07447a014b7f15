/* derive.h -- writing a customer's row, and all that follows from it: primary contact points, keys,
 * history of classifications, proposals of duplicates, search, the feed. For src/customer only. */
#pragma once

#include "customer/class_store.h"
#include "customer/customer_store.h"
#include "customer/part_kind.h"

/* Finds the ids of outlet and specialist of a customer as it is to be; out->before must be set.
 * INVALID names the field. */
Status customer_write_prepare(Ctx *ctx, const Customer *customer, CustomerWrite *out);

/* Writes one customer over `before`, with its next version, and what follows. STALE. */
Status customer_write_one(Ctx *ctx, const Customer *before, Customer *customer);

/* customer_upsert (of customers that are all to be new where `new_only`), but for its line in the
 * audit log, which customer_upsert_audit writes once for all rows. */
Status customer_upsert_rows(Ctx *ctx, UpsertRow *rows, size_t count, bool new_only);
Status customer_upsert_audit(Ctx *ctx, const UpsertRow *rows, size_t count);

/* STALE unless it is at that version. */
Status customer_check_version(Ctx *ctx, const Customer *customer, int64_t version);

/* CONFLICT when it was erased, or merged into another. */
Status customer_check_alive(Ctx *ctx, const Customer *customer);

/* What follows from rows that were just written; a few round trips for all of them. */
Status customer_derive(Ctx *ctx, const CustomerWrite *writes, size_t count);

/* What follows from a part that was just written: proposals of duplicates by its keys, search. */
Status customer_derive_part(Ctx *ctx, const Customer *customer, const KeyList *keys);

/* Puts a classification on the customer's timeline. */
Status class_tell(Ctx *ctx, const ClassRow *row);
