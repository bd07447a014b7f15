#include <stdio.h>

#include "base/progress.h"
#include "demo/demo.h"
#include "job/job.h"

static void tell(void *user, int64_t parcels)
{
    progress_move(user, parcels, parcels);
}

static Status number_read(Ctx *ctx, const Cli *cli, const char *option, int64_t most,
                          int64_t *value)
{
    Status s = cli_int(ctx, cli, option, *value, value);
    if (!s && (*value < 1 || *value > most))
        return fail_field(ctx, option, "a number from 1 to %lld", (long long)most);
    return s;
}

/* What follows from it (findings, their tickets, notices) is there at the first look. */
static Status follow(Ctx *ctx)
{
    int64_t count = 1;
    Status s = OK;
    while (!s && count > 0)
        s = jobs_run_due(ctx, &count);
    return s;
}

static Status run_demo(Ctx *ctx, Cli *cli)
{
    int64_t parcels = 20000, days = 60, seed = 1;
    Status s = number_read(ctx, cli, "parcels", 10000000, &parcels);
    if (!s) s = number_read(ctx, cli, "days", 365, &days);
    if (!s) s = number_read(ctx, cli, "seed", INT64_MAX, &seed);
    if (s) return s;
    const DemoPlan plan = {parcels, days, (uint64_t)seed};
    Progress progress;
    progress_begin(&progress, 2, "demonstration", "parcels", parcels);
    DemoParcel sample;
    s = demo_make(ctx, &plan, &sample, tell, &progress);
    progress_end(&progress);
    if (!s) s = follow(ctx);
    if (s) return s;
    printf("A parcel to look at: %s of carrier %s; its receiver's phone ends with %s\n", sample.no,
           sample.carrier, sample.tail);
    return OK;
}

static const Option options[] = {
    {"parcels", "N", "How many parcels; 20000 when it is not given", false},
    {"days", "N", "They were ordered in the last N days; 60 when it is not given", false},
    {"seed", "N", "The same number, the same company; 1 when it is not given", false},
    {NULL, NULL, NULL, false}};

static const Command commands[] = {
    {"demo", "", "Fill an empty database with a demonstration company",
     "An outlet tree, three carriers and an own network, customers, and parcels with their delays, "
     "exceptions and returns. All invented.",
     options, NEEDS_WRITING, run_demo},
    {.name = NULL}};

const Slice demo_slice = {
    .name = "demo", .doc = "A demonstration company, made from a seed", .commands = commands};
