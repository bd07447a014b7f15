/* Payloads on their way in: decoded, given a place, kept, queued. */
#include <string.h>

#include "waybill/intake_internal.h"

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

void payload_leave(Payload *payload)
{
    payload->outcome = (IntakeOutcome){.id = payload->id, .received = (int64_t)payload->count};
    payload_answer(payload, OK, NULL);
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

/* --- a place, or the wait for one --- */

/* Whatever it is, one payload always has room. */
static bool has_room(const Intake *intake, const Payload *payload)
{
    const IntakeState *state = &intake->state;
    return !state->waiting_rows ||
           (state->waiting_rows + (int64_t)payload->count <= INTAKE_ROWS_MAX &&
            state->waiting_bytes + (int64_t)payload->bytes <= INTAKE_BYTES_MAX);
}

/* Ids rise in the order of places, so that a mark can tell what is past. With the lock held. */
static void payload_place(Intake *intake, Payload *payload)
{
    payload->id = intake->last_id = ctx_id(&payload->ctx);
    payload->later = NULL;
    *intake->latest = payload;
    intake->latest = &payload->later;
    intake->state.waiting_rows += (int64_t)payload->count;
    intake->state.waiting_bytes += (int64_t)payload->bytes;
}

/* Placed, set aside until there is room, or refused. */
static Status payload_admit(Ctx *ctx, Intake *intake, Payload *payload, bool *placed)
{
    Status s = OK;
    pthread_mutex_lock(&intake->lock);
    *placed = !intake->closing && !intake->parked && has_room(intake, payload);
    if (intake->closing)
        s = fail(ctx, UNAVAILABLE, "the server is being stopped");
    else if (*placed)
        payload_place(intake, payload);
    else if (intake->parked_bytes + (int64_t)payload->bytes > INTAKE_PARKED_MAX)
        s = fail(ctx, UNAVAILABLE, "too much waits to be applied: try again later");
    else {
        payload->next = NULL;
        *intake->last_parked = payload;
        intake->last_parked = &payload->next;
        intake->parked_bytes += (int64_t)payload->bytes;
    }
    pthread_mutex_unlock(&intake->lock);
    return s;
}

/* --- kept --- */

static Status payload_keep(Ctx *ctx, void *work)
{
    const Payload *payload = work;
    return intake_store_add(ctx, payload->id, payload->given, &payload->sealed);
}

size_t intake_principal_place(int64_t principal)
{
    return (size_t)(((uint64_t)principal * UINT64_C(0x9E3779B97F4A7C15)) >> 54) % PRINCIPALS;
}

/* It was not kept: it is past as it is. */
static void payload_drop(Payload *payload, Status status)
{
    Intake *intake = payload->intake;
    payload_answer(payload, status, &payload->ctx.problem);
    pthread_mutex_lock(&intake->lock);
    intake->state.waiting_rows -= (int64_t)payload->count;
    intake->state.waiting_bytes -= (int64_t)payload->bytes;
    payload->is_past = true;
    (void)intake_past_id(intake);
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
    intake->principals[intake_principal_place(payload->principal)] = payload->seq;
    intake->state.taken += (int64_t)payload->count;
    payload->next = NULL;
    bool was_empty = !intake->first;
    *intake->last = payload;
    intake->last = &payload->next;
    intake->hurried |= payload->wait;
    if (was_empty || intake->hurried || intake->state.waiting_rows >= INTAKE_BATCH_ROWS)
        pthread_cond_signal(&intake->work);
    bool stopped = intake->stopped;
    pthread_mutex_unlock(&intake->lock); /* from here on it may be gone, unless nobody applies it */
    if (done) done(user, OK, &outcome);
    if (stopped) payload_leave(payload);
}

static Status payload_send(Payload *payload)
{
    payload_number(payload);
    payload->write =
        (Write){.ctx = &payload->ctx, .run = payload_keep, .done = payload_kept, .work = payload};
    return database_submit(payload->intake->database, &payload->write);
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
    bool placed = false;
    Status s = payload_decode(payload, given);
    if (!s) s = intake_store_seal(&payload->ctx, given, &payload->sealed);
    if (s) ctx->problem = payload->ctx.problem;
    if (!s) s = payload_admit(ctx, intake, payload, &placed);
    if (s) {
        payload_release(payload);
        return s;
    }
    s = placed ? payload_send(payload) : OK;
    if (!s) return OK;
    ctx->problem = payload->ctx.problem;
    payload->done = NULL;
    payload_drop(payload, s);
    return s;
}

/* The next that waits for room and has it now, or never will; NULL: none. */
static Payload *parked_take(Intake *intake, bool *placed)
{
    pthread_mutex_lock(&intake->lock);
    Payload *payload = intake->parked;
    *placed = payload && !intake->closing && has_room(intake, payload);
    if (payload && (*placed || intake->closing)) {
        intake->parked = payload->next;
        intake->parked_bytes -= (int64_t)payload->bytes;
        if (!intake->parked) intake->last_parked = &intake->parked;
        if (*placed) payload_place(intake, payload);
    } else {
        payload = NULL;
    }
    pthread_mutex_unlock(&intake->lock);
    return payload;
}

void intake_unpark(Intake *intake)
{
    bool placed;
    for (Payload *payload; (payload = parked_take(intake, &placed));) {
        if (placed) {
            Status s = payload_send(payload);
            if (s) payload_drop(payload, s);
            continue;
        }
        Status s = fail(&payload->ctx, UNAVAILABLE, "the server is being stopped");
        payload_answer(payload, s, &payload->ctx.problem);
        payload_release(payload);
    }
}
