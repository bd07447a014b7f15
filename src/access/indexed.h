/* indexed.h -- the columns that hold keyed indexes, and how they are made anew with another key.
 *
 * A slice that keeps a KeyIndex (access/keys.h) of what it seals says so, in slices.c:
 *
 *   const Indexed ticket_indexed = {"ticket.sealed", "ticket.phone_key ticket.email_key",
 *                                   contact_renew};
 *
 * While the key changes every row of the sealed column is given to `renew`, over and over until a
 * whole walk comes upon nothing old: reseal/reindex.h. */
#pragma once

#include "access/keys.h"
#include "base/field.h"
#include "db/db.h"

/* A row of a sealed column, as reseal/ reads it. */
typedef struct IndexedRow {
    const DbValue *keys; /* of its table */
    const void *bytes;   /* what is sealed; NULL: nothing is */
    size_t length;
} IndexedRow;

typedef struct Indexed {
    const char *sealed;  /* "ticket.sealed": a column of reseal_columns */
    const char *columns; /* what is made anew, "table.column", with blanks between */
    /* In the transaction of ctx: puts indexes by the key that writes in the place of those by the
     * other; *moved rises by how many there were. Nothing else of the row changes, its version
     * neither. INTERNAL where it does not open: it is passed over. */
    Status (*renew)(Ctx *ctx, const IndexedRow *row, int64_t *moved);
} Indexed;

/* slices.c; ends with NULL. */
extern const Indexed *const indexed[];

/* For such a function: runs an UPDATE of the row's key ($1), the index to be written ($2) and the
 * one in whose place it comes ($3). */
Status index_move(Ctx *ctx, const Sql *update, DbValue key, const KeyIndex *index, int64_t *moved);

/* Numbers are stored. */
typedef enum IndexStage {
    INDEX_TOLD = 1, /* everybody looks for both; the old key writes */
    INDEX_TURNED,   /* the new one writes, and what is there is made anew */
    INDEX_DONE      /* the old one is not asked for any more */
} IndexStage;

typedef struct IndexState {
    int64_t stage;          /* IndexStage */
    int64_t old_no, new_no; /* generations */
    int64_t began_at, since_at;
    int64_t walk;                  /* that comes, or is under way, from 1 */
    const char *place, *after_key; /* of it; NULL: it did not begin; nothing of the column was */
    int64_t found;                 /* old ones that this walk came upon */
    int64_t moved;                 /* in all */
} IndexState;

/* Where there never was a change: done, with the first key. */
Status index_state(Ctx *ctx, IndexState *out);

/* In the transaction of ctx. */
Status index_state_write(Ctx *ctx, const IndexState *state);

/* This process goes by the state from now on. CONFLICT as key_generations_set. */
Status index_state_follow(Ctx *ctx, const IndexState *state);

/* The same by what is stored: when a database is opened, and once a second by the server. */
Status index_state_refresh(Ctx *ctx);
