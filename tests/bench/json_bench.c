/* json_bench -- CPU time to decode a body of scans by its shape, beside yajl alone on the same
 * bytes.
 *
 * usage: json_bench [ROWS]     prints nanoseconds per scan, the best of several turns each */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <yajl/yajl_parse.h>

#include "base/ctx.h"
#include "base/json.h"

#define BATCH 1000
#define CHUNK 65536
#define TURNS 7

typedef struct Scan {
    const char *carrier, *no, *code, *site_code, *site_name, *city, *text;
    int64_t at, piece, stage;
} Scan;

static const Name stages[] = {{"collected", 2}, {"hub_in", 4}, {"hub_out", 5}, {0}};
static const Field fields[] = {
    FIELD_TEXT(Scan, carrier, .required = true, .max = 16),
    FIELD_TEXT(Scan, no, .required = true, .max = 32),
    FIELD_TIME(Scan, at, .required = true),
    FIELD_TEXT(Scan, code, .max = 32),
    FIELD_ENUM(Scan, stage, stages),
    FIELD_TEXT(Scan, site_code, .max = 32),
    FIELD_TEXT(Scan, site_name),
    FIELD_TEXT(Scan, city, .max = 64),
    FIELD_INT(Scan, piece, .min = 1, .max = 999),
    FIELD_TEXT(Scan, text),
    FIELD_END,
};
static const Shape scan_shape = SHAPE(Scan, fields, "A scan");

/* Rows of a batch and their texts go with the batch, as where scans are taken in. */
typedef struct Taker {
    Ctx ctx;
    Arena *texts;
    Scan batch[BATCH];
    size_t filled;
    int64_t rows, sum;
} Taker;

static void *fresh(void *user)
{
    Taker *taker = user;
    if (taker->filled == BATCH) {
        arena_clear(taker->texts);
        taker->filled = 0;
    }
    return &taker->batch[taker->filled++];
}

static Status take(void *user, int64_t number, Status status, void *thing)
{
    Taker *taker = user;
    const Scan *scan = thing;
    (void)number;
    if (status) {
        fprintf(stderr, "%s: %s\n", taker->ctx.problem.field, taker->ctx.problem.message);
        return status;
    }
    taker->rows++;
    taker->sum += scan->at + scan->piece;
    return OK;
}

static int ignore_number(void *user, const char *digits, size_t length)
{
    (void)user, (void)digits, (void)length;
    return 1;
}

static int ignore_string(void *user, const unsigned char *bytes, size_t length)
{
    (void)user, (void)bytes, (void)length;
    return 1;
}

static int ignore(void *user)
{
    (void)user;
    return 1;
}

static const yajl_callbacks ignoring = {
    .yajl_number = ignore_number,
    .yajl_string = ignore_string,
    .yajl_map_key = ignore_string,
    .yajl_start_map = ignore,
    .yajl_end_map = ignore,
    .yajl_start_array = ignore,
    .yajl_end_array = ignore,
};

static double cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static double turn_yajl(const Buf *body)
{
    double start = cpu_ns();
    yajl_handle handle = yajl_alloc(&ignoring, NULL, NULL);
    yajl_config(handle, yajl_dont_validate_strings, 1);
    bool good = handle != NULL;
    for (size_t at = 0; good && at < body->length; at += CHUNK) {
        size_t part = body->length - at < CHUNK ? body->length - at : CHUNK;
        good = yajl_parse(handle, (unsigned char *)body->data + at, part) == yajl_status_ok;
    }
    if (!good) exit(1);
    yajl_free(handle);
    return cpu_ns() - start;
}

static double turn_stream(const Buf *body, Taker *taker)
{
    Arena *arena = arena_new();
    taker->texts = arena_new();
    if (!arena || !taker->texts) exit(1);
    taker->filled = 0;
    double start = cpu_ns();
    ctx_init(&taker->ctx, arena, NULL);
    JsonStream *stream = json_stream_new(&taker->ctx, &scan_shape, false, fresh, take, taker);
    taker->ctx.arena = taker->texts;
    Status s = stream ? OK : NO_MEMORY;
    for (size_t at = 0; !s && at < body->length; at += CHUNK) {
        size_t part = body->length - at < CHUNK ? body->length - at : CHUNK;
        s = json_stream_feed(stream, body->data + at, part);
    }
    if (!s) s = json_stream_end(stream);
    double took = cpu_ns() - start;
    if (s) exit(1);
    arena_release(arena);
    return took;
}

/* The rows of the last batch, written again and again. */
static double turn_encode(const Taker *taker, int64_t rows)
{
    Buf out = {.arena = NULL};
    const View view = {.zone = "Asia/Shanghai"};
    double start = cpu_ns();
    for (int64_t i = 0; i < rows; i++) {
        if (out.length > CHUNK) buf_clear(&out);
        json_encode(&out, &scan_shape, &taker->batch[i % BATCH], &view);
    }
    double took = cpu_ns() - start;
    buf_release(&out);
    return took;
}

static void add_scan(Buf *body, int64_t i)
{
    buf_format(
        body,
        "%c{\"carrier\":\"sto\",\"no\":\"77%011lld\",\"at\":\"2026-11-22T%02d:%02d:%02d+08:00\","
        "\"code\":\"1002\",\"stage\":\"hub_in\",\"site_code\":\"SH01\",\"site_name\":\"hub\","
        "\"city\":\"上海\",\"piece\":%d,\"text\":\"arrived\"}",
        i ? ',' : '[', (long long)i * 7919, (int)(i / 3600 % 24), (int)(i / 60 % 60), (int)(i % 60),
        (int)(i % 9) + 1);
}

int main(int argc, char **argv)
{
    int64_t rows = argc > 1 ? strtoll(argv[1], NULL, 10) : 100000;
    Buf body = {.arena = NULL};
    for (int64_t i = 0; i < rows; i++)
        add_scan(&body, i);
    buf_char(&body, ']');
    static Taker taker;
    double yajl = 1e18, stream = 1e18, encode = 1e18;
    for (int turn = 0; turn < TURNS; turn++) {
        double took = turn_yajl(&body);
        if (took < yajl) yajl = took;
        took = turn_stream(&body, &taker);
        if (took < stream) stream = took;
        took = turn_encode(&taker, rows);
        if (took < encode) encode = took;
        arena_release(taker.texts);
    }
    printf("rows %lld  bytes/row %.0f\n", (long long)rows, (double)body.length / (double)rows);
    printf("yajl alone    %6.0f ns/scan\n", yajl / (double)rows);
    printf("json_stream   %6.0f ns/scan  (%.2f of yajl alone)\n", stream / (double)rows,
           stream / yajl);
    printf("json_encode   %6.0f ns/scan\n", encode / (double)rows);
    buf_release(&body);
    return taker.rows != TURNS * rows;
}
