#include <string.h>

#include "base/json.h"
#include "db/db.h"
#include "job/job.h"
#include "watch/finding_store.h"
#include "watch/incident_action_store.h"
#include "watch/timer_store.h"
#include "waybill/promised_cause.h"
#include "waybill/raise.h"

enum { AT_A_TIME = 200 };

/* A batch, and which of its parcels it was done to. */
typedef struct Mass {
    const Incident *incident;
    const IncidentAction *action;
    MassInput input;
    const MassParcel *parcels;
    size_t count;
    bool *done;
} Mass;

/* --- each kind: what is done to some parcels --- */

static Status publish(Ctx *ctx, Mass *mass, const char *event)
{
    Status s = OK;
    for (size_t i = 0; !s && i < mass->count; i++) {
        const MassParcel *parcel = &mass->parcels[i];
        const MassEvent what = {.incident_id = mass->incident->id,
                                .number = mass->incident->number,
                                .action_id = mass->action->id,
                                .waybill_id = parcel->waybill_id,
                                .customer_id = parcel->customer_id,
                                .text = mass->input.text,
                                .text_zh = mass->input.text_zh};
        Buf payload;
        mass->done[i] = parcel->open;
        if (!parcel->open || !event_wanted(ctx, event)) continue;
        buf_init(&payload, ctx->arena);
        json_encode(&payload, &mass_event_shape, &what, NULL);
        s = buf_check(ctx, &payload);
        if (!s) s = event_publish(ctx, event, parcel->waybill_id, payload.data);
    }
    return s;
}

static Status notify(Ctx *ctx, Mass *mass)
{
    return publish(ctx, mass, INCIDENT_NOTICE_EVENT);
}

static Status open_tickets(Ctx *ctx, Mass *mass)
{
    return publish(ctx, mass, INCIDENT_TICKET_EVENT);
}

/* The cause counts those that it covers and does not say which; only how many is asked here. */
static Status change_promise(Ctx *ctx, Mass *mass)
{
    Cause cause;
    int64_t covered = 0;
    int64_t *ids = ARENA_ARRAY(ctx->arena, mass->count, int64_t);
    if (!ids) return no_memory(ctx);
    for (size_t i = 0; i < mass->count; i++)
        ids[i] = mass->parcels[i].waybill_id;
    Status s = cause_find(ctx, mass->input.cause_id, &cause);
    if (!s && cause.state == CAUSE_DECLARED && cause.until > ctx_now(ctx))
        s = cause_cover(ctx, &cause, ids, mass->count, &covered);
    for (size_t i = 0; i < mass->count; i++)
        mass->done[i] = (int64_t)i < covered;
    return s;
}

static Status mark(Ctx *ctx, Mass *mass, bool clear)
{
    WaybillRaise *raises = ARENA_ARRAY(ctx->arena, mass->count, WaybillRaise);
    if (!raises) return no_memory(ctx);
    for (size_t i = 0; i < mass->count; i++)
        raises[i] = (WaybillRaise){.waybill_id = mass->parcels[i].waybill_id,
                                   .exception = (int)mass->input.exception,
                                   .clear = clear};
    Status s = waybill_exceptions_raise(ctx, raises, mass->count);
    for (size_t i = 0; i < mass->count; i++)
        mass->done[i] = raises[i].done;
    return s;
}

static Status raise_exception(Ctx *ctx, Mass *mass)
{
    return mark(ctx, mass, false);
}

static Status clear_exception(Ctx *ctx, Mass *mass)
{
    return mark(ctx, mass, true);
}

/* Findings of the batch; gathered first, as no statement runs while another is read. */
typedef struct Open {
    Ctx *ctx;
    List keys;      /* of FindingKey */
    size_t *places; /* whose each is */
    size_t room;
} Open;

static Status open_gather(void *user, size_t number, const FindingKey *key)
{
    Open *open = user;
    Ctx *ctx = open->ctx;
    FindingKey *keys = open->keys.items;
    if (open->keys.count == open->room) {
        size_t old = open->room, room = old ? 2 * old : 64;
        keys = arena_grow(ctx->arena, keys, old * sizeof *keys, room * sizeof *keys);
        open->places = arena_grow(ctx->arena, open->places, old * sizeof *open->places,
                                  room * sizeof *open->places);
        if (!keys || !open->places) return no_memory(ctx);
        open->keys.items = keys;
        open->room = room;
    }
    FindingKey own = *key;
    own.rule = arena_text(ctx->arena, key->rule);
    own.origin = arena_text(ctx->arena, key->origin);
    own.destination = arena_text(ctx->arena, key->destination);
    if (!own.rule || !own.origin || !own.destination) return no_memory(ctx);
    keys[open->keys.count] = own;
    open->places[open->keys.count++] = number;
    return OK;
}

static Status open_close(Ctx *ctx, Mass *mass, const Open *open, const TimerParcel *parcels)
{
    const FindingKey *keys = open->keys.items;
    WaybillRaise *raises = ARENA_ARRAY(ctx->arena, open->keys.count, WaybillRaise);
    FindingNews *news = ARENA_ARRAY(ctx->arena, open->keys.count, FindingNews);
    if (!raises || !news) return no_memory(ctx);
    for (size_t i = 0; i < open->keys.count; i++) {
        size_t place = open->places[i];
        mass->done[place] = true;
        raises[i] = (WaybillRaise){
            .waybill_id = keys[i].waybill_id, .exception = (int)keys[i].exception, .clear = true};
        news[i] = (FindingNews){keys[i], &parcels[place].facts, FINDING_HANDLED};
    }
    Status s = findings_close(ctx, news, open->keys.count, mass->input.text);
    return s ? s : waybill_exceptions_raise(ctx, raises, open->keys.count);
}

static Status close_findings(Ctx *ctx, Mass *mass)
{
    Open open = {.ctx = ctx};
    int64_t *ids = ARENA_ARRAY(ctx->arena, mass->count, int64_t);
    TimerRow *rows = ARENA_ARRAY(ctx->arena, mass->count, TimerRow);
    TimerParcel *parcels = ARENA_ARRAY(ctx->arena, mass->count, TimerParcel);
    if (!ids || !rows || !parcels) return no_memory(ctx);
    for (size_t i = 0; i < mass->count; i++) {
        ids[i] = rows[i].waybill_id = mass->parcels[i].waybill_id;
        mass->done[i] = false;
    }
    Status s = timer_store_parcels(ctx, rows, mass->count, parcels);
    if (!s) s = finding_store_of(ctx, ids, mass->count, true, open_gather, &open);
    return s || !open.keys.count ? s : open_close(ctx, mass, &open, parcels);
}

/* --- a batch, and what to do where one parcel spoils it --- */

static Status mass_run(Ctx *ctx, void *work)
{
    static Status (*const kinds[])(Ctx *, Mass *) = {
        [MASS_NOTIFY] = notify,
        [MASS_CHANGE_PROMISE] = change_promise,
        [MASS_OPEN_TICKETS] = open_tickets,
        [MASS_CLOSE_FINDINGS] = close_findings,
        [MASS_RAISE_EXCEPTION] = raise_exception,
        [MASS_CLEAR_EXCEPTION] = clear_exception,
    };
    Mass *mass = work;
    return kinds[mass->action->kind](ctx, mass);
}

/* What is nobody's fault: the job is tried again as it is. */
static bool is_passing(Status s)
{
    return s == UNAVAILABLE || s == NO_MEMORY || s == NO_SPACE || s == TIMED_OUT;
}

static Status one_by_one(Ctx *ctx, const Mass *mass, IncidentAction *action, bool *failed)
{
    Status s = OK;
    for (size_t i = 0; !s && i < mass->count; i++) {
        Mass one = *mass;
        one.parcels += i;
        one.done += i;
        one.count = 1;
        problem_clear(ctx);
        s = db_attempt(ctx, mass_run, &one);
        failed[i] = s && !is_passing(s);
        if (!failed[i]) continue;
        action->failed++;
        s = failure_store_add(ctx, action->id, one.parcels->waybill_id, ctx->problem.message);
    }
    return s;
}

/* What was done, and what there was no need to do, is not tried again; what failed is. */
static Status batch_mark(Ctx *ctx, const Mass *mass, IncidentAction *action, const bool *failed)
{
    MassParcel *done = ARENA_ARRAY(ctx->arena, mass->count, MassParcel);
    MassParcel *passed = ARENA_ARRAY(ctx->arena, mass->count, MassParcel);
    size_t done_count = 0, passed_count = 0;
    if (!done || !passed) return no_memory(ctx);
    for (size_t i = 0; i < mass->count; i++) {
        if (failed[i]) continue;
        if (mass->done[i])
            done[done_count++] = mass->parcels[i];
        else
            passed[passed_count++] = mass->parcels[i];
    }
    action->done += (int64_t)done_count;
    action->passed_over += (int64_t)passed_count;
    Status s = action_store_mark(ctx, action, true, done, done_count);
    return s ? s : action_store_mark(ctx, action, false, passed, passed_count);
}

static Status batch_run(Ctx *ctx, Mass *mass, IncidentAction *action)
{
    bool *failed = ARENA_ARRAY(ctx->arena, mass->count, bool);
    if (!failed) return no_memory(ctx);
    memset(failed, 0, mass->count * sizeof *failed);
    Status s = db_attempt(ctx, mass_run, mass);
    if (s && !is_passing(s)) s = one_by_one(ctx, mass, action, failed);
    if (s) return s;
    problem_clear(ctx);
    return batch_mark(ctx, mass, action, failed);
}

Status mass_batch(Ctx *ctx, const Incident *incident, IncidentAction *action, bool *more)
{
    MassParcel *parcels = ARENA_ARRAY(ctx->arena, AT_A_TIME, MassParcel);
    bool *done = ARENA_ARRAY(ctx->arena, AT_A_TIME, bool);
    Mass mass = {.incident = incident, .action = action, .parcels = parcels, .done = done};
    if (!parcels || !done) return no_memory(ctx);
    Status s =
        json_decode(ctx, &mass_input_shape, &mass.input, action->input, strlen(action->input));
    if (!s) s = action_store_next(ctx, action, AT_A_TIME, parcels, &mass.count);
    *more = mass.count == AT_A_TIME;
    if (s || !mass.count) return s;
    action->after_id = parcels[mass.count - 1].waybill_id;
    return batch_run(ctx, &mass, action);
}
