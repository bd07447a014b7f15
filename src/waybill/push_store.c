#include <string.h>

#include "access/audit.h"
#include "access/keys.h"
#include "db/db.h"
#include "waybill/push.h"

#define PURPOSE "push_source.secret"

SQL(push_source_row,
    "SELECT account, secret_sealed, changed_ms FROM push_source WHERE provider = $1");
SQL(push_source_put,
    "INSERT INTO push_source (provider, account, secret_sealed, changed_ms) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (provider) DO UPDATE SET account = excluded.account,"
    " secret_sealed = excluded.secret_sealed, changed_ms = excluded.changed_ms");

static Status read_source(Ctx *ctx, Rows *rows, PushSource *out)
{
    size_t length;
    const char *account = rows_text(rows, 0);
    out->account = arena_text(ctx->arena, account);
    out->changed_at = rows_int(rows, 2);
    if (account && !out->account) return no_memory(ctx);
    const void *sealed = rows_blob(rows, 1, &length);
    return key_unseal(ctx, PURPOSE, sealed, length, &out->secret);
}

Status push_source_find(Ctx *ctx, const char *provider, PushSource *out)
{
    Rows *rows;
    *out = (PushSource){.provider = provider};
    Status s = db_query(ctx, &push_source_row, &rows, db_text(provider));
    if (s) return s;
    bool found = rows_next(rows);
    if (found) s = read_source(ctx, rows, out);
    Status end = rows_end(rows);
    if (end) return end;
    return found ? s : fail(ctx, NOT_FOUND, "no secret is set for pushes of %s", provider);
}

SQL(push_source_rows, "SELECT provider, account, changed_ms FROM push_source");

static Status read_set(Ctx *ctx, Rows *rows, const List *sources)
{
    PushSource *all = sources->items;
    for (size_t i = 0; i < sources->count; i++) {
        if (strcmp(all[i].provider, rows_text(rows, 0)) != 0) continue;
        all[i].account = rows_copy(rows, 1);
        all[i].changed_at = rows_int(rows, 2);
        if (!all[i].account && !rows_null(rows, 1)) return no_memory(ctx);
    }
    return OK;
}

Status push_source_list(Ctx *ctx, List *out)
{
    enum { MOST = 8 };
    Rows *rows;
    PushSource *all = ARENA_ARRAY(ctx->arena, MOST, PushSource);
    *out = (List){.items = all};
    if (!all) return no_memory(ctx);
    for (const PushProvider *one = push_providers; one->name && out->count < MOST; one++)
        all[out->count++] = (PushSource){.provider = one->name, .changed_at = NONE};
    Status s = db_query(ctx, &push_source_rows, &rows);
    if (s) return s;
    while (!s && rows_next(rows))
        s = read_set(ctx, rows, out);
    Status ended = rows_end(rows);
    return s ? s : ended;
}

Status push_source_write(Ctx *ctx, const PushSource *source)
{
    Sealed sealed;
    Status s = key_seal(ctx, PURPOSE, source->secret, &sealed);
    if (!s)
        s = db_run(ctx, &push_source_put, db_text(source->provider), db_text(source->account),
                   db_blob(sealed.bytes, sealed.length), db_int(ctx_now(ctx)));
    if (s) return s;
    const char *detail = arena_format(ctx->arena, "{\"provider\":\"%s\"}", source->provider);
    return detail ? audit_write(ctx, "push_source.write", "push_source", 0, detail)
                  : no_memory(ctx);
}
