#include "import/reader.h"

#include <stdio.h>
#include <string.h>

#include "base/ctx.h"
#include "house.h"

/* --- batches come back --- */

static Status record_refused(Ctx *ctx, Reader *reader, const Record *record)
{
    const char *field = plan_place(reader->plan, record->part, record->field);
    char other[64];
    snprintf(other, sizeof other, "line %lld of the same record is refused",
             (long long)record->bad_line);
    for (const RawRow *raw = record->first; raw; raw = raw->next) {
        bool to_blame = !record->bad_line || record->bad_line == raw->row.line;
        const char *named = to_blame && field ? field : "";
        const char *reason = to_blame ? record->reason : other;
        const Refusal refusal = {reader->report->path, &raw->row, named, reason};
        Status s = rejects_add(ctx, reader->rejects, &refusal);
        if (!s) s = report_refuse(ctx, reader->report, raw->row.line, named, reason);
        if (s) return s;
    }
    return OK;
}

static void part_count(Reader *reader, const ImportBatchPart *part, int64_t *outcomes)
{
    for (size_t i = 0; i < part->count; i++) {
        const UpsertRow *row = &part->rows[i];
        if (row->outcome != UPSERT_REJECTED) outcomes[row->outcome]++;
        if (row->warning) report_warn(reader->report, row->warning, row->number);
    }
}

/* Counts what a batch became and writes down what was refused, in the order of the file. */
static Status batch_settle(Ctx *ctx, Reader *reader, ImportBatch *batch)
{
    Status s = OK;
    bool two = batch->parts[1].target != NULL;
    part_count(reader, &batch->parts[0], reader->report->main);
    if (two) part_count(reader, &batch->parts[1], reader->report->scans);
    for (size_t i = 0; i < batch->count && !s; i++) {
        if (!batch->records[i].rejected) continue;
        reader->report->main[UPSERT_REJECTED]++;
        s = record_refused(ctx, reader, &batch->records[i]);
    }
    import_batch_clear(batch);
    return s;
}

static Status sent_settle(Ctx *ctx, Reader *reader)
{
    if (!reader->sent->sent) return OK;
    Status s = import_batch_wait(ctx, reader->sent);
    return s ? s : batch_settle(ctx, reader, reader->sent);
}

/* One batch is on its way at a time: they must be applied in the order of the file. */
static Status filling_send(Ctx *ctx, Reader *reader)
{
    Status s = sent_settle(ctx, reader);
    if (s) return s;
    if (reader->in_transaction) {
        Ctx *own = &reader->filling->ctx;
        own->db = ctx->db;
        s = import_batch_apply(own, reader->filling);
        if (s) ctx->problem = own->problem;
        return s ? s : batch_settle(ctx, reader, reader->filling);
    }
    s = import_batch_send(ctx, reader->filling, ctx->house->database);
    if (s) return s;
    ImportBatch *empty = reader->sent;
    reader->sent = reader->filling;
    reader->filling = empty;
    return OK;
}

/* --- rows --- */

/* A row with a cell too few or too many stays as it is, or it would be taken, shifted or cut, when
 * the rejects file is imported and nobody has mended it. Only what a rejects file adds goes. */
static size_t ragged_count(const Reader *reader, const Row *row)
{
    size_t columns = row_source_columns(reader->source)->count;
    size_t added = columns - reader->columns.count;
    bool ragged = row->kind == ROW_BAD && row->count && row->count != columns &&
                  row_source_format(reader->source) == ROWS_CSV;
    return !ragged ? 0 : row->count > added ? row->count - added : row->count;
}

static void cells_arrange(const Reader *reader, const Row *row, Cell *cells)
{
    const Texts *columns = row_source_columns(reader->source);
    for (size_t i = 0, at = 0; i < reader->columns.count; i++) {
        /* Mostly the same columns in the same order; those of a rejects file stand at the end. */
        while (at < columns->count && strcmp(columns->items[at], reader->columns.items[i]) != 0)
            at++;
        cells[i] = at < row->count ? row->cells[at] : (Cell){.text = ""};
        at = at < columns->count ? at + 1 : 0;
    }
}

/* A copy of the row in the order of the rejects file's columns. */
static RawRow *raw_copy(Arena *arena, const Reader *reader, const Row *row)
{
    size_t bytes = 0, ragged = ragged_count(reader, row);
    size_t count = ragged ? ragged : reader->columns.count;
    RawRow *raw = ARENA_NEW(arena, RawRow);
    Cell *cells = ARENA_ARRAY(arena, count, Cell);
    if (!raw || !cells) return NULL;
    if (ragged)
        memcpy(cells, row->cells, count * sizeof *cells);
    else
        cells_arrange(reader, row, cells);
    for (size_t i = 0; i < count; i++)
        bytes += cells[i].length;
    char *text = arena_alloc(arena, bytes);
    for (size_t i = 0; text && i < count; i++) {
        memcpy(text, cells[i].text, cells[i].length);
        cells[i].text = text;
        text += cells[i].length;
    }
    raw->row = (Row){.kind = row->kind, .line = row->line, .cells = cells, .count = count};
    return text || bytes == 0 ? raw : NULL;
}

/* --- records --- */

/* Refuses a record as a whole by what was found before applying it: that stays, however often it is
 * applied. */
static Status record_refuse(Ctx *own, Record *record, int64_t bad_line)
{
    record->refused = record->rejected = true;
    record->bad_line = bad_line;
    record->field = arena_text(own->arena, own->problem.field);
    record->reason = arena_text(own->arena, own->problem.message);
    problem_clear(own);
    return record->field && record->reason ? OK : no_memory(own);
}

/* Adds a row's struct: to the record's own one, or as one of its scans. */
static Status record_add(Ctx *own, Reader *reader, Record *record, size_t part, void *thing)
{
    if (part == 0) {
        if (record->thing) return plan_combine(own, reader->plan, record->thing, thing);
        record->thing = thing;
        return OK;
    }
    Status s = plan_check(own, reader->plan, part, thing);
    if (s) return s;
    return import_batch_add(own, reader->filling, record, plan_target(reader->plan, part), part,
                            thing);
}

static Status row_decode(Ctx *own, Reader *reader, const Row *row, Record *record)
{
    Plan *plan = reader->plan;
    for (size_t i = 0; i < plan_part_count(plan); i++) {
        bool given;
        void *thing = arena_alloc(own->arena, plan_target(plan, i)->shape->size);
        if (!thing) return no_memory(own);
        Status s = plan_decode(own, plan, i, row, thing, &given);
        if (!s && given) s = record_add(own, reader, record, i, thing);
        if (s) return s;
    }
    return OK;
}

static void row_warn(Ctx *own, Reader *reader, const Row *row)
{
    const Map *map = plan_map(reader->plan);
    for (size_t i = 0; i < map->order_count; i++) {
        char words[REPORT_WORDS];
        if (!plan_disorder(own, reader->plan, row, i)) continue;
        snprintf(words, sizeof words, "%s lies before %s", map->orders[i].after,
                 map->orders[i].before);
        report_warn(reader->report, words, row->line);
    }
}

/* Nothing more belongs to the open record. */
static Status record_close(Ctx *ctx, Reader *reader)
{
    Record *record = reader->open;
    Ctx *own = &reader->filling->ctx;
    reader->open = NULL;
    if (!record) return OK;
    if (record->key && !seen_add(&reader->seen, record->key)) return no_memory(ctx);
    if (record->refused || !record->thing) return OK;
    Status s = plan_check(own, reader->plan, 0, record->thing);
    if (!s)
        s = import_batch_add(own, reader->filling, record, plan_target(reader->plan, 0), 0,
                             record->thing);
    if (s == INVALID) s = record_refuse(own, record, 0);
    if (s) ctx->problem = own->problem;
    return s;
}

/* The record that the row is of: the open one, or a new one in a batch that has room. */
static Status record_for(Ctx *ctx, Reader *reader, uint64_t key, Record **out)
{
    *out = reader->open;
    if (reader->open && key && reader->open->key == key) return OK;
    Status s = record_close(ctx, reader);
    if (!s && import_batch_is_full(reader->filling)) s = filling_send(ctx, reader);
    if (s) return s;
    ImportBatch *batch = reader->filling;
    *out = reader->open = &batch->records[batch->count++];
    **out = (Record){.key = key};
    return OK;
}

static Status row_take(Ctx *own, Reader *reader, const Row *row, Record *record)
{
    bool begins = record->first == record->last;
    Status s = OK;
    if (record->refused) return OK;
    if (row->kind == ROW_BAD) return record_refuse(own, record, row->line);
    if (begins && record->key && seen_has(&reader->seen, record->key))
        s = fail_field(own, plan_map(reader->plan)->repeat_key.items[0],
                       "other rows of this record stand further up: put them together");
    if (!s) s = row_decode(own, reader, row, record);
    if (s == INVALID || s == TOO_LARGE) return record_refuse(own, record, row->line);
    if (!s) row_warn(own, reader, row);
    return s;
}

static Status record_take(Ctx *ctx, Reader *reader, const Row *row)
{
    uint64_t key;
    Record *record;
    Status s = plan_record(ctx, reader->plan, row, &key);
    if (!s) s = record_for(ctx, reader, row->count ? key : 0, &record);
    if (s) return s;
    Ctx *own = &reader->filling->ctx;
    own->problem = ctx->problem;
    RawRow *raw = raw_copy(own->arena, reader, row);
    if (!raw) return no_memory(ctx);
    if (record->last) record->last->next = raw;
    if (!record->first) record->first = raw;
    record->last = raw;
    s = row_take(own, reader, row, record);
    if (s) ctx->problem = own->problem;
    if (!s && !key) s = record_close(ctx, reader);
    return s;
}

Status reader_row(Ctx *ctx, Reader *reader, bool *more)
{
    Row row;
    Status s = row_source_next(ctx, reader->source, &row);
    *more = !s && row.kind != ROW_END;
    if (!*more) return s;
    reader->report->read++;
    if (row.kind == ROW_CELLS && !plan_wants(reader->plan, &row)) {
        reader->report->skipped++;
        return OK;
    }
    return record_take(ctx, reader, &row);
}

/* --- beginning and end --- */

Status reader_open(Ctx *ctx, Reader *reader, const ImportTarget *target, const Map *map)
{
    size_t scans = map ? map->scan_count : 0;
    Status s = import_batch_new(ctx, target, scans, &reader->filling);
    return s ? s : import_batch_new(ctx, target, scans, &reader->sent);
}

Status reader_flush(Ctx *ctx, Reader *reader)
{
    Status s = record_close(ctx, reader);
    if (!s) s = filling_send(ctx, reader);
    return s ? s : sent_settle(ctx, reader);
}

void reader_abandon(Reader *reader)
{
    if (reader->sent && reader->sent->sent) {
        Ctx unheard = reader->sent->ctx;
        Status s = import_batch_wait(&unheard, reader->sent);
        (void)s; /* something else failed before, and is what is told */
    }
    if (reader->filling) import_batch_clear(reader->filling);
    if (reader->sent) import_batch_clear(reader->sent);
    reader->open = NULL;
    seen_release(&reader->seen);
}

void reader_close(Reader *reader)
{
    import_batch_free(reader->filling);
    import_batch_free(reader->sent);
    seen_release(&reader->seen);
}
