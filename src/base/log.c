#include "base/log.h"

#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/field.h"
#include "base/instant.h"
#include "base/json.h"

#define LINE_MOST 4096
#define VALUE_MOST 300
#define PRIORITY 3 /* bytes of it, in front */

static const Name levels[] = {{"debug", LEVEL_DEBUG},
                              {"info", LEVEL_INFO},
                              {"warning", LEVEL_WARNING},
                              {"error", LEVEL_ERROR},
                              {0}};

/* Of syslog(3). */
static const char priorities[][PRIORITY + 1] = {
    [LEVEL_DEBUG] = "<7>", [LEVEL_INFO] = "<6>", [LEVEL_WARNING] = "<4>", [LEVEL_ERROR] = "<3>"};

LogItem log_text(const char *key, const char *text)
{
    return (LogItem){.key = key, .text = text ? text : ""};
}

LogItem log_int(const char *key, int64_t number)
{
    return (LogItem){.key = key, .number = number};
}

/* logfmt quotes only what a reader could mistake. */
static bool bare(const char *text)
{
    if (!*text) return false;
    for (; *text; text++)
        if (*text <= ' ' || *text == '"' || *text == '=' || *text == '\\' || *text == 0x7F)
            return false;
    return true;
}

static void add_value(Buf *line, const char *text, bool json)
{
    char cut[VALUE_MOST + 1];
    size_t length = strnlen(text, VALUE_MOST);
    while (text[length] && length && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--; /* not within a character */
    memcpy(cut, text, length);
    cut[length] = 0;
    if (!json && bare(cut))
        buf_text(line, cut);
    else
        json_text(line, cut);
}

static void add_item(Buf *line, LogItem item, bool json)
{
    if (line->length) buf_char(line, json ? ',' : ' ');
    if (json) {
        if (!line->length) buf_char(line, '{');
        json_text(line, item.key);
        buf_char(line, ':');
    } else {
        buf_text(line, item.key);
        buf_char(line, '=');
    }
    if (item.text)
        add_value(line, item.text, json);
    else
        buf_int(line, item.number);
}

static void write_whole(int file, const char *bytes, size_t length)
{
    while (length) {
        ssize_t written = write(file, bytes, length);
        if (written <= 0) return; /* there is nobody left to tell */
        bytes += written;
        length -= (size_t)written;
    }
}

void log_write(const Log *log, Ctx *ctx, LogLevel level, const char *event, const LogItem *items,
               size_t count)
{
    if (!log || level < log->least) return;
    char space[LINE_MOST], time_space[64];
    /* Buffers that never grow: a line must not need memory. */
    Buf line = {.data = space + PRIORITY,
                .room = sizeof space - PRIORITY,
                .limit = LINE_MOST - PRIORITY - 4};
    Buf time = {.data = time_space, .room = sizeof time_space, .limit = sizeof time_space - 1};
    if (!log->journal) {
        instant_format(&time, ctx_now(ctx), "Z");
        add_item(&line, log_text("time", time.data), log->json);
    }
    add_item(&line, log_text("level", name_of(levels, level)), log->json);
    add_item(&line, log_text("event", event), log->json);
    if (ctx->request_id && *ctx->request_id)
        add_item(&line, log_text("request_id", ctx->request_id), log->json);
    size_t whole = line.length;
    for (size_t i = 0; i < count && !line.failed; i++) {
        add_item(&line, items[i], log->json);
        if (!line.failed) whole = line.length;
    }
    if (log->json) line.data[whole++] = '}';
    line.data[whole++] = '\n';
    if (log->journal)
        write_whole(log->file, memcpy(space, priorities[level], PRIORITY), PRIORITY + whole);
    else
        write_whole(log->file, line.data, whole);
}

Status log_level(Ctx *ctx, const char *name, LogLevel *out)
{
    int64_t level = name_value(levels, name);
    if (level == NONE) return fail(ctx, INVALID, "expected one of: debug, info, warning, error");
    *out = (LogLevel)level;
    return OK;
}
