#include "job/kind.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "house.h"
#include "job/run.h"
#include "slices.h"

Status job_kinds_each(Ctx *ctx, JobKindEach *each, void *user)
{
    Status s = OK;
    for (const Slice *const *slice = ctx->house->slices; slice && *slice; slice++)
        for (const JobKind *kind = (*slice)->jobs; !s && kind && kind->name; kind++)
            s = each(ctx, user, kind);
    return s;
}

typedef struct Search {
    const char *name;
    const JobKind *found;
} Search;

static Status has_name(Ctx *ctx, void *user, const JobKind *kind)
{
    (void)ctx;
    Search *search = user;
    if (!search->found && strcmp(kind->name, search->name) == 0) search->found = kind;
    return OK;
}

const JobKind *job_kind(Ctx *ctx, const char *name)
{
    Search search = {.name = name};
    Status s = job_kinds_each(ctx, has_name, &search);
    return s ? NULL : search.found;
}

static Status has_event(Ctx *ctx, void *user, const JobKind *kind)
{
    (void)ctx;
    Search *search = user;
    if (kind->event && strcmp(kind->event, search->name) == 0) search->found = kind;
    return OK;
}

bool event_wanted(Ctx *ctx, const char *event)
{
    Search search = {.name = event};
    Status s = job_kinds_each(ctx, has_event, &search);
    return !s && search.found;
}

typedef struct Event {
    const char *name;
    const EventItem *items;
    size_t count;
} Event;

static Status tell_each(Ctx *ctx, const Event *event, const JobKind *kind)
{
    StoredJob *jobs = ARENA_ARRAY(ctx->arena, event->count, StoredJob);
    if (!jobs) return no_memory(ctx);
    for (size_t i = 0; i < event->count; i++)
        jobs[i] = (StoredJob){.kind = kind->name,
                              .subject_id = event->items[i].subject_id,
                              .payload = event->items[i].payload};
    return jobs_add(ctx, jobs, event->count);
}

static const char *payloads_join(Ctx *ctx, const EventItem *items, size_t count)
{
    Buf buf;
    buf_init(&buf, ctx->arena);
    for (size_t i = 0; i < count; i++) {
        buf_char(&buf, i ? ',' : '[');
        buf_text(&buf, items[i].payload ? items[i].payload : "null");
    }
    buf_char(&buf, ']');
    return buf_check(ctx, &buf) ? NULL : buf.data;
}

static Status tell_together(Ctx *ctx, const Event *event, const JobKind *kind)
{
    size_t count = (event->count + EVENTS_AT_ONCE - 1) / EVENTS_AT_ONCE;
    StoredJob *jobs = ARENA_ARRAY(ctx->arena, count, StoredJob);
    if (!jobs) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        size_t first = i * EVENTS_AT_ONCE, left = event->count - first;
        size_t taken = left < EVENTS_AT_ONCE ? left : EVENTS_AT_ONCE;
        jobs[i] = (StoredJob){.kind = kind->name};
        jobs[i].payload = payloads_join(ctx, event->items + first, taken);
        if (!jobs[i].payload) return no_memory(ctx);
    }
    return jobs_add(ctx, jobs, count);
}

static Status tell(Ctx *ctx, void *user, const JobKind *kind)
{
    const Event *event = user;
    if (!kind->event || strcmp(kind->event, event->name) != 0) return OK;
    bool wanted = true;
    Status s = kind->wanted ? kind->wanted(ctx, event->name, &wanted) : OK;
    if (s || !wanted) return s;
    return kind->many ? tell_together(ctx, event, kind) : tell_each(ctx, event, kind);
}

Status events_publish(Ctx *ctx, const char *event, const EventItem *items, size_t count)
{
    Event published = {event, items, count};
    return count ? job_kinds_each(ctx, tell, &published) : OK;
}

Status event_publish(Ctx *ctx, const char *event, int64_t subject_id, const char *payload)
{
    const EventItem item = {subject_id, payload};
    return events_publish(ctx, event, &item, 1);
}

Status job_clock_next(Ctx *ctx, const JobKind *kind)
{
    return job_add(ctx, kind->name, CLOCK_KEY, 0, NULL, ctx_now(ctx) + kind->every_ms);
}

static Status start_clock(Ctx *ctx, void *user, const JobKind *kind)
{
    (void)user;
    int64_t there = 0;
    if (!kind->every_ms) return OK;
    Status s = job_exists(ctx, kind->name, CLOCK_KEY, &there);
    if (!s && there)
        return job_set_back_keyed(ctx, kind->name, CLOCK_KEY, ctx_now(ctx) + kind->every_ms);
    return s ? s : job_clock_next(ctx, kind);
}

Status job_clock_start(Ctx *ctx)
{
    int64_t now = ctx_now(ctx);
    Status s = job_set_back(ctx, now + JOB_LONGEST_WAIT_MS, now + JOB_LEASE_MS);
    return s ? s : job_kinds_each(ctx, start_clock, NULL);
}
