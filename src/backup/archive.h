/* archive.h -- a continuous archive: what is written is carried to another place, moment by moment,
 * so that what is lost with the machine is at most the last seconds.
 *
 * Every ARCHIVE_EVERY_MS what was committed since is cut out of the databases' journals, the
 * intake's first, into DATA/archiving, and carried from there to the archive (archive_folder.h),
 * behind the stored files that it may know of. So a scan that was acknowledged is in the intake, in
 * the main database, or in both: it is applied once, as after every restart. Copies of all (bases)
 * are made once a day, and whenever what was written cannot be told to its end; what is older than
 * the setting archive_keep_days goes, but never what the oldest moment within it needs.
 *
 * On PostgreSQL the database is archived by its own tools, and the archive has the stored files. */
#pragma once

#include "db/db.h"

enum { ARCHIVE_EVERY_MS = 2000, ARCHIVE_LATE_MS = 5000 };

typedef struct Archive Archive;

/* Begins to archive ctx->house's databases to `folder`, which is made where it is not there;
 * `intake` NULL: the payloads are in the main database. CONFLICT when another data folder's archive
 * is there; UNAVAILABLE when the place cannot be reached. */
Status archive_open(Ctx *ctx, const char *folder, Database *intake, Archive **out);

/* Carries what is left and ends; before the databases are closed. NULL is allowed. */
void archive_close(Ctx *ctx, Archive *archive);

/* How it stands. */
typedef struct ArchiveState {
    bool on;         /* something is archived */
    int64_t safe_at; /* what was committed before can be brought back; NONE: nothing yet */
    int64_t lag_ms;  /* since then */
    bool late;       /* that is more than ARCHIVE_LATE_MS */
    int64_t base_at; /* the newest copy of all; NONE: none yet, and nothing could be brought back */
    int64_t waiting; /* moments that are cut and not in the archive yet */
    int64_t carried_bytes; /* since the start */
    int64_t failures;      /* times that something could not be written, since then */
    const char *problem;   /* what the last round or copy of all said, in ctx's arena; NULL: well */
} ArchiveState;

/* NULL: nothing is archived; *out says so. */
Status archive_state(Ctx *ctx, Archive *archive, ArchiveState *out);

/* Once a second, by the server: sets the metrics, and writes a line when it falls behind and when
 * it has caught up. NULL is allowed. */
void archive_tell(Ctx *ctx, Archive *archive);
