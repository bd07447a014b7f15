/* file.h -- files that belong to something: a ticket's photographs, a customer's licence, a claim's
 * invoice.
 *
 * A file is a row (whose it is, what it is called) over a blob (what it holds). Blobs lie in
 * DATA/files, sealed, each once however many rows hold it; names are sealed in their rows. What
 * uploading takes in is never whole in memory. Which owner's files somebody may see and change says
 * the slice that has the owner: see FileOwner.
 *
 * A row is never without its blob: the blob is on disk, in its place, before the row is committed.
 * A blob without a row (the process died in between, its last row was deleted) is swept away by a
 * job. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef struct StoredFile {
    int64_t id;
    const char *owner; /* FileOwner.kind */
    int64_t owner_id;
    const char *name;  /* cleaned: no folder, nothing that a system would trip over */
    const char *media; /* "image/jpeg": by what it holds, whatever it was called */
    int64_t size;      /* bytes */
    int64_t by_id;     /* the account or token that brought it; 0: the system */
    int64_t created_at;
    int64_t blob_id; /* not given out */
} StoredFile;
extern const Shape stored_file_shape;

/* Whose files there are: a row of file_owners, which slices.c puts together from what slices
 * offer. `may` answers for ctx's person: OK, NOT_FOUND where there is no such owner or none that
 * they see, FORBIDDEN where they see it and may not read its files (or, `write`, add and delete
 * them). With ctx->db set. */
typedef struct FileOwner {
    const char *kind; /* "customer": in the API, and in rows, for ever */
    Status (*may)(Ctx *ctx, int64_t owner_id, bool write);
    /* In the transaction that adds a file, or deletes it by itself, which does not happen when it
     * fails; NULL: nobody is told. */
    Status (*told)(Ctx *ctx, const StoredFile *file, bool added);
} FileOwner;
extern const FileOwner *const file_owners[]; /* ends with NULL */

/* A file that its reader may see. NOT_FOUND also where its owner is none that they see. */
Status file_find(Ctx *ctx, int64_t id, StoredFile *out);

typedef struct FileFilter {
    const char *owner;
    int64_t owner_id;
    int64_t limit;
    const char *cursor;
} FileFilter;

/* Those of an owner, after a file's id, the oldest first. As `may` answers; INVALID for a kind of
 * owner that there is not. */
Status file_list(Ctx *ctx, const FileFilter *filter, List *out, const char **next);

/* In the transaction of ctx: deletes a file, audited; as `may` (to write) answers. Its blob goes
 * with its last row. */
Status file_delete(Ctx *ctx, int64_t id);

/* In the transaction of ctx: deletes every file of an owner that is being deleted, for the slice
 * that has it. Nobody is asked. */
Status file_forget_owner(Ctx *ctx, const char *owner, int64_t owner_id);

/* In the transaction of ctx: gives all files of an owner to another of the same kind (two customers
 * become one). */
Status file_move_owner(Ctx *ctx, const char *owner, int64_t from_id, int64_t to_id);
