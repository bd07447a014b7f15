#include "search/search_slice.h"

#include <stdio.h>

#include "search/segment.h"

/* The job's subject is the kind of documents. */
static Status tidy(Ctx *ctx, const Job *job)
{
    bool more;
    char key[16];
    int kind = (int)job->subject_id;
    Status s = segment_tidy(ctx, kind, false, &more);
    if (s || !more) return s;
    snprintf(key, sizeof key, "%d", kind);
    return job_add(ctx, SEARCH_TIDY, key, kind, NULL, ctx_now(ctx));
}

static const JobKind search_jobs[] = {
    {.name = SEARCH_TIDY, .run = tidy, .doc = "Writes what waits to be searched as one segment"},
    {.name = NULL},
};

const Slice search_slice = {
    .name = "search", .doc = "Finding documents by their words", .jobs = search_jobs};
