#include "base/progress.h"

#include <fcntl.h>
#include <unistd.h>

#include "test.h"

static const char *line_of(T *t, Progress progress, int64_t elapsed_us)
{
    Buf line;
    buf_init(&line, t->ctx->arena);
    progress_line(&line, &progress, elapsed_us);
    return line.data;
}

TEST(a_line_tells_share_rate_and_remaining_time)
{
    Progress progress = {.what = "a.csv", .unit = "rows", .total = 1000, .done = 250};
    progress.count = 1234567;
    check_text(t, line_of(t, progress, INT64_C(10000000)),
               "a.csv  [#####---------------]  25 %  1,234,567 rows  123,456/s  0:30 left");
    progress.done = 1;
    check_text(t, line_of(t, progress, INT64_C(10000000)),
               "a.csv  [--------------------]   0 %  1,234,567 rows  123,456/s  2:46:30 left");
    progress.done = 1100;
    check_text(t, line_of(t, progress, INT64_C(75000000)),
               "a.csv  [####################] 100 %  1,234,567 rows  16,460/s  1:15");
}

TEST(a_line_without_a_known_total_tells_the_rate)
{
    Progress progress = {.what = "standard input", .unit = "rows", .count = 12};
    check_text(t, line_of(t, progress, 0), "standard input  12 rows");
    check_text(t, line_of(t, progress, 2000000), "standard input  12 rows  6/s  0:02");
}

TEST(a_short_run_shows_nothing_and_a_long_one_ends_its_line)
{
    const char *path = arena_format(t->ctx->arena, "%s/out", t->folder);
    int file = open(path, O_RDWR | O_CREAT, 0600);
    Progress progress;
    progress_begin(&progress, file, "a.csv", "rows", 10);
    progress_move(&progress, 5, 5);
    progress_end(&progress);
    check_int(t, lseek(file, 0, SEEK_END), 0);
    progress.start_us -= 2000000;
    progress_move(&progress, 6, 6);
    check(t, lseek(file, 0, SEEK_END) > 0);
    progress_end(&progress);
    char last;
    check_int(t, pread(file, &last, 1, lseek(file, 0, SEEK_END) - 1), 1);
    check_int(t, last, '\n');
    close(file);
}
