/* idempotency_store.h -- the rows of http_idempotency; for idempotency.c alone. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"

typedef struct IdempotencyKey {
    unsigned char key[32];     /* hash of person, address and key */
    unsigned char request[32]; /* hash of the body and of what the address was asked with it */
} IdempotencyKey;

typedef struct KeptAnswer {
    int64_t status;                     /* NONE while the work is under way */
    const char *content_type, *headers; /* lines "Name: value\n" */
    int64_t version;
    const void *body; /* sealed */
    size_t body_length;
} KeptAnswer;

/* Takes the key; `*taken` false when it is there already. */
Status idempotency_insert(Ctx *ctx, const IdempotencyKey *key, bool *taken);

/* What is kept under the key; `*same` tells whether the request was the same. */
Status idempotency_load(Ctx *ctx, const IdempotencyKey *key, bool *same, KeptAnswer *out);

/* Keeps the answer under the key that was taken. */
Status idempotency_store(Ctx *ctx, const IdempotencyKey *key, const KeptAnswer *answer);

/* Deletes at most `most` rows made before an instant. */
Status idempotency_delete(Ctx *ctx, int64_t before_ms, int64_t most, int64_t *deleted);
