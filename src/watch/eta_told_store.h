/* eta_told_store.h -- rows of what was announced. For the files of watch/ only. */
#pragma once

#include "db/db.h"
#include "watch/eta_gather.h"
#include "watch/eta_told.h"

typedef struct EtaTold {
    int64_t waybill_id, start_ms, promised_ms, told_ms, p10_ms, p50_ms, p90_ms;
    double late, centre, width;
    int64_t warned_ms, ended_ms;
} EtaTold;

typedef struct EtaUntold {
    EtaTold told;
    WaybillFacts facts;
} EtaUntold;

/* Those that are to be told, with their parcels' facts as far as evidence.h asks for them: up to
 * `limit`, in ctx's arena. */
Status told_store_waiting(Ctx *ctx, int64_t limit, EtaUntold **out, size_t *count);
/* What is told of each; those with no told_ms are forgotten. */
Status told_store_tell(Ctx *ctx, const EtaTold *told, size_t count);

/* Those that have ended, up to `limit`; and forgets them. */
Status told_store_ended(Ctx *ctx, int64_t limit, EtaTold **out, size_t *count);
/* The judged are not asked for again. */
Status told_store_drop(Ctx *ctx, const EtaTold *told, size_t count);

/* One band of a day, or of several added up. */
typedef struct EtaBand {
    int64_t band, n, late, foretold, brier, held, error_ms, given_error_ms, warned, warned_late,
        lead_ms;
} EtaBand;
enum { ETA_BANDS = 101 };

/* Adds to the rows of a beginning and a day. */
Status told_store_add(Ctx *ctx, EtaStart start, int64_t day, const EtaBand *band);
/* Sums over the days, by band; those without parcels are zero. */
Status told_store_sums(Ctx *ctx, EtaStart start, int64_t from_day, int64_t to_day,
                       EtaBand out[ETA_BANDS]);

/* What the clock found of how slow it goes; and what it finds it from. */
Status now_store_flows(Ctx *ctx, EtaStart start, int64_t today, EtaFlow **out, size_t *count);
/* Keeps it for the day. */
Status now_store_put(Ctx *ctx, EtaStart start, int64_t today, double shift);

/* Forgets what is older than is looked at. */
Status told_store_forget(Ctx *ctx, int64_t today);
