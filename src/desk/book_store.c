#include "desk/book_store.h"

#include "db/db.h"

#define STATE                                                                                      \
    "SELECT id, version, code, type, kind, name_zh, name_en, position, closed"                     \
    " FROM ticket_state"
#define POLICY                                                                                     \
    "SELECT id, version, code, clock, kind, priority, channel, tier, category, minutes, calendar," \
    " pauses, warn_minutes, raise_priority, tell_lead, source FROM sla_policy"

static const Field revision_fields[] = {FIELD_INT(BookRevision, desk),
                                        FIELD_INT(BookRevision, calendars), FIELD_END};
static const Shape revision_shape = SHAPE(BookRevision, revision_fields, "What the book is as of");

SQL(desk_revision, "SELECT revision AS desk, (SELECT SUM(version) FROM calendar) AS calendars"
                   " FROM desk_revision WHERE one = 1");
SQL(desk_revision_write, "UPDATE desk_revision SET revision = $1 WHERE one = 1");

Status book_revision(Ctx *ctx, BookRevision *out)
{
    return db_read_values(ctx, &desk_revision, &revision_shape, out, NULL, 0);
}

Status book_revision_write(Ctx *ctx, int64_t revision)
{
    return db_run(ctx, &desk_revision_write, db_int(revision));
}

SQL(state_insert, "INSERT INTO ticket_state (id, version, code, type, kind, name_zh, name_en,"
                  " position, closed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
SQL(state_update, "UPDATE ticket_state SET version = $2, kind = $3, name_zh = $4, name_en = $5,"
                  " position = $6, closed = $7 WHERE id = $1 AND version = $8");
SQL(state_by_code, STATE " WHERE code = $1");
SQL(state_rows, STATE " ORDER BY type, position, id LIMIT 1000");

Status ticket_state_store_insert(Ctx *ctx, const TicketState *state)
{
    return db_run(ctx, &state_insert, db_int(state->id), db_int(state->version),
                  db_text(state->code), db_int(state->type), db_int(state->kind),
                  db_text(state->name_zh), db_text(state->name_en), db_int(state->position),
                  db_bool(state->closed));
}

Status ticket_state_store_update(Ctx *ctx, const TicketState *state, int64_t version, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &state_update, &changed, db_int(state->id), db_int(state->version),
                            db_int(state->kind), db_text(state->name_zh), db_text(state->name_en),
                            db_int(state->position), db_bool(state->closed), db_int(version));
    *written = changed == 1;
    return s;
}

Status ticket_state_store_by_code(Ctx *ctx, const char *code, TicketState *out)
{
    return db_read(ctx, &state_by_code, &ticket_state_shape, out, db_text(code));
}

Status ticket_state_store_list(Ctx *ctx, List *out)
{
    return db_list_values(ctx, &state_rows, &ticket_state_shape, out, NULL, 0);
}

/* One that was taken away is there without a right: its version rises on. */
SQL(transition_add,
    "INSERT INTO ticket_transition (from_state, to_state, needs, version) VALUES ($1, $2, $3, 1)"
    " ON CONFLICT (from_state, to_state) DO UPDATE SET needs = excluded.needs,"
    " version = ticket_transition.version + 1 WHERE ticket_transition.needs = ''"
    " RETURNING version");
SQL(transition_change, "UPDATE ticket_transition SET needs = $3, version = version + 1"
                       " WHERE from_state = $1 AND to_state = $2 AND version = $4 AND needs <> ''"
                       " RETURNING version");
SQL(transition_rows, "SELECT from_state, to_state, needs, version FROM ticket_transition"
                     " WHERE needs <> '' ORDER BY from_state, to_state LIMIT 10000");

Status transition_store_put(Ctx *ctx, TicketTransition *move, bool *written)
{
    DbValue from = db_text(move->from_state), to = db_text(move->to_state);
    DbValue needs = db_text(move->needs);
    int64_t version;
    Status s = move->version ? db_get_int(ctx, &transition_change, &version, from, to, needs,
                                          db_int(move->version))
                             : db_get_int(ctx, &transition_add, &version, from, to, needs);
    *written = !s;
    if (!s) move->version = version;
    return s == NOT_FOUND ? OK : s;
}

Status transition_store_list(Ctx *ctx, List *out)
{
    return db_list_values(ctx, &transition_rows, &ticket_transition_shape, out, NULL, 0);
}

SQL(policy_insert,
    "INSERT INTO sla_policy (id, version, code, clock, kind, priority, channel, tier, category,"
    " minutes, calendar, pauses, warn_minutes, raise_priority, tell_lead, source)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)");
SQL(policy_supersede,
    "UPDATE sla_policy SET superseded_ms = $2 WHERE id = $1 AND superseded_ms IS NULL");
SQL(policy_by_code, POLICY " WHERE code = $1 AND superseded_ms IS NULL");
SQL(policy_by_id, POLICY " WHERE id = $1");
SQL(policy_rows, POLICY " WHERE superseded_ms IS NULL ORDER BY code LIMIT 1000");
SQL(policy_count, "SELECT COUNT(*) FROM (SELECT 1 FROM sla_policy LIMIT 1) one_");

Status policy_store_insert(Ctx *ctx, const Policy *policy)
{
    DbValue values[16];
    size_t count = db_fields(ctx, &policy_shape, policy, values);
    return db_run_values(ctx, &policy_insert, values, count, NULL);
}

Status policy_store_supersede(Ctx *ctx, int64_t id, bool *written)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &policy_supersede, &changed, db_int(id), db_int(ctx_now(ctx)));
    *written = changed == 1;
    return s;
}

Status policy_store_by_code(Ctx *ctx, const char *code, Policy *out)
{
    return db_read(ctx, &policy_by_code, &policy_shape, out, db_text(code));
}

Status policy_store_by_id(Ctx *ctx, int64_t id, Policy *out)
{
    return db_read(ctx, &policy_by_id, &policy_shape, out, db_int(id));
}

Status policy_store_list(Ctx *ctx, List *out)
{
    return db_list_values(ctx, &policy_rows, &policy_shape, out, NULL, 0);
}

Status policy_store_count(Ctx *ctx, int64_t *out)
{
    return db_get_int_values(ctx, &policy_count, out, NULL, 0);
}
