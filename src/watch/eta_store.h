/* eta_store.h -- what deliveries taught, as rows. For the files of watch/ only. */
#pragma once

#include "db/db.h"
#include "watch/evidence.h"

/* What is to be added to one row: of a cell's day, or, with a bin, of a week's bin. */
typedef struct EtaChange {
    EtaStart start;
    EtaScope scope;
    const char *value; /* the cell's name; "" of a bin */
    int64_t day, bin;  /* bin NONE: a cell's day */
    int64_t n, sum, squares;
} EtaChange;

/* Adds the changes to their rows. They are sorted here, so that two writers never wait for each
 * other, and those of one row are added up. */
Status eta_store_add(Ctx *ctx, EtaChange *changes, size_t count);

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
