#include "backup/archive.h"

#include <stdio.h>
#include <string.h>

#include "backup/archive_internal.h"
#include "backup/backup_slice.h"
#include "backup/folder.h"
#include "base/arena.h"
#include "base/condition.h"
#include "base/log.h"
#include "base/metrics.h"

#define TIDY_US (INT64_C(3600) * 1000000)

enum {
    METRIC_LAG,
    METRIC_LATE,
    METRIC_WAITING,
    METRIC_BYTES,
    METRIC_FAILURES,
    METRIC_SAFE,
    METRIC_BASE
};

const Metric archive_metrics[] = {
    [METRIC_LAG] = {"parceldesk_archive_lag_seconds", METRIC_GAUGE,
                    .doc = "Age of what the archive has; what was written since would be lost"},
    [METRIC_LATE] = {"parceldesk_archive_late", METRIC_GAUGE,
                     .doc = "1 while that is more than 5 seconds"},
    [METRIC_WAITING] = {"parceldesk_archive_waiting_moments", METRIC_GAUGE,
                        .doc = "Moments that are cut and not in the archive yet"},
    [METRIC_BYTES] = {"parceldesk_archive_bytes_total", METRIC_COUNTER,
                      .doc = "Bytes of moments that were carried there"},
    [METRIC_FAILURES] = {"parceldesk_archive_failures_total", METRIC_COUNTER,
                         .doc = "Times that something could not be written there"},
    [METRIC_SAFE] = {"parceldesk_archive_timestamp_seconds", METRIC_GAUGE,
                     .doc = "What was acknowledged before is in the archive; 0: nothing is"},
    [METRIC_BASE] = {"parceldesk_archive_base_timestamp_seconds", METRIC_GAUGE,
                     .doc = "When the newest copy of all was taken; 0: there is none"},
    METRIC_END};

bool work_begin(Archive *archive, Ctx *ctx)
{
    ctx_init(ctx, arena_new(), archive->house->source);
    if (!ctx->arena) (void)!no_memory(ctx);
    if (ctx->arena) house_enter(ctx, archive->house);
    return ctx->arena != NULL;
}

void work_end(Ctx *ctx)
{
    arena_release(ctx->arena);
}

/* --- one round --- */

void problem_say(const Ctx *ctx, const char *what, char into[PROBLEM_MAX])
{
    snprintf(into, PROBLEM_MAX, "%s%s%s%s", what, ctx->problem.message,
             ctx->problem.cause[0] ? ": " : "", ctx->problem.cause);
}

/* Moments bring nothing back without a base that they go on from. Where the database is archived by
 * its own tools there is none. */
static bool has_base(const Archive *archive, int64_t begun)
{
    return !archive->count || (archive->base_at != NONE && archive->base_after >= begun);
}

static void round_note(Archive *archive, const Ctx *ctx, Status s, int64_t at)
{
    pthread_mutex_lock(&archive->cutting);
    int64_t begun = archive->begun;
    pthread_mutex_unlock(&archive->cutting);
    pthread_mutex_lock(&archive->lock);
    archive->failures += s != OK;
    archive->problem[0] = 0;
    if (s) problem_say(ctx, "", archive->problem);
    if (!s && has_base(archive, begun)) archive->safe_at = at;
    pthread_mutex_unlock(&archive->lock);
}

static bool tidy_is_due(Archive *archive)
{
    bool is_due = !archive->tidied_us || monotonic_us() - archive->tidied_us > TIDY_US;
    if (is_due) archive->tidied_us = monotonic_us();
    return is_due;
}

/* Stored files go before the moments that may know of them. */
static void round_run(Ctx *ctx, Archive *archive)
{
    int64_t at;
    Status s = cut_make(ctx, archive, NULL, &at);
    Status carried = files_carry(ctx, archive);
    if (!carried) carried = moments_carry(ctx, archive);
    if (!s) s = carried;
    round_note(archive, ctx, s, at);
    if (s) return;
    if (archive->count) base_look(ctx, archive);
    if (!tidy_is_due(archive)) return;
    s = heads_look(ctx, archive);
    if (!s) s = archive_tidy(ctx, archive);
    if (s) round_note(archive, ctx, s, at);
}

static bool wait_for_next(Archive *archive)
{
    int64_t until_us = monotonic_us() + ARCHIVE_EVERY_MS * INT64_C(1000);
    pthread_mutex_lock(&archive->lock);
    bool waits = true;
    while (!archive->closing && waits)
        waits = condition_wait(&archive->wake, &archive->lock, until_us);
    bool goes_on = !archive->closing;
    pthread_mutex_unlock(&archive->lock);
    return goes_on;
}

static void *archive_run(void *argument)
{
    Archive *archive = argument;
    do {
        Ctx ctx;
        if (!work_begin(archive, &ctx)) continue;
        round_run(&ctx, archive);
        work_end(&ctx);
    } while (wait_for_next(archive));
    return NULL;
}

/* --- opening --- */

static Status databases_keep(Ctx *ctx, Archive *archive)
{
    Status s = OK;
    for (size_t i = 0; !s && i < archive->count; i++)
        s = database_keep(ctx, archive->databases[i], cut_keep, archive);
    return s;
}

static Status archive_prepare(Ctx *ctx, Archive *archive)
{
    Status s = head_prepare(ctx, archive);
    if (!s) s = cut_prepare(ctx, archive);
    if (!s) s = base_newest(ctx, archive, &archive->base_at, &archive->base_after);
    if (!s) s = databases_keep(ctx, archive);
    if (s) return s;
    archive->runs = pthread_create(&archive->thread, NULL, archive_run, archive) == 0;
    return archive->runs ? OK : fail(ctx, UNAVAILABLE, "the system gives no more threads");
}

static void archive_release(Archive *archive)
{
    for (size_t i = 0; i < archive->count; i++)
        database_keep_end(archive->databases[i]);
    pthread_mutex_destroy(&archive->cutting);
    pthread_mutex_destroy(&archive->lock);
    pthread_cond_destroy(&archive->wake);
    sodium_memzero(archive->key, sizeof archive->key);
    memory_free(archive->folder);
    memory_free(archive->queue);
    memory_free(archive);
}

static Archive *archive_new(Ctx *ctx, const char *folder, Database *intake)
{
    Archive *archive = memory_alloc(sizeof *archive);
    const char *path = folder_name(ctx, folder);
    const char *queue = arena_format(ctx->arena, "%s/archiving", ctx->house->data_folder);
    if (!archive) return NULL;
    archive->house = ctx->house;
    if (intake) {
        archive->databases[archive->count++] = intake;
        archive->databases[archive->count++] = ctx->house->database;
    }
    archive->safe_at = archive->base_at = NONE;
    archive->opened_at = ctx_now(ctx);
    archive->folder = path ? memory_text(path) : NULL;
    archive->queue = queue ? memory_text(queue) : NULL;
    pthread_mutex_init(&archive->cutting, NULL);
    pthread_mutex_init(&archive->lock, NULL);
    condition_init(&archive->wake);
    return archive;
}

Status archive_open(Ctx *ctx, const char *folder, Database *intake, Archive **out)
{
    *out = NULL;
    Archive *archive = archive_new(ctx, folder, intake);
    if (!archive) return no_memory(ctx);
    Status s = archive->folder && archive->queue ? archive_prepare(ctx, archive) : no_memory(ctx);
    if (s)
        archive_release(archive);
    else
        *out = archive;
    return s;
}

static Status last_round(Ctx *ctx, Archive *archive)
{
    int64_t at;
    Status s = cut_make(ctx, archive, NULL, &at);
    if (!s) s = files_carry(ctx, archive);
    return s ? s : moments_carry(ctx, archive);
}

/* A base that is being made ends first; what was written meanwhile goes last. */
void archive_close(Ctx *ctx, Archive *archive)
{
    if (!archive) return;
    pthread_mutex_lock(&archive->lock);
    archive->closing = true;
    pthread_cond_signal(&archive->wake);
    pthread_mutex_unlock(&archive->lock);
    pthread_join(archive->thread, NULL);
    base_wait(archive);
    if (last_round(ctx, archive))
        log_line(archive->house->log, ctx, LEVEL_WARNING, "archive",
                 log_text("problem", ctx->problem.message));
    problem_clear(ctx);
    archive_release(archive);
}

/* --- how it stands --- */

Status archive_state(Ctx *ctx, Archive *archive, ArchiveState *out)
{
    *out = (ArchiveState){.safe_at = NONE, .base_at = NONE};
    if (!archive) return OK;
    int64_t now = ctx_now(ctx);
    pthread_mutex_lock(&archive->lock);
    int64_t since = archive->safe_at == NONE ? archive->opened_at : archive->safe_at;
    out->on = true;
    out->safe_at = archive->safe_at;
    out->lag_ms = now > since ? now - since : 0;
    out->late = out->lag_ms > ARCHIVE_LATE_MS;
    out->base_at = archive->base_at;
    out->waiting = archive->waiting;
    out->carried_bytes = archive->carried_bytes;
    out->failures = archive->failures;
    const char *problem = archive->problem[0] ? archive->problem : archive->base_problem;
    if (problem[0]) out->problem = arena_text(ctx->arena, problem);
    bool lacks_memory = problem[0] && !out->problem;
    pthread_mutex_unlock(&archive->lock);
    return lacks_memory ? no_memory(ctx) : OK;
}

static void metrics_set(Metrics *metrics, const ArchiveState *state)
{
    const int64_t base_s = state->base_at == NONE ? 0 : state->base_at / 1000;
    const int64_t safe_s = state->safe_at == NONE ? 0 : state->safe_at / 1000;
    metric_set(metrics, &archive_metrics[METRIC_SAFE], 0, safe_s);
    metric_set(metrics, &archive_metrics[METRIC_LAG], 0, state->lag_ms / 1000);
    metric_set(metrics, &archive_metrics[METRIC_LATE], 0, state->late);
    metric_set(metrics, &archive_metrics[METRIC_WAITING], 0, state->waiting);
    metric_set(metrics, &archive_metrics[METRIC_BYTES], 0, state->carried_bytes);
    metric_set(metrics, &archive_metrics[METRIC_FAILURES], 0, state->failures);
    metric_set(metrics, &archive_metrics[METRIC_BASE], 0, base_s);
}

void archive_tell(Ctx *ctx, Archive *archive)
{
    ArchiveState state;
    if (!archive || archive_state(ctx, archive, &state)) return;
    metrics_set(archive->house->metrics, &state);
    if (state.late == archive->told_late) return;
    archive->told_late = state.late;
    log_line(archive->house->log, ctx, state.late ? LEVEL_WARNING : LEVEL_INFO, "archive",
             log_text("state", state.late ? "late" : "caught up"), log_int("lag_ms", state.lag_ms),
             log_int("waiting", state.waiting), log_text("problem", state.problem));
}
