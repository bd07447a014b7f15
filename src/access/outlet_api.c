#include "access/outlet.h"
#include "access/page.h"
#include "access/right.h"
#include "access/tables.h"
#include "base/region.h"

typedef struct OutletQuery {
    int64_t limit;
    const char *cursor;
    const char *parent;
    int64_t kind;
    bool open, top;
} OutletQuery;

static const Field query_fields[] = {
    PAGE_FIELDS(OutletQuery),
    FIELD_TEXT(OutletQuery, parent, .max = 32, .doc = "Only those directly below this code"),
    FIELD_ENUM(OutletQuery, kind, outlet_kinds, .doc = "Only those of this kind"),
    FIELD_BOOL(OutletQuery, open, .doc = "Only those that are not closed"),
    FIELD_BOOL(OutletQuery, top,
               .doc = "Only those above which one sees none: where a tree begins"),
    FIELD_END,
};
static const Shape query_shape = SHAPE(OutletQuery, query_fields, "Which outlets");

static Status api_list(Ctx *ctx, Request *req)
{
    const OutletQuery *query = request_query(req);
    OutletFilter filter = {.parent = query->parent,
                           .kind = query->kind,
                           .open_only = query->open,
                           .top = query->top,
                           .limit = page_limit(query->limit),
                           .cursor = query->cursor};
    List outlets;
    const char *next;
    Status s = outlet_list(ctx, &filter, &outlets, &next);
    return s ? s : reply_list(ctx, req, &outlets, &outlet_shape, next);
}

static Status api_create(Ctx *ctx, Request *req)
{
    Outlet outlet = *(const Outlet *)request_input(req);
    Status s = outlet_create(ctx, &outlet);
    return s ? s : reply(ctx, req, &outlet, &outlet_shape);
}

static Status api_get(Ctx *ctx, Request *req)
{
    Outlet outlet;
    Status s = outlet_find(ctx, path_text(req, "code"), &outlet);
    return s ? s : reply(ctx, req, &outlet, &outlet_shape);
}

/* All that may be changed of an outlet: what is not given is taken away. */
static const Field change_fields[] = {
    FIELD_TEXT(Outlet, parent, .max = 32, .doc = "The code of what it belongs to"),
    FIELD_TEXT(Outlet, name, .required = true, .min = 1, .max = 120, .doc = "What it is called"),
    FIELD_ENUM(Outlet, kind, outlet_kinds, .required = true, .doc = "What it does"),
    FIELD_TEXT(Outlet, region, .max = 16, .doc = "Code of the region it stands in"),
    FIELD_BOOL(Outlet, closed, .doc = "It no longer works"),
    FIELD_END,
};
static const Shape change_shape = {.name = "OutletChange",
                                   .doc = "What an outlet is to be",
                                   .size = sizeof(Outlet),
                                   .fields = change_fields};

static Status api_change(Ctx *ctx, Request *req)
{
    Outlet outlet = *(const Outlet *)request_input(req);
    outlet.code = path_text(req, "code");
    Status s = outlet_update(ctx, &outlet, request_version(req));
    return s ? s : reply(ctx, req, &outlet, &outlet_shape);
}

/* --- what regions are called --- */

static const Field region_fields[] = {
    FIELD_TEXT(Region, code, .example = "310100", .doc = "Of GB/T 2260"),
    FIELD_TEXT(Region, name, .doc = "In Chinese"),
    FIELD_TEXT(Region, english, .doc = "In English"),
    FIELD_END,
};
static const Shape region_shape = SHAPE(Region, region_fields, "A province or prefecture");

typedef struct RegionQuery {
    const char *province;
} RegionQuery;

static const Field region_query_fields[] = {
    FIELD_TEXT(RegionQuery, province, .min = 6, .max = 6, .doc = "Only those of this province"),
    FIELD_END,
};
static const Shape region_query_shape = SHAPE(RegionQuery, region_query_fields, "Which regions");

static Status api_regions(Ctx *ctx, Request *req)
{
    const RegionQuery *query = request_query(req);
    List regions;
    Status s = region_list(ctx, query->province, &regions);
    return s ? s : reply_list(ctx, req, &regions, &region_shape, NULL);
}

const Route outlet_routes[] = {
    {GET, "/api/v1/regions", .right = RIGHT_SIGNED_IN, .is_list = true,
     .query = &region_query_shape, .out = &region_shape, .run = api_regions,
     .doc = "What China's provinces and prefectures are called"},
    {GET, "/api/v1/outlets", .right = OUTLET_READ, .staff = true, .is_list = true,
     .query = &query_shape, .out = &outlet_shape, .run = api_list, .doc = "The outlets one sees"},
    {POST, "/api/v1/outlets", .right = OUTLET_WRITE, .staff = true, .writes = true, .creates = true,
     .in = &outlet_shape, .out = &outlet_shape, .run = api_create, .doc = "Add an outlet"},
    {GET, "/api/v1/outlets/{code}", .right = OUTLET_READ, .staff = true, .out = &outlet_shape,
     .run = api_get, .doc = "One outlet"},
    {PUT, "/api/v1/outlets/{code}", .right = OUTLET_WRITE, .staff = true, .writes = true,
     .if_match = true, .in = &change_shape, .out = &outlet_shape, .run = api_change,
     .doc = "Rename, move or close an outlet"},
    ROUTE_END,
};
