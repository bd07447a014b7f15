#include "base/ctx.h"

#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "base/field.h"

#define ID_EPOCH_MS INT64_C(1577836800000) /* 2020-01-01T00:00:00Z */
#define NODE_BITS 6
#define SEQUENCE_BITS 15
#define MS_SHIFT (NODE_BITS + SEQUENCE_BITS)

struct Source {
    pthread_mutex_t lock;
    bool fixed;                /* ids and randomness follow from `state` */
    _Atomic int64_t stands_ms; /* where the clock stands; NONE: it runs */
    int64_t offset_ms;         /* then: what is added to the system's clock */
    unsigned node;
    int64_t last_ticks; /* the last id without its node */
    uint64_t state;     /* of a fixed source's randomness */
};

static int64_t system_ms(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t monotonic_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static Source *source_new(void)
{
    Source *source = sodium_init() < 0 ? NULL : memory_alloc(sizeof *source);
    if (source) pthread_mutex_init(&source->lock, NULL);
    return source;
}

Source *source_real(int64_t start_ms, unsigned node)
{
    Source *source = source_new();
    if (!source) return NULL;
    atomic_init(&source->stands_ms, NONE);
    source->offset_ms = start_ms ? start_ms - system_ms(CLOCK_REALTIME) : 0;
    source->node = node;
    return source;
}

Source *source_fixed(int64_t now_ms, uint64_t seed)
{
    Source *source = source_new();
    if (!source) return NULL;
    source->fixed = true;
    atomic_init(&source->stands_ms, now_ms);
    source->state = seed;
    return source;
}

void source_move(Source *source, int64_t by_ms)
{
    atomic_fetch_add(&source->stands_ms, by_ms);
}

void source_stand(Source *source, int64_t at_ms)
{
    atomic_store(&source->stands_ms, at_ms);
}

bool source_stands(const Source *source)
{
    return atomic_load(&source->stands_ms) != NONE;
}

void source_start_after(Source *source, int64_t id)
{
    pthread_mutex_lock(&source->lock);
    int64_t ticks = id >> NODE_BITS;
    if (ticks > source->last_ticks) source->last_ticks = ticks;
    pthread_mutex_unlock(&source->lock);
}

void source_release(Source *source)
{
    if (!source) return;
    pthread_mutex_destroy(&source->lock);
    memory_free(source);
}

static int64_t source_now(const Source *source)
{
    int64_t stands_ms = atomic_load(&source->stands_ms);
    return stands_ms != NONE ? stands_ms : system_ms(CLOCK_REALTIME) + source->offset_ms;
}

int64_t ctx_now(Ctx *ctx)
{
    return source_now(ctx->source);
}

/* When the clock stands or goes back, or a millisecond's sequence is used up, ids go on counting
 * from the last one: they stay unique and rising, a little ahead of the clock. */
int64_t ctx_id(Ctx *ctx)
{
    Source *source = ctx->source;
    pthread_mutex_lock(&source->lock);
    int64_t ticks = (source_now(source) - ID_EPOCH_MS) << SEQUENCE_BITS;
    if (ticks <= source->last_ticks) ticks = source->last_ticks + 1;
    source->last_ticks = ticks;
    pthread_mutex_unlock(&source->lock);
    return ticks << NODE_BITS | source->node;
}

const char *ctx_currency(const Ctx *ctx)
{
    return ctx->currency ? ctx->currency : "CNY";
}

int64_t id_ms(int64_t id)
{
    return (id >> MS_SHIFT) + ID_EPOCH_MS;
}

int64_t id_node(int64_t id)
{
    return id & ((INT64_C(1) << NODE_BITS) - 1);
}

int64_t id_floor(int64_t ms)
{
    if (ms <= ID_EPOCH_MS) return 0;
    return ms - ID_EPOCH_MS > INT64_MAX >> MS_SHIFT ? INT64_MAX : (ms - ID_EPOCH_MS) << MS_SHIFT;
}

static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

void ctx_random(Ctx *ctx, void *bytes, size_t length)
{
    Source *source = ctx->source;
    if (!source->fixed) {
        randombytes_buf(bytes, length);
        return;
    }
    pthread_mutex_lock(&source->lock);
    for (size_t done = 0; done < length; done += sizeof(uint64_t)) {
        uint64_t value = splitmix(&source->state);
        size_t rest = length - done;
        memcpy((char *)bytes + done, &value, rest < sizeof value ? rest : sizeof value);
    }
    pthread_mutex_unlock(&source->lock);
}

void ctx_init(Ctx *ctx, Arena *arena, Source *source)
{
    *ctx = (Ctx){.arena = arena, .source = source, .request_id = ""};
}
