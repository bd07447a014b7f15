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

static Status check_end_given(Ctx *ctx, const char *word)
{
    AuditHead end;
    if (!word) return OK;
    if (audit_end_parse(ctx, word, &end))
        return fail_field(ctx, "--end", "what an earlier audit verify, or verify, printed");
    return audit_check_end(ctx, &end);
}

static Status run_verify(Ctx *ctx, Cli *cli)
{
    AuditWalk walk = {.limit = INT64_MAX};
    AuditHead end;
    const char *word;
    Status s = audit_verify(ctx, &walk);
    if (!s) s = check_end_given(ctx, cli_value(cli, "end"));
    if (!s) s = audit_end(ctx, &end);
    if (!s) s = audit_end_text(ctx, &end, &word);
    if (!s) printf("%lld rows, unbroken; the end is %s\n", (long long)walk.rows, word);
    return s;
}

static const Option no_options[] = {{NULL}};
static const Option verify_options[] = {
    {"end", "END", "An end that was printed earlier: the log must have had it", false}, {NULL}};

const Command audit_commands[] = {{"audit list", "", "Print who changed what, the newest first",
                                   NULL, no_options, NEEDS_READING, run_list},
                                  {"audit verify", "",
                                   "Check that no row of the audit log was changed or taken away",
                                   "Rows taken away from its end are missed where the data folder "
                                   "knows of them, or --end does: note elsewhere what is printed.",
                                   verify_options, NEEDS_READING, run_verify},
                                  {NULL}};
