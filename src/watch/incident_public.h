/* incident_public.h -- what the public page of a parcel says of the incident that harms it. */
#pragma once

#include "waybill/track_advice.h"

/* The notice of the newest confirmed incident that binds the parcel and shows it, in the language,
 * else the other; *out NULL where there is none. */
Status incident_public(Ctx *ctx, int64_t waybill_id, Language language, const char **out);
