#include <stdlib.h>

#include "access/page.h"
#include "search/rank.h"

enum { AFTER_WEIGHT, AFTER_AT, AFTER_ID, AFTER_KEYS };

static Status read_cursor(Ctx *ctx, const char *cursor, SearchHit *after)
{
    int64_t keys[AFTER_KEYS];
    Status s = cursor_read(ctx, cursor, keys, AFTER_KEYS);
    if (!s) *after = (SearchHit){keys[AFTER_WEIGHT], keys[AFTER_AT], keys[AFTER_ID], 0};
    return s;
}

static Status end_page(Ctx *ctx, List *list, int64_t limit, const char **next)
{
    *next = NULL;
    if (!page_cut(list, limit)) return OK;
    const SearchHit *last = (const SearchHit *)list->items + list->count - 1;
    const int64_t keys[AFTER_KEYS] = {last->weight, last->at, last->id};
    *next = cursor_make(ctx, keys, AFTER_KEYS);
    return *next ? OK : no_memory(ctx);
}

Status search_find(Ctx *ctx, const SearchQuery *asked, List *out, const char **next)
{
    SearchQuery wanted = *asked;
    SearchHit read;
    const SearchHit *after = asked->cursor ? &read : asked->after;
    Query query;
    Corpus corpus;
    Matches matches;
    wanted.limit = asked->limit + 1;
    Status s = asked->cursor ? read_cursor(ctx, asked->cursor, &read) : OK;
    if (!s) s = query_parse(ctx, asked->text, &query);
    if (!s) s = corpus_read(ctx, asked->kind, query.terms, query.count, &corpus);
    if (!s) s = matches_of(ctx, &query, &matches);
    if (!s) s = rank_matches(ctx, &wanted, &corpus, &matches, after, out);
    return s ? s : end_page(ctx, out, asked->limit, next);
}

/* --- among those that are named --- */

static int by_number(const void *a, const void *b)
{
    const Match *x = a, *y = b;
    return (x->number > y->number) - (x->number < y->number);
}

static bool has_match(const Matches *matches, int64_t number)
{
    const Match sought = {(uint32_t)number, 0};
    return matches->count &&
           bsearch(&sought, matches->items, matches->count, sizeof sought, by_number);
}

static int by_id(const void *a, const void *b)
{
    const SearchDocument *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static bool waits_with_match(const Corpus *corpus, const Matches *matches, int64_t id)
{
    const SearchDocument sought = {.id = id};
    const SearchDocument *found =
        corpus->waiting_count
            ? bsearch(&sought, corpus->waiting, corpus->waiting_count, sizeof sought, by_id)
            : NULL;
    return found && has_match(matches, found - corpus->waiting);
}

static int by_segment(const void *a, const void *b)
{
    const Segment *x = a, *y = b;
    return (x->segment > y->segment) - (x->segment < y->segment);
}

static bool lies_with_match(const Corpus *corpus, const Matches *matches, const SearchPlace *place)
{
    const Segment sought = {.segment = place->segment};
    const Segment *found = corpus->segments.count
                               ? bsearch(&sought, corpus->segments.items, corpus->segments.count,
                                         sizeof sought, by_segment)
                               : NULL;
    return found && has_match(matches, found->first + place->number);
}

static Status keep_matching(Ctx *ctx, const Corpus *corpus, const Matches *matches, int64_t *ids,
                            size_t *count)
{
    List places;
    Status s = search_store_places(ctx, corpus->kind, ids, *count, &places);
    if (s) return s;
    const SearchPlace *place = places.items, *end = place + places.count;
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        bool lies = place < end && place->id == ids[i];
        bool has = lies ? lies_with_match(corpus, matches, place)
                        : waits_with_match(corpus, matches, ids[i]);
        place += lies;
        if (has) ids[kept++] = ids[i];
    }
    *count = kept;
    return OK;
}

Status search_among(Ctx *ctx, int kind, const char *text, int64_t *ids, size_t *count)
{
    Query query;
    Corpus corpus;
    Matches matches;
    if (!*count) return OK;
    Status s = query_parse(ctx, text, &query);
    if (!s) s = corpus_read(ctx, kind, query.terms, query.count, &corpus);
    if (!s) s = matches_of(ctx, &query, &matches);
    return s ? s : keep_matching(ctx, &corpus, &matches, ids, count);
}
