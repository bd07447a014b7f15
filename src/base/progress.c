#include "base/progress.h"

#include <inttypes.h>
#include <unistd.h>

#include "base/ctx.h"

#define SECOND_US INT64_C(1000000)
#define TERMINAL_US (SECOND_US / 5)
#define PLAIN_US (5 * SECOND_US)
#define BAR_WIDTH 20

void progress_begin(Progress *progress, int file, const char *what, const char *unit, int64_t total)
{
    int64_t now = monotonic_us();
    *progress = (Progress){.file = file,
                           .what = what,
                           .unit = unit,
                           .total = total,
                           .start_us = now,
                           .terminal = isatty(file) == 1};
}

static void add_grouped(Buf *line, int64_t value)
{
    if (value >= 1000) {
        add_grouped(line, value / 1000);
        buf_format(line, ",%03d", (int)(value % 1000));
    } else {
        buf_int(line, value);
    }
}

static void add_clock(Buf *line, int64_t seconds)
{
    if (seconds >= 3600) {
        buf_format(line, "%" PRId64 ":%02d", seconds / 3600, (int)(seconds / 60 % 60));
        buf_format(line, ":%02d", (int)(seconds % 60));
    } else {
        buf_format(line, "%" PRId64 ":%02d", seconds / 60, (int)(seconds % 60));
    }
}

static void add_bar(Buf *line, double share)
{
    int full = (int)(share * BAR_WIDTH);
    buf_text(line, "  [");
    for (int i = 0; i < BAR_WIDTH; i++)
        buf_char(line, i < full ? '#' : '-');
    buf_format(line, "] %3d %%", (int)(share * 100));
}

void progress_line(Buf *line, const Progress *progress, int64_t elapsed_us)
{
    double share = progress->total > 0 ? (double)progress->done / (double)progress->total : 0;
    if (share > 1) share = 1; /* a file that grew while it was read */
    double seconds = (double)elapsed_us / (double)SECOND_US;
    buf_text(line, progress->what);
    if (progress->total > 0) add_bar(line, share);
    buf_text(line, "  ");
    add_grouped(line, progress->count);
    buf_format(line, " %s", progress->unit);
    if (seconds <= 0) return;
    buf_text(line, "  ");
    add_grouped(line, (int64_t)((double)progress->count / seconds));
    buf_text(line, "/s  ");
    if (share > 0 && share < 1) {
        add_clock(line, (int64_t)(seconds * (1 - share) / share + 0.5));
        buf_text(line, " left");
    } else {
        add_clock(line, (int64_t)seconds);
    }
}

/* A terminal's line is written over itself, and what was longer before is cleared. */
static void show(Progress *progress, int64_t now, bool last)
{
    char space[256];
    Buf line = {.data = space, .room = sizeof space, .limit = sizeof space - 8};
    if (progress->terminal) buf_char(&line, '\r');
    progress_line(&line, progress, now - progress->start_us);
    line.limit = sizeof space - 1;
    line.failed = false;
    if (progress->terminal) buf_text(&line, "\x1b[K");
    if (last || !progress->terminal) buf_char(&line, '\n');
    ssize_t written = write(progress->file, line.data, line.length);
    (void)written; /* nobody may be watching */
    progress->shown_us = now;
}

void progress_move(Progress *progress, int64_t done, int64_t count)
{
    progress->done = done;
    progress->count = count;
    int64_t now = monotonic_us();
    int64_t pause = progress->terminal ? TERMINAL_US : PLAIN_US;
    int64_t due = progress->shown_us ? progress->shown_us + pause : progress->start_us + SECOND_US;
    if (now >= due) show(progress, now, false);
}

void progress_end(Progress *progress)
{
    if (progress->shown_us) show(progress, monotonic_us(), true);
}
