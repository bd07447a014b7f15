#include "base/csv.h"

#include <string.h>

#include "base/rows.h"
#include "test.h"

static const char *written(T *t, const char *text)
{
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    buf_text(&buf, "");
    csv_cell(&buf, text, strlen(text));
    check_ok(t, buf_check(t->ctx, &buf));
    return buf.data;
}

TEST(a_cell_that_a_spreadsheet_would_run_is_made_a_text)
{
    check_text(t, written(t, "=1+1"), "\"'=1+1\"");
    check_text(t, written(t, "@SUM(A1)"), "\"'@SUM(A1)\"");
    check_text(t, written(t, "-2+3"), "\"'-2+3\"");
    check_text(t, written(t, "\tx"), "\"'\tx\"");
    check_text(t, written(t, "\rx"), "\"'\rx\"");
    check_text(t, written(t, "＝1"), "\"'＝1\"");
    check_text(t, written(t, "+442079460958"), "\"'+442079460958\"");
    check_text(t, written(t, "''=1"), "\"'''=1\"");
}

TEST(a_cell_that_nothing_would_run_stays_as_it_is)
{
    check_text(t, written(t, "a=b"), "a=b");
    check_text(t, written(t, "it's"), "it's");
    check_text(t, written(t, "'tis"), "'tis");
    check_text(t, written(t, "张三"), "张三");
    check_text(t, written(t, "a,\"b\""), "\"a,\"\"b\"\"\"");
}

TEST(what_leaves_as_csv_comes_back_unchanged)
{
    static const char *const texts[] = {"=1+1", "'=1",  "''@x", "'",      "+442079460958",
                                        "-1",   "'tis", "＝1",  "a\nb,c", "'\"=\""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        Buf file;
        Row row;
        RowSource *source;
        const RowOptions options = {.format = ROWS_CSV, .encoding = "utf-8", .delimiter = ','};
        buf_init(&file, t->ctx->arena);
        buf_text(&file, "one,two\n");
        csv_cell(&file, texts[i], strlen(texts[i]));
        buf_text(&file, ",x\n");
        check_ok(t, row_source_bytes(t->ctx, file.data, file.length, &options, &source));
        check_ok(t, row_source_next(t->ctx, source, &row));
        check_int(t, row.kind, ROW_CELLS);
        check_text(t, arena_text_n(t->ctx->arena, row.cells[0].text, row.cells[0].length),
                   texts[i]);
        row_source_close(source);
    }
}
