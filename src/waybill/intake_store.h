/* intake_store.h -- the rows of payloads (in the intake's own database) and of what became of them
 * (in the main one). For the files of waybill/ only. */
#pragma once

#include "access/keys.h"
#include "waybill/intake.h"

/* --- in the intake's database --- */

/* A body as it is kept, since its texts are personal. In ctx's arena. */
Status intake_store_seal(Ctx *ctx, const IntakePayload *payload, Sealed *out);

/* Keeps a payload under its id, with its body as it was sealed. */
Status intake_store_add(Ctx *ctx, int64_t id, const IntakePayload *payload, const Sealed *body);

/* A payload as it was kept. */
typedef struct KeptPayload {
    int64_t id;
    IntakePayload payload;
} KeptPayload;

/* Up to `limit` payloads after `after_id`, by id: rows of KeptPayload. */
Status intake_store_page(Ctx *ctx, int64_t after_id, int64_t limit, List *out);

/* Whether the payload is kept, and `principal`'s (0: anybody's). */
Status intake_store_has(Ctx *ctx, int64_t id, int64_t principal, bool *out);

/* The lowest mark of all nodes: 0 where there is none. */
Status intake_store_mark(Ctx *ctx, int64_t *out);
/* Moves a node's mark. */
Status intake_store_set_mark(Ctx *ctx, int64_t node, int64_t applied_id);

/* Forgets what lies before `id`. */
Status intake_store_prune(Ctx *ctx, int64_t id);

/* --- in the main database --- */

/* With the effects of the payloads, in one transaction. */
Status outcome_store_add(Ctx *ctx, const IntakeOutcome *const *outcomes, size_t count);
/* NOT_FOUND, without words, while it is not applied. */
Status outcome_store_find(Ctx *ctx, int64_t id, IntakeOutcome *out);
/* Forgets those of payloads before `id`. */
Status outcome_store_prune(Ctx *ctx, int64_t id);
