/* proof.h -- the figures counted again from the parcels' facts, wherever these come from. */
#pragma once

#include "insight/insight.h"
#include "insight/rollup_store.h"

/* Where facts come from: `run` calls `each` with those of every parcel. */
typedef struct FactsSource {
    Status (*run)(Ctx *ctx, void *from, FactsEach *each, void *user);
    void *from;
} FactsSource;

/* As figures_verify, against the facts of `source`. */
Status proof_compare(Ctx *ctx, const FactsSource *source, FigureDifference *tell, void *user,
                     int64_t *differences);

/* As figures_rebuild, from the facts of `source`. */
Status proof_rebuild(Ctx *ctx, const FactsSource *source);
