#include <string.h>

#include "base/json.h"
#include "db/db.h"
#include "watch/rule_store.h"

SQL(plan_insert, "INSERT INTO watch_plan (id, version, code, name, name_zh, steps)"
                 " VALUES ($1, $2, $3, $4, $5, $6)");
SQL(plan_update, "UPDATE watch_plan SET version = $2, name = $3, name_zh = $4, steps = $5"
                 " WHERE id = $1 AND version = $6");
SQL(plan_delete, "DELETE FROM watch_plan WHERE id = $1 AND version = $2");
SQL(plan_row, "SELECT id, version, code, name, name_zh, steps FROM watch_plan WHERE code = $1");
SQL(plan_rows, "SELECT id, version, code, name, name_zh, steps FROM watch_plan"
               " ORDER BY code LIMIT 200");
SQL(plan_uses, "SELECT count(*) FROM watch_rule WHERE plan = $1");

enum { PLANS_READ = WATCH_RULES_MAX };

/* Steps as they are stored. */
typedef struct PlanSteps {
    List steps;
} PlanSteps;

static const Field steps_fields[] = {
    FIELD_LIST(PlanSteps, steps, &plan_step_shape, .max = PLAN_STEPS_MAX), FIELD_END};
static const Shape steps_shape = SHAPE(PlanSteps, steps_fields, "The steps of a plan");

/* What was written when the version was made: the same words, but read and not given. */
static const Field version_fields[] = {
    FIELD_ID(WatchPlan, id),
    FIELD_INT(WatchPlan, version),
    FIELD_TEXT(WatchPlan, code, .max = 40),
    FIELD_TEXT(WatchPlan, name, .max = 80),
    FIELD_TEXT(WatchPlan, name_zh, .max = 80),
    FIELD_LIST(WatchPlan, steps, &plan_step_shape, .max = PLAN_STEPS_MAX),
    FIELD_END};
static const Shape version_shape = SHAPE(WatchPlan, version_fields, "A plan as it was");

static Status steps_text(Ctx *ctx, const WatchPlan *plan, const char **out)
{
    PlanSteps steps = {plan->steps};
    Buf text;
    buf_init(&text, ctx->arena);
    json_encode(&text, &steps_shape, &steps, NULL);
    *out = text.data;
    return buf_check(ctx, &text);
}

Status plan_store_insert(Ctx *ctx, const WatchPlan *plan)
{
    const char *steps;
    Status s = steps_text(ctx, plan, &steps);
    return s ? s
             : db_run(ctx, &plan_insert, db_int(plan->id), db_int(plan->version),
                      db_text(plan->code), db_text(plan->name), db_text(plan->name_zh),
                      db_text(steps));
}

Status plan_store_update(Ctx *ctx, const WatchPlan *plan, int64_t version, bool *written)
{
    int64_t changed = 0;
    const char *steps;
    Status s = steps_text(ctx, plan, &steps);
    if (!s)
        s = db_run_count(ctx, &plan_update, &changed, db_int(plan->id), db_int(plan->version),
                         db_text(plan->name), db_text(plan->name_zh), db_text(steps),
                         db_int(version));
    *written = changed == 1;
    return s;
}

Status plan_store_delete(Ctx *ctx, int64_t id, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &plan_delete, &changed, db_int(id), db_int(version));
    *written = changed == 1;
    return s;
}

static Status plan_read(Ctx *ctx, Rows *rows, WatchPlan *out)
{
    PlanSteps steps;
    shape_clear(&watch_plan_shape, out);
    out->id = rows_int(rows, 0);
    out->version = rows_int(rows, 1);
    out->code = rows_copy(rows, 2);
    out->name = rows_copy(rows, 3);
    out->name_zh = rows_copy(rows, 4);
    const char *text = rows_copy(rows, 5);
    if (!out->code || !out->name || !out->name_zh || !text) return no_memory(ctx);
    Status s = json_decode(ctx, &steps_shape, &steps, text, strlen(text));
    out->steps = steps.steps;
    return s;
}

/* Up to `room` plans of what `rows` gives. */
static Status plans_read(Ctx *ctx, Rows *rows, size_t room, List *out)
{
    WatchPlan *plans = ARENA_ARRAY(ctx->arena, room, WatchPlan);
    Status s = plans ? OK : no_memory(ctx);
    *out = (List){plans, 0};
    while (!s && out->count < room && rows_next(rows))
        s = plan_read(ctx, rows, &plans[out->count++]);
    Status ended = rows_end(rows);
    return s ? s : ended;
}

Status plan_store_by_code(Ctx *ctx, const char *code, WatchPlan *out)
{
    Rows *rows;
    List list;
    Status s = db_query(ctx, &plan_row, &rows, db_text(code));
    if (!s) s = plans_read(ctx, rows, 1, &list);
    if (s) return s;
    if (list.count == 0) return NOT_FOUND;
    *out = *(const WatchPlan *)list.items;
    return OK;
}

Status plan_store_list(Ctx *ctx, List *out)
{
    Rows *rows;
    Status s = db_query_values(ctx, &plan_rows, &rows, NULL, 0);
    return s ? s : plans_read(ctx, rows, PLANS_READ, out);
}

Status plan_store_uses(Ctx *ctx, const char *code, int64_t *out)
{
    return db_get_int(ctx, &plan_uses, out, db_text(code));
}

Status watch_plan_version(Ctx *ctx, int64_t id, int64_t version, WatchPlan *out)
{
    const char *document;
    Status s = version_store_read(ctx, VERSION_PLAN, id, version, &document);
    if (s == NOT_FOUND) return fail(ctx, NOT_FOUND, "there is no such version of the plan");
    return s ? s : json_decode(ctx, &version_shape, out, document, strlen(document));
}
