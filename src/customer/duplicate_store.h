/* duplicate_store.h -- the rows behind proposals of duplicates. For src/customer only. */
#pragma once

#include "customer/duplicate.h"
#include "customer/part_kind.h"

/* A key whose other holders may be the same customer. */
typedef struct DuplicateProbe {
    int64_t customer_id, reason; /* DuplicateReason */
    int64_t kind;                /* of the key */
    KeyIndex value;
    KeyIndex address; /* and of the address, where that must be equal too; else NONE */
} DuplicateProbe;

typedef struct DuplicateProbes {
    DuplicateProbe *items;
    size_t count;
} DuplicateProbes;

/* Room for the probes of so many customers. */
Status duplicate_probes(Ctx *ctx, size_t customers, DuplicateProbes *out);

/* Adds what a customer's keys call for. */
void duplicate_probe(DuplicateProbes *probes, const Customer *customer, const KeyList *keys);

/* Looks them up, and keeps what was found: a pair that was decided stays decided. Two round trips.
 */
Status duplicate_store_propose(Ctx *ctx, const DuplicateProbes *probes);

/* Up to filter->limit + 1 pairs with a smaller id, the newest first; `id` not 0: that one only. */
Status duplicate_store_page(Ctx *ctx, const DuplicateFilter *filter, int64_t before_id, int64_t id,
                            List *out);

/* Writes a decision over what was open; `*written` tells whether it was. */
Status duplicate_store_decide(Ctx *ctx, const Duplicate *duplicate, bool *written);

/* Sets the state of the pair, where it was proposed: what a merge, or its undoing, means. */
Status duplicate_store_settle(Ctx *ctx, const Duplicate *pair);
