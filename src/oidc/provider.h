/* provider.h -- the company's own sign-in provider, by OpenID Connect: where it is, and whom it may
 * sign in.
 *
 * There is one, or none. Who changes it decides who can be signed in as whom: only people who may
 * do everything and see everything do. docs/operations.md is the page for its owners. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

/* Whose second factor counts where somebody signs in by the provider. */
typedef enum ProviderFactor {
    PROVIDER_FACTOR_OURS = 1, /* the account's own, where it has one or its roles need one */
    PROVIDER_FACTOR_AMR,      /* the provider's where its token says "mfa", else the account's */
    PROVIDER_FACTOR_THEIRS,   /* the provider sees to it */
} ProviderFactor;

typedef struct Provider {
    int64_t version; /* 0 while it was never set */
    bool enabled;
    const char *issuer;    /* https, without a slash that the provider does not write itself */
    const char *client_id; /* what the provider calls us */
    const char *secret;    /* sealed, never given out; NULL: a public client */
    const char *scopes;    /* with spaces between; "openid" is one of them */
    const char *label;     /* what the button calls it */
    const char *address;   /* of the console, without its path; NULL: setting public_url */
    const char *redirect_uri;
    const char *login_claim;     /* which claim is the login, where nobody is linked yet */
    const char *newcomer_role;   /* who has no account gets one, with this role where there is no
                                    roles_claim; NULL: is refused */
    const char *newcomer_outlet; /* and in this outlet; NULL: sees everything */
    const char *roles_claim;     /* which claim tells the roles; NULL: they are given here */
    Texts roles;                 /* its values, each with a role's name */
    int64_t second_factor;       /* ProviderFactor */
    bool passwords_off;          /* linked people sign in by it only, but for administrators */
    bool private;                /* it may stand in a private network */
    int64_t changed_at;          /* UTC milliseconds */
    int64_t ask_until_us;        /* monotonic: when who read it waits no longer for its answers */
} Provider;
extern const Shape provider_shape;

/* As it is set, with redirect_uri and ask_until_us; with version 0 where it never was. */
Status provider_find(Ctx *ctx, Provider *out);

/* In the transaction of ctx, audited: where no secret is given the old one stays, and goes with the
 * client it was for. STALE, INVALID; FORBIDDEN to who may not do everything. */
Status provider_put(Ctx *ctx, int64_t version, const Provider *given, Provider *out);

/* In the transaction of ctx, audited: nobody signs in by it. */
Status provider_disable(Ctx *ctx);

/* The one that people sign in by, with its secret: on a connection of its own where ctx has none.
 * NOT_FOUND where there is none, or it is not enabled and `enabled` asks for that. */
Status provider_read(Ctx *ctx, bool enabled, Provider *out);

/* Milliseconds that all questions of one request to it may take together. */
#define PROVIDER_WAIT_MS 15000
