#include <stdio.h>
#include <string.h>
#include <zip.h>

#include "base/rows.h"
#include "test.h"

/* The parts of an XLSX file; NULL leaves one out. */
typedef struct Parts {
    const char *sheet, *strings, *styles, *workbook;
} Parts;

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

static const char workbook[] =
    HEAD "<workbook xmlns:r=\"r\"><workbookPr/><sheets><sheet name=\"Parcels\" r:id=\"rId1\"/>"
         "<sheet name=\"Other\" r:id=\"rId2\"/></sheets></workbook>";

static const char relations[] =
    HEAD "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"
         "<Relationship Id=\"rId2\" Target=\"/xl/worksheets/sheet2.xml\"/></Relationships>";

static void add_part(T *t, zip_t *zip, const char *name, const char *text)
{
    if (!text) return;
    zip_source_t *source = zip_source_buffer(zip, text, strlen(text), 0);
    check(t, zip_file_add(zip, name, source, ZIP_FL_OVERWRITE) >= 0);
}

static const char *xlsx_file(T *t, const Parts *parts)
{
    int error;
    const char *path = arena_format(t->ctx->arena, "%s/book.xlsx", t->folder);
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
    check(t, zip != NULL);
    add_part(t, zip, "xl/workbook.xml", parts->workbook ? parts->workbook : workbook);
    add_part(t, zip, "xl/_rels/workbook.xml.rels", relations);
    add_part(t, zip, "xl/worksheets/sheet1.xml", parts->sheet);
    add_part(t, zip, "xl/worksheets/sheet2.xml",
             "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>other</t></is></c></row>"
             "</sheetData></worksheet>");
    add_part(t, zip, "xl/sharedStrings.xml", parts->strings);
    add_part(t, zip, "xl/styles.xml", parts->styles);
    check_int(t, zip_close(zip), 0);
    return path;
}

static RowSource *opened(T *t, const Parts *parts, const RowOptions *options)
{
    RowSource *source = NULL;
    check_ok(t, row_source_file(t->ctx, xlsx_file(t, parts), options, &source));
    return source;
}

static Row next(T *t, RowSource *source)
{
    Row row;
    check_ok(t, row_source_next(t->ctx, source, &row));
    return row;
}

static void check_cell(T *t, const Row *row, size_t column, const char *want)
{
    check(t, column < row->count);
    check_text(t, arena_text_n(t->ctx->arena, row->cells[column].text, row->cells[column].length),
               want);
}

static void check_refused(T *t, const Parts *parts, Status want)
{
    RowSource *source;
    check_status(t, row_source_file(t->ctx, xlsx_file(t, parts), NULL, &source), want);
}

#define SHEET(rows) HEAD "<worksheet><sheetData>" rows "</sheetData></worksheet>"
#define CELL(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"

TEST(a_sheet_gives_shared_and_inline_texts_numbers_and_truth)
{
    Parts parts = {
        .strings = "<sst><si><t>no</t></si><si><r><t>kg </t></r><r><t>net</t></r>"
                   "<rPh><t>ignored</t></rPh></si><si><t>SF &amp; 1</t></si></sst>",
        .sheet = SHEET(
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\">"
            "<v>1</v></c>" CELL("ok") "</row>"
                                      "<row r=\"2\"/>"
                                      "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>2</v></c>"
                                      "<c r=\"B4\"><v>0.10000000000000001</v></c>"
                                      "<c r=\"C4\" t=\"b\"><v>1</v></c></row>"
                                      "<row r=\"5\"><c r=\"B5\"><v>7712345678901</v></c></row>")};
    RowSource *source = opened(t, &parts, NULL);
    check_text(t, row_source_columns(source)->items[1], "kg net");
    Row row = next(t, source);
    check_int(t, row.line, 4);
    check_cell(t, &row, 0, "SF & 1");
    check_cell(t, &row, 1, "0.1");
    check_cell(t, &row, 2, "true");
    row = next(t, source);
    check_int(t, row.count, 3);
    check_cell(t, &row, 0, "");
    check_cell(t, &row, 1, "7712345678901");
    check_int(t, next(t, source).kind, ROW_END);
    row_source_close(source);
}

#define STYLES                                                                                     \
    "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[Red]yyyy\\-mm\\-dd\"/>"           \
    "<numFmt numFmtId=\"165\" formatCode=\"0.0&quot;days&quot;\"/></numFmts>"                      \
    "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"              \
    "<xf numFmtId=\"22\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>"

TEST(numbers_become_dates_by_their_style)
{
    Parts parts = {.styles = STYLES,
                   .sheet = SHEET("<row>" CELL("a") CELL("b") CELL("c") CELL(
                       "d") "</row>"
                            "<row><c s=\"1\"><v>43010.45594907407</v></c>"
                            "<c s=\"2\"><v>43010</v></c><c s=\"3\"><v>43010</v></c>"
                            "<c s=\"1\"><v>0.5</v></c></row>"
                            "<row><c s=\"1\"><v>1</v></c><c s=\"2\"><v>61</v></c>"
                            "<c s=\"1\"><v>43010.999999999</v></c></row>"
                            "<row><c s=\"1\"><v>-1</v></c></row>")};
    RowSource *source = opened(t, &parts, NULL);
    Row row = next(t, source);
    check_cell(t, &row, 0, "2017-10-02 10:56:34");
    check(t, row.cells[0].is_time);
    check_cell(t, &row, 1, "2017-10-02");
    check_cell(t, &row, 2, "43010");
    check(t, !row.cells[2].is_time);
    check_cell(t, &row, 3, "12:00:00");
    row = next(t, source);
    check_cell(t, &row, 0, "1900-01-01");
    check_cell(t, &row, 1, "1900-03-01");
    check_cell(t, &row, 2, "2017-10-03");
    row = next(t, source);
    check_int(t, row.kind, ROW_BAD);
    check_text(t, t->ctx->problem.field, "a");
    row_source_close(source);
}

TEST(a_sheet_is_found_by_its_name)
{
    Parts parts = {.sheet = SHEET("<row>" CELL("a") "</row>")};
    RowOptions other = {.sheet = "Other"}, none = {.sheet = "None"};
    RowSource *source = opened(t, &parts, &other);
    check_text(t, row_source_columns(source)->items[0], "other");
    row_source_close(source);
    check_status(t, row_source_file(t->ctx, xlsx_file(t, &parts), &none, &source), NOT_FOUND);
}

TEST(a_row_of_a_sheet_with_a_fault_is_that_rows_fault)
{
    Parts parts = {.sheet = SHEET("<row>" CELL("a") CELL(
                       "b") "</row>"
                            "<row>" CELL("1") CELL("2") CELL(
                                "3") "</row>"
                                     "<row>" CELL("1") "<c t=\"e\"><v>#DIV/0!</v></c></row>"
                                                       "<row><c t=\"s\"><v>9</v></c></row>"
                                                       "<row><c><v>abc</v></c></row>"
                                                       "<row>" CELL("1") CELL("2") "</row>")};
    static const char *const fields[] = {"", "b", "a", "a"};
    RowSource *source = opened(t, &parts, NULL);
    for (int i = 0; i < 4; i++) {
        Row row = next(t, source);
        check_int(t, row.kind, ROW_BAD);
        check_int(t, row.line, i + 2);
        check_text(t, t->ctx->problem.field, fields[i]);
    }
    Row row = next(t, source);
    check_cell(t, &row, 1, "2");
    row_source_close(source);
}

TEST(what_is_no_xlsx_is_refused)
{
    RowSource *source;
    RowOptions xlsx = {.format = ROWS_XLSX};
    check_status(t, row_source_bytes(t->ctx, "PK\3\4rest", 8, &xlsx, &source), INVALID);
    check_status(t, row_source_bytes(t->ctx, "a,b\n", 4, &xlsx, &source), INVALID);
    check_refused(t, &(Parts){.sheet = NULL}, INVALID);
    check_refused(t, &(Parts){.sheet = SHEET("")}, INVALID);
    check_refused(t, &(Parts){.sheet = "<worksheet><sheetData><row>"}, INVALID);
    check_refused(t, &(Parts){.sheet = SHEET("<row>" CELL("a") CELL("a") "</row>")}, INVALID);
    check_refused(t, &(Parts){.workbook = "<!DOCTYPE x [<!ENTITY a \"b\">]><workbook/>"}, INVALID);
}

TEST(what_unpacks_beyond_all_measure_is_refused)
{
    size_t length = 40 << 20;
    char *sheet = arena_alloc(t->ctx->arena, length + 1);
    check(t, sheet != NULL);
    memset(sheet, ' ', length);
    memcpy(sheet, "<worksheet>", 11);
    check_refused(t, &(Parts){.sheet = sheet}, TOO_LARGE);
}

TEST(a_sheet_that_breaks_off_gives_its_rows_and_then_an_error)
{
    Row row;
    Parts parts = {.sheet = HEAD "<worksheet><sheetData><row>" CELL("a") "</row><row>" CELL(
                       "1") "</row><row><c></row>"};
    RowSource *source = opened(t, &parts, NULL);
    check_int(t, next(t, source).kind, ROW_CELLS);
    check_status(t, row_source_next(t->ctx, source, &row), INVALID);
    row_source_close(source);
}
