/* eta_store.h -- what deliveries taught, as rows. For the files of watch/ only. */
#pragma once

#include "db/db.h"
#include "watch/evidence.h"

/* Deletes all that was learned. */
Status eta_store_clear(Ctx *ctx);

/* From a day to another, both included. */
typedef struct EtaDays {
    int64_t first, last;
} EtaDays;

/* In rising order. */
typedef struct EtaWeeks {
    const EtaWeek *items;
    size_t count;
} EtaWeeks;

/* A cell of all parcels, and from which day to which. */
typedef struct EtaDayCell {
    EtaScope scope;
    const char *name;
    EtaDays days;
} EtaDayCell;

/* Its days; in ctx's arena, as all that follows. */
Status eta_store_cell(Ctx *ctx, EtaStart start, const EtaDayCell *which, EtaCell *out);

/* The weeks of a beginning's shape, and of what was foretold, from a day to another. */
Status eta_store_weeks(Ctx *ctx, EtaStart start, const EtaDays *days, EtaWeeks *out);
Status eta_store_scores(Ctx *ctx, EtaStart start, const EtaDays *days, EtaWeeks *out);

/* What the clock found as of a day; NAN where it had not looked for days. */
Status eta_store_shift(Ctx *ctx, EtaStart start, int64_t today, double *out);

typedef Status EtaFactsEach(void *user, const WaybillFacts *facts);
/* Facts of every parcel, as far as evidence.h asks for them; valid during the call. */
Status eta_store_facts(Ctx *ctx, EtaFactsEach *each, void *user);
