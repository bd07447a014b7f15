#include "watch/timer.h"

#include "customer/customer.h"
#include "watch/finding_store.h"
#include "watch/timer_store.h"
#include "waybill/raise.h"

/* No longer than this do others who write wait for a firing. */
#define FIRING_US 50000

/* Findings of one parcel that is looked at: those there ever were, by rule and anchor. */
typedef struct Known {
    FindingKey key;
    size_t number;
} Known;

/* One firing. */
typedef struct Firing {
    Ctx *ctx;
    RuleBook book;
    EtaKnown *learned;
    TimerRow *rows;
    TimerParcel *parcels;
    int64_t *tiers; /* of who pays for each */
    TimerNext *next;
    size_t count;
    Known *known; /* by the parcels' numbers */
    size_t known_count, known_room;
    FindingNew *found;
    size_t found_count, found_room;
} Firing;

/* --- what is known --- */

static Status known_take(void *user, size_t number, const FindingKey *key)
{
    Firing *firing = user;
    Ctx *ctx = firing->ctx;
    if (firing->known_count == firing->known_room) {
        size_t old = firing->known_room, room = old ? 2 * old : 64;
        Known *more =
            arena_grow(ctx->arena, firing->known, old * sizeof *more, room * sizeof *more);
        if (!more) return no_memory(ctx);
        firing->known = more;
        firing->known_room = room;
    }
    Known *known = &firing->known[firing->known_count++];
    *known = (Known){*key, number};
    known->key.rule = arena_text(ctx->arena, key->rule);
    known->key.origin = arena_text(ctx->arena, key->origin);
    known->key.destination = arena_text(ctx->arena, key->destination);
    bool whole = known->key.rule && known->key.origin && known->key.destination;
    return whole ? OK : no_memory(ctx);
}

static Status tiers_read(Firing *firing)
{
    Ctx *ctx = firing->ctx;
    int64_t *payers = ARENA_ARRAY(ctx->arena, firing->count, int64_t);
    firing->tiers = ARENA_ARRAY(ctx->arena, firing->count, int64_t);
    if (!payers || !firing->tiers) return no_memory(ctx);
    for (size_t i = 0; i < firing->count; i++)
        payers[i] = firing->parcels[i].facts.customer_id;
    if (!book_asks_tier(&firing->book)) return OK;
    return customer_tiers_of(ctx, payers, firing->count, firing->tiers);
}

static Status firing_read(Firing *firing)
{
    Ctx *ctx = firing->ctx;
    firing->rows = ARENA_ARRAY(ctx->arena, TIMERS_AT_ONCE, TimerRow);
    if (!firing->rows) return no_memory(ctx);
    Status s = timer_store_due(ctx, ctx_now(ctx), TIMERS_AT_ONCE, firing->rows, &firing->count);
    if (s || !firing->count) return s;
    firing->parcels = ARENA_ARRAY(ctx->arena, firing->count, TimerParcel);
    firing->next = ARENA_ARRAY(ctx->arena, firing->count, TimerNext);
    int64_t *ids = ARENA_ARRAY(ctx->arena, firing->count, int64_t);
    if (!firing->parcels || !firing->next || !ids) return no_memory(ctx);
    for (size_t i = 0; i < firing->count; i++)
        ids[i] = firing->rows[i].waybill_id;
    s = rule_book_read(ctx, &firing->book);
    if (!s) s = timer_store_parcels(ctx, firing->rows, firing->count, firing->parcels);
    if (!s) s = tiers_read(firing);
    return s ? s : finding_store_of(ctx, ids, firing->count, false, known_take, firing);
}

/* --- looking --- */

static bool was_found(const Firing *firing, size_t number, const WatchRule *rule, int64_t anchor)
{
    bool found = false;
    for (size_t i = 0; !found && i < firing->known_count; i++) {
        const Known *known = &firing->known[i];
        found = known->number == number && known->key.rule_id == rule->id &&
                (known->key.anchor_ms == anchor || known->key.is_open);
    }
    return found;
}

static Status found_add(Firing *firing, const RuleEntry *entry, const WaybillFacts *facts,
                        int64_t anchor, const RuleVerdict *verdict)
{
    if (firing->found_count == firing->found_room) {
        size_t old = firing->found_room, room = old ? 2 * old : 64;
        FindingNew *more =
            arena_grow(firing->ctx->arena, firing->found, old * sizeof *more, room * sizeof *more);
        if (!more) return no_memory(firing->ctx);
        firing->found = more;
        firing->found_room = room;
    }
    firing->found[firing->found_count++] = (FindingNew){0, entry, facts, anchor, *verdict};
    return OK;
}

static void next_bring(TimerNext *next, int64_t at_ms)
{
    if (at_ms != NONE && (next->next_ms == NONE || at_ms < next->next_ms)) next->next_ms = at_ms;
}

static Status rule_apply(Firing *firing, const RuleEntry *entry, size_t number)
{
    Ctx *ctx = firing->ctx;
    const TimerParcel *parcel = &firing->parcels[number];
    const WaybillFacts *facts = &parcel->facts;
    TimerNext *next = &firing->next[number];
    int64_t look = entry_look(&firing->book, entry, facts);
    if (look == NONE) return OK;
    if (look > ctx_now(ctx)) {
        next_bring(next, look);
        return OK;
    }
    int64_t anchor = rule_anchor(&entry->rule, facts);
    if (was_found(firing, number, &entry->rule, anchor) ||
        !entry_fits(ctx, entry, facts, &(RuleSubject){parcel->insured, firing->tiers[number]}))
        return OK;
    RuleVerdict verdict;
    Status s = entry_judge(ctx, entry, firing->learned, facts, &verdict);
    if (s) return s;
    if (verdict.found) return found_add(firing, entry, facts, anchor, &verdict);
    next_bring(next, verdict.again_ms);
    return OK;
}

static bool parcel_is_open(const TimerParcel *parcel)
{
    return parcel->facts.waybill_id && !stage_is_terminal(parcel->facts.stage);
}

static Status parcel_look(Firing *firing, size_t number)
{
    firing->next[number] = (TimerNext){firing->rows[number], NONE};
    if (!parcel_is_open(&firing->parcels[number])) return OK;
    Status s = OK;
    for (size_t i = 0; !s && i < firing->book.count; i++)
        s = rule_apply(firing, &firing->book.entries[i], number);
    return s;
}

/* --- what no longer holds: the promise was moved --- */

static bool has_lapsed(const Firing *firing, const Known *known)
{
    const WaybillFacts *facts = &firing->parcels[known->number].facts;
    if (!known->key.is_open || !parcel_is_open(&firing->parcels[known->number])) return false;
    if (known->key.exception == EXCEPTION_OVERDUE)
        return facts->promised_ms == NONE || facts->promised_ms > ctx_now(firing->ctx);
    return known->key.exception == EXCEPTION_AT_RISK && facts->promised_ms != known->key.anchor_ms;
}

/* What another finding holds open as well, stays. */
static bool is_held(const Firing *firing, const Known *lapsed)
{
    bool held = false;
    for (size_t i = 0; !held && i < firing->known_count; i++) {
        const Known *known = &firing->known[i];
        held = known->number == lapsed->number && known->key.is_open &&
               known->key.exception == lapsed->key.exception && !has_lapsed(firing, known);
    }
    return held;
}

static Status lapsed_close(Firing *firing)
{
    Ctx *ctx = firing->ctx;
    WaybillRaise *clears = ARENA_ARRAY(ctx->arena, firing->known_count, WaybillRaise);
    FindingNews *news = ARENA_ARRAY(ctx->arena, firing->known_count, FindingNews);
    if (!clears || !news) return no_memory(ctx);
    size_t count = 0, closed = 0;
    for (size_t i = 0; i < firing->known_count; i++) {
        Known *known = &firing->known[i];
        if (!has_lapsed(firing, known)) continue;
        const WaybillFacts *facts = &firing->parcels[known->number].facts;
        news[closed++] = (FindingNews){known->key, facts, FINDING_EXCUSED};
        known->key.is_open = false;
        if (is_held(firing, known)) continue;
        clears[count++] = (WaybillRaise){
            .waybill_id = facts->waybill_id, .exception = (int)known->key.exception, .clear = true};
    }
    Status s = findings_close(ctx, news, closed, NULL);
    return s ? s : waybill_exceptions_raise(ctx, clears, count);
}

Status timers_fire(Ctx *ctx, size_t *looked)
{
    Firing firing = {.ctx = ctx};
    Status s = firing_read(&firing);
    *looked = firing.count;
    if (s || !firing.count) return s;
    int64_t begun_us = monotonic_us();
    size_t count = 0;
    s = eta_known_now(ctx, &firing.learned);
    if (!s) s = lapsed_close(&firing);
    while (!s && count < firing.count && (!count || monotonic_us() - begun_us < FIRING_US))
        s = parcel_look(&firing, count++);
    eta_known_close(firing.learned);
    *looked = firing.count = count;
    if (!s) s = timer_store_next(ctx, firing.next, firing.count);
    return s ? s : findings_open(ctx, firing.found, firing.found_count);
}

Status timers_rearm(Ctx *ctx, int64_t *after_id)
{
    RuleBook book;
    size_t count, armed = 0;
    TimerParcel *parcels = ARENA_ARRAY(ctx->arena, TIMERS_REARMED, TimerParcel);
    TimerRow *rows = ARENA_ARRAY(ctx->arena, TIMERS_REARMED, TimerRow);
    if (!parcels || !rows) return no_memory(ctx);
    Status s = rule_book_read(ctx, &book);
    if (!s) s = timer_store_open(ctx, *after_id, TIMERS_REARMED, parcels, &count);
    if (s) return s;
    *after_id = count < TIMERS_REARMED ? 0 : parcels[count - 1].facts.waybill_id;
    for (size_t i = 0; i < count; i++) {
        const WaybillFacts *facts = &parcels[i].facts;
        int64_t due = book_due(&book, ctx_now(ctx), NULL, facts);
        if (due != NONE) rows[armed++] = (TimerRow){facts->waybill_id, due};
    }
    return timer_store_bring(ctx, rows, armed);
}
