/* reader.h -- rows of one file into records, and records into batches; callers use import.h. */
#pragma once

#include "import/batch.h"
#include "import/plan.h"
#include "import/rejects.h"
#include "import/seen.h"

typedef struct Reader {
    RowSource *source;
    Plan *plan;
    Rejects *rejects;
    Texts columns; /* of the rejects */
    ImportReport *report;
    bool in_transaction;         /* of ctx: batches are applied at once, in this thread */
    ImportBatch *filling, *sent; /* the one that rows go to; the one that may be on its way */
    Record *open;                /* of several rows, and the last: more may follow */
    Seen seen;                   /* keys of the records that are closed */
} Reader;

/* Makes the batches. NO_MEMORY; reader_close is due in any case. */
Status reader_open(Ctx *ctx, Reader *reader, const ImportTarget *target, const Map *map);

/* Frees them: nothing may be on its way any more. */
void reader_close(Reader *reader);

/* Takes the next row; *more turns false when there is none. */
Status reader_row(Ctx *ctx, Reader *reader, bool *more);

/* Applies what was read, and writes down what was refused. */
Status reader_flush(Ctx *ctx, Reader *reader);

/* Waits for what is on its way and forgets what was read: at the end of a file, whatever became of
 * it. */
void reader_abandon(Reader *reader);
