#include "complaint/tally.h"

#include <math.h>
#include <string.h>

#include "access/page.h"
#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "complaint/tally_store.h"
#include "insight/insight.h"

#define NAME_(constant, name, value) {name, value, NULL},
const Name tally_dimensions[] = {TALLY_DIMENSIONS(NAME_){NULL, 0, NULL}};
const Name tally_orders[] = {{"count", TALLY_BY_COUNT, "How many complaints"},
                             {"cost", TALLY_BY_COST, "What they cost"},
                             {"severity", TALLY_BY_SEVERITY, "How much they matter"},
                             {NULL, 0, NULL}};

static const Field row_fields[] = {
    FIELD_TEXT(TallyRow, value, .doc = "Of the dimension"),
    FIELD_INT(TallyRow, complaints, .doc = "How many"),
    FIELD_INT(TallyRow, founded, .doc = "How many of them are founded"),
    FIELD_INT(TallyRow, severity, .doc = "Sum of their scores, in hundredths"),
    FIELD_MONEY(TallyRow, cost, .doc = "What they cost: claims paid"),
    FIELD_REAL(TallyRow, share, .doc = "Of what it is ordered by, of all values"),
    FIELD_REAL(TallyRow, cumulative, .doc = "The same of this and those before it"),
    FIELD_REAL(TallyRow, per_million,
               .doc = "Complaints per million parcels collected in those months: by outlet, lane "
                      "and month those of each, else all of the company's"),
    FIELD_REAL(TallyRow, founded_per_million, .doc = "The founded ones alone"),
    FIELD_END};
const Shape tally_row_shape = SHAPE(TallyRow, row_fields, "What complaints add up to");

static const Field query_fields[] = {
    FIELD_ENUM(TallyQuery, by, tally_dimensions, .doc = "By what; cause where it is not given"),
    FIELD_ENUM(TallyQuery, order, tally_orders, .doc = "What weighs; count where it is not given"),
    FIELD_DATE(TallyQuery, from, .doc = "Its month is the first; else eleven months before `to`"),
    FIELD_DATE(TallyQuery, to, .doc = "Its month is the last; else the present one"),
    FIELD_INT(TallyQuery, limit, .min = 1, .max = PAGE_MAX, .doc = "How many; 50 if not given"),
    FIELD_END};
const Shape tally_query_shape = SHAPE(TallyQuery, query_fields, "Which sums");

enum { PARTS_MAX = 300 };

typedef struct Parts {
    TallyDelta items[PARTS_MAX];
    size_t count;
} Parts;

/* A complaint counts once for a value, however many shares name it. */
static void part_add(Parts *parts, TallyDelta delta, TallyDimension dimension, const char *value)
{
    if (!value) return;
    for (size_t i = 0; i < parts->count; i++)
        if (parts->items[i].dimension == (int64_t)dimension &&
            strcmp(parts->items[i].value, value) == 0)
            return;
    if (parts->count == PARTS_MAX) return;
    delta.dimension = dimension;
    delta.value = value;
    parts->items[parts->count++] = delta;
}

static void add_share(Parts *parts, TallyDelta delta, const ComplaintShare *share)
{
    part_add(parts, delta, TALLY_PARTY, name_of(complaint_parties, share->party));
    part_add(parts, delta, share->party == PARTY_HUB ? TALLY_HUB : TALLY_LIABLE, share->outlet);
    if (share->party == PARTY_COURIER) part_add(parts, delta, TALLY_COURIER, share->person);
}

static void gather(Parts *parts, const Complaint *c, int64_t sign)
{
    const ComplaintShare *shares = c->shares.items;
    const TallyDelta delta = {.month = c->month,
                              .outlet_id = c->counted_outlet_id,
                              .complaints = sign,
                              .founded = c->founded == 1 ? sign : 0,
                              .severity = sign * c->score,
                              .cost = sign * c->cost};
    parts->count = 0;
    part_add(parts, delta, TALLY_ALL, "");
    if (c->category != NONE)
        part_add(parts, delta, TALLY_CATEGORY, name_of(complaint_categories, c->category));
    part_add(parts, delta, TALLY_CAUSE, c->cause);
    part_add(parts, delta, TALLY_OUTLET, c->counted);
    part_add(parts, delta, TALLY_LANE, c->lane);
    for (size_t i = 0; i < c->shares.count; i++)
        add_share(parts, delta, &shares[i]);
}

Status tally_change(Ctx *ctx, const Complaint *before, const Complaint *after)
{
    Parts *parts = ARENA_NEW(ctx->arena, Parts);
    if (!parts) return no_memory(ctx);
    Status s = OK;
    if (before) {
        gather(parts, before, -1);
        s = tally_store_add(ctx, parts->items, parts->count);
    }
    if (s || !after) return s;
    gather(parts, after, 1);
    return tally_store_add(ctx, parts->items, parts->count);
}

Status tally_appeal(Ctx *ctx, int64_t at, int64_t outlet_id, const char *authority, int64_t founded)
{
    const TallyDelta delta = {.dimension = TALLY_APPEAL,
                              .month = tally_month(ctx, at),
                              .outlet_id = outlet_id,
                              .value = authority,
                              .complaints = founded == 0,
                              .founded = founded};
    return tally_store_add(ctx, &delta, 1);
}

static int64_t month_of(int64_t day)
{
    int year, month, date;
    date_parts(day, &year, &month, &date);
    return year * INT64_C(12) + month - 1;
}

int64_t tally_month(Ctx *ctx, int64_t at)
{
    return month_of(instant_date(at, setting_text(ctx, SETTING_NAMED_ZONE)));
}

static int64_t first_day(int64_t month)
{
    return date_days((int)(month / 12), (int)(month % 12) + 1, 1);
}

/* Parcels collected in those months by what figures and complaints both know; rows stay without
 * where nothing is counted so. */
static Status read_parcels(Ctx *ctx, int64_t by, const TallySearch *q, FigureAnswer *out)
{
    const char *names[] = {[TALLY_ALL] = "all",
                           [TALLY_OUTLET] = "outlet",
                           [TALLY_LANE] = "lane",
                           [TALLY_MONTH] = "month"};
    const char *name = (size_t)by < sizeof names / sizeof *names ? names[by] : NULL;
    const FigureQuery query = {.name = "shipments",
                               .by = name ? name : "all",
                               .from = first_day(q->from),
                               .to = first_day(q->to + 1) - 1,
                               .limit = NONE};
    *out = (FigureAnswer){0};
    Status s = scope_outlet(ctx) && by == TALLY_LANE ? OK : figure_answer(ctx, &query, out);
    if (s != INVALID && s != FORBIDDEN) return s;
    problem_clear(ctx);
    *out = (FigureAnswer){0};
    return OK;
}

static double parcels_of(const FigureAnswer *parcels, const char *value)
{
    const FigureRow *rows = parcels->rows.items;
    for (size_t i = 0; i < parcels->rows.count; i++)
        if (strcmp(rows[i].by, "all") == 0 || strcmp(rows[i].by, value) == 0)
            return rows[i].numerator;
    return 0;
}

static void rate(TallyRow *row, double parcels)
{
    row->per_million = parcels > 0 ? (double)row->complaints * 1e6 / parcels : NAN;
    row->founded_per_million = parcels > 0 ? (double)row->founded * 1e6 / parcels : NAN;
}

static void accumulate(List *list, int64_t order, int64_t total, const FigureAnswer *parcels)
{
    TallyRow *rows = list->items;
    double sum = 0;
    for (size_t i = 0; i < list->count; i++) {
        double weight = (double)(order == TALLY_BY_COUNT  ? rows[i].complaints
                                 : order == TALLY_BY_COST ? rows[i].cost
                                                          : rows[i].severity);
        sum += weight;
        rows[i].share = total ? weight / (double)total : NAN;
        rows[i].cumulative = total ? sum / (double)total : NAN;
        rate(&rows[i], parcels_of(parcels, rows[i].value));
    }
}

Status tally_span(Ctx *ctx, int64_t from, int64_t to, int64_t *first, int64_t *last)
{
    *last = to == NONE ? tally_month(ctx, ctx_now(ctx)) : month_of(to);
    *first = from == NONE ? *last - 11 : month_of(from);
    if (*first > *last) return fail_field(ctx, "to", "must not be before from");
    if (*last - *first >= 60) return fail_field(ctx, "from", "at most five years are added");
    return OK;
}

static Status plan(Ctx *ctx, const TallyQuery *query, TallySearch *out)
{
    Status s = tally_span(ctx, query->from, query->to, &out->from, &out->to);
    if (s) return s;
    out->order = query->order == NONE ? TALLY_BY_COUNT : query->order;
    out->limit = page_limit(query->limit);
    return OK;
}

Status tally_list(Ctx *ctx, const TallyQuery *query, List *out)
{
    TallySearch search;
    FigureAnswer parcels;
    int64_t total, by = query->by == NONE ? TALLY_CAUSE : query->by;
    if (scope_customer(ctx))
        return fail(ctx, FORBIDDEN, "the sums are of all customers' complaints together");
    Status s = plan(ctx, query, &search);
    if (s) return s;
    search.dimension = by == TALLY_MONTH ? TALLY_ALL : by;
    s = by == TALLY_MONTH ? tally_store_months(ctx, &search, out, &total)
                          : tally_store_list(ctx, &search, out, &total);
    if (!s) s = read_parcels(ctx, by, &search, &parcels);
    if (!s) accumulate(out, search.order, total, &parcels);
    return s;
}
