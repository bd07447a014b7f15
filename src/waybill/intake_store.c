#include "waybill/intake_store.h"

#include <string.h>

#include "base/json.h"
#include "db/db.h"

SQL_IN("intake", payload_add,
       "INSERT INTO intake (id, kind, options, principal_id, body) VALUES ($1, $2, $3, $4, $5)");
SQL_IN(
    "intake", payload_page,
    "SELECT id, kind, options, principal_id, body FROM intake WHERE id > $1 ORDER BY id LIMIT $2");
SQL_IN("intake", payload_has,
       "SELECT count(*) FROM intake WHERE id = $1"
       " AND (CAST($2 AS BIGINT) = 0 OR principal_id = CAST($2 AS BIGINT))");
SQL_IN("intake", payload_mark, "SELECT COALESCE(MIN(applied_id), 0) FROM intake_mark");
SQL_IN("intake", payload_set_mark,
       "INSERT INTO intake_mark (node, applied_id) VALUES ($1, $2)"
       " ON CONFLICT (node) DO UPDATE SET applied_id = excluded.applied_id");
SQL_IN("intake", payload_prune, "DELETE FROM intake WHERE id < $1");

SQL(outcome_add, "INSERT INTO intake_outcome (intake_id, applied_ms, received, accepted, duplicate,"
                 " quarantined, rejected, problems) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
                 " ON CONFLICT DO NOTHING");
SQL(outcome_find, "SELECT received, accepted, duplicate, quarantined, rejected, problems"
                  " FROM intake_outcome WHERE intake_id = $1");
SQL(outcome_prune, "DELETE FROM intake_outcome WHERE intake_id < $1");

/* --- payloads --- */

#define BODY_PURPOSE "intake.body"

Status intake_store_seal(Ctx *ctx, const IntakePayload *payload, Sealed *out)
{
    return key_seal_bytes(ctx, BODY_PURPOSE, payload->body, payload->length, out);
}

Status intake_store_add(Ctx *ctx, int64_t id, const IntakePayload *payload, const Sealed *body)
{
    return db_run(ctx, &payload_add, db_int(id), db_text(payload->kind), db_text(payload->options),
                  db_int(payload->principal), db_blob(body->bytes, body->length));
}

static Status payload_read(Ctx *ctx, Rows *rows, KeptPayload *out)
{
    size_t length;
    const char *body;
    const void *sealed = rows_blob(rows, 4, &length);
    Status s = key_unseal(ctx, BODY_PURPOSE, sealed, length, &body);
    if (s) return s;
    out->id = rows_int(rows, 0);
    out->payload = (IntakePayload){
        .kind = rows_copy(rows, 1),
        .options = rows_copy(rows, 2),
        .principal = rows_int(rows, 3),
        .body = body,
        .length = length - SEALED_EXTRA,
    };
    return OK;
}

Status intake_store_page(Ctx *ctx, int64_t after_id, int64_t limit, List *out)
{
    KeptPayload *items = ARENA_ARRAY(ctx->arena, (size_t)limit, KeptPayload);
    if (!items) return no_memory(ctx);
    *out = (List){items, 0};
    Rows *rows;
    Status s = db_query(ctx, &payload_page, &rows, db_int(after_id), db_int(limit));
    if (s) return s;
    while (!s && rows_next(rows))
        s = payload_read(ctx, rows, &items[out->count++]);
    Status ended = rows_end(rows);
    return s ? s : ended;
}

Status intake_store_has(Ctx *ctx, int64_t id, int64_t principal, bool *out)
{
    int64_t count = 0;
    Status s = db_get_int(ctx, &payload_has, &count, db_int(id), db_int(principal));
    *out = count > 0;
    return s;
}

Status intake_store_mark(Ctx *ctx, int64_t *out)
{
    return db_get_int_values(ctx, &payload_mark, out, NULL, 0);
}

Status intake_store_set_mark(Ctx *ctx, int64_t node, int64_t applied_id)
{
    return db_run(ctx, &payload_set_mark, db_int(node), db_int(applied_id));
}

Status intake_store_prune(Ctx *ctx, int64_t id)
{
    return db_run(ctx, &payload_prune, db_int(id));
}

/* --- outcomes --- */

typedef struct Problems {
    List problems;
} Problems;

static const Field problems_fields[] = {
    FIELD_LIST(Problems, problems, &intake_problem_shape, .max = INTAKE_PROBLEMS_MAX),
    FIELD_END,
};
static const Shape problems_shape = SHAPE(Problems, problems_fields, "What was refused");

static Status problems_write(Ctx *ctx, const IntakeOutcome *outcome, DbValue *out)
{
    *out = db_null();
    if (!outcome->problems.count) return OK;
    const Problems problems = {outcome->problems};
    Buf json;
    buf_init(&json, ctx->arena);
    json_encode(&json, &problems_shape, &problems, &(View){.unmask = true});
    *out = db_text(json.data);
    return buf_check(ctx, &json);
}

Status outcome_store_add(Ctx *ctx, const IntakeOutcome *const *outcomes, size_t count)
{
    enum { WIDTH = 8 };
    DbValue *values = ARENA_ARRAY(ctx->arena, count * WIDTH, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        const IntakeOutcome *outcome = outcomes[i];
        DbValue problems;
        Status s = problems_write(ctx, outcome, &problems);
        if (s) return s;
        const DbValue row[WIDTH] = {
            db_int(outcome->id),        db_int(ctx_now(ctx)),
            db_int(outcome->received),  db_int(outcome->accepted),
            db_int(outcome->duplicate), db_int(outcome->quarantined),
            db_int(outcome->rejected),  problems,
        };
        memcpy(values + i * WIDTH, row, sizeof row);
    }
    return db_run_many(ctx, &outcome_add, values, WIDTH, count, NULL);
}

static Status outcome_read(Ctx *ctx, Rows *rows, IntakeOutcome *out)
{
    out->applied = true;
    out->received = rows_int(rows, 0);
    out->accepted = rows_int(rows, 1);
    out->duplicate = rows_int(rows, 2);
    out->quarantined = rows_int(rows, 3);
    out->rejected = rows_int(rows, 4);
    const char *json = rows_text(rows, 5);
    if (!json) return OK;
    Problems problems;
    Status s = json_decode(ctx, &problems_shape, &problems, json, strlen(json));
    out->problems = problems.problems;
    return s;
}

Status outcome_store_find(Ctx *ctx, int64_t id, IntakeOutcome *out)
{
    *out = (IntakeOutcome){.id = id};
    Rows *rows;
    Status s = db_query(ctx, &outcome_find, &rows, db_int(id));
    if (s) return s;
    bool found = rows_next(rows);
    if (found) s = outcome_read(ctx, rows, out);
    Status ended = rows_end(rows);
    if (s || ended) return s ? s : ended;
    return found ? OK : NOT_FOUND;
}

Status outcome_store_prune(Ctx *ctx, int64_t id)
{
    return db_run(ctx, &outcome_prune, db_int(id));
}
