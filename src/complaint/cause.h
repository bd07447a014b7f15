/* cause.h -- why customers complain, within the regulator's categories: the company's own list.
 *
 * A code is for ever; a cause that is not used any more is closed. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef struct ComplaintCause {
    const char *code; /* small letters, digits and _ */
    int64_t version;
    int64_t category; /* ComplaintCategory */
    const char *name_zh, *name_en;
    bool closed;
} ComplaintCause;
extern const Shape complaint_cause_shape;
extern const Shape complaint_cause_change_shape; /* without the code */

/* In the transaction of ctx, by who sees the whole company; audited. INVALID, CONFLICT. */
Status complaint_cause_create(Ctx *ctx, ComplaintCause *cause);

/* NOT_FOUND, STALE. */
Status complaint_cause_change(Ctx *ctx, const char *code, int64_t version,
                              const ComplaintCause *change, ComplaintCause *out);

/* NOT_FOUND. */
Status complaint_cause_find(Ctx *ctx, const char *code, ComplaintCause *out);

/* By category and code; at most 1,000. */
Status complaint_cause_list(Ctx *ctx, List *out);

/* Puts in the shipped ones where there are none. */
Status complaint_cause_seed(Ctx *ctx);
