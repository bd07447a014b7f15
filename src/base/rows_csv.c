#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/rows_internal.h"
#include "base/text.h"

enum { SAMPLE_BYTES = 1 << 16 };

typedef struct CsvSource {
    RowSource base;
    Window window;
    bool header_read;
    int64_t line; /* of the window's start, from 1 */
} CsvSource;

/* --- where a row ends --- */

/* Past the closing quote of the cell that opens at `at`; NULL when it is not closed before `end`.
 */
static const char *quoted_end(const char *at, const char *end)
{
    for (at++; (at = memchr(at, '"', (size_t)(end - at))); at += 2)
        if (at + 1 == end || at[1] != '"') return at + 1;
    return NULL;
}

/* The line feed that ends the row at `at`, where quoted cells may hold others; NULL when it is not
 * there, with *open the quote that is not closed, if that is why. */
static const char *row_end_quoted(const char *at, const char *end, char delimiter,
                                  const char **open)
{
    while (at < end) {
        if (*at == '"') {
            *open = at;
            at = quoted_end(at, end);
            if (!at) return NULL;
            *open = NULL;
        }
        while (at < end && *at != delimiter && *at != '\n')
            at++;
        if (at < end && *at++ == '\n') return at - 1;
    }
    return NULL;
}

static const char *row_end(const CsvSource *csv, const char **open)
{
    const char *at = csv->window.data + csv->window.start,
               *end = csv->window.data + csv->window.end;
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    const char *stop = newline ? newline : end;
    *open = NULL;
    if (!memchr(at, '"', (size_t)(stop - at))) return newline;
    return row_end_quoted(at, end, csv->base.delimiter, open);
}

/* --- cells --- */

/* A quoted cell's text, doubled quotes made one, in place; NULL if anything but the delimiter or
 * the row's end follows the closing quote. */
static char *unquote(char *at, char *end, char delimiter, Cell *cell)
{
    char *from = at + 1, *to = from, *quote;
    cell->text = from;
    while ((quote = memchr(from, '"', (size_t)(end - from)))) {
        size_t length = (size_t)(quote - from);
        if (to != from) memmove(to, from, length);
        to += length;
        from = quote + 1;
        if (from == end || *from != '"') break;
        *to++ = '"';
        from++;
    }
    cell->length = (size_t)(to - cell->text);
    return quote && (from == end || *from == delimiter) ? from : NULL;
}

/* Splits a row; NULL, or what is wrong with cell *count. */
static const char *row_split(CsvSource *csv, char *at, char *end, size_t *count)
{
    Cell *cells = csv->base.cells;
    char delimiter = csv->base.delimiter;
    *count = 0;
    for (;;) {
        if (*count > ROW_COLUMNS) return "the row has more than 1024 cells";
        Cell *cell = &cells[*count];
        *cell = (Cell){.text = at};
        char *stop;
        if (at < end && *at == '"') {
            stop = unquote(at, end, delimiter, cell);
            if (!stop) return "text follows the closing quote of a cell";
        } else {
            stop = memchr(at, delimiter, (size_t)(end - at));
            if (!stop) stop = end;
            cell->length = (size_t)(stop - at);
        }
        if (csv_is_guarded(cell->text, cell->length)) {
            cell->text++;
            cell->length--;
        }
        ++*count;
        if (stop == end) return NULL;
        at = stop + 1;
    }
}

static int64_t count_lines(const char *at, const char *end)
{
    int64_t count = 0;
    for (; (at = memchr(at, '\n', (size_t)(end - at))); at++)
        count++;
    return count;
}

/* --- rows --- */

/* Drops the rest of a row that is too long, holding no more of it than the window. */
static Status skip_line(Ctx *ctx, CsvSource *csv)
{
    for (;;) {
        const char *at = csv->window.data + csv->window.start;
        const char *newline = memchr(at, '\n', csv->window.end - csv->window.start);
        if (newline) {
            csv->window.start = (size_t)(newline + 1 - csv->window.data);
            csv->line++;
            return OK;
        }
        csv->window.start = csv->window.end;
        if (csv->window.ended) return OK;
        Status s = window_fill(ctx, &csv->window);
        if (s) return s;
    }
}

static Status row_too_long(Ctx *ctx, CsvSource *csv, Row *row)
{
    size_t kept = csv->window.end - csv->window.start < ROW_BYTES
                      ? csv->window.end - csv->window.start
                      : ROW_BYTES;
    csv->line += count_lines(csv->window.data + csv->window.start,
                             csv->window.data + csv->window.start + kept);
    csv->window.start += kept;
    Status s = skip_line(ctx, csv);
    if (s) return s;
    return row_bad(ctx, &csv->base, row, -1, "the row is longer than 1 MiB");
}

/* From here on nobody can tell what is within quotes and what is not: the file ends here. */
static Status quote_open(Ctx *ctx, CsvSource *csv, const char *open, Row *row)
{
    char *from = csv->window.data + csv->window.start;
    const Texts *columns = &csv->base.columns;
    int64_t line = row->line + count_lines(from, open);
    row_split(csv, from, csv->window.data + (open - csv->window.data), &row->count);
    Status s =
        fail_field(ctx, row->count <= columns->count ? columns->items[row->count - 1] : "",
                   "the quote that opens on line %lld is not closed within 1 MiB", (long long)line);
    problem_hint(ctx, "close it, or double it where it belongs to the text");
    ctx->problem.row = row->line;
    return s;
}

/* Finds the next row's bytes, [*from, *to) without its line end, and moves the window past it. A
 * row of kind ROW_BAD was passed over; ROW_END: there is none. */
static Status row_take(Ctx *ctx, CsvSource *csv, Row *row, char **from, char **to)
{
    const char *open, *newline;
    row->line = csv->line;
    while (!(newline = row_end(csv, &open)) && !csv->window.ended &&
           csv->window.end - csv->window.start <= ROW_BYTES) {
        Status s = window_fill(ctx, &csv->window);
        if (s) return s;
    }
    size_t length = newline ? (size_t)(newline - csv->window.data) - csv->window.start
                            : csv->window.end - csv->window.start;
    if (length > ROW_BYTES && open) return quote_open(ctx, csv, open, row);
    if (length > ROW_BYTES) return row_too_long(ctx, csv, row);
    if (!newline && length == 0) return OK;
    row->kind = ROW_CELLS;
    *from = csv->window.data + csv->window.start;
    *to = *from + length;
    csv->line += open ? 0 : count_lines(*from, *to) + 1;
    csv->window.start += length + (newline ? 1 : 0);
    if (!newline && open)
        return row_bad(ctx, &csv->base, row, -1,
                       "a quote that opens in this row is not closed before the file ends");
    if (*to > *from && (*to)[-1] == '\r') --*to;
    return OK;
}

/* The cell that a byte of the row stands in. */
static int64_t cell_at(const RowSource *source, size_t count, const char *at)
{
    size_t i = 0;
    while (i + 1 < count && source->cells[i + 1].text <= at)
        i++;
    return (int64_t)i;
}

static Status row_judge(Ctx *ctx, CsvSource *csv, Row *row, const char *fault)
{
    char message[96];
    size_t columns = csv->base.columns.count;
    if (fault) return row_bad(ctx, &csv->base, row, (int64_t)row->count, fault);
    if (!csv->header_read || row->count == columns) return OK;
    snprintf(message, sizeof message, "the row has %zu cells, the header %zu", row->count, columns);
    return row_bad(ctx, &csv->base, row, -1, message);
}

static Status csv_next(Ctx *ctx, RowSource *source, Row *row)
{
    CsvSource *csv = (CsvSource *)source;
    char *from = NULL, *to = NULL;
    do {
        row->kind = ROW_END;
        Status s = row_take(ctx, csv, row, &from, &to);
        if (s || row->kind != ROW_CELLS) return s;
    } while (from == to);
    size_t length = (size_t)(to - from), valid = utf8_fault(from, length);
    if (valid < length) {
        row_split(csv, from, to, &row->count);
        return row_bad(ctx, source, row, cell_at(source, row->count, from + valid),
                       "this is not text in the file's encoding");
    }
    const char *fault = row_split(csv, from, to, &row->count);
    return row_judge(ctx, csv, row, fault);
}

/* --- opening --- */

static void csv_close(RowSource *source)
{
    CsvSource *csv = (CsvSource *)source;
    window_release(&csv->window);
}

/* The delimiter that the first line has most of, outside of quotes. */
static char delimiter_guess(const char *at, const char *end)
{
    static const char candidates[] = ",;\t|";
    size_t counts[4] = {0}, best = 0;
    bool quoted = false;
    for (; at < end && (quoted || *at != '\n'); at++) {
        const char *which = *at ? strchr(candidates, *at) : NULL;
        if (*at == '"') quoted = !quoted;
        if (which && !quoted) counts[which - candidates]++;
    }
    for (size_t i = 1; i < 4; i++)
        if (counts[i] > counts[best]) best = i;
    return candidates[best];
}

/* A larger encoding stands for its subsets, whose names are what files are often said to be in. */
static const char *encoding_named(const char *name)
{
    static const char *const chinese[] = {"gb18030", "gbk", "gb2312", "cp936"};
    if (text_same(name, "utf-8") || text_same(name, "utf8")) return "UTF-8";
    for (size_t i = 0; i < sizeof chinese / sizeof *chinese; i++)
        if (text_same(name, chinese[i])) return "GB18030";
    return name;
}

/* Finds the encoding by a sample, then opens the input again from its beginning. */
static Status encoding_find(Ctx *ctx, const RowInput *input, CsvSource *csv)
{
    Window *window = &csv->window;
    const char *asked = input->options->encoding;
    Encoding found;
    if (asked) {
        csv->base.encoding = encoding_named(asked);
        return OK;
    }
    Status s = byte_source_open(ctx, input, &csv->base, &window->bytes);
    while (!s && !window->ended && window->end < SAMPLE_BYTES)
        s = window_fill(ctx, window);
    if (!s) s = encoding_detect(ctx, window->data, window->end, &found);
    if (!s && found.guessed && !input->options->may_guess) s = encoding_unclear(ctx);
    window_release(window);
    csv->base.done = 0;
    if (s) return s;
    csv->base.encoding = found.name;
    csv->base.encoding_guessed = found.guessed;
    return OK;
}

static Status bytes_open(Ctx *ctx, const RowInput *input, CsvSource *csv)
{
    ByteSource *raw;
    Status s = encoding_find(ctx, input, csv);
    if (!s) s = byte_source_open(ctx, input, &csv->base, &csv->window.bytes);
    if (s || strcmp(csv->base.encoding, "UTF-8") == 0) return s;
    raw = csv->window.bytes;
    csv->window.bytes = NULL;
    return byte_source_decode(ctx, raw, csv->base.encoding, &csv->window.bytes);
}

static Status header_read(Ctx *ctx, CsvSource *csv, const RowOptions *options)
{
    Row row;
    Status s = window_fill(ctx, &csv->window);
    if (s) return s;
    if (csv->window.end >= 3 && memcmp(csv->window.data, "\xef\xbb\xbf", 3) == 0)
        csv->window.start = 3;
    csv->base.delimiter =
        options->delimiter ? options->delimiter
                           : delimiter_guess(csv->window.data, csv->window.data + csv->window.end);
    s = row_source_next(ctx, &csv->base, &row);
    if (s) return s;
    if (row.kind == ROW_BAD) return INVALID;
    if (row.kind == ROW_END) return fail(ctx, INVALID, "the file is empty: it has no header");
    csv->header_read = true;
    return row_header_add(ctx, &csv->base, &row);
}

Status row_csv_open(Ctx *ctx, const RowInput *input, RowSource **out)
{
    char delimiter = input->options->delimiter;
    if (delimiter && !strchr(",;\t|", delimiter))
        return fail(ctx, INVALID, "the delimiter is one of , ; | and the tab");
    CsvSource *csv = row_source_new(sizeof *csv, ROWS_CSV);
    if (!csv) return no_memory(ctx);
    csv->base.next = csv_next;
    csv->base.close = csv_close;
    csv->line = 1;
    Status s = bytes_open(ctx, input, csv);
    if (!s) s = header_read(ctx, csv, input->options);
    if (s)
        row_source_close(&csv->base);
    else
        *out = &csv->base;
    return s;
}
