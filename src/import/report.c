#include "import/report.h"

#include <string.h>

#include "base/ctx.h"

void report_warn(ImportReport *report, const char *words, int64_t line)
{
    ReportWarning *warning = report->warnings;
    const ReportWarning *end = warning + report->warning_count;
    while (warning < end && strncmp(warning->words, words, REPORT_WORDS - 1) != 0)
        warning++;
    if (warning == end) {
        if (report->warning_count == REPORT_WARNINGS) return;
        report->warning_count++;
        strncpy(warning->words, words, REPORT_WORDS - 1);
    }
    if (warning->count < REPORT_LINES) {
        warning->lines[warning->count] = line;
        warning->paths[warning->count] = report->path;
    }
    warning->count++;
}

Status report_refuse(Ctx *ctx, ImportReport *report, int64_t line, const char *field,
                     const char *reason)
{
    if (report->refusal_count == REPORT_REFUSALS) return OK;
    const char *words = arena_format(ctx->arena, "%s:%lld: %s%s%s", report->path, (long long)line,
                                     field, *field ? ": " : "", reason);
    if (!words) return no_memory(ctx);
    report->refusals[report->refusal_count++] = words;
    return OK;
}

/* What always stands there, then what happened besides. */
static void put_outcomes(Buf *buf, const int64_t *outcomes)
{
    static const UpsertOutcome order[] = {UPSERT_CREATED,   UPSERT_CHANGED,     UPSERT_UNCHANGED,
                                          UPSERT_DUPLICATE, UPSERT_QUARANTINED, UPSERT_REJECTED};
    const char *before = "";
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (order[i] == UPSERT_QUARANTINED && !outcomes[order[i]]) continue;
        buf_format(buf, "%s%lld %s", before, (long long)outcomes[order[i]],
                   upsert_outcome_name(order[i]));
        before = ", ";
    }
    buf_char(buf, '\n');
}

static void put_warning(Buf *buf, const ReportWarning *warning)
{
    buf_format(buf, "warning: %lld %s: %s (", (long long)warning->count,
               warning->count == 1 ? "row" : "rows", warning->words);
    int64_t shown = warning->count < REPORT_LINES ? warning->count : REPORT_LINES;
    for (int64_t i = 0; i < shown; i++)
        buf_format(buf, "%s%s:%lld", i ? ", " : "", warning->paths[i],
                   (long long)warning->lines[i]);
    buf_text(buf, warning->count > shown ? " …)\n" : ")\n");
}

void report_text(Buf *buf, const ImportReport *report)
{
    int64_t scans = 0;
    for (int i = 0; i < UPSERT_OUTCOME_COUNT; i++)
        scans += report->scans[i];
    if (report->dry_run) buf_text(buf, "Nothing was written. This is what would have been:\n");
    buf_format(buf, "rows: %lld read", (long long)report->read);
    if (report->skipped) buf_format(buf, ", %lld skipped by the map", (long long)report->skipped);
    buf_format(buf, "\n%s: ", report->target->name);
    put_outcomes(buf, report->main);
    if (scans) {
        buf_text(buf, "scans: ");
        put_outcomes(buf, report->scans);
    }
    if (report->guessed_encoding)
        buf_format(buf,
                   "warning: the encoding was guessed from few words: %s; --encoding names it\n",
                   report->guessed_encoding);
    for (size_t i = 0; i < report->warning_count; i++)
        put_warning(buf, &report->warnings[i]);
}

void report_refusals(Buf *buf, const ImportReport *report)
{
    for (size_t i = 0; i < report->refusal_count; i++)
        buf_format(buf, "%s\n", report->refusals[i]);
}
