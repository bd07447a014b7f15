/* import.h -- files into the database: an upsert by natural key, in bounded transactions.
 *
 * The same file twice changes nothing, a second file enriches, an import that was killed is simply
 * run again. */
#pragma once

#include "base/rows.h"
#include "import/map.h"
#include "import/report.h"

typedef struct Import {
    const ImportTarget *target;
    const Map *map;    /* NULL: the columns are the target's fields */
    RowOptions source; /* over what the map says of the file */
    const char *const *paths;
    size_t path_count;
    const char *rejects; /* where refused rows go; NULL: they are only counted */
    bool dry_run;        /* all in one transaction, which is undone */
    int progress;        /* descriptor for the bar; -1: none */
} Import;

/* Refused rows are no failure: they are counted in the report. Any Status but OK: reading or
 * writing stopped; batches that were applied by then stay. */
Status import_run(Ctx *ctx, const Import *import, ImportReport *report);
