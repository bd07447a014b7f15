#include "file/file.h"

#include <inttypes.h>

#include "access/audit.h"
#include "access/page.h"
#include "file/file_audit.h"
#include "file/file_jobs.h"
#include "file/file_store.h"
#include "file/upload.h"

static const Field file_fields[] = {
    FIELD_ID(StoredFile, id, .doc = "Its id"),
    FIELD_TEXT(StoredFile, owner, .doc = "What kind of thing it belongs to"),
    FIELD_ID(StoredFile, owner_id, .doc = "The id of that"),
    FIELD_TEXT(StoredFile, name, .personal = PERSONAL_WORDS, .doc = "What it is called"),
    FIELD_TEXT(StoredFile, media, .example = "image/jpeg", .doc = "What it is, by what it holds"),
    FIELD_INT(StoredFile, size, .doc = "Bytes"),
    FIELD_ID(StoredFile, by_id, .doc = "The account or token that brought it"),
    FIELD_TIME(StoredFile, created_at, .doc = "When it came"),
    FIELD_END,
};
const Shape stored_file_shape = SHAPE(StoredFile, file_fields, "A file that belongs to something");

Status file_audit(Ctx *ctx, const char *action, const StoredFile *file)
{
    const char *detail = arena_format(ctx->arena,
                                      "{\"owner\":\"%s\",\"owner_id\":\"%" PRId64
                                      "\",\"media\":\"%s\",\"size\":%" PRId64 "}",
                                      file->owner, file->owner_id, file->media, file->size);
    if (!detail) return no_memory(ctx);
    return audit_write(ctx, action, "file", file->id, detail);
}

static Status not_there(Ctx *ctx)
{
    return fail(ctx, NOT_FOUND, "there is no such file");
}

/* Whoever does not see the owner learns nothing of its files, not even that there are any. */
static Status find(Ctx *ctx, int64_t id, bool write, StoredFile *out)
{
    const FileOwner *owner;
    Status s = file_row(ctx, id, out);
    if (s == NOT_FOUND) return not_there(ctx);
    if (!s) s = owner_find(ctx, out->owner, &owner);
    if (!s) s = owner->may(ctx, out->owner_id, write);
    return s == NOT_FOUND ? not_there(ctx) : s;
}

Status file_find(Ctx *ctx, int64_t id, StoredFile *out)
{
    return find(ctx, id, false, out);
}

Status file_list(Ctx *ctx, const FileFilter *filter, List *out, const char **next)
{
    int64_t after;
    const FileOwner *owner;
    Status s = owner_find(ctx, filter->owner, &owner);
    if (!s) s = owner->may(ctx, filter->owner_id, false);
    if (!s) s = page_start(ctx, filter->cursor, 0, &after);
    if (!s) s = file_rows(ctx, owner->kind, filter->owner_id, after, filter->limit + 1, out);
    return s ? s : page_end(ctx, out, filter->limit, &stored_file_shape, next);
}

Status file_delete(Ctx *ctx, int64_t id)
{
    StoredFile file;
    Status s = find(ctx, id, true, &file);
    if (!s) s = file_remove(ctx, &file);
    if (!s) s = file_tell(ctx, &file, false);
    if (!s) s = file_audit(ctx, "file.delete", &file);
    return s ? s : file_remove_soon(ctx);
}

Status file_forget_owner(Ctx *ctx, const char *owner, int64_t owner_id)
{
    Status s = file_remove_all(ctx, owner, owner_id);
    return s ? s : file_remove_soon(ctx);
}

Status file_move_owner(Ctx *ctx, const char *owner, int64_t from_id, int64_t to_id)
{
    return file_give(ctx, owner, from_id, to_id);
}
