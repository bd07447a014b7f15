#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"
#include "house.h"
#include "import/import.h"
#include "import/import_slice.h"

static Status target_read(Ctx *ctx, const Cli *cli, const ImportTarget **out)
{
    Buf names;
    *out = cli->argument_count ? import_target(cli->arguments[0]) : NULL;
    if (*out && cli->argument_count > 1) return OK;
    if (*out) return fail_field(ctx, "FILE", "name a file to import");
    buf_init(&names, ctx->arena);
    for (const ImportTarget *target = import_targets; target->name; target++)
        buf_format(&names, "%s%s", names.length ? ", " : "", target->name);
    Status s = buf_check(ctx, &names);
    return s ? s : fail(ctx, INVALID, "say what to import: %s", names.data);
}

static Status format_read(Ctx *ctx, const Cli *cli, RowOptions *out)
{
    static const Name formats[] = {{"csv", ROWS_CSV, NULL},
                                   {"ndjson", ROWS_NDJSON, NULL},
                                   {"json", ROWS_JSON, NULL},
                                   {"xlsx", ROWS_XLSX, NULL},
                                   {NULL, 0, NULL}};
    const char *given = cli_value(cli, "format");
    int64_t format = given ? name_value(formats, given) : ROWS_GUESS;
    if (format == NONE) return fail_field(ctx, "--format", "csv, ndjson, json or xlsx");
    out->format = (RowFormat)format;
    return OK;
}

static Status source_read(Ctx *ctx, const Cli *cli, RowOptions *out)
{
    const char *delimiter = cli_value(cli, "delimiter");
    *out = (RowOptions){.encoding = cli_value(cli, "encoding"), .sheet = cli_value(cli, "sheet")};
    if (delimiter && strcmp(delimiter, "tab") == 0) delimiter = "\t";
    if (delimiter && strlen(delimiter) != 1)
        return fail_field(ctx, "--delimiter", "one character of , ; | or the word tab");
    if (delimiter) out->delimiter = delimiter[0];
    return format_read(ctx, cli, out);
}

/* What to do about refused rows; they themselves are named where no file takes them. */
static Status refused(Ctx *ctx, const ImportReport *report, const char *rejects)
{
    int64_t more = report->rejected_rows - (int64_t)report->refusal_count;
    Status s = fail(ctx, INVALID, "%lld %s refused", (long long)report->rejected_rows,
                    report->rejected_rows == 1 ? "row was" : "rows were");
    if (rejects)
        problem_hint(ctx, "they are in %s: mend them there and import that file", rejects);
    else if (more > 0)
        problem_hint(ctx, "%lld more are not shown: --rejects OUT.csv keeps all, to be mended",
                     (long long)more);
    else
        problem_hint(ctx, "--rejects OUT.csv keeps refused rows, to be mended");
    return s;
}

static Status report_print(Ctx *ctx, const ImportReport *report, const char *rejects)
{
    Buf text, refusals;
    buf_init(&text, ctx->arena);
    buf_init(&refusals, ctx->arena);
    report_text(&text, report);
    if (!rejects) report_refusals(&refusals, report);
    Status s = buf_check(ctx, &text);
    if (!s) s = buf_check(ctx, &refusals);
    if (s) return s;
    fputs(text.data, stdout);
    if (report->rejected_rows == 0) return OK;
    fflush(stdout); /* the summary comes first; whether it came is looked at in the end */
    if (refusals.length) fputs(refusals.data, stderr);
    return refused(ctx, report, rejects);
}

static Status target_open(Ctx *ctx, ImportTarget *out, const ImportTarget **target)
{
    Status s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    s = import_target_declared(ctx, *target, out);
    database_give_back(ctx, ctx->house->database);
    if (!s && (*target)->declared) *target = out;
    return s;
}

static Status run_import(Ctx *ctx, Cli *cli)
{
    Map *map = NULL;
    ImportTarget declared;
    ImportReport report;
    Import import = {.rejects = cli_value(cli, "rejects"),
                     .dry_run = cli_flag(cli, "dry-run"),
                     .progress = cli_flag(cli, "quiet") ? -1 : STDERR_FILENO};
    Status s = target_read(ctx, cli, &import.target);
    if (!s) s = target_open(ctx, &declared, &import.target);
    if (!s) s = source_read(ctx, cli, &import.source);
    if (!s && cli_value(cli, "map"))
        s = map_read_file(ctx, import.target, cli_value(cli, "map"), &map);
    if (s) return s;
    import.map = map;
    import.paths = cli->arguments + 1;
    import.path_count = (size_t)cli->argument_count - 1;
    s = import_run(ctx, &import, &report);
    if (!s) return report_print(ctx, &report, import.rejects);
    if (report.read && !ctx->problem.hint[0])
        problem_hint(ctx, "what was read before is in; importing the file again goes on");
    return s;
}

static const Option import_options[] = {
    {"map", "MAP.json", "Which column is what (docs/import.md); else columns are named as fields",
     false},
    {"dry-run", NULL, "Do everything, write nothing, say what would have been", false},
    {"rejects", "OUT.csv", "Where refused rows go, with file, line, field and reason", false},
    {"format", "csv|ndjson|json|xlsx", "What the files are; else by their names or first bytes",
     false},
    {"encoding", "NAME", "Of CSV: utf-8, gb18030 …; else found out", false},
    {"delimiter", "C", "Of CSV: , ; | or tab; else found out", false},
    {"sheet", "NAME", "Of XLSX; else the first", false},
    {"quiet", NULL, "No progress bar", false},
    {NULL, NULL, NULL, false}};

const Command import_commands[] = {
    {"import", "waybills|scans|customers|products|lanes FILE…",
     "Bring in files of parcels, events, customers, products or lanes (CSV, JSON, XLSX)",
     "An import is an upsert by natural key: a second file enriches, the same file twice changes\n"
     "nothing, and one that was killed is simply run again. The exit code is 65 when rows were\n"
     "refused.",
     import_options, NEEDS_WRITING, run_import},
    {NULL, NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL}};
