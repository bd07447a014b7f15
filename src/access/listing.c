#include "access/listing.h"

#include <string.h>

#include "access/page.h"
#include "access/person.h"

const Shape *listing_shape(Ctx *ctx, const Listing *listing)
{
    bool clear = listing->clear_shape && ctx_may(ctx, listing->clear_right);
    return clear ? listing->clear_shape : listing->shape;
}

Status listing_page(Ctx *ctx, Request *req)
{
    const Route *route = request_route(req);
    const Listing *listing = route->of;
    ctx->list = listing->name;
    List list;
    const char *next;
    void *filter = arena_alloc(ctx->arena, route->query->size);
    if (!filter) return no_memory(ctx);
    memcpy(filter, request_query(req), route->query->size);
    int64_t *limit = (int64_t *)((char *)filter + shape_field(route->query, "limit")->offset);
    *limit = page_limit(*limit);
    Status s = listing->page(ctx, filter, &list, &next);
    return s ? s : reply_list(ctx, req, &list, listing_shape(ctx, listing), next);
}
