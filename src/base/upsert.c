#include "base/upsert.h"

const char *upsert_outcome_name(UpsertOutcome outcome)
{
    static const char *const names[] = {"waiting",
#define UPSERT_NAME_(constant, name) name,
                                        UPSERT_OUTCOMES(UPSERT_NAME_)
#undef UPSERT_NAME_
    };
    return outcome < UPSERT_OUTCOME_COUNT ? names[outcome] : "?";
}

Status upsert_reject(Ctx *ctx, UpsertRow *row)
{
    row->outcome = UPSERT_REJECTED;
    row->field = arena_text(ctx->arena, ctx->problem.field);
    row->reason = arena_text(ctx->arena, ctx->problem.message);
    problem_clear(ctx);
    return row->field && row->reason ? OK : no_memory(ctx);
}
