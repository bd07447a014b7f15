/* What the full-text index costs:
 *
 * search_bench [--documents N] [--url URL] FOLDER
 *
 * Puts N documents (100,000) of 200 Chinese characters, as unevenly spread as in real texts, a
 * hundred in a transaction, tidying as the jobs would; then searches for a frequent pair, a rare
 * pair, two words, a single character, and prints the middle and the slowest of each in
 * milliseconds. FOLDER must be empty, on a disk. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/db.h"
#include "house.h"
#include "search/search.h"
#include "search/segment.h"

enum { CHARACTERS = 3500, LENGTH = 200, PIECE = 100, ROUNDS = 200, QUERY_LENGTH = 64 };

typedef struct Bench {
    int64_t documents, done;
    uint64_t random;
    int64_t put_us, tidy_us;
} Bench;

static void must(Ctx *ctx, Status status)
{
    if (!status) return;
    fprintf(stderr, "search_bench: %s\n", ctx->problem.message);
    exit(1);
}

static uint64_t draw(Bench *bench)
{
    bench->random ^= bench->random << 13;
    bench->random ^= bench->random >> 7;
    bench->random ^= bench->random << 17;
    return bench->random;
}

/* A character: the nth most frequent about 1/n as often as the first. */
static void add_character(Bench *bench, Buf *text)
{
    double evenly = (double)(draw(bench) >> 11) / 9007199254740992.0;
    unsigned c = 0x4E00 + (unsigned)(pow(CHARACTERS, evenly)) - 1;
    const char bytes[] = {(char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3F)),
                          (char)(0x80 | (c & 0x3F)), 0};
    buf_text(text, bytes);
}

static void add_run(Bench *bench, Buf *text, int length)
{
    while (length--)
        add_character(bench, text);
}

static Status put_piece(Ctx *ctx, void *work)
{
    Bench *bench = work;
    Status s = OK;
    for (int i = 0; !s && i < PIECE; i++) {
        Buf title, body;
        buf_init(&title, ctx->arena);
        buf_init(&body, ctx->arena);
        add_run(bench, &title, LENGTH / 10);
        add_run(bench, &body, LENGTH - LENGTH / 10);
        SearchDocument document = {.kind = SEARCH_TEST, .id = ctx_id(ctx), .at = ctx_now(ctx)};
        const SearchText texts[] = {{title.data, 8}, {body.data, 1}};
        int64_t from = monotonic_us();
        s = search_put(ctx, &document, texts, 2);
        bench->put_us += monotonic_us() - from;
    }
    return s;
}

static Status tidy(Ctx *ctx, void *work)
{
    Bench *bench = work;
    bool more;
    int64_t from = monotonic_us();
    Status s = segment_tidy(ctx, SEARCH_TEST, false, &more);
    bench->tidy_us += monotonic_us() - from;
    return s;
}

static void put_all(Ctx *ctx, Bench *bench)
{
    int64_t from = monotonic_us();
    for (; bench->done < bench->documents; bench->done += PIECE) {
        must(ctx, database_write(ctx, ctx->house->database, put_piece, bench));
        arena_clear(ctx->arena);
        if (bench->done % 400) continue;
        must(ctx, database_write(ctx, ctx->house->database, tidy, bench));
        arena_clear(ctx->arena);
    }
    double n = (double)bench->documents;
    printf("put: %.1f us a document, tidying %.1f us, with commits %.1f us\n",
           (double)bench->put_us / n, (double)bench->tidy_us / n,
           (double)(monotonic_us() - from) / n);
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

typedef void MakeQuery(Bench *bench, Buf *text);

static void make_frequent(Bench *bench, Buf *text)
{
    (void)bench;
    buf_text(text, "一丁");
}

static void make_pair(Bench *bench, Buf *text)
{
    add_run(bench, text, 2);
}

static void make_two(Bench *bench, Buf *text)
{
    add_run(bench, text, 2);
    buf_text(text, " ");
    add_run(bench, text, 2);
}

static void make_two_frequent(Bench *bench, Buf *text)
{
    (void)bench;
    buf_text(text, "一丁 丂一");
}

static void make_single(Bench *bench, Buf *text)
{
    add_run(bench, text, 1);
}

static void search_all(Ctx *ctx, Bench *bench, const char *name, MakeQuery *make)
{
    int64_t took[ROUNDS], found = 0;
    for (int i = 0; i < ROUNDS; i++) {
        Buf text;
        List list;
        const char *next;
        buf_init(&text, ctx->arena);
        make(bench, &text);
        const SearchQuery query = {
            .kind = SEARCH_TEST, .text = text.data, .since = NONE, .to = NONE, .limit = 50};
        int64_t from = monotonic_us();
        must(ctx, database_reader(ctx, ctx->house->database));
        must(ctx, search_find(ctx, &query, &list, &next));
        database_give_back(ctx, ctx->house->database);
        took[i] = monotonic_us() - from;
        found += (int64_t)list.count;
        arena_clear(ctx->arena);
    }
    qsort(took, ROUNDS, sizeof *took, by_size);
    printf("%s: middle %.2f ms, slowest %.2f ms, %.1f found\n", name,
           (double)took[ROUNDS / 2] / 1000, (double)took[ROUNDS - 1] / 1000,
           (double)found / ROUNDS);
}

int main(int argc, char **argv)
{
    Ctx ctx;
    Bench bench = {.documents = 100000, .random = 88172645463325252};
    HouseOptions options = {.node = -1};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--documents") == 0 && i + 1 < argc)
            bench.documents = strtoll(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--url") == 0 && i + 1 < argc)
            options.database = argv[++i];
        else
            options.data = argv[i];
    }
    ctx_init(&ctx, arena_new(), NULL);
    if (!options.data || !ctx.arena) return 64;
    must(&ctx, house_open(&ctx, &options));
    put_all(&ctx, &bench);
    search_all(&ctx, &bench, "a frequent pair", make_frequent);
    search_all(&ctx, &bench, "any pair", make_pair);
    search_all(&ctx, &bench, "two pairs", make_two);
    search_all(&ctx, &bench, "two frequent pairs", make_two_frequent);
    search_all(&ctx, &bench, "one character", make_single);
    house_close(&ctx);
    arena_release(ctx.arena);
    return 0;
}
