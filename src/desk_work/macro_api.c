#include "access/page.h"
#include "access/person.h"
#include "desk_work/desk_work_slice.h"
#include "desk_work/macro.h"

static Status api_list(Ctx *ctx, Request *req)
{
    MacroFilter filter = *(const MacroFilter *)request_query(req);
    List list;
    const char *next;
    filter.limit = page_limit(filter.limit);
    Status s = macro_list(ctx, &filter, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &macro_shape, next);
}

static Status api_versions(Ctx *ctx, Request *req)
{
    const PageQuery *page = request_query(req);
    int64_t id;
    List list;
    const char *next;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = macro_versions(ctx, id, page_limit(page->limit), page->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &macro_version_shape, next);
}

static Status api_create(Ctx *ctx, Request *req)
{
    Macro macro = *(const Macro *)request_input(req);
    Status s = macro_create(ctx, &macro);
    return s ? s : reply(ctx, req, &macro, &macro_shape);
}

static Status api_find(Ctx *ctx, Request *req)
{
    int64_t id;
    Macro macro;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = macro_find(ctx, id, &macro);
    return s ? s : reply(ctx, req, &macro, &macro_shape);
}

static Status api_version(Ctx *ctx, Request *req)
{
    int64_t id, version;
    Macro macro;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = path_id(ctx, req, "version", &version);
    if (!s) s = macro_find_version(ctx, id, version, &macro);
    return s ? s : reply(ctx, req, &macro, &macro_shape);
}

static Status api_change(Ctx *ctx, Request *req)
{
    int64_t id;
    Macro macro;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = macro_change(ctx, id, request_version(req), request_input(req), &macro);
    return s ? s : reply(ctx, req, &macro, &macro_shape);
}

#define USE_FIELDS                                                                                 \
    FIELD_ID(MacroUse, macro_id, .required = true, .doc = "The macro"),                            \
        FIELD_ENUM(MacroUse, language, macro_languages,                                            \
                   .doc = "Of the answer; zh where not given")

static const Field looked_fields[] = {USE_FIELDS, FIELD_END};
static const Shape looked_shape = {.name = "MacroLook",
                                   .doc = "A macro to be looked at for a ticket",
                                   .size = sizeof(MacroUse),
                                   .fields = looked_fields};

static const Field use_fields[] = {
    USE_FIELDS,
    FIELD_BOOL(MacroUse, gaps,
               .doc =
                   "The customer is answered though the answer has placeholders without a value"),
    FIELD_END};
static const Shape use_shape = SHAPE(MacroUse, use_fields, "A macro to be used on a ticket");

static Status refuse_customer(Ctx *ctx)
{
    return scope_customer(ctx) ? fail(ctx, FORBIDDEN, "macros are for colleagues") : OK;
}

static Status api_preview(Ctx *ctx, Request *req)
{
    const MacroUse *use = request_query(req);
    int64_t id;
    MacroPreview preview;
    Status s = refuse_customer(ctx);
    if (!s) s = path_id(ctx, req, "id", &id);
    if (!s) s = macro_preview(ctx, use->macro_id, id, use->language, &preview);
    return s ? s : reply(ctx, req, &preview, &macro_preview_shape);
}

static Status api_apply(Ctx *ctx, Request *req)
{
    const MacroUse *use = request_input(req);
    int64_t id;
    Ticket ticket;
    Status s = refuse_customer(ctx);
    if (!s) s = path_id(ctx, req, "id", &id);
    if (!s) s = macro_apply(ctx, use, id, request_version(req), &ticket);
    return s ? s : reply(ctx, req, &ticket, &ticket_shape);
}

static const Route routes[] = {
    {GET, "/api/v1/desk/macros", .right = TICKET_WRITE, .staff = true, .query = &macro_filter_shape,
     .out = &macro_shape, .is_list = true, .run = api_list,
     .doc = "Macros that you may use: yours, your teams', everybody's"},
    {POST, "/api/v1/desk/macros", .right = TICKET_WRITE, .staff = true, .writes = true,
     .creates = true, .in = &macro_body_shape, .out = &macro_shape, .run = api_create,
     .doc = "Add a macro"},
    {GET, "/api/v1/desk/macros/{id}", .right = TICKET_WRITE, .staff = true, .out = &macro_shape,
     .run = api_find, .doc = "One macro"},
    {GET, "/api/v1/desk/macros/{id}/versions", .right = TICKET_WRITE, .staff = true,
     .query = &page_query_shape, .out = &macro_version_shape, .is_list = true, .run = api_versions,
     .doc = "A macro as it was, the newest version first"},
    {GET, "/api/v1/desk/macros/{id}/versions/{version}", .right = TICKET_WRITE, .staff = true,
     .out = &macro_shape, .run = api_version, .doc = "A macro as it was"},
    {PUT, "/api/v1/desk/macros/{id}", .right = TICKET_WRITE, .staff = true, .writes = true,
     .if_match = true, .in = &macro_body_shape, .out = &macro_shape, .run = api_change,
     .doc = "Change a macro"},
    {GET, "/api/v1/tickets/{id}/macro", .right = TICKET_WRITE, .staff = true,
     .query = &looked_shape, .out = &macro_preview_shape, .run = api_preview,
     .doc = "What a macro would do to a ticket"},
    {POST, "/api/v1/tickets/{id}/macro", .right = TICKET_WRITE, .staff = true, .writes = true,
     .if_match = true, .in = &use_shape, .out = &ticket_shape, .run = api_apply,
     .doc = "Use a macro on a ticket"},
    ROUTE_END};

const Slice desk_macro_slice = {
    .name = "desk-macros", .doc = "What is done often, under a name", .routes = routes};
