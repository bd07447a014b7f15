/* gate.h -- what the server asks of whoever knows people and rights (access/ provides it).
 *
 * Every function may be NULL: without `allows` only public routes answer, without `seal` no answer
 * is kept for Idempotency-Key. All are called from several threads; with ctx->db set (a reader's
 * connection; the transaction's for `wrote`, `seal` and `unseal`) where the route has a database.
 */
#pragma once

#include "http/route.h"

typedef struct Gate {
    /* In ctx->who from the start of every request: one who has not signed in and holds no rights.
     */
    const struct Person *nobody;

    /* Sets ctx->who from the request's token or session cookie. OK, leaving `nobody`, when the
     * request carries neither; UNAUTHENTICATED when what it carries is wrong or has expired. */
    Status (*identify)(Ctx *ctx, Request *req);

    bool (*allows)(Ctx *ctx, int right); /* RIGHT_SIGNED_IN: ctx->who is anybody */
    Status (*whole)(Ctx *ctx,
                    const char *what); /* of a route's `whole`: FORBIDDEN to the limited */
    Status (*staff)(Ctx *ctx); /* of a route for `staff`: FORBIDDEN to a customer's people */
    void (*view)(Ctx *ctx, View *out); /* what ctx->who may see, and how */

    /* For the log line and for the rows of idempotent answers: 0 for nobody. */
    int64_t (*person_id)(const struct Person *who);

    /* After a handler that writes has succeeded, in its transaction: the audit log. */
    Status (*wrote)(Ctx *ctx, const Request *req);

    /* Before a list goes out as a file: the audit log, in a transaction of its own. `what` is a
     * JSON object. */
    Status (*took)(Ctx *ctx, const char *what);

    /* What is kept of an answer may hold personal data, and is sealed at rest. In ctx's arena. */
    Status (*seal)(Ctx *ctx, const void *plain, size_t length, void **out, size_t *out_length);
    Status (*unseal)(Ctx *ctx, const void *sealed, size_t length, void **out, size_t *out_length);

    /* For the OpenAPI document. */
    const char *(*right_name)(int right);
    const char *cookie; /* the session's */
} Gate;
