#include <stdio.h>

#include "access/audit.h"
#include "access/print.h"
#include "access/tables.h"

static Status page_of_audit(Ctx *ctx, const char *cursor, List *out, const char **next)
{
    AuditFilter filter = {.limit = PRINT_PAGE, .cursor = cursor};
    return audit_list(ctx, &filter, out, next);
}

static Status run_list(Ctx *ctx, Cli *cli)
{
    (void)cli;
    return print_pages(ctx, &audit_shape, page_of_audit);
}

static Status run_verify(Ctx *ctx, Cli *cli)
{
    (void)cli;
    AuditWalk walk = {.limit = INT64_MAX};
    Status s = audit_verify(ctx, &walk);
    if (!s) printf("%lld rows, unbroken\n", (long long)walk.rows);
    return s;
}

static const Option no_options[] = {{NULL}};

const Command audit_commands[] = {{"audit list", "", "Print who changed what, the newest first",
                                   NULL, no_options, NEEDS_READING, run_list},
                                  {"audit verify", "",
                                   "Check that no row of the audit log was changed or taken away",
                                   NULL, no_options, NEEDS_READING, run_verify},
                                  {NULL}};
