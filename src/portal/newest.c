#include "portal/newest.h"

#include <string.h>

typedef struct Reading {
    const NewestKind *kind;
    const char *at, *end;
} Reading;

static Reading reading_of(const NewestKind *kind, const List *list)
{
    const char *at = list->items;
    return (Reading){kind, at, at ? at + list->count * kind->size : at};
}

/* Below every id where nothing is left. */
static int64_t id_at(const Reading *reading)
{
    return reading->at == reading->end ? INT64_MIN : reading->kind->id_of(reading->at);
}

Status newest_join(Ctx *ctx, const NewestKind *kind, size_t most, const List *more, List *to)
{
    Reading one = reading_of(kind, to), other = reading_of(kind, more);
    size_t count = 0;
    char *items = arena_alloc(ctx->arena, (most + 1) * kind->size);
    if (!items) return no_memory(ctx);
    while (count < most && (one.at != one.end || other.at != other.end)) {
        int64_t first = id_at(&one), second = id_at(&other);
        memcpy(items + count++ * kind->size, first >= second ? one.at : other.at, kind->size);
        if (first >= second) one.at += kind->size;
        if (second >= first) other.at += kind->size;
    }
    *to = (List){items, count};
    return OK;
}
