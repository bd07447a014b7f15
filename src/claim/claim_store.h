/* claim_store.h -- rows of claims. For src/claim only. */
#pragma once

#include "claim/claim.h"

extern const Shape claim_waybill_shape;

/* The next number of a day. */
Status claim_store_number(Ctx *ctx, int64_t day, int64_t *out);

/* Adds the row with its parcels, and what ctx's person may see. */
Status claim_store_insert(Ctx *ctx, const Claim *claim);

/* Writes the row, if it is still at `version`. */
Status claim_store_update(Ctx *ctx, const Claim *claim, int64_t version, bool *written);

/* In the scope of ctx's person, with claimant and parcels. NOT_FOUND. */
Status claim_store_by_id(Ctx *ctx, int64_t id, Claim *out);

/* The same by number. */
Status claim_store_by_no(Ctx *ctx, const char *no, Claim *out);

/* What a list is asked; ids 0 and texts NULL: any. */
typedef struct ClaimSearch {
    const ClaimFilter *filter;
    int64_t customer_id, owner_id; /* owner_id NONE: any; 0: nobody's */
    int64_t after_key, after_id;
} ClaimSearch;

/* One row more than the limit. */
Status claim_store_list(Ctx *ctx, const ClaimSearch *search, List *out);

/* A parcel by its number; at most 2 come, the newest first. */
typedef struct ClaimParcel {
    int64_t waybill_id, outlet_id, customer_id;
    const char *carrier;
} ClaimParcel;
Status claim_store_parcels(Ctx *ctx, const char *no, const char *carrier, List *out);

/* A parcel that was bound to none is bound to its waybill_id. */
Status claim_store_bind(Ctx *ctx, int64_t claim_id, const ClaimWaybill *parcel);

/* Ids by what people call them; 0 where there is none. */
Status claim_store_account(Ctx *ctx, const char *login, int64_t *out);
Status claim_store_customer(Ctx *ctx, const char *code, int64_t *out);

/* Whom a customer counts as since they were merged into another: id and code. NOT_FOUND. */
typedef struct ClaimCustomer {
    int64_t id;
    const char *code;
} ClaimCustomer;
Status claim_store_counts_as(Ctx *ctx, int64_t customer_id, ClaimCustomer *out);

/* Claims of the customer's family that were registered since then, but this one. */
Status claim_store_count_since(Ctx *ctx, int64_t customer_id, int64_t since_id, int64_t but_id,
                               int64_t *out);

/* --- of one customer, for the file about a person and for erasure --- */

/* Claims of the customer's family after an id, whole, in scope. */
Status claim_store_family(Ctx *ctx, int64_t customer_id, int64_t after, int64_t limit, List *out);

/* Empties the claimants of the customer's claims that have ended. */
typedef struct ClaimErased {
    int64_t emptied;
    int64_t open;    /* claimants of claims that have not ended: they stay until then */
    int64_t entries; /* rows of the ledgers, which stay */
} ClaimErased;
Status claim_store_erase(Ctx *ctx, int64_t customer_id, ClaimErased *out);

/* Empties the claimant of a claim that has ended and whose customer was erased. */
Status claim_store_forget(Ctx *ctx, int64_t id, bool *emptied);

/* How many claimants of claims that have ended are not empty. */
Status claim_store_left(Ctx *ctx, int64_t customer_id, int64_t *rows);

/* How many claims of the family are not ended. */
Status claim_store_open(Ctx *ctx, int64_t customer_id, int64_t *count);
