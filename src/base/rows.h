/* rows.h -- tables read row by row: CSV, JSON and XLSX, from a file or from bytes in memory.
 *
 * A file is never held whole: what is kept is a window of the row limit (1 MiB) and, for XLSX, its
 * shared strings. Texts come out as UTF-8 whatever the file is written in. What is wrong with one
 * row is that row's fault: reading goes on with the next. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

enum { ROW_COLUMNS = 1024, ROW_BYTES = 1 << 20 };

typedef enum RowFormat { ROWS_GUESS, ROWS_CSV, ROWS_NDJSON, ROWS_JSON, ROWS_XLSX } RowFormat;

/* Zeros mean: find out. */
typedef struct RowOptions {
    RowFormat format;     /* by the name's ending, else by the first bytes */
    const char *encoding; /* "utf-8", "gb18030" or another that ICU knows; of CSV */
    char delimiter;       /* of CSV: , ; tab or | */
    const char *sheet;    /* of XLSX: its name; NULL the first */
    bool may_guess;       /* an encoding that is only likely is taken; the caller must say so */
} RowOptions;

/* Not terminated by a zero. Empty where the row has nothing. */
typedef struct Cell {
    const char *text;
    size_t length;
    bool is_time; /* a date or time of XLSX, written as instant_parse reads it without a pattern */
} Cell;

typedef enum RowKind {
    ROW_CELLS, /* as many as there are columns */
    ROW_BAD,   /* ctx's Problem says what is wrong, its row is the line and its field the column;
                  cells hold what could be read */
    ROW_END
} RowKind;

typedef struct Row {
    RowKind kind;
    int64_t line; /* where it begins: of the file (CSV, NDJSON), of the sheet, or the number of the
                     object */
    const Cell *cells; /* valid until the next row is read */
    size_t count;
} Row;

typedef struct RowSource RowSource;

/* Opens and reads the header. INVALID for a header with an empty or a doubled name, or none at all;
 * NOT_FOUND for a file or sheet that is not there; UNSUPPORTED for an encoding that is unknown or
 * cannot be told; TOO_LARGE for what unpacks beyond all measure. */
Status row_source_file(Ctx *ctx, const char *path, const RowOptions *options, RowSource **out);

/* The same of bytes, which must stay where they are until it is closed. */
Status row_source_bytes(Ctx *ctx, const char *bytes, size_t length, const RowOptions *options,
                        RowSource **out);

void row_source_close(RowSource *source); /* NULL is allowed */

/* The columns. Those of JSON are the keys seen so far (in an object within an object
 * "outer.inner"): they grow as rows are read, in place, up to ROW_COLUMNS. */
const Texts *row_source_columns(const RowSource *source);

/* The next row. Anything but OK means that nothing more can be read. */
Status row_source_next(Ctx *ctx, RowSource *source, Row *row);

/* What it was found to be. */
RowFormat row_source_format(const RowSource *source);
/* "UTF-8", "GB18030" … */
const char *row_source_encoding(const RowSource *source);
/* Whether that is only likely: there is too little text to tell. */
bool row_source_encoding_guessed(const RowSource *source);
/* 0 where there is none. */
char row_source_delimiter(const RowSource *source);

/* Bytes of the input read so far, and all of them. */
void row_source_progress(const RowSource *source, int64_t *done, int64_t *all);
