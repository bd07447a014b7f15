#include "desk_work/agent_store.h"

#include "access/person.h"
#include "desk/team_store.h"

#define LIVE_STATUS                                                                                \
    "COALESCE((SELECT MIN(p.status) FROM desk_presence p WHERE p.account_id = a.id"                \
    " AND p.seen_ms > CAST($1 AS BIGINT)), 4) AS status"
#define LOAD                                                                                       \
    "CAST(COALESCE((SELECT SUM(COALESCE(w.weight, 1)) FROM ticket_queue q JOIN ticket_cell c"      \
    " ON c.id = q.cell_id LEFT JOIN desk_channel_weight w ON w.channel = q.channel"                \
    " WHERE q.owner_id = a.id AND c.type IN (1, 2)), 0) AS BIGINT) AS load"
#define AGENT(skills)                                                                              \
    "SELECT a.id AS account_id, COALESCE(g.version, 0) AS version, a.login, " LIVE_STATUS          \
    ", COALESCE(g.capacity, CAST($2 AS BIGINT)) AS capacity, " LOAD                                \
    ", g.last_ms AS last_at, " skills                                                              \
    " AS skills FROM account a LEFT JOIN desk_agent g ON g.account_id = a.id"
#define NO_SKILLS "CAST(NULL AS TEXT)"

SQL(agents_of_a_team, AGENT("m.skills") " JOIN team_member m ON m.account_id = a.id"
                                        " WHERE m.team_id = $3 AND a.closed = 0"
                                        " ORDER BY a.id LIMIT 1000");
SQL(agents_all,
    AGENT(NO_SKILLS) " WHERE a.id > $3 AND a.closed = 0 AND " OUTLET_IN_SCOPE(
        "a.outlet_id", "$4") " AND EXISTS (SELECT 1 FROM team_member m WHERE m.account_id = a.id)"
                             " ORDER BY a.id LIMIT $5");
SQL(agent_of_id, AGENT(NO_SKILLS) " WHERE a.id = $3 AND a.closed = 0");
SQL(agent_of_login,
    AGENT(NO_SKILLS) " WHERE a.login = $3 AND " OUTLET_IN_SCOPE("a.outlet_id", "$4"));

Status agent_store_team(Ctx *ctx, int64_t team_id, const AgentQuery *query, List *out)
{
    return db_list(ctx, &agents_of_a_team, &agent_shape, out, db_int(query->cutoff),
                   db_int(query->capacity), db_int(team_id));
}

SQL(blind_of_a_team,
    "SELECT a.id FROM account a JOIN team_member m ON m.account_id = a.id WHERE m.team_id = $1"
    " AND a.closed = 0 AND NOT " ACCOUNT_SEES("$2") " ORDER BY a.id LIMIT 1000");

Status agent_store_blind(Ctx *ctx, int64_t team_id, int64_t outlet_id, List *agents)
{
    Rows *rows;
    Agent *items = agents->items;
    size_t at = 0;
    Status s = db_query(ctx, &blind_of_a_team, &rows, db_int(team_id), db_int(outlet_id));
    if (s) return s;
    while (rows_next(rows)) {
        while (at < agents->count && items[at].account_id < rows_id(rows, 0))
            at++;
        if (at < agents->count) items[at].blind = items[at].account_id == rows_id(rows, 0);
    }
    return rows_end(rows);
}

Status agent_store_list(Ctx *ctx, const AgentQuery *query, List *out)
{
    return db_list(ctx, &agents_all, &agent_shape, out, db_int(query->cutoff),
                   db_int(query->capacity), db_int(query->after), db_int(scope_outlet(ctx)),
                   db_int(query->limit));
}

Status agent_store_by_id(Ctx *ctx, int64_t id, const AgentQuery *query, Agent *out)
{
    return db_read(ctx, &agent_of_id, &agent_shape, out, db_int(query->cutoff),
                   db_int(query->capacity), db_int(id));
}

Status agent_store_by_login(Ctx *ctx, const char *login, const AgentQuery *query, Agent *out)
{
    return db_read(ctx, &agent_of_login, &agent_shape, out, db_int(query->cutoff),
                   db_int(query->capacity), db_text(login), db_int(scope_outlet(ctx)));
}

SQL(status_now, "SELECT COALESCE(MIN(status), 4) FROM desk_presence"
                " WHERE account_id = $1 AND seen_ms > $2");
SQL(beat_put, "INSERT INTO desk_presence (account_id, session_id, status, seen_ms)"
              " VALUES ($1, $2, $3, $4) ON CONFLICT (account_id, session_id)"
              " DO UPDATE SET status = excluded.status, seen_ms = excluded.seen_ms");
SQL(beats_old, "DELETE FROM desk_presence WHERE seen_ms < $1");

Status heartbeat_put(Ctx *ctx, const Heartbeat *beat, int64_t *was)
{
    Status s = db_get_int(ctx, &status_now, was, db_int(beat->account_id), db_int(beat->cutoff));
    return s ? s
             : db_run(ctx, &beat_put, db_int(beat->account_id), db_int(beat->session_id),
                      db_int(beat->status), db_int(beat->at));
}

Status heartbeat_sweep(Ctx *ctx, int64_t before)
{
    return db_run(ctx, &beats_old, db_int(before));
}

SQL(agent_first, "INSERT INTO desk_agent (account_id, version, capacity) VALUES ($1, 1, $2)"
                 " ON CONFLICT (account_id) DO UPDATE SET version = 1,"
                 " capacity = excluded.capacity WHERE desk_agent.version = 0");
SQL(agent_again, "UPDATE desk_agent SET version = version + 1, capacity = $2"
                 " WHERE account_id = $1 AND version = $3");
SQL(agent_last, "INSERT INTO desk_agent (account_id, version, last_ms) VALUES ($1, 0, $2)"
                " ON CONFLICT (account_id) DO UPDATE SET last_ms = excluded.last_ms");

Status agent_store_capacity(Ctx *ctx, int64_t account_id, int64_t version, int64_t capacity,
                            bool *written)
{
    int64_t changed = 0;
    Status s =
        version ? db_run_count(ctx, &agent_again, &changed, db_int(account_id), db_int(capacity),
                               db_int(version))
                : db_run_count(ctx, &agent_first, &changed, db_int(account_id), db_int(capacity));
    *written = changed == 1;
    return s;
}

Status agent_store_given(Ctx *ctx, int64_t account_id, int64_t at)
{
    return db_run(ctx, &agent_last, db_int(account_id), db_int(at));
}

SQL(weights, "SELECT channel, version, weight FROM desk_channel_weight ORDER BY channel LIMIT 100");
SQL(weight_first, "INSERT INTO desk_channel_weight (channel, weight, version) VALUES ($1, $2, 1)"
                  " ON CONFLICT (channel) DO NOTHING");
SQL(weight_again, "UPDATE desk_channel_weight SET weight = $2, version = version + 1"
                  " WHERE channel = $1 AND version = $3");

Status weight_rows(Ctx *ctx, List *out)
{
    return db_list(ctx, &weights, &channel_weight_shape, out);
}

Status weight_put(Ctx *ctx, const ChannelWeight *weight, bool *written)
{
    DbValue channel = db_int(weight->channel), as = db_int(weight->weight);
    int64_t changed = 0;
    Status s = weight->version ? db_run_count(ctx, &weight_again, &changed, channel, as,
                                              db_int(weight->version))
                               : db_run_count(ctx, &weight_first, &changed, channel, as);
    *written = changed == 1;
    return s;
}
