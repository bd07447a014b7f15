#include <stdio.h>
#include <stdlib.h>

#include "access/audit.h"
#include "access/page.h"
#include "access/print.h"
#include "access/tables.h"
#include "db/db.h"
#include "house.h"
#include "job/job.h"

static Status page_of_jobs(Ctx *ctx, const char *cursor, List *out, const char **next)
{
    JobFilter all = {NONE, NONE, 0, PRINT_PAGE + 1};
    Status s = page_start(ctx, cursor, 0, &all.after);
    if (!s) s = job_list(ctx, &all, out);
    return s ? s : page_end(ctx, out, PRINT_PAGE, &job_row_shape, next);
}

static Status run_list(Ctx *ctx, Cli *cli)
{
    (void)cli;
    return print_pages(ctx, &job_row_shape, page_of_jobs);
}

static Status write_retry(Ctx *ctx, void *work)
{
    const int64_t *id = work;
    Status s = job_retry(ctx, *id);
    return s ? s : audit_write(ctx, "job.retry", "job", *id, NULL);
}

static Status run_retry(Ctx *ctx, Cli *cli)
{
    char *end = NULL;
    int64_t id = cli->argument_count == 1 ? strtoll(cli->arguments[0], &end, 10) : 0;
    if (!end || *end || id <= 0) return fail(ctx, INVALID, "jobs retry takes one argument: ID");
    return database_write(ctx, ctx->house->database, write_retry, &id);
}

static Status run_run(Ctx *ctx, Cli *cli)
{
    (void)cli;
    int64_t count = 0;
    Status s = jobs_run_due(ctx, &count);
    if (!s) printf("%lld jobs ran\n", (long long)count);
    return s;
}

static const Option no_options[] = {{NULL}};

const Command job_commands[] = {
    {"jobs", "", "Print the work that waits, runs or has failed", NULL, no_options, NEEDS_READING,
     run_list},
    {"jobs list", "", "The same", NULL, no_options, NEEDS_READING, run_list},
    {"jobs retry", "ID", "Run a failed job again", NULL, no_options, NEEDS_PRESENT, run_retry},
    {"jobs run", "", "Run what is due, here and now", NULL, no_options, NEEDS_PRESENT, run_run},
    {NULL}};
