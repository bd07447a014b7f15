#include "access/setting_store.h"

#include "db/db.h"

static const Field stored_fields[] = {
    FIELD_TEXT(StoredSetting, name),
    FIELD_INT(StoredSetting, version),
    FIELD_TEXT(StoredSetting, value),
    FIELD_END,
};
static const Shape stored_shape = SHAPE(StoredSetting, stored_fields, "A setting that was set");

SQL(all_settings, "SELECT name, version, value FROM setting ORDER BY name");

Status setting_rows(Ctx *ctx, List *out)
{
    return db_list(ctx, &all_settings, &stored_shape, out);
}

SQL(one_setting, "SELECT name, version, value FROM setting WHERE name = $1");

Status setting_row(Ctx *ctx, const char *name, StoredSetting *out)
{
    Status s = db_read(ctx, &one_setting, &stored_shape, out, db_text(name));
    if (s != NOT_FOUND) return s;
    *out = (StoredSetting){.name = name};
    return OK;
}

SQL(put_setting, "INSERT INTO setting (name, version, value, changed_ms) VALUES ($1, $2, $3, $4)"
                 " ON CONFLICT (name) DO UPDATE SET version = excluded.version,"
                 " value = excluded.value, changed_ms = excluded.changed_ms");

Status setting_put(Ctx *ctx, const StoredSetting *setting)
{
    return db_run(ctx, &put_setting, db_text(setting->name), db_int(setting->version),
                  db_text(setting->value), db_int(ctx_now(ctx)));
}
