/* pledge_store.h -- the SQL of pledges. */
#pragma once

#include "pledge/pledge.h"

/* Those in force at an instant, by position. */
Status pledge_store_list(Ctx *ctx, int64_t at, List *out);
/* The one in force; NOT_FOUND. */
Status pledge_store_find(Ctx *ctx, const char *code, Pledge *out);
/* The last version a code ever had; 0: none. */
Status pledge_store_last(Ctx *ctx, const char *code, int64_t *out);
/* As given; CONFLICT where the code is in force. */
Status pledge_store_insert(Ctx *ctx, const Pledge *pledge);
/* Ends the version of the code that is in force; false where it is another by now. */
Status pledge_store_end(Ctx *ctx, const char *code, int64_t version, int64_t at, bool *ended);
