#include "watch/replay.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "watch/book.h"
#include "watch/replay_score.h"

/* A forecast that is to be made, and, of a parcel's first, its start that is to be noted. */
typedef struct Ask {
    int64_t at_ms;
    size_t place; /* in parcels */
    bool first, judged;
} Ask;

/* One beginning's way through history. */
typedef struct Walk {
    const EtaParcel *parcels;
    size_t count;
    size_t *delivered; /* places in parcels, by delivery */
    size_t delivered_count, learned;
    Ask *asks; /* by time */
    size_t ask_count;
    double *lane_means; /* by place in parcels, as of the first that is judged */
    Foretold *foretold; /* by place in parcels */
    Book *book;
} Walk;

/* Those of all walks. */
typedef struct Verdicts {
    Judged *items;
    Replay *out;
} Verdicts;

static int compare(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

typedef struct Timed {
    int64_t at_ms, start_ms;
    size_t place;
} Timed;

static int by_delivery(const void *left, const void *right)
{
    const Timed *a = left, *b = right;
    int order = compare(a->at_ms, b->at_ms);
    if (order == 0) order = compare(a->start_ms, b->start_ms);
    return order != 0 ? order : compare((int64_t)a->place, (int64_t)b->place);
}

static int by_ask(const void *left, const void *right)
{
    const Ask *a = left, *b = right;
    int order = compare(a->at_ms, b->at_ms);
    if (order == 0) order = compare(b->first, a->first);
    return order != 0 ? order : compare((int64_t)a->place, (int64_t)b->place);
}

static Status deliveries_sort(Ctx *ctx, Walk *walk)
{
    Timed *timed = ARENA_ARRAY(ctx->arena, walk->count, Timed);
    walk->delivered = ARENA_ARRAY(ctx->arena, walk->count, size_t);
    if (timed == NULL || walk->delivered == NULL) return no_memory(ctx);
    size_t count = 0;
    for (size_t i = 0; i < walk->count; i++)
        if (walk->parcels[i].delivered_ms != NONE)
            timed[count++] = (Timed){walk->parcels[i].delivered_ms, walk->parcels[i].start_ms, i};
    qsort(timed, count, sizeof *timed, by_delivery);
    for (size_t i = 0; i < count; i++)
        walk->delivered[i] = timed[i].place;
    walk->delivered_count = count;
    return OK;
}

/* The step that holds an instant; steps are counted from the first that is judged. */
static int64_t step_of(const ReplayOptions *options, int64_t at_ms)
{
    int64_t past = (at_ms - options->from_ms) % options->step_ms;
    return at_ms - (past < 0 ? past + options->step_ms : past);
}

/* The steps at which a parcel is looked at while it is under way and not overdue: writes their asks
 * where `out` is not NULL, tells how many. */
static size_t daily_asks(const EtaParcel *p, size_t place, const ReplayOptions *options, Ask *out)
{
    size_t count = 0;
    if (p->delivered_ms == NONE || p->promised_ms == NONE) return 0;
    int64_t end_ms = p->until_ms == NONE ? p->delivered_ms : p->until_ms;
    if (p->promised_ms < end_ms) end_ms = p->promised_ms;
    if (options->to_ms < end_ms) end_ms = options->to_ms;
    int64_t at_ms = step_of(options, p->start_ms) + options->step_ms;
    if (at_ms < options->from_ms) at_ms = options->from_ms;
    for (; at_ms < end_ms; at_ms += options->step_ms, count++)
        if (out != NULL) out[count] = (Ask){at_ms, place, false, true};
    return count;
}

/* One at each start, so that later forecasts lean on how right it was; and those asked for. */
static Status asks_make(Ctx *ctx, Walk *walk, const ReplayOptions *options)
{
    size_t room = walk->count;
    for (size_t i = 0; options->daily && i < walk->count; i++)
        room += daily_asks(&walk->parcels[i], i, options, NULL);
    walk->asks = ARENA_ARRAY(ctx->arena, room, Ask);
    if (walk->asks == NULL) return no_memory(ctx);
    for (size_t i = 0; i < walk->count; i++) {
        const EtaParcel *p = &walk->parcels[i];
        if (p->start_ms == NONE || p->start_ms >= options->to_ms) continue;
        const bool judged =
            !options->daily && p->start_ms >= options->from_ms && p->promised_ms != NONE;
        walk->asks[walk->ask_count++] = (Ask){p->start_ms, i, true, judged};
        if (options->daily)
            walk->ask_count += daily_asks(p, i, options, walk->asks + walk->ask_count);
    }
    qsort(walk->asks, walk->ask_count, sizeof *walk->asks, by_ask);
    return OK;
}

static Status learn_until(Ctx *ctx, Walk *walk, int64_t before_ms)
{
    Status s = OK;
    while (!s && walk->learned < walk->delivered_count) {
        const size_t place = walk->delivered[walk->learned];
        if (walk->parcels[place].delivered_ms >= before_ms) break;
        s = book_learn(ctx, walk->book, place, &walk->foretold[place]);
        walk->learned++;
    }
    return s;
}

static double days_of(int64_t duration_ms)
{
    return (double)duration_ms / (double)DAY_MS;
}

/* When a forecast is made, and what is known then. */
typedef struct Moment {
    int64_t today, ahead;
} Moment;

static void judge(const Walk *walk, const Ask *ask, const EtaModel *model, Verdicts *verdicts)
{
    const EtaParcel *p = &walk->parcels[ask->place];
    const double given = days_of(p->promised_ms - p->start_ms);
    const double age = days_of(ask->at_ms - p->start_ms);
    Judged judged = {.late = eta_late(model, given, age),
                     .p10 = eta_quantile(model, 0.1, age),
                     .p50 = eta_quantile(model, 0.5, age),
                     .p90 = eta_quantile(model, 0.9, age),
                     .lane_mean = walk->lane_means[ask->place],
                     .took = days_of(p->delivered_ms - p->start_ms),
                     .given = given,
                     .age = age,
                     .number = p->number,
                     .at_ms = ask->at_ms};
    if (isnan(judged.late) || isnan(judged.p50))
        verdicts->out->unforetold++;
    else
        verdicts->items[verdicts->out->n++] = judged;
}

static void foretell(Walk *walk, const Ask *ask, const Moment *moment, Verdicts *verdicts)
{
    const EtaParcel *p = &walk->parcels[ask->place];
    if (p->delivered_ms != NONE && p->delivered_ms < p->start_ms) return;
    if (p->delivered_ms == NONE) {
        verdicts->out->under_way += ask->judged;
        return;
    }
    EtaEvidence evidence;
    EtaModel model;
    book_evidence(walk->book, ask->place, moment->today, &evidence);
    evidence.ahead = moment->ahead;
    if (!eta_learn(&evidence, &model)) {
        verdicts->out->unforetold += ask->judged;
        return;
    }
    if (ask->first) walk->foretold[ask->place] = (Foretold){model.centre, model.width};
    if (ask->judged) judge(walk, ask, &model, verdicts);
}

static Status walk_open(Ctx *ctx, Walk *walk, const ReplayOptions *options)
{
    const EtaTuning *tuning = options->tuning == NULL ? &eta_standard : options->tuning;
    Status s = deliveries_sort(ctx, walk);
    if (!s) s = asks_make(ctx, walk, options);
    if (!s) s = book_new(ctx, walk->parcels, walk->count, tuning, &walk->book);
    if (s) return s;
    walk->foretold = ARENA_ARRAY(ctx->arena, walk->count, Foretold);
    walk->lane_means = ARENA_ARRAY(ctx->arena, walk->count, double);
    return walk->foretold == NULL || walk->lane_means == NULL ? no_memory(ctx) : OK;
}

/* As of the first day that is judged, or of that on which learning stops. */
static void lane_means_keep(Walk *walk)
{
    for (size_t i = 0; i < walk->count; i++)
        walk->lane_means[i] = book_lane_mean(walk->book, i);
}

static Status walk_steps(Ctx *ctx, Walk *walk, const ReplayOptions *options, Verdicts *verdicts)
{
    bool kept = false;
    Status s = OK;
    for (size_t i = 0; !s && i < walk->ask_count; i++) {
        const Ask *ask = &walk->asks[i];
        const int64_t step_ms = step_of(options, ask->at_ms);
        int64_t known_ms = step_ms;
        if (options->as_of_ms != NONE && options->as_of_ms < known_ms) known_ms = options->as_of_ms;
        const Moment moment = {eta_day(known_ms), eta_day(step_ms) - eta_day(known_ms)};
        s = learn_until(ctx, walk, known_ms);
        if (!s && ask->at_ms >= options->from_ms && !kept) {
            lane_means_keep(walk);
            kept = true;
        }
        if (!s) foretell(walk, ask, &moment, verdicts);
        if (!s && ask->first) s = book_start(ctx, walk->book, ask->place);
    }
    return s;
}

/* Makes room for as many more as the walk may judge. */
static Status verdicts_widen(Ctx *ctx, Verdicts *verdicts, const Walk *walk)
{
    const size_t used = (size_t)verdicts->out->n, room = used + walk->ask_count;
    Judged *wider =
        arena_grow(ctx->arena, verdicts->items, used * sizeof(Judged), room * sizeof(Judged));
    if (wider == NULL) return no_memory(ctx);
    verdicts->items = wider;
    return OK;
}

static Status beginning_walk(Ctx *ctx, const EtaParcel *parcels, size_t count,
                             const ReplayOptions *options, Verdicts *verdicts)
{
    Walk walk = {.parcels = parcels, .count = count};
    Status s = walk_open(ctx, &walk, options);
    if (!s) s = verdicts_widen(ctx, verdicts, &walk);
    return s ? s : walk_steps(ctx, &walk, options, verdicts);
}

static int by_beginning(const void *left, const void *right)
{
    const EtaParcel *a = left, *b = right;
    int order = compare(a->beginning, b->beginning);
    if (order == 0) order = compare(a->number, b->number);
    return order != 0 ? order : compare(a->start_ms, b->start_ms);
}

Status replay_run(Ctx *ctx, EtaParcel *parcels, size_t count, const ReplayOptions *options,
                  Replay *out)
{
    const bool frozen = options->as_of_ms != NONE;
    *out = (Replay){.known = frozen ? REPLAY_FROZEN : REPLAY_EACH_STEP,
                    .known_until = options->as_of_ms};
    Verdicts verdicts = {.out = out};
    Status s = OK;
    if (count > 0) qsort(parcels, count, sizeof *parcels, by_beginning);
    for (size_t first = 0, end; !s && first < count; first = end) {
        for (end = first + 1; end < count && parcels[end].beginning == parcels[first].beginning;)
            end++;
        s = beginning_walk(ctx, parcels + first, end - first, options, &verdicts);
    }
    if (s) return s;
    if (out->n == 0)
        return fail(ctx, NOT_FOUND,
                    "no parcel of that time was promised, delivered and could be foretold");
    return replay_score(ctx, verdicts.items, options->warn, out);
}
