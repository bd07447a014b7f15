/* service.h -- what claims count for in the figures (insight/service.h): registered, and paid so
 * far.
 */
#pragma once

#include "claim/claim.h"
#include "insight/service.h"

/* In the transaction of ctx: what `before` counted for goes, what `after` does comes. NULL: there
 * was none. */
Status claim_count(Ctx *ctx, const Claim *before, const Claim *after);
