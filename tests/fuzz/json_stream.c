/* Any bytes as a stream of objects, in pieces: the pieces' sizes make no difference. */
#include "base/json.h"
#include "fuzz.h"

typedef struct Row {
    const char *no;
    int64_t weight_g;
} Row;

static const Field row_fields[] = {FIELD_TEXT(Row, no, .required = true, .max = 32),
                                   FIELD_INT(Row, weight_g, .max = 1000), FIELD_END};
static const Shape row_shape = SHAPE(Row, row_fields, "A row");

typedef struct Count {
    Row row;
    int64_t good, bad, last;
    Status end;
} Count;

static void *fresh(void *user)
{
    return &((Count *)user)->row;
}

static Status take(void *user, int64_t number, Status status, void *thing)
{
    Count *count = user;
    (void)thing;
    fuzz_demand(number > count->last);
    count->last = number;
    *(status ? &count->bad : &count->good) += 1;
    return OK;
}

static Count read_in_pieces(Ctx *ctx, const char *bytes, size_t length, size_t piece, bool lines)
{
    Count count = {.end = OK};
    JsonStream *stream = json_stream_new(ctx, &row_shape, lines, fresh, take, &count);
    fuzz_demand(stream != NULL);
    for (size_t at = 0; at < length && !count.end; at += piece)
        count.end = json_stream_feed(stream, bytes + at, length - at < piece ? length - at : piece);
    if (!count.end) count.end = json_stream_end(stream);
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length < 2) return 0;
    Ctx ctx;
    fuzz_begin(&ctx);
    bool lines = bytes[0] & 1;
    size_t piece = 1 + bytes[1] % 16;
    const char *text = (const char *)bytes + 2;
    Count whole = read_in_pieces(&ctx, text, length - 2, length, lines);
    Count parts = read_in_pieces(&ctx, text, length - 2, piece, lines);
    fuzz_demand(whole.good == parts.good && whole.bad == parts.bad && whole.end == parts.end &&
                whole.last == parts.last);
    fuzz_end(&ctx);
    return 0;
}
