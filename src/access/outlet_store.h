/* outlet_store.h -- the statements of outlets. */
#pragma once

#include "access/outlet.h"

/* Stores a new outlet, without its place in the closure. */
Status outlet_insert(Ctx *ctx, const Outlet *outlet);

/* The new outlet with each of its ancestors and with itself. */
Status closure_insert(Ctx *ctx, int64_t id, int64_t parent_id);

/* Takes the subtree of `id` from below its present ancestors and puts it below `parent_id` (0: to
 * the top). */
Status closure_move(Ctx *ctx, int64_t id, int64_t parent_id);

/* By code, seen from `scope_id` (0: from above). NOT_FOUND without words. */
Status outlet_row(Ctx *ctx, const char *code, int64_t scope_id, Outlet *out);

/* Writes what may change of an outlet. */
Status outlet_put(Ctx *ctx, const Outlet *outlet);

/* Those after an id, by id, one more than the limit. */
Status outlet_rows(Ctx *ctx, const OutletFilter *filter, int64_t scope_id, int64_t after,
                   List *out);

/* The top that was made first; NOT_FOUND without words. */
Status outlet_top(Ctx *ctx, Outlet *out);

/* 1 where `id` stands in the subtree of the ancestor (itself included), else 0. */
Status outlet_is_below(Ctx *ctx, int64_t id, int64_t ancestor_id, int64_t *out);

/* How many directly below it are not closed. */
Status outlet_open_children(Ctx *ctx, int64_t id, int64_t *out);

/* How many levels there are from the top down to it. */
Status outlet_levels_above(Ctx *ctx, int64_t id, int64_t *out); /* itself included */
Status outlet_levels_below(Ctx *ctx, int64_t id, int64_t *out); /* itself included */

/* Locks and raises the revision: writers of the tree take turns. */
Status outlet_revision_raise(Ctx *ctx);

/* The revision that a cache compares. */
Status outlet_revision(Ctx *ctx, int64_t *out);

/* id, parent_id and code of all, parents not always first. */
typedef Status OutletEach(Ctx *ctx, void *user, int64_t id, int64_t parent_id, const char *code);

/* Calls `each` for every outlet. */
Status outlet_each(Ctx *ctx, OutletEach *each, void *user);
