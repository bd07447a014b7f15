#include "notify/preference_store.h"

#include "db/db.h"

SQL(preference_row, "SELECT customer_id, version, channel, language, zone, quiet_from, quiet_to,"
                    " changed_ms AS changed_at FROM notice_preference WHERE customer_id = $1");
SQL(preference_put_row,
    "INSERT INTO notice_preference (customer_id, version, channel, language, zone, quiet_from,"
    " quiet_to, changed_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    " ON CONFLICT (customer_id) DO UPDATE SET version = excluded.version,"
    " channel = excluded.channel, language = excluded.language, zone = excluded.zone,"
    " quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to,"
    " changed_ms = excluded.changed_ms WHERE notice_preference.version = $9");
SQL(preference_delete, "DELETE FROM notice_preference WHERE customer_id = $1");
SQL(preference_count, "SELECT count(*) FROM notice_preference WHERE customer_id = $1");

Status preference_store_find(Ctx *ctx, int64_t customer_id, NoticePreference *out)
{
    return db_read(ctx, &preference_row, &notice_preference_shape, out, db_int(customer_id));
}

Status preference_store_put(Ctx *ctx, const NoticePreference *p, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &preference_put_row, &changed, db_int(p->customer_id),
                            db_int(p->version), db_int(p->channel), db_int(p->language),
                            db_text(p->zone), db_int(p->quiet_from), db_int(p->quiet_to),
                            db_int(p->changed_at), db_int(version));
    *written = changed == 1;
    return s;
}

Status preference_store_delete(Ctx *ctx, int64_t customer_id, int64_t *rows)
{
    return db_run_count(ctx, &preference_delete, rows, db_int(customer_id));
}

Status preference_store_left(Ctx *ctx, int64_t customer_id, int64_t *rows)
{
    return db_get_int(ctx, &preference_count, rows, db_int(customer_id));
}
