#include "access/export.h"

#include "watch/finding.h"
#include "watch/rule_api.h"

static Status page(Ctx *ctx, const void *filter, int64_t limit, const char *cursor, List *out,
                   const char **next)
{
    FindingFilter asked = *(const FindingFilter *)filter;
    asked.limit = limit;
    asked.cursor = cursor;
    return finding_list(ctx, &asked, out, next);
}

static const ExportPlan plan = {.name = "findings",
                                .action = "finding.export",
                                .subject_kind = "watch_finding",
                                .shape = &finding_shape,
                                .filter_shape = &finding_export_shape,
                                .page = page};

Status findings_export(Ctx *ctx, Request *req)
{
    const FindingFilter *filter = request_query(req);
    const ExportAsked asked = {
        .plan = &plan, .filter = filter, .cursor = filter->cursor, .format = filter->format};
    return reply_export(ctx, req, &asked);
}
