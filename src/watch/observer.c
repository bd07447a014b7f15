#include "watch/observer.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "watch/eta_step_store.h"
#include "watch/eta_store.h"
#include "waybill/names.h"

/* A sum takes 80 bytes, a journey 400: what is gathered stays under 30 MB. */
enum { SUMS_MAX = 100000, JOURNEYS_MAX = 20000, JOURNEYS_FIRST = 64, JOURNEYS_AT_ONCE = 512 };

static const int64_t told_within_ms = 2 * DAY_MS, judged_within_ms = 120 * DAY_MS;

typedef struct Learner {
    NamePool *names;
    Arena *scratch;       /* for one flush */
    EtaJourney *journeys; /* of delivered parcels, to be read */
    size_t journey_count, journey_room;
    EtaGather gather;
} Learner;

static void learner_close(void *state)
{
    Learner *learner = state;
    if (learner == NULL) return;
    name_pool_release(learner->names);
    arena_release(learner->scratch);
    memory_free(learner->journeys);
    eta_gather_close(&learner->gather);
    memory_free(learner);
}

static Status learner_open(Ctx *ctx, void **state)
{
    Learner *learner = memory_alloc(sizeof *learner);
    if (learner == NULL) return no_memory(ctx);
    learner->names = name_pool_new();
    learner->scratch = arena_new();
    learner->journey_room = JOURNEYS_FIRST;
    learner->journeys = memory_alloc(JOURNEYS_FIRST * sizeof *learner->journeys);
    const bool there =
        learner->names != NULL && learner->scratch != NULL && learner->journeys != NULL;
    if (!there || eta_gather_open(ctx, &learner->gather)) {
        learner_close(learner);
        return no_memory(ctx);
    }
    *state = learner;
    return OK;
}

static void learner_forget(void *state)
{
    Learner *learner = state;
    learner->journey_count = 0;
    eta_gather_clear(&learner->gather);
    name_pool_clear(learner->names);
}

static int by_parcel(const void *left, const void *right)
{
    const EtaJourney *a = left, *b = right;
    if (a->waybill_id != b->waybill_id) return a->waybill_id < b->waybill_id ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

/* Of one parcel's changes since the last flush, the facts before the first and after the last.
 * Mostly they come sorted and once each. */
static void journeys_merge(Learner *learner)
{
    EtaJourney *journeys = learner->journeys;
    size_t kept = 0;
    for (size_t i = 0; i < learner->journey_count; i++)
        journeys[i].order = i;
    qsort(journeys, learner->journey_count, sizeof *journeys, by_parcel);
    for (size_t i = 0; i < learner->journey_count; i++) {
        EtaJourney *last = kept == 0 ? NULL : &journeys[kept - 1];
        if (last == NULL || last->waybill_id != journeys[i].waybill_id) {
            journeys[kept++] = journeys[i];
            continue;
        }
        last->after = journeys[i].after;
        last->learn = journeys[i].learn;
    }
    learner->journey_count = kept;
}

/* A part at a time, so that memory stays bounded however many were delivered at once. */
static Status journeys_flush(Ctx *ctx, Learner *learner)
{
    journeys_merge(learner);
    Status s = OK;
    for (size_t i = 0; !s && i < learner->journey_count; i += JOURNEYS_AT_ONCE) {
        const size_t left = learner->journey_count - i;
        s = step_store_learn(ctx, learner->journeys + i,
                             left < JOURNEYS_AT_ONCE ? left : JOURNEYS_AT_ONCE, &learner->gather);
        arena_clear(ctx->arena);
    }
    return s;
}

/* Writes with an arena of its own: a rebuilding flushes many times in one piece of work. */
static Status learner_flush(Ctx *ctx, void *state)
{
    Learner *learner = state;
    if (learner->journey_count == 0 && learner->gather.count == 0) return OK;
    Ctx own = *ctx;
    own.arena = learner->scratch;
    Status s = journeys_flush(&own, learner);
    if (!s) s = step_store_add(&own, &learner->gather);
    ctx->problem = own.problem;
    arena_clear(learner->scratch);
    if (!s) learner_forget(learner);
    return s;
}

static Status parcel_learn(Ctx *ctx, Learner *learner, const WaybillFacts *facts, EtaStart start,
                           int64_t sign)
{
    const EtaParcel parcel = eta_parcel(facts, start);
    int64_t day, y;
    if (!eta_lesson(&parcel, &day, &y)) return OK;
    EtaSum bin = {
        .table = ETA_BIN_TABLE, .keys = {start, eta_week(day), eta_bin(y)}, .sums = {sign}};
    Status s = eta_gather_add(ctx, &learner->gather, &bin);
    char room[ETA_NAME_ROOM];
    for (EtaScope scope = ETA_ALL; !s && scope < ETA_SCOPES; scope++) {
        const char *name = eta_cell_name(&parcel, scope, room);
        if (name == NULL) continue;
        name = name_pooled(learner->names, name);
        if (name == NULL) return no_memory(ctx);
        s = eta_gather_add(ctx, &learner->gather,
                           &(EtaSum){.table = ETA_DAY_TABLE,
                                     .keys = {eta_day_key(start, scope), (int64_t)(intptr_t)name,
                                              eta_cell_day(scope, day)},
                                     .sums = {sign, sign * y, sign * y * y}});
    }
    return s;
}

/* Its journey went some other way than to its receiver. */
static bool is_abandoned(const WaybillFacts *facts)
{
    return facts->leg == LEG_RETURN ||
           (facts->delivered_ms == NONE && stage_is_terminal(facts->stage));
}

/* When it began, and, once it is delivered, at what age: for the life table. */
static Status flow_learn(Ctx *ctx, Learner *learner, const WaybillFacts *facts, EtaStart start,
                         int64_t sign)
{
    const EtaParcel parcel = eta_parcel(facts, start);
    const bool delivered = parcel.delivered_ms != NONE;
    if (parcel.start_ms == NONE || is_abandoned(facts)) return OK;
    if (delivered && parcel.delivered_ms < parcel.start_ms) return OK;
    const int64_t day = eta_day(parcel.start_ms);
    EtaSum sum = {.table = ETA_FLOW_TABLE, .keys = {start, day, -1}, .sums = {sign}};
    Status s = eta_gather_add(ctx, &learner->gather, &sum);
    if (s || !delivered) return s;
    sum.keys[1] = eta_day(parcel.delivered_ms);
    sum.keys[2] = sum.keys[1] - day;
    return sum.keys[2] < ETA_AGES ? eta_gather_add(ctx, &learner->gather, &sum) : OK;
}

/* Whether the two teach the same: most scans change nothing of it. */
static bool same_lesson(const WaybillFacts *a, const WaybillFacts *b)
{
    if (a == NULL)
        return b->delivered_ms == NONE && b->ordered_ms == NONE && b->collected_ms == NONE;
    const bool same_times = a->delivered_ms == b->delivered_ms && a->ordered_ms == b->ordered_ms &&
                            a->collected_ms == b->collected_ms && a->leg == b->leg &&
                            is_abandoned(a) == is_abandoned(b);
    if (!same_times || a->delivered_ms == NONE) return same_times;
    return a->promised_ms == b->promised_ms && a->origin_zone == b->origin_zone &&
           a->destination_zone == b->destination_zone && strcmp(a->carrier, b->carrier) == 0 &&
           strcmp(a->product, b->product) == 0 && strcmp(a->origin, b->origin) == 0 &&
           strcmp(a->destination, b->destination) == 0;
}

static Status facts_copy(Ctx *ctx, Learner *learner, const WaybillFacts *from, WaybillFacts *out)
{
    *out = *from;
    out->carrier = name_pooled(learner->names, from->carrier);
    out->product = name_pooled(learner->names, from->product);
    out->origin = name_pooled(learner->names, from->origin);
    out->destination = name_pooled(learner->names, from->destination);
    const bool there = out->carrier != NULL && out->product != NULL && out->origin != NULL &&
                       out->destination != NULL;
    return there ? OK : no_memory(ctx);
}

static bool is_delivered(const WaybillFacts *facts)
{
    return facts != NULL && facts->delivered_ms != NONE && facts->leg != LEG_RETURN;
}

static Status journey_note(Ctx *ctx, Learner *learner, const WaybillFacts *before,
                           const WaybillFacts *after)
{
    EtaJourney journey = {.waybill_id = after->waybill_id,
                          .unlearn = is_delivered(before),
                          .learn = is_delivered(after)};
    if (!journey.unlearn && !journey.learn) return OK;
    if (learner->journey_count == learner->journey_room) {
        EtaJourney *wider =
            memory_resize(learner->journeys, 2 * learner->journey_room * sizeof *learner->journeys);
        if (wider == NULL) return no_memory(ctx);
        learner->journeys = wider;
        learner->journey_room *= 2;
    }
    Status s = OK;
    if (journey.unlearn) s = facts_copy(ctx, learner, before, &journey.before);
    if (!s && journey.learn) s = facts_copy(ctx, learner, after, &journey.after);
    if (!s) learner->journeys[learner->journey_count++] = journey;
    return s;
}

static Status facts_learn(Ctx *ctx, Learner *learner, const WaybillFacts *facts, int64_t sign)
{
    static const EtaStart starts[] = {ETA_FROM_ORDERED, ETA_FROM_COLLECTED};
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof starts / sizeof starts[0]; i++) {
        s = parcel_learn(ctx, learner, facts, starts[i], sign);
        if (!s) s = flow_learn(ctx, learner, facts, starts[i], sign);
    }
    return s;
}

/* A parcel just collected is to be told of; one that has ended is to be judged. What is imported
 * from long ago was never announced. */
static Status told_note(Ctx *ctx, Learner *learner, const WaybillFacts *before,
                        const WaybillFacts *after)
{
    const int64_t now = ctx_now(ctx);
    const bool was_collected = before != NULL && before->collected_ms != NONE;
    const bool was_over = before != NULL && (before->delivered_ms != NONE || is_abandoned(before));
    const bool over = after->delivered_ms != NONE || is_abandoned(after);
    EtaSum note = {.keys = {after->waybill_id}, .sums = {1}};
    if (after->collected_ms == NONE || after->promised_ms == NONE) return OK;
    if (!was_collected && !over && now - after->collected_ms < told_within_ms) {
        note.table = ETA_TOLD_TABLE;
        note.keys[1] = after->collected_ms;
        note.keys[2] = after->promised_ms;
        return eta_gather_add(ctx, &learner->gather, &note);
    }
    if (!was_collected || (!over && !was_over)) return OK;
    if (now - after->collected_ms > judged_within_ms) return OK;
    note.table = ETA_END_TABLE;
    note.keys[1] = !over ? NONE : after->delivered_ms != NONE ? after->delivered_ms : 0;
    return eta_gather_add(ctx, &learner->gather, &note);
}

static Status learner_changed(Ctx *ctx, void *state, const WaybillFacts *before,
                              const WaybillFacts *after)
{
    Learner *learner = state;
    if (same_lesson(before, after)) return OK;
    Status s = OK;
    if (before != NULL) s = facts_learn(ctx, learner, before, -1);
    if (!s) s = facts_learn(ctx, learner, after, 1);
    if (!s) s = journey_note(ctx, learner, before, after);
    if (!s) s = told_note(ctx, learner, before, after);
    if (s || (learner->gather.count < SUMS_MAX && learner->journey_count < JOURNEYS_MAX)) return s;
    return learner_flush(ctx, learner);
}

const WaybillObserver watch_observer = {
    .name = "watch",
    .open = learner_open,
    .changed = learner_changed,
    .flush = learner_flush,
    .forget = learner_forget,
    .close = learner_close,
};

typedef struct Rebuilding {
    Ctx *ctx;
    void *learner;
} Rebuilding;

static Status rebuild_parcel(void *user, const WaybillFacts *facts)
{
    Rebuilding *rebuilding = user;
    return learner_changed(rebuilding->ctx, rebuilding->learner, NULL, facts);
}

Status watch_rebuild(Ctx *ctx)
{
    Rebuilding rebuilding = {ctx, NULL};
    Status s = eta_store_clear(ctx);
    if (!s) s = step_store_clear(ctx);
    if (!s) s = learner_open(ctx, &rebuilding.learner);
    if (s) return s;
    s = eta_store_facts(ctx, rebuild_parcel, &rebuilding);
    if (!s) s = learner_flush(ctx, rebuilding.learner);
    learner_close(rebuilding.learner);
    return s;
}
