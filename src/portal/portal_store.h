/* portal_store.h -- the rows behind codes and sessions; for portal.c and forget.c. */
#pragma once

#include "access/keys.h"
#include "portal/portal.h"

enum { PORTAL_HASH = 32 };

typedef struct PortalCode {
    int64_t id;
    unsigned char challenge[PORTAL_HASH];
    KeyIndex contact_key;
    const char *contact;
    int64_t made_ms;
    int64_t lent_id; /* the code that counts for it in place of one of its own; 0 */
    int64_t digits;  /* of its own code; 0: it has none */
} PortalCode;

typedef struct PortalAsked {
    int64_t count, last_id, last_ms, last_digits;
} PortalAsked;

/* Codes of their own that a contact asked for since an instant: how many, and the last of them. */
Status portal_store_asked(Ctx *ctx, const KeyIndex *contact, int64_t since_ms, PortalAsked *out);

/* A sign-in that has begun, without its code. */
Status portal_store_begin(Ctx *ctx, const PortalCode *code);

/* Whom it is for, and of how many digits its code is to be. NOT_FOUND. */
Status portal_store_begun(Ctx *ctx, int64_t id, PortalCode *out);

/* Gives it its code's hash. */
Status portal_store_code(Ctx *ctx, int64_t id, const unsigned char hash[PORTAL_HASH]);

/* Counts a try of a sign-in that was tried fewer than `most` times, and gives what it is tried
 * against, if that code was asked for since an instant. NOT_FOUND else. */
Status portal_store_try(Ctx *ctx, const unsigned char challenge[PORTAL_HASH], int64_t since_ms,
                        int64_t most, PortalCode *out, unsigned char hash[PORTAL_HASH]);

/* It was used, or is forgotten: nobody uses it again. */
Status portal_store_used(Ctx *ctx, int64_t id);

/* A session. */
typedef struct PortalSession {
    KeyIndex contact_key;
    const char *contact;
    int64_t expires_ms;
} PortalSession;

/* Keeps it, its contact sealed, under the hash of its token. */
Status portal_store_session(Ctx *ctx, const unsigned char hash[PORTAL_HASH],
                            const PortalSession *session);

/* The one that lasts beyond `now_ms`. NOT_FOUND. */
Status portal_store_find(Ctx *ctx, const unsigned char hash[PORTAL_HASH], int64_t now_ms,
                         int64_t *id, const char **contact);

/* Ends it. */
Status portal_store_end(Ctx *ctx, const unsigned char hash[PORTAL_HASH]);

/* Deletes sessions that ended by an instant. */
Status portal_store_forget(Ctx *ctx, int64_t sessions_ms);

/* Up to `limit` ids (int64_t) of codes that were made before an instant; and of a contact. */
Status portal_store_old(Ctx *ctx, int64_t before_ms, int64_t limit, List *out);
Status portal_store_codes(Ctx *ctx, const KeyIndex *contact, int64_t limit, List *out);

/* Ends all sessions of a contact; tells how many. */
Status portal_store_end_all(Ctx *ctx, const KeyIndex *contact, int64_t *count);

/* How many codes and sessions of a contact there are. */
Status portal_store_left(Ctx *ctx, const KeyIndex *contact, int64_t *rows);
