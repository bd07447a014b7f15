/* ask.h -- questions to the provider: all those of a request together wait until its ask_until_us
 * at most, and none is asked while a database's connection is held. */
#pragma once

#include "base/json.h"
#include "oidc/provider.h"

/* What is kept of an answer at most. */
#define PROVIDER_ANSWER_MAX ((size_t)512 << 10)

/* Reads an address; `bearer` NULL, or the token to show. The answer is JSON text in ctx's arena.
 * UNAVAILABLE where none came in time, or another than 200. */
Status provider_get(Ctx *ctx, const Provider *provider, const char *url, const char *bearer,
                    const char **answer);

/* Posts a form. `basic`: id and secret of the client go in a header (RFC 6749, 2.3.1). UNAVAILABLE
 * as above; UNAUTHENTICATED where the provider says 400 or 401. */
Status provider_post(Ctx *ctx, const Provider *provider, const char *url, const char *form,
                     bool basic, const char **answer);

/* The answer as an object. UNAVAILABLE where it is none. */
Status provider_parse(Ctx *ctx, const char *answer, Json **out);

/* Appends a value as it stands in a form and in a query: what is not a letter, a digit or one of
 * "-._~" as %XX. */
void form_put(Buf *out, const char *value);

/* Appends name and value, after "&" where something stands there already. */
void form_add(Buf *out, const char *name, const char *value);

/* UNAUTHENTICATED: an answer came that says nothing of anybody, for the reason `why`. */
Status fail_untrusted(Ctx *ctx, const char *why);
