/* push.h -- what carriers' data providers push: kuaidi100 and KDNiao (快递鸟).
 *
 * A push is a form that is signed with a secret both sides know. Each provider demands a reply of
 * its own; on any other they push again. What is received goes through the intake as it came, so
 * that it can be decoded again. */
#pragma once

#include <stdbool.h>

#include "base/buf.h"
#include "base/upsert.h"

typedef struct PushProvider {
    const char *name;       /* "kuaidi100": in the address, and the provider of the codes */
    const char *form_field; /* which holds the document */
    const char *intake_kind;
    /* Whether the form is signed with `secret`. */
    Status (*verify)(Ctx *ctx, const char *form, size_t length, const char *secret, bool *right);
    /* Appends the reply; `problem` NULL when all is well. */
    void (*reply)(Ctx *ctx, Buf *buf, const char *account, const char *problem);
} PushProvider;

/* The documents, decoded into rows of ScanInput in ctx's arena: decoders of intake kinds, which are
 * given no options. INVALID when the document as a whole is not what it should be. */
Status push_kuaidi100_decode(Ctx *ctx, const char *document, size_t length, const char *options,
                             UpsertRow **rows, size_t *count);
/* Their events run from the oldest to the newest, kuaidi100's the other way round. */
Status push_kdniao_decode(Ctx *ctx, const char *document, size_t length, const char *options,
                          UpsertRow **rows, size_t *count);

/* All of them, up to one without a name. */
extern const PushProvider push_providers[];

/* The provider of that name, or NULL. */
const PushProvider *push_provider(const char *name);

/* --- the secrets, sealed; in the transaction of ctx; changes are audited --- */

typedef struct PushSource {
    const char *provider;
    const char *account; /* our number at the provider (KDNiao's EBusinessID); NULL */
    const char *secret;  /* kuaidi100's salt, KDNiao's AppKey; never given out */
    int64_t changed_at;
} PushSource;

/* NOT_FOUND, with words, when none is set for that provider. */
Status push_source_find(Ctx *ctx, const char *provider, PushSource *out);
/* One PushSource for each provider there is, without the secret; `changed_at` is NONE where none is
 * set. */
Status push_source_list(Ctx *ctx, List *out);
/* Sets the secret; what was agreed before holds no longer. */
Status push_source_write(Ctx *ctx, const PushSource *source);
