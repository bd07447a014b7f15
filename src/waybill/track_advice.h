/* track_advice.h -- what else a parcel's public page points to, by who knows: other slices, named
 * in src/slices.c, as waybill/ must not know them. */
#pragma once

#include "waybill/facts.h"
#include "waybill/track_words.h"

typedef struct TrackLink {
    const char *path; /* "/k/late-parcel" */
    const char *title;
} TrackLink;

/* Links (TrackLink) for visitors of the parcel's page, the most useful first; a few. */
typedef Status TrackAdvise(Ctx *ctx, const WaybillFacts *facts, bool is_late, Language language,
                           List *out);

/* Ends with NULL. */
extern TrackAdvise *const track_advisers[];
