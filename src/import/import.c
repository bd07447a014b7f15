#include "import/import.h"

#include <string.h>

#include "access/setting.h"
#include "base/progress.h"
#include "house.h"
#include "import/reader.h"

/* Everything in one transaction, which is then undone: what would have been is exact, at the price
 * that nobody else writes meanwhile. */
typedef struct DryRun {
    const Import *import;
    ImportReport *report;
    Status status;
} DryRun;

/* --- one file --- */

static RowOptions options_of(const Import *import)
{
    RowOptions options = import->map ? import->map->source : (RowOptions){0};
    if (import->source.format) options.format = import->source.format;
    if (import->source.encoding) options.encoding = import->source.encoding;
    if (import->source.delimiter) options.delimiter = import->source.delimiter;
    if (import->source.sheet) options.sheet = import->source.sheet;
    return options;
}

static Status file_begin(Ctx *ctx, const Import *import, const char *path, Reader *reader)
{
    Texts columns;
    RowOptions options = options_of(import);
    options.may_guess = true;
    PlanRules rules = {.zone = setting_text(ctx, SETTING_NAMED_ZONE)};
    Status s = row_source_file(ctx, path, &options, &reader->source);
    if (!s) s = plan_new(ctx, import->target, import->map, &rules, reader->source, &reader->plan);
    if (!s) s = plan_columns(ctx, reader->plan, &columns);
    if (!s) s = rejects_columns(ctx, reader->rejects, &columns);
    if (s) return s;
    if (row_source_encoding_guessed(reader->source))
        reader->report->guessed_encoding = row_source_encoding(reader->source);
    reader->columns = columns;
    return OK;
}

static Status file_rows(Ctx *ctx, const Import *import, Reader *reader, Progress *progress)
{
    int64_t done, all;
    bool more = true;
    Status s = OK;
    while (!s && more) {
        s = reader_row(ctx, reader, &more);
        row_source_progress(reader->source, &done, &all);
        if (!s && import->progress >= 0) progress_move(progress, done, reader->report->read);
    }
    return s ? s : reader_flush(ctx, reader);
}

static Status file_read(Ctx *ctx, const Import *import, const char *path, Reader *reader)
{
    Progress progress;
    int64_t done = 0, all = 0;
    const char *slash = strrchr(path, '/');
    reader->report->path = path;
    Status s = file_begin(ctx, import, path, reader);
    if (!s) row_source_progress(reader->source, &done, &all);
    if (!s && import->progress >= 0)
        progress_begin(&progress, import->progress, slash ? slash + 1 : path, "rows", all);
    if (!s) {
        s = file_rows(ctx, import, reader, &progress);
        if (import->progress >= 0) progress_end(&progress);
    }
    reader_abandon(reader);
    row_source_close(reader->source);
    reader->source = NULL;
    return s;
}

/* --- all of them --- */

static Status files_read(Ctx *ctx, const Import *import, Reader *reader)
{
    Status s = rejects_open(ctx, import->rejects, &reader->rejects);
    if (!s) s = reader_open(ctx, reader, import->target, import->map);
    for (size_t i = 0; !s && i < import->path_count; i++) {
        s = file_read(ctx, import, import->paths[i], reader);
        if (s) problem_file(ctx, import->paths[i]);
    }
    reader->report->rejected_rows = reader->rejects ? rejects_count(reader->rejects) : 0;
    return s ? s : rejects_finish(ctx, reader->rejects);
}

static Status import_all(Ctx *ctx, const Import *import, ImportReport *report, bool one)
{
    *report = (ImportReport){.target = import->target, .dry_run = import->dry_run};
    Reader reader = {.report = report, .in_transaction = one};
    Status s = files_read(ctx, import, &reader);
    reader_close(&reader);
    rejects_close(reader.rejects);
    return s;
}

static Status dry_run(Ctx *ctx, void *work)
{
    DryRun *dry = work;
    dry->status = import_all(ctx, dry->import, dry->report, true);
    return dry->status ? dry->status : fail(ctx, CONFLICT, "a dry run is undone");
}

Status import_run(Ctx *ctx, const Import *import, ImportReport *report)
{
    if (!import->dry_run) return import_all(ctx, import, report, false);
    DryRun dry = {import, report, INTERNAL};
    Status s = database_write_in(ctx, ctx->house->database, LANE_LONG, dry_run, &dry);
    if (s != CONFLICT || dry.status) return s;
    problem_clear(ctx);
    return OK;
}
