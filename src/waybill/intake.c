#include <string.h>
#include <time.h>

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

/* --- payloads --- */

Payload *payload_new(Ctx *ctx, Intake *intake)
{
    Arena *arena = arena_new();
    Payload *payload = arena ? ARENA_NEW(arena, Payload) : NULL;
    if (!payload) {
        arena_release(arena);
        return NULL;
    }
    ctx_init(&payload->ctx, arena, ctx->source);
    house_enter(&payload->ctx, intake->house);
    payload->ctx.request_id = "";
    payload->intake = intake;
    return payload;
}

void payload_release(Payload *payload)
{
    arena_release(payload->ctx.arena); /* it lives there itself */
}

static const IntakeKind *kind_find(const char *name)
{
    for (const IntakeKind *kind = intake_kinds; kind->name; kind++)
        if (!strcmp(kind->name, name)) return kind;
    return NULL;
}

Status payload_decode(Payload *payload, const IntakePayload *given)
{
    Ctx *ctx = &payload->ctx;
    const IntakeKind *kind = kind_find(given->kind);
    if (!kind) return fail(ctx, INTERNAL, "there is no kind of payload called %s", given->kind);
    Status s = kind->decode(ctx, given->body, given->length, given->options, &payload->rows,
                            &payload->count);
    payload->bytes = arena_used(ctx->arena);
    return s;
}

void payload_number(Payload *payload)
{
    for (size_t i = 0; i < payload->count; i++) {
        ScanInput *scan = payload->rows[i].thing;
        if (payload->rows[i].outcome == UPSERT_WAITING)
            scan->payload = scan->ingest_id = payload->id;
    }
}

void payload_answer(Payload *payload, Status status, const Problem *problem)
{
    IntakeDone *done = payload->done;
    if (!done) return;
    payload->done = NULL;
    if (problem) payload->caller->problem = *problem;
    done(payload->user, status, &payload->outcome);
}

int64_t intake_past_id(Intake *intake)
{
    while (intake->earliest && intake->earliest->is_past) {
        Payload *payload = intake->earliest;
        intake->earliest = payload->later;
        payload_release(payload);
    }
    if (!intake->earliest) intake->latest = &intake->earliest;
    return intake->earliest ? intake->earliest->id - 1 : intake->last_id;
}

/* --- the way in --- */

/* Waits until there is room, as long as it takes a batch or two; then gives the payload its id and
 * its place. */
static Status payload_place(Ctx *ctx, Intake *intake, Payload *payload)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += INTAKE_WAIT_S;
    IntakeState *state = &intake->state;
    pthread_mutex_lock(&intake->lock);
    int late = 0;
    while (!late && !intake->closing && state->waiting_rows > 0 &&
           (state->waiting_rows + (int64_t)payload->count > INTAKE_ROWS_MAX ||
            state->waiting_bytes + (int64_t)payload->bytes > (int64_t)INTAKE_BYTES_MAX))
        late = pthread_cond_timedwait(&intake->room, &intake->lock, &until);
    bool closing = intake->closing;
    if (!late && !closing) {
        payload->id = intake->last_id = ctx_id(ctx);
        payload->later = NULL;
        *intake->latest = payload;
        intake->latest = &payload->later;
        state->waiting_rows += (int64_t)payload->count;
        state->waiting_bytes += (int64_t)payload->bytes;
    }
    pthread_mutex_unlock(&intake->lock);
    if (closing) return fail(ctx, UNAVAILABLE, "the server is being stopped");
    return late ? fail(ctx, UNAVAILABLE, "too much waits to be applied: try again later") : OK;
}

static Status payload_keep(Ctx *ctx, void *work)
{
    const Payload *payload = work;
    return intake_store_add(ctx, payload->id, payload->given, &payload->sealed);
}

static size_t principal_place(int64_t principal)
{
    return (size_t)(((uint64_t)principal * UINT64_C(0x9E3779B97F4A7C15)) >> 54) % PRINCIPALS;
}

/* It will not be applied: it is past as it is. */
static void payload_drop(Payload *payload, Status status)
{
    Intake *intake = payload->intake;
    payload_answer(payload, status, &payload->ctx.problem);
    pthread_mutex_lock(&intake->lock);
    intake->state.waiting_rows -= (int64_t)payload->count;
    intake->state.waiting_bytes -= (int64_t)payload->bytes;
    payload->is_past = true;
    (void)intake_past_id(intake);
    pthread_cond_broadcast(&intake->room);
    pthread_mutex_unlock(&intake->lock);
}

static void payload_kept(void *work, Status status)
{
    Payload *payload = work;
    Intake *intake = payload->intake;
    if (status) {
        payload_drop(payload, status);
        return;
    }
    payload->outcome = (IntakeOutcome){.id = payload->id, .received = (int64_t)payload->count};
    const IntakeOutcome outcome = payload->outcome;
    IntakeDone *done = payload->wait ? NULL : payload->done;
    void *user = payload->user;
    if (done) payload->done = NULL;
    pthread_mutex_lock(&intake->lock);
    payload->seq = ++intake->taken_seq;
    intake->principals[principal_place(payload->principal)] = payload->seq;
    intake->state.taken += (int64_t)payload->count;
    payload->next = NULL;
    *intake->last = payload;
    intake->last = &payload->next;
    pthread_cond_signal(&intake->work);
    pthread_mutex_unlock(&intake->lock); /* from here on it may be gone */
    if (done) done(user, OK, &outcome);
}

Status intake_submit(Ctx *ctx, Intake *intake, const IntakePayload *given, IntakeDone *done,
                     void *user)
{
    Payload *payload = payload_new(ctx, intake);
    if (!payload) return no_memory(ctx);
    payload->caller = ctx;
    payload->done = done;
    payload->user = user;
    payload->wait = given->wait;
    payload->principal = given->principal;
    payload->given = given;
    Status s = payload_decode(payload, given);
    if (!s) s = intake_store_seal(&payload->ctx, given, &payload->sealed);
    if (s) ctx->problem = payload->ctx.problem;
    if (!s) s = payload_place(ctx, intake, payload);
    if (s) {
        payload_release(payload);
        return s;
    }
    payload_number(payload);
    payload->write =
        (Write){.ctx = &payload->ctx, .run = payload_keep, .done = payload_kept, .work = payload};
    s = database_submit(intake->database, &payload->write);
    if (!s) return OK;
    ctx->problem = payload->ctx.problem;
    payload->done = NULL;
    payload_drop(payload, s);
    return s;
}

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
    bool waits = intake->principals[principal_place(principal)] > intake->applied_seq;
    pthread_mutex_unlock(&intake->lock);
    return waits;
}

Status intake_wait_applied(Ctx *ctx, Intake *intake, int64_t principal)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += INTAKE_WAIT_S;
    int late = 0;
    pthread_mutex_lock(&intake->lock);
    int64_t seq = intake->principals[principal_place(principal)];
    while (!late && seq > intake->applied_seq)
        late = pthread_cond_timedwait(&intake->applied, &intake->lock, &until);
    pthread_mutex_unlock(&intake->lock);
    return late ? fail(ctx, TIMED_OUT, "what was sent before is not applied yet") : OK;
}

/* --- asking --- */

Status intake_outcome(Ctx *ctx, Intake *intake, int64_t id, IntakeOutcome *out)
{
    Status s = database_reader(ctx, intake->house->database);
    if (s) return s;
    s = outcome_store_find(ctx, id, out);
    database_give_back(ctx, intake->house->database);
    if (s != NOT_FOUND) return s;

    Ctx own = *ctx; /* another database: not in the place of the caller's connection */
    own.db = NULL;
    bool kept = false;
    s = database_reader(&own, intake->database);
    if (!s) {
        s = intake_store_has(&own, id, &kept);
        database_give_back(&own, intake->database);
    }
    ctx->problem = own.problem;
    if (s) return s;
    return kept ? OK : fail(ctx, NOT_FOUND, "no such payload is kept");
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
