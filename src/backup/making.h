/* making.h -- databases as parts of a backup that is being made. */
#pragma once

#include "backup/manifest.h"

typedef struct Making {
    const char *folder; /* under its first name */
    unsigned char key[SEALED_FILE_KEY];
    Manifest *manifest;
} Making;

/* ctx->db's snapshot as a part, with its tables. The dump stands beside the part for as long as it
 * is being sealed. */
Status making_add(Ctx *ctx, const Making *making, const char *name);
