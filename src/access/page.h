/* page.h -- lists by keyset: read one row more than asked for, keep its predecessor's key. */
#pragma once

#include "base/field.h"
#include "http/route.h"

/* The key to go on from: the cursor's, or `first` where there is none. INVALID for a cursor that is
 * not ours. */
Status page_start(Ctx *ctx, const char *cursor, int64_t first, int64_t *out);

/* Cuts a list that was read with LIMIT `limit` + 1 to `limit`; whether something follows. */
bool page_cut(List *list, int64_t limit);

/* The same; `next` gets the cursor of its last
 * row (its key is the shape's first field, an integer), or NULL when nothing follows. */
Status page_end(Ctx *ctx, List *list, int64_t limit, const Shape *shape, const char **next);

#define PAGE_USUAL 50
#define PAGE_MAX 200

typedef struct PageQuery {
    int64_t limit;
    const char *cursor;
} PageQuery;
extern const Shape page_query_shape;

/* The fields of PageQuery in a larger query that has them too. */
#define PAGE_FIELDS(Type)                                                                          \
    FIELD_INT(Type, limit, .min = 1, .max = PAGE_MAX,                                              \
              .doc = "How many; 50 where it is not given"),                                        \
        FIELD_TEXT(Type, cursor, .max = 400, .doc = "The `next` of the page before")

/* The limit given, or the usual one. */
int64_t page_limit(int64_t given);
