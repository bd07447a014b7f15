#include "watch/eta_step_store.h"

#include "watch/eta_store.h"

SQL(eta_day_add,
    "INSERT INTO eta_day (beginning, scope, value, day, n, total, squares)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (beginning, scope, value, day) DO UPDATE SET"
    " n = eta_day.n + excluded.n, total = eta_day.total + excluded.total,"
    " squares = eta_day.squares + excluded.squares");
SQL(eta_step_add, "INSERT INTO eta_step (week, cell, n, total, squares, gap_total, gap_squares)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (week, cell) DO UPDATE SET"
                  " n = eta_step.n + excluded.n, total = eta_step.total + excluded.total,"
                  " squares = eta_step.squares + excluded.squares,"
                  " gap_total = eta_step.gap_total + excluded.gap_total,"
                  " gap_squares = eta_step.gap_squares + excluded.gap_squares");
SQL(eta_step_bin_add,
    "INSERT INTO eta_bin (beginning, week, bin, n) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (beginning, week, bin) DO UPDATE SET n = eta_bin.n + excluded.n");
SQL(eta_flow_add, "INSERT INTO eta_flow (beginning, day, age, n) VALUES ($1, $2, $3, $4)"
                  " ON CONFLICT (beginning, day, age) DO UPDATE SET n = eta_flow.n + excluded.n");
SQL(eta_score_add, "INSERT INTO eta_score (beginning, week, bin, n) VALUES ($1, $2, $3, $4)"
                   " ON CONFLICT (beginning, week, bin) DO UPDATE SET"
                   " n = eta_score.n + excluded.n");
SQL(eta_told_note, "INSERT INTO eta_told (waybill_id, start_ms, promised_ms) VALUES ($1, $2, $3)"
                   " ON CONFLICT DO NOTHING");
SQL(eta_told_end, "UPDATE eta_told SET ended_ms = $2 WHERE waybill_id = $1");
SQL(eta_learned_put, "INSERT INTO eta_learned (waybill_id, ingest_id) VALUES ($1, $2)"
                     " ON CONFLICT (waybill_id) DO UPDATE SET ingest_id = excluded.ingest_id");
SQL(eta_learned_drop, "DELETE FROM eta_learned WHERE waybill_id = $1");
SQL(eta_learned_get, "SELECT ingest_id FROM eta_learned WHERE waybill_id = $1");
SQL(eta_events, "SELECT at_ms, hash, ingest_id, stage, leg, outlet_id, corrects FROM scan"
                " WHERE waybill_id = $1");
SQL(eta_step_facts, "SELECT carrier, product, origin, destination FROM waybill_state"
                    " WHERE waybill_id = $1");
SQL(eta_step_clear, "DELETE FROM eta_step");
SQL(eta_flow_clear, "DELETE FROM eta_flow");
SQL(eta_learned_clear, "DELETE FROM eta_learned");
/* The 28 weeks from $2 on. */
/* clang-format off */
#define WEEK_(days) "CAST($2 AS BIGINT) + " #days
#define WEEKS_                                                                                     \
    WEEK_(0) ", " WEEK_(7) ", " WEEK_(14) ", " WEEK_(21) ", " WEEK_(28) ", " WEEK_(35) ", "        \
    WEEK_(42) ", " WEEK_(49) ", " WEEK_(56) ", " WEEK_(63) ", " WEEK_(70) ", " WEEK_(77) ", "      \
    WEEK_(84) ", " WEEK_(91) ", " WEEK_(98) ", " WEEK_(105) ", " WEEK_(112) ", " WEEK_(119) ", "   \
    WEEK_(126) ", " WEEK_(133) ", " WEEK_(140) ", " WEEK_(147) ", " WEEK_(154) ", " WEEK_(161)     \
    ", " WEEK_(168) ", " WEEK_(175) ", " WEEK_(182) ", " WEEK_(189)
/* clang-format on */
SQL(eta_steps, "SELECT week, n, total, squares, gap_total, gap_squares FROM eta_step"
               " WHERE cell = $1 AND week IN (" WEEKS_ ") ORDER BY week");

enum { WEEKS_AT_ONCE = 28, ROWS_AT_ONCE = 1024, SUM_WIDTH = 7, EVENTS_FIRST = 64 };

/* --- writing --- */

static size_t day_values(const EtaSum *sum, DbValue *out)
{
    const int64_t scope = sum->keys[0] % 16;
    out[0] = db_int((sum->keys[0] - scope) / 16);
    out[1] = db_int(scope);
    out[2] = db_text(eta_sum_name(sum));
    out[3] = db_int(sum->keys[2]);
    for (size_t i = 0; i < 3; i++)
        out[4 + i] = db_int(sum->sums[i]);
    return SUM_WIDTH;
}

/* Of each table how many keys and sums there are, and what adds them. */
static const struct {
    const Sql *add;
    size_t keys, sums;
} tables[] = {
    [ETA_DAY_TABLE] = {&eta_day_add, 3, 3},      [ETA_STEP_TABLE] = {&eta_step_add, 2, 5},
    [ETA_BIN_TABLE] = {&eta_step_bin_add, 3, 1}, [ETA_FLOW_TABLE] = {&eta_flow_add, 3, 1},
    [ETA_SCORE_TABLE] = {&eta_score_add, 3, 1},  [ETA_TOLD_TABLE] = {&eta_told_note, 3, 0},
    [ETA_END_TABLE] = {&eta_told_end, 2, 0},
};

static size_t sum_values(const EtaSum *sum, DbValue *out)
{
    if (sum->table == ETA_DAY_TABLE) return day_values(sum, out);
    const size_t keys = tables[sum->table].keys, sums = tables[sum->table].sums;
    for (size_t i = 0; i < keys; i++)
        *out++ = db_int(sum->keys[i]);
    for (size_t i = 0; i < sums; i++)
        *out++ = db_int(sum->sums[i]);
    return keys + sums;
}

Status step_store_add(Ctx *ctx, EtaGather *gather)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, ROWS_AT_ONCE * SUM_WIDTH, DbValue);
    if (values == NULL) return no_memory(ctx);
    const size_t count = eta_gather_sort(gather);
    Status s = OK;
    for (size_t i = 0; !s && i < count;) {
        const EtaTable table = gather->slots[i].table;
        size_t rows = 0, width = 0;
        while (i < count && rows < ROWS_AT_ONCE && gather->slots[i].table == table)
            width = sum_values(&gather->slots[i++], values + width * rows++);
        s = db_run_many(ctx, tables[table].add, values, width, rows, NULL);
    }
    return s;
}

Status step_store_clear(Ctx *ctx)
{
    static const Sql *const clearing[] = {&eta_step_clear, &eta_flow_clear, &eta_learned_clear};
    Status s = OK;
    for (size_t i = 0; !s && i < sizeof clearing / sizeof clearing[0]; i++)
        s = db_run_values(ctx, clearing[i], NULL, 0, NULL);
    return s;
}

/* --- what journeys teach --- */

typedef struct Learning {
    Ctx *ctx;
    const EtaJourney *journeys;
    int64_t *learned; /* up to which event each was, and is */
    EtaGather *gather;
    size_t current; /* whose events are in hand */
    EtaEvent *events;
    size_t count, room;
} Learning;

/* One more of the durations that followed a step, or one less. */
static Status duration_learn(Learning *learning, EtaStart beginning, int64_t week, int64_t measure,
                             int64_t sign)
{
    return eta_gather_add(learning->ctx, learning->gather,
                          &(EtaSum){.table = ETA_BIN_TABLE,
                                    .keys = {beginning, week, eta_bin(measure)},
                                    .sums = {sign}});
}

static Status step_learn(Learning *learning, const EtaLane *lane, const EtaStep *step,
                         int64_t delivered_ms, int64_t sign)
{
    const int64_t week = eta_week(eta_day(delivered_ms));
    const int64_t y = eta_measure(delivered_ms - step->at_ms);
    const int64_t gap = eta_measure(step->next_ms - step->at_ms);
    EtaSum sum = {.table = ETA_STEP_TABLE,
                  .keys = {week},
                  .sums = {sign, sign * y, sign * y * y, sign * gap, sign * gap * gap}};
    Status s = duration_learn(learning, eta_from_stage(step->stage), week, y, sign);
    if (!s) s = duration_learn(learning, eta_gap_after(step->stage), week, gap, sign);
    for (EtaScope scope = ETA_ALL; !s && scope < ETA_SCOPES; scope++)
        if (eta_step_cell(lane, step, scope, &sum.keys[1]))
            s = eta_gather_add(learning->ctx, learning->gather, &sum);
    return s;
}

static Status trail_learn(Learning *learning, const WaybillFacts *facts, const EtaTrail *trail,
                          int64_t sign)
{
    const EtaLane lane = eta_lane(facts);
    Status s = OK;
    for (size_t i = 0; !s && i < trail->count; i++)
        s = step_learn(learning, &lane, &trail->steps[i], facts->delivered_ms, sign);
    return s;
}

/* The events of the one in hand are all there. */
static Status journey_end(Learning *learning)
{
    const EtaJourney *journey = &learning->journeys[learning->current];
    int64_t *learned = &learning->learned[learning->current];
    EtaTrail trail;
    Status s = OK;
    if (journey->unlearn && *learned != 0) {
        eta_trail(learning->events, learning->count, *learned, journey->before.delivered_ms,
                  &trail);
        s = trail_learn(learning, &journey->before, &trail, -1);
    }
    *learned = 0;
    if (!s && journey->learn) {
        eta_trail(learning->events, learning->count, INT64_MAX, journey->after.delivered_ms,
                  &trail);
        s = trail_learn(learning, &journey->after, &trail, 1);
        *learned = trail.ingest_id;
    }
    learning->count = 0;
    return s;
}

static int64_t number_or_none(Rows *rows, int column)
{
    const int64_t number = rows_int(rows, column);
    return number == NONE ? 0 : number;
}

static EtaEvent event_read(Rows *rows)
{
    return (EtaEvent){.at_ms = rows_int(rows, 0),
                      .hash = rows_int(rows, 1),
                      .ingest_id = rows_int(rows, 2),
                      .stage = (int)number_or_none(rows, 3),
                      .leg = (int)number_or_none(rows, 4),
                      .outlet_id = number_or_none(rows, 5),
                      .corrects = number_or_none(rows, 6)};
}

static Status journey_event(void *user, size_t number, Rows *rows)
{
    Learning *learning = user;
    Status s = OK;
    for (; !s && learning->current < number; learning->current++)
        s = journey_end(learning);
    if (s) return s;
    if (learning->count == learning->room) {
        const size_t room = learning->room == 0 ? EVENTS_FIRST : 2 * learning->room;
        EtaEvent *wider = arena_grow(learning->ctx->arena, learning->events,
                                     learning->room * sizeof(EtaEvent), room * sizeof(EtaEvent));
        if (wider == NULL) return no_memory(learning->ctx);
        learning->events = wider;
        learning->room = room;
    }
    learning->events[learning->count++] = event_read(rows);
    return OK;
}

static Status learned_one(void *user, size_t number, Rows *rows)
{
    Learning *learning = user;
    learning->learned[number] = rows_int(rows, 0);
    return OK;
}

/* What is learned now and was not, or not so far; and what is learned no more. */
static Status learned_keep(Ctx *ctx, const Learning *learning, size_t count)
{
    DbValue *puts = ARENA_ARRAY(ctx->arena, 2 * count, DbValue);
    DbValue *drops = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (puts == NULL || drops == NULL) return no_memory(ctx);
    size_t put = 0, drop = 0;
    for (size_t i = 0; i < count; i++) {
        const DbValue id = db_int(learning->journeys[i].waybill_id);
        if (learning->learned[i] != 0) {
            puts[2 * put] = id;
            puts[2 * put++ + 1] = db_int(learning->learned[i]);
        } else if (learning->journeys[i].unlearn) {
            drops[drop++] = id;
        }
    }
    Status s = put == 0 ? OK : db_run_many(ctx, &eta_learned_put, puts, 2, put, NULL);
    return s || drop == 0 ? s : db_run_many(ctx, &eta_learned_drop, drops, 1, drop, NULL);
}

Status step_store_learn(Ctx *ctx, const EtaJourney *journeys, size_t count, EtaGather *gather)
{
    Learning learning = {.ctx = ctx, .journeys = journeys, .gather = gather};
    DbValue *ids = ARENA_ARRAY(ctx->arena, count, DbValue);
    learning.learned = ARENA_ARRAY(ctx->arena, count, int64_t);
    if (ids == NULL || learning.learned == NULL) return no_memory(ctx);
    bool unlearn = false;
    for (size_t i = 0; i < count; i++) {
        ids[i] = db_int(journeys[i].waybill_id);
        unlearn |= journeys[i].unlearn;
    }
    Status s = OK;
    if (unlearn) s = db_query_many(ctx, &eta_learned_get, ids, 1, count, learned_one, &learning);
    if (!s) s = db_query_many(ctx, &eta_events, ids, 1, count, journey_event, &learning);
    for (; !s && learning.current < count; learning.current++)
        s = journey_end(&learning);
    return s ? s : learned_keep(ctx, &learning, count);
}

/* --- reading --- */

typedef struct Reading {
    Ctx *ctx;
    EtaStepCell *cells;
    size_t *room;  /* of each */
    size_t chunks; /* parameter rows of each */
} Reading;

static Status step_read(void *user, size_t number, Rows *rows)
{
    const Reading *reading = user;
    const size_t place = number / reading->chunks;
    EtaStepCell *cell = &reading->cells[place];
    const int sums = cell->gap ? 4 : 2;
    const EtaDay day = {rows_int(rows, 0), rows_int(rows, 1), rows_int(rows, sums),
                        rows_int(rows, sums + 1)};
    if (day.n <= 0) return OK;
    if (cell->count == reading->room[place]) {
        const size_t room = cell->count == 0 ? WEEKS_AT_ONCE : 2 * cell->count;
        EtaDay *wider = arena_grow(reading->ctx->arena, cell->days, cell->count * sizeof(EtaDay),
                                   room * sizeof(EtaDay));
        if (wider == NULL) return no_memory(reading->ctx);
        cell->days = wider;
        reading->room[place] = room;
    }
    cell->days[cell->count++] = day;
    return OK;
}

Status step_store_cells(Ctx *ctx, int64_t first, int64_t last, EtaStepCell *cells, size_t count)
{
    const size_t chunks = last < first ? 0 : (size_t)(last - first) / (7 * WEEKS_AT_ONCE) + 1;
    DbValue *keys = ARENA_ARRAY(ctx->arena, 2 * count * chunks, DbValue);
    Reading reading = {ctx, cells, ARENA_ARRAY(ctx->arena, count, size_t), chunks};
    if (keys == NULL || reading.room == NULL) return no_memory(ctx);
    for (size_t i = 0; i < count * chunks; i++) {
        keys[2 * i] = db_int(cells[i / chunks].cell);
        keys[2 * i + 1] = db_int(first + (int64_t)(i % chunks) * 7 * WEEKS_AT_ONCE);
    }
    return db_query_many(ctx, &eta_steps, keys, 2, count * chunks, step_read, &reading);
}

/* --- every journey --- */

typedef struct Walking {
    Ctx *ctx;
    EtaJourneyEach *each;
    void *user;
    EtaEvent *events;
    size_t count, room;
} Walking;

static Status walking_event(void *user, size_t number, Rows *rows)
{
    (void)number;
    Walking *walking = user;
    if (walking->count == walking->room) {
        const size_t room = walking->room == 0 ? EVENTS_FIRST : 2 * walking->room;
        EtaEvent *wider = memory_resize(walking->events, room * sizeof(EtaEvent));
        if (wider == NULL) return no_memory(walking->ctx);
        walking->events = wider;
        walking->room = room;
    }
    walking->events[walking->count++] = event_read(rows);
    return OK;
}

static Status step_facts(Ctx *ctx, int64_t waybill_id, WaybillFacts *out)
{
    Rows *rows;
    Status s = db_query(ctx, &eta_step_facts, &rows, db_int(waybill_id));
    if (s) return s;
    const bool found = rows_next(rows);
    if (found)
        *out = (WaybillFacts){.waybill_id = waybill_id,
                              .carrier = rows_copy(rows, 0),
                              .product = rows_copy(rows, 1),
                              .origin = rows_copy(rows, 2),
                              .destination = rows_copy(rows, 3)};
    s = rows_end(rows);
    return s || found ? s : NOT_FOUND;
}

Status step_store_journey(Ctx *ctx, int64_t waybill_id, int64_t delivered_ms, WaybillFacts *facts,
                          EtaTrail *trail)
{
    Walking walking = {.ctx = ctx};
    const DbValue id = db_int(waybill_id);
    trail->count = 0;
    Status s = step_facts(ctx, waybill_id, facts);
    if (!s) s = db_query_many(ctx, &eta_events, &id, 1, 1, walking_event, &walking);
    if (!s && walking.count > 0)
        eta_trail(walking.events, walking.count, INT64_MAX, delivered_ms, trail);
    memory_free(walking.events);
    return s;
}

static Status walking_parcel(void *user, const WaybillFacts *facts)
{
    Walking *walking = user;
    EtaTrail trail;
    const DbValue id = db_int(facts->waybill_id);
    const bool over = facts->delivered_ms != NONE;
    walking->count = 0;
    Status s = db_query_many(walking->ctx, &eta_events, &id, 1, 1, walking_event, walking);
    if (s) return s;
    if (walking->count > 0)
        eta_trail(walking->events, walking->count, INT64_MAX,
                  over ? facts->delivered_ms : INT64_MAX, &trail);
    else
        trail.count = 0;
    return walking->each(walking->user, facts, &trail);
}

Status step_store_journeys(Ctx *ctx, EtaJourneyEach *each, void *user)
{
    Ctx own = *ctx;
    own.arena = arena_new();
    if (own.arena == NULL) return no_memory(ctx);
    Walking walking = {&own, each, user, NULL, 0, 0};
    Status s = eta_store_facts(ctx, walking_parcel, &walking);
    if (own.problem.status != OK) ctx->problem = own.problem;
    arena_release(own.arena);
    memory_free(walking.events);
    return s;
}
