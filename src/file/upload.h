/* upload.h -- a file on its way in; for the files of file/, and for slices that take files in by a
 * door of their own. */
#pragma once

#include "file/blob.h"
#include "file/file.h"

typedef struct Upload {
    StoredFile file; /* whose, what it is called; the rest when all came */
    BlobWriter *blob;
    int64_t expected; /* bytes that the sender means to send; 0: not told */
    int64_t most;     /* bytes that it may have */
} Upload;

/* Asks the owner whether ctx's person may add one, and begins. INVALID for a name that is none or
 * an owner that there is not, TOO_LARGE for more than may come; else as FileOwner.may answers. With
 * ctx->db set. */
Status upload_open(Ctx *ctx, Upload *upload);

/* Takes bytes; TOO_LARGE beyond the setting file_max_mb. */
Status upload_take(Ctx *ctx, Upload *upload, const char *bytes, size_t length);

/* All came: tells what it is. INVALID when it is empty, or of a type that the setting file_types
 * does not name. */
Status upload_end(Ctx *ctx, Upload *upload);

/* In the transaction of ctx: stores it, audited; `digest` are REQUEST_DIGEST bytes of what it
 * holds. The same once more, under the same name for the same owner, is the file that is there. */
Status upload_store(Ctx *ctx, Upload *upload, const unsigned char *digest);

/* The owner of that kind. INVALID names the field `owner`. */
Status owner_find(Ctx *ctx, const char *kind, const FileOwner **out);

/* In the transaction of ctx: tells the file's owner that it was added, or deleted. */
Status file_tell(Ctx *ctx, const StoredFile *file, bool added);
