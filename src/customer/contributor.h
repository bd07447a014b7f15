/* contributor.h -- what each slice knows about a customer, for the file about one person and for
 * deletion (个人信息保护法 art. 45 and 47).
 *
 * A slice that holds something of customers offers a CustomerContributor; slices.c, the only place
 * that knows them all, lists them. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"
#include "base/field.h"

/* What became of a table's rows. */
typedef enum ErasureAction {
    ERASURE_DELETED = 1, /* the rows are gone */
    ERASURE_EMPTIED,     /* the rows stand, what is personal in them is gone */
    ERASURE_KEPT,        /* the rows stand, because a law demands it */
} ErasureAction;

typedef struct ErasureRow {
    const char *table;
    int64_t action; /* ErasureAction */
    int64_t rows;
    const char *why; /* of what is kept: the law, or the reason */
    int64_t until;   /* when the last of what is kept goes; 0, NONE: it is not said */
} ErasureRow;

enum { ERASURE_ROWS = 64 };

/* What was done so far. */
typedef struct ErasureProof {
    ErasureRow rows[ERASURE_ROWS];
    size_t count;
} ErasureProof;

/* Notes what became of a table's rows; of one that was noted already, of so many more, and until
 * the later instant. INTERNAL when there are too many tables. */
Status erasure_note(Ctx *ctx, ErasureProof *proof, const ErasureRow *row);

typedef struct CustomerContributor {
    const char *name; /* "tickets": the key in the file about a person */
    /* Appends one JSON value with all that the slice holds of the customer and those merged into
     * it, in clear. Pages through what can be long. NULL: nothing but contact points, which the
     * customer's own part tells. */
    Status (*tell)(Ctx *ctx, int64_t customer_id, Buf *out);
    /* In the transaction of ctx: deletes what is personal of that one customer and notes it, and
     * what is kept and why. NULL: it holds nothing personal. */
    Status (*erase)(Ctx *ctx, int64_t customer_id, ErasureProof *proof);
    /* How many rows still hold something personal of the customer that is not to be kept. NULL:
     * none ever. */
    Status (*left)(Ctx *ctx, int64_t customer_id, int64_t *rows);
    /* The same two of what is kept by a phone or an e-mail address (as the customer has it) without
     * a customer: asked with each that the customer had. Who shares it loses that too. NULL: there
     * is nothing of that sort. */
    Status (*erase_contact)(Ctx *ctx, const char *contact, ErasureProof *proof);
    Status (*left_contact)(Ctx *ctx, const char *contact, int64_t *rows);
    /* Adds, with unowned_add, the ids of things that belong to no customer and that a phone or an
     * e-mail address shows to be of who has it: tickets, claims, messages. NULL: there is nothing
     * of that sort. */
    Status (*unowned)(Ctx *ctx, const char *contact, List *ids);
    /* `tell`, `erase` and `left` are asked of such things as well, by the thing's id in the place
     * of a customer's, and mean what belongs to nobody and is that thing, or hangs on it. No id is
     * a customer's and a thing's. */
    bool of_unowned;
    /* How many are open, for the overview; of the customer and those merged into it. NULL: there is
     * nothing to be open. */
    Status (*open)(Ctx *ctx, int64_t customer_id, int64_t *count);
} CustomerContributor;

/* Ends with NULL. */
extern const CustomerContributor *const customer_contributors[];

extern const CustomerContributor account_contributor, customer_contributor, timeline_contributor;

/* Appends the rows of a list as a JSON array, in clear; for tell. `first` false: more of the array
 * that was begun. The caller closes it. */
void contributor_rows(Buf *out, const Shape *shape, const List *list, bool first);

typedef Status MemberTell(Ctx *ctx, int64_t customer_id, Buf *out, bool *first);
/* Appends an array of what each of the customer and those merged into it has: `member` appends the
 * rows of one, after a comma unless *first, and clears that when it has appended any. For tell. */
Status contributor_members(Ctx *ctx, int64_t customer_id, MemberTell *member, Buf *out);

/* Adds the id of a thing to a list of ids (int64_t) in ctx's arena, unless it is there. */
Status unowned_add(Ctx *ctx, List *ids, int64_t id);

/* Everything about the customer as one JSON object: who asks must hold customer.export and
 * personal.read. Audited, in a transaction of its own. FORBIDDEN, NOT_FOUND. */
Status customer_everything(Ctx *ctx, int64_t customer_id, Buf *out);
