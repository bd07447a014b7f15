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
    int64_t outlet_id;             /* likewise; 0: none */
    int64_t after_key, after_id;
} ClaimSearch;

/* One row more than the limit. */
Status claim_store_list(Ctx *ctx, const ClaimSearch *search, List *out);

typedef struct ClaimParcel {
    int64_t waybill_id, outlet_id, customer_id;
    const char *carrier;
} ClaimParcel;

/* A parcel by its number; at most 2 come, the newest first. */
Status claim_store_parcels(Ctx *ctx, const char *no, const char *carrier, List *out);

/* A parcel that was bound to none is bound to its waybill_id. */
Status claim_store_bind(Ctx *ctx, int64_t claim_id, const ClaimWaybill *parcel);

/* Ids by what people call them; 0 where there is none. */
Status claim_store_account(Ctx *ctx, const char *login, int64_t *out);
Status claim_store_customer(Ctx *ctx, const char *code, int64_t *out);

typedef struct ClaimCustomer {
    int64_t id;
    const char *code;
} ClaimCustomer;

/* Whom a customer counts as since they were merged into another: id and code. NOT_FOUND. */
Status claim_store_counts_as(Ctx *ctx, int64_t customer_id, ClaimCustomer *out);

/* Claims of the customer's family that were registered since then, but this one. */
Status claim_store_count_since(Ctx *ctx, int64_t customer_id, int64_t since_id, int64_t but_id,
                               int64_t *out);

/* --- of one customer, for the file about a person and for erasure --- */

/* `whose`: a customer; or the id of a claim that is nobody's, or of a ticket: what is nobody's on
 * the customer's tickets, or on that one. */

/* Claims of the customer's family after an id, whole, in scope. */
Status claim_store_family(Ctx *ctx, int64_t whose, int64_t after, int64_t limit, List *out);

/* What became of claims. */
typedef struct ClaimErased {
    int64_t emptied;         /* claimants */
    int64_t open;            /* claims that have not ended: they stay until then */
    int64_t entries;         /* rows of the ledgers, which stay */
    int64_t words;           /* waivers of evidence */
    int64_t files, vouchers; /* deleted, and kept for the books */
    int64_t until;           /* the last of the vouchers; NONE */
} ClaimErased;

/* What a claim holds of a person. */
typedef struct ClaimHeld {
    int64_t id, state, closed_at;
    int64_t claimant; /* 1: it is there */
    int64_t paid;     /* payments, those that were taken back too */
    int64_t files;
} ClaimHeld;

/* All of theirs after an id; the one of that id, if it is marked (NOT_FOUND); and up to `limit`
 * marked ones whose files are kept for nothing, or were for the books of a claim that ended before
 * an instant. */
Status claim_store_held(Ctx *ctx, int64_t whose, int64_t after, int64_t limit, List *out);
Status claim_store_marked(Ctx *ctx, int64_t id, ClaimHeld *out);
Status claim_store_over(Ctx *ctx, int64_t before, int64_t limit, List *out);

/* Marks them as to be forgotten; counts rows of their ledgers. */
Status claim_store_mark(Ctx *ctx, int64_t whose);
Status claim_store_entries(Ctx *ctx, int64_t whose, int64_t *count);

/* Of one claim: empties the claimant; the reasons of waivers, which stand; deletes the files, with
 * the evidence they were. */
Status claim_store_empty(Ctx *ctx, int64_t id);
Status claim_store_forget_words(Ctx *ctx, int64_t id, int64_t *count);
Status claim_store_forget_files(Ctx *ctx, int64_t id);

/* How many rows hold something personal that is not to be kept. */
Status claim_store_left(Ctx *ctx, int64_t whose, int64_t *rows);

/* Claims after an id that are nobody's, have a claimant and are not marked: whole, in scope. */
Status claim_store_unowned(Ctx *ctx, int64_t after, int64_t limit, List *out);

/* How many claims of the family are not ended. */
Status claim_store_open(Ctx *ctx, int64_t customer_id, int64_t *count);
