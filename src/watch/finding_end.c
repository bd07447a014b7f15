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

Status findings_close(Ctx *ctx, const FindingNews *items, size_t count, const char *note)
{
    if (!count) return OK;
    int64_t *closed = ARENA_ARRAY(ctx->arena, count, int64_t);
    FindingNews *news = ARENA_ARRAY(ctx->arena, count, FindingNews);
    size_t told = 0;
    if (!closed || !news) return no_memory(ctx);
    Status s = finding_store_close(ctx, items, count, note, closed);
    for (size_t i = 0; !s && i < count; i++)
        if (closed[i]) news[told++] = items[i];
    if (!s) s = heat_store_add(ctx, news, told);
    return s ? s : findings_tell(ctx, news, told);
}

/* What is closed while rows are read is gathered first: a statement is not run while another is. */
typedef struct Gathered {
    Ctx *ctx;
    const FindingEnd *ends;
    FindingNews *items;
    size_t count, room;
} Gathered;

static Status key_gather(void *user, size_t number, const FindingKey *key)
{
    Gathered *gathered = user;
    Ctx *ctx = gathered->ctx;
    if (!(gathered->ends[number].gone >> key->exception & 1)) return OK;
    if (gathered->count == gathered->room) {
        size_t old = gathered->room, room = old ? 2 * old : 16;
        gathered->items = arena_grow(ctx->arena, gathered->items, old * sizeof *gathered->items,
                                     room * sizeof *gathered->items);
        if (!gathered->items) return no_memory(ctx);
        gathered->room = room;
    }
    FindingKey own = *key;
    own.rule = arena_text(ctx->arena, key->rule);
    own.origin = arena_text(ctx->arena, key->origin);
    own.destination = arena_text(ctx->arena, key->destination);
    if (!own.rule || !own.origin || !own.destination) return no_memory(ctx);
    const WaybillFacts *facts = &gathered->ends[number].facts;
    gathered->items[gathered->count++] = (FindingNews){own, facts, (int64_t)outcome_of(facts)};
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
    return s ? s : findings_close(ctx, gathered.items, gathered.count, NULL);
}
