#include "access/listing.h"
#include "access/page.h"
#include "access/right.h"
#include "customer/customer_api.h"
#include "customer/duplicate.h"
#include "customer/merge.h"

#define FILTER_FIELDS                                                                              \
    FIELD_ENUM(DuplicateFilter, state, duplicate_states, .doc = "Open where it is not given"),     \
        FIELD_ID(DuplicateFilter, customer_id, .doc = "Only pairs with this customer"),            \
        PAGE_FIELDS(DuplicateFilter)

static const Field duplicate_query_fields[] = {FILTER_FIELDS, FIELD_END};
static const Shape duplicate_query_shape =
    SHAPE(DuplicateFilter, duplicate_query_fields, "Which proposals");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(DuplicateFilter),
                                      FIELD_END};
static const Shape export_shape =
    EXPORT_SHAPE(DuplicateFilter, "DuplicateExport", export_fields, "Which proposals");

static Status page(Ctx *ctx, const void *filter, List *out, const char **next)
{
    return duplicate_list(ctx, filter, out, next);
}

static const Listing duplicates = {.name = "customer-duplicates",
                                   .action = "duplicate.export",
                                   .subject_kind = "customer",
                                   .shape = &duplicate_shape,
                                   .page = page};

static Status api_dismiss(Ctx *ctx, Request *req)
{
    const UndoInput *in = request_input(req);
    int64_t id;
    Duplicate duplicate;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = duplicate_dismiss(ctx, id, in->why, &duplicate);
    return s ? s : reply(ctx, req, &duplicate, &duplicate_shape);
}

static Status api_merge(Ctx *ctx, Request *req)
{
    int64_t id;
    Merge merge;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = customer_merge(ctx, id, request_version(req), request_input(req), &merge);
    return s ? s : reply(ctx, req, &merge, &merge_shape);
}

static Status api_unmerge(Ctx *ctx, Request *req)
{
    const UndoInput *in = request_input(req);
    int64_t id;
    Merge merge;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = customer_unmerge(ctx, id, in->why, &merge);
    return s ? s : reply(ctx, req, &merge, &merge_shape);
}

static Status api_merges(Ctx *ctx, Request *req)
{
    const PageQuery *query = request_query(req);
    int64_t id;
    List list;
    const char *next;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = merge_list(ctx, id, page_limit(query->limit), query->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &merge_shape, next);
}

static const Route routes[] = {
    {GET, "/api/v1/customer-duplicates", .right = CUSTOMER_READ, .query = &duplicate_query_shape,
     .out = &duplicate_shape, .is_list = true, .run = listing_page, .of = &duplicates,
     .doc = "Customers that may be one and the same, with reasons"},
    {GET, "/api/v1/customer-duplicate-export", .right = CUSTOMER_EXPORT, .query = &export_shape,
     .media = "text/csv", .run = listing_export, .of = &duplicates,
     .doc = "Customers that may be one and the same, as CSV or XLSX"},
    {POST, "/api/v1/customer-duplicates/{id}/dismissal", .right = CUSTOMER_MERGE, .writes = true,
     .in = &undo_input_shape, .out = &duplicate_shape, .run = api_dismiss,
     .doc = "They are two: never propose them again"},
    {GET, "/api/v1/customers/{id}/merges", .right = CUSTOMER_READ, .query = &page_query_shape,
     .out = &merge_shape, .is_list = true, .run = api_merges,
     .doc = "What a customer was merged with, and what was undone"},
    {POST, "/api/v1/customers/{id}/merges", .right = CUSTOMER_MERGE, .writes = true,
     .if_match = true, .in = &merge_input_shape, .out = &merge_shape, .run = api_merge,
     .doc = "Merge another customer into this one; If-Match names this one's version"},
    {POST, "/api/v1/customer-merges/{id}/undo", .right = CUSTOMER_MERGE, .writes = true,
     .in = &undo_input_shape, .out = &merge_shape, .run = api_unmerge, .doc = "Undo a merge"},
    ROUTE_END};

const Slice customer_merge_slice = {
    .name = "customer_merge", .doc = "Customers that are one and the same", .routes = routes};
