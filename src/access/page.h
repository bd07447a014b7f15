/* page.h -- lists by keyset: read one row more than asked for, keep its predecessor's key. */
#pragma once

#include "base/field.h"
#include "db/db.h"
#include "http/route.h"

/* The key to go on from: the cursor's, or `first` where there is none. INVALID for a cursor that is
 * not ours. */
Status page_start(Ctx *ctx, const char *cursor, int64_t first, int64_t *out);

/* Cuts a list that was read with LIMIT `limit` + 1 to `limit`; whether something follows. */
bool page_cut(List *list, int64_t limit);

/* The same; `next` gets the cursor of its last
 * row (its key is the shape's first field, an integer), or NULL when nothing follows. */
Status page_end(Ctx *ctx, List *list, int64_t limit, const Shape *shape, const char **next);

/* --- lists that are sorted as asked for ---
 *
 * A sort is a number of the list's own, from 1; less than 0, the same the other way round. Equal
 * values go by id; rows without a value come last either way. */

/* Where a page ended. */
typedef struct SortPlace {
    bool first;       /* nowhere yet: before the first row */
    bool none;        /* among the rows without a value */
    int64_t number;   /* the value, of a sort by numbers … */
    const char *text; /* … or by texts; "" of the others */
    int64_t id;
} SortPlace;

/* Where to go on: behind the cursor's place, or before the first row where there is none. INVALID
 * for a cursor that is not ours, or of another sort. */
Status sort_start(Ctx *ctx, const char *cursor, int64_t sort, SortPlace *out);

/* What reads on from a place, one after another until the page is full: the rows of the same value
 * with ids behind the place's (NULL: no two have the same), those with a value behind it, those
 * without a value with ids behind the place's (NULL: all have one). Each goes straight to its place
 * in an index (value, id) on every engine, which comparing both at once does not. */
typedef struct SortSql {
    const Sql *same, *behind, *none;
} SortSql;

/* Adds rows of a statement from behind `after` to the page, as many as it has room for. */
typedef Status SortRead(void *user, const Sql *sql, const SortPlace *after);

/* Calls `read` with each statement that the page may need, from behind `after` on: those level with
 * it, those behind, then those without what is sorted by. */
Status sort_read(const SortSql *of, int64_t sort, const SortPlace *after, SortRead *read,
                 void *user);

/* The cursor behind a place. */
Status sort_end(Ctx *ctx, int64_t sort, const SortPlace *last, const char **next);

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
              .doc = "How many; where it is not given 50, of a file all"),                         \
        FIELD_TEXT(Type, cursor, .max = 400, .doc = "The `next` of the page before")

/* The limit given, or the usual one. */
int64_t page_limit(int64_t given);
