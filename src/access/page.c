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

enum { SORT_KEYS = 4 };

/* No text that is sorted by comes after it. */
#define LAST_TEXT "\U0010FFFF\U0010FFFF\U0010FFFF\U0010FFFF"

Status sort_start(Ctx *ctx, const char *cursor, int64_t sort, SortPlace *out)
{
    int64_t keys[SORT_KEYS];
    bool up = sort > 0;
    *out = (SortPlace){.first = true,
                       .number = up ? INT64_MIN + 1 : INT64_MAX,
                       .text = up ? "" : LAST_TEXT,
                       .id = up ? 0 : INT64_MAX};
    if (!cursor) return OK;
    Status s = cursor_read_text(ctx, cursor, keys, SORT_KEYS, &out->text);
    if (s) return s;
    if (keys[0] != sort) return fail_field(ctx, "cursor", "is of another sort");
    out->first = false;
    out->none = keys[1];
    out->number = keys[2];
    out->id = keys[3];
    return OK;
}

Status sort_read(const SortSql *of, int64_t sort, const SortPlace *after, SortRead *read,
                 void *user)
{
    SortPlace rest = *after;
    Status s = OK;
    if (!after->none) {
        rest.id = sort > 0 ? 0 : INT64_MAX;
        if (of->same && !after->first) s = read(user, of->same, after);
        if (!s) s = read(user, of->behind, after);
    }
    return s || !of->none ? s : read(user, of->none, &rest);
}

Status sort_end(Ctx *ctx, int64_t sort, const SortPlace *last, const char **next)
{
    const int64_t keys[SORT_KEYS] = {sort, last->none, last->number, last->id};
    *next = cursor_make_text(ctx, keys, SORT_KEYS, last->text);
    return *next ? OK : no_memory(ctx);
}

static const Field page_query_fields[] = {PAGE_FIELDS(PageQuery), FIELD_END};
const Shape page_query_shape = SHAPE(PageQuery, page_query_fields, "A page of a list");

int64_t page_limit(int64_t given)
{
    return given == NONE ? PAGE_USUAL : given;
}
