/* eta_store.h -- what deliveries taught, as rows. For the files of watch/ only. */
#pragma once

#include "db/db.h"
#include "watch/evidence.h"

/* Deletes all that was learned. */
Status eta_store_clear(Ctx *ctx);

/* What is known of the parcel's cells up to a day; lives in ctx's arena. */
Status eta_store_evidence(Ctx *ctx, const EtaParcel *parcel, EtaStart start, int64_t today,
                          EtaEvidence *out);

/* Facts of every parcel, as far as evidence.h asks for them; valid during the call. */
typedef Status EtaFactsEach(void *user, const WaybillFacts *facts);
Status eta_store_facts(Ctx *ctx, EtaFactsEach *each, void *user);

/* The weeks of a beginning's shape, into the evidence. */
Status eta_store_weeks(Ctx *ctx, EtaStart start, int64_t today, EtaEvidence *out);
