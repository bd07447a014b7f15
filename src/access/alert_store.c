#include "access/alert_store.h"

#include "db/db.h"

SQL(put_alert, "INSERT INTO account_alert (account_id, kind, at_ms, who_login)"
               " VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, kind)"
               " DO UPDATE SET at_ms = excluded.at_ms, who_login = excluded.who_login");

Status alert_store_put(Ctx *ctx, int64_t account_id, const Alert *alert)
{
    return db_run(ctx, &put_alert, db_id(account_id), db_int(alert->kind), db_int(alert->at),
                  db_text(alert->who));
}

SQL(list_alerts, "SELECT kind, at_ms AS at, who_login AS who FROM account_alert"
                 " WHERE account_id = $1 ORDER BY at_ms DESC, kind");

Status alert_store_rows(Ctx *ctx, int64_t account_id, List *out)
{
    return db_list(ctx, &list_alerts, &alert_shape, out, db_id(account_id));
}

SQL(clear_alerts, "DELETE FROM account_alert WHERE account_id = $1");

Status alert_store_clear(Ctx *ctx, int64_t account_id)
{
    return db_run(ctx, &clear_alerts, db_id(account_id));
}
