/* reseal.h -- what was sealed with older keys, sealed anew with the newest, while everybody works.
 *
 * After `keys rotate` every server seals with the new key within a second. A minute later a job
 * begins to walk every sealed column (reseal_columns) by its key: each page is opened, sealed anew
 * and written in one transaction, together with how far it is: a process that dies goes on from
 * there. What values are found by has a key and a walk of its own: reseal/reindex.h.
 * What is written with an old key behind the walk (by a server whose key file was copied later) is
 * found when old keys are to be dropped: then the walk begins anew.
 *
 * An old key can be dropped when nothing that is stored needs it. Backups made until then do: they
 * are restored with the key file of their time. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"
#include "db/db.h"

/* A column that is sealed, and the key of its table. */
typedef struct ResealColumn {
    const char *name;    /* "ticket.sealed" */
    const char *purpose; /* of key_seal */
    const char *keys;    /* a letter for each column of the key: i a number, t a text */
    const Sql *read;     /* key …, sealed; after a key ($1 …), in its order, so many */
    const Sql *write;    /* of a key ($1 …): the new value, where the old still stands */
} ResealColumn;

/* Ends with a NULL name. */
extern const ResealColumn reseal_columns[];

/* NULL where there is none of that name, or the name is NULL. */
const ResealColumn *reseal_column_named(const char *name);

/* Columns of BYTEA that are not sealed, or are gone by themselves within days: for the test that
 * knows them all. Ends with NULL. */
extern const char *const reseal_none[];

typedef struct ResealState {
    int64_t key_no; /* 0: it never began */
    const char *place, *after_key;
    int64_t resealed;
    int64_t began_at, ended_at; /* NONE: not yet */
} ResealState;

/* How far it is. */
Status reseal_state(Ctx *ctx, ResealState *out);

/* Whether there is something to do now: a new key, or a walk that began a minute ago (by then every
 * server seals with it). */
bool reseal_is_due(Ctx *ctx);

/* In the transaction of ctx: begins a walk, or takes one page of it; *done at the end of it. A
 * value that does not open stays as it is. */
Status reseal_step(Ctx *ctx, bool *done);

/* Reads all that is sealed: *oldest is the number of the oldest key that any of it needs, `*place`
 * the column where; the newest, and NULL, where none is older. */
Status reseal_oldest(Ctx *ctx, int64_t *oldest, const char **place);

/* CONFLICT names a column that has a value of an old key; where the walk had ended, it has begun
 * anew then. */
Status reseal_check_all(Ctx *ctx);

/* CONFLICT unless nothing needs the old keys any more: the walk has ended, long enough ago that
 * what is kept for days alone (received payloads, repeated answers) is gone, and no value of an old
 * key is left, else as reseal_check_all; and nothing is found by one (reindex_check_over). */
Status reseal_check_over(Ctx *ctx);

typedef void ResealPause(Ctx *ctx, int64_t ms);
/* Outside a transaction: walks to the end, and checks all. `pause` is to wait so long, in which
 * other servers may still seal with an old key; NULL: there are none. */
Status reseal_all(Ctx *ctx, ResealPause *pause);
