#include "base/status.h"

#include <stdio.h>
#include <string.h>

#include "base/ctx.h"

typedef struct StatusRow {
    const char *code, *title;
    int http, exit;
} StatusRow;

static const StatusRow rows[STATUS_COUNT] = {
    [OK] = {"ok", "OK", 200, 0},
    [INVALID] = {"invalid", "The input is wrong", 422, 65},
    [UNAUTHENTICATED] = {"unauthenticated", "Not signed in", 401, 77},
    [FORBIDDEN] = {"forbidden", "Not allowed", 403, 77},
    [NOT_FOUND] = {"not_found", "Not found", 404, 66},
    [CONFLICT] = {"conflict", "The present state does not allow it", 409, 65},
    [STALE] = {"stale", "Changed by someone else in the meantime", 412, 75},
    [PRECONDITION] = {"precondition_required", "The version to change must be named", 428, 64},
    [TOO_LARGE] = {"too_large", "Too large", 413, 65},
    [TOO_MANY] = {"too_many", "Too many requests", 429, 75},
    [UNSUPPORTED] = {"unsupported", "Not supported", 415, 64},
    [TIMED_OUT] = {"timed_out", "Took too long", 408, 75},
    [UNAVAILABLE] = {"unavailable", "Not available now", 503, 75},
    [NO_SPACE] = {"no_space", "The disk is full", 507, 74},
    [NO_MEMORY] = {"no_memory", "Out of memory", 503, 71},
    [INTERNAL] = {"internal", "Internal error", 500, 70},
};

static const StatusRow *row_of(Status status)
{
    return (unsigned)status < STATUS_COUNT ? &rows[status] : &rows[INTERNAL];
}

const char *status_code(Status status)
{
    return row_of(status)->code;
}

const char *status_title(Status status)
{
    return row_of(status)->title;
}

int status_http(Status status)
{
    return row_of(status)->http;
}

int status_exit(Status status)
{
    return row_of(status)->exit;
}

/* A text cut to fit must not end in half a character. */
static void drop_cut_character(char *text, size_t room, int wanted)
{
    if (wanted < (int)room) return;
    size_t end = room - 1;
    while (end > 0 && ((unsigned char)text[end - 1] & 0xC0) == 0x80)
        end--;
    if (end > 0 && (unsigned char)text[end - 1] >= 0xC0) text[end - 1] = 0;
}

static void words(char *into, size_t room, const char *format, va_list args)
{
    drop_cut_character(into, room, vsnprintf(into, room, format, args));
}

Status fail(Ctx *ctx, Status status, const char *format, ...)
{
    ctx->problem = (Problem){.status = status};
    va_list args;
    va_start(args, format);
    words(ctx->problem.message, sizeof ctx->problem.message, format, args);
    va_end(args);
    return status;
}

Status fail_field(Ctx *ctx, const char *field, const char *format, ...)
{
    char name[sizeof ctx->problem.field]; /* `field` may be the Problem's own */
    drop_cut_character(name, sizeof name, snprintf(name, sizeof name, "%s", field));
    ctx->problem = (Problem){.status = INVALID};
    memcpy(ctx->problem.field, name, sizeof name);
    va_list args;
    va_start(args, format);
    words(ctx->problem.message, sizeof ctx->problem.message, format, args);
    va_end(args);
    return INVALID;
}

void problem_hint(Ctx *ctx, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    words(ctx->problem.hint, sizeof ctx->problem.hint, format, args);
    va_end(args);
}

void problem_retry(Ctx *ctx, unsigned seconds)
{
    ctx->problem.retry_s = seconds;
}

void problem_cause(Ctx *ctx, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    words(ctx->problem.cause, sizeof ctx->problem.cause, format, args);
    va_end(args);
}

void problem_within(Ctx *ctx, const char *format, ...)
{
    char *field = ctx->problem.field, name[sizeof ctx->problem.field];
    va_list args;
    memcpy(name, field, sizeof name);
    va_start(args, format);
    words(field, sizeof name, format, args);
    va_end(args);
    size_t length = strlen(field);
    drop_cut_character(field + length, sizeof name - length,
                       snprintf(field + length, sizeof name - length, "%s", name));
}

void problem_file(Ctx *ctx, const char *path)
{
    Problem *problem = &ctx->problem;
    if (strstr(problem->message, path)) return;
    drop_cut_character(problem->file, sizeof problem->file,
                       snprintf(problem->file, sizeof problem->file, "%s", path));
}

void problem_clear(Ctx *ctx)
{
    ctx->problem = (Problem){.status = OK};
}

Status no_memory(Ctx *ctx)
{
    return fail(ctx, NO_MEMORY, "there is not enough memory for this");
}
