#include "base/rows.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/rows_internal.h"
#include "base/text.h"

enum { NAME_BYTES = 200 };

/* --- bytes --- */

typedef struct PlainBytes {
    ByteSource base;
    RowSource *counted;
    int file; /* -1: memory */
    const char *at, *end;
} PlainBytes;

static Status file_read(Ctx *ctx, ByteSource *bytes, char *into, size_t room, size_t *got)
{
    PlainBytes *plain = (PlainBytes *)bytes;
    ssize_t count;
    do
        count = read(plain->file, into, room);
    while (count < 0 && errno == EINTR);
    *got = count > 0 ? (size_t)count : 0;
    plain->counted->done += (int64_t)*got;
    return count < 0 ? fail(ctx, UNAVAILABLE, "the file cannot be read: %s", strerror(errno)) : OK;
}

static Status memory_read(Ctx *ctx, ByteSource *bytes, char *into, size_t room, size_t *got)
{
    PlainBytes *plain = (PlainBytes *)bytes;
    (void)ctx;
    *got = (size_t)(plain->end - plain->at);
    if (*got > room) *got = room;
    memcpy(into, plain->at, *got);
    plain->at += *got;
    plain->counted->done += (int64_t)*got;
    return OK;
}

static void plain_close(ByteSource *bytes)
{
    PlainBytes *plain = (PlainBytes *)bytes;
    if (plain->file >= 0) close(plain->file);
    memory_free(plain);
}

static Status file_open(Ctx *ctx, const char *path, PlainBytes *plain)
{
    struct stat status;
    plain->file = open(path, O_RDONLY | O_CLOEXEC);
    if (plain->file < 0)
        return fail(ctx, errno == ENOENT ? NOT_FOUND : FORBIDDEN, "%s cannot be opened: %s", path,
                    strerror(errno));
    if (fstat(plain->file, &status) || S_ISDIR(status.st_mode))
        return fail(ctx, INVALID, "%s is not a file", path);
    plain->counted->all = status.st_size;
    return OK;
}

Status byte_source_open(Ctx *ctx, const RowInput *input, RowSource *source, ByteSource **out)
{
    PlainBytes *plain = memory_alloc(sizeof *plain);
    *out = NULL;
    if (!plain) return no_memory(ctx);
    *plain = (PlainBytes){.base = {file_read, plain_close}, .counted = source, .file = -1};
    Status s = OK;
    if (input->path) {
        s = file_open(ctx, input->path, plain);
    } else {
        plain->base.read = memory_read;
        plain->at = input->bytes;
        plain->end = input->bytes + input->length;
        source->all = (int64_t)input->length;
    }
    if (s)
        plain_close(&plain->base);
    else
        *out = &plain->base;
    return s;
}

/* --- what all formats share --- */

void *row_source_new(size_t size, RowFormat format)
{
    RowSource *source = memory_alloc(size);
    if (!source) return NULL;
    source->format = format;
    source->encoding = "UTF-8";
    source->cells = memory_alloc((ROW_COLUMNS + 1) * sizeof *source->cells);
    source->columns.items = memory_alloc(ROW_COLUMNS * sizeof *source->columns.items);
    if (source->cells && source->columns.items) return source;
    memory_free(source->cells);
    memory_free(source->columns.items);
    memory_free(source);
    return NULL;
}

static Status column_refuse(Ctx *ctx, size_t number, const char *why)
{
    char place[32];
    snprintf(place, sizeof place, "column %zu", number);
    return fail_field(ctx, place, "the header %s", why);
}

Status row_column_add(Ctx *ctx, RowSource *source, const char *name, size_t length)
{
    const char *clean;
    Texts *columns = &source->columns;
    size_t number = columns->count + 1;
    if (length == 0) return column_refuse(ctx, number, "has no name here");
    if (number > ROW_COLUMNS) return column_refuse(ctx, number, "has more than 1024 columns");
    Status s = text_clean(ctx, name, length, &clean, NULL);
    if (s == NO_MEMORY) return s;
    if (s) return column_refuse(ctx, number, "has a name here that is not text");
    if (strlen(clean) > NAME_BYTES)
        return column_refuse(ctx, number, "has a name of more than 200 bytes here");
    for (size_t i = 0; i < columns->count; i++)
        if (strcmp(columns->items[i], clean) == 0)
            return fail_field(ctx, clean, "the header has this name twice");
    char *kept = memory_text(clean);
    if (!kept) return no_memory(ctx);
    columns->items[columns->count++] = kept;
    return OK;
}

Status row_header_add(Ctx *ctx, RowSource *source, const Row *row)
{
    Status s = OK;
    for (size_t i = 0; !s && i < row->count; i++) {
        Cell name = row->cells[i];
        while (name.length && (*name.text == ' ' || *name.text == '\t'))
            name.text++, name.length--;
        while (name.length && strchr(" \t", name.text[name.length - 1]))
            name.length--;
        s = row_column_add(ctx, source, name.text, name.length);
    }
    if (s) ctx->problem.row = row->line;
    return s;
}

Status row_bad(Ctx *ctx, const RowSource *source, Row *row, int64_t column, const char *message)
{
    bool named = column >= 0 && column < (int64_t)source->columns.count;
    row->kind = ROW_BAD;
    Status s = fail_field(ctx, named ? source->columns.items[column] : "", "%s", message);
    ctx->problem.row = row->line;
    return s == INVALID ? OK : s;
}

void row_source_close(RowSource *source)
{
    if (!source) return;
    source->close(source);
    for (size_t i = 0; i < source->columns.count; i++)
        memory_free((void *)source->columns.items[i]);
    memory_free(source->columns.items);
    memory_free(source->cells);
    memory_free(source);
}

Status row_source_next(Ctx *ctx, RowSource *source, Row *row)
{
    *row = (Row){.kind = ROW_END, .cells = source->cells};
    return source->next(ctx, source, row);
}

const Texts *row_source_columns(const RowSource *source)
{
    return &source->columns;
}

RowFormat row_source_format(const RowSource *source)
{
    return source->format;
}

const char *row_source_encoding(const RowSource *source)
{
    return source->encoding;
}

bool row_source_encoding_guessed(const RowSource *source)
{
    return source->encoding_guessed;
}

char row_source_delimiter(const RowSource *source)
{
    return source->delimiter;
}

void row_source_progress(const RowSource *source, int64_t *done, int64_t *all)
{
    *done = source->done;
    *all = source->all;
}

/* --- which format --- */

static RowFormat format_by_name(const char *path)
{
    static const struct {
        const char *ending;
        RowFormat format;
    } endings[] = {{".csv", ROWS_CSV},       {".tsv", ROWS_CSV},      {".txt", ROWS_CSV},
                   {".ndjson", ROWS_NDJSON}, {".jsonl", ROWS_NDJSON}, {".json", ROWS_JSON},
                   {".xlsx", ROWS_XLSX}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof endings / sizeof *endings; i++)
        if (strcasecmp(dot, endings[i].ending) == 0) return endings[i].format;
    return ROWS_GUESS;
}

static RowFormat format_by_bytes(const char *bytes, size_t length)
{
    if (length >= 4 && memcmp(bytes, "PK\3\4", 4) == 0) return ROWS_XLSX;
    for (size_t i = 0; i < length; i++) {
        if (strchr(" \t\r\n\xef\xbb\xbf", bytes[i])) continue;
        return bytes[i] == '[' ? ROWS_JSON : bytes[i] == '{' ? ROWS_NDJSON : ROWS_CSV;
    }
    return ROWS_CSV;
}

static Status format_of(Ctx *ctx, const RowInput *input, RowFormat *out)
{
    char head[512];
    size_t got;
    RowSource counted;
    ByteSource *bytes;
    *out = input->options->format;
    if (*out == ROWS_GUESS && input->path) *out = format_by_name(input->path);
    if (*out != ROWS_GUESS) return OK;
    Status s = byte_source_open(ctx, input, &counted, &bytes);
    if (s) return s;
    s = bytes->read(ctx, bytes, head, sizeof head, &got);
    bytes->close(bytes);
    if (!s) *out = format_by_bytes(head, got);
    return s;
}

static Status source_open(Ctx *ctx, const RowInput *input, RowSource **out)
{
    RowFormat format;
    *out = NULL;
    Status s = format_of(ctx, input, &format);
    if (s) return s;
    RowInput known = *input;
    RowOptions options = *input->options;
    options.format = format;
    known.options = &options;
    switch (format) {
    case ROWS_XLSX:
        return row_xlsx_open(ctx, &known, out);
    case ROWS_JSON:
    case ROWS_NDJSON:
        return row_json_open(ctx, &known, out);
    case ROWS_CSV:
    case ROWS_GUESS:
        break;
    }
    return row_csv_open(ctx, &known, out);
}

Status row_source_file(Ctx *ctx, const char *path, const RowOptions *options, RowSource **out)
{
    static const RowOptions none = {0};
    RowInput input = {.path = path, .options = options ? options : &none};
    return source_open(ctx, &input, out);
}

Status row_source_bytes(Ctx *ctx, const char *bytes, size_t length, const RowOptions *options,
                        RowSource **out)
{
    static const RowOptions none = {0};
    RowInput input = {.bytes = bytes, .length = length, .options = options ? options : &none};
    return source_open(ctx, &input, out);
}
