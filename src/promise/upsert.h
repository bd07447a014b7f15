/* upsert.h -- many rules at once: one after another, each whole or refused. For the promise slice
 * only. */
#pragma once

#include "base/upsert.h"

/* Takes one rule in: INVALID refuses the row, having written nothing. */
typedef Status RuleTake(Ctx *ctx, void *thing, UpsertOutcome *outcome);

/* As an UpsertApply. Of rows that are the same by `order` only the first is taken: a list of rules
 * that says two things of one key is wrong. */
Status rules_upsert(Ctx *ctx, UpsertRow *rows, size_t count,
                    int (*order)(const void *one, const void *two), RuleTake *take);
