/* replay.h -- plays one transcript against the program and says what was not as expected. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "base/ctx.h"

typedef struct ReplayOptions {
    const char *program, *engine, *top;
    bool update;         /* write what came into the transcript */
    const char *failing; /* "allocation" or "statement": torture; NULL: play as written */
} ReplayOptions;

typedef struct Score {
    int passed, failed;
} Score;

/* Plays the transcript; words about what failed go to `report`. Each exchange counts once, and so
 * do the start and the end of the server. */
Status transcript_replay(Ctx *ctx, const ReplayOptions *options, const char *path, FILE *report,
                         Score *score);
