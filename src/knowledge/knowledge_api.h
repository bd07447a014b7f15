/* knowledge_api.h -- what knowledge gives the house. */
#pragma once

#include "slices.h"
#include "waybill/track_advice.h"

extern const Slice knowledge_slice;
/* Articles of tickets. */
extern const Slice ticket_article_slice;
/* The public pages, /k and below. */
extern const Slice knowledge_pages_slice;

/* Articles that fit a parcel's stage, exceptions and lateness, for its public page. */
Status knowledge_advise(Ctx *ctx, const WaybillFacts *facts, bool is_late, Language language,
                        List *out);
