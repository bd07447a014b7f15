/* plan.h -- a map bound to the columns of one file: from rows of cells to structs. */
#pragma once

#include "import/map.h"

/* What the file is read with besides its map. */
typedef struct PlanRules {
    const char *zone; /* of times without an offset, where the map names none: the company's */
} PlanRules;

typedef struct Plan Plan;

/* Binds `map`, or for NULL the fields of `target` by their names. INVALID when the file lacks a
 * column that the map names or, without a map, has one that is no field (those at its end that a
 * rejects file adds are passed over). Columns of JSON are bound when they are first
 * seen. `source` and `map` must outlive the plan, which lives in ctx's arena. */
Status plan_new(Ctx *ctx, const ImportTarget *target, const Map *map, const PlanRules *rules,
                const RowSource *source, Plan **out);

/* The parts of a row: what it is itself (0), then its scans. */
size_t plan_part_count(const Plan *plan);
const ImportTarget *plan_target(const Plan *plan, size_t part);

/* The map, or what stands for it where there is none. */
const Map *plan_map(const Plan *plan);

/* Whether the map wants the row at all. */
bool plan_wants(const Plan *plan, const Row *row);

/* Decodes a row for a part into `thing`, without demanding yet what is required. `*given` tells
 * whether the row has that part: a scan for which it gives no time, or that the map does not want
 * of it, it has not. INVALID names the column (the field, where it has none of its own). All in
 * ctx's arena. */
Status plan_decode(Ctx *ctx, Plan *plan, size_t part, const Row *row, void *thing, bool *given);

/* Adds another row of the same record. NO_MEMORY. */
Status plan_combine(Ctx *ctx, const Plan *plan, void *onto, const void *from);

/* Demands what is required. */
Status plan_check(Ctx *ctx, const Plan *plan, size_t part, const void *thing);

/* The column that a field of a part is from, where it is one; else the field's name. */
const char *plan_place(const Plan *plan, size_t part, const char *field);

/* Which record a row is of: 0 where each row is one; else a hash, never 0, of the texts of the
 * map's "repeat" columns. */
Status plan_record(Ctx *ctx, const Plan *plan, const Row *row, uint64_t *out);

/* Whether the row breaks that pair (from 0) of the map's "ascending". */
bool plan_disorder(Ctx *ctx, const Plan *plan, const Row *row, size_t pair);

/* The columns of the file, or those that are used where they are not known beforehand: the header
 * of what is written to be read again. */
Status plan_columns(Ctx *ctx, const Plan *plan, Texts *out);
