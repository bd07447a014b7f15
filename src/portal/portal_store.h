/* portal_store.h -- the rows behind codes and sessions; for portal.c only. */
#pragma once

#include "portal/portal.h"

enum { PORTAL_HASH = 32 };

typedef struct PortalCode {
    int64_t id;
    unsigned char challenge[PORTAL_HASH];
    int64_t contact_key;
    const char *contact;
    int64_t made_ms;
} PortalCode;

/* How many codes a contact asked for since an instant. */
Status portal_store_asked(Ctx *ctx, int64_t contact_key, int64_t since_ms, int64_t *count);

/* A sign-in that has begun, without its code. */
Status portal_store_begin(Ctx *ctx, const PortalCode *code);

/* Whom it is for. NOT_FOUND. */
Status portal_store_contact(Ctx *ctx, int64_t id, const char **contact);

/* Gives it its code's hash. */
Status portal_store_code(Ctx *ctx, int64_t id, const unsigned char hash[PORTAL_HASH]);

/* Counts a try and gives what it is tried against, if the sign-in began since an instant and was
 * tried fewer than `most` times. NOT_FOUND else. */
Status portal_store_try(Ctx *ctx, const unsigned char challenge[PORTAL_HASH], int64_t since_ms,
                        int64_t most, PortalCode *out, unsigned char hash[PORTAL_HASH]);

/* It was used: nobody uses it again. */
Status portal_store_used(Ctx *ctx, int64_t id);

/* A session. */
Status portal_store_session(Ctx *ctx, const unsigned char hash[PORTAL_HASH], const char *contact,
                            int64_t expires_ms);

/* The one that lasts beyond `now_ms`. NOT_FOUND. */
Status portal_store_find(Ctx *ctx, const unsigned char hash[PORTAL_HASH], int64_t now_ms,
                         int64_t *id, const char **contact);

/* Ends it. */
Status portal_store_end(Ctx *ctx, const unsigned char hash[PORTAL_HASH]);

/* Deletes codes made before one instant and sessions that ended by another. */
Status portal_store_forget(Ctx *ctx, int64_t codes_ms, int64_t sessions_ms);
