/* taking.h -- what is taken out of a backup, and put into its place. */
#pragma once

#include "backup/backup.h"
#include "backup/part.h"

typedef struct Taking {
    const char *backup, *folder; /* from, into */
    unsigned char key[SEALED_FILE_KEY];
    const Manifest *manifest;
} Taking;

/* A part that is a database, as FOLDER/NAME.dump: it is what was put in, and its rows are as many
 * as the manifest says. INTERNAL when not. */
Status taking_dump(Ctx *ctx, const Taking *taking, const char *name);

/* A new folder to look at a backup in: in TMPDIR, else beside it. */
Status taking_scratch(Ctx *ctx, const char *backup, const char **out);

/* Copies FROM/keys into the folder. */
Status taking_keys(Ctx *ctx, const char *from, const char *folder);

/* FOLDER/intake.dump and FOLDER/database.dump become what they are dumps of. */
Status taking_place_intake(Ctx *ctx, const char *folder);
Status taking_place_main(Ctx *ctx, const char *folder, const Restoring *restoring,
                         const Manifest *manifest);
