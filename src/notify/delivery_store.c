#include "db/db.h"
#include "notify/webhook_store.h"

#define DELIVERIES                                                                                 \
    "SELECT id, webhook_id, event, body, state, attempts, status, why, due_at, created_at,"        \
    " ended_at FROM webhook_delivery "

SQL(delivery_row, DELIVERIES "WHERE id = $1");
SQL(delivery_page, DELIVERIES "WHERE webhook_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3");
SQL(delivery_insert,
    "INSERT INTO webhook_delivery (id, webhook_id, event, body, state, attempts, due_at,"
    " created_at) VALUES ($1, $2, $3, $4, $5, 0, $6, $7)");
SQL(delivery_claim,
    "UPDATE webhook_delivery SET state = 2, attempts = attempts + 1, due_at = $2 WHERE id IN"
    " (SELECT id FROM webhook_delivery WHERE state < 3 AND due_at <= $1"
    " ORDER BY due_at, id LIMIT $3) RETURNING id");
SQL(delivery_next, "SELECT min(due_at) FROM webhook_delivery WHERE state < 3");
SQL(delivery_update, "UPDATE webhook_delivery SET state = $2, attempts = $3, status = $4,"
                     " why = $5, due_at = $6, created_at = $7, ended_at = $8 WHERE id = $1");
SQL(attempt_insert, "INSERT INTO webhook_attempt (delivery_id, number, at, status, why, took_ms)"
                    " SELECT CAST($1 AS BIGINT), 1 + coalesce(max(number), 0), CAST($2 AS BIGINT),"
                    " CAST($3 AS BIGINT), CAST($4 AS TEXT), CAST($5 AS BIGINT) FROM webhook_attempt"
                    " WHERE delivery_id = $1");
SQL(attempt_rows, "SELECT number, at, status, took_ms, why FROM webhook_attempt"
                  " WHERE delivery_id = $1 ORDER BY number LIMIT 100");
SQL(delivery_prune_attempts,
    "DELETE FROM webhook_attempt WHERE delivery_id IN (SELECT id FROM webhook_delivery"
    " WHERE id < $1 ORDER BY id LIMIT $2)");
SQL(delivery_prune, "DELETE FROM webhook_delivery WHERE id IN (SELECT id FROM webhook_delivery"
                    " WHERE id < $1 ORDER BY id LIMIT $2)");

Status delivery_store_insert(Ctx *ctx, const WebhookDelivery *d)
{
    return db_run(ctx, &delivery_insert, db_int(d->id), db_int(d->webhook_id), db_text(d->event),
                  db_text(d->body), db_int(d->state), db_int(d->due_at), db_int(d->created_at));
}

Status delivery_store_find(Ctx *ctx, int64_t id, WebhookDelivery *out)
{
    return db_read(ctx, &delivery_row, &webhook_delivery_shape, out, db_int(id));
}

Status delivery_store_page(Ctx *ctx, int64_t webhook_id, int64_t below, int64_t limit, List *out)
{
    return db_list(ctx, &delivery_page, &webhook_delivery_shape, out, db_int(webhook_id),
                   db_int(below), db_int(limit));
}

Status delivery_store_claim(Ctx *ctx, int64_t now, int64_t until, int64_t limit, List *out)
{
    Rows *rows;
    int64_t *ids = ARENA_ARRAY(ctx->arena, (size_t)limit, int64_t);
    *out = (List){ids, 0};
    if (!ids) return no_memory(ctx);
    Status s = db_query(ctx, &delivery_claim, &rows, db_int(now), db_int(until), db_int(limit));
    while (!s && out->count < (size_t)limit && rows_next(rows))
        ids[out->count++] = rows_int(rows, 0);
    return s ? s : rows_end(rows);
}

Status delivery_store_next(Ctx *ctx, int64_t *out)
{
    return db_get_int_values(ctx, &delivery_next, out, NULL, 0);
}

Status delivery_store_update(Ctx *ctx, const WebhookDelivery *d)
{
    return db_run(ctx, &delivery_update, db_int(d->id), db_int(d->state), db_int(d->attempts),
                  db_int(d->status), db_text(d->why), db_int(d->due_at), db_int(d->created_at),
                  db_int(d->ended_at));
}

Status attempt_store_insert(Ctx *ctx, int64_t delivery_id, const WebhookAttempt *a)
{
    return db_run(ctx, &attempt_insert, db_int(delivery_id), db_int(a->at), db_int(a->status),
                  db_text(a->why), db_int(a->took_ms));
}

Status attempt_store_list(Ctx *ctx, int64_t delivery_id, List *out)
{
    return db_list(ctx, &attempt_rows, &webhook_attempt_shape, out, db_int(delivery_id));
}

Status delivery_store_prune(Ctx *ctx, int64_t before, int64_t limit, int64_t *count)
{
    int64_t below = id_floor(before);
    Status s = db_run(ctx, &delivery_prune_attempts, db_int(below), db_int(limit));
    return s ? s : db_run_count(ctx, &delivery_prune, count, db_int(below), db_int(limit));
}
