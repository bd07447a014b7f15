#include "base/log.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "test.h"

/* What was written to a file in the test's folder. */
typedef struct Sink {
    int file;
    char text[8192];
} Sink;

static Log sink_open(T *t, Sink *sink, bool json)
{
    const char *path = arena_format(t->ctx->arena, "%s/log", t->folder);
    sink->file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    check(t, sink->file >= 0);
    return (Log){.file = sink->file, .least = LEVEL_INFO, .json = json};
}

static const char *sink_close(T *t, Sink *sink)
{
    ssize_t length = pread(sink->file, sink->text, sizeof sink->text - 1, 0);
    check(t, length >= 0);
    sink->text[length] = 0;
    close(sink->file);
    return sink->text;
}

TEST(a_line_is_logfmt_with_what_could_mislead_quoted)
{
    Sink sink;
    Log log = sink_open(t, &sink, false);
    t->ctx->request_id = "r1";
    log_line(&log, t->ctx, LEVEL_INFO, "request", log_text("path", "/t/{no}"), log_int("us", -12),
             log_text("why", "a \"b\"\nlevel=error"), log_text("none", NULL));
    check_text(
        t, sink_close(t, &sink),
        "time=2026-11-22T08:00:00Z level=info event=request request_id=r1 path=/t/{no} us=-12 "
        "why=\"a \\\"b\\\"\\nlevel=error\" none=\"\"\n");
}

TEST(a_line_may_be_json)
{
    Sink sink;
    Log log = sink_open(t, &sink, true);
    log_line(&log, t->ctx, LEVEL_ERROR, "job", log_text("kind", "x\"y"), log_int("n", 3));
    check_text(t, sink_close(t, &sink),
               "{\"time\":\"2026-11-22T08:00:00Z\",\"level\":\"error\",\"event\":\"job\",\"kind\":"
               "\"x\\\"y\",\"n\":3}\n");
}

TEST(the_journal_is_told_the_level_and_not_the_time)
{
    Sink sink;
    Log log = sink_open(t, &sink, false);
    log.journal = true;
    log_line(&log, t->ctx, LEVEL_WARNING, "job", log_text("kind", "x>"), log_int("n", 3));
    log.json = true;
    log_line(&log, t->ctx, LEVEL_INFO, "job", log_int("n", 4));
    check_text(t, sink_close(t, &sink),
               "<4>level=warning event=job kind=x> n=3\n"
               "<6>{\"level\":\"info\",\"event\":\"job\",\"n\":4}\n");
}

TEST(lines_below_the_least_level_are_dropped)
{
    Sink sink;
    Log log = sink_open(t, &sink, false);
    log_line(&log, t->ctx, LEVEL_DEBUG, "noise", log_int("n", 1));
    log_line(NULL, t->ctx, LEVEL_ERROR, "nobody", log_int("n", 1));
    check_text(t, sink_close(t, &sink), "");
    LogLevel level;
    check_ok(t, log_level(t->ctx, "warning", &level));
    check_int(t, level, LEVEL_WARNING);
    check_status(t, log_level(t->ctx, "loud", &level), INVALID);
}

TEST(long_values_are_cut_and_a_line_stays_one_line)
{
    Sink sink;
    Log log = sink_open(t, &sink, true);
    char text[2000];
    memset(text, 'x', sizeof text);
    memcpy(text + 298, "汉", 3); /* the bound falls within it */
    text[sizeof text - 1] = 0;
    LogItem items[20];
    for (size_t i = 0; i < 20; i++)
        items[i] = log_text("key", text);
    log_write(&log, t->ctx, LEVEL_INFO, "long", items, 20);
    const char *line = sink_close(t, &sink);
    size_t length = strlen(line);
    check(t, length < 4097 && strcmp(line + length - 3, "\"}\n") == 0);
    check(t, strchr(line, '\n') == line + length - 1 && !strstr(line, "\xE6"));
}
