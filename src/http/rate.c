#include "http/rate.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#define SHARDS 16
#define SLOTS 2048 /* of a shard */
#define PROBES 8
#define MINUTE_US INT64_C(60000000)

typedef struct Bucket {
    uint64_t key; /* 0: never used */
    int64_t at_us;
    double tokens;
} Bucket;

typedef struct Shard {
    pthread_mutex_t lock;
    Bucket buckets[SLOTS];
} Shard;

struct Rates {
    unsigned char secret[crypto_shorthash_KEYBYTES];
    Shard shards[SHARDS];
};

Status rates_new(Ctx *ctx, Rates **out)
{
    Rates *rates = memory_alloc(sizeof *rates);
    if (!rates) return no_memory(ctx);
    ctx_random(ctx, rates->secret, sizeof rates->secret);
    for (size_t i = 0; i < SHARDS; i++)
        pthread_mutex_init(&rates->shards[i].lock, NULL);
    *out = rates;
    return OK;
}

void rates_release(Rates *rates)
{
    for (size_t i = 0; rates && i < SHARDS; i++)
        pthread_mutex_destroy(&rates->shards[i].lock);
    memory_free(rates);
}

static uint64_t bucket_key(const Rates *rates, const Address *address, uint64_t scope)
{
    static const unsigned char four_mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    bool four = memcmp(address->bytes, four_mapped, sizeof four_mapped) == 0;
    unsigned char input[sizeof *address + sizeof scope] = {0};
    memcpy(input, address->bytes, four ? 16 : 8);
    memcpy(input + sizeof *address, &scope, sizeof scope);
    uint64_t key;
    crypto_shorthash((unsigned char *)&key, input, sizeof input, rates->secret);
    return key ? key : 1;
}

/* The key's bucket, or the one to give up for it. */
static Bucket *bucket_find(Shard *shard, uint64_t key)
{
    Bucket *oldest = NULL;
    for (size_t i = 0; i < PROBES; i++) {
        Bucket *bucket = &shard->buckets[(key / SHARDS + i) % SLOTS];
        if (bucket->key == key) return bucket;
        if (!oldest || bucket->at_us < oldest->at_us) oldest = bucket;
    }
    return oldest;
}

static unsigned bucket_take(Bucket *bucket, unsigned per_minute, int64_t now_us)
{
    double rate = (double)per_minute / (double)MINUTE_US;
    bucket->tokens += (double)(now_us - bucket->at_us) * rate;
    if (bucket->tokens > per_minute) bucket->tokens = per_minute;
    bucket->at_us = now_us;
    if (bucket->tokens >= 1) {
        bucket->tokens -= 1;
        return 0;
    }
    return (unsigned)((1 - bucket->tokens) / rate / 1e6) + 1;
}

static Shard *shard_of(Rates *rates, uint64_t key)
{
    return &rates->shards[key % SHARDS];
}

unsigned rates_take(Rates *rates, const Address *address, uint64_t scope, unsigned per_minute,
                    int64_t now_us)
{
    if (!per_minute) return 0;
    uint64_t key = bucket_key(rates, address, scope);
    Shard *shard = shard_of(rates, key);
    pthread_mutex_lock(&shard->lock);
    Bucket *bucket = bucket_find(shard, key);
    if (bucket->key != key) *bucket = (Bucket){key, now_us, per_minute};
    unsigned wait_s = bucket_take(bucket, per_minute, now_us);
    pthread_mutex_unlock(&shard->lock);
    return wait_s;
}

void rates_give_back(Rates *rates, const Address *address, uint64_t scope, unsigned per_minute)
{
    if (!per_minute) return;
    uint64_t key = bucket_key(rates, address, scope);
    Shard *shard = shard_of(rates, key);
    pthread_mutex_lock(&shard->lock);
    Bucket *bucket = bucket_find(shard, key);
    if (bucket->key == key && bucket->tokens < per_minute) bucket->tokens += 1;
    pthread_mutex_unlock(&shard->lock);
}
