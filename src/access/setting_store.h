/* setting_store.h -- the statements of settings. */
#pragma once

#include "access/setting.h"

typedef struct StoredSetting {
    const char *name;
    int64_t version;
    const char *value; /* NULL: the default */
} StoredSetting;

/* Those that were ever set. */
Status setting_rows(Ctx *ctx, List *out);

/* A version of 0 where it was never set. */
Status setting_row(Ctx *ctx, const char *name, StoredSetting *out);

/* Writes a setting with its version. */
Status setting_put(Ctx *ctx, const StoredSetting *setting);
