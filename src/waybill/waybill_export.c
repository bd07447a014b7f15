#include "access/export.h"

#include "waybill/waybill.h"
#include "waybill/waybill_api.h"

static Status page(Ctx *ctx, const void *filter, int64_t limit, const char *cursor, List *out,
                   const char **next)
{
    WaybillFilter asked = *(const WaybillFilter *)filter;
    asked.limit = limit;
    asked.cursor = cursor;
    return waybill_list(ctx, &asked, out, next);
}

static const ExportPlan plan = {.name = "parcels",
                                .action = "waybill.export",
                                .subject_kind = "waybill",
                                .shape = &waybill_shape,
                                .filter_shape = &waybill_export_shape,
                                .page = page};

Status waybills_export(Ctx *ctx, Request *req)
{
    const WaybillFilter *filter = request_query(req);
    const ExportAsked asked = {
        .plan = &plan, .filter = filter, .cursor = filter->cursor, .format = filter->format};
    return reply_export(ctx, req, &asked);
}
