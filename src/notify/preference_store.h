/* preference_store.h -- the table of preferences. For preference.c only. */
#pragma once

#include "notify/preference.h"

/* NOT_FOUND without words. */
Status preference_store_find(Ctx *ctx, int64_t customer_id, NoticePreference *out);

/* Writes it over `version`, or as the first. */
Status preference_store_put(Ctx *ctx, const NoticePreference *preference, int64_t version,
                            bool *written);

/* *rows how many there were: 1 or 0. */
Status preference_store_delete(Ctx *ctx, int64_t customer_id, int64_t *rows);
/* How many there are. */
Status preference_store_left(Ctx *ctx, int64_t customer_id, int64_t *rows);
