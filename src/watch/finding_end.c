#include "db/db.h"
#include "watch/finding_store.h"

static FindingOutcome outcome_of(const WaybillFacts *facts)
{
    if (facts->leg == LEG_RETURN) return FINDING_RETURNED;
    if (stage_is_delivered(facts->stage)) {
        if (facts->promised_ms == NONE || facts->delivered_ms == NONE) return FINDING_DELIVERED;
        return facts->delivered_ms <= facts->promised_ms ? FINDING_DELIVERED_ON_TIME
                                                         : FINDING_DELIVERED_LATE;
    }
    if (facts->exceptions & EXCEPTION_BIT(EXCEPTION_LOST)) return FINDING_LOST;
    return stage_is_terminal(facts->stage) ? FINDING_ENDED : FINDING_RECOVERED;
}

Status finding_close(Ctx *ctx, const FindingKey *key, const WaybillFacts *facts,
                     FindingOutcome outcome, const char *note)
{
    bool closed;
    Status s = finding_store_close(ctx, key->id, ctx_now(ctx), (int64_t)outcome, note, &closed);
    if (s || !closed) return s;
    s = heat_store_add(ctx, key, 0, -1);
    return s ? s : finding_tell(ctx, key, facts, (int64_t)outcome);
}

/* What is closed while rows are read is gathered first: a statement is not run while another is. */
typedef struct Gathered {
    Ctx *ctx;
    const FindingEnd *ends;
    FindingKey *keys;
    size_t *places;
    size_t count, room;
} Gathered;

static Status key_gather(void *user, size_t number, const FindingKey *key)
{
    Gathered *gathered = user;
    Ctx *ctx = gathered->ctx;
    if (!(gathered->ends[number].gone >> key->exception & 1)) return OK;
    if (gathered->count == gathered->room) {
        size_t old = gathered->room, room = old ? 2 * old : 16;
        gathered->keys = arena_grow(ctx->arena, gathered->keys, old * sizeof *gathered->keys,
                                    room * sizeof *gathered->keys);
        gathered->places = arena_grow(ctx->arena, gathered->places, old * sizeof *gathered->places,
                                      room * sizeof *gathered->places);
        if (!gathered->keys || !gathered->places) return no_memory(ctx);
        gathered->room = room;
    }
    FindingKey own = *key;
    own.rule = arena_text(ctx->arena, key->rule);
    own.origin = arena_text(ctx->arena, key->origin);
    own.destination = arena_text(ctx->arena, key->destination);
    if (!own.rule || !own.origin || !own.destination) return no_memory(ctx);
    gathered->keys[gathered->count] = own;
    gathered->places[gathered->count++] = number;
    return OK;
}

Status findings_end(Ctx *ctx, const FindingEnd *ends, size_t count)
{
    if (!count) return OK;
    int64_t *ids = ARENA_ARRAY(ctx->arena, count, int64_t);
    if (!ids) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        ids[i] = ends[i].facts.waybill_id;
    Gathered gathered = {.ctx = ctx, .ends = ends};
    Status s = finding_store_of(ctx, ids, count, true, key_gather, &gathered);
    for (size_t i = 0; !s && i < gathered.count; i++) {
        const WaybillFacts *facts = &ends[gathered.places[i]].facts;
        s = finding_close(ctx, &gathered.keys[i], facts, outcome_of(facts), NULL);
    }
    return s;
}
