#include "insight/answer.h"

#include <stdlib.h>

#include "access/outlet.h"
#include "access/setting.h"
#include "base/instant.h"
#include "waybill/status.h"

/* What reading adds up into groups. */
typedef struct Adding {
    Ctx *ctx;
    const Plan *plan;
    Gather groups;
    int64_t cutoff; /* hours: a last scan before it is a stall */
    int64_t active; /* of the customer's */
    OwnTime *times; /* likewise */
    size_t time_count, time_room;
} Adding;

void plan_spans(Plan *plan)
{
    plan->span_count = 0;
    int64_t first = plan->from;
    if (first > DAY_FIRST && month_first(first) != first)
        first = month_first(month_first(first) + 31);
    int64_t end = plan->to < DAY_LAST ? month_first(plan->to + 1) : DAY_LAST;
    if (plan->by == DIMENSION_DAY || first >= end) {
        plan->spans[plan->span_count++] = (Span){GRAIN_DAY, plan->from, plan->to};
        return;
    }
    if (plan->from < first)
        plan->spans[plan->span_count++] = (Span){GRAIN_DAY, plan->from, first - 1};
    plan->spans[plan->span_count++] = (Span){GRAIN_MONTH, first, end - 1};
    if (end <= plan->to) plan->spans[plan->span_count++] = (Span){GRAIN_DAY, end, plan->to};
}

int64_t plan_day(const Plan *plan, int64_t day)
{
    if (plan->by == DIMENSION_DAY) return day;
    return plan->by == DIMENSION_MONTH ? month_first(day) : 0;
}

static bool is_by_value(const Plan *plan)
{
    return plan->by != DIMENSION_ALL && plan_day(plan, 1) == 0;
}

static int by_cell(const void *key, const void *item)
{
    return cell_key_order(key, &(*(RollupCell *const *)item)->key);
}

RollupCell **plan_group(const Plan *plan, int64_t day, const char *value)
{
    const CellKey key = {
        CELL_ANSWER, {plan_day(plan, day), 0, 0, 0}, is_by_value(plan) ? value : ""};
    return bsearch(&key, plan->groups.items, plan->groups.count, sizeof *plan->groups.items,
                   by_cell);
}

RollupCell **plan_group_of(const Plan *plan, const RollupCell *group)
{
    return bsearch(&group->key, plan->groups.items, plan->groups.count, sizeof *plan->groups.items,
                   by_cell);
}

static bool outlet_counts(const Adding *adding, const char *value)
{
    if (adding->plan->scope == 0) return true;
    return value[0] != '\0' &&
           outlet_within(adding->ctx, strtoll(value, NULL, 10), adding->plan->scope);
}

static Status group_add(Adding *adding, int64_t day, const char *value, const int64_t *n)
{
    const Plan *plan = adding->plan;
    CellKey key = {CELL_ANSWER, {plan_day(plan, day), 0, 0, 0}, is_by_value(plan) ? value : ""};
    return gather_add(adding->ctx, &adding->groups, &key, n, 1);
}

static Status add_measures(Adding *adding, int64_t day, const char *value, const int64_t *measures)
{
    const Figure *figure = adding->plan->figure;
    const int64_t n[] = {measures[figure->numerator],
                         figure->denominator == MEASURE_COUNT ? 0 : measures[figure->denominator]};
    return n[0] == 0 && n[1] == 0 ? OK : group_add(adding, day, value, n);
}

static Status add_tally(void *user, const RollupCell *cell)
{
    Adding *adding = user;
    if (!outlet_counts(adding, cell->key.value)) return OK;
    return add_measures(adding, cell->key.number[2], cell->key.value, cell->n);
}

static Status add_standing(void *user, const RollupCell *cell)
{
    Adding *adding = user;
    if (cell->n[0] == 0 || !outlet_counts(adding, cell->key.value)) return OK;
    bool active = cell->key.number[1] == STANDING_ACTIVE;
    const int64_t n[] = {active ? 0 : cell->n[0], active ? cell->n[0] : 0};
    return group_add(adding, 0, cell->key.value, n);
}

static Status add_hour(void *user, const RollupCell *cell)
{
    Adding *adding = user;
    const int64_t n[] = {cell->key.number[0] < adding->cutoff ? cell->n[0] : 0, cell->n[0]};
    return group_add(adding, 0, "", n);
}

static Status add_active(void *user, const WaybillFacts *facts)
{
    Adding *adding = user;
    const Plan *plan = adding->plan;
    char room[DIMENSION_ROOM];
    if (!parcel_is_active(facts) || facts->last_ms == NONE) return OK;
    if (!outlet_counts(adding, dimension_value(facts, DIMENSION_OUTLET, PLACE_NOW, room)))
        return OK;
    bool stalled = plan->figure->item == 0 && hour_of(facts->last_ms) < adding->cutoff;
    const int64_t n[] = {stalled, 1};
    return group_add(adding, 0, dimension_value(facts, plan->by, PLACE_NOW, room), n);
}

static int64_t stall_cutoff(Ctx *ctx)
{
    return hour_of(ctx_now(ctx)) - setting_int(ctx, SETTING_NAMED_STALL_HOURS);
}

int64_t figure_quiet_since(Ctx *ctx, const Figure *figure)
{
    bool stall = figure->booked == BOOKED_NOW && figure->item == 0;
    return stall ? stall_cutoff(ctx) * HOUR_MS - 1 : NONE;
}

/* What is on its way is counted apart only as a whole: broken down it is read from those parcels,
 * which are never many beside those that have arrived. */
static Status read_standing(Ctx *ctx, Adding *adding)
{
    const Plan *plan = adding->plan;
    bool stall = plan->figure->item == 0, whole = plan->by == DIMENSION_ALL && plan->scope == 0;
    adding->cutoff = stall_cutoff(ctx);
    if (stall && whole) return store_hours(ctx, add_hour, adding);
    Status s = stall ? OK : store_standing(ctx, plan->read, add_standing, adding);
    if (s || whole || plan->by == DIMENSION_EXCEPTION) return s;
    return store_active_facts(ctx, add_active, adding);
}

static Status add_counted(void *user, const RollupCell *cell)
{
    Adding *adding = user;
    if (!outlet_counts(adding, cell->key.value) || cell->n[0] == 0) return OK;
    return group_add(adding, cell->key.number[2], cell->key.value,
                     (const int64_t[]){cell->n[0], 0});
}

static Status add_divisor(void *user, const RollupCell *cell)
{
    Adding *adding = user;
    if (!outlet_counts(adding, cell->key.value) || cell->n[0] == 0) return OK;
    return group_add(adding, cell->key.number[2], cell->key.value,
                     (const int64_t[]){0, cell->n[0]});
}

static Status add_collected(void *user, const RollupCell *cell)
{
    Adding *adding = user;
    int64_t collected = cell->n[MEASURE_COLLECTED];
    if (!outlet_counts(adding, cell->key.value) || collected == 0) return OK;
    return group_add(adding, cell->key.number[2], cell->key.value, (const int64_t[]){0, collected});
}

/* Parcels are not counted by the hubs and couriers they went through. */
static bool blames(Dimension dimension)
{
    return dimension == DIMENSION_HUB || dimension == DIMENSION_COURIER;
}

static Status read_service(Ctx *ctx, Adding *adding)
{
    const Plan *plan = adding->plan;
    const Figure *figure = plan->figure;
    Status s = OK;
    for (size_t i = 0; !s && i < plan->span_count; i++) {
        const Span *span = &plan->spans[i];
        s = store_services(ctx, plan->read, figure->service, span, add_counted, adding);
        if (s || blames(plan->read)) continue;
        s = figure->over ? store_services(ctx, plan->read, figure->over, span, add_divisor, adding)
                         : store_tallies(ctx, plan->read, span, add_collected, adding);
    }
    return s;
}

static Status add_everywhere(void *user, const RollupCell *cell)
{
    RollupCells *groups = user;
    for (size_t i = 0; i < groups->count; i++)
        groups->items[i]->n[1] += cell->n[MEASURE_COLLECTED];
    return OK;
}

/* Every hub and courier is set beside all parcels. */
static Status divide_by_all(Ctx *ctx, Plan *plan)
{
    Status s = OK;
    for (size_t i = 0; !s && i < plan->span_count; i++)
        s = store_tallies(ctx, DIMENSION_ALL, &plan->spans[i], add_everywhere, &plan->groups);
    return s;
}

/* --- of one customer: from their parcels, by the same rules --- */

enum { CUSTOMER_PARCELS_MAX = 1000000, TIMES_FIRST = 256 };

static Status time_add(Adding *adding, int64_t day, const char *value, int64_t duration_ms)
{
    const Plan *plan = adding->plan;
    CellKey key = {CELL_ANSWER, {plan_day(plan, day), 0, 0, 0}, is_by_value(plan) ? value : ""};
    RollupCell *group;
    Status s = gather_cell(adding->ctx, &adding->groups, &key, &group);
    if (s) return s;
    if (adding->time_count == adding->time_room) {
        size_t size = adding->time_room * sizeof(OwnTime);
        size_t room = size == 0 ? TIMES_FIRST : adding->time_room * 2;
        adding->times = arena_grow(adding->ctx->arena, adding->times, size, room * sizeof(OwnTime));
        if (adding->times == NULL) return no_memory(adding->ctx);
        adding->time_room = room;
    }
    adding->times[adding->time_count++] = (OwnTime){group, duration_ms};
    return OK;
}

static Status add_own_day(void *user, const WaybillFacts *facts)
{
    Adding *adding = user;
    const Plan *plan = adding->plan;
    Place place = booking_place(plan->figure->booked);
    int64_t day, tally[MEASURE_COUNT];
    char room[DIMENSION_ROOM];
    if (!booking_tally(facts, plan->figure->booked, plan->zone, &day, tally)) return OK;
    if (day < plan->from || day > plan->to) return OK;
    if (!outlet_counts(adding, dimension_value(facts, DIMENSION_OUTLET, place, room))) return OK;
    const char *value = dimension_value(facts, plan->by, place, room);
    Status s = add_measures(adding, day, value, tally);
    const Figure *figure = plan->figure;
    if (s || figure->kind != FIGURE_TIME || tally[figure->denominator] == 0) return s;
    return time_add(adding, day, value, tally[figure->numerator]);
}

static Status add_own_exceptions(Adding *adding, const WaybillFacts *facts)
{
    const Plan *plan = adding->plan;
    char room[DIMENSION_ROOM];
    static const int64_t one[] = {1, 0};
    if (facts->exceptions == 0) return OK;
    if (plan->by != DIMENSION_EXCEPTION)
        return group_add(adding, 0, dimension_value(facts, plan->by, PLACE_NOW, room), one);
    Status s = OK;
    for (int e = 0; !s && e < EXCEPTION_COUNT; e++)
        if (facts->exceptions & EXCEPTION_BIT(e))
            s = group_add(adding, 0, name_of(exception_names, e), one);
    return s;
}

static Status add_own_standing(void *user, const WaybillFacts *facts)
{
    Adding *adding = user;
    char room[DIMENSION_ROOM];
    if (!outlet_counts(adding, dimension_value(facts, DIMENSION_OUTLET, PLACE_NOW, room)))
        return OK;
    adding->active += parcel_is_active(facts);
    Status s = adding->plan->figure->item == 0 ? OK : add_own_exceptions(adding, facts);
    return s || adding->plan->by == DIMENSION_EXCEPTION ? s : add_active(adding, facts);
}

static Status read_own(Ctx *ctx, Adding *adding)
{
    bool standing = adding->plan->figure->booked == BOOKED_NOW;
    adding->cutoff = stall_cutoff(ctx);
    const CustomerFacts of = {adding->plan->customer, CUSTOMER_PARCELS_MAX};
    return store_customer_facts(ctx, &of, standing ? add_own_standing : add_own_day, adding);
}

static Status read_groups(Ctx *ctx, Adding *adding)
{
    const Plan *plan = adding->plan;
    if (plan->customer != 0) return read_own(ctx, adding);
    if (plan->figure->booked == BOOKED_NOW) return read_standing(ctx, adding);
    if (plan->figure->booked == BOOKED_SERVICE) return read_service(ctx, adding);
    Status s = OK;
    for (size_t i = 0; !s && i < plan->span_count; i++)
        s = store_tallies(ctx, plan->read, &plan->spans[i], add_tally, adding);
    return s;
}

/* An exception is set beside all that is on its way. */
static Status add_all_active(void *user, const RollupCell *cell)
{
    RollupCells *groups = user;
    for (size_t i = 0; cell->key.number[1] == STANDING_ACTIVE && i < groups->count; i++)
        groups->items[i]->n[1] = cell->n[0];
    return OK;
}

static void release_groups(void *gather)
{
    gather_release(gather);
}

Status plan_groups(Ctx *ctx, Plan *plan)
{
    Adding *adding = ARENA_NEW(ctx->arena, Adding);
    if (adding == NULL) return no_memory(ctx);
    *adding = (Adding){.ctx = ctx, .plan = plan};
    Status s = gather_init(ctx, &adding->groups);
    if (s) return s;
    s = arena_defer(ctx->arena, release_groups, &adding->groups);
    if (s) return no_memory(ctx);
    s = read_groups(ctx, adding);
    if (!s) s = gather_sorted(ctx, &adding->groups, &plan->groups);
    plan->times = adding->times;
    plan->time_count = adding->time_count;
    if (!s && blames(plan->by)) s = divide_by_all(ctx, plan);
    if (s || plan->by != DIMENSION_EXCEPTION) return s;
    if (plan->customer == 0)
        return store_standing(ctx, DIMENSION_ALL, add_all_active, &plan->groups);
    for (size_t i = 0; i < plan->groups.count; i++)
        plan->groups.items[i]->n[1] = adding->active;
    return OK;
}
