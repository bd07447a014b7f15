#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/condition.h"
#include "waybill/intake_internal.h"

#define CACHE_BYTES ((size_t)64 << 20)

/* What it needs little memory for: a log that is appended to, and read from after a restart. */
#define LOG_CACHE_BYTES ((size_t)8 << 20)

/* The main database's server, or a file in the data folder. */
static Status url_choose(Ctx *ctx, const char *main_url, const char **out)
{
    *out = main_url;
    if (main_url && strstr(main_url, "://")) return OK;
    const char *folder = arena_format(ctx->arena, "%s/intake", ctx->house->data_folder);
    *out = arena_format(ctx->arena, "%s/intake/intake.db", ctx->house->data_folder);
    if (!folder || !*out) return no_memory(ctx);
    if (mkdir(folder, 0700) && errno != EEXIST)
        return fail(ctx, UNAVAILABLE, "the folder %s cannot be made: %s", folder, strerror(errno));
    return OK;
}

static Status database_prepare(Ctx *ctx, Intake *intake, const char *main_url)
{
    DatabaseOptions options = {.set = "intake", .cache_bytes = LOG_CACHE_BYTES, .readers = 2};
    Status s = url_choose(ctx, main_url, &options.url);
    if (!s) s = database_open(ctx, &options, &intake->database);
    if (!s) s = database_reader(ctx, intake->database);
    if (s) return s;
    s = intake_store_mark(ctx, &intake->marked_id);
    database_give_back(ctx, intake->database);
    return s;
}

static Status applier_prepare(Ctx *ctx, Intake *intake)
{
    intake->arena = arena_new();
    if (!intake->arena) return no_memory(ctx);
    Status s = database_reader(ctx, intake->house->database);
    if (s) return s;
    s = applier_new(ctx, CACHE_BYTES, &intake->applier);
    database_give_back(ctx, intake->house->database);
    return s;
}

/* What could not be applied to the end is kept, for the next process: its senders are told so. */
static void payloads_leave(Intake *intake)
{
    while (intake->earliest) {
        Payload *payload = intake->earliest;
        intake->earliest = payload->later;
        payload_leave(payload);
        payload_release(payload);
    }
}

static void intake_release(Intake *intake)
{
    database_close(intake->database); /* first: what it still writes it reads from the payloads */
    payloads_leave(intake);
    applier_release(intake->applier);
    arena_release(intake->arena);
    pthread_cond_destroy(&intake->applied);
    pthread_cond_destroy(&intake->work);
    pthread_mutex_destroy(&intake->lock);
    memory_free(intake);
}

Status intake_open(Ctx *ctx, const char *url, Intake **out)
{
    *out = NULL;
    Intake *intake = memory_alloc(sizeof *intake);
    if (!intake) return no_memory(ctx);
    intake->house = ctx->house;
    intake->last = &intake->first;
    intake->latest = &intake->earliest;
    intake->last_parked = &intake->parked;
    intake->first_id = intake->last_id = ctx_id(ctx);
    intake->recovering = true;
    pthread_mutex_init(&intake->lock, NULL);
    condition_init(&intake->work);
    condition_init(&intake->applied);
    Status s = database_prepare(ctx, intake, url);
    if (!s) s = applier_prepare(ctx, intake);
    if (!s && pthread_create(&intake->thread, NULL, intake_run, intake))
        s = fail(ctx, UNAVAILABLE, "no thread can be started for the intake");
    if (s)
        intake_release(intake);
    else
        *out = intake;
    return s;
}

Database *intake_database(Intake *intake)
{
    return intake->database;
}

void intake_end_soon(Intake *intake)
{
    if (!intake) return;
    pthread_mutex_lock(&intake->lock);
    intake->ending = true;
    pthread_mutex_unlock(&intake->lock);
}

void intake_close(Intake *intake)
{
    if (!intake) return;
    pthread_mutex_lock(&intake->lock);
    intake->closing = true;
    pthread_cond_broadcast(&intake->work);
    pthread_cond_broadcast(&intake->applied);
    pthread_mutex_unlock(&intake->lock);
    pthread_join(intake->thread, NULL);
    intake_unpark(intake);
    intake_release(intake);
}
