#include "watch/observer.h"

#include <string.h>

#include "watch/eta_store.h"

/* A change takes about 100 bytes with its name: what is gathered stays under 10 MB. */
enum { CHANGES_MAX = 100000, CHANGES_FIRST = 1024 };

typedef struct Learner {
    Arena *names;
    Arena *scratch; /* for one flush */
    EtaChange *changes;
    size_t count, room;
} Learner;

static void learner_close(void *state)
{
    Learner *learner = state;
    if (learner == NULL) return;
    arena_release(learner->names);
    arena_release(learner->scratch);
    memory_free(learner->changes);
    memory_free(learner);
}

static Status learner_open(Ctx *ctx, void **state)
{
    Learner *learner = memory_alloc(sizeof *learner);
    if (learner == NULL) return no_memory(ctx);
    learner->names = arena_new();
    learner->scratch = arena_new();
    learner->room = CHANGES_FIRST;
    learner->changes = memory_alloc(CHANGES_FIRST * sizeof *learner->changes);
    if (learner->names == NULL || learner->scratch == NULL || learner->changes == NULL) {
        learner_close(learner);
        return no_memory(ctx);
    }
    *state = learner;
    return OK;
}

static void learner_forget(void *state)
{
    Learner *learner = state;
    learner->count = 0;
    arena_clear(learner->names);
}

/* Writes with an arena of its own: a rebuilding flushes many times in one piece of work. */
static Status learner_flush(Ctx *ctx, void *state)
{
    Learner *learner = state;
    if (learner->count == 0) return OK;
    Ctx own = *ctx;
    own.arena = learner->scratch;
    Status s = eta_store_add(&own, learner->changes, learner->count);
    ctx->problem = own.problem;
    arena_clear(learner->scratch);
    if (!s) learner_forget(learner);
    return s;
}

static Status change_add(Ctx *ctx, Learner *learner, const EtaChange *change)
{
    if (learner->count == learner->room) {
        EtaChange *wider =
            memory_resize(learner->changes, 2 * learner->room * sizeof *learner->changes);
        if (wider == NULL) return no_memory(ctx);
        learner->changes = wider;
        learner->room *= 2;
    }
    EtaChange own = *change;
    own.value = change->value[0] == '\0' ? "" : arena_text(learner->names, change->value);
    if (own.value == NULL) return no_memory(ctx);
    learner->changes[learner->count++] = own;
    return OK;
}

static Status parcel_learn(Ctx *ctx, Learner *learner, const WaybillFacts *facts, EtaStart start,
                           int64_t sign)
{
    const EtaParcel parcel = eta_parcel(facts, start);
    int64_t day, y;
    if (!eta_lesson(&parcel, &day, &y)) return OK;
    char room[ETA_NAME_ROOM];
    Status s = OK;
    for (EtaScope scope = ETA_ALL; !s && scope < ETA_SCOPES; scope++) {
        const char *name = eta_cell_name(&parcel, scope, room);
        if (name == NULL) continue;
        s = change_add(ctx, learner,
                       &(EtaChange){start, scope, name, day, NONE, sign, sign * y, sign * y * y});
    }
    if (s) return s;
    return change_add(ctx, learner,
                      &(EtaChange){start, ETA_ALL, "", eta_week(day), eta_bin(y), sign, 0, 0});
}

/* Whether the two teach the same: most scans change nothing of it. */
static bool same_lesson(const WaybillFacts *a, const WaybillFacts *b)
{
    if (a == NULL) return b->delivered_ms == NONE;
    if (a->delivered_ms == NONE && b->delivered_ms == NONE) return true;
    return a->delivered_ms == b->delivered_ms && a->ordered_ms == b->ordered_ms &&
           a->collected_ms == b->collected_ms && a->leg == b->leg &&
           strcmp(a->carrier, b->carrier) == 0 && strcmp(a->product, b->product) == 0 &&
           strcmp(a->origin, b->origin) == 0 && strcmp(a->destination, b->destination) == 0;
}

static Status learner_changed(Ctx *ctx, void *state, const WaybillFacts *before,
                              const WaybillFacts *after)
{
    static const EtaStart starts[] = {ETA_FROM_ORDERED, ETA_FROM_COLLECTED};
    Learner *learner = state;
    if (same_lesson(before, after)) return OK;
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof starts / sizeof starts[0]; i++) {
        if (before != NULL) s = parcel_learn(ctx, learner, before, starts[i], -1);
        if (!s) s = parcel_learn(ctx, learner, after, starts[i], 1);
    }
    if (s || learner->count < CHANGES_MAX) return s;
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
    if (!s) s = learner_open(ctx, &rebuilding.learner);
    if (s) return s;
    s = eta_store_facts(ctx, rebuild_parcel, &rebuilding);
    if (!s) s = learner_flush(ctx, rebuilding.learner);
    learner_close(rebuilding.learner);
    return s;
}
