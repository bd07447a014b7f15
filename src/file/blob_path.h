/* blob_path.h -- where blobs lie; for the files of blob*.c only. */
#pragma once

#include "base/ctx.h"

/* DATA/files/NN/ID, in ctx's arena; NULL if there is no memory. */
const char *blob_path(Ctx *ctx, int64_t id);

/* DATA/files/new/ID. */
const char *blob_new_path(Ctx *ctx, int64_t id);

/* Makes DATA/files and what is below it named `name` ("new", "a7"), where it is not there. */
Status blob_folder_make(Ctx *ctx, const char *name);

/* "a7": the name of the folder that a blob lies in. */
void blob_folder_name(int64_t id, char out[3]);

/* What a folder holds reaches the disk. */
Status blob_folder_sync(Ctx *ctx, const char *name);
