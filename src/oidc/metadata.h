/* metadata.h -- what a provider says of itself (OpenID Connect Discovery 1.0) and the keys it signs
 * by, kept in memory for an hour. */
#pragma once

#include "base/json.h"
#include "oidc/provider.h"

typedef struct Metadata {
    const char *authorization, *token, *keys; /* addresses */
    const char *userinfo;                     /* NULL: there is none */
    bool basic;  /* the client's secret goes in a header; else in the form */
    bool issuer; /* its answers name it (RFC 9207) */
} Metadata;

/* Reads an address of the provider, as provider_get does without a token. */
typedef Status MetadataRead(Ctx *ctx, const Provider *provider, const char *url,
                            const char **answer);

typedef struct MetadataCache MetadataCache;

/* Empty; `read` NULL asks the provider itself. NO_MEMORY. */
Status metadata_cache_open(Ctx *ctx, MetadataRead *read, MetadataCache **out);

/* Forgets all of it. NULL is allowed. */
void metadata_cache_close(MetadataCache *cache);

/* What the provider says; `anew` asks it in any case. UNAVAILABLE where it does not answer, or says
 * that it is another, or lacks what a sign-in needs. */
Status metadata_read(Ctx *ctx, MetadataCache *cache, const Provider *provider, bool anew,
                     Metadata *out);

/* Its keys. `anew`: one was sought that is not among them: they are read again, though not more
 * than once a minute, so that made-up tokens make no questions. */
Status metadata_keys(Ctx *ctx, MetadataCache *cache, const Provider *provider,
                     const Metadata *metadata, bool anew, Json **out);
#define METADATA_AGAIN_MS 60000
#define METADATA_KEEP_MS 3600000
