/* replay.h -- an archive, read back: a base, and moment after moment onto it.
 *
 * Each moment is the whole state of the databases as it was then; to what instant one goes back is
 * thus the last moment not after it. ctx->house has the keys, and may lack the rest. */
#pragma once

#include "backup/backup.h"

/* Whether a manifest is the head of an archive. */
bool manifest_is_archive(const Manifest *manifest);

/* Reads all of it: each base is opened and its rows are counted, the moments are replayed onto it
 * up to the next one, and what comes out is checked. `out` and `found` tell of the end. INTERNAL
 * names what is not as it was made. */
Status replay_verify(Ctx *ctx, const char *archive, Manifest *out, Replay *found);

/* The databases as they were at the instant (0: the last moment there is), as FOLDER/NAME.dump,
 * checked; the manifest has their rows then. NOT_FOUND when the archive does not go back so far. */
Status replay_into(Ctx *ctx, const char *archive, const char *folder, int64_t until,
                   Manifest *manifest, Replay *found);

/* Whether its databases are archived by tools of their own: it has the stored files alone. */
bool replay_is_of_files(const Manifest *head);

/* All stored files that were archived, into FOLDER/files. */
Status replay_files(Ctx *ctx, const char *archive, const char *folder, int64_t *count);
