#include "file/upload.h"

#include <string.h>

#include "access/audit.h"
#include "access/keys.h"
#include "access/setting.h"
#include "file/file_audit.h"
#include "file/file_name.h"
#include "file/file_store.h"
#include "file/media.h"
#include "http/route.h"

#define MEBIBYTE ((int64_t)1 << 20)

Status owner_find(Ctx *ctx, const char *kind, const FileOwner **out)
{
    for (const FileOwner *const *owner = file_owners; *owner; owner++) {
        *out = *owner;
        if (strcmp((*owner)->kind, kind) == 0) return OK;
    }
    return fail_field(ctx, "owner", "nothing of that kind has files");
}

static Status may_add(Ctx *ctx, const StoredFile *file)
{
    const FileOwner *owner;
    Status s = owner_find(ctx, file->owner, &owner);
    return s ? s : owner->may(ctx, file->owner_id, true);
}

Status file_tell(Ctx *ctx, const StoredFile *file, bool added)
{
    const FileOwner *owner;
    Status s = owner_find(ctx, file->owner, &owner);
    return s || !owner->told ? s : owner->told(ctx, file, added);
}

static Status too_large(Ctx *ctx, const Upload *upload)
{
    return fail(ctx, TOO_LARGE, "a file has at most %lld MiB",
                (long long)(upload->most / MEBIBYTE));
}

Status upload_open(Ctx *ctx, Upload *upload)
{
    Status s = may_add(ctx, &upload->file);
    if (!s) s = file_name_clean(ctx, upload->file.name, &upload->file.name);
    if (s) return s;
    upload->most = setting_int(ctx, SETTING_NAMED_FILE_MAX_MB) * MEBIBYTE;
    if (upload->expected > upload->most) return too_large(ctx, upload);
    return blob_create(ctx, &upload->blob);
}

Status upload_take(Ctx *ctx, Upload *upload, const char *bytes, size_t length)
{
    if (blob_size(upload->blob) + (int64_t)length > upload->most) return too_large(ctx, upload);
    return blob_write(ctx, upload->blob, bytes, length);
}

Status upload_end(Ctx *ctx, Upload *upload)
{
    size_t length;
    StoredFile *file = &upload->file;
    const char *head = blob_head(upload->blob, &length);
    file->size = blob_size(upload->blob);
    if (!file->size) return fail(ctx, INVALID, "the file is empty");
    Status s = media_of(ctx, head, length, &file->media);
    if (s) return s;
    if (!media_listed(setting_text(ctx, SETTING_NAMED_FILE_TYPES), file->media)) {
        s = fail(ctx, INVALID, "files of the type %s are not taken", file->media);
        problem_hint(ctx, "the setting file_types names those that are");
        return s;
    }
    return blob_end(ctx, upload->blob);
}

/* What is there already is not kept twice: what was written goes with the request. Where the disk
 * has lost it, it is there again. */
static Status blob_settle(Ctx *ctx, Upload *upload, const unsigned char *digest)
{
    FileBlob held, blob = {.id = blob_id(upload->blob),
                           .size = upload->file.size,
                           .media = upload->file.media};
    bool there = false;
    key_hash(ctx, "file.content", digest, REQUEST_DIGEST, blob.hash);
    memcpy(blob.key, blob_key(upload->blob), sizeof blob.key);
    Status s = blob_hold(ctx, blob.hash, &held);
    bool fresh = s == NOT_FOUND;
    if (!s) s = blob_there(ctx, held.id, &there);
    if (s && !fresh) return s;
    upload->file.blob_id = there ? held.id : blob.id;
    if (there) return OK;
    s = fresh ? blob_insert(ctx, &blob) : blob_replace(ctx, held.id, &blob);
    return s ? s : blob_keep(ctx, upload->blob);
}

Status upload_store(Ctx *ctx, Upload *upload, const unsigned char *digest)
{
    StoredFile there, *file = &upload->file;
    Status s = may_add(ctx, file);
    if (!s) s = blob_settle(ctx, upload, digest);
    if (s) return s;
    s = file_same(ctx, file, &there);
    if (!s) *file = there;
    if (s != NOT_FOUND) return s;
    file->id = ctx_id(ctx);
    file->by_id = ctx->who ? ctx->who->id : 0;
    file->created_at = ctx_now(ctx);
    s = file_insert(ctx, file);
    if (!s) s = file_tell(ctx, file, true);
    return s ? s : file_audit(ctx, "file.add", file);
}
