#include "access/print.h"

#include <stdio.h>

#include "access/setting.h"

static void add_names(Buf *out, const Shape *shape)
{
    for (const Field *field = shape->fields; field->name; field++) {
        if (field != shape->fields) buf_char(out, '\t');
        buf_text(out, field->name);
    }
    buf_char(out, '\n');
}

static void add_row(Buf *out, const Shape *shape, const void *row, const View *view)
{
    for (const Field *field = shape->fields; field->name; field++) {
        if (field != shape->fields) buf_char(out, '\t');
        field_to_text(out, field, row, view);
    }
    buf_char(out, '\n');
}

static Status print_some(Ctx *ctx, const Shape *shape, const List *rows, bool names)
{
    Buf out;
    View view = {.zone = setting_text(ctx, SETTING_NAMED_ZONE), .currency = ctx_currency(ctx)};
    buf_init(&out, ctx->arena);
    if (names) add_names(&out, shape);
    for (size_t i = 0; i < rows->count; i++)
        add_row(&out, shape, (const char *)rows->items + i * shape->size, &view);
    Status s = buf_check(ctx, &out);
    if (!s && out.length) fwrite(out.data, 1, out.length, stdout);
    return s;
}

Status print_rows(Ctx *ctx, const Shape *shape, const List *rows)
{
    return print_some(ctx, shape, rows, true);
}

Status print_pages(Ctx *ctx, const Shape *shape, PrintPage *page)
{
    const char *cursor = NULL, *next = NULL;
    Status s = OK;
    do {
        List rows;
        s = page(ctx, cursor, &rows, &next);
        if (!s) s = print_some(ctx, shape, &rows, !cursor);
        cursor = next;
    } while (!s && next);
    return s;
}
