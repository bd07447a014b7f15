#include "promise/reason_store.h"

#include "db/db.h"

#define REASON                                                                                     \
    "SELECT code, version, name_zh, name_en, effect, move_hours, move_days, mass, after_end,"      \
    " closed, source FROM promise_reason"

SQL(reason_rows, REASON " ORDER BY code LIMIT 200");
SQL(reason_row, REASON " WHERE code = $1");
SQL(reason_insert,
    "INSERT INTO promise_reason (code, version, name_zh, name_en, effect, move_hours, move_days,"
    " mass, after_end, closed, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    " ON CONFLICT DO NOTHING");
SQL(reason_update,
    "UPDATE promise_reason SET version = $2, name_zh = $3, name_en = $4, effect = $5,"
    " move_hours = $6, move_days = $7, mass = $8, after_end = $9, closed = $10, source = $11"
    " WHERE code = $1 AND version = $12");

enum { WIDTH = 11 };

Status reason_store_list(Ctx *ctx, List *out)
{
    return db_list_values(ctx, &reason_rows, &promise_reason_shape, out, NULL, 0);
}

Status reason_store_by_code(Ctx *ctx, const char *code, PromiseReason *out)
{
    return db_read(ctx, &reason_row, &promise_reason_shape, out, db_text(code));
}

static void reason_values(const PromiseReason *r, DbValue out[WIDTH])
{
    const DbValue values[WIDTH] = {
        db_text(r->code),      db_int(r->version),    db_text(r->name_zh),  db_text(r->name_en),
        db_int(r->effect),     db_int(r->move_hours), db_int(r->move_days), db_bool(r->mass),
        db_bool(r->after_end), db_bool(r->closed),    db_text(r->source),
    };
    for (size_t i = 0; i < WIDTH; i++)
        out[i] = values[i];
}

Status reason_store_insert(Ctx *ctx, const PromiseReason *reason, bool *written)
{
    DbValue values[WIDTH];
    int64_t changed = 0;
    reason_values(reason, values);
    Status s = db_run_values(ctx, &reason_insert, values, WIDTH, &changed);
    *written = changed == 1;
    return s;
}

Status reason_store_update(Ctx *ctx, const PromiseReason *reason, int64_t version, bool *written)
{
    DbValue values[WIDTH + 1];
    int64_t changed = 0;
    reason_values(reason, values);
    values[WIDTH] = db_int(version);
    Status s = db_run_values(ctx, &reason_update, values, WIDTH + 1, &changed);
    *written = changed == 1;
    return s;
}
