#include "desk_work/looking_store.h"

SQL(looking_was, "SELECT doing FROM ticket_looking WHERE ticket_id = $1 AND account_id = $2"
                 " AND session_id = $3 AND seen_ms > $4");
SQL(looking_write,
    "INSERT INTO ticket_looking (ticket_id, account_id, session_id, doing, since_ms, seen_ms)"
    " VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (ticket_id, account_id, session_id)"
    " DO UPDATE SET doing = excluded.doing, seen_ms = excluded.seen_ms, since_ms ="
    " CASE WHEN ticket_looking.seen_ms > CAST($6 AS BIGINT) THEN ticket_looking.since_ms"
    " ELSE excluded.since_ms END");
SQL(looking_delete, "DELETE FROM ticket_looking WHERE ticket_id = $1 AND account_id = $2"
                    " AND session_id = $3");
SQL(looking_all, "SELECT l.account_id, a.login, MAX(l.doing) AS doing, MIN(l.since_ms) AS since_at,"
                 " CASE WHEN l.account_id = CAST($3 AS BIGINT) THEN 1 ELSE 0 END AS self"
                 " FROM ticket_looking l JOIN account a ON a.id = l.account_id"
                 " WHERE l.ticket_id = $1 AND l.seen_ms > $2 GROUP BY l.account_id, a.login"
                 " ORDER BY 4, 1 LIMIT 50");
SQL(looking_old, "DELETE FROM ticket_looking WHERE seen_ms < $1");

static Status was_doing(Ctx *ctx, const LookingBeat *beat, int64_t *was)
{
    Status s = db_get_int(ctx, &looking_was, was, db_int(beat->ticket_id), db_int(beat->account_id),
                          db_int(beat->session_id), db_int(beat->cutoff));
    if (s != NOT_FOUND) return s;
    *was = 0;
    return OK;
}

Status looking_put(Ctx *ctx, const LookingBeat *beat, int64_t *was)
{
    Status s = was_doing(ctx, beat, was);
    return s ? s
             : db_run(ctx, &looking_write, db_int(beat->ticket_id), db_int(beat->account_id),
                      db_int(beat->session_id), db_int(beat->doing), db_int(beat->at),
                      db_int(beat->cutoff));
}

Status looking_remove(Ctx *ctx, const LookingBeat *beat, int64_t *was)
{
    Status s = was_doing(ctx, beat, was);
    return s ? s
             : db_run(ctx, &looking_delete, db_int(beat->ticket_id), db_int(beat->account_id),
                      db_int(beat->session_id));
}

Status looking_rows(Ctx *ctx, int64_t ticket_id, int64_t cutoff, int64_t self_id, List *out)
{
    return db_list(ctx, &looking_all, &looking_shape, out, db_int(ticket_id), db_int(cutoff),
                   db_int(self_id));
}

Status looking_forget(Ctx *ctx, int64_t before)
{
    return db_run(ctx, &looking_old, db_int(before));
}
