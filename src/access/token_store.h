/* token_store.h -- the statements of API tokens. */
#pragma once

#include "access/token.h"

/* Stores a new token under the hash of its secret. */
Status token_insert(Ctx *ctx, const Token *token, const unsigned char *hash);

/* NOT_FOUND without words; the revoked and the expired too. */
Status token_by_hash(Ctx *ctx, const unsigned char *hash, Token *out);

/* `changed` is 0 where there is none in the person's scope that holds. */
Status token_end(Ctx *ctx, int64_t id, int64_t *changed);

/* Those of the person's scope after an id, by id. */
Status token_rows(Ctx *ctx, int64_t after, int64_t limit, List *out);

/* Writes down that it was used now. */
Status token_touch(Ctx *ctx, int64_t id);
