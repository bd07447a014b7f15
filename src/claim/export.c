#include <string.h>

#include "access/page.h"
#include "claim/page.h"

/* A cell: quoted where it must be; what a spreadsheet would run is made text. */
static void write_cell(Buf *buf, const char *text)
{
    bool runs = *text && strchr("=+-@\t", *text) != NULL;
    if (!runs && !strpbrk(text, ",\"\n\r")) {
        buf_text(buf, text);
        return;
    }
    buf_char(buf, '"');
    if (runs) buf_char(buf, '\'');
    for (; *text; text++) {
        if (*text == '"') buf_char(buf, '"');
        buf_char(buf, *text);
    }
    buf_char(buf, '"');
}

static void write_header(Buf *buf)
{
    for (const Field *field = claim_row_shape.fields; field->name; field++) {
        if (field != claim_row_shape.fields) buf_char(buf, ',');
        buf_text(buf, field->name);
    }
    buf_char(buf, '\n');
}

static Status write_row(Ctx *ctx, Buf *buf, const Claim *claim, const View *view)
{
    Buf cell;
    buf_init(&cell, ctx->arena);
    for (const Field *field = claim_row_shape.fields; field->name; field++) {
        if (field != claim_row_shape.fields) buf_char(buf, ',');
        buf_clear(&cell);
        field_to_text(&cell, field, claim, view);
        if (cell.length) write_cell(buf, cell.data);
    }
    buf_char(buf, '\n');
    return buf_check(ctx, &cell);
}

Status claims_csv(Ctx *ctx, Buf *buf, const ClaimFilter *filter, const View *view,
                  const char **next)
{
    ClaimFilter asked = *filter;
    List page;
    size_t written = 0;
    Status s = OK;
    asked.limit = PAGE_MAX;
    *next = NULL;
    write_header(buf);
    do {
        s = claim_list(ctx, &asked, &page, next);
        const Claim *claims = page.items;
        for (size_t i = 0; !s && i < page.count; i++)
            s = write_row(ctx, buf, &claims[i], view);
        written += s ? 0 : page.count;
        asked.cursor = *next;
    } while (!s && *next && written < EXPORT_ROWS);
    return s ? s : buf_check(ctx, buf);
}
