#include "watch/finding_store.h"

#include "db/db.h"

SQL(finding_add,
    "INSERT INTO watch_finding (id, version, rule_id, rule_version, rule, kind, waybill_id,"
    " anchor_ms, limit_ms, found_ms, exception, severity, stage, outlet_id, origin, destination,"
    " promised_ms, late, samples, plan_id, plan_version) VALUES ($1, 1, $2, $3, $4, $5, $6, $7,"
    " $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) ON CONFLICT DO NOTHING");
#define KEY                                                                                        \
    "SELECT id, waybill_id, rule_id, anchor_ms, found_ms, outlet_id, exception, severity, rule,"   \
    " origin, destination, closed_ms"
SQL(findings_of, KEY " FROM watch_finding WHERE waybill_id = $1");
SQL(findings_open_of, KEY " FROM watch_finding WHERE waybill_id = $1 AND closed_ms IS NULL");
SQL(findings_standing_of,
    "SELECT count(*) FROM watch_finding WHERE waybill_id = $1 AND closed_ms IS NULL");
SQL(finding_links, KEY ", plan_id, plan_version FROM watch_finding WHERE id = $1");
SQL(finding_end, "UPDATE watch_finding SET version = version + 1, closed_ms = $2, outcome = $3,"
                 " note = $4 WHERE id = $1 AND closed_ms IS NULL");
SQL(finding_touch, "UPDATE watch_finding SET version = version + 1,"
                   " acknowledged_ms = COALESCE(acknowledged_ms, CAST($3 AS BIGINT))"
                   " WHERE id = $1 AND version = $2");

enum { ADD_WIDTH = 20 };

static void add_values(Ctx *ctx, const FindingNew *item, DbValue *out)
{
    const WatchRule *rule = &item->entry->rule;
    const WaybillFacts *facts = item->facts;
    const DbValue values[ADD_WIDTH] = {
        db_int(item->id),
        db_int(rule->id),
        db_int(rule->version),
        db_text(rule->code),
        db_int(rule->kind),
        db_int(facts->waybill_id),
        db_int(item->anchor_ms),
        db_int(item->verdict.limit_ms),
        db_int(ctx_now(ctx)),
        db_int(rule->exception),
        db_int(rule->severity),
        db_int((int64_t)facts->stage),
        db_id(facts->outlet_id),
        db_text(facts->origin),
        db_text(facts->destination),
        db_int(facts->promised_ms),
        db_real(item->verdict.late),
        db_int(item->verdict.samples),
        db_id(item->entry->plan_id),
        db_id(item->entry->plan_version),
    };
    for (size_t i = 0; i < ADD_WIDTH; i++)
        out[i] = values[i];
}

Status finding_store_add(Ctx *ctx, const FindingNew *items, size_t count, int64_t *added)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * ADD_WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        add_values(ctx, &items[i], values + i * ADD_WIDTH);
    return db_run_many(ctx, &finding_add, values, ADD_WIDTH, count, added);
}

Status findings_standing(Ctx *ctx, int64_t waybill_id, int64_t *out)
{
    return db_get_int(ctx, &findings_standing_of, out, db_int(waybill_id));
}

/* --- what closing needs --- */

typedef struct EachWork {
    FindingEach *each;
    void *user;
} EachWork;

static FindingKey key_read(Rows *rows)
{
    return (FindingKey){
        .id = rows_int(rows, 0),
        .waybill_id = rows_int(rows, 1),
        .rule_id = rows_int(rows, 2),
        .anchor_ms = rows_int(rows, 3),
        .found_ms = rows_int(rows, 4),
        .outlet_id = rows_null(rows, 5) ? 0 : rows_int(rows, 5),
        .exception = rows_int(rows, 6),
        .severity = rows_int(rows, 7),
        .rule = rows_text(rows, 8),
        .origin = rows_text(rows, 9),
        .destination = rows_text(rows, 10),
        .is_open = rows_null(rows, 11),
    };
}

static Status each_read(void *user, size_t number, Rows *rows)
{
    const EachWork *work = user;
    const FindingKey key = key_read(rows);
    return work->each(work->user, number, &key);
}

Status finding_store_of(Ctx *ctx, const int64_t *waybill_ids, size_t count, bool open_only,
                        FindingEach *each, void *user)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        values[i] = db_int(waybill_ids[i]);
    EachWork work = {each, user};
    return db_query_many(ctx, open_only ? &findings_open_of : &findings_of, values, 1, count,
                         each_read, &work);
}

Status finding_store_links(Ctx *ctx, int64_t id, FindingKey *key, int64_t *plan_id,
                           int64_t *plan_version)
{
    Rows *rows;
    Status s = db_query(ctx, &finding_links, &rows, db_int(id));
    if (s) return s;
    bool found = rows_next(rows);
    if (found) {
        *key = key_read(rows);
        key->rule = rows_copy(rows, 8);
        key->origin = rows_copy(rows, 9);
        key->destination = rows_copy(rows, 10);
        *plan_id = rows_null(rows, 12) ? 0 : rows_int(rows, 12);
        *plan_version = rows_null(rows, 13) ? 0 : rows_int(rows, 13);
    }
    s = rows_end(rows);
    return s || found ? s : NOT_FOUND;
}

enum { END_WIDTH = 4 };

Status finding_store_close(Ctx *ctx, const FindingNews *items, size_t count, const char *note,
                           int64_t *closed)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count * END_WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        DbValue *row = values + i * END_WIDTH;
        row[0] = db_int(items[i].key.id);
        row[1] = db_int(ctx_now(ctx));
        row[2] = db_int(items[i].outcome);
        row[3] = db_text(note);
    }
    return db_run_many(ctx, &finding_end, values, END_WIDTH, count, closed);
}

Status finding_store_touch(Ctx *ctx, int64_t id, int64_t version, int64_t acknowledged_ms,
                           bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &finding_touch, &changed, db_int(id), db_int(version),
                            db_int(acknowledged_ms));
    *written = changed == 1;
    return s;
}
