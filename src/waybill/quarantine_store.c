#include "waybill/quarantine_store.h"

#include <string.h>

#include "access/keys.h"
#include "base/json.h"
#include "db/db.h"

#define LISTED "id, reason, ingest_id, carrier, no, provider, code, action, at_ms"
#define WHOLE LISTED ", at_offset, inferred, input_sealed"

SQL(quarantine_add,
    "INSERT INTO scan_quarantine (id, hash, reason, ingest_id, carrier, no, provider, code,"
    " action, at_ms, at_offset, inferred, input_sealed)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING");
SQL(quarantine_ready,
    "SELECT " WHOLE " FROM scan_quarantine q WHERE id > $1"
    " AND ((reason = 2 AND at_ms <= $2) OR (reason = 1 AND EXISTS (SELECT 1 FROM code_mapping m"
    "  WHERE m.provider = q.provider AND (m.code = q.code OR m.code = q.action))))"
    " ORDER BY id LIMIT $3");
SQL(quarantine_page,
    "SELECT " LISTED " FROM scan_quarantine WHERE id > $1"
    " AND (CAST($2 AS BIGINT) = 0 OR reason = CAST($2 AS BIGINT))"
    " AND (CAST($3 AS TEXT) = '' OR provider = CAST($3 AS TEXT)) ORDER BY id LIMIT $4");
SQL(quarantine_one, "SELECT " WHOLE " FROM scan_quarantine WHERE id = $1");
SQL(quarantine_over, "DELETE FROM scan_quarantine WHERE id IN"
                     " (SELECT id FROM scan_quarantine WHERE id < $1 ORDER BY id LIMIT $2)");
SQL(quarantine_remove, "DELETE FROM scan_quarantine WHERE id = $1");

enum { WIDTH = 13 };

static Status values_of(Ctx *ctx, const Quarantined *item, int64_t ingest_id, DbValue *out)
{
    static const View clear = {.unmask = true};
    const ScanInput *scan = item->row->thing;
    Buf json;
    buf_init(&json, ctx->arena);
    json_encode(&json, &scan_input_shape, scan, &clear);
    Status s = buf_check(ctx, &json);
    Sealed sealed;
    if (!s) s = key_seal(ctx, "scan_quarantine.input", json.data, &sealed);
    if (s) return s;
    const DbValue values[WIDTH] = {
        db_int(ctx_id(ctx)),
        db_int(scan_hash(scan)),
        db_int(item->reason),
        db_int(scan->ingest_id ? scan->ingest_id : ingest_id),
        db_text(scan->carrier),
        db_text(scan->no),
        db_text(scan->provider),
        db_text(scan->code),
        db_text(scan->action),
        db_int(scan->at),
        db_int(scan->at_offset.minutes),
        scan->at_offset.inferred ? db_int(1) : db_null(),
        db_blob(sealed.bytes, sealed.length),
    };
    memcpy(out, values, sizeof values);
    return OK;
}

Status quarantine_store_add(Ctx *ctx, const Quarantined *items, size_t count, int64_t ingest_id)
{
    if (!count) return OK;
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++) {
        s = values_of(ctx, &items[i], ingest_id, values + i * WIDTH);
        items[i].row->outcome = UPSERT_QUARANTINED;
    }
    return s ? s : db_run_many(ctx, &quarantine_add, values, WIDTH, count, NULL);
}

/* The event as it came. What it was read from is our own JSON, so that it must decode. */
static Status input_read(Ctx *ctx, Rows *rows, ScanInput **out)
{
    size_t length;
    const void *bytes = rows_blob(rows, 11, &length);
    const char *json;
    *out = ARENA_NEW(ctx->arena, ScanInput);
    if (!*out) return no_memory(ctx);
    Status s = key_unseal(ctx, "scan_quarantine.input", bytes, length, &json);
    if (!s) s = json_decode(ctx, &scan_input_shape, *out, json, strlen(json));
    if (s) return s;
    (*out)->at_offset = (InstantOffset){rows_int(rows, 9), !rows_null(rows, 10)};
    (*out)->ingest_id = rows_int(rows, 2);
    return OK;
}

static void listed_read(Rows *rows, QuarantinedScan *out)
{
    *out = (QuarantinedScan){
        .id = rows_int(rows, 0),
        .reason = rows_int(rows, 1),
        .received_at = id_ms(rows_int(rows, 2)),
        .carrier = rows_copy(rows, 3),
        .no = rows_copy(rows, 4),
        .provider = rows_copy(rows, 5),
        .code = rows_copy(rows, 6),
        .action = rows_copy(rows, 7),
        .at = rows_int(rows, 8),
    };
}

/* Reads what `rows` has, at most `limit`, with the events where `whole`. */
static Status all_read(Ctx *ctx, Rows *rows, int64_t limit, bool whole, List *out)
{
    QuarantinedScan *items = ARENA_ARRAY(ctx->arena, (size_t)limit, QuarantinedScan);
    if (!items) return no_memory(ctx);
    *out = (List){items, 0};
    Status s = OK;
    while (!s && rows_next(rows)) {
        QuarantinedScan *item = &items[out->count++];
        ScanInput *event = NULL;
        if (whole) s = input_read(ctx, rows, &event);
        listed_read(rows, item);
        item->event = event;
    }
    Status ended = rows_end(rows);
    return s ? s : ended;
}

Status quarantine_store_ready(Ctx *ctx, int64_t after_id, int64_t latest_ms, int64_t limit,
                              List *out)
{
    Rows *rows;
    Status s =
        db_query(ctx, &quarantine_ready, &rows, db_int(after_id), db_int(latest_ms), db_int(limit));
    return s ? s : all_read(ctx, rows, limit, true, out);
}

Status quarantine_store_list(Ctx *ctx, const QuarantineFilter *filter, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &quarantine_page, &rows, db_int(filter->after_id),
                        db_int(filter->reason == NONE ? 0 : filter->reason),
                        db_text(filter->provider ? filter->provider : ""), db_int(filter->limit));
    return s ? s : all_read(ctx, rows, filter->limit, false, out);
}

Status quarantine_store_find(Ctx *ctx, int64_t id, QuarantinedScan *out)
{
    Rows *rows;
    List found;
    Status s = db_query(ctx, &quarantine_one, &rows, db_int(id));
    if (!s) s = all_read(ctx, rows, 1, true, &found);
    if (s) return s;
    if (!found.count) return NOT_FOUND;
    *out = *(const QuarantinedScan *)found.items;
    return OK;
}

Status quarantine_store_remove(Ctx *ctx, const int64_t *ids, size_t count)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        values[i] = db_int(ids[i]);
    return db_run_many(ctx, &quarantine_remove, values, 1, count, NULL);
}

/* An id says when its row was made. */
Status quarantine_store_forget(Ctx *ctx, int64_t before_ms, int64_t limit, int64_t *count)
{
    return db_run_count(ctx, &quarantine_over, count, db_int(id_floor(before_ms)), db_int(limit));
}
