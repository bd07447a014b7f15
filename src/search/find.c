#include "access/page.h"
#include "search/rank.h"

enum { AFTER_WEIGHT, AFTER_AT, AFTER_ID, AFTER_KEYS };

static Status read_cursor(Ctx *ctx, const char *cursor, SearchHit *after)
{
    int64_t keys[AFTER_KEYS];
    Status s = cursor_read(ctx, cursor, keys, AFTER_KEYS);
    if (!s) *after = (SearchHit){keys[AFTER_WEIGHT], keys[AFTER_AT], keys[AFTER_ID]};
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
    SearchHit after;
    Query query;
    Corpus corpus;
    Matches matches;
    wanted.limit = asked->limit + 1;
    Status s = asked->cursor ? read_cursor(ctx, asked->cursor, &after) : OK;
    if (!s) s = query_parse(ctx, asked->text, &query);
    if (!s) s = corpus_read(ctx, asked->kind, query.terms, query.count, &corpus);
    if (!s) s = matches_of(ctx, &query, &matches);
    if (!s) s = rank_matches(ctx, &wanted, &corpus, &matches, asked->cursor ? &after : NULL, out);
    return s ? s : end_page(ctx, out, asked->limit, next);
}
