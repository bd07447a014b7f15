#include "waybill/promised_edit.h"

#include <string.h>

#include "access/person.h"
#include "access/setting.h"
#include "base/json.h"
#include "house.h"
#include "job/job.h"
#include "waybill/changes.h"
#include "waybill/intake.h"
#include "waybill/observers.h"

/* What the event tells. */
typedef struct PromiseNews {
    const char *carrier, *no;
    const char *reason;
    int64_t change_id, cause_id;
    int64_t old_promised_at, new_promised_at;
    bool excused;
} PromiseNews;

static const Field news_fields[] = {
    FIELD_TEXT(PromiseNews, carrier, .doc = "Code of the carrier"),
    FIELD_TEXT(PromiseNews, no, .doc = "The number"),
    FIELD_TEXT(PromiseNews, reason, .doc = "Code of the reason"),
    FIELD_ID(PromiseNews, change_id, .doc = "The change, the last where there were several"),
    FIELD_ID(PromiseNews, cause_id, .doc = "The mass cause, where there is one"),
    FIELD_TIME(PromiseNews, old_promised_at, .doc = "What was promised"),
    FIELD_TIME(PromiseNews, new_promised_at, .doc = "What is promised now"),
    FIELD_BOOL(PromiseNews, excused, .doc = "It does not count any more"),
    FIELD_END};
static const Shape news_shape = SHAPE(PromiseNews, news_fields, "A promise that was changed");

static Status change_publish(Ctx *ctx, const State *state, const PromiseChangeRow *row)
{
    const PromiseChange *change = &row->change;
    const PromiseNews news = {state->journey.facts.carrier,
                              state->no,
                              change->reason,
                              change->id,
                              change->cause_id,
                              change->old_promised_at,
                              change->new_promised_at,
                              change->new_excused};
    View view = {.zone = setting_text(ctx, SETTING_NAMED_ZONE)};
    Buf json;
    buf_init(&json, ctx->arena);
    json_encode(&json, &news_shape, &news, &view);
    Status s = buf_check(ctx, &json);
    return s ? s : event_publish(ctx, "waybill.promise_changed", row->waybill_id, json.data);
}

/* --- one parcel --- */

static Status step_add(Ctx *ctx, Promised *parcel, const PromiseChange *change)
{
    if (parcel->step_count >= PROMISE_CHANGES_MAX)
        return fail(ctx, CONFLICT, "the promise of this parcel was changed %d times: no more",
                    PROMISE_CHANGES_MAX);
    PromiseStep *steps = ARENA_ARRAY(ctx->arena, parcel->step_count + 1, PromiseStep);
    if (!steps) return no_memory(ctx);
    if (parcel->step_count) memcpy(steps, parcel->steps, parcel->step_count * sizeof *steps);
    steps[parcel->step_count++] =
        (PromiseStep){change->id,         change->effect,    change->instant,
                      change->move_hours, change->move_days, change->undoes};
    parcel->steps = steps;
    return OK;
}

static Status parcel_edit(Ctx *ctx, const PromiseBook *book, Promised *parcel,
                          PromiseChangeRow *row)
{
    WaybillFacts *facts = &parcel->state.journey.facts;
    PromiseChange *change = &row->change;
    row->waybill_id = facts->waybill_id;
    change->id = ctx_id(ctx);
    change->at = ctx_now(ctx);
    if (!change->cause_id) change->changed_by = ctx_login(ctx);
    Status s = step_add(ctx, parcel, change);
    if (s) return s;
    const PromiseClock clock = {promise_calendar(book, facts->product),
                                setting_text(ctx, SETTING_NAMED_ZONE)};
    PromiseNow now = {NONE, NONE, NONE, parcel->promise.deliver_by, NONE, false};
    s = promise_adjust(ctx, &clock, parcel->steps, parcel->step_count, &now);
    change->old_promised_at = facts->promised_ms;
    change->old_excused = facts->excused;
    change->new_promised_at = facts->promised_ms = now.deliver_by;
    facts->excused = now.excused;
    change->new_excused = now.excused;
    parcel->state.version++;
    return s;
}

/* --- all of them --- */

static Status observers_tell(Ctx *ctx, const Promised *parcels, size_t count)
{
    Observers *observers;
    Status s = observers_open(ctx, &observers);
    if (s) return s;
    for (size_t i = 0; !s && i < count; i++)
        s = observers_changed(ctx, observers, &parcels[i].before, &parcels[i].state.journey.facts);
    if (!s) s = observers_flush(ctx, observers);
    observers_close(observers);
    return s;
}

static ParcelChange change_at(const void *parcels, size_t place)
{
    const Promised *parcel = (const Promised *)parcels + place;
    return (ParcelChange){&parcel->before, &parcel->state};
}

static Status everybody_tell(Ctx *ctx, const Promised *parcels, size_t count)
{
    struct Intake *intake = ctx->house ? ctx->house->intake : NULL;
    for (size_t i = 0; i < count; i++)
        intake_forget(intake, parcels[i].before.carrier, parcels[i].state.no);
    Status s = observers_tell(ctx, parcels, count);
    return s ? s : changes_tell(ctx, change_at, parcels, count);
}

Status promised_publish(Ctx *ctx, const Promised *parcels, const PromiseChangeRow *rows,
                        size_t count)
{
    Status s = OK;
    if (!event_wanted(ctx, "waybill.promise_changed")) return OK;
    for (size_t i = 0; !s && i < count; i++)
        s = change_publish(ctx, &parcels[i].state, &rows[i]);
    return s;
}

Status promised_edit_untold(Ctx *ctx, Promised *parcels, PromiseChangeRow *rows, size_t count)
{
    PromiseBook *book;
    if (!count) return OK;
    Status s = promise_book_read(ctx, &book);
    for (size_t i = 0; !s && i < count; i++)
        s = parcel_edit(ctx, book, &parcels[i], &rows[i]);
    if (!s) s = promised_store_write(ctx, parcels, count);
    if (!s) s = promised_store_note(ctx, rows, count);
    return s ? s : everybody_tell(ctx, parcels, count);
}

Status promised_edit(Ctx *ctx, Promised *parcels, PromiseChangeRow *rows, size_t count)
{
    Status s = promised_edit_untold(ctx, parcels, rows, count);
    return s ? s : promised_publish(ctx, parcels, rows, count);
}

/* --- parcels of a batch of orders --- */

static bool order_stands(const Parcel *parcel)
{
    const WaybillFacts *now = &parcel->kept.state.journey.facts, *before = &parcel->before;
    return parcel->base_before != NONE && parcel->kept.promise_source == PROMISE_COMPUTED &&
           now->ordered_ms == before->ordered_ms && !strcmp(now->product, before->product) &&
           !strcmp(now->origin, before->origin) && !strcmp(now->destination, before->destination);
}

/* From when the promise counts; not moved by a collection that becomes known later. */
static int64_t accepted_of(const Kept *kept)
{
    const WaybillFacts *facts = &kept->state.journey.facts;
    if (facts->ordered_ms != NONE) return facts->ordered_ms;
    if (kept->promise.accepted_at != NONE) return kept->promise.accepted_at;
    return facts->collected_ms != NONE ? facts->collected_ms : kept->created_ms;
}

static const Promise no_promise = {NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE};

static Status promise_compute_of(Ctx *ctx, ParcelBatch *work, Kept *kept, int64_t *base)
{
    const WaybillFacts *facts = &kept->state.journey.facts;
    Promise promise;
    Status s = work->book ? OK : promise_book_read(ctx, &work->book);
    if (s) return s;
    s = promise_find(ctx, work->book, facts->product, facts->origin, facts->destination,
                     accepted_of(kept), &promise);
    if (s && s != NOT_FOUND) return s;
    bool found = !s && promise.deliver_by != NONE;
    if (s) problem_clear(ctx);
    kept->promise = found ? promise : no_promise;
    kept->promise_source = found ? PROMISE_COMPUTED : NONE;
    *base = found ? promise.deliver_by : NONE;
    return OK;
}

/* What its order gives, with the changes of the parcel upon it. */
static Status base_take(Ctx *ctx, ParcelBatch *work, Parcel *parcel, int64_t base)
{
    Kept *kept = &parcel->kept;
    WaybillFacts *facts = &kept->state.journey.facts;
    PromiseStep *steps;
    size_t count;
    kept->base_ms = base;
    Status s = work->book ? OK : promise_book_read(ctx, &work->book);
    if (!s) s = promised_store_steps(ctx, facts->waybill_id, &steps, &count);
    if (s) return s;
    const PromiseClock clock = {promise_calendar(work->book, facts->product),
                                setting_text(ctx, SETTING_NAMED_ZONE)};
    PromiseNow now = {NONE, NONE, NONE, base, NONE, false};
    s = promise_adjust(ctx, &clock, steps, count, &now);
    facts->promised_ms = now.deliver_by;
    return s;
}

Status parcel_promise(Ctx *ctx, ParcelBatch *work, Parcel *parcel)
{
    Kept *kept = &parcel->kept;
    WaybillFacts *facts = &kept->state.journey.facts;
    int64_t base = parcel->base_before;
    Status s = OK;
    if (kept->given.promised_at != NONE) {
        int64_t accepted_ms = accepted_of(kept);
        base = kept->given.promised_at;
        kept->promise_source = PROMISE_GIVEN;
        kept->promise = no_promise;
        kept->promise.accepted_at = accepted_ms;
    } else if (*facts->product && !order_stands(parcel)) {
        s = promise_compute_of(ctx, work, kept, &base);
    }
    if (s || base == parcel->base_before) return s;
    if (kept->changed) return base_take(ctx, work, parcel, base);
    facts->promised_ms = base;
    return OK;
}

static int64_t base_of(const Parcel *parcel)
{
    const Kept *kept = &parcel->kept;
    return kept->changed ? kept->base_ms : kept->state.journey.facts.promised_ms;
}

static PromiseChangeRow rebased(Ctx *ctx, const Parcel *parcel)
{
    const WaybillFacts *now = &parcel->kept.state.journey.facts, *before = &parcel->before;
    return (PromiseChangeRow){now->waybill_id,
                              {.id = ctx_id(ctx),
                               .at = ctx_now(ctx),
                               .reason = "order",
                               .effect = PROMISE_REBASED,
                               .instant = base_of(parcel),
                               .move_hours = NONE,
                               .move_days = NONE,
                               .old_promised_at = before->promised_ms,
                               .new_promised_at = now->promised_ms,
                               .old_excused = before->excused,
                               .new_excused = now->excused,
                               .changed_by = ctx_login(ctx)}};
}

Status parcels_promises_note(Ctx *ctx, Parcel *const *parcels, size_t count)
{
    PromiseChangeRow *rows = ARENA_ARRAY(ctx->arena, count, PromiseChangeRow);
    if (!rows) return no_memory(ctx);
    size_t noted = 0;
    Status s = OK;
    bool wanted = event_wanted(ctx, "waybill.promise_changed");
    for (size_t i = 0; !s && i < count; i++) {
        const Parcel *parcel = parcels[i];
        if (parcel->base_before == NONE || parcel->base_before == base_of(parcel)) continue;
        rows[noted] = rebased(ctx, parcel);
        if (wanted) s = change_publish(ctx, &parcel->kept.state, &rows[noted]);
        noted++;
    }
    return s || !noted ? s : promised_store_note(ctx, rows, noted);
}
