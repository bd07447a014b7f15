/* scan_scope.h -- who may bring events of which parcels. */
#pragma once

#include "base/ctx.h"
#include "base/upsert.h"

/* Whether ctx's person may bring in all events of a body as POST /api/v1/scans takes it, which is
 * asked before any is taken. Who sees the whole company may. Who sees an outlet's subtree may bring
 * what happened at its sites, to whatever parcel, and, where no site is said, events of parcels
 * that they see. A customer's person brings none. FORBIDDEN, without a word on whether such a
 * parcel exists, with Problem.row; what the body's decoding says. Rows that say nothing to go by
 * are left to be refused as everybody's are. */
Status scan_scope_check(Ctx *ctx, const char *type, const char *body, size_t length);

/* The same for rows that are decoded, of ScanInput. */
Status scan_scope_rows(Ctx *ctx, const UpsertRow *rows, size_t count);
