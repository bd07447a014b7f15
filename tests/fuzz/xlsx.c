/* Any bytes as the sheet, the texts and the styles of an XLSX file, and as the file itself. */
#include <string.h>
#include <zip.h>

#include "base/rows.h"
#include "fuzz.h"

static const char workbook[] =
    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" r:id=\"a\"/></sheets></workbook>";
static const char relations[] =
    "<Relationships><Relationship Id=\"a\" Target=\"s.xml\"/></Relationships>";

static void add(zip_t *zip, const char *name, const void *bytes, size_t length)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, length, 0);
    zip_int64_t at = zip_file_add(zip, name, source, 0);
    fuzz_demand(at >= 0);
    zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

/* The input's parts are separated by a zero: sheet, texts, styles. */
static size_t book_make(const uint8_t *bytes, size_t length, char *out, size_t room)
{
    static const char *const names[] = {"xl/s.xml", "xl/sharedStrings.xml", "xl/styles.xml"};
    zip_source_t *target = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(target);
    zip_t *zip = zip_open_from_source(target, ZIP_TRUNCATE, NULL);
    add(zip, "xl/workbook.xml", workbook, sizeof workbook - 1);
    add(zip, "xl/_rels/workbook.xml.rels", relations, sizeof relations - 1);
    for (int i = 0; i < 3; i++) {
        const uint8_t *end = i < 2 ? memchr(bytes, 0, length) : NULL;
        size_t part = end ? (size_t)(end - bytes) : length;
        add(zip, names[i], bytes, part);
        bytes += end ? part + 1 : part;
        length -= end ? part + 1 : part;
    }
    fuzz_demand(zip_close(zip) == 0);
    zip_source_open(target);
    zip_int64_t got = zip_source_read(target, out, room);
    zip_source_close(target);
    zip_source_free(target);
    return got > 0 ? (size_t)got : 0;
}

static void read_all(Ctx *ctx, const char *bytes, size_t length)
{
    static const RowOptions options = {.format = ROWS_XLSX};
    RowSource *source;
    Row row = {.kind = ROW_CELLS};
    if (row_source_bytes(ctx, bytes, length, &options, &source)) {
        fuzz_demand(ctx->problem.message[0] != 0);
        return;
    }
    size_t columns = row_source_columns(source)->count;
    while (row_source_next(ctx, source, &row) == OK && row.kind != ROW_END) {
        fuzz_demand(row.kind == ROW_BAD || row.count == columns);
        for (size_t i = 0; i < row.count; i++)
            fuzz_demand(memchr(row.cells[i].text, 0xff, row.cells[i].length) == NULL);
    }
    row_source_close(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static char book[1 << 16];
    Ctx ctx;
    fuzz_begin(&ctx);
    if (length > 0 && bytes[0] == 'P') {
        read_all(&ctx, (const char *)bytes, length);
    } else {
        size_t size = book_make(bytes, length, book, sizeof book);
        read_all(&ctx, book, size);
    }
    fuzz_end(&ctx);
    return 0;
}
