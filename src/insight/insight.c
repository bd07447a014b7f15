#include "insight/insight.h"

#include <string.h>

#include "access/setting.h"
#include "base/instant.h"
#include "insight/insight_slice.h"
#include "insight/rollup_store.h"
#include "insight/service.h"
#include "insight/sketch.h"

const Metric insight_metrics[] = {
    {"parceldesk_figures_rebuilding_parcels", METRIC_GAUGE,
     .doc = "Parcels counted so far where figures are being counted anew; else 0"},
    METRIC_END};

/* Whatever setting it was: figures that are in the company's zone already stay as they are. */
static Status follow_zone(Ctx *ctx, const Job *job)
{
    (void)job;
    FigureBook book;
    SettingRow zone;
    Status s = store_book(ctx, &book);
    if (s == NOT_FOUND) return OK;
    if (!s) s = setting_read(ctx, SETTING_NAMED_ZONE, &zone);
    return s || strcmp(book.zone, zone.value) == 0 ? s : figures_rebuild(ctx);
}

static Status tidy(Ctx *ctx, const Job *job)
{
    (void)job;
    return store_tidy(ctx);
}

/* What was counted before there were sketches is counted anew. */
static Status sketch(Ctx *ctx, const Job *job)
{
    (void)job;
    FigureBook book;
    Status s = store_book(ctx, &book);
    if (s == NOT_FOUND) return OK;
    if (s) return s;
    return book.sketched ? sketch_fold(ctx) : figures_rebuild(ctx);
}

static const JobKind jobs[] = {{.name = "insight.tidy",
                                .lane = LANE_LONG,
                                .every_ms = DAY_MS,
                                .run = tidy,
                                .doc = "Takes away what stands at nothing: hours long gone"},
                               {.name = "insight.sketch",
                                .lane = LANE_LONG,
                                .every_ms = 10 * MINUTE_MS,
                                .run = sketch,
                                .doc = "Folds what was delivered into the histograms of times"},
                               {.name = "insight.zone",
                                .lane = LANE_LONG,
                                .event = SETTING_CHANGED,
                                .run = follow_zone,
                                .doc = "Counts figures anew when the company's zone was changed"},
                               {.name = NULL}};

const Slice insight_slice = {.name = "insight",
                             .doc = "Figures, kept with the writes",
                             .routes = insight_routes,
                             .commands = insight_commands,
                             .jobs = jobs,
                             .metrics = insight_metrics,
                             .seed = service_seed};
