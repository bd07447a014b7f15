/* Events that befell many at once. */
#include <string.h>

#include "base/arena.h"
#include "house.h"
#include "job/job_store.h"
#include "slices.h"
#include "test.h"

static Status nothing(Ctx *ctx, const Job *job)
{
    (void)ctx, (void)job;
    return OK;
}

static const JobKind kinds[] = {
    {"test.each", .event = "thing.found", .run = nothing, .doc = "Takes one"},
    {"test.many", .event = "thing.found", .many = true, .run = nothing, .doc = "Takes many"},
    {NULL}};
static const Slice test_slice = {.name = "test", .jobs = kinds};
static const Slice *const test_slices[] = {&test_slice, NULL};

/* The jobs of a kind, in their order, after so many events together. */
static List jobs_after(T *t, const char *kind, size_t count)
{
    EventItem *items = ARENA_ARRAY(t->ctx->arena, count, EventItem);
    StoredJob *kept = ARENA_ARRAY(t->ctx->arena, count, StoredJob);
    List due, out = {kept, 0};
    for (size_t i = 0; i < count; i++)
        items[i] = (EventItem){(int64_t)i + 1, arena_format(t->ctx->arena, "{\"no\":%zu}", i + 1)};
    t->house->slices = test_slices;
    check_ok(t, events_publish(t->ctx, "thing.found", items, count));
    check_ok(t, job_claim(t->ctx, TEST_NOW, TEST_NOW + 1, 1000, &due));
    const StoredJob *jobs = due.items;
    for (size_t i = 0; i < due.count; i++)
        if (strcmp(jobs[i].kind, kind) == 0) kept[out.count++] = jobs[i];
    return out;
}

TEST_DB(events_together_are_a_job_each_for_who_takes_one)
{
    List list = jobs_after(t, "test.each", 12);
    const StoredJob *jobs = list.items;
    check_int(t, list.count, 12);
    check_int(t, jobs[11].subject_id, 12);
    check_text(t, jobs[11].payload, "{\"no\":12}");
}

TEST_DB(events_together_are_few_jobs_for_who_takes_many)
{
    List list = jobs_after(t, "test.many", EVENTS_AT_ONCE + 2);
    const StoredJob *jobs = list.items;
    check_int(t, list.count, 2);
    check_int(t, jobs[0].subject_id, 0);
    check_text(t, jobs[1].payload, "[{\"no\":11},{\"no\":12}]");
}

TEST_DB(one_event_is_an_array_of_one_for_who_takes_many)
{
    List list = jobs_after(t, "test.many", 1);
    check_int(t, list.count, 1);
    check_text(t, ((const StoredJob *)list.items)->payload, "[{\"no\":1}]");
}

TEST_DB(no_event_is_no_job)
{
    check_int(t, jobs_after(t, "test.many", 0).count, 0);
}
