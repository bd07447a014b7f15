/* coverage.h -- whether every route the program declares is asked for by some transcript. */
#pragma once

#include "replay.h"

/* Compares /api/v1/openapi.json of a fresh server with the requests in the transcripts; one test
 * for each route. */
void routes_are_covered(Ctx *ctx, const ReplayOptions *options, char **files, size_t count,
                        Score *score);
