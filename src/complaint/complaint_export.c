#include "access/export.h"

#include "complaint/complaint.h"
#include "complaint/complaint_slice.h"

static Status page(Ctx *ctx, const void *filter, int64_t limit, const char *cursor, List *out,
                   const char **next)
{
    ComplaintFilter asked = *(const ComplaintFilter *)filter;
    asked.limit = limit;
    asked.cursor = cursor;
    return complaint_list(ctx, &asked, out, next);
}

static const ExportPlan plan = {.name = "complaints",
                                .action = "complaint.export",
                                .subject_kind = "complaint",
                                .shape = &complaint_row_shape,
                                .filter_shape = &complaint_export_shape,
                                .page = page};

Status complaints_export(Ctx *ctx, Request *req)
{
    const ComplaintFilter *filter = request_query(req);
    const ExportAsked asked = {
        .plan = &plan, .filter = filter, .cursor = filter->cursor, .format = filter->format};
    return reply_export(ctx, req, &asked);
}
