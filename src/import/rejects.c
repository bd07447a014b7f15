#include "import/rejects.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/ctx.h"

struct Rejects {
    FILE *file; /* NULL: only counted */
    char *path, *part;
    char **columns;
    size_t column_count;
    int64_t count;
};

static Status write_failed(Ctx *ctx, const Rejects *rejects)
{
    return fail(ctx, errno == ENOSPC ? NO_SPACE : FORBIDDEN, "%s cannot be written: %s",
                rejects->path, strerror(errno));
}

Status rejects_open(Ctx *ctx, const char *path, Rejects **out)
{
    Rejects *rejects = memory_alloc(sizeof *rejects);
    const char *part = arena_format(ctx->arena, "%s.part", path ? path : "");
    *out = rejects;
    if (!rejects || !part) return no_memory(ctx);
    if (!path) return OK;
    rejects->path = memory_text(path);
    rejects->part = memory_text(part);
    if (!rejects->path || !rejects->part) return no_memory(ctx);
    rejects->file = fopen(part, "wbe");
    return rejects->file ? OK : write_failed(ctx, rejects);
}

static void put_cell(FILE *file, const char *text, size_t length)
{
    bool plain = !memchr(text, '"', length) && !memchr(text, ',', length) &&
                 !memchr(text, '\n', length) && !memchr(text, '\r', length);
    if (plain) {
        fwrite(text, 1, length, file);
        return;
    }
    putc('"', file);
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"') putc('"', file);
        putc(text[i], file);
    }
    putc('"', file);
}

static Status header_write(Ctx *ctx, Rejects *rejects, const Texts *columns)
{
    rejects->columns = memory_alloc((columns->count + 1) * sizeof *rejects->columns);
    if (!rejects->columns) return no_memory(ctx);
    for (size_t i = 0; i < columns->count; i++) {
        rejects->columns[i] = memory_text(columns->items[i]);
        if (!rejects->columns[i]) return no_memory(ctx);
        rejects->column_count++;
        put_cell(rejects->file, columns->items[i], strlen(columns->items[i]));
        putc(',', rejects->file);
    }
    fputs("line,field,reason\n", rejects->file);
    return ferror(rejects->file) ? write_failed(ctx, rejects) : OK;
}

Status rejects_columns(Ctx *ctx, Rejects *rejects, const Texts *columns)
{
    if (!rejects->file) return OK;
    if (!rejects->columns) return header_write(ctx, rejects, columns);
    bool same = columns->count == rejects->column_count;
    for (size_t i = 0; same && i < columns->count; i++)
        same = strcmp(columns->items[i], rejects->columns[i]) == 0;
    if (same) return OK;
    Status s = fail(ctx, INVALID, "the files' columns differ: they have no rejects file in common");
    problem_hint(ctx, "import them one by one");
    return s;
}

Status rejects_add(Ctx *ctx, Rejects *rejects, const Row *row, const char *field,
                   const char *reason)
{
    rejects->count++;
    if (!rejects->file) return OK;
    for (size_t i = 0; i < row->count; i++) {
        put_cell(rejects->file, row->cells[i].text, row->cells[i].length);
        putc(',', rejects->file);
    }
    fprintf(rejects->file, "%lld,", (long long)row->line);
    put_cell(rejects->file, field, strlen(field));
    putc(',', rejects->file);
    put_cell(rejects->file, reason, strlen(reason));
    putc('\n', rejects->file);
    return ferror(rejects->file) ? write_failed(ctx, rejects) : OK;
}

int64_t rejects_count(const Rejects *rejects)
{
    return rejects->count;
}

Status rejects_finish(Ctx *ctx, Rejects *rejects)
{
    if (!rejects->file) return OK;
    int failed = fflush(rejects->file) || fsync(fileno(rejects->file));
    failed = fclose(rejects->file) || failed;
    rejects->file = NULL;
    if (failed || rename(rejects->part, rejects->path)) {
        Status s = write_failed(ctx, rejects);
        unlink(rejects->part);
        return s;
    }
    return OK;
}

void rejects_close(Rejects *rejects)
{
    if (!rejects) return;
    if (rejects->file) {
        fclose(rejects->file);
        unlink(rejects->part);
    }
    for (size_t i = 0; i < rejects->column_count; i++)
        memory_free(rejects->columns[i]);
    memory_free(rejects->columns);
    memory_free(rejects->path);
    memory_free(rejects->part);
    memory_free(rejects);
}
