/* Any bytes as an import's map and, after the first zero byte, as the file that is read by it; the
 * first byte chooses what it is imported into. */
#include <string.h>

#include "fuzz.h"
#include "import/plan.h"

enum { ROWS_MOST = 200 };

static void fuzz_row(Ctx *ctx, Plan *plan, const Row *row)
{
    uint64_t record;
    if (!plan_wants(plan, row)) return;
    fuzz_demand(plan_record(ctx, plan, row, &record) == OK);
    for (size_t part = 0; part < plan_part_count(plan); part++) {
        bool given;
        void *thing = arena_alloc(ctx->arena, plan_target(plan, part)->shape->size);
        fuzz_demand(thing != NULL);
        problem_clear(ctx);
        Status s = plan_decode(ctx, plan, part, row, thing, &given);
        if (!s && given) s = plan_check(ctx, plan, part, thing);
        fuzz_demand(!s || ctx->problem.message[0]);
    }
    for (size_t pair = 0; pair < plan_map(plan)->order_count; pair++)
        plan_disorder(ctx, plan, row, pair);
}

static void fuzz_file(Ctx *ctx, const ImportTarget *target, const Map *map, const char *file,
                      size_t length)
{
    static const PlanRules rules = {.zone = "Asia/Shanghai"};
    RowSource *source;
    Plan *plan;
    Row row;
    if (row_source_bytes(ctx, file, length, &map->source, &source)) return;
    Status s = plan_new(ctx, target, map, &rules, source, &plan);
    fuzz_demand(!s || ctx->problem.message[0]);
    for (int rows = 0; !s && rows < ROWS_MOST; rows++) {
        s = row_source_next(ctx, source, &row);
        if (s || row.kind == ROW_END) break;
        if (row.kind != ROW_BAD) fuzz_row(ctx, plan, &row);
    }
    row_source_close(source);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    size_t targets = 0;
    if (length < 2) return 0;
    while (import_targets[targets].name)
        targets++;
    const ImportTarget *target = &import_targets[bytes[0] % targets];
    Ctx ctx;
    Map *map;
    fuzz_begin(&ctx);
    const char *text = arena_text_n(ctx.arena, (const char *)bytes + 1, length - 1);
    size_t end = strlen(text);
    if (map_read(&ctx, target, text, end, &map))
        fuzz_demand(ctx.problem.message[0] != 0);
    else if (end + 1 < length - 1)
        fuzz_file(&ctx, target, map, text + end + 1, length - 2 - end);
    fuzz_end(&ctx);
    return 0;
}
