/* rule_store.h -- the rows of rules and plans, and every version they had. For the files of watch/
 * only. NOT_FOUND comes without words. */
#pragma once

#include "watch/plan.h"
#include "watch/rule.h"
#include "watch/version.h"

/* CONFLICT when the code is taken. */
Status rule_store_insert(Ctx *ctx, const WatchRule *rule);
/* Writes over `version`; *written is false where that is no longer what stands there. */
Status rule_store_update(Ctx *ctx, const WatchRule *rule, int64_t version, bool *written);
/* Takes it away if it stands at that version. */
Status rule_store_delete(Ctx *ctx, int64_t id, int64_t version, bool *written);
/* One of them. */
Status rule_store_by_code(Ctx *ctx, const char *code, WatchRule *out);
/* All of them, by code. */
Status rule_store_list(Ctx *ctx, List *out);

/* Whether a lane of a product or a parcel names this region. */
Status region_store_known(Ctx *ctx, const char *code, bool *known);

/* A number that rises with every change of a rule; 0 where there was none. */
Status rule_store_stamp(Ctx *ctx, int64_t *out);
/* Raises it. */
Status rule_store_stamp_raise(Ctx *ctx);

/* CONFLICT when the code is taken. */
Status plan_store_insert(Ctx *ctx, const WatchPlan *plan);
/* As rule_store_update. */
Status plan_store_update(Ctx *ctx, const WatchPlan *plan, int64_t version, bool *written);
/* As rule_store_delete. */
Status plan_store_delete(Ctx *ctx, int64_t id, int64_t version, bool *written);
/* One of them. */
Status plan_store_by_code(Ctx *ctx, const char *code, WatchPlan *out);
/* All of them, by code. */
Status plan_store_list(Ctx *ctx, List *out);
/* How many rules propose it. */
Status plan_store_uses(Ctx *ctx, const char *code, int64_t *out);

/* Keeps the thing as it is now in that version. */
Status version_store_add(Ctx *ctx, VersionKind kind, int64_t id, int64_t version,
                         const Shape *shape, const void *thing);
/* As it was in that version. */
Status version_store_read(Ctx *ctx, VersionKind kind, int64_t id, int64_t version,
                          const char **document);

/* Keeps the thing as it was in a version that nobody kept, where that is so. */
Status version_store_mend(Ctx *ctx, VersionKind kind, int64_t id, int64_t version,
                          const Shape *shape, const void *thing);
/* Of its versions before `before` the newest `limit`: WatchVersion. */
Status version_store_list(Ctx *ctx, VersionKind kind, int64_t id, int64_t before, int64_t limit,
                          List *out);
