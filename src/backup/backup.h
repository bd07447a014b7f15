/* backup.h -- copies of everything, taken while serving, sealed, and brought back.
 *
 * A backup is a folder: manifest (manifest.h) and up to three sealed files (file/sealed_file.h):
 * database, intake (what was acknowledged and not yet applied; SQLite only, PostgreSQL has it in
 * the database) and files (file/blob_pack.h). The keys are not in it: without DATA/keys nobody
 * reads a backup, so keep a copy of that file elsewhere.
 *
 * It is whole: what was acknowledged before it began is in it. It comes into being under another
 * name and is moved to its own when it is on disk. */
#pragma once

#include "backup/manifest.h"

/* Makes the folder `to`. CONFLICT when it is there; NO_SPACE. */
Status backup_make(Ctx *ctx, const char *to, Manifest *out);

/* What was found in an archive (archive.h); all zero of a backup. */
typedef struct Replay {
    int64_t bases, moments; /* read */
    int64_t from, to;       /* the instants that can be gone back to; NONE: none */
    int64_t gaps;           /* times that what was written between them is lacking */
    int64_t at;             /* that was gone back to, or the last */
} Replay;

/* Reads all of it, opens its databases and counts their rows, in a folder of its own that is taken
 * away again (in TMPDIR, else beside the backup). ctx->house has the keys, and may lack the rest.
 * INTERNAL says what is not as it was made. Of an archive (archive.h) likewise: as of the last
 * moment. */
Status backup_verify(Ctx *ctx, const char *folder, Manifest *out, Replay *found);

typedef struct Restoring {
    const char *backup;   /* its folder */
    const char *data;     /* the data folder to be made; may be there if it is empty */
    const char *keys;     /* a folder with the file keys */
    const char *database; /* an empty database's url; NULL: DATA/parceldesk.db. Where the database
                             was archived by its own tools: what they brought back */
    int64_t until;        /* of an archive: the last moment not after this; 0: the last */
} Restoring;

/* Checks as backup_verify does, and only then makes the data folder; ctx->house as there. CONFLICT
 * when something stands in it; NOT_FOUND when an archive does not go back so far. */
Status backup_restore(Ctx *ctx, const Restoring *restoring, Manifest *out, Replay *found);
