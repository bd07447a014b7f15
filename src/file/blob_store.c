#include <string.h>

#include "access/keys.h"
#include "db/db.h"
#include "file/file_store.h"

#define KEY_PURPOSE "file_blob.key"

SQL(blob_put, "INSERT INTO file_blob (id, content_hash, size, media, key_sealed, loose, created_ms)"
              " VALUES ($1, $2, $3, $4, $5, 0, $6)");
/* Written, so that who takes loose ones away has to wait, or begins anew. */
SQL(blob_take_hold, "UPDATE file_blob SET loose = 0 WHERE content_hash = $1"
                    " RETURNING id, size, media, key_sealed");
SQL(blob_renew, "UPDATE file_blob SET id = $2, key_sealed = $3 WHERE id = $1");
SQL(blob_follow, "UPDATE file SET blob_id = $2 WHERE blob_id = $1");
SQL(blob_one, "SELECT id, size, media, key_sealed FROM file_blob WHERE id = $1");
SQL(blob_drop_loose,
    "DELETE FROM file_blob WHERE id IN (SELECT b.id FROM file_blob b WHERE b.loose = 1"
    " AND NOT EXISTS (SELECT 1 FROM file f WHERE f.blob_id = b.id) ORDER BY b.id LIMIT $1)"
    " RETURNING id");
SQL(blob_fasten, "UPDATE file_blob SET loose = 0 WHERE loose = 1"
                 " AND EXISTS (SELECT 1 FROM file f WHERE f.blob_id = file_blob.id)");
SQL(blob_has, "SELECT id FROM file_blob WHERE id = $1");
SQL(blob_after, "SELECT id, size, media FROM file_blob WHERE id > $1 ORDER BY id LIMIT $2");

static const Field blob_fields[] = {FIELD_ID(FileBlob, id), FIELD_INT(FileBlob, size),
                                    FIELD_TEXT(FileBlob, media), FIELD_END};
static const Shape blob_shape = SHAPE(FileBlob, blob_fields, "What files hold");

Status blob_insert(Ctx *ctx, const FileBlob *blob)
{
    Sealed key;
    Status s = key_seal_bytes(ctx, KEY_PURPOSE, blob->key, sizeof blob->key, &key);
    if (s) return s;
    return db_run(ctx, &blob_put, db_id(blob->id), db_blob(blob->hash, sizeof blob->hash),
                  db_int(blob->size), db_text(blob->media), db_blob(key.bytes, key.length),
                  db_int(ctx_now(ctx)));
}

Status blob_replace(Ctx *ctx, int64_t lost_id, const FileBlob *blob)
{
    Sealed key;
    Status s = key_seal_bytes(ctx, KEY_PURPOSE, blob->key, sizeof blob->key, &key);
    if (!s)
        s = db_run(ctx, &blob_renew, db_id(lost_id), db_id(blob->id),
                   db_blob(key.bytes, key.length));
    return s ? s : db_run(ctx, &blob_follow, db_id(lost_id), db_id(blob->id));
}

static Status blob_read_row(Ctx *ctx, Rows *rows, FileBlob *out)
{
    size_t length;
    const char *key;
    const void *sealed = rows_blob(rows, 3, &length);
    *out =
        (FileBlob){.id = rows_int(rows, 0), .size = rows_int(rows, 1), .media = rows_copy(rows, 2)};
    Status s = key_unseal(ctx, KEY_PURPOSE, sealed, length, &key);
    if (s) return s;
    if (!key || length != sizeof out->key + SEALED_EXTRA)
        return fail(ctx, INTERNAL, "the key of a stored file is none");
    memcpy(out->key, key, sizeof out->key);
    return OK;
}

static Status blob_only(Ctx *ctx, Rows *rows, FileBlob *out)
{
    bool found = rows_next(rows);
    Status s = found ? blob_read_row(ctx, rows, out) : OK;
    while (rows_next(rows)) {
    }
    Status ended = rows_end(rows);
    if (s || ended) return s ? s : ended;
    return found ? OK : NOT_FOUND;
}

Status blob_hold(Ctx *ctx, const unsigned char *hash, FileBlob *out)
{
    Rows *rows;
    Status s = db_query(ctx, &blob_take_hold, &rows, db_blob(hash, sizeof out->hash));
    return s ? s : blob_only(ctx, rows, out);
}

Status blob_row(Ctx *ctx, int64_t id, FileBlob *out)
{
    Rows *rows;
    Status s = db_query(ctx, &blob_one, &rows, db_id(id));
    return s ? s : blob_only(ctx, rows, out);
}

Status blob_take_loose(Ctx *ctx, int64_t limit, List *out)
{
    Status s = db_list(ctx, &blob_drop_loose, &blob_shape, out, db_int(limit));
    bool all = !s && (int64_t)out->count < limit;
    return all ? db_run_values(ctx, &blob_fasten, NULL, 0, NULL) : s;
}

static Status blob_is_known(void *user, size_t number, Rows *rows)
{
    (void)rows;
    ((bool *)user)[number] = true;
    return OK;
}

Status blob_known(Ctx *ctx, const int64_t *ids, size_t count, bool *known)
{
    DbValue *values = ARENA_ARRAY(ctx->arena, count, DbValue);
    if (!values) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        values[i] = db_id(ids[i]);
        known[i] = false;
    }
    return count ? db_query_many(ctx, &blob_has, values, 1, count, blob_is_known, known) : OK;
}

Status blob_page(Ctx *ctx, int64_t after, int64_t limit, List *out)
{
    return db_list(ctx, &blob_after, &blob_shape, out, db_int(after), db_int(limit));
}
