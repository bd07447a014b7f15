#include "notify/webhook_store.h"

#include "access/keys.h"
#include "db/db.h"

#define PURPOSE "webhook.secret"
#define WEBHOOKS                                                                                   \
    "SELECT id, version, url, doc, events, customer_id, enabled, created_at, changed_at"           \
    " FROM webhook "

SQL(webhook_row, WEBHOOKS "WHERE id = $1");
SQL(webhook_page, WEBHOOKS "WHERE id > $1 ORDER BY id LIMIT $2");
SQL(webhook_secret, "SELECT url, secret_sealed FROM webhook WHERE id = $1 AND enabled = 1");
SQL(webhook_wanting,
    "SELECT id FROM webhook WHERE enabled = 1 AND (events IS NULL OR events = '[]' OR events LIKE"
    " '%\"' || CAST($1 AS TEXT) || '\"%') AND (customer_id IS NULL OR customer_id = $2)"
    " ORDER BY id LIMIT 1000");
SQL(webhook_insert,
    "INSERT INTO webhook (id, version, url, doc, events, customer_id, secret_sealed, enabled,"
    " created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
SQL(webhook_update,
    "UPDATE webhook SET version = $3, url = $4, doc = $5, events = $6, customer_id = $7,"
    " enabled = $8, changed_at = $9, secret_sealed = coalesce($10, secret_sealed)"
    " WHERE id = $1 AND version = $2");
SQL(webhook_delete_attempts, "DELETE FROM webhook_attempt WHERE delivery_id IN"
                             " (SELECT id FROM webhook_delivery WHERE webhook_id = $1)");
SQL(webhook_delete_deliveries, "DELETE FROM webhook_delivery WHERE webhook_id = $1");
SQL(webhook_delete_row, "DELETE FROM webhook WHERE id = $1");

static DbValue events_of(Ctx *ctx, const Webhook *webhook)
{
    return db_field(ctx, shape_field(&webhook_shape, "events"), webhook);
}

Status webhook_store_insert(Ctx *ctx, const Webhook *w)
{
    Sealed sealed;
    Status s = key_seal(ctx, PURPOSE, w->secret, &sealed);
    return s ? s
             : db_run(ctx, &webhook_insert, db_int(w->id), db_int(w->version), db_text(w->url),
                      db_text(w->doc), events_of(ctx, w), db_id(w->customer_id),
                      db_blob(sealed.bytes, sealed.length), db_bool(w->enabled),
                      db_int(w->created_at), db_int(w->changed_at));
}

Status webhook_store_update(Ctx *ctx, const Webhook *w, int64_t version, bool *written)
{
    Sealed sealed;
    int64_t changed = 0;
    Status s = key_seal(ctx, PURPOSE, w->secret, &sealed);
    if (!s)
        s = db_run_count(ctx, &webhook_update, &changed, db_int(w->id), db_int(version),
                         db_int(w->version), db_text(w->url), db_text(w->doc), events_of(ctx, w),
                         db_id(w->customer_id), db_bool(w->enabled), db_int(w->changed_at),
                         db_blob(sealed.bytes, sealed.length));
    *written = changed == 1;
    return s;
}

Status webhook_store_delete(Ctx *ctx, int64_t id)
{
    Status s = db_run(ctx, &webhook_delete_attempts, db_int(id));
    if (!s) s = db_run(ctx, &webhook_delete_deliveries, db_int(id));
    return s ? s : db_run(ctx, &webhook_delete_row, db_int(id));
}

Status webhook_store_find(Ctx *ctx, int64_t id, Webhook *out)
{
    return db_read(ctx, &webhook_row, &webhook_shape, out, db_int(id));
}

Status webhook_store_page(Ctx *ctx, int64_t after_id, int64_t limit, List *out)
{
    return db_list(ctx, &webhook_page, &webhook_shape, out, db_int(after_id), db_int(limit));
}

Status webhook_store_secret(Ctx *ctx, int64_t id, const char **url, const char **secret)
{
    Rows *rows;
    Status s = db_query(ctx, &webhook_secret, &rows, db_int(id));
    if (s) return s;
    s = NOT_FOUND;
    if (rows_next(rows)) {
        size_t length;
        const void *bytes = rows_blob(rows, 1, &length);
        s = key_unseal(ctx, PURPOSE, bytes, length, secret);
        *url = rows_copy(rows, 0);
    }
    Status end = rows_end(rows);
    return end ? end : s;
}

Status webhook_store_wanting(Ctx *ctx, const char *event, int64_t customer_id, List *out)
{
    enum { ROOM = 1000 };
    Rows *rows;
    int64_t *ids = ARENA_ARRAY(ctx->arena, ROOM, int64_t);
    *out = (List){ids, 0};
    if (!ids) return no_memory(ctx);
    Status s = db_query(ctx, &webhook_wanting, &rows, db_text(event), db_int(customer_id));
    while (!s && out->count < ROOM && rows_next(rows))
        ids[out->count++] = rows_int(rows, 0);
    return s ? s : rows_end(rows);
}
