/* static.h -- files compiled into the program, served with ETags and precompressed.
 *
 * A file with a hash in its name (app.3f9a1c07.js: a dot or dash and at least eight hexadecimal
 * digits before the last dot) may be kept for ever; others are asked for again each time. FILE.br
 * and FILE.gz beside FILE are its compressed forms; where there is no FILE.gz, it is made at start.
 */
#pragma once

#include "base/ctx.h"
#include "base/embedded.h"
#include "http/route.h"

typedef struct StaticMount {
    const char *prefix;    /* "/", "/console/"; begins and ends with a slash */
    const Embedded *files; /* the table of tools/embed.py */
    const char *index;     /* for the prefix itself: "index.html", or NULL */
    const char *fallback;  /* for any path below it that has no file and no dot, or NULL */
} StaticMount;

typedef struct StaticFiles StaticFiles;

/* `mounts` ends with a NULL prefix; NULL: none. */
Status static_files_new(Ctx *ctx, const StaticMount *mounts, StaticFiles **out);
/* NULL is allowed. */
void static_files_release(StaticFiles *files);

typedef struct StaticFile StaticFile;

/* The file that a path (raw, without its query) names, or NULL. */
const StaticFile *static_file_find(const StaticFiles *files, const char *path);

/* Answers with the file in the form that the request takes; 304 where it has it already. */
Status static_file_reply(Request *req, const StaticFile *file);

/* "/console/" where the path is "/console": the folder that a path without its last slash means, or
 * NULL. */
const char *static_folder(const StaticFiles *files, const char *path);
