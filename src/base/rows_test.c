#include "base/rows.h"

#include <stdio.h>
#include <string.h>

#include "test.h"

static RowSource *opened(T *t, const char *text, size_t length, const RowOptions *options)
{
    RowSource *source = NULL;
    check_ok(t, row_source_bytes(t->ctx, text, length, options, &source));
    return source;
}

static RowSource *csv(T *t, const char *text)
{
    return opened(t, text, strlen(text), NULL);
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

static void check_bad(T *t, RowSource *source, int64_t line, const char *field)
{
    Row row = next(t, source);
    check_int(t, row.kind, ROW_BAD);
    check_int(t, row.line, line);
    check_int(t, t->ctx->problem.row, line);
    check_text(t, t->ctx->problem.field, field);
}

static void check_good(T *t, RowSource *source, int64_t line, const char *first)
{
    Row row = next(t, source);
    check_int(t, row.kind, ROW_CELLS);
    check_int(t, row.line, line);
    check_cell(t, &row, 0, first);
}

static void check_end(T *t, RowSource *source)
{
    Row row = next(t, source);
    check_int(t, row.kind, ROW_END);
    row_source_close(source);
}

TEST(a_csv_row_has_its_cells_and_its_line)
{
    RowSource *source = csv(t, "no,city\r\nSF1,上海\r\n\r\nSF2,\r\n");
    check_int(t, row_source_columns(source)->count, 2);
    check_text(t, row_source_columns(source)->items[1], "city");
    Row row = next(t, source);
    check_int(t, row.line, 2);
    check_cell(t, &row, 0, "SF1");
    check_cell(t, &row, 1, "上海");
    row = next(t, source);
    check_int(t, row.line, 4);
    check_cell(t, &row, 1, "");
    check_end(t, source);
}

TEST(a_quoted_cell_holds_delimiters_quotes_and_line_breaks)
{
    RowSource *source = csv(t, "a,b\n\"x,\"\"y\"\"\n2\",\"\"\nz,5\" disk\n");
    Row row = next(t, source);
    check_cell(t, &row, 0, "x,\"y\"\n2");
    check_cell(t, &row, 1, "");
    row = next(t, source);
    check_int(t, row.line, 4); /* the row before had two lines */
    check_cell(t, &row, 1, "5\" disk");
    check_end(t, source);
}

TEST(the_last_row_needs_no_line_end)
{
    RowSource *source = csv(t, "a,b\n1,\"2\"");
    Row row = next(t, source);
    check_cell(t, &row, 1, "2");
    check_end(t, source);
}

TEST(a_ragged_row_is_that_rows_fault_only)
{
    RowSource *source = csv(t, "a,b\n1\n1,2,3\n1,2\n");
    check_bad(t, source, 2, "");
    check_text(t, t->ctx->problem.message, "the row has 1 cells, the header 2");
    check_bad(t, source, 3, "");
    check_good(t, source, 4, "1");
    check_end(t, source);
}

TEST(text_after_a_closing_quote_is_that_cells_fault)
{
    RowSource *source = csv(t, "a,b\n1,\"2\"x\n3,4\n");
    check_bad(t, source, 2, "b");
    check_good(t, source, 3, "3");
    check_end(t, source);
}

TEST(a_quote_that_the_file_does_not_close_is_named_by_the_line_that_opens_it)
{
    RowSource *source = csv(t, "a,b\n1,2\n3,\"4\n5,6\n");
    check_good(t, source, 2, "1");
    check_bad(t, source, 3, "");
    check_end(t, source);
}

TEST(bytes_that_are_no_text_are_named_by_line_and_column)
{
    static const char *const faults[] = {"\xff",     "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                         "\xe4\xb8", "\x80"};
    RowOptions utf8 = {.encoding = "utf-8"};
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const char *text = arena_format(t->ctx->arena, "a,b\n\"x\"\"y\",1%s\n2,3\n", faults[i]);
        RowSource *source = opened(t, text, strlen(text), &utf8);
        check_bad(t, source, 2, "b");
        check_good(t, source, 3, "2");
        check_end(t, source);
    }
}

TEST(the_delimiter_is_what_the_header_has_most_of)
{
    static const char delimiters[] = ",;\t|";
    for (size_t i = 0; i < 4; i++) {
        const char *text =
            arena_format(t->ctx->arena, "\"a,b;c\"%cb\n1%c2\n", delimiters[i], delimiters[i]);
        RowSource *source = csv(t, text);
        check_int(t, row_source_delimiter(source), delimiters[i]);
        check_text(t, row_source_columns(source)->items[0], "a,b;c");
        check_good(t, source, 2, "1");
        check_end(t, source);
    }
    RowOptions semicolon = {.delimiter = ';'};
    RowSource *source = opened(t, "a,b;c\n1;2\n", 10, &semicolon);
    check_int(t, row_source_columns(source)->count, 2);
    row_source_close(source);
    RowOptions colon = {.delimiter = ':'};
    check_status(t, row_source_bytes(t->ctx, "a:b\n", 4, &colon, &source), INVALID);
}

static void check_header_refused(T *t, const char *text, const char *field)
{
    RowSource *source;
    check_status(t, row_source_bytes(t->ctx, text, strlen(text), NULL, &source), INVALID);
    check_text(t, t->ctx->problem.field, field);
}

TEST(a_header_must_name_each_column_once)
{
    check_header_refused(t, "", "");
    check_header_refused(t, "\n\n", "");
    check_header_refused(t, "a,,b\n", "column 2");
    check_header_refused(t, "a, \n", "column 2");
    check_header_refused(t, "a,b, a \n", "a");
    check_header_refused(t, "a,\"b\n", "");
}

TEST(byte_order_marks_are_no_part_of_the_header)
{
    RowSource *source = csv(t, "\xef\xbb\xbfno,x\n1,2\n");
    check_text(t, row_source_columns(source)->items[0], "no");
    check_good(t, source, 2, "1");
    check_end(t, source);
    static const char wide[] = "\xff\xfen\0o\0,\0x\0\n\0-N,\0\x32\0\n\0";
    source = opened(t, wide, sizeof wide - 1, NULL);
    check_text(t, row_source_encoding(source), "UTF-16LE");
    check_text(t, row_source_columns(source)->items[0], "no");
    check_good(t, source, 2, "中");
    check_end(t, source);
}

/* "运单号,收件人,城市" and Chinese words that a detector can judge, in GB18030. */
#define GB_HEADER "\xd4\xcb\xb5\xa5\xba\xc5,\xca\xd5\xbc\xfe\xc8\xcb,\xb3\xc7\xca\xd0\n"
#define GB_ROW "SF1,\xd5\xc5\xc8\xfd,\xc9\xcf\xba\xa3\xca\xd0\xc6\xd6\xb6\xab\xd0\xc2\xc7\xf8\n"

TEST(gb18030_is_detected_and_read)
{
    const char *text = GB_HEADER GB_ROW GB_ROW GB_ROW;
    RowSource *source = csv(t, text);
    check_text(t, row_source_encoding(source), "GB18030");
    check_text(t, row_source_columns(source)->items[0], "运单号");
    Row row = next(t, source);
    check_cell(t, &row, 1, "张三");
    check_cell(t, &row, 2, "上海市浦东新区");
    row_source_close(source);
}

TEST(one_row_of_gb18030_is_guessed_where_the_caller_says_so_and_refused_elsewhere)
{
    const char *text = "\xd4\xcb\xb5\xa5\xba\xc5,\xca\xd5\xbc\xfe\xc8\xcb\nSF1,\xd5\xc5\xc8\xfd\n";
    RowOptions guess = {.may_guess = true};
    RowSource *source = opened(t, text, strlen(text), &guess);
    check_text(t, row_source_encoding(source), "GB18030");
    check(t, row_source_encoding_guessed(source));
    Row row = next(t, source);
    check_cell(t, &row, 1, "张三");
    row_source_close(source);
    check_status(t, row_source_bytes(t->ctx, text, strlen(text), NULL, &source), UNSUPPORTED);
    check(t, strstr(t->ctx->problem.hint, "gb18030") != NULL);
}

TEST(what_is_surely_another_encoding_is_not_guessed_to_be_chinese)
{
    static const char *const texts[] = {
        "name\nM\xfcller\n", /* windows-1252 */
        ("no,name\nSF1,\xb1\xe8\xc3\xb6\xbc\xf6,\xbc\xad\xbf\xef\xc6\xaf\xba\xb0\xbd\xc3 "
         "\xb0\xad\xb3\xb2\xb1\xb8\n"),                    /* EUC-KR */
        "no,name\nSF1,\xa4\xa4\xa4\xe5\xa6\x72\xc5\xe9\n", /* Big5 */
    };
    RowOptions guess = {.may_guess = true};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        RowSource *source;
        check_status(t, row_source_bytes(t->ctx, texts[i], strlen(texts[i]), &guess, &source),
                     UNSUPPORTED);
    }
}

TEST(a_fault_in_gb18030_is_named_by_line_and_the_rest_is_read)
{
    const char *text = GB_HEADER GB_ROW "SF2,\xd5\xff,x\nSF3,\x81\x30\x81\x30,\xc9\xcf\n";
    RowOptions gbk = {.encoding = "GBK"};
    RowSource *source = opened(t, text, strlen(text), &gbk);
    check_good(t, source, 2, "SF1");
    check_bad(t, source, 3, "收件人");
    Row row = next(t, source);
    check_cell(t, &row, 1, "\xc2\x80"); /* four bytes, U+0080 */
    check_cell(t, &row, 2, "上");
    check_end(t, source);
}

TEST(an_encoding_that_cannot_be_told_or_is_unknown_is_refused)
{
    RowSource *source;
    const char *latin = "nome,cidade\nJo\xe3o da Silva,S\xe3o Paulo\nJos\xe9 Concei\xe7\xe3o,\n";
    RowOptions given = {.encoding = "windows-1252"}, bogus = {.encoding = "klingon"};
    check_status(t, row_source_bytes(t->ctx, latin, strlen(latin), NULL, &source), UNSUPPORTED);
    check_status(t, row_source_bytes(t->ctx, latin, strlen(latin), &bogus, &source), UNSUPPORTED);
    source = opened(t, latin, strlen(latin), &given);
    check_good(t, source, 2, "João da Silva");
    row_source_close(source);
}

static char *filled(T *t, const char *head, size_t length, char with, const char *tail)
{
    size_t before = strlen(head), after = strlen(tail);
    char *text = arena_alloc(t->ctx->arena, before + length + after + 1);
    check(t, text != NULL);
    memcpy(text, head, before);
    memset(text + before, with, length);
    memcpy(text + before + length, tail, after);
    return text;
}

TEST(a_row_over_a_mebibyte_is_dropped_and_the_next_is_read)
{
    size_t length = 9 << 20;
    RowSource *source = csv(t, filled(t, "a\nx\n", length, 'y', "\nz\n"));
    check_good(t, source, 2, "x");
    check_bad(t, source, 3, "");
    check_good(t, source, 4, "z");
    check_end(t, source);
    source = csv(t, filled(t, "a\n", (1 << 20) - 3, 'y', "\nz\n"));
    Row row = next(t, source);
    check_int(t, row.cells[0].length, (1 << 20) - 3);
    check_good(t, source, 3, "z");
    check_end(t, source);
}

TEST(a_quote_that_is_not_closed_within_a_mebibyte_ends_the_file_once)
{
    Row row;
    size_t length = 3 << 20;
    RowSource *source = csv(t, filled(t, "a,b\nx,y\n1,\"p\nq\",\"", length, '\n', "z\"\nz,z\n"));
    check_good(t, source, 2, "x");
    check_status(t, row_source_next(t->ctx, source, &row), INVALID);
    check_int(t, t->ctx->problem.row, 3);
    check_text(t, t->ctx->problem.message,
               "the quote that opens on line 4 is not closed within 1 MiB");
    row_source_close(source);

    source = csv(t, filled(t, "a,b\n1,\"", length, 'y', "\n"));
    check_status(t, row_source_next(t->ctx, source, &row), INVALID);
    check_text(t, t->ctx->problem.field, "b");
    check_int(t, t->ctx->problem.row, 2);
    row_source_close(source);

    check_status(t,
                 row_source_bytes(t->ctx, filled(t, "\"", length, 'y', ""), length, NULL, &source),
                 INVALID);
    check_int(t, t->ctx->problem.row, 1);
}

TEST(rows_come_out_the_same_however_long_the_file_is)
{
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    buf_text(&buf, "no,text\n");
    for (int i = 0; i < 40000; i++)
        buf_format(&buf, i % 3 ? "%d,plain text of row\n" : "%d,\"quoted \"\"text\"\"\n of row\"\n",
                   i);
    RowSource *source = opened(t, buf.data, buf.length, NULL);
    for (int i = 0; i < 40000; i++) {
        Row row = next(t, source);
        char number[16];
        snprintf(number, sizeof number, "%d", i);
        bool same = row.kind == ROW_CELLS && row.cells[0].length == strlen(number) &&
                    memcmp(row.cells[0].text, number, strlen(number)) == 0 &&
                    row.cells[1].length == (i % 3 ? 17u : 21u);
        if (!same) check_int(t, i, -1);
    }
    int64_t done, all;
    row_source_progress(source, &done, &all);
    check_int(t, done, all);
    check_end(t, source);
}

TEST(a_file_that_is_not_there_or_is_a_folder_is_refused)
{
    RowSource *source;
    const char *path = arena_format(t->ctx->arena, "%s/none.csv", t->folder);
    check_status(t, row_source_file(t->ctx, path, NULL, &source), NOT_FOUND);
    check_status(t, row_source_file(t->ctx, t->folder, NULL, &source), INVALID);
}

/* --- JSON --- */

static RowSource *json(T *t, const char *text)
{
    return opened(t, text, strlen(text), NULL);
}

TEST(objects_become_rows_by_their_keys)
{
    RowSource *source = json(t, "[{\"no\":\"SF1\",\"kg\":1.50,\"ok\":true,\"x\":null},\n"
                                " {\"kg\":2,\"to\":{\"city\":\"上海\"},\"tags\":[\"a\",\"b\"]}]\n");
    Row row = next(t, source);
    check_int(t, row.line, 1);
    check_cell(t, &row, 0, "SF1");
    check_cell(t, &row, 1, "1.50");
    check_cell(t, &row, 2, "true");
    check_cell(t, &row, 3, "");
    row = next(t, source);
    check_int(t, row.line, 2);
    check_cell(t, &row, 0, "");
    check_cell(t, &row, 1, "2");
    check_text(t, row_source_columns(source)->items[4], "to.city");
    check_cell(t, &row, 4, "上海");
    check_cell(t, &row, 5, "a;b");
    check_end(t, source);
}

TEST(a_bad_line_of_ndjson_is_that_lines_fault)
{
    RowSource *source = json(t, "{\"no\":\"1\"}\n\n{\"no\":\n{\"no\":[{}]}\n[1]\n{\"no\":\"2\"}");
    check_good(t, source, 1, "1");
    check_bad(t, source, 3, "");
    check_bad(t, source, 4, "no");
    check_bad(t, source, 5, "");
    check_good(t, source, 6, "2");
    check_end(t, source);
}

TEST(a_bad_object_of_an_array_is_that_objects_fault)
{
    RowSource *source = json(t, "[{\"no\":\"1\"},17,{\"no\" \"x\"},{\"no\":\"}]\"}]");
    check_good(t, source, 1, "1");
    check_bad(t, source, 2, "");
    check_bad(t, source, 3, "");
    check_good(t, source, 4, "}]");
    check_end(t, source);
}

static void check_array_stops(T *t, const char *text)
{
    Row row;
    Status s = OK;
    RowSource *source = json(t, text);
    do
        s = row_source_next(t->ctx, source, &row);
    while (!s && row.kind != ROW_END);
    check_status(t, s, INVALID);
    row_source_close(source);
}

TEST(an_array_that_is_cut_off_or_malformed_stops_with_an_error)
{
    check_array_stops(t, "[");
    check_array_stops(t, "[{\"no\":\"1\"}");
    check_array_stops(t, "[{\"no\":\"1\"},");
    check_array_stops(t, "[{\"no\":\"1\"},]");
    check_array_stops(t, "[{\"no\":\"1");
    check_array_stops(t, "[{\"no\":\"1\"} {\"no\":\"2\"}]");
    check_array_stops(t, "[{\"no\":\"1\"}] x");
}

TEST(an_object_over_a_mebibyte_is_dropped_and_the_next_is_read)
{
    const char *head = "[{\"no\":\"", *tail = "\"},{\"no\":\"2\"}]";
    RowSource *source = json(t, filled(t, head, 5 << 20, 'x', tail));
    check_bad(t, source, 1, "");
    check_good(t, source, 2, "2");
    check_end(t, source);
    source = json(t, filled(t, head + 1, 5 << 20, 'x', "\"}\n{\"no\":\"2\"}\n"));
    check_bad(t, source, 1, "");
    check_good(t, source, 2, "2");
    check_end(t, source);
}

TEST(an_empty_array_has_no_rows)
{
    check_end(t, json(t, " [ ] "));
}
