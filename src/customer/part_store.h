/* part_store.h -- the rows behind a customer's parts and keys. For src/customer only. */
#pragma once

#include "access/keys.h"
#include "customer/part.h"

/* Of what is sealed of a part. */
#define PART_PURPOSE "customer.part"

/* What a part is stored by besides what is sealed. */
typedef struct PartRow {
    PartKind kind;
    int64_t sort;       /* ContactKind of a contact point, else 0 */
    KeyIndex value_key; /* equal values are kept once */
    const Part *part;
    const char *content; /* JSON, to be sealed */
} PartRow;

/* A row as it is read. */
typedef struct PartStored {
    Part head;
    PartKind kind;
    int64_t sort;
    const char *content;
} PartStored;

/* A new row; CONFLICT where the value is there. */
Status part_store_insert(Ctx *ctx, const PartRow *row);

/* New rows, or, where the value is there, primary again; one round trip. */
Status part_store_put(Ctx *ctx, const PartRow *rows, size_t count);

/* Writes over the version before part->version; `*written` is false where it had another. */
Status part_store_update(Ctx *ctx, const PartRow *row, bool *written);

/* The same of its removal, at `version`. */
Status part_store_delete(Ctx *ctx, const Part *which, int64_t version, bool *written);

/* Takes the primary mark from those of each row's customer, kind and sort whose value is another;
 * one round trip. */
Status part_store_demote(Ctx *ctx, const PartRow *rows, size_t count);

/* One; NOT_FOUND, without words. */
Status part_store_find(Ctx *ctx, PartKind kind, const Part *which, PartStored *out);

/* Up to `limit` PartStored of the customer and those merged into it: by id from after `place`, or
 * (notes) before it downwards. */
Status part_store_page(Ctx *ctx, PartKind kind, const PartFilter *filter, int64_t place, List *out);

/* Up to `limit` PartStored of a kind and sort of the customer's family: primary first, then the
 * newest. */
Status part_store_reach(Ctx *ctx, int64_t customer_id, int64_t sort, int64_t limit, List *out);

typedef Status PartEach(void *user, size_t number, const PartStored *stored);

/* Told of the contact points and addresses of each of `count` customers, by id, with the customer's
 * number from 0; one round trip. */
Status part_store_each(Ctx *ctx, const int64_t *ids, size_t count, PartEach *each, void *user);

/* How many of the kind the customer has itself. */
Status part_store_count(Ctx *ctx, int64_t customer_id, PartKind kind, int64_t *out);

/* --- keys: what customers are found by --- */

/* Numbers are stored: append only. */
typedef enum KeyKind {
    KEY_PHONE = 1,
    KEY_PHONE_TAIL,
    KEY_EMAIL,
    KEY_NAME,
    KEY_ADDRESS,
    KEY_CONTACT,
} KeyKind;

typedef struct CustomerKey {
    int64_t kind; /* KeyKind */
    KeyIndex value;
    int64_t customer_id;
    KeyIndex source; /* value_key of the part; 0: the customer's own row */
} CustomerKey;

/* What never changes, as an index: an id. */
static inline KeyIndex key_fixed(int64_t id)
{
    return (KeyIndex){id, id};
}

/* Forgets the keys of each (customer_id, source) of `sources`, then writes `keys`: two round
 * trips. */
Status key_store_put(Ctx *ctx, const CustomerKey *sources, size_t source_count,
                     const CustomerKey *keys, size_t key_count);
