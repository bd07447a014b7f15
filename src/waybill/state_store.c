#include "waybill/state_store.h"

#include "db/db.h"
#include "waybill/facts_row.h"

#define STATE                                                                                      \
    "SELECT s.waybill_id, s.version, s.product, s.origin, s.destination, " FACTS_STAND             \
    ", s.flags, s.tail_ms, s.tail_stage, s.excused, s.origin_zone, s.destination_zone"
SQL(state_by_number, STATE " FROM waybill_state s WHERE s.no = $1 AND s.carrier = $2");
SQL(state_by_id, STATE ", s.no, s.carrier FROM waybill_state s WHERE s.waybill_id = $1");
SQL(state_add,
    "INSERT INTO waybill_state (waybill_id, version, no, carrier, product, origin, destination,"
    " origin_outlet_id, destination_outlet_id, outlet_id, customer_id, stage, leg, exceptions,"
    " is_open, ordered_ms, collected_ms, delivered_ms, promised_ms, last_ms, attempts, flags,"
    " tail_ms, tail_stage, origin_zone, destination_zone) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
    " $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26) ON "
    "CONFLICT DO NOTHING");
/* What every event changes. A column that is set costs its indexes, whether it changes or not: so
 * what is indexed is set only where it did. */
#define JOURNEY                                                                                    \
    "version = $2, stage = $3, leg = $4, collected_ms = $5, delivered_ms = $6, last_ms = $7,"      \
    " attempts = $8, flags = $9, tail_ms = $10, tail_stage = $11"

SQL(state_moved, "UPDATE waybill_state SET " JOURNEY " WHERE waybill_id = $1");
SQL(state_placed, "UPDATE waybill_state SET " JOURNEY ", outlet_id = $12 WHERE waybill_id = $1");
SQL(state_turned, "UPDATE waybill_state SET " JOURNEY ", outlet_id = $12, exceptions = $13,"
                  " is_open = $14, ordered_ms = $15 WHERE waybill_id = $1");
SQL(state_contract,
    "UPDATE waybill_state SET version = $2, product = $3, origin = $4, destination = $5,"
    " origin_outlet_id = $6, destination_outlet_id = $7, customer_id = $8, ordered_ms = $9,"
    " promised_ms = $10, flags = $11, origin_zone = $12, destination_zone = $13"
    " WHERE waybill_id = $1");
SQL(exception_close, "UPDATE waybill_exception SET closed_ms = $3, closed_hash = $4"
                     " WHERE waybill_id = $1 AND exception = $2 AND closed_ms IS NULL");
SQL(exception_forget, "DELETE FROM waybill_exception WHERE waybill_id = $1");
SQL(exception_span,
    "INSERT INTO waybill_exception (waybill_id, opened_ms, exception, opened_hash, cause,"
    " closed_ms, closed_hash) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING");

enum {
    FLAG_ORDERED_GIVEN = 1,
    FLAG_CORRECTED = 2,
    FLAG_USUAL = STATE_EVENTS_USUAL,
    ADD_WIDTH = 26,
    MOVED_WIDTH = 11,
    PLACED_WIDTH = 12,
    TURNED_WIDTH = 15,
    CONTRACT_WIDTH = 13,
    CHUNK = 1024, /* rows of values in hand at a time */
};

/* --- reading --- */

typedef struct LoadWork {
    Ctx *ctx;
    NamePool *pool;
    State *const *states;
} LoadWork;

static Status facts_read(Ctx *ctx, NamePool *pool, Rows *rows, WaybillFacts *facts)
{
    facts->waybill_id = rows_int(rows, 0);
    facts->product = name_pooled(pool, rows_text(rows, 2));
    facts->origin = name_pooled(pool, rows_text(rows, 3));
    facts->destination = name_pooled(pool, rows_text(rows, 4));
    facts->excused = rows_id(rows, 21);
    facts->origin_zone = rows_id(rows, 22);
    facts->destination_zone = rows_id(rows, 23);
    facts_stand_read(rows, 5, facts);
    return facts->product && facts->origin && facts->destination ? OK : no_memory(ctx);
}

static Status state_read(void *user, size_t number, Rows *rows)
{
    LoadWork *work = user;
    State *state = work->states[number];
    Journey *journey = &state->journey;
    state->version = rows_int(rows, 1);
    int64_t flags = rows_int(rows, 18);
    journey->ordered_given = flags & FLAG_ORDERED_GIVEN;
    journey->corrected = flags & FLAG_CORRECTED;
    journey->detailed = !(flags & FLAG_USUAL);
    journey->tail = (JourneyEvent){.at_ms = rows_int(rows, 19),
                                   .stage = (int)rows_int(rows, 20),
                                   .ingest_id = INT64_MAX,
                                   .hash = INT64_MAX};
    return facts_read(work->ctx, work->pool, rows, &journey->facts);
}

Status state_load(Ctx *ctx, NamePool *pool, State *const *states, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, CHUNK * 2, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t done = 0; done < count; done += CHUNK) {
        size_t part = count - done < CHUNK ? count - done : CHUNK;
        for (size_t i = 0; i < part; i++) {
            values[2 * i] = db_text(states[done + i]->no);
            values[2 * i + 1] = db_text(states[done + i]->journey.facts.carrier);
        }
        LoadWork work = {ctx, pool, states + done};
        Status s = db_query_many(ctx, &state_by_number, values, 2, part, state_read, &work);
        if (s) return s;
    }
    return OK;
}

static Status state_read_whole(void *user, size_t number, Rows *rows)
{
    LoadWork *work = user;
    State *state = work->states[number];
    state->no = rows_copy(rows, 24);
    state->journey.facts.carrier = name_pooled(work->pool, rows_text(rows, 25));
    if (!state->no || !state->journey.facts.carrier) return no_memory(work->ctx);
    return state_read(user, number, rows);
}

Status state_load_ids(Ctx *ctx, NamePool *pool, const int64_t *waybill_ids, State *const *states,
                      size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        values[i] = db_int(waybill_ids[i]);
    LoadWork work = {ctx, pool, states};
    return db_query_many(ctx, &state_by_id, values, 1, count, state_read_whole, &work);
}

/* --- writing --- */

static DbValue flags_value(const Journey *journey)
{
    return db_int((journey->ordered_given ? FLAG_ORDERED_GIVEN : 0) |
                  (journey->corrected ? FLAG_CORRECTED : 0) | (journey->detailed ? 0 : FLAG_USUAL));
}

static DbValue open_value(const WaybillFacts *facts)
{
    return stage_is_terminal(facts->stage) ? db_null() : db_int(1);
}

static void add_values(const State *state, DbValue *out)
{
    const Journey *journey = &state->journey;
    const WaybillFacts *facts = &journey->facts;
    const DbValue values[ADD_WIDTH] = {
        db_int(facts->waybill_id),
        db_int(state->version),
        db_text(state->no),
        db_text(facts->carrier),
        db_text(facts->product),
        db_text(facts->origin),
        db_text(facts->destination),
        db_id(facts->origin_outlet_id),
        db_id(facts->destination_outlet_id),
        db_id(facts->outlet_id),
        db_id(facts->customer_id),
        db_int((int64_t)facts->stage),
        db_int((int64_t)facts->leg),
        db_int((int64_t)facts->exceptions),
        open_value(facts),
        db_int(facts->ordered_ms),
        db_int(facts->collected_ms),
        db_int(facts->delivered_ms),
        db_int(facts->promised_ms),
        db_int(facts->last_ms),
        db_int(facts->attempts),
        flags_value(journey),
        db_int(journey->tail.at_ms),
        db_int(journey->tail.stage),
        db_id(facts->origin_zone),
        db_id(facts->destination_zone),
    };
    for (size_t i = 0; i < ADD_WIDTH; i++)
        out[i] = values[i];
}

Status state_insert(Ctx *ctx, State *const *states, size_t count, bool *added)
{
    static const Load load = {
        .table = "waybill_state",
        .columns = "waybill_id, version, no, carrier, product, origin, destination,"
                   " origin_outlet_id, destination_outlet_id, outlet_id, customer_id, stage, leg,"
                   " exceptions, is_open, ordered_ms, collected_ms, delivered_ms, promised_ms,"
                   " last_ms, attempts, flags, tail_ms, tail_stage, origin_zone,"
                   " destination_zone",
        .key = "no, carrier",
        .insert = &state_add,
        .width = ADD_WIDTH,
    };
    DbValue *values = ARENA_ARRAY(ctx->arena, CHUNK * ADD_WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t done = 0; done < count; done += CHUNK) {
        size_t part = count - done < CHUNK ? count - done : CHUNK;
        for (size_t i = 0; i < part; i++)
            add_values(states[done + i], values + i * ADD_WIDTH);
        Status s = db_load(ctx, &load, values, part, added + done);
        if (s) return s;
    }
    return OK;
}

static void contract_values(const State *state, DbValue *out)
{
    const WaybillFacts *facts = &state->journey.facts;
    const DbValue values[CONTRACT_WIDTH] = {
        db_int(facts->waybill_id),
        db_int(state->version),
        db_text(facts->product),
        db_text(facts->origin),
        db_text(facts->destination),
        db_id(facts->origin_outlet_id),
        db_id(facts->destination_outlet_id),
        db_id(facts->customer_id),
        db_int(facts->ordered_ms),
        db_int(facts->promised_ms),
        flags_value(&state->journey),
        db_id(facts->origin_zone),
        db_id(facts->destination_zone),
    };
    for (size_t i = 0; i < CONTRACT_WIDTH; i++)
        out[i] = values[i];
}

static void journey_values(const State *state, size_t width, DbValue *out)
{
    const Journey *journey = &state->journey;
    const WaybillFacts *facts = &journey->facts;
    const DbValue values[TURNED_WIDTH] = {
        db_int(facts->waybill_id),
        db_int(state->version),
        db_int((int64_t)facts->stage),
        db_int((int64_t)facts->leg),
        db_int(facts->collected_ms),
        db_int(facts->delivered_ms),
        db_int(facts->last_ms),
        db_int(facts->attempts),
        flags_value(journey),
        db_int(journey->tail.at_ms),
        db_int(journey->tail.stage),
        db_id(facts->outlet_id),
        db_int((int64_t)facts->exceptions),
        open_value(facts),
        db_int(facts->ordered_ms),
    };
    for (size_t i = 0; i < width; i++)
        out[i] = values[i];
}

Status state_write(Ctx *ctx, State *const *states, size_t count, StateWrite what)
{
    static const struct {
        const Sql *sql;
        size_t width;
    } writes[] = {
        [STATE_MOVED] = {&state_moved, MOVED_WIDTH},
        [STATE_PLACED] = {&state_placed, PLACED_WIDTH},
        [STATE_TURNED] = {&state_turned, TURNED_WIDTH},
        [STATE_CONTRACT] = {&state_contract, CONTRACT_WIDTH},
    };
    const Sql *sql = writes[what].sql;
    size_t width = writes[what].width;
    DbValue *values = ARENA_ARRAY(ctx->arena, CHUNK * width, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t done = 0; done < count; done += CHUNK) {
        size_t part = count - done < CHUNK ? count - done : CHUNK;
        for (size_t i = 0; i < part; i++) {
            if (what == STATE_CONTRACT)
                contract_values(states[done + i], values + i * width);
            else
                journey_values(states[done + i], width, values + i * width);
        }
        Status s = db_run_many(ctx, sql, values, width, part, NULL);
        if (s) return s;
    }
    return OK;
}

StateWrite state_change(const WaybillFacts *before, const WaybillFacts *after)
{
    if (before->exceptions != after->exceptions || before->ordered_ms != after->ordered_ms ||
        stage_is_terminal(before->stage) != stage_is_terminal(after->stage))
        return STATE_TURNED;
    return before->outlet_id != after->outlet_id ? STATE_PLACED : STATE_MOVED;
}

/* --- the history of exceptions --- */

Status exceptions_forget(Ctx *ctx, const int64_t *waybill_ids, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        values[i] = db_int(waybill_ids[i]);
    return db_run_many(ctx, &exception_forget, values, 1, count, NULL);
}

Status exceptions_close(Ctx *ctx, const ExceptionRow *rows, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * 4, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const ExceptionSpan *span = &rows[i].span;
        DbValue *row = values + 4 * i;
        row[0] = db_int(rows[i].waybill_id);
        row[1] = db_int(span->exception);
        row[2] = db_int(span->closed_ms);
        row[3] = db_int(span->closed_hash);
    }
    return db_run_many(ctx, &exception_close, values, 4, count, NULL);
}

Status exceptions_insert(Ctx *ctx, const ExceptionRow *rows, size_t count)
{
    enum { WIDTH = 7 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const ExceptionSpan *span = &rows[i].span;
        bool closed = span->closed_ms != NONE;
        const DbValue row[WIDTH] = {
            db_int(rows[i].waybill_id),
            db_int(span->opened_ms),
            db_int(span->exception),
            db_int(span->opened_hash),
            db_int(span->cause),
            db_int(span->closed_ms),
            closed ? db_int(span->closed_hash) : db_null(),
        };
        for (size_t j = 0; j < WIDTH; j++)
            values[i * WIDTH + j] = row[j];
    }
    return db_run_many(ctx, &exception_span, values, WIDTH, count, NULL);
}
