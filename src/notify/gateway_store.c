#include "notify/gateway_store.h"

#include "access/sealed.h"
#include "db/db.h"

static const Field login_fields[] = {FIELD_TEXT(Gateway, user, .max = 200),
                                     FIELD_TEXT(Gateway, password, .max = 200),
                                     FIELD_TEXT(Gateway, secret, .max = 200), FIELD_END};
static const Shape login_shape = SHAPE(Gateway, login_fields, "What is sealed");
static const SealedFields login = {"notify.gateway", &login_shape};

SQL(gateway_row, "SELECT channel, version, url, sender, enabled, changed_at, sealed"
                 " FROM notify_gateway WHERE channel = $1");
SQL(gateway_put_row,
    "INSERT INTO notify_gateway (channel, version, url, sender, enabled, changed_at, sealed)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (channel) DO UPDATE SET"
    " version = excluded.version, url = excluded.url, sender = excluded.sender,"
    " enabled = excluded.enabled, changed_at = excluded.changed_at, sealed = excluded.sealed"
    " WHERE notify_gateway.version = $8");

Status gateway_store_find(Ctx *ctx, int64_t channel, Gateway *out)
{
    Rows *rows;
    Status s = db_query(ctx, &gateway_row, &rows, db_int(channel));
    if (s) return s;
    s = NOT_FOUND;
    if (rows_next(rows)) {
        *out = (Gateway){.channel = channel,
                         .version = rows_int(rows, 1),
                         .url = rows_copy(rows, 2),
                         .sender = rows_copy(rows, 3),
                         .enabled = rows_int(rows, 4) == 1,
                         .changed_at = rows_int(rows, 5)};
        s = sealed_read(ctx, &login, rows, 6, out);
    }
    Status end = rows_end(rows);
    return end ? end : s;
}

Status gateway_store_put(Ctx *ctx, const Gateway *g, int64_t version, bool *written)
{
    DbValue words;
    int64_t changed = 0;
    Status s = sealed_value(ctx, &login, g, &words);
    if (!s)
        s = db_run_count(ctx, &gateway_put_row, &changed, db_int(g->channel), db_int(g->version),
                         db_text(g->url), db_text(g->sender), db_bool(g->enabled),
                         db_int(g->changed_at), words, db_int(version));
    *written = changed == 1;
    return s;
}
