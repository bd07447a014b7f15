/* log.h -- one structured line per request, job or command, written where it ends; libraries never
 * log.
 *
 * logfmt, or JSON lines: time, level, event, request_id, then the items. Values are escaped, and
 * cut after 300 bytes; a line is written with one write. Never personal data: no names, numbers,
 * addresses, no query strings, no bodies.
 *
 *   log_line(log, ctx, LEVEL_INFO, "request", log_text("path", route->path), log_int("us",
 * took_us));
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

typedef enum LogLevel { LEVEL_DEBUG, LEVEL_INFO, LEVEL_WARNING, LEVEL_ERROR } LogLevel;

/* Where lines go and how they look. */
typedef struct Log {
    int file;       /* descriptor: 2 is standard error */
    LogLevel least; /* lines below are dropped */
    bool json;
    bool journal; /* of systemd: it notes the time itself, and takes the level as sd-daemon(3) says
                     it, in front */
} Log;

typedef struct LogItem {
    const char *key;
    const char *text; /* NULL: a number */
    int64_t number;
} LogItem;

LogItem log_text(const char *key, const char *text); /* NULL is shown as an empty text */
LogItem log_int(const char *key, int64_t number);

/* A NULL log drops the line. */
void log_write(const Log *log, Ctx *ctx, LogLevel level, const char *event, const LogItem *items,
               size_t count);
#define LOG_ITEMS_(...)                                                                            \
    (const LogItem[])                                                                              \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define log_line(log, ctx, level, event, ...)                                                      \
    log_write((log), (ctx), (level), (event), LOG_ITEMS_(__VA_ARGS__),                             \
              sizeof(LOG_ITEMS_(__VA_ARGS__)) / sizeof(LogItem))

/* INVALID if `name` is none of debug, info, warning, error. */
Status log_level(Ctx *ctx, const char *name, LogLevel *out);
