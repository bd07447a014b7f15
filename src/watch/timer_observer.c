#include "base/instant.h"
#include "watch/finding_store.h"
#include "watch/timer.h"
#include "watch/timer_store.h"

enum { GATHER_MOST = 100000, GATHER_FIRST = 256 };

/* What rules name (calendars, outlets) may change without them: it is read again this often. */
#define BOOK_MS MINUTE_MS

/* A list that grows. */
typedef struct Gather {
    void *items;
    size_t count, room;
} Gather;

typedef struct Timers {
    Arena *book_arena, *scratch;
    RuleBook book;
    int64_t read_ms; /* when the book was; NONE: not yet */
    bool is_checked; /* in this transaction */
    Gather bring, drop, ends;
} Timers;

static void timers_close(void *state)
{
    Timers *timers = state;
    if (timers == NULL) return;
    arena_release(timers->book_arena);
    arena_release(timers->scratch);
    memory_free(timers->bring.items);
    memory_free(timers->drop.items);
    memory_free(timers->ends.items);
    memory_free(timers);
}

static Status timers_open(Ctx *ctx, void **state)
{
    Timers *timers = memory_alloc(sizeof *timers);
    if (timers == NULL) return no_memory(ctx);
    timers->read_ms = NONE;
    timers->book_arena = arena_new();
    timers->scratch = arena_new();
    if (timers->book_arena == NULL || timers->scratch == NULL) {
        timers_close(timers);
        return no_memory(ctx);
    }
    *state = timers;
    return OK;
}

static void timers_forget(void *state)
{
    Timers *timers = state;
    timers->bring.count = timers->drop.count = timers->ends.count = 0;
    timers->is_checked = false;
}

/* Room for one more; NULL if there is no memory. */
static void *gather_room(Gather *gather, size_t size)
{
    if (gather->count == gather->room) {
        size_t room = gather->room == 0 ? GATHER_FIRST : 2 * gather->room;
        void *wider = memory_resize(gather->items, room * size);
        if (wider == NULL) return NULL;
        gather->items = wider;
        gather->room = room;
    }
    return (char *)gather->items + gather->count++ * size;
}

/* --- the rules as they are --- */

static Status book_load(Ctx *ctx, Timers *timers)
{
    arena_clear(timers->book_arena);
    timers->book = (RuleBook){0};
    timers->read_ms = NONE;
    Ctx own = *ctx;
    own.arena = timers->book_arena;
    Status s = rule_book_read(&own, &timers->book);
    ctx->problem = own.problem;
    if (!s) timers->read_ms = ctx_now(ctx);
    return s;
}

static Status book_check(Ctx *ctx, Timers *timers)
{
    int64_t stamp, now = ctx_now(ctx);
    if (timers->is_checked) return OK;
    Status s = rule_book_stamp(ctx, &stamp);
    if (s) return s;
    bool is_good = timers->read_ms != NONE && timers->book.stamp == stamp &&
                   now - timers->read_ms < BOOK_MS && now >= timers->read_ms;
    if (!is_good) s = book_load(ctx, timers);
    timers->is_checked = !s;
    return s;
}

/* --- with the writes --- */

static Status timers_flush(Ctx *ctx, void *state)
{
    Timers *timers = state;
    Ctx own = *ctx;
    own.arena = timers->scratch;
    Status s = timer_store_bring(&own, timers->bring.items, timers->bring.count);
    if (!s) s = timer_store_drop(&own, timers->drop.items, timers->drop.count);
    ctx->problem = own.problem;
    arena_clear(timers->scratch);
    /* in ctx's own arena: what is told after the commit lives there */
    if (!s) s = findings_end(ctx, timers->ends.items, timers->ends.count);
    if (!s) timers_forget(timers);
    return s;
}

static Status row_gather(Ctx *ctx, Gather *gather, int64_t waybill_id, int64_t due_ms)
{
    TimerRow *row = gather_room(gather, sizeof *row);
    if (row == NULL) return no_memory(ctx);
    *row = (TimerRow){waybill_id, due_ms};
    return OK;
}

static Status end_gather(Ctx *ctx, Timers *timers, const WaybillFacts *facts, uint64_t gone)
{
    FindingEnd *end = gather_room(&timers->ends, sizeof *end);
    if (end == NULL) return no_memory(ctx);
    *end = (FindingEnd){*facts, gone};
    return OK;
}

static Status timer_follow(Ctx *ctx, Timers *timers, const WaybillFacts *before,
                           const WaybillFacts *after)
{
    bool was_open = before != NULL && !stage_is_terminal(before->stage);
    if (stage_is_terminal(after->stage))
        return was_open ? row_gather(ctx, &timers->drop, after->waybill_id, NONE) : OK;
    Status s = book_check(ctx, timers);
    if (s) return s;
    int64_t due = book_due(&timers->book, ctx_now(ctx), was_open ? before : NULL, after);
    return due == NONE ? OK : row_gather(ctx, &timers->bring, after->waybill_id, due);
}

static Status timers_changed(Ctx *ctx, void *state, const WaybillFacts *before,
                             const WaybillFacts *after)
{
    Timers *timers = state;
    uint64_t gone = before == NULL ? 0 : before->exceptions & ~after->exceptions;
    Status s = gone ? end_gather(ctx, timers, after, gone) : OK;
    if (!s) s = timer_follow(ctx, timers, before, after);
    if (s || timers->bring.count + timers->drop.count + timers->ends.count < GATHER_MOST) return s;
    return timers_flush(ctx, timers);
}

const WaybillObserver timer_observer = {
    .name = "watch.timers",
    .open = timers_open,
    .changed = timers_changed,
    .flush = timers_flush,
    .forget = timers_forget,
    .close = timers_close,
};
