/* forget.h -- what is forgotten of who signed in; for the files of portal/. */
#pragma once

#include "access/keys.h"

/* What codes and sessions of a contact are found by. */
Status contact_key_of(Ctx *ctx, const char *contact, KeyIndex *out);

/* The key of the message that carries a code. */
const char *code_notice_key(Ctx *ctx, int64_t code_id);

/* In the transaction of ctx: the code is gone, and what its message said and to whom. */
Status code_forget(Ctx *ctx, int64_t code_id);
