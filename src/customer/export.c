#include "customer/export.h"

#include "access/export.h"

static const Field export_fields[] = {
    FIELD_TEXT(CustomerExport, region, .max = 16, .doc = "Only customers of this region"),
    EXPORT_FORMAT_FIELD(CustomerExport), FIELD_END};
const Shape customer_export_shape = SHAPE(CustomerExport, export_fields, "Which customers");

static Status page(Ctx *ctx, const void *filter, int64_t limit, const char *cursor, List *out,
                   const char **next)
{
    const CustomerExport *asked = filter;
    const CustomerFilter which = {.region = asked->region, .limit = limit, .cursor = cursor};
    return customer_list(ctx, &which, out, next);
}

static const ExportPlan plan = {.name = "customers",
                                .action = "customer.export",
                                .subject_kind = "customer",
                                .shape = &customer_shape,
                                .filter_shape = &customer_export_shape,
                                .inputs_only = true,
                                .page = page};

Status customer_export(Ctx *ctx, Request *req, const CustomerExport *asked)
{
    const ExportAsked export = {.plan = &plan, .filter = asked, .format = asked->format};
    return reply_export(ctx, req, &export);
}
