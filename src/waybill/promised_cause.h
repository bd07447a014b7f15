/* promised_cause.h -- mass causes (promise/cause.h) upon parcels. */
#pragma once

#include "job/job.h"
#include "promise/cause.h"
#include "waybill/facts.h"

/* In the transaction of ctx: changes the promises of these parcels as the cause says, those that it
 * changed already and those without a promise left as they are. `*covered` counts the others. For
 * whoever knows better than sites and lanes which parcels are meant: an incident that binds its
 * own. */
Status cause_cover(Ctx *ctx, const Cause *cause, const int64_t *waybill_ids, size_t count,
                   int64_t *covered);

typedef const WaybillFacts *FactsAt(const void *parcels, size_t place);
/* In the transaction of ctx: the same of parcels that were just written, by every live cause that
 * covers them. One statement where there is none. */
Status causes_cover_new(Ctx *ctx, FactsAt *at, const void *parcels, size_t count);

/* Parcels of a cause in the scope of ctx's person, by id: rows of Waybill. NOT_FOUND when there is
 * no such cause; `next` is NULL at the end. */
Status cause_parcels(Ctx *ctx, int64_t cause_id, int64_t limit, const char *cursor, List *out,
                     const char **next);

extern const JobKind promised_jobs[];
