#include "desk_work/route_store.h"

#include "access/person.h"

#define RULE                                                                                       \
    "SELECT id, version, code, position, kind, channel, category, tier, outlet, language, region," \
    " team, skills FROM desk_route WHERE superseded_ms IS NULL"

SQL(route_insert, "INSERT INTO desk_route (id, version, code, position, kind, channel, category,"
                  " tier, outlet, language, region, team, skills)"
                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
SQL(route_supersede,
    "UPDATE desk_route SET superseded_ms = $2 WHERE id = $1 AND superseded_ms IS NULL");
SQL(route_by_code, RULE " AND code = $1");
SQL(route_rows, RULE " ORDER BY position, code LIMIT 1000");
SQL(route_any, "SELECT COUNT(*) FROM (SELECT 1 FROM desk_route WHERE superseded_ms IS NULL"
               " LIMIT 1) r");

enum { ROUTE_WIDTH = 13 };

Status route_store_insert(Ctx *ctx, const RouteRule *rule)
{
    DbValue values[ROUTE_WIDTH];
    size_t count = db_fields(ctx, &route_rule_shape, rule, values);
    return db_run_values(ctx, &route_insert, values, count, NULL);
}

Status route_store_supersede(Ctx *ctx, int64_t id, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &route_supersede, &changed, db_int(id), db_int(ctx_now(ctx)));
    *written = changed == 1;
    return s;
}

Status route_store_by_code(Ctx *ctx, const char *code, RouteRule *out)
{
    return db_read(ctx, &route_by_code, &route_rule_shape, out, db_text(code));
}

Status route_store_list(Ctx *ctx, List *out)
{
    return db_list(ctx, &route_rows, &route_rule_shape, out);
}

SQL(route_region,
    "SELECT (SELECT COUNT(*) FROM outlet WHERE substr(region, 1, length(CAST($1 AS TEXT))) = $1)"
    " + (SELECT COUNT(*) FROM product_lane WHERE substr(origin, 1, length(CAST($1 AS TEXT))) = $1"
    " OR substr(destination, 1, length(CAST($1 AS TEXT))) = $1)");

Status route_store_region(Ctx *ctx, const char *region, bool *out)
{
    int64_t count = 0;
    Status s = db_get_int(ctx, &route_region, &count, db_text(region));
    *out = count > 0;
    return s;
}

Status route_store_any(Ctx *ctx, bool *out)
{
    int64_t count = 0;
    Status s = db_get_int(ctx, &route_any, &count);
    *out = count > 0;
    return s;
}

/* --- where tickets were sent --- */

SQL(sent_put,
    "INSERT INTO ticket_route (ticket_id, at_ms, rule, rule_version, team_id, specialist_id,"
    " account_id, green, skills, why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    " ON CONFLICT (ticket_id) DO UPDATE SET at_ms = excluded.at_ms, rule = excluded.rule,"
    " rule_version = excluded.rule_version, team_id = excluded.team_id,"
    " specialist_id = excluded.specialist_id, account_id = excluded.account_id,"
    " green = excluded.green, skills = excluded.skills, why = excluded.why");
SQL(sent_row, "SELECT ticket_id, at_ms AS at, rule, rule_version, team_id, specialist_id,"
              " account_id, green, skills, why FROM ticket_route WHERE ticket_id = $1");

enum { SENT_WIDTH = 10 };

Status ticket_route_put(Ctx *ctx, const TicketRoute *route)
{
    DbValue values[SENT_WIDTH];
    size_t count = db_fields(ctx, &ticket_route_shape, route, values);
    return db_run_values(ctx, &sent_put, values, count, NULL);
}

Status ticket_route_read(Ctx *ctx, int64_t ticket_id, TicketRoute *out)
{
    return db_read(ctx, &sent_row, &ticket_route_shape, out, db_int(ticket_id));
}

SQL(turn, "INSERT INTO desk_turn (id, n) VALUES (1, 1)"
          " ON CONFLICT (id) DO UPDATE SET n = desk_turn.n + 1");

Status routing_turn(Ctx *ctx)
{
    return db_run(ctx, &turn);
}

#define WAITS                                                                                      \
    "q.owner_id = 0 AND c.type IN (1, 2) AND " OUTLET_IN_SCOPE(                                    \
        "c.outlet_id", "$2") " ORDER BY q.due_ms, q.ticket_id LIMIT $3"

SQL(green_rows,
    "SELECT q.ticket_id AS id FROM ticket_route r JOIN ticket_queue q ON q.ticket_id = r.ticket_id"
    " JOIN ticket_cell c ON c.id = q.cell_id WHERE r.green = 1 AND r.account_id IS NULL"
    " AND r.team_id IN (SELECT m.team_id FROM team_member m WHERE m.account_id = $1)"
    " AND c.team_id = r.team_id AND " WAITS);
/* Their customers' own, and those of whom was merged into these. */
SQL(own_rows,
    "SELECT q.ticket_id AS id FROM (SELECT id FROM customer WHERE specialist_id = $1"
    " AND merged_into IS NULL UNION ALL SELECT m.id FROM customer k JOIN customer m"
    " ON m.merged_into = k.id WHERE k.specialist_id = $1) k JOIN ticket t ON t.customer_id = k.id"
    " JOIN ticket_queue q ON q.ticket_id = t.id JOIN ticket_cell c ON c.id = q.cell_id"
    " WHERE " WAITS);
SQL(owned_rows, "SELECT q.ticket_id AS id FROM ticket_queue q JOIN ticket_cell c"
                " ON c.id = q.cell_id WHERE q.owner_id = $1 AND q.ticket_id > $2 AND c.type < 5"
                " ORDER BY q.ticket_id LIMIT $3");

SQL(closed_owner_rows, "SELECT a.id FROM account a WHERE a.closed = 1 AND a.id > $1 AND EXISTS"
                       " (SELECT 1 FROM ticket_queue q JOIN ticket_cell c ON c.id = q.cell_id"
                       " WHERE q.owner_id = a.id AND c.type < 5) ORDER BY a.id LIMIT $2");

static const Field id_fields[] = {FIELD_ID(IdRow, id), FIELD_END};
static const Shape id_shape = SHAPE(IdRow, id_fields, "An id");

Status green_waiting(Ctx *ctx, int64_t account_id, int64_t limit, List *out)
{
    return db_list(ctx, &green_rows, &id_shape, out, db_int(account_id), db_int(scope_outlet(ctx)),
                   db_int(limit));
}

Status own_waiting(Ctx *ctx, int64_t account_id, int64_t limit, List *out)
{
    return db_list(ctx, &own_rows, &id_shape, out, db_int(account_id), db_int(scope_outlet(ctx)),
                   db_int(limit));
}

Status owned_by(Ctx *ctx, int64_t account_id, int64_t after, int64_t limit, List *out)
{
    return db_list(ctx, &owned_rows, &id_shape, out, db_int(account_id), db_int(after),
                   db_int(limit));
}

Status closed_owners(Ctx *ctx, int64_t after, int64_t limit, List *out)
{
    return db_list(ctx, &closed_owner_rows, &id_shape, out, db_int(after), db_int(limit));
}
