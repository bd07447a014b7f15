/* duplicate.h -- customers that may be one and the same: found when something of them is written,
 * by equal keys, and kept until somebody decides. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

/* Bits, stored: append only. */
typedef enum DuplicateReason {
    DUPLICATE_PHONE = 1,
    DUPLICATE_EMAIL = 2,
    DUPLICATE_NAME_AND_ADDRESS = 4,
    DUPLICATE_COMPANY_NAME = 8,
    DUPLICATE_CONTACT = 16,
} DuplicateReason;

typedef enum DuplicateState {
    DUPLICATE_OPEN = 1,
    DUPLICATE_DISMISSED = 2, /* they are two: never proposed again */
    DUPLICATE_MERGED = 3,
} DuplicateState;
extern const Name duplicate_states[];

typedef struct Duplicate {
    int64_t id;
    int64_t one_id, other_id; /* the older first */
    const char *one_code, *other_code;
    const char *one_name, *other_name;
    Texts reasons;
    int64_t state; /* DuplicateState */
    int64_t found_at, decided_at;
    int64_t who;     /* account that decided */
    const char *why; /* 1–300 characters */
} Duplicate;
extern const Shape duplicate_shape;

/* Customers with the same key that are looked at, at most: a number that very many share (a
 * reception's) says nothing. */
enum { DUPLICATE_CANDIDATES = 20 };

typedef struct DuplicateFilter {
    int64_t state;       /* NONE: open */
    int64_t customer_id; /* 0: any */
    int64_t limit;
    const char *cursor;
    int64_t format; /* TableFormat, of a file */
} DuplicateFilter;

/* Pairs of which both are in the scope of ctx's person, the newest first. `next` is NULL at the
 * end. */
Status duplicate_list(Ctx *ctx, const DuplicateFilter *filter, List *out, const char **next);

/* In the transaction of ctx: they are two, and stay so. Audited. NOT_FOUND, CONFLICT when it was
 * decided already. */
Status duplicate_dismiss(Ctx *ctx, int64_t id, const char *why, Duplicate *out);
