#include "file/file_store.h"

#include <string.h>

#include "access/keys.h"
#include "db/db.h"

#define NAME_PURPOSE "file.name"

#define FILE_SELECT                                                                                \
    "SELECT f.id, f.owner, f.owner_id, f.name_sealed, b.media, b.size, f.by_id, f.created_ms,"     \
    " f.blob_id FROM file f JOIN file_blob b ON b.id = f.blob_id "

SQL(file_put, "INSERT INTO file (id, owner, owner_id, blob_id, name_sealed, by_id, created_ms)"
              " VALUES ($1, $2, $3, $4, $5, $6, $7)");
SQL(file_one, FILE_SELECT "WHERE f.id = $1");
SQL(file_alike, FILE_SELECT "WHERE f.owner = $1 AND f.owner_id = $2 AND f.blob_id = $3"
                            " ORDER BY f.id");
SQL(file_page, FILE_SELECT "WHERE f.owner = $1 AND f.owner_id = $2 AND f.id > $3"
                           " ORDER BY f.id LIMIT $4");
SQL(file_drop, "DELETE FROM file WHERE id = $1");
SQL(file_loosen, "UPDATE file_blob SET loose = 1 WHERE id = $1");
SQL(file_drop_all, "DELETE FROM file WHERE owner = $1 AND owner_id = $2");
SQL(file_loosen_all, "UPDATE file_blob SET loose = 1 WHERE id IN"
                     " (SELECT blob_id FROM file WHERE owner = $1 AND owner_id = $2)");
SQL(file_rename, "UPDATE file SET owner_id = $3 WHERE owner = $1 AND owner_id = $2");

static Status file_read(Ctx *ctx, Rows *rows, StoredFile *out)
{
    size_t length;
    const void *name = rows_blob(rows, 3, &length);
    *out = (StoredFile){.id = rows_int(rows, 0),
                        .owner = rows_copy(rows, 1),
                        .owner_id = rows_int(rows, 2),
                        .media = rows_copy(rows, 4),
                        .size = rows_int(rows, 5),
                        .by_id = rows_null(rows, 6) ? 0 : rows_int(rows, 6),
                        .created_at = rows_int(rows, 7),
                        .blob_id = rows_int(rows, 8)};
    return key_unseal(ctx, NAME_PURPOSE, name, length, &out->name);
}

/* All that `rows` has; an item of `room` at a time. */
static Status files_read(Ctx *ctx, Rows *rows, size_t room, List *out)
{
    StoredFile *files = ARENA_ARRAY(ctx->arena, room, StoredFile);
    Status s = files ? OK : no_memory(ctx);
    *out = (List){files, 0};
    while (!s && out->count < room && rows_next(rows))
        s = file_read(ctx, rows, &files[out->count++]);
    Status ended = rows_end(rows);
    return s ? s : ended;
}

Status file_insert(Ctx *ctx, const StoredFile *file)
{
    Sealed name;
    Status s = key_seal(ctx, NAME_PURPOSE, file->name, &name);
    if (s) return s;
    return db_run(ctx, &file_put, db_id(file->id), db_text(file->owner), db_id(file->owner_id),
                  db_id(file->blob_id), db_blob(name.bytes, name.length), db_id(file->by_id),
                  db_int(file->created_at));
}

Status file_row(Ctx *ctx, int64_t id, StoredFile *out)
{
    Rows *rows;
    List found;
    Status s = db_query(ctx, &file_one, &rows, db_id(id));
    if (!s) s = files_read(ctx, rows, 1, &found);
    if (s) return s;
    if (!found.count) return NOT_FOUND;
    *out = *(const StoredFile *)found.items;
    return OK;
}

Status file_same(Ctx *ctx, const StoredFile *like, StoredFile *out)
{
    Rows *rows;
    bool same = false;
    Status s = db_query(ctx, &file_alike, &rows, db_text(like->owner), db_id(like->owner_id),
                        db_id(like->blob_id));
    if (s) return s;
    while (!s && !same && rows_next(rows)) {
        s = file_read(ctx, rows, out);
        same = !s && strcmp(out->name, like->name) == 0;
    }
    Status ended = rows_end(rows);
    if (s || ended) return s ? s : ended;
    return same ? OK : NOT_FOUND;
}

Status file_rows(Ctx *ctx, const char *owner, int64_t owner_id, int64_t after, int64_t limit,
                 List *out)
{
    Rows *rows;
    Status s = db_query(ctx, &file_page, &rows, db_text(owner), db_id(owner_id), db_int(after),
                        db_int(limit));
    return s ? s : files_read(ctx, rows, (size_t)limit, out);
}

Status file_remove(Ctx *ctx, const StoredFile *file)
{
    Status s = db_run(ctx, &file_drop, db_id(file->id));
    return s ? s : db_run(ctx, &file_loosen, db_id(file->blob_id));
}

Status file_remove_all(Ctx *ctx, const char *owner, int64_t owner_id)
{
    Status s = db_run(ctx, &file_loosen_all, db_text(owner), db_id(owner_id));
    return s ? s : db_run(ctx, &file_drop_all, db_text(owner), db_id(owner_id));
}

Status file_give(Ctx *ctx, const char *owner, int64_t from_id, int64_t to_id)
{
    return db_run(ctx, &file_rename, db_text(owner), db_id(from_id), db_id(to_id));
}
