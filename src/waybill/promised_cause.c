#include "waybill/promised_cause.h"

#include "access/page.h"
#include "access/setting.h"
#include "base/instant.h"
#include "house.h"
#include "promise/cause_bound.h"
#include "waybill/promised_cause_store.h"
#include "waybill/promised_edit.h"

#define JOB "promise.cause"

enum { LOOKED_AT_A_TIME = 2000, EDITED_AT_A_TIME = 500 };

/* --- changing the promises of some parcels --- */

static PromiseChange change_by(const Cause *cause)
{
    return (PromiseChange){.reason = cause->reason,
                           .effect = cause->effect,
                           .instant = cause->effect == PROMISE_MOVES ? cause->from : NONE,
                           .move_hours = cause->move_hours,
                           .move_days = cause->move_days,
                           .cause_id = cause->id,
                           .changed_by = cause->declared_by};
}

/* One that could not be changed any more, or back, is left alone. */
static bool may_change(const Promised *parcel)
{
    return parcel->before.waybill_id && parcel->before.promised_ms != NONE &&
           parcel->step_count + 2 <= PROMISE_CHANGES_MAX;
}

static Status edited_bind(Ctx *ctx, const Cause *cause, const PromiseChangeRow *rows, size_t count)
{
    CauseBound *bound = ARENA_ARRAY(ctx->arena, count, CauseBound);
    if (!bound) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        bound[i] = (CauseBound){rows[i].waybill_id, rows[i].change.id};
    Status s = cause_bind(ctx, cause, bound, count);
    return s ? s : cause_count(ctx, cause->id, (int64_t)count, 0);
}

static Status some_cover(Ctx *ctx, const Cause *cause, const int64_t *ids, size_t count,
                         int64_t *covered)
{
    bool *are = ARENA_ARRAY(ctx->arena, count, bool);
    Promised *parcels = ARENA_ARRAY(ctx->arena, count, Promised);
    PromiseChangeRow *rows = ARENA_ARRAY(ctx->arena, count, PromiseChangeRow);
    if (!are || !parcels || !rows) return no_memory(ctx);
    size_t chosen = 0;
    Status s = cause_bound_are(ctx, cause->id, ids, count, are);
    if (!s) s = promised_store_load(ctx, ids, count, parcels);
    for (size_t i = 0; !s && i < count; i++) {
        if (are[i] || !may_change(&parcels[i])) continue;
        parcels[chosen] = parcels[i];
        rows[chosen++] = (PromiseChangeRow){.change = change_by(cause)};
    }
    *covered += (int64_t)chosen;
    if (s || !chosen) return s;
    s = promised_edit(ctx, parcels, rows, chosen);
    return s ? s : edited_bind(ctx, cause, rows, chosen);
}

Status cause_cover(Ctx *ctx, const Cause *cause, const int64_t *waybill_ids, size_t count,
                   int64_t *covered)
{
    Status s = OK;
    *covered = 0;
    for (size_t done = 0; !s && done < count; done += EDITED_AT_A_TIME) {
        size_t part = count - done < EDITED_AT_A_TIME ? count - done : EDITED_AT_A_TIME;
        s = some_cover(ctx, cause, waybill_ids + done, part, covered);
    }
    return s;
}

/* --- parcels that were just written --- */

static CauseParcel key_of(const WaybillFacts *facts)
{
    return (CauseParcel){
        .origin = facts->origin,
        .destination = facts->destination,
        .origin_outlet_id = facts->stage > STAGE_COLLECTED ? 0 : facts->origin_outlet_id,
        .destination_outlet_id = facts->destination_outlet_id,
        .outlet_id = facts->outlet_id,
        .promised_ms = facts->promised_ms,
        .accepted_ms = facts->ordered_ms != NONE ? facts->ordered_ms : facts->collected_ms};
}

static Status new_cover(Ctx *ctx, const Cause *cause, FactsAt *at, const void *parcels,
                        size_t count)
{
    int64_t *ids = ARENA_ARRAY(ctx->arena, count, int64_t), covered, now_ms = ctx_now(ctx);
    if (!ids) return no_memory(ctx);
    size_t chosen = 0;
    for (size_t i = 0; i < count; i++) {
        const WaybillFacts *facts = at(parcels, i);
        CauseParcel key = key_of(facts);
        if (!stage_is_terminal(facts->stage) && cause_covers(ctx, cause, &key, now_ms))
            ids[chosen++] = facts->waybill_id;
    }
    return cause_cover(ctx, cause, ids, chosen, &covered);
}

Status causes_cover_new(Ctx *ctx, FactsAt *at, const void *parcels, size_t count)
{
    List live;
    Status s = causes_live(ctx, &live);
    const Cause *causes = live.items;
    for (size_t i = 0; !s && i < live.count; i++)
        s = new_cover(ctx, &causes[i], at, parcels, count);
    return s;
}

/* --- the job: parcels that are there --- */

/* Whether what was done to the parcel is what the cause says now: words and ends change nothing. */
static bool follows(const Cause *cause, const Promised *parcel, const CauseBound *bound)
{
    const PromiseChange now = change_by(cause);
    for (size_t i = 0; i < parcel->step_count; i++) {
        const PromiseStep *step = &parcel->steps[i];
        if (step->id == bound->change_id)
            return cause->state != CAUSE_WITHDRAWN && step->effect == now.effect &&
                   step->move_hours == now.move_hours && step->move_days == now.move_days;
    }
    return false;
}

static PromiseChange undo_by(const Cause *cause, int64_t change_id)
{
    PromiseChange change = change_by(cause);
    change.undoes = change_id;
    if (cause->ended_by) change.changed_by = cause->ended_by;
    return change;
}

/* What was just taken back; `rows` lead from before that to what is promised now. */
static Status stale_again(Ctx *ctx, const Cause *cause, Promised *parcels, PromiseChangeRow *rows,
                          size_t count)
{
    PromiseChangeRow *again = ARENA_ARRAY(ctx->arena, count, PromiseChangeRow);
    if (!again) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        parcels[i].before = parcels[i].state.journey.facts;
        again[i].change = change_by(cause);
    }
    Status s = promised_edit_untold(ctx, parcels, again, count);
    for (size_t i = 0; !s && i < count; i++) {
        again[i].change.old_promised_at = rows[i].change.old_promised_at;
        again[i].change.old_excused = rows[i].change.old_excused;
        rows[i] = again[i];
    }
    return s;
}

/* Of those whose promise is another now. */
static Status stale_publish(Ctx *ctx, Promised *parcels, PromiseChangeRow *rows, size_t count)
{
    size_t changed = 0;
    for (size_t i = 0; i < count; i++) {
        const PromiseChange *change = &rows[i].change;
        if (change->old_promised_at == change->new_promised_at &&
            change->old_excused == change->new_excused)
            continue;
        parcels[changed] = parcels[i];
        rows[changed++] = rows[i];
    }
    return promised_publish(ctx, parcels, rows, changed);
}

/* What was done by an older version is taken back, and done again as the cause is now. */
static Status stale_redo(Ctx *ctx, const Cause *cause, Promised *parcels, CauseBound *bound,
                         size_t count)
{
    bool withdrawn = cause->state == CAUSE_WITHDRAWN;
    PromiseChangeRow *rows = ARENA_ARRAY(ctx->arena, count, PromiseChangeRow);
    if (!rows) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        rows[i].change = undo_by(cause, bound[i].change_id);
    Status s = promised_edit_untold(ctx, parcels, rows, count);
    if (!s && !withdrawn) s = stale_again(ctx, cause, parcels, rows, count);
    for (size_t i = 0; !s && i < count; i++)
        bound[i].change_id = withdrawn ? 0 : rows[i].change.id;
    if (!s) s = stale_publish(ctx, parcels, rows, count);
    return s || !withdrawn ? s : cause_count(ctx, cause->id, 0, (int64_t)count);
}

static Status stale_follow(Ctx *ctx, const Cause *cause, CauseBound *bound, size_t count)
{
    int64_t *ids = ARENA_ARRAY(ctx->arena, count, int64_t);
    Promised *parcels = ARENA_ARRAY(ctx->arena, count, Promised);
    CauseBound *old = ARENA_ARRAY(ctx->arena, count, CauseBound);
    size_t chosen = 0;
    if (!ids || !parcels || !old) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        ids[i] = bound[i].waybill_id;
    Status s = promised_store_load(ctx, ids, count, parcels);
    if (!s) s = cause_bind(ctx, cause, bound, count);
    for (size_t i = 0; !s && i < count; i++) {
        if (follows(cause, &parcels[i], &bound[i])) continue;
        parcels[chosen] = parcels[i];
        old[chosen++] = bound[i];
    }
    if (s || !chosen) return s;
    s = stale_redo(ctx, cause, parcels, old, chosen);
    return s ? s : cause_bind(ctx, cause, old, chosen);
}

static Status stale_all(Ctx *ctx, const Cause *cause, bool *more)
{
    CauseBound *bound = ARENA_ARRAY(ctx->arena, EDITED_AT_A_TIME, CauseBound);
    size_t count;
    if (!bound) return no_memory(ctx);
    Status s = cause_bound_stale(ctx, cause, EDITED_AT_A_TIME, bound, &count);
    *more = count == EDITED_AT_A_TIME;
    return s || !count ? s : stale_follow(ctx, cause, bound, count);
}

static Status sweep(Ctx *ctx, const Cause *cause, CauseProgress *progress)
{
    OpenParcel *parcels = ARENA_ARRAY(ctx->arena, LOOKED_AT_A_TIME, OpenParcel);
    int64_t *ids = ARENA_ARRAY(ctx->arena, LOOKED_AT_A_TIME, int64_t), covered = 0;
    size_t count, chosen = 0;
    if (!parcels || !ids) return no_memory(ctx);
    Status s = open_parcels_page(ctx, progress->swept_id, LOOKED_AT_A_TIME, parcels, &count);
    for (size_t i = 0; !s && i < count; i++) {
        progress->swept_id = parcels[i].waybill_id;
        if (cause_covers(ctx, cause, &parcels[i].key, ctx_now(ctx)))
            ids[chosen++] = parcels[i].waybill_id;
    }
    progress->swept = count < LOOKED_AT_A_TIME;
    if (!s) s = cause_cover(ctx, cause, ids, chosen, &covered);
    return s ? s : cause_progress_write(ctx, cause->id, progress, (int64_t)count);
}

static Status arrivals(Ctx *ctx, const Cause *cause, bool *more)
{
    int64_t *ids = ARENA_ARRAY(ctx->arena, EDITED_AT_A_TIME, int64_t), covered = 0;
    size_t count;
    if (!ids) return no_memory(ctx);
    Status s = open_parcels_at_sites(ctx, cause, EDITED_AT_A_TIME, ids, &count);
    if (!s) s = cause_cover(ctx, cause, ids, count, &covered);
    *more = covered == EDITED_AT_A_TIME;
    return s;
}

static Status cause_again(Ctx *ctx, int64_t cause_id, int64_t due_ms)
{
    const char *key = arena_format(ctx->arena, "%lld", (long long)cause_id);
    return key ? job_add(ctx, JOB, key, cause_id, NULL, due_ms) : no_memory(ctx);
}

/* While it lasts, parcels arrive at its sites. */
static Status cause_watch(Ctx *ctx, const Cause *cause)
{
    int64_t now_ms = ctx_now(ctx), due_ms;
    bool more = false;
    if (!cause->sites.count || now_ms >= cause->until) return OK;
    due_ms = now_ms + setting_int(ctx, SETTING_NAMED_CAUSE_SWEEP_MINUTES) * MINUTE_MS;
    if (now_ms < cause->from) return cause_again(ctx, cause->id, cause->from);
    Status s = arrivals(ctx, cause, &more);
    return s ? s : cause_again(ctx, cause->id, more ? now_ms : due_ms);
}

static Status cause_run(Ctx *ctx, const Job *job)
{
    Cause cause;
    CauseProgress progress;
    bool more = false;
    Status s = cause_find(ctx, job->subject_id, &cause);
    if (!s) s = stale_all(ctx, &cause, &more);
    if (s) return s;
    if (more) return cause_again(ctx, cause.id, ctx_now(ctx));
    s = cause_progress_read(ctx, cause.id, &progress);
    progress.settled_version = cause.version;
    if (cause.state == CAUSE_WITHDRAWN || cause_is_bound(&cause)) progress.swept = true;
    if (s || progress.swept) {
        if (!s) s = cause_progress_write(ctx, cause.id, &progress, 0);
        return s || cause.state != CAUSE_DECLARED ? s : cause_watch(ctx, &cause);
    }
    s = sweep(ctx, &cause, &progress);
    return s ? s : cause_again(ctx, cause.id, ctx_now(ctx));
}

static Status cause_changed_run(Ctx *ctx, const Job *job)
{
    return cause_again(ctx, job->subject_id, ctx_now(ctx));
}

const JobKind promised_jobs[] = {
    {.name = "promise.cause_changed",
     .event = "cause.changed",
     .run = cause_changed_run,
     .doc = "Sets the job of a mass cause going"},
    {.name = JOB,
     .lane = LANE_LONG,
     .run = cause_run,
     .doc = "Moves or excuses the promises that a mass cause covers, in batches"},
    {.name = NULL},
};

/* --- looking at them --- */

Status cause_parcels(Ctx *ctx, int64_t cause_id, int64_t limit, const char *cursor, List *out,
                     const char **next)
{
    Cause cause;
    int64_t after_id;
    size_t count;
    int64_t *ids = ARENA_ARRAY(ctx->arena, (size_t)limit + 1, int64_t);
    Waybill *items = ARENA_ARRAY(ctx->arena, (size_t)limit + 1, Waybill);
    if (!ids || !items) return no_memory(ctx);
    Status s = cause_find(ctx, cause_id, &cause);
    if (!s) s = page_start(ctx, cursor, 0, &after_id);
    if (!s) s = cause_parcels_page(ctx, cause_id, after_id, (size_t)limit + 1, ids, &count);
    for (size_t i = 0; !s && i < count; i++)
        s = waybill_find_id(ctx, ids[i], &items[i]);
    *out = (List){items, s ? 0 : count};
    return s ? s : page_end(ctx, out, limit, &waybill_shape, next);
}
