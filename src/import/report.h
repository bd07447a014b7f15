/* report.h -- what became of an import: counts, and what looks wrong. */
#pragma once

#include "base/buf.h"
#include "import/target.h"

enum { REPORT_WARNINGS = 32, REPORT_LINES = 5, REPORT_WORDS = 200, REPORT_REFUSALS = 20 };

/* A kind of warning and where it came first. */
typedef struct ReportWarning {
    char words[REPORT_WORDS];
    int64_t count;
    int64_t lines[REPORT_LINES];
    const char *paths[REPORT_LINES]; /* of the file that each line is of */
} ReportWarning;

typedef struct ImportReport {
    const ImportTarget *target;
    int64_t read, skipped;               /* rows of the files; those that the map does not want */
    int64_t main[UPSERT_OUTCOME_COUNT];  /* records by outcome */
    int64_t scans[UPSERT_OUTCOME_COUNT]; /* scans that rows of another target became */
    int64_t rejected_rows;
    const char *guessed_encoding; /* that of a file with too few words to be sure; NULL: of none */
    const char *path;             /* of the file that is being read */
    const char *refusals[REPORT_REFUSALS]; /* the first, as "FILE:LINE: field: reason" */
    size_t refusal_count;
    ReportWarning warnings[REPORT_WARNINGS];
    size_t warning_count;
    bool dry_run;
} ImportReport;

/* Counts a warning of a line of the present file; of each kind of words the first are kept. */
void report_warn(ImportReport *report, const char *words, int64_t line);

/* A row of the present file that was refused; `field` is empty where it is none's. Of the first
 * rows the words are kept, in ctx's arena: those of a Problem, which hold no personal values. */
Status report_refuse(Ctx *ctx, ImportReport *report, int64_t line, const char *field,
                     const char *reason);

/* Appends the summary as lines of text. */
void report_text(Buf *buf, const ImportReport *report);

/* Appends the refusals that were kept, a line each. */
void report_refusals(Buf *buf, const ImportReport *report);
