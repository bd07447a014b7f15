#include "notify/gateway_store.h"

#include <string.h>

#include "access/keys.h"
#include "base/json.h"
#include "db/db.h"

#define PURPOSE "notify.gateway"

typedef struct Login {
    const char *user, *password;
} Login;

static const Field login_fields[] = {FIELD_TEXT(Login, user, .max = 200),
                                     FIELD_TEXT(Login, password, .max = 200), FIELD_END};
static const Shape login_shape = SHAPE(Login, login_fields, "What is sealed");

SQL(gateway_row, "SELECT channel, version, url, sender, enabled, changed_at, sealed"
                 " FROM notify_gateway WHERE channel = $1");
SQL(gateway_put_row,
    "INSERT INTO notify_gateway (channel, version, url, sender, enabled, changed_at, sealed)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (channel) DO UPDATE SET"
    " version = excluded.version, url = excluded.url, sender = excluded.sender,"
    " enabled = excluded.enabled, changed_at = excluded.changed_at, sealed = excluded.sealed"
    " WHERE notify_gateway.version = $8");

static Status open_login(Ctx *ctx, Rows *rows, Gateway *out)
{
    size_t length;
    const char *text;
    Login login = {0};
    const void *bytes = rows_blob(rows, 6, &length);
    Status s = key_unseal(ctx, PURPOSE, bytes, length, &text);
    if (!s && text) s = json_decode(ctx, &login_shape, &login, text, strlen(text));
    out->user = login.user;
    out->password = login.password;
    return s;
}

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
        s = open_login(ctx, rows, out);
    }
    Status end = rows_end(rows);
    return end ? end : s;
}

Status gateway_store_put(Ctx *ctx, const Gateway *g, int64_t version, bool *written)
{
    Buf text;
    Sealed sealed = {0};
    int64_t changed = 0;
    const Login login = {g->user, g->password};
    buf_init(&text, ctx->arena);
    json_encode(&text, &login_shape, &login, &(View){.unmask = true});
    Status s = buf_check(ctx, &text);
    if (!s) s = key_seal(ctx, PURPOSE, text.data, &sealed);
    if (!s)
        s = db_run_count(ctx, &gateway_put_row, &changed, db_int(g->channel), db_int(g->version),
                         db_text(g->url), db_text(g->sender), db_bool(g->enabled),
                         db_int(g->changed_at), db_blob(sealed.bytes, sealed.length),
                         db_int(version));
    *written = changed == 1;
    return s;
}
