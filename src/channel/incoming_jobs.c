#include "channel/incoming_jobs.h"

#include "access/setting.h"
#include "base/instant.h"
#include "channel/incoming_files.h"
#include "channel/incoming_store.h"

enum { PRUNED_AT_A_TIME = 100 };

/* What is left is forgotten in a piece of writing of its own. */
static Status prune(Ctx *ctx, const Job *job)
{
    int64_t days = setting_int(ctx, SETTING_NAMED_INCOMING_KEEP_DAYS), threads = 0;
    int64_t before = ctx_now(ctx) - days * DAY_MS;
    List old;
    Status s = incoming_store_old(ctx, before, PRUNED_AT_A_TIME, &old);
    const int64_t *ids = old.items;
    for (size_t i = 0; !s && i < old.count; i++) {
        s = file_forget_owner(ctx, incoming_files.kind, ids[i]);
        if (!s) s = incoming_store_delete(ctx, ids[i]);
    }
    if (!s) s = incoming_store_unbind_old(ctx, before, PRUNED_AT_A_TIME, &threads);
    if (s || (old.count < PRUNED_AT_A_TIME && threads < PRUNED_AT_A_TIME)) return s;
    return job_more(ctx, job, NULL);
}

const JobKind incoming_jobs[] = {
    {.name = "channel.prune",
     .every_ms = HOUR_MS,
     .run = prune,
     .doc = "Forgets which messages came in, and conversations, when their time is over"},
    {.name = NULL}};
