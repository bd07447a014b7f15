#include "waybill/promised_store.h"

#include <string.h>

#include "access/keys.h"
#include "db/db.h"
#include "waybill/facts_row.h"

SQL(promised_row,
    "SELECT s.waybill_id, s.version, s.carrier, s.no, s.product, s.origin, s.destination,"
    " " FACTS_STAND ", s.excused, w.accepted_ms, w.collect_by_ms, w.city_by_ms, w.attempt_by_ms,"
    " w.promise_changed, w.base_ms, w.created_ms, w.lane_id, w.lane_version, w.product_version,"
    " w.calendar_version, s.origin_zone, s.destination_zone FROM waybill_state s"
    " JOIN waybill w ON w.waybill_id = s.waybill_id WHERE s.waybill_id = $1");
SQL(promised_steps, "SELECT id, effect, instant_ms, move_hours, move_days, undoes"
                    " FROM promise_change WHERE waybill_id = $1 ORDER BY id LIMIT 501");
SQL(promised_state, "UPDATE waybill_state SET version = $2, promised_ms = $3, excused = $4"
                    " WHERE waybill_id = $1 AND version = $5");
SQL(promised_base, "UPDATE waybill SET promise_changed = 1, base_ms = $2 WHERE waybill_id = $1");
SQL(promised_changed,
    "INSERT INTO promise_change (waybill_id, id, at_ms, reason, effect, instant_ms, move_hours,"
    " move_days, cause_id, undoes, old_ms, new_ms, old_excused, new_excused, text_sealed,"
    " changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)");
SQL(promised_changes,
    "SELECT p.id, p.at_ms, p.reason, p.effect, p.instant_ms, p.move_hours, p.move_days, p.cause_id,"
    " p.undoes, p.old_ms, p.new_ms, p.old_excused, p.new_excused, p.text_sealed, p.changed_by,"
    " c.text, c.declared_ms, c.declared_by, c.why, c.ended_ms FROM promise_change p"
    " LEFT JOIN promise_cause c ON c.id = p.cause_id WHERE p.waybill_id = $1 ORDER BY p.id"
    " LIMIT 501");

/* --- parcels --- */

typedef struct Loading {
    Ctx *ctx;
    Promised *parcels;
} Loading;

static void facts_read(Rows *rows, WaybillFacts *out)
{
    *out = (WaybillFacts){.waybill_id = rows_int(rows, 0),
                          .carrier = rows_copy(rows, 2),
                          .product = rows_copy(rows, 4),
                          .origin = rows_copy(rows, 5),
                          .destination = rows_copy(rows, 6),
                          .excused = rows_id(rows, 20),
                          .origin_zone = rows_id(rows, 32),
                          .destination_zone = rows_id(rows, 33)};
    facts_stand_read(rows, 7, out);
}

static Status promised_read(void *user, size_t number, Rows *rows)
{
    Loading *loading = user;
    Promised *out = &loading->parcels[number];
    facts_read(rows, &out->state.journey.facts);
    out->state.no = rows_copy(rows, 3);
    out->state.version = rows_int(rows, 1);
    out->before = out->state.journey.facts;
    out->created_ms = rows_int(rows, 27);
    out->promise =
        (Promise){.accepted_at = rows_int(rows, 21),
                  .collect_by = rows_int(rows, 22),
                  .city_by = rows_int(rows, 23),
                  .attempt_by = rows_int(rows, 24),
                  .lane_id = rows_int(rows, 28),
                  .lane_version = rows_int(rows, 29),
                  .product_version = rows_int(rows, 30),
                  .calendar_version = rows_int(rows, 31),
                  .deliver_by = rows_null(rows, 25) ? out->before.promised_ms : rows_int(rows, 26)};
    const WaybillFacts *facts = &out->before;
    bool whole =
        out->state.no && facts->carrier && facts->product && facts->origin && facts->destination;
    return whole ? OK : no_memory(loading->ctx);
}

static Status step_read(void *user, size_t number, Rows *rows)
{
    Loading *loading = user;
    Promised *out = &loading->parcels[number];
    if (out->step_count == out->step_room) {
        size_t room = 2 * out->step_room + 4;
        PromiseStep *more = arena_grow(loading->ctx->arena, out->steps,
                                       out->step_room * sizeof *more, room * sizeof *more);
        if (!more) return no_memory(loading->ctx);
        out->steps = more;
        out->step_room = room;
    }
    out->steps[out->step_count++] = (PromiseStep){.id = rows_int(rows, 0),
                                                  .effect = rows_int(rows, 1),
                                                  .instant_ms = rows_int(rows, 2),
                                                  .move_hours = rows_int(rows, 3),
                                                  .move_days = rows_int(rows, 4),
                                                  .undoes = rows_id(rows, 5)};
    return OK;
}

Status promised_store_load(Ctx *ctx, const int64_t *ids, size_t count, Promised *out)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        out[i] = (Promised){0};
        journey_init(&out[i].state.journey);
        values[i] = db_int(ids[i]);
    }
    Loading loading = {ctx, out};
    Status s = db_query_many(ctx, &promised_row, values, 1, count, promised_read, &loading);
    return s ? s : db_query_many(ctx, &promised_steps, values, 1, count, step_read, &loading);
}

Status promised_store_steps(Ctx *ctx, int64_t waybill_id, PromiseStep **steps, size_t *count)
{
    Promised parcel = {0};
    Loading loading = {ctx, &parcel};
    const DbValue id = db_int(waybill_id);
    Status s = db_query_many(ctx, &promised_steps, &id, 1, 1, step_read, &loading);
    *steps = parcel.steps;
    *count = parcel.step_count;
    return s;
}

Status promised_store_write(Ctx *ctx, const Promised *parcels, size_t count)
{
    enum { STATE_WIDTH = 5, BASE_WIDTH = 2 };
    DbValue *states = ARENA_ARRAY(ctx->arena, count * STATE_WIDTH, DbValue);
    DbValue *bases = ARENA_ARRAY(ctx->arena, count * BASE_WIDTH, DbValue);
    int64_t *changed = ARENA_ARRAY(ctx->arena, count, int64_t);
    if (!states || !bases || !changed) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const State *state = &parcels[i].state;
        const WaybillFacts *facts = &state->journey.facts;
        const DbValue row[STATE_WIDTH] = {db_int(facts->waybill_id), db_int(state->version),
                                          db_int(facts->promised_ms), db_id(facts->excused),
                                          db_int(state->version - 1)};
        memcpy(&states[i * STATE_WIDTH], row, sizeof row);
        bases[i * BASE_WIDTH] = db_int(facts->waybill_id);
        bases[i * BASE_WIDTH + 1] = db_int(parcels[i].promise.deliver_by);
    }
    Status s = db_run_many(ctx, &promised_state, states, STATE_WIDTH, count, changed);
    for (size_t i = 0; !s && i < count; i++)
        if (!changed[i]) s = fail(ctx, STALE, "the parcel was changed by somebody else");
    return s ? s : db_run_many(ctx, &promised_base, bases, BASE_WIDTH, count, NULL);
}

/* --- the history --- */

enum { CHANGE_WIDTH = 16 };

static Status change_values(Ctx *ctx, const PromiseChangeRow *row, DbValue *out)
{
    const PromiseChange *change = &row->change;
    Sealed text;
    Status s = key_seal(ctx, "promise.text", change->text, &text);
    if (s) return s;
    const DbValue values[CHANGE_WIDTH] = {
        db_int(row->waybill_id),
        db_int(change->id),
        db_int(change->at),
        db_text(change->reason),
        db_int(change->effect),
        db_int(change->instant),
        db_int(change->move_hours),
        db_int(change->move_days),
        db_id(change->cause_id),
        db_id(change->undoes),
        db_int(change->old_promised_at),
        db_int(change->new_promised_at),
        db_bool(change->old_excused),
        db_bool(change->new_excused),
        db_blob(text.bytes, text.length),
        db_text(change->changed_by),
    };
    memcpy(out, values, sizeof values);
    return OK;
}

Status promised_store_note(Ctx *ctx, const PromiseChangeRow *rows, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * CHANGE_WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++)
        s = change_values(ctx, &rows[i], &values[i * CHANGE_WIDTH]);
    return s ? s : db_run_many(ctx, &promised_changed, values, CHANGE_WIDTH, count, NULL);
}

static Status change_read(Ctx *ctx, Rows *rows, PromiseChange *out, ChangeCause *cause)
{
    size_t length;
    const void *sealed = rows_blob(rows, 13, &length);
    *out = (PromiseChange){.id = rows_int(rows, 0),
                           .at = rows_int(rows, 1),
                           .reason = rows_copy(rows, 2),
                           .effect = rows_int(rows, 3),
                           .instant = rows_int(rows, 4),
                           .move_hours = rows_int(rows, 5),
                           .move_days = rows_int(rows, 6),
                           .cause_id = rows_id(rows, 7),
                           .undoes = rows_id(rows, 8),
                           .old_promised_at = rows_int(rows, 9),
                           .new_promised_at = rows_int(rows, 10),
                           .old_excused = rows_int(rows, 11) == 1,
                           .new_excused = rows_int(rows, 12) == 1,
                           .changed_by = rows_copy(rows, 14)};
    *cause = (ChangeCause){rows_copy(rows, 15), rows_int(rows, 16), rows_int(rows, 19),
                           rows_copy(rows, 17), rows_copy(rows, 18)};
    return key_unseal(ctx, "promise.text", sealed, length, &out->text);
}

Status promised_store_changes(Ctx *ctx, int64_t waybill_id, List *changes, ChangeCause **causes)
{
    PromiseChange *items = ARENA_ARRAY(ctx->arena, PROMISE_CHANGES_MAX + 1, PromiseChange);
    *causes = ARENA_ARRAY(ctx->arena, PROMISE_CHANGES_MAX + 1, ChangeCause);
    if (!items || !*causes) return no_memory(ctx);
    *changes = (List){items, 0};
    Rows *rows;
    Status s = db_query(ctx, &promised_changes, &rows, db_int(waybill_id));
    if (s) return s;
    while (!s && rows_next(rows)) {
        s = change_read(ctx, rows, &items[changes->count], &(*causes)[changes->count]);
        changes->count++;
    }
    Status ended = rows_end(rows);
    return s ? s : ended;
}
