/* customer.h -- a person or a company that ships, receives, pays or asks.
 *
 * The natural key is `code`: the customer's number in the company's own books. Names, phones,
 * e-mail and street addresses are sealed at rest and found by keyed indexes; region, city and
 * postcode are kept in clear, because figures are counted by them. Times are UTC milliseconds. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"
#include "base/upsert.h"

typedef enum CustomerKind { CUSTOMER_PERSON = 1, CUSTOMER_COMPANY = 2 } CustomerKind;
typedef enum CustomerRole {
    CUSTOMER_CONSUMER = 1,
    CUSTOMER_RETAIL,
    CUSTOMER_WHOLESALE,
    CUSTOMER_AGENT,
    CUSTOMER_CAPITAL,
    CUSTOMER_PUBLIC,
    CUSTOMER_INTERNAL,
} CustomerRole;

/* How far a customer has come. */
typedef enum CustomerLifecycle {
    CUSTOMER_POTENTIAL = 1,
    CUSTOMER_PASSER_BY,
    CUSTOMER_CUSTOMER,
    CUSTOMER_REGULAR,
    CUSTOMER_SEED,
} CustomerLifecycle;

/* How the company keeps in touch. */
typedef enum CustomerRelationship {
    CUSTOMER_BASIC = 1,
    CUSTOMER_REACTIVE,
    CUSTOMER_ACCOUNTABLE,
    CUSTOMER_PROACTIVE,
    CUSTOMER_PARTNERSHIP,
} CustomerRelationship;

/* Which services it is entitled to. Stored as numbers: append only. */
typedef enum CustomerTier {
    TIER_PROJECT = 1,
    TIER_VIP,
    TIER_MID,
    TIER_REGULAR,
    TIER_FLOATING,
} CustomerTier;

extern const Name customer_kinds[], customer_roles[], customer_lifecycles[],
    customer_relationships[], customer_tiers[];

typedef struct Customer {
    int64_t id, version;
    const char *code;     /* 1–64 characters */
    int64_t kind;         /* CustomerKind; a new customer without one is a person */
    int64_t role;         /* CustomerRole; this and the next three with their history: class.h */
    int64_t lifecycle;    /* CustomerLifecycle */
    int64_t relationship; /* CustomerRelationship */
    int64_t tier;         /* CustomerTier */
    const char *name, *phone, *email, *address;
    const char *region; /* code, at most 16 characters: what lanes are made of */
    const char *city, *postcode;
    const char *outlet;     /* code of the outlet that looks after it */
    const char *specialist; /* login of the account that looks after it */
    int64_t created_at, changed_at;
    int64_t merged_into; /* the customer it counts as; 0: itself */
    int64_t erased_at;   /* when what is personal was deleted; NONE: it was not */
} Customer;

extern const Shape customer_shape;
extern const Shape customer_change_shape; /* the same without key and what Parceldesk gives */

/* INVALID when there is no such outlet; NOT_FOUND when there is none, or none in the reader's
 * scope. */
Status customer_find(Ctx *ctx, int64_t id, Customer *out);

/* NOT_FOUND when no customer has the code. For other slices: no scope is applied. */
Status customer_by_code(Ctx *ctx, const char *code, Customer *out);

/* What parcels need of their customers. */
typedef struct CustomerRef {
    int64_t id;           /* 0: there is no such customer */
    const char *region;   /* NULL: it has none */
    const char *postcode; /* likewise */
} CustomerRef;

/* Customers by code: refs[i] answers codes[i]; NULL codes are allowed. One round trip. */
Status customer_refs(Ctx *ctx, const char *const *codes, size_t count, CustomerRef *refs);

/* Tiers of customers by id, of a merged one that of whom it counts as: tiers[i] answers ids[i];
 * NONE where there is none. One round trip. No scope is applied. */
Status customer_tiers_of(Ctx *ctx, const int64_t *ids, size_t count, int64_t *tiers);

/* The customer that `id` counts as now: the one it was merged into, or itself. NOT_FOUND. No scope
 * is applied. */
Status customer_survivor(Ctx *ctx, int64_t id, int64_t *out);

/* Customers that may have been merged into one. */
enum { CUSTOMER_MERGED_MAX = 100 };

/* The customer and all that were merged into it: at most CUSTOMER_MERGED_MAX + 1, the customer
 * first. In ctx's arena. No scope is applied. */
Status customer_members(Ctx *ctx, int64_t id, int64_t **out, size_t *count);

/* For a store's WHERE: rows of the customer that `parameter` names, of whom it was merged into, and
 * of all that were merged into the same: one person's rows, whoever they were written for. */
#define CUSTOMER_FAMILY(column, parameter)                                                         \
    column " IN (SELECT COALESCE(self_.merged_into, self_.id) FROM customer self_"                 \
           " WHERE self_.id = CAST(" parameter " AS BIGINT)"                                       \
           " UNION ALL SELECT other_.id FROM customer self_ JOIN customer other_"                  \
           " ON other_.merged_into = COALESCE(self_.merged_into, self_.id)"                        \
           " WHERE self_.id = CAST(" parameter " AS BIGINT))"

/* An UpsertApply over Customers: creates those whose code is new and enriches the others with what
 * is given; the same again changes nothing. A row whose outlet is unknown is refused. */
Status customer_upsert(Ctx *ctx, UpsertRow *rows, size_t count);

/* Writes the given fields of `change` (decoded by customer_change_shape) over customer `id` if it
 * is still at `version`, and returns it as it then is. NOT_FOUND, STALE, or INVALID when the outlet
 * is unknown. */
Status customer_change(Ctx *ctx, int64_t id, int64_t version, const Customer *change,
                       Customer *out);

typedef enum CustomerSort {
    CUSTOMER_BY_CREATED = 1,
    CUSTOMER_BY_CHANGED,
    CUSTOMER_BY_CODE,
    CUSTOMER_BY_TIER,
} CustomerSort;

/* What to look for; NULL where it does not matter. At most one of code, name, phone,
 * phone_tail, email and field: by more than one is INVALID. */
typedef struct CustomerFilter {
    const char *q; /* words of anything a customer is found by: the best first, merged ones as whom
                      they count as; not with the next six */
    const char *code, *name, *phone, *phone_tail, *email;
    const char *field, *value; /* those whose declared field (custom.h) holds it: both or none */
    const char *region;        /* it and those within it, as region_within() has it */
    int64_t kind, role, tier, lifecycle, relationship; /* as in Customer; 0, NONE: any */
    const char *outlet, *specialist;  /* code of the outlet, with those below it; login of the
                                         account; of none that there is: no customer */
    int64_t created_from, created_to; /* entered from then on, and before then; 0, NONE: any */
    int64_t sort;   /* CustomerSort, or one less than 0: the other way round; 0, NONE: by creation,
                       as is all that was searched for */
    int64_t format; /* TableFormat, where it is taken out as a file */
    int64_t limit;
    const char *cursor;
} CustomerFilter;
extern const Name customer_sorts[];

/* A page of the customers in the scope of ctx's person, in the order asked for; `next` is NULL at
 * the end. */
Status customer_list(Ctx *ctx, const CustomerFilter *filter, List *out, const char **next);
