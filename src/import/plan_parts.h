/* plan_parts.h -- what a plan is made of; callers use plan.h. */
#pragma once

#include "base/ctx.h"
#include "import/plan.h"

#define PLAN_UNBOUND SIZE_MAX /* the file has no such column, or not yet */

/* A field with the places of its columns in the file. */
typedef struct Binding {
    const MapField *rule;
    size_t *columns;
    size_t amount, currency; /* of money that JSON gives as an object */
} Binding;

typedef struct PlanPart {
    const MapPart *part;
    Binding *bindings;
    size_t *where;
    const Field *time; /* of a scan made from a row that is not one: without it there is none */
} PlanPart;

struct Plan {
    const Map *map;
    const RowSource *source;
    PlanRules rules;
    bool by_name; /* no map: fields by their own names */
    PlanPart *parts;
    size_t part_count;
    size_t *repeat, *before, *after;
    size_t bound; /* how many of the source's columns are known */
};

/* The place of a column in the file, or PLAN_UNBOUND. */
size_t plan_column(const RowSource *source, const char *name);

/* Looks all columns up again. */
void plan_bind(Plan *plan);

/* Without a map: that every column since the last look is a field. */
Status plan_columns_known(Ctx *ctx, const Plan *plan);
