/* cause_store.h -- the rows of mass causes. For the promise slice only. NOT_FOUND comes without
 * words. */
#pragma once

#include "promise/cause.h"

/* Inserts it with its sites (site_ids) and lanes; `outlet_id`: the declarer's scope, 0: all. */
Status cause_store_insert(Ctx *ctx, const Cause *cause, int64_t outlet_id);

/* Writes text, effect, move, until, state and what ended it over `version`; *written is false where
 * that is no longer what stands there. */
Status cause_store_update(Ctx *ctx, const Cause *cause, int64_t version, bool *written);

/* One of them, with sites and lanes. */
Status cause_store_find(Ctx *ctx, int64_t id, Cause *out);

/* Up to `limit` older than an id, of one state (NONE: of any). */
Status cause_store_page(Ctx *ctx, int64_t state, int64_t before_id, int64_t limit, List *out);

/* Those of an incident that stand at an instant. */
Status cause_store_of_incident(Ctx *ctx, int64_t incident_id, int64_t now_ms, List *out);

/* Those that cover parcels at an instant or later. */
Status cause_store_live(Ctx *ctx, int64_t now_ms, List *out);
