/* archive_folder.h -- where things lie in an archive, and how they get there.
 *
 *   ARCHIVE/manifest             its head: the engine, and the key of what follows, sealed
 *   ARCHIVE/bases/NO             a copy of all databases, as backup.h makes them, that follows
 *                                moment NO
 *   ARCHIVE/moments/GROUP/NO     what was written since (moment.h), ten thousand in a group
 *   ARCHIVE/files/NN/ID          the stored files, as they lie in DATA/files; with .gone behind it
 *                                one that was taken away there
 *
 * What appears under its name is whole and on disk, and never changes, but for
 * manifests, which are sealed anew for new keys: the folder can be copied elsewhere by any tool.
 * DATA/archiving holds moments that are not in the archive yet, and the last. */
#pragma once

#include "backup/moment.h"

/* Behind the name of a stored file that is no more in DATA/files. */
#define GONE ".gone"

/* The numbers that names of files in PATH are, in order; other names are passed over. A folder that
 * is not there has none. */
Status numbers_in(Ctx *ctx, const char *path, int64_t **out, size_t *count);

/* What was renamed in PATH reaches the disk. */
Status folder_sync(Ctx *ctx, const char *path);

/* Makes PATH where it is not there. */
Status place_make(Ctx *ctx, const char *path);

/* The folder that a moment lies in: its path, NULL if there is no memory; and made where it is not
 * there. */
const char *moment_place(Ctx *ctx, const char *archive, int64_t no);
Status moment_folder(Ctx *ctx, const char *archive, int64_t no, const char **out);

/* The newest moment's number, and the oldest's; 0 where there is none. */
Status moments_newest(Ctx *ctx, const char *archive, int64_t *no);
Status moments_oldest(Ctx *ctx, const char *archive, int64_t *no);

/* Copies the file FROM to FOLDER/NAME, by another name first. Nothing where it is there. *bytes,
 * when asked for, gets its size. */
Status file_carry(Ctx *ctx, const char *from, const char *folder, const char *name, int64_t *bytes);
