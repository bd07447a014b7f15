#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "access/outlet.h"
#include "access/person.h"
#include "base/instant.h"
#include "http/route.h"
#include "insight/answer.h"
#include "waybill/status.h"

/* Parcels looked through for one page, at most. */
enum { LOOKED_AT_MAX = 20000, LOOKED_AT_ONCE = 500 };

static const Field parcel_fields[] = {
    FIELD_ID(FigureParcel, id, .doc = "The parcel"),
    FIELD_TEXT(FigureParcel, carrier, .doc = "Its carrier"),
    FIELD_TEXT(FigureParcel, no, .doc = "Its number"),
    FIELD_ENUM(FigureParcel, stage, stage_names, .doc = "Where it is by now"),
    FIELD_DATE(FigureParcel, day, .doc = "The day on which it counts"),
    FIELD_REAL(FigureParcel, days, .doc = "Of a time, how long it took"),
    FIELD_BOOL(FigureParcel, counted, .doc = "Whether it is in the numerator"),
    FIELD_END};
const Shape figure_parcel_shape = SHAPE(FigureParcel, parcel_fields, "A parcel behind a figure");

/* A page being filled. */
typedef struct Behind {
    Ctx *ctx;
    const FigureParcelsQuery *query;
    Plan plan;
    ListedPage page; /* of the company's list … */
    OwnPage own;     /* … or of one customer's parcels */
    FigureParcel *parcels;
    size_t count;
    int64_t looked_at, read;
} Behind;

static bool is_full(const Behind *behind)
{
    return behind->count == (size_t)behind->query->limit;
}

/* Whether it stands behind the figure; its day and what it counts there. */
static bool behind_wanted(Behind *behind, const WaybillFacts *facts, int64_t *day, int64_t *tally)
{
    const Plan *plan = &behind->plan;
    const Figure *figure = plan->figure;
    char room[DIMENSION_ROOM];
    Place place = booking_place(figure->booked);
    if (!booking_tally(facts, figure->booked, plan->zone, day, tally)) return false;
    if (*day < plan->from || *day > plan->to) return false;
    if (figure->denominator != MEASURE_COUNT && tally[figure->denominator] == 0) return false;
    int64_t counted = tally[figure->numerator] != 0;
    if (behind->query->counted != NONE && behind->query->counted != counted) return false;
    if (plan->scope != 0) {
        const char *outlet = dimension_value(facts, DIMENSION_OUTLET, place, room);
        if (!outlet_within(behind->ctx, strtoll(outlet, NULL, 10), plan->scope)) return false;
    }
    if (behind->query->value == NULL) return true;
    const char *value = dimension_value(facts, plan->by, place, room);
    const char *text = plan_value_text(behind->ctx, plan->by, value);
    return text != NULL && strcmp(text, behind->query->value) == 0;
}

static Status behind_add(Behind *behind, const WaybillFacts *facts, const char *no)
{
    const Figure *figure = behind->plan.figure;
    int64_t day, tally[MEASURE_COUNT];
    behind->looked_at++;
    if (!behind_wanted(behind, facts, &day, tally)) return OK;
    Arena *arena = behind->ctx->arena;
    bool time = figure->kind == FIGURE_TIME;
    FigureParcel *out = &behind->parcels[behind->count++];
    *out = (FigureParcel){.id = facts->waybill_id,
                          .carrier = arena_text(arena, facts->carrier),
                          .no = arena_text(arena, no),
                          .stage = facts->stage,
                          .day = day,
                          .days = time ? (double)tally[figure->numerator] / (double)DAY_MS : NAN,
                          .counted = tally[figure->numerator] != 0};
    return out->carrier == NULL || out->no == NULL ? no_memory(behind->ctx) : OK;
}

static Status listed_add(void *user, const ListedParcel *parcel, const WaybillFacts *facts,
                         const char *no)
{
    Behind *behind = user;
    behind->read++;
    if (is_full(behind)) return OK;
    behind->page.after = *parcel;
    return behind_add(behind, facts, no);
}

static Status own_add(void *user, const WaybillFacts *facts, const char *no)
{
    Behind *behind = user;
    behind->read++;
    if (is_full(behind)) return OK;
    behind->own.before_id = facts->waybill_id;
    return behind_add(behind, facts, no);
}

/* The list that follows when one is at its end: those delivered of whose order nobody knows are
 * apart. */
static bool next_list(Behind *behind)
{
    if (behind->plan.customer != 0 || behind->plan.figure->list != LIST_DELIVERED ||
        behind->page.list == LIST_DELIVERED)
        return false;
    behind->page.list = LIST_DELIVERED;
    behind->page.after = (ListedParcel){INT64_MIN + 1, 0, 0};
    return true;
}

/* `*more` tells whether the page ended before the lists did. */
static Status behind_look(Behind *behind, bool *more)
{
    Ctx *ctx = behind->ctx;
    Status s = OK;
    *more = true;
    while (!s && !is_full(behind) && behind->looked_at < LOOKED_AT_MAX) {
        behind->read = 0;
        s = behind->plan.customer != 0 ? store_own_page(ctx, &behind->own, own_add, behind)
                                       : store_listed_page(ctx, &behind->page, listed_add, behind);
        if (!s && behind->read < LOOKED_AT_ONCE && !is_full(behind) && !next_list(behind)) {
            *more = false;
            return OK;
        }
    }
    return s;
}

static Status behind_plan(Behind *behind)
{
    Ctx *ctx = behind->ctx;
    Plan *plan = &behind->plan;
    const FigureParcelsQuery *query = behind->query;
    Status s = figure_find(ctx, query->name, &plan->figure);
    if (s) return s;
    if (plan->figure->booked == BOOKED_SERVICE) {
        s = fail(ctx, INVALID, "%s is of service: no list of parcels stands behind it",
                 query->name);
        problem_hint(ctx, "GET /api/v1/complaints, /api/v1/claims or /api/v1/tickets");
        return s;
    }
    if (plan->figure->booked == BOOKED_NOW) {
        s = fail(ctx, INVALID, "%s has no days: its parcels are listed with the waybills",
                 query->name);
        problem_hint(ctx, "GET /api/v1/waybills?exception=… or ?stage=…");
        return s;
    }
    s = figure_dimension(ctx, plan->figure, query->by, &plan->by);
    if (s) return s;
    if (plan->by == DIMENSION_DAY || plan->by == DIMENSION_MONTH)
        return fail_field(ctx, "by", "say which days by from and to");
    plan->customer = scope_customer(ctx);
    plan->scope = scope_outlet(ctx);
    s = plan_zone(ctx, plan);
    return s ? s : plan_days(ctx, plan, query->from, query->to);
}

/* Whoever sees one customer only is given cursors that hold a parcel of that customer's. */
static Status own_start(Behind *behind)
{
    const char *cursor = behind->query->cursor;
    behind->own = (OwnPage){behind->plan.customer, INT64_MAX, LOOKED_AT_ONCE};
    return cursor == NULL ? OK : cursor_read(behind->ctx, cursor, &behind->own.before_id, 1);
}

static Status listed_start(Behind *behind)
{
    ParcelList list = behind->plan.figure->list;
    behind->page = (ListedPage){.list = list == LIST_DELIVERED ? LIST_FULL : list,
                                .from = behind->plan.from,
                                .to = behind->plan.to,
                                .after = {INT64_MIN + 1, 0, 0},
                                .limit = LOOKED_AT_ONCE};
    if (behind->query->cursor == NULL) return OK;
    int64_t keys[4];
    Status s = cursor_read(behind->ctx, behind->query->cursor, keys, 4);
    if (s) return s;
    behind->page.list = (ParcelList)keys[0];
    behind->page.after = (ListedParcel){keys[1], keys[2], keys[3]};
    return OK;
}

static const char *behind_next(const Behind *behind)
{
    const ListedParcel *after = &behind->page.after;
    const int64_t keys[] = {behind->page.list, after->day, after->duration_ms, after->waybill_id};
    return behind->plan.customer != 0 ? cursor_make(behind->ctx, &behind->own.before_id, 1)
                                      : cursor_make(behind->ctx, keys, 4);
}

Status figure_parcels(Ctx *ctx, const FigureParcelsQuery *query, List *out, const char **next)
{
    Behind behind = {.ctx = ctx, .query = query};
    *next = NULL;
    Status s = behind_plan(&behind);
    if (!s) s = behind.plan.customer != 0 ? own_start(&behind) : listed_start(&behind);
    if (s) return s;
    behind.parcels = ARENA_ARRAY(ctx->arena, (size_t)query->limit, FigureParcel);
    if (behind.parcels == NULL) return no_memory(ctx);
    bool more = false;
    if (behind.plan.from <= behind.plan.to) s = behind_look(&behind, &more);
    *out = (List){behind.parcels, behind.count};
    if (s || !more) return s;
    *next = behind_next(&behind);
    return *next == NULL ? no_memory(ctx) : OK;
}
