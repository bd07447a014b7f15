/* colleague.h -- what those who may sign in are called by those who work with them.
 *
 * Answers name people by their login or their account's id. Whoever is signed in may turn these
 * into names: within their own outlet's subtree, of the outlets above it, and of those who see the
 * whole company. A client's users see the names of the same client's users only; to the company's
 * people these are customers, and named where they have the right personal.read. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef struct Colleague {
    int64_t id;         /* of the account */
    const char *login;  /* as it stands in other answers */
    const char *name;   /* NULL where none was entered */
    const char *outlet; /* code; NULL: the whole company */
    bool closed;        /* may not sign in any more */
} Colleague;
extern const Shape colleague_shape;

#define COLLEAGUES_ASKED_MAX 100

typedef struct ColleagueQuery {
    Texts who; /* logins or ids of accounts; none: everybody whose account is open, by id */
    int64_t limit;
    const char *cursor;
} ColleagueQuery;

/* Those of `query` whom the person may name. Whom there is not, or who may not be named, is left
 * out. Asked for by `who` they come all at once: `next` is NULL. INVALID for a bad cursor. */
Status colleague_list(Ctx *ctx, const ColleagueQuery *query, List *out, const char **next);
