#include "import/plan.h"

#include <stdio.h>
#include <string.h>

#include "import/plan_parts.h"
#include "import/rejects.h"

size_t plan_column(const RowSource *source, const char *name)
{
    const Texts *columns = row_source_columns(source);
    for (size_t i = 0; i < columns->count; i++)
        if (strcmp(columns->items[i], name) == 0) return i;
    return PLAN_UNBOUND;
}

static size_t *columns_new(Ctx *ctx, size_t count)
{
    size_t *columns = ARENA_ARRAY(ctx->arena, count, size_t);
    for (size_t i = 0; columns && i < count; i++)
        columns[i] = PLAN_UNBOUND;
    return columns;
}

static Status part_new(Ctx *ctx, const MapPart *part, bool scan, PlanPart *out)
{
    *out = (PlanPart){.part = part, .where = columns_new(ctx, part->where_count)};
    out->bindings = ARENA_ARRAY(ctx->arena, part->field_count, Binding);
    if (!out->bindings || !out->where) return no_memory(ctx);
    for (size_t i = 0; i < part->field_count; i++) {
        const MapField *rule = &part->fields[i];
        out->bindings[i] =
            (Binding){rule, columns_new(ctx, rule->columns.count), PLAN_UNBOUND, PLAN_UNBOUND};
        if (!out->bindings[i].columns) return no_memory(ctx);
        if (scan && rule->field->required && rule->field->kind == FIELD_KIND_TIME)
            out->time = rule->field;
    }
    return OK;
}

static size_t bind_one(const RowSource *source, const Field *field, const char *suffix)
{
    char name[128];
    int length = snprintf(name, sizeof name, "%s.%s", field->name, suffix);
    return length < (int)sizeof name ? plan_column(source, name) : PLAN_UNBOUND;
}

static void part_bind(Plan *plan, PlanPart *part)
{
    for (size_t i = 0; i < part->part->where_count; i++)
        part->where[i] = plan_column(plan->source, part->part->where[i].column);
    for (size_t i = 0; i < part->part->field_count; i++) {
        Binding *binding = &part->bindings[i];
        for (size_t k = 0; k < binding->rule->columns.count; k++)
            binding->columns[k] = plan_column(plan->source, binding->rule->columns.items[k]);
        if (!plan->by_name || binding->rule->field->kind != FIELD_KIND_MONEY) continue;
        binding->amount = bind_one(plan->source, binding->rule->field, "amount");
        binding->currency = bind_one(plan->source, binding->rule->field, "currency");
    }
}

void plan_bind(Plan *plan)
{
    for (size_t i = 0; i < plan->part_count; i++)
        part_bind(plan, &plan->parts[i]);
    for (size_t i = 0; i < plan->map->repeat_key.count; i++)
        plan->repeat[i] = plan_column(plan->source, plan->map->repeat_key.items[i]);
    for (size_t i = 0; i < plan->map->order_count; i++) {
        plan->before[i] = plan_column(plan->source, plan->map->orders[i].before);
        plan->after[i] = plan_column(plan->source, plan->map->orders[i].after);
    }
}

/* Without a map every field comes from the column of its name. */
static Status map_by_name(Ctx *ctx, const ImportTarget *target, Map **out)
{
    Map *map = ARENA_NEW(ctx->arena, Map);
    size_t count = 0;
    while (target->shape->fields[count].name)
        count++;
    MapField *rules = ARENA_ARRAY(ctx->arena, count, MapField);
    void *constants = arena_alloc(ctx->arena, target->shape->size);
    const char **names = ARENA_ARRAY(ctx->arena, count, const char *);
    if (!map || !rules || !constants || !names) return no_memory(ctx);
    shape_clear(target->shape, constants);
    map->main = (MapPart){.target = target, .fields = rules, .constants = constants};
    for (const Field *field = target->shape->fields; field->name; field++) {
        if (field->read_only) continue;
        names[map->main.field_count] = field->name;
        rules[map->main.field_count] =
            (MapField){.field = field, .columns = {&names[map->main.field_count], 1}, .join = " "};
        map->main.field_count++;
    }
    *out = map;
    return OK;
}

static bool is_money_part(const Shape *shape, const char *name)
{
    const char *dot = strchr(name, '.');
    if (!dot || (strcmp(dot, ".amount") != 0 && strcmp(dot, ".currency") != 0)) return false;
    for (const Field *field = shape->fields; field->name; field++)
        if (strlen(field->name) == (size_t)(dot - name) &&
            strncmp(field->name, name, (size_t)(dot - name)) == 0)
            return field->kind == FIELD_KIND_MONEY;
    return false;
}

Status plan_columns_known(Ctx *ctx, const Plan *plan)
{
    const Texts *columns = row_source_columns(plan->source);
    const Shape *shape = plan->map->main.target->shape;
    size_t own = columns->count - rejects_added(columns);
    for (size_t i = plan->bound; i < own; i++) {
        const char *name = columns->items[i];
        const Field *field = shape_field(shape, name);
        if ((field && !field->read_only) || is_money_part(shape, name)) continue;
        Status s = fail_field(ctx, name, "%s have no such field", plan->map->main.target->name);
        problem_hint(ctx, "--map MAP.json says which column is what");
        return s;
    }
    return OK;
}

/* With a map: that the file has every column it names. */
static Status columns_there(Ctx *ctx, const Plan *plan)
{
    Texts named;
    Status s = map_columns(ctx, plan->map, &named);
    for (size_t i = 0; !s && i < named.count; i++)
        if (plan_column(plan->source, named.items[i]) == PLAN_UNBOUND)
            s = fail_field(ctx, named.items[i], "the map names this column; the file has none");
    return s;
}

Status plan_new(Ctx *ctx, const ImportTarget *target, const Map *map, const PlanRules *rules,
                const RowSource *source, Plan **out)
{
    Map *made = NULL;
    Plan *plan = ARENA_NEW(ctx->arena, Plan);
    Status s = map ? OK : map_by_name(ctx, target, &made);
    if (!plan || s) return no_memory(ctx);
    *plan = (Plan){.map = map ? map : made, .source = source, .rules = *rules, .by_name = !map};
    map = plan->map;
    plan->repeat = columns_new(ctx, map->repeat_key.count);
    plan->before = columns_new(ctx, map->order_count);
    plan->after = columns_new(ctx, map->order_count);
    plan->parts = ARENA_ARRAY(ctx->arena, map->scan_count + 1, PlanPart);
    if (!plan->repeat || !plan->before || !plan->after || !plan->parts) return no_memory(ctx);
    s = part_new(ctx, &map->main, false, &plan->parts[plan->part_count++]);
    for (size_t i = 0; i < map->scan_count && !s; i++)
        s = part_new(ctx, &map->scans[i], true, &plan->parts[plan->part_count++]);
    bool json = row_source_format(source) == ROWS_JSON || row_source_format(source) == ROWS_NDJSON;
    if (!s)
        s = plan->by_name ? plan_columns_known(ctx, plan) : json ? OK : columns_there(ctx, plan);
    if (s) return s;
    plan_bind(plan);
    plan->bound = row_source_columns(source)->count;
    *out = plan;
    return OK;
}
