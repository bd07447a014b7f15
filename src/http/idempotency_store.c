#include "http/idempotency_store.h"

#include <string.h>

#include "db/db.h"

SQL(insert_key, "INSERT INTO http_idempotency (key_hash, request_hash, created_ms)"
                " VALUES ($1, $2, $3) ON CONFLICT (key_hash) DO NOTHING");
SQL(find_key, "SELECT request_hash, status, content_type, headers, version, body"
              " FROM http_idempotency WHERE key_hash = $1");
SQL(keep_answer, "UPDATE http_idempotency SET status = $2, content_type = $3, headers = $4,"
                 " version = $5, body = $6 WHERE key_hash = $1");
SQL(delete_old, "DELETE FROM http_idempotency WHERE key_hash IN"
                " (SELECT key_hash FROM http_idempotency WHERE created_ms < $1"
                " ORDER BY created_ms LIMIT $2)");

Status idempotency_insert(Ctx *ctx, const IdempotencyKey *key, bool *taken)
{
    int64_t changed = 0;
    Status s = db_run_count(ctx, &insert_key, &changed, db_blob(key->key, sizeof key->key),
                            db_blob(key->request, sizeof key->request), db_int(ctx_now(ctx)));
    *taken = changed == 1;
    return s;
}

static bool row_request_is(Rows *rows, const IdempotencyKey *key)
{
    size_t length;
    const void *stored = rows_blob(rows, 0, &length);
    return stored && length == sizeof key->request && memcmp(stored, key->request, length) == 0;
}

static Status row_answer(Ctx *ctx, Rows *rows, KeptAnswer *out)
{
    const void *body = rows_blob(rows, 5, &out->body_length);
    out->status = rows_int(rows, 1);
    out->content_type = rows_copy(rows, 2);
    out->headers = rows_copy(rows, 3);
    out->version = rows_int(rows, 4);
    void *copy = arena_alloc(ctx->arena, out->body_length);
    if (!copy) return no_memory(ctx);
    if (body) memcpy(copy, body, out->body_length);
    out->body = body ? copy : NULL;
    return OK;
}

Status idempotency_load(Ctx *ctx, const IdempotencyKey *key, bool *same, KeptAnswer *out)
{
    Rows *rows;
    *out = (KeptAnswer){.status = NONE, .version = NONE};
    *same = false;
    Status s = db_query(ctx, &find_key, &rows, db_blob(key->key, sizeof key->key));
    if (s) return s;
    if (rows_next(rows)) {
        *same = row_request_is(rows, key);
        s = row_answer(ctx, rows, out);
    }
    Status ended = rows_end(rows);
    return s ? s : ended;
}

Status idempotency_store(Ctx *ctx, const IdempotencyKey *key, const KeptAnswer *answer)
{
    return db_run(ctx, &keep_answer, db_blob(key->key, sizeof key->key), db_int(answer->status),
                  db_text(answer->content_type), db_text(answer->headers), db_int(answer->version),
                  db_blob(answer->body, answer->body_length));
}

Status idempotency_delete(Ctx *ctx, int64_t before_ms, int64_t most, int64_t *deleted)
{
    return db_run_count(ctx, &delete_old, deleted, db_int(before_ms), db_int(most));
}
