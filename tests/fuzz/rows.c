/* Any bytes as a table, in each format of text. What CSV gave can be written and reads the same. */
#include <string.h>

#include "base/rows.h"
#include "fuzz.h"

enum { ROWS_MOST = 1000 };

static void put_cell(Buf *buf, const char *text, size_t length, bool first)
{
    if (!first) buf_char(buf, ',');
    buf_char(buf, '"');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"') buf_char(buf, '"');
        buf_char(buf, text[i]);
    }
    buf_char(buf, '"');
}

/* Reads all, appending the good rows to `copy` as CSV; true when it was read to its end. */
static bool read_all(Ctx *ctx, RowSource *source, Buf *copy)
{
    Row row;
    const Texts *columns = row_source_columns(source);
    for (size_t i = 0; i < columns->count; i++)
        put_cell(copy, columns->items[i], strlen(columns->items[i]), i == 0);
    buf_char(copy, '\n');
    for (int rows = 0; rows < ROWS_MOST; rows++) {
        if (row_source_next(ctx, source, &row)) {
            fuzz_demand(ctx->problem.message[0] != 0);
            return false;
        }
        if (row.kind == ROW_END) return true;
        fuzz_demand(row.line > 0);
        if (row.kind == ROW_BAD) {
            fuzz_demand(ctx->problem.row == row.line && ctx->problem.message[0]);
            continue;
        }
        fuzz_demand(row.count == row_source_columns(source)->count);
        for (size_t i = 0; i < row.count; i++)
            put_cell(copy, row.cells[i].text, row.cells[i].length, i == 0);
        buf_char(copy, '\n');
    }
    return false;
}

static void round_trip(Ctx *ctx, const Buf *first)
{
    RowSource *source;
    Buf second;
    RowOptions options = {.format = ROWS_CSV, .encoding = "utf-8", .delimiter = ','};
    buf_init(&second, ctx->arena);
    fuzz_demand(row_source_bytes(ctx, first->data, first->length, &options, &source) == OK);
    fuzz_demand(read_all(ctx, source, &second));
    row_source_close(source);
    fuzz_demand(first->length == second.length);
    fuzz_demand(memcmp(first->data, second.data, first->length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const RowOptions choices[] = {{.format = ROWS_CSV},
                                         {.format = ROWS_CSV, .encoding = "utf-8"},
                                         {.format = ROWS_CSV, .encoding = "gb18030"},
                                         {.format = ROWS_CSV, .encoding = "utf-16"},
                                         {.format = ROWS_NDJSON},
                                         {.format = ROWS_JSON},
                                         {.format = ROWS_GUESS}};
    if (length == 0) return 0;
    const RowOptions *options = &choices[bytes[0] % (sizeof choices / sizeof *choices)];
    RowSource *source;
    Ctx ctx;
    Buf copy;
    fuzz_begin(&ctx);
    buf_init(&copy, ctx.arena);
    if (row_source_bytes(&ctx, (const char *)bytes + 1, length - 1, options, &source)) {
        fuzz_demand(ctx.problem.message[0] != 0);
    } else {
        bool whole = read_all(&ctx, source, &copy);
        bool csv = row_source_format(source) == ROWS_CSV;
        row_source_close(source);
        if (whole && csv) round_trip(&ctx, &copy);
    }
    fuzz_end(&ctx);
    return 0;
}
