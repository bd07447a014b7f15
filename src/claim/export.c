#include "access/export.h"

#include "claim/page.h"

static Status page(Ctx *ctx, const void *filter, int64_t limit, const char *cursor, List *out,
                   const char **next)
{
    ClaimFilter asked = *(const ClaimFilter *)filter;
    asked.limit = limit;
    asked.cursor = cursor;
    return claim_list(ctx, &asked, out, next);
}

static const ExportPlan plan = {.name = "claims",
                                .action = "claim.export",
                                .subject_kind = "claim",
                                .shape = &claim_row_shape,
                                .filter_shape = &claim_export_shape,
                                .page = page};

Status claims_export(Ctx *ctx, Request *req, const ClaimFilter *filter)
{
    const ExportAsked asked = {
        .plan = &plan, .filter = filter, .cursor = filter->cursor, .format = filter->format};
    return reply_export(ctx, req, &asked);
}
