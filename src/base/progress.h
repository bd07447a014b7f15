/* progress.h -- how far a long command is: a bar on a terminal, a plain line every few seconds
 * elsewhere.
 *
 *   waybills.csv  [#########-----------]  45 %  812,400 rows  96,310/s  0:12 left
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

typedef struct Progress {
    int file;         /* descriptor: 2 is standard error */
    const char *what; /* "waybills.csv" */
    const char *unit; /* "rows" */
    int64_t total;    /* bytes, or whatever `done` counts; 0: unknown */
    int64_t done, count;
    int64_t start_us, shown_us;
    bool terminal;
} Progress;

/* Nothing is shown before the first second has passed. */
void progress_begin(Progress *progress, int file, const char *what, const char *unit,
                    int64_t total);

/* `done` of the total, `count` units; both since the beginning. Cheap: shows only when it is time.
 */
void progress_move(Progress *progress, int64_t done, int64_t count);

/* The last state, on a line that stays; nothing if nothing was shown. */
void progress_end(Progress *progress);

/* The line as it stands `elapsed_us` after the beginning, without its ending. */
void progress_line(Buf *line, const Progress *progress, int64_t elapsed_us);
