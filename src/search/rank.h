/* rank.h -- the best of what matches, seen only by who may see it. */
#pragma once

#include "search/match.h"

/* The first `limit` of the matches in the order of SearchHit that the query lets through and that
 * come behind `after` (NULL: from the beginning). */
Status rank_matches(Ctx *ctx, const SearchQuery *query, const Corpus *corpus,
                    const Matches *matches, const SearchHit *after, List *out);
