#include <stdlib.h>
#include <string.h>

#include "base/rows_internal.h"
#include "base/xlsx_book.h"

enum { CHUNK_BYTES = 65536 };

typedef enum CellType {
    CELL_NUMBER,
    CELL_SHARED,
    CELL_INLINE,
    CELL_TEXT,
    CELL_BOOL,
    CELL_ERROR
} CellType;

/* Where a cell's text lies in the row's texts. */
typedef struct CellPlace {
    size_t start, length;
    bool is_time;
} CellPlace;

typedef struct XlsxSource {
    RowSource base;
    XlsxBook book;
    XlsxEntry entry;
    XML_Parser parser;
    char *chunk;
    bool suspended, ended, header_read;
    bool row_done; /* the parser stopped at the end of a row */
    int64_t line;
    /* the cell being read */
    CellType type;
    int64_t column; /* of the last cell begun, from 0; -1 before the first */
    bool dated, in_value;
    int phonetic;
    Buf raw;
    /* the row being read */
    Buf texts;
    CellPlace *places; /* ROW_COLUMNS */
    size_t count;      /* one more than the last that is not empty */
    const char *fault; /* of the row, and the column it is in */
    int64_t fault_column;
} XlsxSource;

/* --- the parser's side --- */

/* "BC12": 54; -1 when it names no column. */
static int64_t column_of(const char *reference)
{
    int64_t column = 0;
    while (*reference >= 'A' && *reference <= 'Z' && column <= ROW_COLUMNS)
        column = column * 26 + (*reference++ - 'A' + 1);
    return column - 1;
}

static CellType type_of(const char *name)
{
    static const struct {
        const char *name;
        CellType type;
    } types[] = {{"s", CELL_SHARED}, {"inlineStr", CELL_INLINE}, {"str", CELL_TEXT},
                 {"d", CELL_TEXT},   {"b", CELL_BOOL},           {"e", CELL_ERROR}};
    for (size_t i = 0; name && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name) == 0) return types[i].type;
    return CELL_NUMBER;
}

static void row_start(XlsxSource *xlsx, const char **attributes)
{
    const char *number = xlsx_attribute(attributes, "r");
    xlsx->line = number ? strtol(number, NULL, 10) : xlsx->line + 1;
    xlsx->column = -1;
    xlsx->count = 0;
    xlsx->fault = NULL;
    buf_clear(&xlsx->texts);
    memset(xlsx->places, 0, ROW_COLUMNS * sizeof *xlsx->places);
}

static void cell_start(XlsxSource *xlsx, const char **attributes)
{
    const char *reference = xlsx_attribute(attributes, "r");
    const char *style = xlsx_attribute(attributes, "s");
    unsigned long number = style ? strtoul(style, NULL, 10) : 0;
    int64_t column = reference ? column_of(reference) : xlsx->column + 1;
    /* Cells must come in order: one that does not is taken for the next. */
    xlsx->column = column > xlsx->column ? column : xlsx->column + 1;
    xlsx->type = type_of(xlsx_attribute(attributes, "t"));
    xlsx->dated = number < xlsx->book.dated.length && xlsx->book.dated.data[number];
    buf_clear(&xlsx->raw);
}

static void sheet_start(void *parser, const char *name, const char **attributes)
{
    XlsxSource *xlsx = XML_GetUserData(parser);
    name = xlsx_name(name);
    if (strcmp(name, "row") == 0)
        row_start(xlsx, attributes);
    else if (strcmp(name, "c") == 0)
        cell_start(xlsx, attributes);
    else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0)
        xlsx->in_value = true;
    else if (strcmp(name, "rPh") == 0)
        xlsx->phonetic++;
}

static void sheet_text(void *parser, const char *text, int length)
{
    XlsxSource *xlsx = XML_GetUserData(parser);
    if (xlsx->in_value && !xlsx->phonetic) buf_add(&xlsx->raw, text, (size_t)length);
}

static void cell_refuse(XlsxSource *xlsx, const char *why)
{
    if (xlsx->fault) return;
    xlsx->fault = why;
    xlsx->fault_column = xlsx->column;
}

/* Appends the cell's text to the row's. */
static void cell_put(XlsxSource *xlsx)
{
    const char *raw = xlsx->raw.length ? xlsx->raw.data : "", *text;
    switch (xlsx->type) {
    case CELL_SHARED:
        text = xlsx_string(&xlsx->book, strtoull(raw, NULL, 10));
        buf_text(&xlsx->texts, text);
        if (!text) cell_refuse(xlsx, "the cell names a text that the file does not have");
        break;
    case CELL_INLINE:
    case CELL_TEXT:
        buf_add(&xlsx->texts, raw, xlsx->raw.length);
        break;
    case CELL_BOOL:
        buf_text(&xlsx->texts, *raw == '1' ? "true" : "false");
        break;
    case CELL_ERROR:
        cell_refuse(xlsx, "the cell's formula failed");
        break;
    case CELL_NUMBER:
        if (*raw && !xlsx_number(&xlsx->texts, &xlsx->book, raw, xlsx->dated))
            cell_refuse(xlsx, "the cell holds no number that can be read");
        break;
    }
}

static void cell_end(XlsxSource *xlsx)
{
    size_t start = xlsx->texts.length;
    if (xlsx->raw.failed) cell_refuse(xlsx, "the cell is longer than 1 MiB");
    if (xlsx->raw.length) cell_put(xlsx);
    size_t length = xlsx->texts.length - start;
    if (length == 0) return;
    if (xlsx->column >= ROW_COLUMNS) {
        cell_refuse(xlsx, "the row has more than 1024 cells");
        return;
    }
    xlsx->places[xlsx->column] =
        (CellPlace){start, length, xlsx->dated && xlsx->type == CELL_NUMBER};
    xlsx->count = (size_t)xlsx->column + 1;
}

static void sheet_end(void *parser, const char *name)
{
    XlsxSource *xlsx = XML_GetUserData(parser);
    name = xlsx_name(name);
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        xlsx->in_value = false;
    } else if (strcmp(name, "rPh") == 0) {
        xlsx->phonetic--;
    } else if (strcmp(name, "c") == 0) {
        cell_end(xlsx);
    } else if (strcmp(name, "row") == 0 && (xlsx->count || xlsx->fault)) {
        xlsx->row_done = true;
        XML_StopParser(parser, XML_TRUE);
    }
}

/* --- the reader's side --- */

static Status chunk_parse(Ctx *ctx, XlsxSource *xlsx)
{
    size_t got = 0;
    enum XML_Status status;
    if (xlsx->suspended) {
        status = XML_ResumeParser(xlsx->parser);
    } else {
        Status s = xlsx_entry_read(ctx, &xlsx->book, &xlsx->entry, xlsx->chunk, CHUNK_BYTES, &got);
        if (s) return s;
        xlsx->ended = got == 0;
        status = XML_Parse(xlsx->parser, xlsx->chunk, (int)got, got == 0);
    }
    xlsx->suspended = status == XML_STATUS_SUSPENDED;
    xlsx->base.done = xlsx->entry.unpacked;
    if (status == XML_STATUS_ERROR)
        return fail(ctx, INVALID, "the sheet's XML is damaged after row %lld",
                    (long long)xlsx->line);
    return OK;
}

static void cells_show(XlsxSource *xlsx, Row *row)
{
    size_t columns = xlsx->header_read ? xlsx->base.columns.count : xlsx->count;
    row->count = xlsx->count > columns ? xlsx->count : columns;
    for (size_t i = 0; i < row->count; i++) {
        const CellPlace *place = &xlsx->places[i];
        xlsx->base.cells[i] = (Cell){.text = place->length ? xlsx->texts.data + place->start : "",
                                     .length = place->length,
                                     .is_time = place->is_time};
    }
}

static Status xlsx_next(Ctx *ctx, RowSource *source, Row *row)
{
    XlsxSource *xlsx = (XlsxSource *)source;
    xlsx->row_done = false;
    while (!xlsx->row_done && (xlsx->suspended || !xlsx->ended)) {
        Status s = chunk_parse(ctx, xlsx);
        if (s) return s;
    }
    if (!xlsx->row_done) return OK;
    row->kind = ROW_CELLS;
    row->line = xlsx->line;
    if (xlsx->texts.failed) {
        buf_clear(&xlsx->texts);
        return row_bad(ctx, source, row, -1, "the row is longer than 1 MiB");
    }
    cells_show(xlsx, row);
    if (xlsx->fault) return row_bad(ctx, source, row, xlsx->fault_column, xlsx->fault);
    if (!xlsx->header_read || xlsx->count <= source->columns.count) return OK;
    return row_bad(ctx, source, row, -1, "the row has more cells than the header");
}

static void xlsx_close(RowSource *source)
{
    XlsxSource *xlsx = (XlsxSource *)source;
    if (xlsx->parser) XML_ParserFree(xlsx->parser);
    if (xlsx->entry.file) zip_fclose(xlsx->entry.file);
    xlsx_book_close(&xlsx->book);
    buf_release(&xlsx->raw);
    buf_release(&xlsx->texts);
    memory_free(xlsx->places);
    memory_free(xlsx->chunk);
}

static Status header_read(Ctx *ctx, XlsxSource *xlsx)
{
    Row row;
    Status s = row_source_next(ctx, &xlsx->base, &row);
    if (s) return s;
    if (row.kind == ROW_BAD) return INVALID;
    if (row.kind == ROW_END) return fail(ctx, INVALID, "the sheet is empty: it has no header");
    xlsx->header_read = true;
    return row_header_add(ctx, &xlsx->base, &row);
}

static Status sheet_open(Ctx *ctx, const RowInput *input, XlsxSource *xlsx)
{
    zip_stat_t status;
    Status s = xlsx_book_open(ctx, input, &xlsx->book);
    if (s) return s;
    s = xlsx_entry_open(ctx, &xlsx->book, xlsx->book.sheet, &xlsx->entry);
    if (s == NOT_FOUND) return fail(ctx, INVALID, "the XLSX file lacks the sheet it lists");
    if (s) return s;
    if (zip_stat(xlsx->book.zip, xlsx->book.sheet, 0, &status) == 0)
        xlsx->base.all = (int64_t)status.size;
    xlsx->parser = xlsx_parser(xlsx, sheet_start, sheet_end, sheet_text);
    return xlsx->parser ? header_read(ctx, xlsx) : no_memory(ctx);
}

Status row_xlsx_open(Ctx *ctx, const RowInput *input, RowSource **out)
{
    XlsxSource *xlsx = row_source_new(sizeof *xlsx, ROWS_XLSX);
    if (!xlsx) return no_memory(ctx);
    xlsx->base.next = xlsx_next;
    xlsx->base.close = xlsx_close;
    xlsx->raw.limit = xlsx->texts.limit = ROW_BYTES;
    xlsx->places = memory_alloc(ROW_COLUMNS * sizeof *xlsx->places);
    xlsx->chunk = memory_alloc(CHUNK_BYTES);
    Status s = xlsx->places && xlsx->chunk ? sheet_open(ctx, input, xlsx) : no_memory(ctx);
    if (s)
        row_source_close(&xlsx->base);
    else
        *out = &xlsx->base;
    return s;
}
