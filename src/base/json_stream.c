#include <string.h>

#include "base/ctx.h"
#include "base/json.h"
#include "base/json_shape.h"
#include "base/text.h"

struct JsonStream {
    ShapeReader reader;
    JsonYajl *yajl;
    Arena *memory; /* yajl's, cleared with it */
    JsonRow *row;
    bool lines;
    bool started;       /* past where a byte-order mark may stand */
    size_t mark;        /* bytes of one seen so far */
    bool skips;         /* to the end of the present line */
    size_t line_length; /* so far */
    Status stop;        /* what every further call answers */
};

static void release(void *memory)
{
    arena_release(memory);
}

static Status deliver(JsonStream *stream)
{
    ShapeReader *reader = &stream->reader;
    Ctx *ctx = reader->ctx;
    if (reader->status) ctx->problem.row = reader->number;
    Status s = stream->row(reader->user, reader->number, reader->status, reader->thing);
    if (!s && reader->status) problem_clear(ctx);
    return s;
}

static Status array_row(ShapeReader *reader)
{
    return deliver((JsonStream *)reader); /* the stream begins with its reader */
}

/* A line's object counts only once nothing bad follows it. */
static Status line_row(ShapeReader *reader)
{
    (void)reader;
    return OK;
}

JsonStream *json_stream_new(Ctx *ctx, const Shape *shape, bool lines, void *(*fresh)(void *user),
                            JsonRow *row, void *user)
{
    JsonStream *stream = ARENA_NEW(ctx->arena, JsonStream);
    Arena *memory = stream ? arena_new() : NULL;
    if (!memory || arena_defer(ctx->arena, release, memory)) return NULL;
    shape_reader_init(&stream->reader, ctx, shape, lines ? 0 : 1);
    stream->reader.fresh = fresh;
    stream->reader.user = user;
    stream->reader.whole = lines ? line_row : array_row;
    stream->reader.number = lines ? 1 : 0;
    stream->row = row;
    stream->lines = lines;
    stream->memory = memory;
    stream->yajl = json_yajl_new(ctx->arena, &shape_reader_callbacks, stream, lines);
    if (!stream->yajl) return NULL;
    json_yajl_reset(stream->yajl, memory);
    return stream;
}

/* What was wrong with a line ends with it. */
static void next_line(JsonStream *stream)
{
    ShapeReader *reader = &stream->reader;
    if (stream->skips) {
        arena_clear(stream->memory);
        json_yajl_reset(stream->yajl, stream->memory);
    }
    stream->skips = false;
    stream->line_length = 0;
    reader->number++;
    reader->depth = reader->frames = 0;
    reader->taken = false;
    reader->thing = NULL;
    reader->status = reader->stop = OK;
}

static void line_fails(JsonStream *stream, Status s)
{
    stream->skips = true;
    stream->reader.status = s;
}

static Status line_bytes(JsonStream *stream, const char *bytes, size_t length)
{
    ShapeReader *reader = &stream->reader;
    stream->line_length += length;
    if (stream->skips) return OK;
    if (stream->line_length > TEXT_LIMIT) {
        line_fails(stream,
                   fail(reader->ctx, TOO_LARGE, "the line is longer than %zu bytes", TEXT_LIMIT));
        return OK;
    }
    Status s = json_yajl_feed(reader->ctx, stream->yajl, bytes, length);
    if (reader->stop) s = reader->stop;
    if (s == NO_MEMORY) return s;
    if (s) line_fails(stream, s);
    return OK;
}

static Status line_ends(JsonStream *stream)
{
    ShapeReader *reader = &stream->reader;
    if (reader->depth && !stream->skips)
        line_fails(stream, fail(reader->ctx, INVALID, "the line ends before its object does"));
    Status s = reader->taken || stream->skips ? deliver(stream) : OK;
    next_line(stream);
    return s;
}

static Status feed_lines(JsonStream *stream, const char *bytes, size_t length)
{
    Status s = OK;
    while (length && !s) {
        const char *newline = memchr(bytes, '\n', length);
        size_t part = newline ? (size_t)(newline - bytes) + 1 : length;
        s = line_bytes(stream, bytes, part);
        if (!s && newline) s = line_ends(stream);
        bytes += part;
        length -= part;
    }
    return s;
}

/* A failure of the form, which is none of a row's, names the row after the last whole one. */
static Status feed_array(JsonStream *stream, const char *bytes, size_t length)
{
    ShapeReader *reader = &stream->reader;
    Status s = json_yajl_feed(reader->ctx, stream->yajl, bytes, length);
    return reader->stop ? reader->stop : s;
}

static Status feed(JsonStream *stream, const char *bytes, size_t length)
{
    if (stream->stop || !length) return stream->stop;
    stream->stop =
        stream->lines ? feed_lines(stream, bytes, length) : feed_array(stream, bytes, length);
    return stream->stop;
}

static const char byte_order_mark[] = "\xEF\xBB\xBF";

/* Takes a byte-order mark off the beginning, in however many pieces it comes; what only began like
 * one is given on. */
static Status start(JsonStream *stream, const char **bytes, size_t *length)
{
    for (; *length && **bytes == byte_order_mark[stream->mark]; ++*bytes, --*length)
        if (++stream->mark == sizeof byte_order_mark - 1) break;
    bool whole = stream->mark == sizeof byte_order_mark - 1;
    if (whole) ++*bytes, --*length;
    stream->started = whole || *length;
    return stream->started && !whole ? feed(stream, byte_order_mark, stream->mark) : OK;
}

Status json_stream_feed(JsonStream *stream, const char *bytes, size_t length)
{
    Status s = stream->started ? OK : start(stream, &bytes, &length);
    return s ? s : feed(stream, bytes, length);
}

Status json_stream_end(JsonStream *stream)
{
    if (!stream->started && feed(stream, byte_order_mark, stream->mark)) return stream->stop;
    stream->started = true;
    if (stream->stop) return stream->stop;
    if (stream->lines) return stream->line_length ? json_stream_feed(stream, "\n", 1) : OK;
    stream->stop = json_yajl_end(stream->reader.ctx, stream->yajl);
    return stream->stop;
}
