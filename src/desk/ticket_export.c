#include "access/export.h"

#include "desk/desk_slice.h"
#include "desk/queue.h"

static Status page(Ctx *ctx, const void *filter, int64_t limit, const char *cursor, List *out,
                   const char **next)
{
    TicketFilter asked = *(const TicketFilter *)filter;
    asked.limit = limit;
    asked.cursor = cursor;
    return ticket_list(ctx, &asked, out, next);
}

static const ExportPlan plan = {.name = "tickets",
                                .action = "ticket.export",
                                .subject_kind = "ticket",
                                .shape = &ticket_row_shape,
                                .filter_shape = &ticket_export_shape,
                                .page = page};

Status tickets_export(Ctx *ctx, Request *req)
{
    const TicketFilter *filter = request_query(req);
    const ExportAsked asked = {
        .plan = &plan, .filter = filter, .cursor = filter->cursor, .format = filter->format};
    return reply_export(ctx, req, &asked);
}
