#include "access/page.h"

Status page_start(Ctx *ctx, const char *cursor, int64_t first, int64_t *out)
{
    *out = first;
    return cursor ? cursor_read(ctx, cursor, out, 1) : OK;
}

bool page_cut(List *list, int64_t limit)
{
    bool more = list->count > (size_t)limit;
    if (more) list->count = (size_t)limit;
    return more;
}

Status page_end(Ctx *ctx, List *list, int64_t limit, const Shape *shape, const char **next)
{
    *next = NULL;
    if (!page_cut(list, limit)) return OK;
    const char *last = (const char *)list->items + (list->count - 1) * shape->size;
    *next = cursor_make(ctx, (const int64_t *)(last + shape->fields[0].offset), 1);
    return *next ? OK : no_memory(ctx);
}

static const Field page_query_fields[] = {PAGE_FIELDS(PageQuery), FIELD_END};
const Shape page_query_shape = SHAPE(PageQuery, page_query_fields, "A page of a list");

int64_t page_limit(int64_t given)
{
    return given == NONE ? PAGE_USUAL : given;
}
