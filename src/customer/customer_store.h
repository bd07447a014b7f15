/* customer_store.h -- the rows behind customers. For customer.c only. */
#pragma once

#include "access/keys.h"
#include "access/page.h"
#include "customer/customer.h"

/* What the keys of a customer are made for (access/keys.h). */
#define CUSTOMER_NAME_PURPOSE "customer.name"
#define CUSTOMER_PHONE_PURPOSE "customer.phone"
#define CUSTOMER_EMAIL_PURPOSE "customer.email"

/* What a statement that reads customers whole SELECTs, up to its condition; its rows are read by
 * customer_row_read. */
#define CUSTOMER_ROWS                                                                              \
    "c.id, c.version, c.code, c.kind, c.role, c.region, c.city, c.postcode, o.code,"               \
    " c.created_at, c.changed_at, c.sealed, c.lifecycle, c.relationship, a.login, c.merged_into,"  \
    " c.erased_ms, c.tier FROM customer c LEFT JOIN outlet o ON o.id = c.outlet_id"                \
    " LEFT JOIN account a ON a.id = c.specialist_id WHERE "
#define CUSTOMER_ROW_IN_SCOPE(outlet, customer)                                                    \
    " AND " OUTLET_IN_SCOPE("c.outlet_id", outlet) " AND " CUSTOMER_IN_SCOPE("c.id", customer)

/* A row of CUSTOMER_ROWS, unsealed. */
Status customer_row_read(Ctx *ctx, Rows *rows, Customer *customer);

/* NOT_FOUND, without words, when there is none (in the scope of ctx's person). */
Status customer_store_find(Ctx *ctx, int64_t id, Customer *out);
/* The same by code, whatever the scope. */
Status customer_store_by_code(Ctx *ctx, const char *code, Customer *out);

/* Fills out[i] for each code that there is; leaves the others as they are. */
Status customer_store_by_codes(Ctx *ctx, const char *const *codes, size_t count, Customer *out);
/* The same of what a parcel needs to know of them. */
Status customer_store_refs(Ctx *ctx, const char *const *codes, size_t count, CustomerRef *refs);

/* What a customer's own row is found by. */
typedef struct CustomerKeys {
    KeyIndex name, phone, tail, email;
} CustomerKeys;

/* Computes them, in ctx's arena; of what is not given there are none. */
Status customer_keys(Ctx *ctx, const Customer *customer, CustomerKeys *out);

/* Only what is sealed of the row: name, phone, e-mail, address. */
Status customer_unseal(Ctx *ctx, const void *bytes, size_t length, Customer *out);

/* A customer as it is to be, with the ids of its outlet and specialist (0: none), and as it was
 * (its id 0: it is new). */
typedef struct CustomerWrite {
    const Customer *customer;
    Customer before;
    int64_t outlet_id, specialist_id;
} CustomerWrite;

/* The id of an account, of an open one unless `closed_too`; NOT_FOUND, without words. */
Status customer_store_account(Ctx *ctx, const char *login, int64_t *out, bool closed_too);

/* New customers. CONFLICT when a code is taken. */
Status customer_store_insert(Ctx *ctx, const CustomerWrite *writes, size_t count);

/* Writes over the version before the one given; written[i] is false where somebody else was faster.
 */
Status customer_store_update(Ctx *ctx, const CustomerWrite *writes, size_t count, bool *written);

/* A filter whose names were looked up. */
typedef struct CustomerNarrowed {
    const CustomerFilter *filter;
    int64_t outlet_id, specialist_id; /* 0: any */
    const char *region;               /* what their regions begin with; NULL: any */
} CustomerNarrowed;

/* Up to filter->limit + 1 rows behind a place in the order of a sort; by code is not asked here,
 * and what is searched for is sorted by creation. */
Status customer_store_page(Ctx *ctx, const CustomerNarrowed *within, int64_t sort,
                           const SortPlace *after, List *out);

/* Who `id` was merged into, or itself; NOT_FOUND, without words. */
Status customer_store_survivor(Ctx *ctx, int64_t id, int64_t *out);

/* Ids of those merged into it, oldest first, into `out`, which has room for `room`. */
Status customer_store_merged(Ctx *ctx, int64_t id, int64_t *out, size_t room, size_t *count);

/* Up to `limit` customers that nothing was derived of yet. */
Status customer_store_underived(Ctx *ctx, int64_t limit, List *out);
/* Marks them as done. */
Status customer_store_derived(Ctx *ctx, const Customer *customers, size_t count);
