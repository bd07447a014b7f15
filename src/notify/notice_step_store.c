#include <string.h>

#include "db/db.h"
#include "notify/notice_store.h"

SQL(notice_claim,
    "UPDATE notify_message SET state = 2, attempts = attempts + 1, version = version + 1,"
    " due_at = $2 WHERE id IN (SELECT id FROM notify_message WHERE state < 3 AND due_at <= $1"
    " ORDER BY due_at, id LIMIT $3) RETURNING id");
SQL(notice_next, "SELECT min(due_at) FROM notify_message WHERE state < 3");
SQL(notice_step, "UPDATE notify_message SET state = $2, why = $3, due_at = $4, sent_at = $5,"
                 " ended_at = $6, version = version + 1 WHERE id = $1");
SQL(notice_step_insert,
    "INSERT INTO notify_attempt (message_id, number, at, state, why)"
    " SELECT CAST($1 AS BIGINT), 1 + coalesce(max(number), 0), CAST($2 AS BIGINT),"
    " CAST($3 AS BIGINT), CAST($4 AS TEXT) FROM notify_attempt"
    " WHERE message_id = $1");
SQL(notice_steps, "SELECT number, at, state, why FROM notify_attempt WHERE message_id = $1"
                  " ORDER BY number LIMIT 200");
#define OF_WHOSE                                                                                   \
    "id IN (SELECT id FROM notify_message WHERE customer_id = $1 UNION ALL"                        \
    " SELECT id FROM notify_message WHERE customer_id IS NULL AND subject_id = $1)"
SQL(notice_forget_all, "UPDATE notify_message SET sealed = NULL WHERE " OF_WHOSE);
SQL(notice_forget_one, "UPDATE notify_message SET sealed = NULL WHERE key = $1");
SQL(notice_sealed_count,
    "SELECT count(*) FROM notify_message WHERE " OF_WHOSE " AND sealed IS NOT NULL");
SQL(notice_prune_steps,
    "DELETE FROM notify_attempt WHERE message_id IN (SELECT id FROM notify_message"
    " WHERE id < $1 ORDER BY id LIMIT $2)");
SQL(notice_prune, "DELETE FROM notify_message WHERE id IN (SELECT id FROM notify_message"
                  " WHERE id < $1 ORDER BY id LIMIT $2)");

Status notice_store_claim(Ctx *ctx, int64_t now, int64_t until, int64_t limit, List *out)
{
    Rows *rows;
    int64_t *ids = ARENA_ARRAY(ctx->arena, (size_t)limit, int64_t);
    *out = (List){ids, 0};
    if (!ids) return no_memory(ctx);
    Status s = db_query(ctx, &notice_claim, &rows, db_int(now), db_int(until), db_int(limit));
    while (!s && out->count < (size_t)limit && rows_next(rows))
        ids[out->count++] = rows_int(rows, 0);
    return s ? s : rows_end(rows);
}

Status notice_store_next(Ctx *ctx, int64_t *out)
{
    return db_get_int_values(ctx, &notice_next, out, NULL, 0);
}

Status notice_store_step(Ctx *ctx, const Notice *n)
{
    Status s = db_run(ctx, &notice_step, db_int(n->id), db_int(n->state), db_text(n->why),
                      db_int(n->due_at), db_int(n->sent_at), db_int(n->ended_at));
    return s ? s
             : db_run(ctx, &notice_step_insert, db_int(n->id), db_int(ctx_now(ctx)),
                      db_int(n->state), db_text(n->why));
}

Status notice_store_steps(Ctx *ctx, int64_t id, List *out)
{
    return db_list(ctx, &notice_steps, &notice_attempt_shape, out, db_int(id));
}

Status notice_store_erase(Ctx *ctx, int64_t customer_id)
{
    return db_run(ctx, &notice_forget_all, db_int(customer_id));
}

Status notice_store_forget(Ctx *ctx, const char *key)
{
    return db_run(ctx, &notice_forget_one, db_text(key));
}

Status notice_store_sealed(Ctx *ctx, int64_t customer_id, int64_t *rows)
{
    return db_get_int(ctx, &notice_sealed_count, rows, db_int(customer_id));
}

/* Ids hold the instant they were made at. */
Status notice_store_prune(Ctx *ctx, int64_t before, int64_t limit, int64_t *count)
{
    int64_t below = id_floor(before);
    Status s = db_run(ctx, &notice_prune_steps, db_int(below), db_int(limit));
    return s ? s : db_run_count(ctx, &notice_prune, count, db_int(below), db_int(limit));
}
