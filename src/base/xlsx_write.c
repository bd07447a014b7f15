#include "base/xlsx_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/field_set.h"
#include "base/instant.h"
#include "base/table_out.h"
#include "base/text.h"

/* The largest whole number that a cell holds exactly (IEEE 754, 53 bits), and its longest text. */
#define EXACT_MAX ((INT64_C(1) << 53) - 1)
#define TEXT_MAX ((size_t)32767)
/* That must be free while the parts become one file: more than others write meanwhile. */
#define SLACK_BYTES ((off_t)8 << 20)
/* Days from 1899-12-30, where spreadsheets begin to count, to 1970-01-01. */
#define EPOCH_DAYS 25569.0

struct XlsxOut {
    lxw_workbook *book;
    lxw_worksheet *sheet;
    lxw_format *bold, *money, *date, *time;
    lxw_row_t row;
    lxw_col_t column, columns;
    const char *folder;
    int file; /* without a name; -1: none */
};

static Status status_of(Ctx *ctx, lxw_error error)
{
    if (error == LXW_NO_ERROR) return OK;
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED) return no_memory(ctx);
    bool full = error == LXW_ERROR_CREATING_TMPFILE || error == LXW_ERROR_CREATING_XLSX_FILE ||
                (error >= LXW_ERROR_ZIP_FILE_OPERATION && error <= LXW_ERROR_ZIP_CLOSE);
    return fail(ctx, full ? NO_SPACE : INTERNAL, "the spreadsheet cannot be written");
}

static lxw_format *format_of(lxw_workbook *book, const char *pattern)
{
    lxw_format *format = workbook_add_format(book);
    if (format && pattern) format_set_num_format(format, pattern);
    return format;
}

static Status no_file(Ctx *ctx)
{
    return fail(ctx, errno == ENOSPC ? NO_SPACE : INTERNAL, "the spreadsheet cannot be written");
}

/* The library does not look whether what it writes beside the spreadsheet was written. So there
 * must be room for all of it before, and some must be left behind it. */
static Status room_check(Ctx *ctx, const char *folder, off_t bytes)
{
    int file = -1;
    Status s = table_file(ctx, folder, &file);
    int cause = s ? 0 : posix_fallocate(file, 0, bytes);
    if (file >= 0) close(file);
    if (s || !cause) return s;
    return fail(ctx, NO_SPACE, "the disk is full: the spreadsheet was not written");
}

Status xlsx_out_open(Ctx *ctx, const char *sheet, const char *folder, XlsxOut **result)
{
    XlsxOut *out = memory_alloc(sizeof *out);
    char *where = arena_text(ctx->arena, folder);
    *result = out;
    if (!out) return no_memory(ctx);
    out->file = -1;
    out->folder = where;
    if (!where) return no_memory(ctx);
    Status s = room_check(ctx, folder, SLACK_BYTES);
    if (!s) s = table_file(ctx, folder, &out->file);
    if (s) return s;
    char path[sizeof "/proc/self/fd/" + 3 * sizeof out->file]; /* the library opens by a path */
    snprintf(path, sizeof path, "/proc/self/fd/%d", out->file);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = where};
    out->book = workbook_new_opt(path, &options);
    if (!out->book) return no_memory(ctx);
    out->sheet = workbook_add_worksheet(out->book, sheet);
    out->bold = format_of(out->book, NULL);
    out->money = format_of(out->book, "#,##0.00");
    out->date = format_of(out->book, "yyyy-mm-dd");
    out->time = format_of(out->book, "yyyy-mm-dd hh:mm:ss");
    if (!out->sheet || !out->bold || !out->money || !out->date || !out->time) return no_memory(ctx);
    format_set_bold(out->bold);
    worksheet_freeze_panes(out->sheet, 1, 0);
    return OK;
}

void xlsx_out_column(XlsxOut *out, const char *name)
{
    worksheet_write_string(out->sheet, 0, out->columns++, name, out->bold);
}

Status xlsx_out_row(Ctx *ctx, XlsxOut *out)
{
    out->column = 0;
    if (out->row++ < XLSX_ROWS) return OK;
    Status s = fail(ctx, TOO_LARGE, "a spreadsheet has at most %d rows here", XLSX_ROWS);
    problem_hint(ctx, "narrow it down, or take it as CSV");
    return s;
}

static lxw_error put_text(Ctx *ctx, XlsxOut *out, const Field *field, const void *thing,
                          const View *view)
{
    Buf text;
    buf_init(&text, ctx->arena);
    table_cell(&text, field, thing, view);
    if (text.failed) return LXW_ERROR_MEMORY_MALLOC_FAILED;
    if (!text.length) return LXW_NO_ERROR;
    if (text_characters(text.data) > TEXT_MAX) text.data[text_prefix(text.data, TEXT_MAX)] = 0;
    return worksheet_write_string(out->sheet, out->row, out->column, text.data, NULL);
}

static lxw_error put_number(XlsxOut *out, double value, lxw_format *format)
{
    return worksheet_write_number(out->sheet, out->row, out->column, value, format);
}

static double serial_of(int64_t at_ms, const View *view)
{
    const char *zone = view && view->zone ? view->zone : "Z";
    return EPOCH_DAYS + (double)(at_ms + zone_offset_ms(zone, at_ms)) / (double)DAY_MS;
}

static lxw_error put(Ctx *ctx, XlsxOut *out, const Field *field, const void *thing,
                     const View *view)
{
    const void *at = field_at(field, thing);
    int64_t whole = *(const int64_t *)at;
    bool exact = whole <= EXACT_MAX && whole >= -EXACT_MAX;
    switch (field->kind) {
    case FIELD_KIND_INT:
        return exact ? put_number(out, (double)whole, NULL)
                     : put_text(ctx, out, field, thing, view);
    case FIELD_KIND_REAL:
        return put_number(out, *(const double *)at, NULL);
    case FIELD_KIND_MONEY:
        return exact ? put_number(out, (double)whole / 100, out->money)
                     : put_text(ctx, out, field, thing, view);
    case FIELD_KIND_DATE:
        return put_number(out, EPOCH_DAYS + (double)whole, out->date);
    case FIELD_KIND_TIME:
        return put_number(out, serial_of(whole, view), out->time);
    default:
        return put_text(ctx, out, field, thing, view);
    }
}

Status xlsx_out_cell(Ctx *ctx, XlsxOut *out, const Field *field, const void *thing,
                     const View *view)
{
    lxw_error error = LXW_NO_ERROR;
    if (field->kind == FIELD_KIND_BOOL)
        error = worksheet_write_boolean(out->sheet, out->row, out->column,
                                        *(const bool *)field_at(field, thing), NULL);
    else if (field_given(field, thing) && !field->write_only)
        error = put(ctx, out, field, thing, view);
    out->column++;
    return status_of(ctx, error);
}

/* How much the rows took; -1: not all of them could be written. */
static off_t rows_end(const XlsxOut *out)
{
    FILE *rows = out->sheet->optimize_tmpfile;
    lxw_worksheet_write_single_row(out->sheet);
    return fflush(rows) || ferror(rows) ? -1 : ftello(rows);
}

/* All parts into one; that closes them, whatever came of it. */
static Status parts_join(Ctx *ctx, XlsxOut *out)
{
    off_t rows = rows_end(out);
    if (rows < 0) return fail(ctx, NO_SPACE, "the disk is full: the spreadsheet was not written");
    Status s = room_check(ctx, out->folder, 2 * rows + SLACK_BYTES);
    if (s) return s;
    lxw_error error = workbook_close(out->book);
    out->book = NULL;
    return error ? status_of(ctx, error) : room_check(ctx, out->folder, SLACK_BYTES);
}

Status xlsx_out_end(Ctx *ctx, XlsxOut *out, int *file, int64_t *length)
{
    struct stat about;
    Status s = parts_join(ctx, out);
    if (s) return s;
    if (fstat(out->file, &about)) return no_file(ctx);
    *length = about.st_size;
    *file = out->file;
    out->file = -1;
    return OK;
}

void xlsx_out_release(XlsxOut *out)
{
    if (!out) return;
    if (out->book) lxw_workbook_free(out->book);
    if (out->file >= 0) close(out->file);
    memory_free(out);
}
