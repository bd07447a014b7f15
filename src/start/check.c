#include "start/check.h"

#include <stdio.h>

#include "base/json.h"
#include "start/inspection.h"

static const char *const words[] = {[SEVERITY_OK] = "ok",
                                    [SEVERITY_NOTE] = "note",
                                    [SEVERITY_WARNING] = "WARNING",
                                    [SEVERITY_ERROR] = "ERROR"};

static const int exit_codes[] = {
    [SEVERITY_OK] = 0, [SEVERITY_NOTE] = 0, [SEVERITY_WARNING] = 1, [SEVERITY_ERROR] = 2};

static void print_findings(const Inspection *in)
{
    const Finding *finding = in->findings.items;
    for (size_t i = 0; i < in->findings.count; i++, finding++) {
        printf("%-8s %s: %s\n", words[finding->severity], finding->subject, finding->message);
        if (finding->hint) printf("         %s\n", finding->hint);
    }
    if (in->errors)
        printf("A server would not start: %lld to mend\n", (long long)in->errors);
    else
        printf("A server would start%s\n",
               in->worst == SEVERITY_WARNING ? "; mind the warnings" : "");
}

static Status print_json(Ctx *ctx, const Inspection *in)
{
    Buf out;
    buf_init(&out, ctx->arena);
    json_encode(&out, &inspection_shape, in, &(View){.unmask = true});
    Status s = buf_check(ctx, &out);
    if (!s) puts(out.data);
    return s;
}

Status run_check(Ctx *ctx, Cli *cli)
{
    ServeOptions options;
    Inspection inspection;
    Status s = serve_options_read(ctx, cli, &options);
    if (!s) s = inspect(ctx, &options, false, &inspection);
    if (s) return s;
    cli->exit_code = exit_codes[inspection.worst];
    if (cli_flag(cli, "json")) return print_json(ctx, &inspection);
    print_findings(&inspection);
    return OK;
}
