/* xlsx_write.h -- a table on its way out as a spreadsheet (Office Open XML), by libxlsxwriter: row
 * by row, with little more than the row in memory; the whole is put together at the end.
 *
 * Numbers, money, dates and instants are such in their cells, instants on the clock of the reader's
 * zone; whole numbers beyond what a spreadsheet can hold, ids among them, are texts. A text is
 * never run. The first row names the columns and stays in sight. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"
#include "base/field.h"

typedef struct XlsxOut XlsxOut;

/* Rows that a sheet takes here: it is made while its reader waits. */
enum { XLSX_ROWS = 100000 };

/* Begins a sheet of that name (at most 31 characters, none of []:*?/\) whose columns are those
 * fields of a shape; its bytes are in `folder`'s file system, in files without a name: nothing is
 * left of them when the process ends, in whatever way. Given back by xlsx_out_release. */
Status xlsx_out_open(Ctx *ctx, const char *sheet, const char *folder, XlsxOut **out);

/* The next column's name; before the first row. */
void xlsx_out_column(XlsxOut *out, const char *name);

/* Begins the next row. TOO_LARGE beyond XLSX_ROWS. */
Status xlsx_out_row(Ctx *ctx, XlsxOut *out);

/* The next cell of the row. NO_MEMORY; NO_SPACE where the folder is full. */
Status xlsx_out_cell(Ctx *ctx, XlsxOut *out, const Field *field, const void *thing,
                     const View *view);

/* Puts it together: a file without a name, at its beginning, for the caller to read and close. */
Status xlsx_out_end(Ctx *ctx, XlsxOut *out, int *file, int64_t *length);

void xlsx_out_release(XlsxOut *out); /* NULL is allowed */
