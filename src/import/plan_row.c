#include <math.h>
#include <string.h>

#include "base/field_set.h"
#include "base/instant.h"
#include "base/text.h"
#include "import/plan_parts.h"
#include "import/rejects.h"

static Cell cell_of(const Row *row, size_t column)
{
    if (column >= row->count) return (Cell){.text = ""};
    Cell cell = row->cells[column];
    while (cell.length && (*cell.text == ' ' || *cell.text == '\t'))
        cell.text++, cell.length--;
    while (cell.length && (cell.text[cell.length - 1] == ' ' || cell.text[cell.length - 1] == '\t'))
        cell.length--;
    return cell;
}

static bool cell_is(Cell cell, const char *text)
{
    return strlen(text) == cell.length && memcmp(cell.text, text, cell.length) == 0;
}

/* The texts of several columns, joined where there is something. */
static Status cells_join(Ctx *ctx, const Binding *binding, const Row *row, Cell *out)
{
    Buf buf;
    buf_init(&buf, ctx->arena);
    for (size_t i = 0; i < binding->rule->columns.count; i++) {
        Cell cell = cell_of(row, binding->columns[i]);
        if (cell.length && buf.length) buf_text(&buf, binding->rule->join);
        buf_add(&buf, cell.text, cell.length);
    }
    *out = (Cell){.text = buf.length ? buf.data : "", .length = buf.length};
    return buf_check(ctx, &buf);
}

/* What a spreadsheet took from a number's front. */
static Status cell_pad(Ctx *ctx, size_t width, Cell *cell)
{
    if (!cell->length || cell->length >= width) return OK;
    char *text = arena_alloc(ctx->arena, width);
    if (!text) return no_memory(ctx);
    memset(text, '0', width - cell->length);
    memcpy(text + width - cell->length, cell->text, cell->length);
    *cell = (Cell){.text = text, .length = width};
    return OK;
}

static Status binding_cell(Ctx *ctx, const Binding *binding, const Row *row, Cell *out)
{
    const MapField *rule = binding->rule;
    Status s = OK;
    *out = (Cell){.text = ""};
    if (rule->columns.count == 1 || rule->first_of)
        for (size_t i = 0; i < rule->columns.count && !out->length; i++)
            *out = cell_of(row, binding->columns[i]);
    else
        s = cells_join(ctx, binding, row, out);
    return s ? s : cell_pad(ctx, rule->pad, out);
}

/* --- decoding --- */

static const char *place_of(const MapField *rule)
{
    return rule->columns.count == 1 ? rule->columns.items[0] : rule->field->name;
}

static Status code_unknown(Ctx *ctx, const MapField *rule, Cell word)
{
    if (rule->field->personal || word.length > 60)
        return fail_field(ctx, place_of(rule), "the map has no code for what stands here");
    return fail_field(ctx, place_of(rule), "the map has no code for \"%.*s\"", (int)word.length,
                      word.text);
}

/* Money that JSON gives as {"amount": 1234, "currency": "CNY"}. */
static Status money_decode(Ctx *ctx, const Binding *binding, const Row *row, void *thing)
{
    Cell amount = cell_of(row, binding->amount), currency = cell_of(row, binding->currency);
    const Field *field = binding->rule->field;
    if (!amount.length) return OK;
    Status s =
        currency.length ? field_check_currency(ctx, field, currency.text, currency.length) : OK;
    if (s) return s;
    Field minor = *field;
    minor.kind = FIELD_KIND_INT;
    return field_from_text(ctx, &minor, thing, amount.text, amount.length, NULL);
}

static Status binding_decode(Ctx *ctx, const Plan *plan, const Binding *binding, const Row *row,
                             void *thing)
{
    const MapField *rule = binding->rule;
    Cell cell;
    Status s = binding_cell(ctx, binding, row, &cell);
    if (s) return s;
    if (cell.length && rule->codes) {
        const char *value = map_code(rule->codes, cell.text, cell.length);
        if (!value) return code_unknown(ctx, rule, cell);
        cell = (Cell){.text = value, .length = strlen(value)};
    }
    if (!cell.length)
        return binding->amount == PLAN_UNBOUND ? OK : money_decode(ctx, binding, row, thing);
    TextRules rules = {.time_format = cell.is_time ? NULL : rule->times.format,
                       .zone = rule->times.zone ? rule->times.zone : plan->rules.zone,
                       .gap_forward = rule->times.gap_forward};
    return field_from_text(ctx, rule->field, thing, cell.text, cell.length, &rules);
}

static Status columns_grow(Ctx *ctx, Plan *plan)
{
    size_t count = row_source_columns(plan->source)->count;
    if (count == plan->bound) return OK;
    plan_bind(plan);
    Status s = plan->by_name ? plan_columns_known(ctx, plan) : OK;
    if (!s) plan->bound = count;
    return s;
}

static bool part_wants(const PlanPart *part, const Row *row)
{
    for (size_t i = 0; i < part->part->where_count; i++) {
        Cell cell = cell_of(row, part->where[i]);
        const Texts *values = &part->part->where[i].values;
        size_t k = 0;
        while (k < values->count && !cell_is(cell, values->items[k]))
            k++;
        if (k == values->count) return false;
    }
    return true;
}

bool plan_wants(const Plan *plan, const Row *row)
{
    return part_wants(&plan->parts[0], row);
}

/* Puts the column in the place of the field's name in what base said. */
static void place_in_file(Ctx *ctx, const MapField *rule)
{
    char message[sizeof ctx->problem.message];
    memcpy(message, ctx->problem.message, sizeof message);
    Status s = fail_field(ctx, place_of(rule), "%s", message);
    (void)s;
}

Status plan_decode(Ctx *ctx, Plan *plan, size_t part, const Row *row, void *thing, bool *given)
{
    const PlanPart *rules = &plan->parts[part];
    Status s = columns_grow(ctx, plan);
    *given = (part > 0 || !plan->map->only_scans) && (part == 0 || part_wants(rules, row));
    if (s || !*given) return s;
    memcpy(thing, rules->part->constants, rules->part->target->shape->size);
    for (size_t i = 0; i < rules->part->field_count; i++) {
        if (rules->bindings[i].rule->value) continue;
        s = binding_decode(ctx, plan, &rules->bindings[i], row, thing);
        if (s == INVALID || s == TOO_LARGE) place_in_file(ctx, rules->bindings[i].rule);
        if (s) return s;
    }
    *given = !rules->time || *(int64_t *)((char *)thing + rules->time->offset) != NONE;
    return OK;
}

Status plan_check(Ctx *ctx, const Plan *plan, size_t part, const void *thing)
{
    const Shape *shape = plan->parts[part].part->target->shape;
    Status s = shape_check(ctx, shape, thing);
    if (!s) s = shape_check_writing(ctx, shape, thing);
    if (s == INVALID) {
        const MapPart *rules = plan->parts[part].part;
        for (size_t i = 0; i < rules->field_count; i++)
            if (strcmp(rules->fields[i].field->name, ctx->problem.field) == 0) {
                place_in_file(ctx, &rules->fields[i]);
                break;
            }
    }
    return s;
}

const char *plan_place(const Plan *plan, size_t part, const char *field)
{
    const MapPart *rules = plan->parts[part].part;
    for (size_t i = 0; field && i < rules->field_count; i++)
        if (strcmp(rules->fields[i].field->name, field) == 0) return place_of(&rules->fields[i]);
    return field;
}

const Map *plan_map(const Plan *plan)
{
    return plan->map;
}

size_t plan_part_count(const Plan *plan)
{
    return plan->part_count;
}

const ImportTarget *plan_target(const Plan *plan, size_t part)
{
    return plan->parts[part].part->target;
}

/* --- records of several rows --- */

static void sum_field(const Field *field, void *onto, const void *from)
{
    if (field->kind == FIELD_KIND_REAL) {
        double *total = (double *)((char *)onto + field->offset);
        double more = *(const double *)((const char *)from + field->offset);
        if (!isnan(more)) *total = isnan(*total) ? more : *total + more;
        return;
    }
    int64_t *total = (int64_t *)((char *)onto + field->offset);
    int64_t more = *(const int64_t *)((const char *)from + field->offset);
    if (more == NONE) return;
    /* Beyond all numbers is beyond every field's bound: the check at the end says so. */
    if (*total == NONE)
        *total = more;
    else if (__builtin_add_overflow(*total, more, total))
        *total = INT64_MAX;
}

/* Copies what `from` gives of one field over `onto`'s. */
static void merge_field(const Shape *shape, const Field *field, void *onto, const void *from)
{
    const Field alone[] = {*field, FIELD_END};
    Shape one = *shape;
    one.fields = alone;
    shape_merge(&one, onto, from);
}

Status plan_combine(Ctx *ctx, const Plan *plan, void *onto, const void *from)
{
    const MapPart *rules = plan->parts[0].part;
    const Shape *shape = rules->target->shape;
    void *first = arena_alloc(ctx->arena, shape->size);
    if (!first) return no_memory(ctx);
    memcpy(first, onto, shape->size);
    for (size_t i = 0; i < rules->field_count; i++) {
        const MapField *rule = &rules->fields[i];
        if (rule->combine == MAP_SUM) {
            sum_field(rule->field, onto, from);
            continue;
        }
        merge_field(shape, rule->field, onto, from);
        if (rule->combine == MAP_FIRST) merge_field(shape, rule->field, onto, first);
    }
    return OK;
}

Status plan_record(Ctx *ctx, const Plan *plan, const Row *row, uint64_t *out)
{
    static const unsigned char key[16] = "import's records";
    Buf buf;
    *out = 0;
    if (!plan->map->repeat_key.count) return OK;
    buf_init(&buf, ctx->arena);
    for (size_t i = 0; i < plan->map->repeat_key.count; i++) {
        Cell cell = cell_of(row, plan->repeat[i]);
        buf_add(&buf, cell.text, cell.length);
        buf_char(&buf, 0x1f);
    }
    *out = text_hash64(key, buf.data, buf.length) | 1;
    return buf_check(ctx, &buf);
}

/* --- times out of order --- */

static bool cell_instant(Ctx *ctx, const Plan *plan, const Row *row, size_t column, int64_t *out)
{
    const MapTimes *times = &plan->map->times;
    const char *zone = times->zone ? times->zone : plan->rules.zone;
    Cell cell = cell_of(row, column);
    WallText read;
    if (!cell.length) return false;
    Status s = wall_parse(ctx, cell.text, cell.length, cell.is_time ? NULL : times->format, &read);
    if (!s) s = wall_text_instant(ctx, &read, zone, true, out, NULL);
    if (s) problem_clear(ctx); /* said where the field itself is decoded */
    return !s;
}

bool plan_disorder(Ctx *ctx, const Plan *plan, const Row *row, size_t pair)
{
    int64_t before_ms, after_ms;
    return cell_instant(ctx, plan, row, plan->before[pair], &before_ms) &&
           cell_instant(ctx, plan, row, plan->after[pair], &after_ms) && after_ms < before_ms;
}

/* --- what it uses --- */

static Status columns_by_name(Ctx *ctx, const Plan *plan, Texts *out)
{
    const MapPart *part = &plan->map->main;
    *out = (Texts){ARENA_ARRAY(ctx->arena, 3 * part->field_count, const char *), 0};
    if (!out->items) return no_memory(ctx);
    for (size_t i = 0; i < part->field_count; i++) {
        const Field *field = part->fields[i].field;
        out->items[out->count++] = field->name;
        if (field->kind != FIELD_KIND_MONEY) continue;
        const char *amount = arena_format(ctx->arena, "%s.amount", field->name);
        const char *currency = arena_format(ctx->arena, "%s.currency", field->name);
        if (!amount || !currency) return no_memory(ctx);
        out->items[out->count++] = amount;
        out->items[out->count++] = currency;
    }
    return OK;
}

Status plan_columns(Ctx *ctx, const Plan *plan, Texts *out)
{
    RowFormat format = row_source_format(plan->source);
    const Texts *columns = row_source_columns(plan->source);
    if (format == ROWS_JSON || format == ROWS_NDJSON)
        return plan->by_name ? columns_by_name(ctx, plan, out) : map_columns(ctx, plan->map, out);
    *out = (Texts){ARENA_ARRAY(ctx->arena, columns->count, const char *), 0};
    if (!out->items) return no_memory(ctx);
    out->count = columns->count - rejects_added(columns);
    memcpy(out->items, columns->items, out->count * sizeof *out->items);
    return OK;
}
