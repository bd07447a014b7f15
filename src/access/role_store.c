#include "access/role_store.h"

#include "db/db.h"

#define ROLE_COLUMNS "id, version, name, doc, rights, built_in"

SQL(insert_role, "INSERT INTO role (" ROLE_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6)"
                 " ON CONFLICT DO NOTHING");

Status role_insert(Ctx *ctx, const Role *role)
{
    DbValue values[6];
    size_t count = db_fields(ctx, &role_shape, role, values);
    return db_run_values(ctx, &insert_role, values, count, NULL);
}

SQL(one_role, "SELECT " ROLE_COLUMNS " FROM role WHERE name = $1");

Status role_by_name(Ctx *ctx, const char *name, Role *out)
{
    return db_read(ctx, &one_role, &role_shape, out, db_text(name));
}

SQL(all_roles, "SELECT " ROLE_COLUMNS " FROM role ORDER BY name LIMIT 1000");

Status role_rows(Ctx *ctx, List *out)
{
    return db_list(ctx, &all_roles, &role_shape, out);
}

SQL(put_role, "UPDATE role SET version = $2, doc = $3, rights = $4 WHERE id = $1");

Status role_put(Ctx *ctx, const Role *role)
{
    return db_run(ctx, &put_role, db_id(role->id), db_int(role->version), db_text(role->doc),
                  db_field(ctx, shape_field(&role_shape, "rights"), role));
}

SQL(shipped_role, "SELECT shipped FROM role WHERE id = $1");

Status role_shipped(Ctx *ctx, int64_t id, const char **out)
{
    Rows *rows;
    *out = NULL;
    Status s = db_query(ctx, &shipped_role, &rows, db_id(id));
    if (s) return s;
    if (rows_next(rows)) *out = rows_copy(rows, 0);
    return rows_end(rows);
}

SQL(ship_role, "UPDATE role SET shipped = $2 WHERE id = $1");

Status role_ship(Ctx *ctx, int64_t id, const char *rights)
{
    return db_run(ctx, &ship_role, db_id(id), db_text(rights));
}

SQL(remove_role, "DELETE FROM role WHERE id = $1");

Status role_remove(Ctx *ctx, int64_t id)
{
    return db_run(ctx, &remove_role, db_id(id));
}

SQL(count_holders, "SELECT COUNT(*) FROM account_role WHERE role_id = $1");

Status role_holders(Ctx *ctx, int64_t id, int64_t *out)
{
    return db_get_int(ctx, &count_holders, out, db_id(id));
}
