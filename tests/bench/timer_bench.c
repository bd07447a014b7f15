/* What a timer costs among few and among many: `timer_bench --data DIR [--many N]`.
 *
 * Fills the table of timers with 1,000 rows, then with N (10,000,000), due over a month. Beside
 * each it writes, moves and takes away the timers of new parcels, due within an hour of each other
 * as those of one batch of scans are, and looks for those that are due. Prints one JSON object;
 * `ratio` is what one costs among many by what it costs among few. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "db/db.h"
#include "house.h"
#include "watch/timer_store.h"

enum { FEW = 1000, MANY = 10000000, AT_ONCE = 10000, ROUNDS = 20, LOOKS = 2000 };

typedef struct Work {
    TimerRow *rows;
    TimerNext *next;
    int64_t first;
    size_t count;
    int64_t many;
    bool is_fill;
} Work;

static void must(Ctx *ctx, Status status)
{
    if (!status) return;
    fprintf(stderr, "timer_bench: %s\n", ctx->problem.message);
    exit(1);
}

/* The timers that are there already are due one after another, over a month; those of a batch each
 * in another place of the index than its neighbour. */
static void rows_make(Ctx *ctx, Work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        int64_t id = work->first + (int64_t)i, due_ms = ctx_now(ctx) + DAY_MS;
        if (work->is_fill)
            due_ms += id * (30 * DAY_MS) / work->many;
        else
            due_ms += (int64_t)((uint64_t)id * UINT64_C(2654435761) % (uint64_t)HOUR_MS);
        work->rows[i] = (TimerRow){id, due_ms};
    }
}

static Status rows_bring(Ctx *ctx, void *user)
{
    Work *work = user;
    rows_make(ctx, work);
    return timer_store_bring(ctx, work->rows, work->count);
}

static Status rows_move(Ctx *ctx, void *user)
{
    Work *work = user;
    for (size_t i = 0; i < work->count; i++)
        work->next[i] = (TimerNext){work->rows[i], work->rows[i].due_ms + DAY_MS};
    return timer_store_next(ctx, work->next, work->count);
}

static Status rows_drop(Ctx *ctx, void *user)
{
    Work *work = user;
    return timer_store_drop(ctx, work->rows, work->count);
}

static void write_piece(Ctx *ctx, Status (*run)(Ctx *ctx, void *work), Work *work)
{
    must(ctx, database_write(ctx, ctx->house->database, run, work));
    arena_clear(ctx->arena);
}

static void fill(Ctx *ctx, Work *work, int64_t from, int64_t to)
{
    work->is_fill = true;
    for (work->first = from; work->first < to; work->first += (int64_t)work->count) {
        int64_t left = to - work->first;
        work->count = left < AT_ONCE ? (size_t)left : AT_ONCE;
        write_piece(ctx, rows_bring, work);
    }
}

/* Microseconds for one timer that comes, moves and goes; the best of some rounds. */
static double timer_us(Ctx *ctx, Work *work, int64_t first)
{
    double best = 1e9;
    work->count = AT_ONCE;
    work->is_fill = false;
    for (int round = 0; round < ROUNDS; round++) {
        work->first = first;
        int64_t begun = monotonic_us();
        write_piece(ctx, rows_bring, work);
        write_piece(ctx, rows_move, work);
        write_piece(ctx, rows_drop, work);
        double took = (double)(monotonic_us() - begun) / AT_ONCE;
        if (took < best) best = took;
    }
    return best;
}

/* Microseconds to find that nothing is due. */
static double look_us(Ctx *ctx)
{
    bool due = false;
    must(ctx, database_reader(ctx, ctx->house->database));
    int64_t begun = monotonic_us();
    for (int i = 0; i < LOOKS; i++)
        must(ctx, timer_store_any_due(ctx, ctx_now(ctx), &due));
    double took = (double)(monotonic_us() - begun) / LOOKS;
    database_give_back(ctx, ctx->house->database);
    return due ? -1 : took;
}

static void run(Ctx *ctx, Work *work)
{
    const int64_t many = work->many;
    fill(ctx, work, 1, FEW + 1);
    double few_us = timer_us(ctx, work, many + 1), few_look_us = look_us(ctx);
    fill(ctx, work, FEW + 1, many + 1);
    double many_us = timer_us(ctx, work, many + 1), many_look_us = look_us(ctx);
    printf("{\"few\":%d,\"many\":%lld,\"few_us\":%.2f,\"many_us\":%.2f,\"ratio\":%.2f,"
           "\"few_look_us\":%.2f,\"many_look_us\":%.2f}\n",
           FEW, (long long)many, few_us, many_us, many_us / few_us, few_look_us, many_look_us);
}

static int64_t option(int argc, char **argv, const char *name, const char **text)
{
    for (int i = 1; i + 1 < argc; i++)
        if (strcmp(argv[i], name) == 0) {
            if (text) *text = argv[i + 1];
            return strtoll(argv[i + 1], NULL, 10);
        }
    return 0;
}

int main(int argc, char **argv)
{
    Ctx ctx;
    Work work = {0};
    const char *data = NULL;
    (void)option(argc, argv, "--data", &data);
    int64_t many = option(argc, argv, "--many", NULL);
    HouseOptions options = {.data = data, .node = -1};
    ctx_init(&ctx, arena_new(), NULL);
    if (!ctx.arena || !data) {
        fprintf(stderr, "usage: timer_bench --data DIR [--many N]\n");
        return 64;
    }
    must(&ctx, house_open(&ctx, &options));
    work.rows = memory_alloc(AT_ONCE * sizeof *work.rows);
    work.next = memory_alloc(AT_ONCE * sizeof *work.next);
    work.many = many > 0 ? many : MANY;
    if (work.rows && work.next) run(&ctx, &work);
    memory_free(work.rows);
    memory_free(work.next);
    house_close(&ctx);
    arena_release(ctx.arena);
    return 0;
}
