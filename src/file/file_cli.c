#include <inttypes.h>
#include <stdio.h>

#include "file/blob.h"
#include "file/file_slice.h"
#include "file/file_store.h"

enum { PAGE = 200, ROOM = 65536 };

typedef struct Verifying {
    int64_t blobs, bytes, bad;
} Verifying;

/* Reads it to its end: what was changed or cut off cannot be. */
static Status blob_check(Ctx *ctx, const FileBlob *listed, bool *good)
{
    char bytes[ROOM];
    FileBlob blob;
    BlobReader *reader;
    int64_t size = 0, got = 0;
    Status s = blob_row(ctx, listed->id, &blob);
    if (s) return s;
    s = blob_open(ctx, blob.id, blob.key, &reader);
    *good = !s;
    if (s == NOT_FOUND || s == INTERNAL) {
        problem_clear(ctx);
        return OK;
    }
    if (s) return s;
    while ((got = blob_read(reader, bytes, sizeof bytes)) > 0)
        size += got;
    blob_close(reader);
    *good = got == 0 && size == blob.size;
    return OK;
}

static Status page_check(Ctx *ctx, const List *page, Verifying *verifying)
{
    const FileBlob *blobs = page->items;
    for (size_t i = 0; i < page->count; i++) {
        bool good;
        Status s = blob_check(ctx, &blobs[i], &good);
        if (s) return s;
        verifying->blobs++;
        verifying->bytes += blobs[i].size;
        if (good) continue;
        verifying->bad++;
        printf("blob %" PRId64 " is missing or damaged\n", blobs[i].id);
    }
    return OK;
}

static Status run_verify(Ctx *ctx, Cli *cli)
{
    (void)cli;
    Verifying verifying = {0};
    int64_t after = 0;
    List page = {.count = PAGE};
    Status s = OK;
    while (!s && page.count == PAGE) {
        s = blob_page(ctx, after, PAGE, &page);
        if (!s && page.count) after = ((const FileBlob *)page.items)[page.count - 1].id;
        if (!s) s = page_check(ctx, &page, &verifying);
    }
    if (s) return s;
    if (verifying.bad)
        return fail(ctx, CONFLICT, "%" PRId64 " of %" PRId64 " stored files are missing or damaged",
                    verifying.bad, verifying.blobs);
    printf("%" PRId64 " stored files, %" PRId64 " bytes: all as they came\n", verifying.blobs,
           verifying.bytes);
    return OK;
}

static const Option no_options[] = {{NULL, NULL, NULL, false}};

const Command file_commands[] = {
    {"files verify", "", "Read every stored file and tell those that are missing or damaged", NULL,
     no_options, NEEDS_READING, run_verify},
    {NULL, NULL, NULL, NULL, NULL, NEEDS_NOTHING, NULL}};
