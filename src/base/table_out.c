#include "base/table_out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/field_set.h"
#include "base/field_show.h"
#include "base/json.h"

const Name table_formats[] = {{"csv", TABLE_CSV, "Text, a row a line"},
                              {"xlsx", TABLE_XLSX, "A spreadsheet"},
                              {NULL, 0, NULL}};

void table_cell(Buf *out, const Field *field, const void *thing, const View *view)
{
    bool many = field->kind == FIELD_KIND_LIST;
    bool nested = many || field->kind == FIELD_KIND_OBJECT;
    if (!nested) {
        field_to_text(out, field, thing, view);
        return;
    }
    const void *at = field_at(field, thing);
    bool given = many ? ((const List *)at)->count > 0 : *(void *const *)at != NULL;
    if (given && !field->write_only && !view_hides(view, field))
        json_field(out, field, thing, view);
}

void table_csv_heads(Buf *out, const Columns *columns)
{
    for (size_t i = 0; i < columns->count; i++) {
        if (i) buf_char(out, ',');
        buf_text(out, columns->items[i]->name);
    }
    buf_text(out, "\n");
}

static bool is_words(FieldKind kind)
{
    return kind == FIELD_KIND_TEXT || kind == FIELD_KIND_TEXTS || kind == FIELD_KIND_MAP ||
           kind == FIELD_KIND_OBJECT || kind == FIELD_KIND_LIST;
}

Status table_csv_row(Ctx *ctx, Buf *out, const Columns *columns, const void *thing,
                     const View *view)
{
    Buf cell;
    buf_init(&cell, ctx->arena);
    for (size_t i = 0; i < columns->count; i++) {
        const Field *field = columns->items[i];
        if (i) buf_char(out, ',');
        buf_clear(&cell);
        table_cell(&cell, field, thing, view);
        if (cell.failed) break;
        if (!cell.length) continue;
        if (is_words(field->kind))
            csv_cell(out, cell.data, cell.length);
        else
            buf_add(out, cell.data, cell.length);
    }
    buf_text(out, "\n");
    return buf_check(ctx, &cell);
}

Status table_file(Ctx *ctx, const char *folder, int *out)
{
    char *path = arena_format(ctx->arena, "%s/table-XXXXXX", folder);
    if (!path) return no_memory(ctx);
    *out = mkostemp(path, O_CLOEXEC);
    if (*out >= 0 && !unlink(path)) return OK;
    return fail(ctx, errno == ENOSPC ? NO_SPACE : INTERNAL, "the file cannot be written");
}
