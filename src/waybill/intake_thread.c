#include "base/condition.h"
#include "base/log.h"
#include "base/metrics.h"
#include "house.h"
#include "waybill/intake_internal.h"
#include "waybill/waybill_slice.h"

enum {
    GATHER_MS = 20,          /* that a batch waits to become fuller, where nobody waits for it */
    RETRY_MS = 50,           /* between attempts at a batch that cannot be written now */
    GIVE_UP = 10,            /* attempts at the end of the process: it lies on disk, for the next */
    RECOVER_PAGE = 64,       /* payloads read at a time after a restart */
    RECOVER_PAYLOADS = 2048, /* applied together then, or these rows and bytes and a page more */
    RECOVER_ROWS = 10000,
    RECOVER_BYTES = 16 << 20
};

enum { METRIC_WAITING, METRIC_FAILING, METRIC_APPLIED, METRIC_BATCHES, METRIC_REFUSED };

const Metric waybill_metrics[] = {
    [METRIC_WAITING] = {"parceldesk_intake_waiting_rows", METRIC_GAUGE,
                        .doc = "Rows received and not applied yet"},
    [METRIC_FAILING] = {"parceldesk_intake_failing", METRIC_GAUGE,
                        .doc = "1 while what waits cannot be applied and is tried again"},
    [METRIC_APPLIED] = {"parceldesk_intake_applied_rows_total", METRIC_COUNTER,
                        .doc = "Rows applied"},
    [METRIC_BATCHES] = {"parceldesk_intake_batches_total", METRIC_COUNTER,
                        .doc = "Transactions in which they were"},
    [METRIC_REFUSED] = {"parceldesk_intake_refused_rows_total", METRIC_COUNTER,
                        .doc = "Of those applied, rows that were refused"},
    METRIC_END};

typedef struct Gathered {
    Payload **items;
    size_t count, room, rows;
} Gathered;

/* --- what is past --- */

typedef struct Mark {
    int64_t node, applied_id;
} Mark;

static Status mark_write(Ctx *ctx, void *work)
{
    const Mark *mark = work;
    return intake_store_set_mark(ctx, mark->node, mark->applied_id);
}

/* Notes in the intake how far it was applied, so that a restart need not look further back. A
 * failure costs only time after the next start. */
static void mark_move(Ctx *ctx, Intake *intake)
{
    pthread_mutex_lock(&intake->lock);
    int64_t id = intake_past_id(intake);
    bool moved = !intake->recovering && id > intake->marked_id;
    if (moved) intake->marked_id = id;
    pthread_mutex_unlock(&intake->lock);
    /* the node by an id of ours: `id` may lie just before one */
    Mark mark = {id_node(intake->first_id), id};
    if (moved && database_write(ctx, intake->database, mark_write, &mark)) problem_clear(ctx);
}

/* A provider that pushes hears that its push is kept, and nobody else asks what became of it: what
 * was refused is told by its receipt. */
static void refusals_tell(Ctx *ctx, Intake *intake, Payload *const *payloads, size_t count)
{
    int64_t refused = 0;
    for (size_t i = 0; i < count; i++) {
        const IntakeOutcome *outcome = &payloads[i]->outcome;
        refused += outcome->rejected;
        if (outcome->rejected)
            log_line(intake->house->log, ctx, LEVEL_WARNING, "intake", log_int("id", outcome->id),
                     log_int("received", outcome->received), log_int("refused", outcome->rejected));
    }
    metric_add(intake->house->metrics, &waybill_metrics[METRIC_REFUSED], 0, refused);
}

/* What is applied counts as applied before anybody is told so. */
static void payloads_past(Intake *intake, const Gathered *gathered)
{
    pthread_mutex_lock(&intake->lock);
    for (size_t i = 0; i < gathered->count; i++) {
        intake->state.waiting_rows -= (int64_t)gathered->items[i]->count;
        intake->state.waiting_bytes -= (int64_t)gathered->items[i]->bytes;
        intake->applied_seq = gathered->items[i]->seq;
    }
    intake->state.applied += (int64_t)gathered->rows;
    intake->state.batches++;
    pthread_cond_broadcast(&intake->applied);
    int64_t waiting = intake->state.waiting_rows;
    pthread_mutex_unlock(&intake->lock);
    Metrics *metrics = intake->house->metrics;
    metric_set(metrics, &waybill_metrics[METRIC_WAITING], 0, waiting);
    metric_add(metrics, &waybill_metrics[METRIC_APPLIED], 0, (int64_t)gathered->rows);
    metric_add(metrics, &waybill_metrics[METRIC_BATCHES], 0, 1);

    for (size_t i = 0; i < gathered->count; i++)
        payload_answer(gathered->items[i], OK, NULL);

    pthread_mutex_lock(&intake->lock);
    for (size_t i = 0; i < gathered->count; i++)
        gathered->items[i]->is_past = true;
    (void)intake_past_id(intake);
    pthread_mutex_unlock(&intake->lock);
}

/* --- batches --- */

/* Waits for the first payload, and a little for more: a commit of its own for each of many small
 * ones would keep the disk from those who wait for theirs to be kept. With the lock held. */
static void gather_wait(Intake *intake)
{
    while (!intake->first && !intake->closing)
        pthread_cond_wait(&intake->work, &intake->lock);
    int64_t until_us = monotonic_us() + GATHER_MS * 1000;
    bool in_time = true;
    while (in_time && !intake->closing && !intake->hurried &&
           intake->state.waiting_rows < INTAKE_BATCH_ROWS)
        in_time = condition_wait(&intake->work, &intake->lock, until_us);
    intake->hurried = false;
}

/* Takes from the queue what makes one batch. False at the end. */
static bool gather(Intake *intake, Gathered *out)
{
    out->count = out->rows = 0;
    pthread_mutex_lock(&intake->lock);
    gather_wait(intake);
    while (intake->first && out->count < out->room && out->rows < INTAKE_BATCH_ROWS) {
        Payload *payload = intake->first;
        intake->first = payload->next;
        out->items[out->count++] = payload;
        out->rows += payload->count;
    }
    if (!intake->first) intake->last = &intake->first;
    int64_t waiting = intake->state.waiting_rows;
    pthread_mutex_unlock(&intake->lock);
    metric_set(intake->house->metrics, &waybill_metrics[METRIC_WAITING], 0, waiting);
    return out->count > 0;
}

/* Sleeps a little; false when the process ends and it was tried often enough. */
static bool pause_before_retry(Intake *intake, int *attempts)
{
    int64_t until_us = monotonic_us() + RETRY_MS * 1000;
    pthread_mutex_lock(&intake->lock);
    bool ending = intake->closing || intake->ending;
    condition_wait(&intake->applied, &intake->lock, until_us);
    pthread_mutex_unlock(&intake->lock);
    *attempts += ending;
    return *attempts < GIVE_UP;
}

static void state_set(Intake *intake, Status status)
{
    pthread_mutex_lock(&intake->lock);
    intake->state.status = status;
    pthread_mutex_unlock(&intake->lock);
    metric_set(intake->house->metrics, &waybill_metrics[METRIC_FAILING], 0, status != OK);
}

/* False when it could not be applied before the end. */
static bool batch_apply(Ctx *ctx, Intake *intake, const Gathered *gathered)
{
    int attempts = 0;
    for (;;) {
        Status s = payloads_apply(ctx, intake, gathered->items, gathered->count);
        state_set(intake, s);
        arena_clear(ctx->arena);
        problem_clear(ctx);
        if (!s) return true;
        if (!pause_before_retry(intake, &attempts)) return false;
    }
}

/* --- after a restart --- */

/* It was decodable once: another release is stricter. It stays kept, and is told as refused. */
static Status recover_refused(Payload *payload)
{
    payload->count = 0;
    payload->refused = arena_text(payload->ctx.arena, payload->ctx.problem.message);
    return payload->refused ? OK : NO_MEMORY;
}

/* A payload as it was before the process ended; *out is NULL where it was applied. */
static Status recover_load(Ctx *ctx, Intake *intake, const KeptPayload *kept, Payload **out)
{
    IntakeOutcome outcome;
    *out = NULL;
    Status s = database_reader(ctx, intake->house->database);
    if (s) return s;
    s = outcome_store_find(ctx, kept->id, &outcome);
    database_give_back(ctx, intake->house->database);
    if (s != NOT_FOUND) return s;
    Payload *payload = payload_new(ctx, intake);
    if (!payload) return no_memory(ctx);
    payload->id = kept->id;
    s = payload_decode(payload, &kept->payload);
    if (s && s != NO_MEMORY) s = recover_refused(payload);
    if (s) {
        payload_release(payload);
        return no_memory(ctx);
    }
    payload_number(payload);
    *out = payload;
    return OK;
}

/* What one transaction takes of what was left. */
typedef struct Left {
    Payload *payloads[RECOVER_PAYLOADS];
    size_t count, rows, bytes;
    int64_t last_id; /* looked at */
    bool more;       /* than this */
} Left;

static Status left_add(Ctx *ctx, Intake *intake, const KeptPayload *kept, Left *left)
{
    Payload **place = &left->payloads[left->count];
    Status s = recover_load(ctx, intake, kept, place);
    if (s) return s;
    left->last_id = kept->id;
    if (!*place) return OK;
    left->count++;
    left->rows += (*place)->count;
    left->bytes += (*place)->bytes;
    return OK;
}

/* One page more of what a process before this one left. */
static Status left_page(Ctx *ctx, Intake *intake, Left *left)
{
    List page;
    Status s = database_reader(ctx, intake->database);
    if (s) return s;
    s = intake_store_page(ctx, left->last_id, RECOVER_PAGE, &page);
    database_give_back(ctx, intake->database);
    const KeptPayload *kept = page.items;
    size_t count = 0;
    for (; !s && count < page.count && kept[count].id < intake->first_id; count++)
        s = left_add(ctx, intake, &kept[count], left);
    left->more = count == RECOVER_PAGE;
    return s;
}

static bool left_has_room(const Left *left)
{
    return left->count + RECOVER_PAGE <= RECOVER_PAYLOADS && left->rows < RECOVER_ROWS &&
           left->bytes < RECOVER_BYTES;
}

/* Many at once, for a transaction takes its time whatever it holds; *after_id moves on, *more tells
 * whether there is more. */
static Status recover_some(Ctx *ctx, Intake *intake, int64_t *after_id, bool *more)
{
    Left left = {.last_id = *after_id, .more = true};
    Status s = OK;
    while (!s && left.more && left_has_room(&left))
        s = left_page(ctx, intake, &left);
    if (!s && left.count) s = payloads_apply(ctx, intake, left.payloads, left.count);
    if (!s) refusals_tell(ctx, intake, left.payloads, left.count);
    for (size_t i = 0; i < left.count; i++)
        payload_release(left.payloads[i]);
    *more = left.more;
    if (!s) *after_id = left.last_id;
    return s;
}

static void recover(Ctx *ctx, Intake *intake)
{
    int64_t after_id = intake->marked_id;
    bool more = true;
    for (int attempts = 0; more;) {
        Status s = recover_some(ctx, intake, &after_id, &more);
        state_set(intake, s);
        arena_clear(ctx->arena);
        problem_clear(ctx);
        if (!s) continue;
        more = true;
        if (!pause_before_retry(intake, &attempts)) return; /* stays for the next start */
    }
    pthread_mutex_lock(&intake->lock);
    intake->recovering = false;
    pthread_cond_broadcast(&intake->applied);
    pthread_mutex_unlock(&intake->lock);
}

/* Nothing is applied any more, though the server may still be waiting for its requests to end:
 * all of them are answered. */
static void queue_leave(Intake *intake, const Gathered *gathered)
{
    pthread_mutex_lock(&intake->lock);
    intake->closing = intake->stopped = true;
    Payload *payload = intake->first;
    intake->first = NULL;
    intake->last = &intake->first;
    pthread_mutex_unlock(&intake->lock);
    for (size_t i = 0; i < gathered->count; i++)
        payload_leave(gathered->items[i]);
    while (payload) {
        Payload *next = payload->next;
        payload_leave(payload);
        payload = next;
    }
    intake_unpark(intake);
}

void *intake_run(void *arg)
{
    Intake *intake = arg;
    Ctx ctx;
    ctx_init(&ctx, intake->arena, intake->house->source);
    house_enter(&ctx, intake->house);
    Payload *items[INTAKE_GATHER_MAX];
    Gathered gathered = {.items = items, .room = INTAKE_GATHER_MAX};
    recover(&ctx, intake);
    int64_t marked_us = monotonic_us();
    while (gather(intake, &gathered)) {
        if (!batch_apply(&ctx, intake, &gathered)) break;
        refusals_tell(&ctx, intake, gathered.items, gathered.count);
        payloads_past(intake, &gathered);
        intake_unpark(intake);
        if (monotonic_us() - marked_us < 1000000) continue;
        mark_move(&ctx, intake);
        marked_us = monotonic_us();
    }
    queue_leave(intake, &gathered);
    mark_move(&ctx, intake);
    return NULL;
}
