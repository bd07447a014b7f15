#include "db/db.h"
#include "desk/clock_keep.h"

#define CLOCK                                                                                      \
    "SELECT subject_kind, subject_id, clock, round, policy_id, started_ms, running_ms, used_ms,"   \
    " deadline_ms, warn_ms, met_ms, breached_ms, warned_ms, told_ms, holder_id, holder_team_id"    \
    " FROM desk_clock k WHERE subject_kind = $1 AND subject_id = $2"

SQL(clock_upsert,
    "INSERT INTO desk_clock (subject_kind, subject_id, clock, round, policy_id, started_ms,"
    " running_ms, used_ms, deadline_ms, warn_ms, met_ms, breached_ms, warned_ms, told_ms,"
    " holder_id, holder_team_id)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    " ON CONFLICT (subject_kind, subject_id, clock, round) DO UPDATE SET"
    " policy_id = excluded.policy_id, started_ms = excluded.started_ms,"
    " running_ms = excluded.running_ms, used_ms = excluded.used_ms,"
    " deadline_ms = excluded.deadline_ms, warn_ms = excluded.warn_ms, met_ms = excluded.met_ms,"
    " breached_ms = excluded.breached_ms, warned_ms = excluded.warned_ms,"
    " told_ms = excluded.told_ms, holder_id = excluded.holder_id,"
    " holder_team_id = excluded.holder_team_id");
SQL(clock_last,
    CLOCK " AND round = (SELECT MAX(l.round) FROM desk_clock l WHERE l.subject_kind = $1"
          " AND l.subject_id = $2 AND l.clock = k.clock) ORDER BY clock");
SQL(clock_all, CLOCK " ORDER BY clock, round LIMIT 10000");

Status clock_put(Ctx *ctx, const Clock *c)
{
    return db_run(ctx, &clock_upsert, db_int(c->subject_kind), db_int(c->subject_id),
                  db_int(c->clock), db_int(c->round), db_int(c->policy_id), db_int(c->started_at),
                  db_int(c->running_at), db_int(c->used_ms), db_int(c->deadline_at),
                  db_int(c->warn_at), db_int(c->met_at), db_int(c->breached_at),
                  db_int(c->warned_at), db_int(c->told_at), db_id(c->holder_id),
                  db_id(c->holder_team_id));
}

static Status read_clock(Ctx *ctx, Rows *rows, void *item)
{
    (void)ctx;
    Clock *out = item;
    *out = (Clock){.subject_kind = rows_int(rows, 0),
                   .subject_id = rows_int(rows, 1),
                   .clock = rows_int(rows, 2),
                   .round = rows_int(rows, 3),
                   .policy_id = rows_int(rows, 4),
                   .started_at = rows_int(rows, 5),
                   .running_at = rows_int(rows, 6),
                   .used_ms = rows_int(rows, 7),
                   .deadline_at = rows_int(rows, 8),
                   .warn_at = rows_int(rows, 9),
                   .met_at = rows_int(rows, 10),
                   .breached_at = rows_int(rows, 11),
                   .warned_at = rows_int(rows, 12),
                   .told_at = rows_int(rows, 13),
                   .holder_id = rows_id(rows, 14),
                   .holder_team_id = rows_id(rows, 15)};
    return OK;
}

Status clock_latest(Ctx *ctx, int64_t subject_kind, int64_t subject_id, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &clock_last, &rows, db_int(subject_kind), db_int(subject_id));
    return s ? s : rows_list(ctx, rows, sizeof(Clock), read_clock, out);
}

Status clock_rounds(Ctx *ctx, int64_t subject_kind, int64_t subject_id, List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &clock_all, &rows, db_int(subject_kind), db_int(subject_id));
    return s ? s : rows_list(ctx, rows, sizeof(Clock), read_clock, out);
}
