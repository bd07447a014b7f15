#include <string.h>

#include "waybill/intake_internal.h"

/* One batch, and the room where its rows stand side by side. */
typedef struct Run {
    Intake *intake;
    Payload *const *payloads;
    size_t count;
    UpsertRow *rows;
    size_t row_count;
} Run;

static void outcome_count(IntakeOutcome *outcome, UpsertOutcome row)
{
    switch (row) {
    case UPSERT_CREATED:
    case UPSERT_CHANGED:
    case UPSERT_UNCHANGED:
        outcome->accepted++;
        break;
    case UPSERT_DUPLICATE:
        outcome->duplicate++;
        break;
    case UPSERT_QUARANTINED:
        outcome->quarantined++;
        break;
    default:
        outcome->rejected++;
    }
}

static Status outcome_make(Ctx *ctx, const UpsertRow *rows, size_t count, IntakeOutcome *out)
{
    for (size_t i = 0; i < count; i++)
        outcome_count(out, rows[i].outcome);
    if (!out->rejected) return OK;
    size_t room = out->rejected < INTAKE_PROBLEMS_MAX ? (size_t)out->rejected : INTAKE_PROBLEMS_MAX;
    IntakeProblem *problems = ARENA_ARRAY(ctx->arena, room, IntakeProblem);
    if (!problems) return no_memory(ctx);
    out->problems = (List){problems, 0};
    for (size_t i = 0; i < count && out->problems.count < room; i++)
        if (rows[i].outcome == UPSERT_REJECTED)
            problems[out->problems.count++] =
                (IntakeProblem){rows[i].number, rows[i].field, rows[i].reason};
    return OK;
}

/* A body that cannot be decoded any more is refused as one: how many rows it had nobody can tell.
 */
static Status outcome_refuse(Payload *payload, const char *reason)
{
    IntakeProblem *problem = ARENA_NEW(payload->ctx.arena, IntakeProblem);
    if (!problem) return no_memory(&payload->ctx);
    problem->reason = arena_text(payload->ctx.arena, reason);
    if (!problem->reason) return no_memory(&payload->ctx);
    int64_t rows = payload->refused ? 1 : (int64_t)payload->count;
    payload->outcome = (IntakeOutcome){.id = payload->id,
                                       .applied = true,
                                       .received = rows,
                                       .rejected = rows,
                                       .problems = {problem, 1}};
    return OK;
}

static Status outcome_of(Payload *payload, const UpsertRow *rows)
{
    if (payload->refused) return outcome_refuse(payload, payload->refused);
    payload->outcome =
        (IntakeOutcome){.id = payload->id, .applied = true, .received = (int64_t)payload->count};
    /* in the payload's own arena: it is read after the batch's is cleared */
    return outcome_make(&payload->ctx, rows, payload->count, &payload->outcome);
}

/* May run more than once: begins from the rows as they were decoded. */
static Status run_apply(Ctx *ctx, void *work)
{
    Run *run = work;
    const IntakeOutcome **outcomes = ARENA_ARRAY(ctx->arena, run->count, const IntakeOutcome *);
    if (!outcomes) return no_memory(ctx);
    UpsertRow *row = run->rows;
    for (size_t i = 0; i < run->count; i++) {
        const Payload *payload = run->payloads[i];
        if (payload->count) memcpy(row, payload->rows, payload->count * sizeof *row);
        row += payload->count;
    }
    Status s = applier_apply(ctx, run->intake->applier, run->rows, run->row_count);
    row = run->rows;
    for (size_t i = 0; !s && i < run->count; i++) {
        Payload *payload = run->payloads[i];
        s = outcome_of(payload, row);
        outcomes[i] = &payload->outcome;
        row += payload->count;
    }
    return s ? s : outcome_store_add(ctx, outcomes, run->count);
}

/* What is worth trying again as it is. */
static bool is_passing(Status status)
{
    return status == UNAVAILABLE || status == NO_SPACE || status == NO_MEMORY ||
           status == TIMED_OUT;
}

/* Those of the payloads that are not applied yet, in one transaction. */
static Status run_write(Ctx *ctx, Intake *intake, Payload *const *payloads, size_t count)
{
    Payload **waiting = ARENA_ARRAY(ctx->arena, count, Payload *);
    if (!waiting) return no_memory(ctx);
    Run run = {.intake = intake, .payloads = waiting};
    for (size_t i = 0; i < count; i++) {
        if (payloads[i]->is_applied) continue;
        waiting[run.count++] = payloads[i];
        run.row_count += payloads[i]->count;
    }
    run.rows = ARENA_ARRAY(ctx->arena, run.row_count, UpsertRow);
    if (!run.rows) return no_memory(ctx);
    Status s = database_write_in(ctx, intake->house->database, LANE_LONG, run_apply, &run);
    if (s) applier_undone(intake->applier);
    for (size_t i = 0; !s && i < run.count; i++)
        waiting[i]->is_applied = true;
    return s;
}

static Status refusal_write(Ctx *ctx, void *work)
{
    const IntakeOutcome *outcome = work;
    return outcome_store_add(ctx, &outcome, 1);
}

/* A payload that cannot be applied at all must not hold up the others: it is answered for as
 * refused. Its body is kept, as every body is. */
static Status payload_refuse(Ctx *ctx, Intake *intake, Payload *payload)
{
    Status s = outcome_refuse(payload, ctx->problem.message);
    if (s) return no_memory(ctx);
    problem_clear(ctx);
    s = database_write_in(ctx, intake->house->database, LANE_LONG, refusal_write,
                          &payload->outcome);
    payload->is_applied = !s;
    return s;
}

Status payloads_apply(Ctx *ctx, Intake *intake, Payload *const *payloads, size_t count)
{
    Status s = run_write(ctx, intake, payloads, count);
    if (!s || is_passing(s)) return s;
    if (count == 1) return payload_refuse(ctx, intake, payloads[0]);
    size_t half = count / 2;
    s = payloads_apply(ctx, intake, payloads, half);
    return s ? s : payloads_apply(ctx, intake, payloads + half, count - half);
}
