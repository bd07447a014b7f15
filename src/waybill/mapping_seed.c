/* The shipped code mappings, from data/mappings.csv into the database. */
#include <string.h>

#include "base/embedded.h"
#include "waybill/mapping.h"
#include "waybill/mapping_store.h"

enum { COLUMNS_MAX = 16 };

/* Cuts a line at its commas; the file has no quotes. Returns how many cells there are. */
static size_t cells_cut(char *line, char **cells)
{
    size_t count = 0;
    for (char *at = line; at && count < COLUMNS_MAX;) {
        cells[count++] = at;
        at = strchr(at, ',');
        if (at) *at++ = 0;
    }
    return count;
}

static Status row_read(Ctx *ctx, char *const *names, char *line, size_t columns, CodeMapping *out)
{
    char *cells[COLUMNS_MAX];
    if (cells_cut(line, cells) != columns)
        return fail(ctx, INTERNAL, "data/mappings.csv has a line of too many or too few cells");
    shape_clear(&code_mapping_shape, out);
    Status s = OK;
    for (size_t i = 0; !s && i < columns; i++) {
        const Field *field = shape_field(&code_mapping_shape, names[i]);
        if (!field) return fail(ctx, INTERNAL, "data/mappings.csv: no column %s", names[i]);
        s = field_from_text(ctx, field, out, cells[i], strlen(cells[i]), NULL);
    }
    if (!out->action) out->action = "";
    out->version = 1;
    return s ? s : shape_check(ctx, &code_mapping_shape, out);
}

static Status file_read(Ctx *ctx, char *text, CodeMapping *rows, size_t *count)
{
    char *names[COLUMNS_MAX], *rest = text;
    size_t columns = cells_cut(strsep(&rest, "\n"), names);
    *count = 0;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n")) {
        if (!*line) continue;
        Status s = row_read(ctx, names, line, columns, &rows[(*count)++]);
        if (s) return s;
    }
    return OK;
}

Status mapping_seed(Ctx *ctx)
{
    char *text = arena_text(ctx->arena, (const char *)mapping_files[0].data);
    if (!text) return no_memory(ctx);
    size_t lines = 0;
    for (const char *at = text; *at; at++)
        lines += *at == '\n';
    CodeMapping *rows = ARENA_ARRAY(ctx->arena, lines + 1, CodeMapping);
    if (!rows) return no_memory(ctx);

    size_t count;
    int64_t stored;
    Status s = file_read(ctx, text, rows, &count);
    if (!s) s = mapping_store_shipped(ctx, &stored);
    if (s || stored >= (int64_t)count) return s;
    return mapping_store_ship(ctx, rows, count);
}
