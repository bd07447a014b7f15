/* class.h -- how customers are classified, since when, by whom and why.
 *
 * Role, lifecycle, relationship and tier are separate classifications (docs/customers.md). What
 * stands now is in the customer's row; a change by whatever way (a file, the API) closes the row
 * that stood and opens the next. */
#pragma once

#include "customer/customer.h"

typedef enum ClassKind {
    CLASS_ROLE = 1,
    CLASS_LIFECYCLE,
    CLASS_RELATIONSHIP,
    CLASS_TIER
} ClassKind;
extern const Name class_kinds[];

typedef struct Classification {
    int64_t id, customer_id;
    int64_t kind;      /* ClassKind */
    const char *value; /* "regular": of the customer's own enum */
    int64_t since;     /* not given: now; not in the future, not before the one that stands */
    int64_t until;     /* NONE while it stands */
    int64_t who;       /* account; 0: the system, or a file */
    const char *why;   /* 1–300 characters; NULL: not said */
} Classification;
extern const Shape classification_shape;

/* In the transaction of ctx: classifies customer in->customer_id, which must be at `version`, and
 * fills in the rest. On the timeline, audited. NOT_FOUND, STALE, CONFLICT (it is that already, was
 * merged or erased), INVALID. */
Status class_set(Ctx *ctx, Classification *in, int64_t version);

/* The history of a customer, newest first. NOT_FOUND. */
Status class_list(Ctx *ctx, int64_t customer_id, int64_t limit, const char *cursor, List *out,
                  const char **next);
