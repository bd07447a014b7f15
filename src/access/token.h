/* token.h -- API tokens: how machines ask.
 *
 * A token is "pd_" and 43 letters, shown once; the database keeps its hash. It holds rights and a
 * place of its own, never more than its maker's. */
#pragma once

#include "access/person.h"

typedef struct Token {
    int64_t id;
    const char *name;   /* 1–80 characters: what it is for */
    Texts rights;       /* names */
    const char *outlet; /* code; NULL: sees everything */
    int64_t outlet_id;
    int64_t customer_id; /* sees this customer only; 0: all */
    int64_t created_by_id;
    int64_t created_at;
    int64_t expires_at; /* UTC milliseconds; NONE: never */
    int64_t revoked_at; /* NONE: it holds */
    int64_t used_at;    /* when it was last used, to the hour; NONE: never */
    const char *secret; /* only where it was just made */
} Token;
extern const Shape token_shape;

/* In the transaction of ctx; audited. Fills in id and secret. INVALID (an unknown right, no such
 * outlet, an expiry that has passed), FORBIDDEN (more than the maker's own). */
Status token_create(Ctx *ctx, Token *token);

/* From now on it is worth nothing (in other processes within two seconds). NOT_FOUND; FORBIDDEN
 * where it holds more than ctx's person. */
Status token_revoke(Ctx *ctx, int64_t id);

/* Those in the person's subtree, the revoked too, by id. */
Status token_list(Ctx *ctx, int64_t limit, const char *cursor, List *out, const char **next);
