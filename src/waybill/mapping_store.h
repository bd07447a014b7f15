/* mapping_store.h -- the rows of code mappings; for mapping.c only. */
#pragma once

#include "waybill/mapping.h"

/* The highest version of any row; 0 where there is none. */
Status mapping_store_version(Ctx *ctx, int64_t *out);

/* The version of the next row to be written. Until the end of the transaction nobody else gets one:
 * versions are seen in their order, and none is given twice. */
Status mapping_store_next(Ctx *ctx, int64_t *out);

/* Up to `limit` of the newest rows of each key, after the key of `after` (its texts are not NULL);
 * of `provider`, or of all where it is "". Removed ones are left out. */
Status mapping_store_page(Ctx *ctx, const char *provider, const CodeMapping *after, int64_t limit,
                          List *out);

/* Up to `limit` versions of one key (the texts of `of` are not NULL) below `before`, the newest
 * first. */
Status mapping_store_versions(Ctx *ctx, const CodeMapping *of, int64_t before, int64_t limit,
                              List *out);

/* Adds a version of a row; the versions before it stay. */
Status mapping_store_insert(Ctx *ctx, const CodeMapping *row);

/* How many rows have version 1, the shipped ones. */
Status mapping_store_shipped(Ctx *ctx, int64_t *count);
/* Puts in those that are not there. */
Status mapping_store_ship(Ctx *ctx, const CodeMapping *rows, size_t count);
