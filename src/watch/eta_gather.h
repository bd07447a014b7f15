/* eta_gather.h -- sums of whole numbers by key, in memory until they are written: what one writing
 * thread adds between two commits. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"

/* Which table a sum belongs to. The order in which they are written. */
typedef enum EtaTable {
    ETA_DAY_TABLE, /* keys: beginning and scope (eta_day_key), the name's address, day */
    ETA_STEP_TABLE,
    ETA_BIN_TABLE,
    ETA_FLOW_TABLE,
    ETA_SCORE_TABLE,
    ETA_TOLD_TABLE, /* keys: parcel, start, promise; sum: 1 */
    ETA_END_TABLE,  /* keys: parcel, its end; sum: 1 */
} EtaTable;

/* Numbers of a row: how many keys it has, how many sums. */
enum { ETA_KEYS = 3, ETA_SUMS = 5 };

/* Names are told apart by their addresses: those of a pool. */
static inline int64_t eta_day_key(int64_t beginning, int64_t scope)
{
    return beginning * 16 + scope;
}

typedef struct EtaSum {
    int64_t keys[ETA_KEYS];
    int64_t sums[ETA_SUMS];
    EtaTable table;
    bool used;
} EtaSum;

/* The name in the keys of a row of ETA_DAY_TABLE. */
const char *eta_sum_name(const EtaSum *sum);

typedef struct EtaGather {
    EtaSum *slots;
    size_t count, mask;
} EtaGather;

/* Empty. */
Status eta_gather_open(Ctx *ctx, EtaGather *gather);
/* Frees it. */
void eta_gather_close(EtaGather *gather);

/* Adds to the row with those keys. */
Status eta_gather_add(Ctx *ctx, EtaGather *gather, const EtaSum *more);

/* Moves the rows that change anything to the front, in order of table and keys, and tells how many;
 * until it is cleared nothing can be added. */
size_t eta_gather_sort(EtaGather *gather);

/* Empties it. */
void eta_gather_clear(EtaGather *gather);
