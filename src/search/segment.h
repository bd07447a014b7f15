/* segment.h -- what waits becomes segments, and segments that are mostly dead what waits. */
#pragma once

#include "search/search.h"

/* So many documents, or so many bytes, are a segment's worth. */
#define SEGMENT_MIN 1024
#define SEGMENT_MIN_BYTES (1536 * 1024)

/* In the transaction of ctx: dissolves a segment that is mostly dead, then writes a segment where
 * enough waits for one, or anything does and `all`. `more` tells whether there is more to do. */
Status segment_tidy(Ctx *ctx, int kind, bool all, bool *more);

/* In the transaction of ctx: its living documents wait again, everything else of it is gone. */
Status segment_dissolve(Ctx *ctx, int kind, int64_t segment);
