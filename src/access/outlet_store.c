#include "access/outlet_store.h"

#include "access/person.h"
#include "db/db.h"

SQL(insert_outlet, "INSERT INTO outlet (id, version, parent_id, code, name, kind, region, closed)"
                   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");

Status outlet_insert(Ctx *ctx, const Outlet *outlet)
{
    return db_run(ctx, &insert_outlet, db_id(outlet->id), db_int(outlet->version),
                  db_id(outlet->parent_id), db_text(outlet->code), db_text(outlet->name),
                  db_int(outlet->kind), db_text(outlet->region), db_bool(outlet->closed));
}

SQL(insert_closure, "INSERT INTO outlet_closure (ancestor_id, descendant_id, depth)"
                    " SELECT ancestor_id, CAST($1 AS BIGINT), depth + 1 FROM outlet_closure"
                    " WHERE descendant_id = CAST($2 AS BIGINT)"
                    " UNION ALL SELECT CAST($1 AS BIGINT), CAST($1 AS BIGINT), 0");

Status closure_insert(Ctx *ctx, int64_t id, int64_t parent_id)
{
    return db_run(ctx, &insert_closure, db_id(id), db_id(parent_id));
}

SQL(cut_closure,
    "DELETE FROM outlet_closure"
    " WHERE descendant_id IN (SELECT descendant_id FROM outlet_closure WHERE ancestor_id = $1)"
    " AND ancestor_id NOT IN (SELECT descendant_id FROM outlet_closure WHERE ancestor_id = $1)");
SQL(join_closure, "INSERT INTO outlet_closure (ancestor_id, descendant_id, depth)"
                  " SELECT above.ancestor_id, below.descendant_id, above.depth + below.depth + 1"
                  " FROM outlet_closure above, outlet_closure below"
                  " WHERE above.descendant_id = $1 AND below.ancestor_id = $2");

Status closure_move(Ctx *ctx, int64_t id, int64_t parent_id)
{
    Status s = db_run(ctx, &cut_closure, db_id(id));
    if (s || !parent_id) return s;
    return db_run(ctx, &join_closure, db_id(parent_id), db_id(id));
}

#define OUTLET_SELECT                                                                              \
    "SELECT o.id, o.version, o.parent_id, p.code AS parent, o.code, o.name, o.kind, o.region,"     \
    " o.closed FROM outlet o LEFT JOIN outlet p ON p.id = o.parent_id "

SQL(one_outlet, OUTLET_SELECT "WHERE o.code = $1 AND " OUTLET_IN_SCOPE("o.id", "$2"));

Status outlet_row(Ctx *ctx, const char *code, int64_t scope_id, Outlet *out)
{
    return db_read(ctx, &one_outlet, &outlet_shape, out, db_text(code), db_int(scope_id));
}

SQL(top_outlet, OUTLET_SELECT "WHERE o.parent_id IS NULL ORDER BY o.id LIMIT 1");

Status outlet_top(Ctx *ctx, Outlet *out)
{
    return db_read(ctx, &top_outlet, &outlet_shape, out);
}

SQL(put_outlet, "UPDATE outlet SET version = $2, parent_id = $3, name = $4, kind = $5,"
                " region = $6, closed = $7 WHERE id = $1");

Status outlet_put(Ctx *ctx, const Outlet *outlet)
{
    return db_run(ctx, &put_outlet, db_id(outlet->id), db_int(outlet->version),
                  db_id(outlet->parent_id), db_text(outlet->name), db_int(outlet->kind),
                  db_text(outlet->region), db_bool(outlet->closed));
}

SQL(list_outlets,
    OUTLET_SELECT "WHERE o.id > $1 AND " OUTLET_IN_SCOPE(
        "o.id", "$2") " AND (CAST($3 AS TEXT) IS NULL OR p.code = CAST($3 AS TEXT))"
                      " AND (CAST($4 AS BIGINT) IS NULL OR o.kind = CAST($4 AS BIGINT))"
                      " AND (CAST($5 AS BIGINT) = 0 OR o.closed = 0)"
                      " AND (CAST($7 AS BIGINT) = 0 OR o.parent_id IS NULL"
                      "  OR o.id = CAST($2 AS BIGINT)) ORDER BY o.id LIMIT $6");

Status outlet_rows(Ctx *ctx, const OutletFilter *filter, int64_t scope_id, int64_t after, List *out)
{
    return db_list(ctx, &list_outlets, &outlet_shape, out, db_int(after), db_int(scope_id),
                   db_text(filter->parent), db_int(filter->kind), db_bool(filter->open_only),
                   db_int(filter->limit + 1), db_bool(filter->top));
}

SQL(count_below,
    "SELECT COUNT(*) FROM outlet_closure WHERE ancestor_id = $1 AND descendant_id = $2");

Status outlet_is_below(Ctx *ctx, int64_t id, int64_t ancestor_id, int64_t *out)
{
    return db_get_int(ctx, &count_below, out, db_id(ancestor_id), db_id(id));
}

SQL(count_children, "SELECT COUNT(*) FROM outlet WHERE parent_id = $1 AND closed = 0");

Status outlet_open_children(Ctx *ctx, int64_t id, int64_t *out)
{
    return db_get_int(ctx, &count_children, out, db_id(id));
}

SQL(levels_above, "SELECT COUNT(*) FROM outlet_closure WHERE descendant_id = $1");

Status outlet_levels_above(Ctx *ctx, int64_t id, int64_t *out)
{
    return db_get_int(ctx, &levels_above, out, db_id(id));
}

SQL(levels_below, "SELECT MAX(depth) + 1 FROM outlet_closure WHERE ancestor_id = $1");

Status outlet_levels_below(Ctx *ctx, int64_t id, int64_t *out)
{
    return db_get_int(ctx, &levels_below, out, db_id(id));
}

SQL(raise_revision, "UPDATE outlet_revision SET revision = revision + 1 WHERE one = 1");

Status outlet_revision_raise(Ctx *ctx)
{
    return db_run(ctx, &raise_revision);
}

SQL(read_revision, "SELECT revision FROM outlet_revision WHERE one = 1");

Status outlet_revision(Ctx *ctx, int64_t *out)
{
    return db_get_int(ctx, &read_revision, out);
}

SQL(all_outlets, "SELECT id, parent_id, code FROM outlet");

Status outlet_each(Ctx *ctx, OutletEach *each, void *user)
{
    Rows *rows;
    Status s = db_query(ctx, &all_outlets, &rows);
    if (s) return s;
    while (!s && rows_next(rows)) {
        int64_t parent_id = rows_null(rows, 1) ? 0 : rows_int(rows, 1);
        s = each(ctx, user, rows_int(rows, 0), parent_id, rows_text(rows, 2));
    }
    Status ended = rows_end(rows);
    return s ? s : ended;
}
