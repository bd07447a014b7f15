/* service_store.h -- claims as the figures count them, whatever the scope. For service.c and
 * claim.c only. */
#pragma once

#include "claim/claim.h"

/* From after an id: id, outlet_id, paid and created_at alone. */
Status claim_service_page(Ctx *ctx, int64_t after, int64_t limit, List *out);

/* The same of one, as it is stored. NOT_FOUND without words. */
Status claim_service_row(Ctx *ctx, int64_t id, Claim *out);
