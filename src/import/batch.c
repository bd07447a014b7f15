#include "import/batch.h"

#include <errno.h>
#include <string.h>

static Status part_new(Ctx *ctx, ImportBatchPart *part, const ImportTarget *target, size_t room)
{
    part->target = target;
    part->room = room;
    part->rows = memory_alloc(room * sizeof *part->rows);
    part->records = memory_alloc(room * sizeof *part->records);
    part->parts = memory_alloc(room * sizeof *part->parts);
    return part->rows && part->records && part->parts ? OK : no_memory(ctx);
}

Status import_batch_new(Ctx *ctx, const ImportTarget *target, size_t scans, ImportBatch **out)
{
    ImportBatch *batch = memory_alloc(sizeof *batch);
    *out = batch;
    if (!batch) return no_memory(ctx);
    bool scans_only = target == import_target("scans");
    batch->ctx = *ctx;
    batch->ctx.arena = arena_new();
    batch->ctx.db = NULL;
    sem_init(&batch->done, 0, 0);
    batch->records = memory_alloc(BATCH_RECORDS * sizeof *batch->records);
    if (!batch->ctx.arena || !batch->records) return no_memory(ctx);
    size_t each = scans_only && scans ? scans : 1;
    Status s = part_new(ctx, &batch->parts[0], target, 2 * BATCH_RECORDS * each);
    if (!s && scans && !scans_only)
        s = part_new(ctx, &batch->parts[1], import_target("scans"), 2 * BATCH_RECORDS * scans);
    return s;
}

void import_batch_free(ImportBatch *batch)
{
    if (!batch) return;
    for (int i = 0; i < BATCH_PARTS; i++) {
        memory_free(batch->parts[i].rows);
        memory_free(batch->parts[i].records);
        memory_free(batch->parts[i].parts);
    }
    memory_free(batch->records);
    arena_release(batch->ctx.arena);
    sem_destroy(&batch->done);
    memory_free(batch);
}

void import_batch_clear(ImportBatch *batch)
{
    batch->count = 0;
    for (int i = 0; i < BATCH_PARTS; i++)
        batch->parts[i].count = 0;
    arena_clear(batch->ctx.arena);
}

/* Half of the room is for the scans of one record: where it is of many rows it may have many. */
bool import_batch_is_full(const ImportBatch *batch)
{
    size_t most = batch->parts[0].target->declared ? BATCH_DECLARED : BATCH_RECORDS;
    for (int i = 0; i < BATCH_PARTS; i++)
        if (batch->parts[i].room && batch->parts[i].count * 2 > batch->parts[i].room) return true;
    return batch->count == most || arena_used(batch->ctx.arena) > BATCH_BYTES;
}

Status import_batch_add(Ctx *ctx, ImportBatch *batch, Record *record, const ImportTarget *target,
                        size_t plan_part, void *thing)
{
    ImportBatchPart *part = &batch->parts[batch->parts[0].target == target ? 0 : 1];
    if (part->count == part->room)
        return fail(ctx, INVALID, "the record has more than %zu scans", part->room / 2);
    part->records[part->count] = record;
    part->parts[part->count] = plan_part;
    part->rows[part->count++] =
        (UpsertRow){.thing = thing, .shape = target->shape, .number = record->first->row.line};
    return OK;
}

/* A transaction may be run again from its start: nothing was refused by applying yet. */
static void part_reset(ImportBatchPart *part)
{
    for (size_t i = 0; i < part->count; i++)
        part->records[i]->rejected = part->records[i]->refused;
}

/* All rows wait, but those of a record that was refused already. */
static void part_prepare(ImportBatchPart *part)
{
    for (size_t i = 0; i < part->count; i++) {
        const Record *record = part->records[i];
        UpsertRow *row = &part->rows[i];
        row->outcome = record->rejected ? UPSERT_REJECTED : UPSERT_WAITING;
        row->field = row->reason = row->warning = NULL;
    }
}

/* The first reason stands. */
static void part_note(ImportBatchPart *part)
{
    for (size_t i = 0; i < part->count; i++) {
        const UpsertRow *row = &part->rows[i];
        Record *record = part->records[i];
        if (row->outcome != UPSERT_REJECTED || record->rejected) continue;
        record->rejected = true;
        record->field = row->field;
        record->reason = row->reason;
        record->part = part->parts[i];
    }
}

Status import_batch_apply(Ctx *ctx, ImportBatch *batch)
{
    for (int i = 0; i < BATCH_PARTS; i++)
        part_reset(&batch->parts[i]);
    for (int i = 0; i < BATCH_PARTS; i++) {
        ImportBatchPart *part = &batch->parts[i];
        if (part->count == 0) continue;
        part_prepare(part);
        Status s = part->target->apply(ctx, part->rows, part->count);
        if (s) return s;
        part_note(part);
    }
    return OK;
}

static Status write_run(Ctx *ctx, void *work)
{
    return import_batch_apply(ctx, work);
}

static void write_done(void *work, Status status)
{
    ImportBatch *batch = work;
    batch->status = status;
    sem_post(&batch->done);
}

Status import_batch_send(Ctx *ctx, ImportBatch *batch, struct Database *database)
{
    batch->write = (Write){
        .ctx = &batch->ctx, .run = write_run, .done = write_done, .work = batch, .lane = LANE_LONG};
    Status s = database_submit(database, &batch->write);
    if (s) return fail(ctx, s, "the database is closing");
    batch->sent = true;
    return OK;
}

Status import_batch_wait(Ctx *ctx, ImportBatch *batch)
{
    if (!batch->sent) return OK;
    while (sem_wait(&batch->done) && errno == EINTR)
        ;
    batch->sent = false;
    if (batch->status) ctx->problem = batch->ctx.problem;
    return batch->status;
}
