#include <string.h>

#include "access/person.h"
#include "base/condition.h"
#include "house.h"
#include "waybill/intake_internal.h"

static const Field intake_problem_fields[] = {
    FIELD_INT(IntakeProblem, row, .doc = "Which row: its line, or its number from 1"),
    FIELD_TEXT(IntakeProblem, field, .max = 96, .doc = "Which field"),
    FIELD_TEXT(IntakeProblem, reason, .max = 400, .doc = "Why it was refused"),
    FIELD_END,
};
const Shape intake_problem_shape =
    SHAPE(IntakeProblem, intake_problem_fields, "A row that was refused");

static const Field intake_outcome_fields[] = {
    FIELD_ID(IntakeOutcome, id, .doc = "The receipt"),
    FIELD_BOOL(IntakeOutcome, applied, .doc = "Whether the counts below are final"),
    FIELD_INT(IntakeOutcome, received, .doc = "Rows of the payload"),
    FIELD_INT(IntakeOutcome, accepted, .doc = "New events"),
    FIELD_INT(IntakeOutcome, duplicate, .doc = "Events that were known"),
    FIELD_INT(IntakeOutcome, quarantined, .doc = "Events kept aside for an operator"),
    FIELD_INT(IntakeOutcome, rejected, .doc = "Rows that were refused"),
    FIELD_LIST(IntakeOutcome, problems, &intake_problem_shape, .max = INTAKE_PROBLEMS_MAX,
               .doc = "Why, of the first hundred"),
    FIELD_END,
};
const Shape intake_outcome_shape =
    SHAPE(IntakeOutcome, intake_outcome_fields, "What became of a payload");

/* --- waiting --- */

typedef struct Waiter {
    Ctx *ctx;
    pthread_mutex_t lock;
    pthread_cond_t answered;
    bool is_answered;
    Status status;
    IntakeOutcome *outcome;
} Waiter;

static Status problems_copy(Ctx *ctx, List *problems)
{
    const IntakeProblem *from = problems->items;
    IntakeProblem *to = ARENA_ARRAY(ctx->arena, problems->count, IntakeProblem);
    if (!to) return no_memory(ctx);
    for (size_t i = 0; i < problems->count; i++)
        to[i] = (IntakeProblem){from[i].row, arena_text(ctx->arena, from[i].field),
                                arena_text(ctx->arena, from[i].reason)};
    problems->items = to;
    return OK;
}

static void waiter_answer(void *user, Status status, const IntakeOutcome *outcome)
{
    Waiter *waiter = user;
    *waiter->outcome = *outcome;
    if (!status) status = problems_copy(waiter->ctx, &waiter->outcome->problems);
    pthread_mutex_lock(&waiter->lock);
    waiter->status = status;
    waiter->is_answered = true;
    pthread_cond_signal(&waiter->answered);
    pthread_mutex_unlock(&waiter->lock);
}

Status intake_take(Ctx *ctx, Intake *intake, const IntakePayload *payload, IntakeOutcome *out)
{
    Waiter waiter = {.ctx = ctx,
                     .lock = PTHREAD_MUTEX_INITIALIZER,
                     .answered = PTHREAD_COND_INITIALIZER,
                     .outcome = out};
    Status s = intake_submit(ctx, intake, payload, waiter_answer, &waiter);
    if (s) return s;
    pthread_mutex_lock(&waiter.lock);
    while (!waiter.is_answered)
        pthread_cond_wait(&waiter.answered, &waiter.lock);
    pthread_mutex_unlock(&waiter.lock);
    return waiter.status;
}

bool intake_waits(Intake *intake, int64_t principal)
{
    pthread_mutex_lock(&intake->lock);
    bool waits = intake->recovering ||
                 intake->principals[intake_principal_place(principal)] > intake->applied_seq;
    pthread_mutex_unlock(&intake->lock);
    return waits;
}

Status intake_wait_applied(Ctx *ctx, Intake *intake, int64_t principal)
{
    int64_t until_us = monotonic_us() + INTAKE_WAIT_S * INT64_C(1000000);
    bool in_time = true;
    pthread_mutex_lock(&intake->lock);
    int64_t seq = intake->principals[intake_principal_place(principal)];
    intake->hurried |= seq > intake->applied_seq;
    if (intake->hurried) pthread_cond_signal(&intake->work);
    while (in_time && (intake->recovering || seq > intake->applied_seq))
        in_time = condition_wait(&intake->applied, &intake->lock, until_us);
    bool is_applied = !intake->recovering && seq <= intake->applied_seq;
    pthread_mutex_unlock(&intake->lock);
    return is_applied ? OK : fail(ctx, TIMED_OUT, "what was sent before is not applied yet");
}

/* --- asking --- */

static Status kept_find(Ctx *ctx, Intake *intake, int64_t id, int64_t principal)
{
    Ctx own = *ctx; /* another database: not in the place of the caller's connection */
    own.db = NULL;
    bool kept = false;
    Status s = database_reader(&own, intake->database);
    if (!s) {
        s = intake_store_has(&own, id, principal, &kept);
        database_give_back(&own, intake->database);
    }
    ctx->problem = own.problem;
    if (s) return s;
    return kept ? OK : fail(ctx, NOT_FOUND, "no such payload is kept");
}

Status intake_outcome(Ctx *ctx, Intake *intake, int64_t id, IntakeOutcome *out)
{
    int64_t principal = scope_outlet(ctx) || scope_customer(ctx) ? ctx->who->id : 0;
    Status s = principal ? kept_find(ctx, intake, id, principal) : OK;
    if (!s) s = database_reader(ctx, intake->house->database);
    if (s) return s;
    s = outcome_store_find(ctx, id, out);
    database_give_back(ctx, intake->house->database);
    return s == NOT_FOUND ? kept_find(ctx, intake, id, principal) : s;
}

static Status prune_run(Ctx *ctx, void *work)
{
    const int64_t *id = work;
    return intake_store_prune(ctx, *id);
}

Status intake_prune(Ctx *ctx, Intake *intake, int64_t before_ms)
{
    pthread_mutex_lock(&intake->lock);
    int64_t past = intake->recovering ? 0 : intake_past_id(intake);
    pthread_mutex_unlock(&intake->lock);
    int64_t id = id_floor(before_ms) < past ? id_floor(before_ms) : past;
    if (id <= 0) return OK;
    Status s = outcome_store_prune(ctx, id);
    if (s) return s;
    Ctx own = *ctx; /* another database, a transaction of its own */
    own.db = NULL;
    s = database_write(&own, intake->database, prune_run, &id);
    ctx->problem = own.problem;
    return s;
}

void intake_forget(Intake *intake, const char *carrier, const char *no)
{
    if (intake) applier_forget(intake->applier, carrier, no);
}

void intake_state(Intake *intake, IntakeState *out)
{
    pthread_mutex_lock(&intake->lock);
    *out = intake->state;
    out->oldest_ms = intake->first ? id_ms(intake->first->id) : NONE;
    pthread_mutex_unlock(&intake->lock);
}
