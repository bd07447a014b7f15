/* replay.h -- plays one transcript against the program and says what was not as expected. */
#pragma once

#include <stdbool.h>
#include <stdio.h>

#include "base/ctx.h"

typedef struct ReplayOptions {
    const char *program, *engine, *top;
    bool update;         /* write what came into the transcript */
    const char *failing; /* "allocation", "statement" or "page": torture; NULL: play as written */
} ReplayOptions;

/* The nth page of a full disk: it is the disk that fails, not the program. */
bool failing_is_disk(const ReplayOptions *options);

typedef struct Score {
    int passed, failed;
} Score;

/* Plays the transcript; words about what failed go to `report`. Each exchange counts once, and so
 * do the start and the end of the server. */
Status transcript_replay(Ctx *ctx, const ReplayOptions *options, const char *path, FILE *report,
                         Score *score);
