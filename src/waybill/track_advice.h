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

/* What befell many parcels, this one among them, in words for its visitors; NULL: nothing. */
typedef Status TrackTell(Ctx *ctx, int64_t waybill_id, Language language, const char **out);

/* When the parcel is expected, as far as that is known: an instant, or NONE. */
typedef Status TrackExpect(Ctx *ctx, const WaybillFacts *facts, int64_t *out);

/* All end with NULL. The first that tells something is shown. */
extern TrackTell *const track_tellers[];
extern TrackExpect *const track_expecters[];
extern TrackAdvise *const track_advisers[];
