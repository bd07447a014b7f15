/* rows_internal.h -- what the readers of rows share; callers use rows.h. */
#pragma once

#include "base/rows.h"

/* Bytes in order. `read` gives at most `room`; none only at the end. */
typedef struct ByteSource ByteSource;
struct ByteSource {
    Status (*read)(Ctx *ctx, ByteSource *bytes, char *into, size_t room, size_t *got);
    void (*close)(ByteSource *bytes);
};

/* The stretch of the input that is being looked at: [start, end) of data is not used up yet, and
 * data[end] may be written. */
typedef struct Window {
    ByteSource *bytes;
    char *data;
    size_t start, end, room;
    bool ended; /* the input has no more than what is here */
} Window;

/* Brings at least one byte more, moving what is there to the front; sets `ended` when there is
 * none. */
Status window_fill(Ctx *ctx, Window *window);

/* Closes the bytes and frees the rest: as new. */
void window_release(Window *window);

struct RowSource {
    RowFormat format;
    const char *encoding;
    bool encoding_guessed;
    char delimiter;
    Texts columns; /* names in memory of their own, by row_column_add */
    Cell *cells;   /* ROW_COLUMNS and one */
    int64_t done, all;
    Status (*next)(Ctx *ctx, RowSource *source, Row *row);
    void (*close)(RowSource *source);
};

/* The input before its format is known: a file (path) or bytes; each format opens what it needs. */
typedef struct RowInput {
    const char *path; /* NULL: bytes */
    const char *bytes;
    size_t length;
    const RowOptions *options;
} RowInput;

/* A source over the input in that format. INVALID for what is none. */
Status row_csv_open(Ctx *ctx, const RowInput *input, RowSource **out);
Status row_json_open(Ctx *ctx, const RowInput *input, RowSource **out);
Status row_xlsx_open(Ctx *ctx, const RowInput *input, RowSource **out);

/* The input's bytes; counts them into source->done. */
Status byte_source_open(Ctx *ctx, const RowInput *input, RowSource *source, ByteSource **out);

/* Bytes of `in` as UTF-8; what is invalid in the encoding becomes a byte 0xFF, which is invalid in
 * UTF-8. Takes `in` over, and closes it when it fails. */
Status byte_source_decode(Ctx *ctx, ByteSource *in, const char *encoding, ByteSource **out);

/* What a text is written in. */
typedef struct Encoding {
    const char *name;
    size_t mark;  /* length of its byte-order mark */
    bool guessed; /* too little text to be sure of it */
} Encoding;

/* The encoding of a text's first bytes: its byte-order mark's, UTF-8, GB18030 where its words are
 * plainly, or may well be, Chinese; UNSUPPORTED when it cannot be told. */
Status encoding_detect(Ctx *ctx, const char *bytes, size_t length, Encoding *out);

/* UNSUPPORTED, and what to do about it. */
Status encoding_unclear(Ctx *ctx);

/* Where the first byte is that no UTF-8 has; `length` when there is none. */
size_t utf8_fault(const char *bytes, size_t length);

/* Makes the parts that all have; `size` of the format's own struct, which begins with a RowSource.
 * NULL: no memory. */
void *row_source_new(size_t size, RowFormat format);

/* A further column. INVALID (with the column's number as its field when empty) for an empty name,
 * one that is there already, one that is not UTF-8, or too many. */
Status row_column_add(Ctx *ctx, RowSource *source, const char *name, size_t length);

/* The row's cells, without the spaces around them, as the columns. */
Status row_header_add(Ctx *ctx, RowSource *source, const Row *row);

/* A bad row: fills ctx's Problem. `column` from 0, or -1. */
Status row_bad(Ctx *ctx, const RowSource *source, Row *row, int64_t column, const char *message);
