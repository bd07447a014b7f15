#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "access/access_internal.h"
#include "access/access_store.h"
#include "access/session.h"
#include "access/token_store.h"
#include "base/arena.h"
#include "base/instant.h"
#include "db/db.h"
#include "house.h"

/* Other processes' changes are seen when a slot runs out. */
#define SEEN_US 2000000

/* --- the slots --- */

static Status copy_person(Ctx *ctx, const Person *from, const Person **out)
{
    Person *person = ARENA_NEW(ctx->arena, Person);
    if (!person) return no_memory(ctx);
    *person = *from;
    person->login = arena_text(ctx->arena, from->login);
    *out = person;
    return person->login ? OK : no_memory(ctx);
}

static SeenShard *shard_of(Seen *seen, const unsigned char *tag)
{
    return &seen->shards[tag[0] % SEEN_SHARDS];
}

static SeenSlot *slot_of(SeenShard *shard, const unsigned char *tag)
{
    return &shard->slots[tag[1] % SEEN_SLOTS];
}

static bool slot_holds(const SeenSlot *slot, const unsigned char *tag, int64_t generation,
                       int64_t now_ms)
{
    return slot->until_us > monotonic_us() && slot->generation == generation &&
           sodium_memcmp(slot->tag, tag, SEEN_TAG_BYTES) == 0 &&
           (slot->expires_ms == NONE || slot->expires_ms > now_ms);
}

/* *out stays NULL where it was not seen. */
static Status seen_find(Ctx *ctx, Seen *seen, const unsigned char *tag, const Person **out)
{
    SeenShard *shard = shard_of(seen, tag);
    const SeenSlot *slot = slot_of(shard, tag);
    Status s = OK;
    *out = NULL;
    pthread_rwlock_rdlock(&shard->lock);
    if (slot_holds(slot, tag, atomic_load(&seen->generation), ctx_now(ctx))) {
        Person person = slot->person;
        person.login = slot->login;
        s = copy_person(ctx, &person, out);
    }
    pthread_rwlock_unlock(&shard->lock);
    return s;
}

/* `generation` is that of before the database was read: what changed meanwhile makes it void. */
static void seen_put(Seen *seen, const SeenSlot *fresh)
{
    SeenShard *shard = shard_of(seen, fresh->tag);
    SeenSlot *slot = slot_of(shard, fresh->tag);
    if (strlen(fresh->person.login) >= sizeof slot->login) return;
    pthread_rwlock_wrlock(&shard->lock);
    *slot = *fresh;
    memcpy(slot->login, fresh->person.login, strlen(fresh->person.login) + 1);
    slot->until_us = monotonic_us() + SEEN_US;
    pthread_rwlock_unlock(&shard->lock);
}

static void next_generation(void *work)
{
    Seen *seen = work;
    atomic_fetch_add(&seen->generation, 1);
}

Status access_forget(Ctx *ctx)
{
    if (!ctx->house->access) return OK;
    return db_after_commit(ctx, next_generation, &ctx->house->access->seen);
}

/* --- from the database --- */

static Status nobody(Ctx *ctx)
{
    return fail(ctx, UNAUTHENTICATED, "this sign-in or token does not hold, or no longer");
}

static Status token_used(Ctx *ctx, void *work)
{
    const Token *token = work;
    return token_touch(ctx, token->id);
}

/* That this cannot be written down is no reason to refuse what is asked. */
static void note_use(Ctx *ctx, Token *token)
{
    if (token->used_at != NONE && ctx_now(ctx) - token->used_at < HOUR_MS) return;
    if (database_write(ctx, ctx->house->database, token_used, token)) problem_clear(ctx);
}

static Status load_token(Ctx *ctx, const char *secret, SeenSlot *out)
{
    Token token;
    unsigned char hash[SECRET_HASH_BYTES];
    secret_hash(ctx, "token", secret, hash);
    Status s = token_by_hash(ctx, hash, &token);
    if (s == NOT_FOUND) return nobody(ctx);
    if (s) return s;
    if (token.revoked_at != NONE) return nobody(ctx);
    if (token.expires_at != NONE && token.expires_at <= ctx_now(ctx)) return nobody(ctx);
    note_use(ctx, &token);
    out->expires_ms = token.expires_at;
    out->person = (Person){.kind = PERSON_TOKEN,
                           .id = token.id,
                           .login = token.name,
                           .rights = rights_from_stored(&token.rights),
                           .scope_outlet_id = token.outlet_id,
                           .scope_customer_id = token.customer_id};
    return OK;
}

static Status touch(Ctx *ctx, void *work)
{
    const StoredSession *session = work;
    return session_touch(ctx, session);
}

/* The end of a session slides with its use. One of a time when the clock was ahead begins now: else
 * it would last until then. */
static Status slide(Ctx *ctx, StoredSession *session)
{
    int64_t now = ctx_now(ctx);
    if (llabs(now - session->seen_ms) < SESSION_TOUCH_MS) return OK;
    session->seen_ms = now;
    if (session->created_ms > now) session->created_ms = now;
    session->expires_ms = session_end_ms(ctx, session->created_ms);
    return database_write(ctx, ctx->house->database, touch, session);
}

static Status load_session(Ctx *ctx, const char *secret, SeenSlot *out)
{
    StoredSession session;
    unsigned char hash[SECRET_HASH_BYTES];
    secret_hash(ctx, "session", secret, hash);
    Status s = session_by_hash(ctx, hash, &session);
    if (s == NOT_FOUND || (!s && session.expires_ms <= ctx_now(ctx))) return nobody(ctx);
    if (!s) s = slide(ctx, &session);
    if (s) return s;
    out->expires_ms = session.expires_ms;
    return session_person(ctx, &session, &out->person);
}

typedef Status LoadPerson(Ctx *ctx, const char *secret, SeenSlot *out);

static Status load_and_put(Ctx *ctx, const char *secret, LoadPerson *load, SeenSlot *slot,
                           const Person **out)
{
    Status s = load(ctx, secret, slot);
    if (s) return s;
    seen_put(&ctx->house->access->seen, slot);
    return copy_person(ctx, &slot->person, out);
}

/* The tag is a fast keyed hash under a key of this process: the slow one, which the database knows,
 * is only made where a secret was not seen lately. */
static Status find(Ctx *ctx, SeenKey key, const char *secret, LoadPerson *load, const Person **out)
{
    Seen *seen = &ctx->house->access->seen;
    unsigned char tag[SEEN_TAG_BYTES];
    int64_t generation = atomic_load(&seen->generation);
    crypto_shorthash_siphashx24(tag, (const unsigned char *)secret, strlen(secret),
                                seen->keys[key]);
    Status s = seen_find(ctx, seen, tag, out);
    if (s || *out) return s;
    SeenSlot slot = {.generation = generation};
    memcpy(slot.tag, tag, sizeof tag);
    return load_and_put(ctx, secret, load, &slot, out);
}

Status access_by_token(Ctx *ctx, const char *token, const Person **out)
{
    return find(ctx, SEEN_TOKEN, token, load_token, out);
}

Status access_by_session(Ctx *ctx, const char *secret, const Person **out)
{
    return find(ctx, SEEN_SESSION, secret, load_session, out);
}
