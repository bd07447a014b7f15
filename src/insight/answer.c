#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "access/outlet.h"
#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "insight/answer.h"

static const Field row_fields[] = {
    FIELD_TEXT(FigureRow, by, .doc = "What the row is of: a day, a lane, an outlet's code …"),
    FIELD_REAL(FigureRow, numerator, .doc = "Of a time the sum in days"),
    FIELD_INT(FigureRow, denominator, .doc = "Null for a count that has none"),
    FIELD_REAL(FigureRow, value, .doc = "Null where there is nothing to divide by"),
    FIELD_REAL(FigureRow, mean, .doc = "In days; like the quantiles only of a time"),
    FIELD_REAL(FigureRow, p50, .doc = "Median in days, by linear interpolation"),
    FIELD_REAL(FigureRow, p90, .doc = "In days"),
    FIELD_REAL(FigureRow, p95, .doc = "In days"),
    FIELD_REAL(FigureRow, p99, .doc = "In days"),
    FIELD_BOOL(FigureRow, exact,
               .doc = "False: the quantiles are taken from bins, within 1 %, or are still to be "
                      "counted"),
    FIELD_REAL(FigureRow, error, .doc = "How many days the quantiles can be off; null when exact"),
    FIELD_END};
const Shape figure_row_shape = SHAPE(FigureRow, row_fields, "One row of a figure");

static const Field answer_fields[] = {
    FIELD_TEXT(FigureAnswer, name, .doc = "The figure's name"),
    FIELD_TEXT(FigureAnswer, title, .doc = "What it is called in English"),
    FIELD_TEXT(FigureAnswer, title_zh, .doc = "What it is called in Chinese"),
    FIELD_TEXT(FigureAnswer, definition, .doc = "Numerator, denominator and day, in English"),
    FIELD_TEXT(FigureAnswer, definition_zh, .doc = "The same in Chinese"),
    FIELD_TEXT(FigureAnswer, unit, .doc = "ratio, days or parcels"),
    FIELD_TEXT(FigureAnswer, by, .doc = "What the rows are by"),
    FIELD_TEXT(FigureAnswer, zone, .doc = "The zone of its days"),
    FIELD_TEXT(FigureAnswer, company_zone,
               .doc =
                   "The company's zone, where that is another by now: they are being counted anew"),
    FIELD_LIST(FigureAnswer, rows, &figure_row_shape, .doc = "By day, or by name"),
    FIELD_TEXT(FigureAnswer, note, .doc = "What the rows lack, and why"),
    FIELD_TEXT(FigureAnswer, next, .doc = "Cursor of the rows that follow"),
    FIELD_END};
const Shape figure_answer_shape = SHAPE(FigureAnswer, answer_fields, "A figure and its rows");

/* Whoever sees one customer only is answered from that customer's parcels: roll-ups do not keep
 * customers apart. Whoever sees one subtree only is answered from the roll-ups by outlet: other
 * breakdowns do not keep outlets apart. */
static Status plan_scope(Ctx *ctx, Plan *plan)
{
    plan->scope = scope_outlet(ctx);
    plan->customer = scope_customer(ctx);
    if (plan->customer != 0 && plan->figure->booked == BOOKED_SERVICE)
        return fail(ctx, FORBIDDEN, "%s is the company's, not one customer's", plan->figure->name);
    bool by_day = plan->by == DIMENSION_DAY || plan->by == DIMENSION_MONTH;
    plan->read = by_day ? DIMENSION_ALL : plan->by;
    if (plan->scope == 0 || plan->customer != 0) return OK;
    if (!by_day && plan->by != DIMENSION_ALL && plan->by != DIMENSION_OUTLET)
        return fail(ctx, FORBIDDEN,
                    "within one outlet's subtree figures are shown by outlet, day or "
                    "month");
    plan->read = DIMENSION_OUTLET;
    return OK;
}

Status plan_days(Ctx *ctx, Plan *plan, int64_t from, int64_t to)
{
    plan->from = from == NONE ? DAY_FIRST : from;
    plan->to = to == NONE ? DAY_LAST : to;
    if (plan->from > plan->to) return fail_field(ctx, "from", "the range ends before it begins");
    if (plan->from < DAY_FIRST) plan->from = DAY_FIRST;
    if (plan->to > DAY_LAST) plan->to = DAY_LAST;
    int64_t yesterday = instant_date(ctx_now(ctx), plan->zone) - 1;
    if (plan->figure->booked == BOOKED_DUE && plan->to > yesterday) plan->to = yesterday;
    return OK;
}

Status plan_zone(Ctx *ctx, Plan *plan)
{
    FigureBook book;
    Status s = store_book(ctx, &book);
    plan->zone = s ? setting_text(ctx, SETTING_NAMED_ZONE) : book.zone;
    plan->sketched = !s && book.sketched;
    return s == NOT_FOUND ? OK : s;
}

static Status plan_make(Ctx *ctx, const FigureQuery *query, FigureAnswer *out, Plan *plan)
{
    *plan = (Plan){0};
    Status s = figure_find(ctx, query->name, &plan->figure);
    if (!s) s = figure_dimension(ctx, plan->figure, query->by, &plan->by);
    if (!s) s = plan_scope(ctx, plan);
    if (!s) s = plan_zone(ctx, plan);
    if (!s) s = plan_days(ctx, plan, query->from, query->to);
    if (s) return s;
    if (plan->from <= plan->to) plan_spans(plan);
    const char *company_zone = setting_text(ctx, SETTING_NAMED_ZONE);
    out->zone = plan->zone;
    out->company_zone = strcmp(plan->zone, company_zone) == 0 ? NULL : company_zone;
    return OK;
}

static const char *month_text(Ctx *ctx, int64_t days)
{
    int year, month, day;
    date_parts(days, &year, &month, &day);
    return arena_format(ctx->arena, "%04d-%02d", year, month);
}

static const char *outlet_text(Ctx *ctx, const char *value)
{
    const char *code = outlet_code_of(ctx, strtoll(value, NULL, 10));
    return code == NULL ? value : code;
}

const char *plan_value_text(Ctx *ctx, Dimension by, const char *value)
{
    if (value[0] == '\0') return "unknown";
    return by == DIMENSION_OUTLET ? outlet_text(ctx, value) : arena_text(ctx->arena, value);
}

static const char *group_text(Ctx *ctx, const Plan *plan, const CellKey *key)
{
    if (plan->by == DIMENSION_ALL) return "all";
    if (plan->by == DIMENSION_MONTH) return month_text(ctx, key->number[0]);
    if (plan->by == DIMENSION_DAY) {
        Buf text;
        buf_init(&text, ctx->arena);
        date_format(&text, key->number[0]);
        return text.data;
    }
    return plan_value_text(ctx, plan->by, key->value);
}

static bool counts_alone(const Figure *figure)
{
    bool by_day = figure->booked != BOOKED_NOW && figure->booked != BOOKED_SERVICE;
    return by_day && figure->denominator == MEASURE_COUNT;
}

static double scale_of(const Figure *figure)
{
    return figure->scale ? (double)figure->scale : 1;
}

static void row_fill(const Figure *figure, const int64_t *n, FigureRow *row)
{
    bool time = figure->kind == FIGURE_TIME;
    row->numerator = time ? (double)n[0] / (double)DAY_MS : (double)n[0];
    row->denominator = counts_alone(figure) ? NONE : n[1];
    if (figure->kind == FIGURE_COUNT)
        row->value = row->numerator;
    else
        row->value = n[1] == 0 ? NAN : row->numerator * scale_of(figure) / (double)n[1];
    row->mean = time ? row->value : NAN;
    row->p50 = row->p90 = row->p95 = row->p99 = row->error = NAN;
    row->exact = true;
}

/* Nothing at all was counted: one row that says so, where there is only one. */
static Status row_of_nothing(Ctx *ctx, const Plan *plan, FigureAnswer *out)
{
    if (plan->by != DIMENSION_ALL) return OK;
    FigureRow *row = ARENA_NEW(ctx->arena, FigureRow);
    if (row == NULL) return no_memory(ctx);
    row_fill(plan->figure, (const int64_t[]){0, 0}, row);
    row->by = "all";
    out->rows = (List){row, 1};
    return OK;
}

/* The cursor is the key of the last row given: its day and its value. */
static Status page_start(Ctx *ctx, const Plan *plan, const char *cursor, size_t *first)
{
    *first = 0;
    if (cursor == NULL) return OK;
    char *end;
    int64_t day = strtoll(cursor, &end, 10);
    if (end == cursor || *end != ' ') return fail_field(ctx, "cursor", "no cursor of this list");
    const CellKey last = {CELL_ANSWER, {day, 0, 0, 0}, end + 1};
    while (*first < plan->groups.count &&
           cell_key_order(&plan->groups.items[*first]->key, &last) <= 0)
        (*first)++;
    return OK;
}

static Status rows_make(Ctx *ctx, const Plan *plan, const FigureQuery *query, FigureAnswer *out)
{
    size_t first;
    Status s = page_start(ctx, plan, query->cursor, &first);
    if (s) return s;
    size_t count = plan->groups.count - first;
    if (query->limit != NONE && count > (size_t)query->limit) count = (size_t)query->limit;
    FigureRow *rows = ARENA_ARRAY(ctx->arena, count, FigureRow);
    if (rows == NULL) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const RollupCell *cell = plan->groups.items[first + i];
        row_fill(plan->figure, cell->n, &rows[i]);
        rows[i].by = group_text(ctx, plan, &cell->key);
        if (rows[i].by == NULL) return no_memory(ctx);
    }
    out->rows = (List){rows, count};
    if (first + count < plan->groups.count) {
        const CellKey *last = &plan->groups.items[first + count - 1]->key;
        out->next = arena_format(ctx->arena, "%" PRId64 " %s", last->number[0], last->value);
        if (out->next == NULL) return no_memory(ctx);
    }
    if (plan->figure->kind != FIGURE_TIME) return OK;
    out->note = quantiles_missing(plan);
    return answer_quantiles(ctx, plan, first, rows, count);
}

Status figure_answer(Ctx *ctx, const FigureQuery *query, FigureAnswer *out)
{
    shape_clear(&figure_answer_shape, out);
    Plan plan;
    Status s = plan_make(ctx, query, out, &plan);
    if (s) return s;
    out->name = plan.figure->name;
    out->title = plan.figure->title;
    out->title_zh = plan.figure->title_zh;
    out->definition = plan.figure->definition;
    out->definition_zh = plan.figure->definition_zh;
    out->unit = figure_unit(plan.figure);
    out->by = name_of(dimension_names, plan.by);
    s = plan_groups(ctx, &plan);
    if (s) return s;
    if (plan.groups.count == 0 && query->cursor == NULL) return row_of_nothing(ctx, &plan, out);
    return rows_make(ctx, &plan, query, out);
}
