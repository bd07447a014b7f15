#include "job/kind.h"

#include <string.h>

#include "house.h"
#include "job/job_store.h"
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
    int64_t subject_id;
    const char *payload;
} Event;

static Status tell(Ctx *ctx, void *user, const JobKind *kind)
{
    const Event *event = user;
    if (!kind->event || strcmp(kind->event, event->name) != 0) return OK;
    bool wanted = true;
    Status s = kind->wanted ? kind->wanted(ctx, event->name, &wanted) : OK;
    if (s || !wanted) return s;
    return job_add(ctx, kind->name, NULL, event->subject_id, event->payload, ctx_now(ctx));
}

Status event_publish(Ctx *ctx, const char *event, int64_t subject_id, const char *payload)
{
    Event published = {event, subject_id, payload};
    return job_kinds_each(ctx, tell, &published);
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
    return s || there ? s : job_clock_next(ctx, kind);
}

Status job_clock_start(Ctx *ctx)
{
    return job_kinds_each(ctx, start_clock, NULL);
}
