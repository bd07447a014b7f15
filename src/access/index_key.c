/* What sealed values are found by. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "access/keys.h"
#include "access/keys_internal.h"
#include "base/field.h"
#include "base/phone.h"
#include "base/text.h"
#include "house.h"

#define TAIL_DIGITS 4
#define PURPOSE_MAX 128
#define HASH_BYTES 16 /* the shortest that BLAKE2b is asked for; its first half is kept */

static Keys *keys_of(Ctx *ctx)
{
    return ctx->house->keys;
}

/* --- generations --- */

void index_key_derive(KeySet *set, uint32_t number)
{
    keyed_hash(set->seal[number - 1], "index key", "", 0, set->found[number - 1], KEY_BYTES);
}

KeyGenerations key_generations(Ctx *ctx)
{
    uint64_t both = atomic_load(&keys_of(ctx)->index);
    return (KeyGenerations){(int64_t)(both >> 32), (int64_t)(both & UINT32_MAX)};
}

/* The key of a generation; NULL where the file, read again, lacks it. */
static const unsigned char *generation_key(Ctx *ctx, int64_t number)
{
    Keys *keys = keys_of(ctx);
    if (!number) return keys->set.index;
    if (number > keys_newest(keys)) keys_reload(ctx, keys);
    if (number > keys_newest(keys) || keys->set.gone[number - 1]) return NULL;
    return keys->set.found[number - 1];
}

static Status check_generation(Ctx *ctx, int64_t number)
{
    if (generation_key(ctx, number)) return OK;
    Status s = fail(ctx, CONFLICT, "the key file lacks key %lld, which values are found by",
                    (long long)number);
    problem_hint(ctx, "copy the key file from where keys were rotated, or, for a restored backup, "
                      "the one that was kept for its time");
    return s;
}

Status key_generations_set(Ctx *ctx, KeyGenerations live)
{
    bool nobody_writes_it_yet = live.other > live.now;
    if (nobody_writes_it_yet && !generation_key(ctx, live.other)) live.other = live.now;
    atomic_store(&keys_of(ctx)->index, (uint64_t)live.now << 32 | (uint64_t)live.other);
    Status s = check_generation(ctx, live.now);
    return s ? s : check_generation(ctx, live.other);
}

/* --- indexes --- */

static int64_t hash_by(const unsigned char *key, const char *purpose, const char *text)
{
    unsigned char hash[HASH_BYTES];
    int64_t index;
    keyed_hash(key, purpose, text, strlen(text), hash, sizeof hash);
    memcpy(&index, hash, sizeof index);
    return index == NONE ? 0 : index;
}

Status key_index(Ctx *ctx, const char *purpose, const char *normalised, KeyIndex *out)
{
    KeyGenerations live = key_generations(ctx);
    *out = (KeyIndex){NONE, NONE};
    if (!normalised) return OK;
    const unsigned char *now = generation_key(ctx, live.now);
    const unsigned char *other = generation_key(ctx, live.other);
    if (!now || !other)
        return fail(ctx, INTERNAL, "the key file lacks the key that %s is found by", purpose);
    out->now = out->other = hash_by(now, purpose, normalised);
    if (live.other != live.now) out->other = hash_by(other, purpose, normalised);
    return OK;
}

int64_t key_stamp(Ctx *ctx, const char *purpose, const char *text)
{
    return text ? hash_by(keys_of(ctx)->set.index, purpose, text) : NONE;
}

Status key_name(Ctx *ctx, const char *purpose, const char *name, KeyIndex *out)
{
    const char *folded = name ? text_fold(ctx->arena, name) : NULL;
    Status s = key_index(ctx, purpose, folded, out);
    return name && !folded ? no_memory(ctx) : s;
}

/* What is no number has no index; only memory that runs out is a failure. */
static Status normal_of(Ctx *ctx, const char *phone, const char **out)
{
    *out = NULL;
    if (!phone) return OK;
    Status s = phone_normal(ctx, phone, out);
    if (s != INVALID) return s;
    *out = NULL;
    problem_clear(ctx);
    return OK;
}

Status key_phone(Ctx *ctx, const char *purpose, const char *phone, KeyIndex *out)
{
    const char *normal;
    Status s = normal_of(ctx, phone, &normal);
    Status indexed = key_index(ctx, purpose, normal, out);
    return s ? s : indexed;
}

/* Four digits are a tail already: what a receiver types. */
static bool is_tail(const char *phone)
{
    return strlen(phone) == TAIL_DIGITS && strspn(phone, "0123456789") == TAIL_DIGITS;
}

Status key_phone_tail(Ctx *ctx, const char *purpose, const char *phone, KeyIndex *out)
{
    char tail_purpose[PURPOSE_MAX];
    const char *tail = phone;
    Status s = OK;
    if (phone && !is_tail(phone)) {
        s = normal_of(ctx, phone, &tail);
        if (tail) tail = phone_tail(tail);
    }
    snprintf(tail_purpose, sizeof tail_purpose, "%s tail", purpose);
    Status indexed = key_index(ctx, tail_purpose, tail, out);
    return s ? s : indexed;
}
