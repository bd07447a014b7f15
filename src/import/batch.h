/* batch.h -- records on their way into the database, many in one transaction; callers use import.h.
 *
 * While one batch is applied on a writer's thread, the next is decoded on the command's. */
#pragma once

#include <semaphore.h>

#include "base/upsert.h"
#include "db/db.h"
#include "import/report.h"

enum { BATCH_RECORDS = 50000 };
enum { BATCH_DECLARED = 1000 }; /* of a target with declared fields: its rows are written singly */
#define BATCH_BYTES ((size_t)48 << 20) /* of texts and structs; a row more may pass it */

/* A row of the file as it stood there, kept until it is known to be in. */
typedef struct RawRow {
    Row row;
    struct RawRow *next;
} RawRow;

/* What one row, or several that share a key, become. */
typedef struct Record {
    RawRow *first, *last;
    void *thing;                /* of the first part; NULL where there are only scans */
    uint64_t key;               /* of several rows */
    bool refused;               /* before it was applied */
    bool rejected;              /* then, or by applying */
    int64_t bad_line;           /* which of its rows is to blame; 0: all */
    const char *field, *reason; /* once it is rejected */
    size_t part; /* of the plan, whose field it is, when applying refused it; else 0 */
} Record;

/* The structs of one target. */
typedef struct ImportBatchPart {
    const ImportTarget *target;
    UpsertRow *rows;
    Record **records; /* of each row */
    size_t *parts;    /* of the plan: which made the row */
    size_t count, room;
} ImportBatchPart;

enum { BATCH_PARTS = 2 }; /* the target itself; scans */

typedef struct ImportBatch {
    Ctx ctx; /* its own arena; as the import's otherwise */
    Record *records;
    size_t count;
    ImportBatchPart parts[BATCH_PARTS];
    int64_t bytes; /* how far the file was read */
    Write write;
    Status status; /* of the write */
    sem_t done;
    bool sent;
} ImportBatch;

/* `scans`: how many scans a row may become. NO_MEMORY. */
Status import_batch_new(Ctx *ctx, const ImportTarget *target, size_t scans, ImportBatch **out);
void import_batch_free(ImportBatch *batch); /* NULL is allowed */
void import_batch_clear(ImportBatch *batch);
bool import_batch_is_full(const ImportBatch *batch);

/* Adds a struct, made by a part of the plan, to be applied for a record. INVALID when the record
 * has too many. */
Status import_batch_add(Ctx *ctx, ImportBatch *batch, Record *record, const ImportTarget *target,
                        size_t plan_part, void *thing);

/* Applies, in the transaction of ctx. Those refused are rejected records afterwards. */
Status import_batch_apply(Ctx *ctx, ImportBatch *batch);

/* The same in a transaction of its own, on a writer's thread; import_batch_wait waits for it and
 * returns what became of it. */
Status import_batch_send(Ctx *ctx, ImportBatch *batch, struct Database *database);
Status import_batch_wait(Ctx *ctx, ImportBatch *batch);
