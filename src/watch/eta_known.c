#include "watch/eta_known.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "watch/eta_step_store.h"
#include "watch/eta_store.h"

/* A cell of a stage takes 1 KB, of all parcels 14: what is kept stays under 60 MB. */
enum { CELLS_MAX = 1 << 15, CELLS_FIRST = 1 << 8, BEGINNINGS = ETA_GAP_AFTER + 100 };

typedef struct KnownCell {
    uint64_t key; /* 0: free */
    EtaCell cell;
} KnownCell;

/* Of one beginning. */
typedef struct KnownWeeks {
    EtaWeeks weeks, scores;
    bool has_weeks, has_scores, has_shift;
    double shift;
    int64_t shift_day; /* as of which */
} KnownWeeks;

struct EtaKnown {
    EtaSpan span;
    int64_t today;
    Arena *arena;
    KnownCell *cells;
    size_t count, mask;
    KnownWeeks *beginnings[BEGINNINGS];
};

/* --- keeping --- */

Status eta_known_open(Ctx *ctx, const EtaSpan *span, EtaKnown **out)
{
    EtaKnown *known = memory_alloc(sizeof *known);
    if (known == NULL) return no_memory(ctx);
    known->span = *span;
    known->today = span->last_day;
    known->arena = arena_new();
    known->mask = CELLS_FIRST - 1;
    known->cells = memory_alloc(CELLS_FIRST * sizeof *known->cells);
    if (known->arena == NULL || known->cells == NULL) {
        eta_known_close(known);
        return no_memory(ctx);
    }
    *out = known;
    return OK;
}

Status eta_known_now(Ctx *ctx, EtaKnown **out)
{
    const int64_t today = eta_day(ctx_now(ctx));
    return eta_known_open(ctx, &(EtaSpan){today, today, false}, out);
}

void eta_known_close(EtaKnown *known)
{
    if (known == NULL) return;
    arena_release(known->arena);
    memory_free(known->cells);
    memory_free(known);
}

void eta_known_at(EtaKnown *known, int64_t day)
{
    known->today = day;
}

/* Where a cell is, or is to be. */
static KnownCell *cell_slot(KnownCell *cells, size_t mask, uint64_t key)
{
    size_t place = (size_t)(key >> 20) & mask;
    while (cells[place].key != 0 && cells[place].key != key)
        place = (place + 1) & mask;
    return &cells[place];
}

static Status cells_widen(Ctx *ctx, EtaKnown *known)
{
    const size_t mask = 2 * known->mask + 1;
    KnownCell *wider = memory_alloc((mask + 1) * sizeof *wider);
    if (wider == NULL) return no_memory(ctx);
    for (size_t i = 0; i <= known->mask; i++)
        if (known->cells[i].key != 0)
            *cell_slot(wider, mask, known->cells[i].key) = known->cells[i];
    memory_free(known->cells);
    known->cells = wider;
    known->mask = mask;
    return OK;
}

/* Before a look: what it will see stands until the next. */
static void known_bound(EtaKnown *known)
{
    if (known->count < CELLS_MAX) return;
    memset(known->cells, 0, (known->mask + 1) * sizeof *known->cells);
    memset(known->beginnings, 0, sizeof known->beginnings);
    known->count = 0;
    arena_clear(known->arena);
}

static Status cell_keep(Ctx *ctx, EtaKnown *known, uint64_t key, const EtaCell *cell)
{
    Status s = 2 * known->count > known->mask ? cells_widen(ctx, known) : OK;
    if (s) return s;
    *cell_slot(known->cells, known->mask, key) = (KnownCell){key, *cell};
    known->count++;
    return OK;
}

/* The days of a cell from one to another. */
static EtaCell cell_part(const EtaCell *cell, int64_t first, int64_t last)
{
    size_t begin = 0, end = cell->count;
    while (begin < end && cell->days[begin].day < first)
        begin++;
    while (end > begin && cell->days[end - 1].day > last)
        end--;
    return end > begin ? (EtaCell){cell->days + begin, end - begin} : (EtaCell){NULL, 0};
}

/* --- the beginnings' shapes --- */

/* NULL if there is no memory. */
static KnownWeeks *weeks_of(EtaKnown *known, EtaStart start)
{
    KnownWeeks **weeks = &known->beginnings[start];
    if (*weeks == NULL) *weeks = ARENA_NEW(known->arena, KnownWeeks);
    return *weeks;
}

/* The last week that may be seen. */
static int64_t week_last(const EtaKnown *known)
{
    return known->span.past ? eta_week(known->today + 1) - 7 : eta_week(known->today);
}

static size_t weeks_until(const EtaWeeks *weeks, int64_t last)
{
    size_t count = weeks->count;
    while (count > 0 && weeks->items[count - 1].day > last)
        count--;
    return count;
}

/* Only where too few forecasts have come the shape of all deliveries is asked for. */
static bool is_scored(const EtaEvidence *evidence)
{
    int64_t n = 0;
    for (size_t i = evidence->score_count; i > 0 && n < ETA_LEAST; i--) {
        const EtaWeek *week = &evidence->scores[i - 1];
        if ((double)(evidence->today - week->day) > evidence->tuning->shape_days) break;
        for (size_t b = 0; b < ETA_BINS; b++)
            n += week->bins[b];
    }
    return n >= ETA_LEAST;
}

static Status scores_fill(Ctx *own, EtaKnown *known, EtaStart start, EtaEvidence *out)
{
    KnownWeeks *weeks = weeks_of(known, start);
    if (weeks == NULL) return no_memory(own);
    Status s = OK;
    if (!weeks->has_scores) {
        const int64_t back = (int64_t)out->tuning->shape_days + 7;
        s = eta_store_scores(own, start,
                             &(EtaDays){known->span.first_day - back, known->span.last_day},
                             &weeks->scores);
        weeks->has_scores = !s;
    }
    if (s) return s;
    out->scores = weeks->scores.items;
    out->score_count = weeks_until(&weeks->scores, week_last(known));
    return OK;
}

static Status shape_fill(Ctx *own, EtaKnown *known, EtaStart start, EtaEvidence *out)
{
    Status s = scores_fill(own, known, start, out);
    if (s || is_scored(out)) return s;
    KnownWeeks *weeks = weeks_of(known, start);
    if (weeks == NULL) return no_memory(own);
    if (!weeks->has_weeks) {
        const EtaSpan *span = &known->span;
        s = eta_store_weeks(own, start,
                            &(EtaDays){span->first_day - ETA_WINDOW_DAYS, span->last_day},
                            &weeks->weeks);
        weeks->has_weeks = !s;
    }
    if (s) return s;
    out->weeks = weeks->weeks.items;
    out->week_count = weeks_until(&weeks->weeks, week_last(known));
    return OK;
}

/* --- since the order and the collection --- */

static uint64_t named_key(EtaStart start, EtaScope scope, const char *name)
{
    static const unsigned char key[16] = "eta_day cells";
    const uint64_t hash = text_hash64(key, name, strlen(name));
    return (hash ^ (uint64_t)(16 * (int)start + (int)scope + 1)) * UINT64_C(0x9E3779B97F4A7C15) | 1;
}

static Status parcel_cell(Ctx *own, EtaKnown *known, EtaStart start, const EtaDayCell *which,
                          EtaCell *out)
{
    const uint64_t key = named_key(start, which->scope, which->name);
    KnownCell *slot = cell_slot(known->cells, known->mask, key);
    EtaCell cell = slot->cell;
    Status s = OK;
    if (slot->key == 0) {
        s = eta_store_cell(own, start, which, &cell);
        if (!s) s = cell_keep(own, known, key, &cell);
    }
    const int64_t last = eta_is_weekly(which->scope) ? week_last(known) : known->today;
    if (!s) *out = cell_part(&cell, known->today - ETA_WINDOW_DAYS, last);
    return s;
}

static Status shift_fill(Ctx *own, EtaKnown *known, EtaStart start, EtaEvidence *out)
{
    KnownWeeks *weeks = weeks_of(known, start);
    if (weeks == NULL) return no_memory(own);
    Status s = OK;
    if (!weeks->has_shift || weeks->shift_day != known->today) {
        s = eta_store_shift(own, start, known->today, &weeks->shift);
        weeks->shift_day = known->today;
        weeks->has_shift = !s;
    }
    if (!s) out->shift = weeks->shift;
    return s;
}

static Status parcel_known(Ctx *own, EtaKnown *known, const EtaParcel *parcel, EtaStart start,
                           EtaEvidence *out)
{
    const EtaSpan *span = &known->span;
    char room[ETA_NAME_ROOM];
    Status s = OK;
    for (EtaScope scope = ETA_ALL; !s && scope < ETA_SCOPES; scope++) {
        const char *name = eta_cell_name(parcel, scope, room);
        const EtaDayCell which = {scope, name, {span->first_day - ETA_WINDOW_DAYS, span->last_day}};
        if (name != NULL) s = parcel_cell(own, known, start, &which, &out->cells[scope]);
    }
    if (!s) s = shift_fill(own, known, start, out);
    return s ? s : shape_fill(own, known, start, out);
}

/* --- from a stage on --- */

static uint64_t step_key(int64_t cell, EtaOf of)
{
    return ((uint64_t)cell * 2 + of) * UINT64_C(0x9E3779B97F4A7C15) | 1;
}

static Status step_known(Ctx *own, EtaKnown *known, const EtaStand *stand, EtaEvidence *out)
{
    const EtaLane lane = eta_lane(stand->facts);
    const int64_t last = week_last(known);
    EtaStepCell wanted[ETA_SCOPES];
    uint64_t keys[ETA_SCOPES] = {0};
    size_t count = 0;
    for (EtaScope scope = ETA_ALL; scope < ETA_SCOPES; scope++) {
        int64_t cell;
        if (stand->of == ETA_OF_GAP && scope > ETA_LANE) break;
        if (!eta_step_cell(&lane, &stand->step, scope, &cell)) continue;
        keys[scope] = step_key(cell, stand->of);
        if (cell_slot(known->cells, known->mask, keys[scope])->key == 0)
            wanted[count++] = (EtaStepCell){.cell = cell, .gap = stand->of == ETA_OF_GAP};
    }
    const int64_t first = eta_week(known->span.first_day) - 7 * ETA_STEP_WEEKS;
    Status s = count == 0
                   ? OK
                   : step_store_cells(own, first, eta_week(known->span.last_day), wanted, count);
    for (size_t i = 0; !s && i < count; i++)
        s = cell_keep(own, known, step_key(wanted[i].cell, stand->of),
                      &(EtaCell){wanted[i].days, wanted[i].count});
    for (size_t scope = 0; !s && scope < ETA_SCOPES; scope++) {
        if (keys[scope] == 0) continue;
        const KnownCell *slot = cell_slot(known->cells, known->mask, keys[scope]);
        out->cells[scope] = cell_part(&slot->cell, last - 7 * (ETA_STEP_WEEKS - 1), last);
    }
    if (s) return s;
    const WaybillStage stage = stand->step.stage;
    return shape_fill(own, known,
                      stand->of == ETA_OF_GAP ? eta_gap_after(stage) : eta_from_stage(stage), out);
}

/* --- asking --- */

/* What is read is kept, in the arena of what is known. */
static Ctx known_ctx(const Ctx *ctx, EtaKnown *known, EtaEvidence *out)
{
    known_bound(known);
    *out = (EtaEvidence){.today = known->today, .shift = NAN, .tuning = &eta_standard};
    Ctx own = *ctx;
    own.arena = known->arena;
    return own;
}

static Status known_end(Ctx *ctx, const Ctx *own, Status s)
{
    if (s) ctx->problem = own->problem;
    return s;
}

Status eta_known_parcel(Ctx *ctx, EtaKnown *known, const EtaParcel *parcel, EtaStart start,
                        EtaEvidence *out)
{
    Ctx own = known_ctx(ctx, known, out);
    return known_end(ctx, &own, parcel_known(&own, known, parcel, start, out));
}

Status eta_known_step(Ctx *ctx, EtaKnown *known, const EtaStand *stand, EtaEvidence *out)
{
    Ctx own = known_ctx(ctx, known, out);
    return known_end(ctx, &own, step_known(&own, known, stand, out));
}
