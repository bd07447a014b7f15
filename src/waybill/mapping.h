/* mapping.h -- what a provider's codes mean, as data with a version.
 *
 * Provider codes collide, so a mapping is keyed on provider, code and, where one code has several
 * actions, action. Shipped rows come from data/mappings.csv (docs/data.md says where one code
 * stands for several of our stages and which was taken); operators change them, each change
 * is a new version, and the old ones stay. Provider "parceldesk" needs no rows: its code is the
 * name of a stage, of an exception, or "close:" and the name of an exception. */
#pragma once

#include "base/field.h"
#include "waybill/status.h"

/* What an event of that code says. */
typedef struct Meaning {
    int stage, leg, opens, closes, cause; /* as in JourneyEvent */
    int64_t version;                      /* of the row; 0 for parceldesk's own */
} Meaning;

/* A row, as edited. */
typedef struct CodeMapping {
    const char *provider, *code, *action; /* action "": any */
    int64_t version;
    int64_t was; /* to be written: the version that was read; 0, NONE: whatever holds */
    int64_t stage, exception, leg, cause; /* NONE: not given */
    const char *note;
    bool removed;
    int64_t changed_at;
} CodeMapping;
extern const Shape code_mapping_shape;

/* The rows in force, in memory; for one thread. */
typedef struct Mapping Mapping;
/* Reads them. */
Status mapping_open(Ctx *ctx, Mapping **out);
/* NULL is allowed. */
void mapping_close(Mapping *mapping);

/* Reads the rows again if their version changed. Once per batch. */
Status mapping_refresh(Ctx *ctx, Mapping *mapping);

/* False when the code is unknown. Looks for (provider, code, action), then (provider, code), then,
 * where there is no code, (provider, action). NULL stands for not given. */
bool mapping_find(const Mapping *mapping, const char *provider, const char *code,
                  const char *action, Meaning *out);

/* In the transaction of ctx: writes a new version of one row, audited. FORBIDDEN for who is limited
 * to an outlet or a customer; STALE when row->was is another than holds; INVALID when it says
 * nothing (neither stage, exception nor leg, and not removed: what says nothing is told by a note).
 */
Status mapping_write(Ctx *ctx, CodeMapping *row);

/* Rows in force, by provider, code and action; provider NULL: all. `after` NULL: from the
 * beginning; else what follows that row's provider, code and action. */
Status mapping_list(Ctx *ctx, const char *provider, const CodeMapping *after, int64_t limit,
                    List *out);

/* What the code of `of` (provider, code, action) meant, the newest first: versions below `before`,
 * removed ones too. */
Status mapping_versions(Ctx *ctx, const CodeMapping *of, int64_t before, int64_t limit, List *out);

/* Puts in the shipped rows that are not there yet: the slice's seed. */
Status mapping_seed(Ctx *ctx);
