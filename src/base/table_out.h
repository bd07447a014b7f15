/* table_out.h -- things of a shape on their way out as a table: what files there are, and a row of
 * CSV. Spreadsheets: xlsx_write.h. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef enum TableFormat { TABLE_CSV = 1, TABLE_XLSX } TableFormat;
extern const Name table_formats[];

#define CSV_TYPE "text/csv; charset=utf-8"
#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/* Fields of one shape, in the order of the columns. */
typedef struct Columns {
    const Field **items;
    size_t count;
} Columns;

/* Appends what stands in a cell, without quoting: as field_to_text; of objects and of lists of them
 * their JSON. */
void table_cell(Buf *out, const Field *field, const void *thing, const View *view);

/* Appends a line of CSV with the columns' names. */
void table_csv_heads(Buf *out, const Columns *columns);

/* Appends a line with a thing's values. NO_MEMORY of ctx's arena; `out` says for itself. */
Status table_csv_row(Ctx *ctx, Buf *out, const Columns *columns, const void *thing,
                     const View *view);

/* A file without a name in that folder, for reading and writing: it is gone with this process,
 * however that ends, for what is personal lies in it in clear. NO_SPACE where the folder is full.
 */
Status table_file(Ctx *ctx, const char *folder, int *out);
