#include "import/rejects.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/ctx.h"

enum { ADDED = 4 };

/* The second where the first are the original's own. Files that were written before there was
 * "file" end with the rest of the first. */
static const char *const added[2][ADDED] = {
    {"file", "line", "field", "reason"},
    {"rejected_file", "rejected_line", "rejected_field", "rejected_reason"}};

struct Rejects {
    FILE *file; /* NULL: only counted */
    char *path, *part;
    char **columns;
    size_t column_count;
    int64_t count;
    Buf cell; /* the one that is being written */
};

static Status write_failed(Ctx *ctx, const Rejects *rejects)
{
    bool full = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return fail(ctx, full ? NO_SPACE : FORBIDDEN, "%s cannot be written: %s", rejects->path,
                strerror(errno));
}

/* Whether all that was put came into the file. */
static Status written(Ctx *ctx, const Rejects *rejects)
{
    if (rejects->cell.failed) return no_memory(ctx);
    return ferror(rejects->file) ? write_failed(ctx, rejects) : OK;
}

Status rejects_open(Ctx *ctx, const char *path, Rejects **out)
{
    Rejects *rejects = memory_alloc(sizeof *rejects);
    const char *part = arena_format(ctx->arena, "%s.part", path ? path : "");
    *out = rejects;
    if (!rejects || !part) return no_memory(ctx);
    buf_init(&rejects->cell, NULL);
    if (!path) return OK;
    rejects->path = memory_text(path);
    rejects->part = memory_text(part);
    if (!rejects->path || !rejects->part) return no_memory(ctx);
    rejects->file = fopen(part, "wbe");
    return rejects->file ? OK : write_failed(ctx, rejects);
}

static void put_cell(Rejects *rejects, const char *text, size_t length)
{
    buf_clear(&rejects->cell);
    csv_cell(&rejects->cell, text, length);
    fwrite(rejects->cell.data, 1, rejects->cell.length, rejects->file);
}

static bool ends_with(const Texts *columns, const char *const *names, size_t count)
{
    if (columns->count < count) return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(columns->items[columns->count - count + i], names[i]) != 0) return false;
    return true;
}

size_t rejects_added(const Texts *columns)
{
    if (ends_with(columns, added[0], ADDED) || ends_with(columns, added[1], ADDED)) return ADDED;
    return ends_with(columns, added[0] + 1, ADDED - 1) ? ADDED - 1 : 0;
}

static bool are_taken(const Texts *columns)
{
    for (size_t i = 0; i < columns->count; i++)
        for (size_t k = 0; k < ADDED; k++)
            if (strcmp(columns->items[i], added[0][k]) == 0) return true;
    return false;
}

static Status header_write(Ctx *ctx, Rejects *rejects, const Texts *columns)
{
    rejects->columns = memory_alloc((columns->count + 1) * sizeof *rejects->columns);
    if (!rejects->columns) return no_memory(ctx);
    for (size_t i = 0; i < columns->count; i++) {
        rejects->columns[i] = memory_text(columns->items[i]);
        if (!rejects->columns[i]) return no_memory(ctx);
        rejects->column_count++;
        put_cell(rejects, columns->items[i], strlen(columns->items[i]));
        putc(',', rejects->file);
    }
    const char *const *names = added[are_taken(columns)];
    fprintf(rejects->file, "%s,%s,%s,%s\n", names[0], names[1], names[2], names[3]);
    return written(ctx, rejects);
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

Status rejects_add(Ctx *ctx, Rejects *rejects, const Refusal *refusal)
{
    const Row *row = refusal->row;
    rejects->count++;
    if (!rejects->file) return OK;
    for (size_t i = 0; i < row->count; i++) {
        put_cell(rejects, row->cells[i].text, row->cells[i].length);
        putc(',', rejects->file);
    }
    put_cell(rejects, refusal->path, strlen(refusal->path));
    fprintf(rejects->file, ",%lld,", (long long)row->line);
    put_cell(rejects, refusal->field, strlen(refusal->field));
    putc(',', rejects->file);
    put_cell(rejects, refusal->reason, strlen(refusal->reason));
    putc('\n', rejects->file);
    return written(ctx, rejects);
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
    buf_release(&rejects->cell);
    memory_free(rejects->path);
    memory_free(rejects->part);
    memory_free(rejects);
}
