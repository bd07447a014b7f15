#include "insight/insight.h"

#include "base/instant.h"
#include "insight/insight_slice.h"
#include "insight/rollup_store.h"

static Status tidy(Ctx *ctx, const Job *job)
{
    (void)job;
    return store_tidy(ctx);
}

static const JobKind jobs[] = {{.name = "insight.tidy",
                                .every_ms = DAY_MS,
                                .run = tidy,
                                .doc = "Takes away what stands at nothing: hours long gone"},
                               {.name = NULL}};

const Slice insight_slice = {.name = "insight",
                             .doc = "Figures, kept with the writes",
                             .routes = insight_routes,
                             .commands = insight_commands,
                             .jobs = jobs};
