/* file_store.h -- the rows of files and of blobs; for the files of file/ only. */
#pragma once

#include "file/file.h"

/* A blob's row. */
typedef struct FileBlob {
    int64_t id, size;
    const char *media;
    unsigned char hash[32]; /* keyed, of what it holds */
    unsigned char key[32];
} FileBlob;

/* In the transaction of ctx: the blob of that hash, held from now on so that nobody takes it away
 * meanwhile. NOT_FOUND without words. */
Status blob_hold(Ctx *ctx, const unsigned char *hash, FileBlob *out);

/* Stores a new one; CONFLICT when there is one of that hash. */
Status blob_insert(Ctx *ctx, const FileBlob *blob);

/* Puts `blob`, which holds the same, in the place of the one that is lost; files keep to it. */
Status blob_replace(Ctx *ctx, int64_t lost_id, const FileBlob *blob);

/* The key of a blob, by its id. NOT_FOUND without words. */
Status blob_row(Ctx *ctx, int64_t id, FileBlob *out);

/* Takes away up to `limit` rows of blobs that no file has any more: their ids. */
Status blob_take_loose(Ctx *ctx, int64_t limit, List *out);

/* Which of these have no row: `known[i]` tells of ids[i]. */
Status blob_known(Ctx *ctx, const int64_t *ids, size_t count, bool *known);

/* Up to `limit` blobs after an id, by id: rows of FileBlob, without hash and key. */
Status blob_page(Ctx *ctx, int64_t after, int64_t limit, List *out);

/* Stores a new file. */
Status file_insert(Ctx *ctx, const StoredFile *file);

/* One file, whoever has it. NOT_FOUND without words. */
Status file_row(Ctx *ctx, int64_t id, StoredFile *out);

/* That of an owner with that blob and name, if there is one. NOT_FOUND without words. */
Status file_same(Ctx *ctx, const StoredFile *like, StoredFile *out);

/* Up to `limit` of an owner's after an id, by id. */
Status file_rows(Ctx *ctx, const char *owner, int64_t owner_id, int64_t after, int64_t limit,
                 List *out);

/* Deletes a file, or all of an owner; what they held may be loose from now on. */
Status file_remove(Ctx *ctx, const StoredFile *file);
Status file_remove_all(Ctx *ctx, const char *owner, int64_t owner_id);

/* Gives them to another owner. */
Status file_give(Ctx *ctx, const char *owner, int64_t from_id, int64_t to_id);
