#include "desk/team_store.h"

#include "access/person.h"
#include "access/role.h"
#include "db/db.h"

#define TEAM                                                                                       \
    "SELECT t.id, t.version, t.code, t.name, o.code AS outlet, t.outlet_id, t.skills, t.closed"    \
    " FROM team t LEFT JOIN outlet o ON o.id = t.outlet_id"
#define SEEN(parameter) "(t.outlet_id IS NULL OR " OUTLET_IN_SCOPE("t.outlet_id", parameter) ")"

static const Field row_fields[] = {
    FIELD_ID(Team, id),        FIELD_INT(Team, version), FIELD_TEXT(Team, code),
    FIELD_TEXT(Team, name),    FIELD_TEXT(Team, outlet), FIELD_ID(Team, outlet_id),
    FIELD_TEXTS(Team, skills), FIELD_BOOL(Team, closed), FIELD_END};
static const Shape row_shape = SHAPE(Team, row_fields, "A team as it is stored");

SQL(team_insert, "INSERT INTO team (id, version, code, name, outlet_id, skills, closed)"
                 " VALUES ($1, $2, $3, $4, $5, $6, $7)");
SQL(team_update, "UPDATE team SET version = $2, name = $3, outlet_id = $4, skills = $5, closed = $6"
                 " WHERE id = $1 AND version = $7");
SQL(team_row_by_code, TEAM " WHERE t.code = $1 AND " SEEN("$2"));
SQL(team_row_by_id, TEAM " WHERE t.id = $1");
SQL(team_rows, TEAM " WHERE " SEEN("$1") " ORDER BY t.code LIMIT 1000");

static DbValue skills_value(Ctx *ctx, const Texts *skills)
{
    static const Field field = FIELD_TEXTS(Team, skills);
    Team team = {.skills = *skills};
    return db_field(ctx, &field, &team);
}

Status team_store_insert(Ctx *ctx, const Team *team)
{
    return db_run(ctx, &team_insert, db_int(team->id), db_int(team->version), db_text(team->code),
                  db_text(team->name), db_id(team->outlet_id), skills_value(ctx, &team->skills),
                  db_bool(team->closed));
}

Status team_store_update(Ctx *ctx, const Team *team, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s =
        db_run_count(ctx, &team_update, &changed, db_int(team->id), db_int(team->version),
                     db_text(team->name), db_id(team->outlet_id), skills_value(ctx, &team->skills),
                     db_bool(team->closed), db_int(version));
    *written = changed == 1;
    return s;
}

Status team_store_by_code(Ctx *ctx, const char *code, Team *out)
{
    return db_read(ctx, &team_row_by_code, &row_shape, out, db_text(code),
                   db_int(scope_outlet(ctx)));
}

Status team_store_by_id(Ctx *ctx, int64_t id, Team *out)
{
    return db_read(ctx, &team_row_by_id, &row_shape, out, db_int(id));
}

Status team_store_list(Ctx *ctx, List *out)
{
    return db_list(ctx, &team_rows, &row_shape, out, db_int(scope_outlet(ctx)));
}

SQL(member_put,
    "INSERT INTO team_member (team_id, account_id, lead, skills) VALUES ($1, $2, $3, $4)"
    " ON CONFLICT (team_id, account_id)"
    " DO UPDATE SET lead = excluded.lead, skills = excluded.skills");
SQL(member_remove, "DELETE FROM team_member WHERE team_id = $1 AND account_id = $2");
SQL(member_rows, "SELECT m.account_id, a.login, m.lead, m.skills FROM team_member m"
                 " JOIN account a ON a.id = m.account_id WHERE m.team_id = $1"
                 " ORDER BY a.login LIMIT $2");
#define SUPERVISES                                                                                 \
    "EXISTS (SELECT 1 FROM account_role h JOIN role r ON r.id = h.role_id"                         \
    " WHERE h.account_id = a.id AND r.name = $3)"
SQL(member_leads, "SELECT m.account_id, a.login, m.lead, m.skills FROM team_member m"
                  " JOIN account a ON a.id = m.account_id WHERE m.team_id = $1 AND a.closed = 0"
                  " AND (m.lead = 1 OR " SUPERVISES ") ORDER BY a.login LIMIT $2");
SQL(outlet_supervisors,
    "SELECT a.id AS account_id, a.login, 0 AS lead, NULL AS skills FROM account a"
    " WHERE a.closed = 0 AND a.customer_id IS NULL AND " OUTLET_IN_SCOPE(
        "CAST($1 AS BIGINT)", "COALESCE(a.outlet_id, 0)") " AND " SUPERVISES
                                                          " ORDER BY CASE WHEN a.outlet_id IS NULL "
                                                          "THEN 1 ELSE 0 END, a.login LIMIT $2");
SQL(member_count, "SELECT COUNT(*) FROM team_member WHERE team_id = $1 AND account_id = $2");

Status team_store_put_member(Ctx *ctx, int64_t team_id, const TeamMember *member)
{
    return db_run(ctx, &member_put, db_int(team_id), db_int(member->account_id),
                  db_bool(member->lead), skills_value(ctx, &member->skills));
}

Status team_store_remove_member(Ctx *ctx, int64_t team_id, int64_t account_id, bool *removed)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &member_remove, &changed, db_int(team_id), db_int(account_id));
    *removed = changed == 1;
    return s;
}

Status team_store_members(Ctx *ctx, int64_t team_id, int64_t limit, List *out)
{
    return db_list(ctx, &member_rows, &team_member_shape, out, db_int(team_id), db_int(limit));
}

Status team_store_leads(Ctx *ctx, int64_t team_id, int64_t limit, List *out)
{
    return db_list(ctx, &member_leads, &team_member_shape, out, db_int(team_id), db_int(limit),
                   db_text(ROLE_SUPERVISOR));
}

Status team_store_supervisors(Ctx *ctx, int64_t outlet_id, int64_t limit, List *out)
{
    return db_list(ctx, &outlet_supervisors, &team_member_shape, out, db_id(outlet_id),
                   db_int(limit), db_text(ROLE_SUPERVISOR));
}

Status team_store_has(Ctx *ctx, int64_t team_id, int64_t account_id, int64_t *count)
{
    return db_get_int(ctx, &member_count, count, db_int(team_id), db_int(account_id));
}

SQL(open_account, "SELECT COUNT(*) FROM account WHERE id = $1 AND closed = 0");

Status team_store_open_account(Ctx *ctx, int64_t account_id, int64_t *count)
{
    return db_get_int(ctx, &open_account, count, db_int(account_id));
}

SQL(account_by_login, "SELECT id FROM account WHERE login = $1 AND closed = 0");

Status desk_store_account(Ctx *ctx, const char *login, int64_t *id)
{
    Status s = db_get_int(ctx, &account_by_login, id, db_text(login));
    if (s != NOT_FOUND) return s;
    *id = 0;
    return OK;
}

SQL(account_sees, "SELECT COUNT(*) FROM account a WHERE a.id = $1 AND " ACCOUNT_SEES("$2"));

Status desk_store_sees(Ctx *ctx, int64_t account_id, int64_t outlet_id, int64_t *sees)
{
    return db_get_int(ctx, &account_sees, sees, db_int(account_id), db_int(outlet_id));
}
