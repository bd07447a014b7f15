#include "search/rank.h"

#include <stdlib.h>
#include <string.h>

#include "access/outlet.h"
#include "access/person.h"

typedef struct Ranking {
    Ctx *ctx;
    const SearchQuery *query;
    const SearchHit *after;
    SearchHit *best; /* in order */
    size_t count, limit;
} Ranking;

/* Negative when `a` comes first. */
static int compare(const SearchHit *a, const SearchHit *b)
{
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    if (a->at != b->at) return a->at > b->at ? -1 : 1;
    return (a->id < b->id) - (a->id > b->id);
}

static bool may_enter(const Ranking *r, const SearchHit *hit)
{
    if (r->after && compare(r->after, hit) >= 0) return false;
    return r->count < r->limit || compare(hit, &r->best[r->count - 1]) < 0;
}

static bool is_wanted(const Ranking *r, const SearchDocument *document)
{
    const SearchQuery *query = r->query;
    if (query->flags && !(query->flags & document->flags)) return false;
    if (query->since != NONE && document->at < query->since) return false;
    if (query->to != NONE && document->at >= query->to) return false;
    if (query->unscoped) return true;
    int64_t customer = scope_customer(r->ctx);
    return (!customer || customer == document->customer_id) &&
           (!scope_outlet(r->ctx) || outlet_visible(r->ctx, document->outlet_id));
}

static void enter(Ranking *r, const SearchDocument *document, int64_t weight)
{
    SearchHit hit = {weight, document->at, document->id, document->part_of};
    if (!may_enter(r, &hit) || !is_wanted(r, document)) return;
    if (r->count < r->limit) r->count++;
    size_t at = r->count - 1;
    for (; at > 0 && compare(&hit, &r->best[at - 1]) < 0; at--)
        r->best[at] = r->best[at - 1];
    r->best[at] = hit;
}

/* The matches of one segment. */
typedef struct Part {
    const Segment *segment;
    const Match *matches;
    size_t count;
    int64_t best_weight;
} Part;

static Status enter_part(Ranking *r, const Corpus *corpus, const Part *part)
{
    const SearchHit could_be = {part->best_weight, part->segment->newest_at, INT64_MAX, 0};
    SearchDocument *documents;
    if (r->count == r->limit && compare(&could_be, &r->best[r->count - 1]) >= 0) return OK;
    Status s = search_store_documents(r->ctx, corpus->kind, part->segment, &documents);
    for (size_t i = 0; !s && i < part->count; i++) {
        uint32_t number = part->matches[i].number - part->segment->first;
        bool is_dead = part->segment->dead[number / 8] >> (number % 8) & 1;
        if (!is_dead) enter(r, &documents[number], part->matches[i].weight);
    }
    return s;
}

/* What could be best goes first, so that the rest need not be looked at. */
static int by_promise(const void *a, const void *b)
{
    const Part *x = a, *y = b;
    if (x->best_weight != y->best_weight) return x->best_weight > y->best_weight ? -1 : 1;
    int64_t x_at = x->segment->newest_at, y_at = y->segment->newest_at;
    return (x_at < y_at) - (x_at > y_at);
}

static size_t parts_of(const Corpus *corpus, const Match *matches, size_t count, Part *parts)
{
    size_t found = 0, i = 0;
    for (size_t at = 0; at < corpus->segments.count && i < count; at++) {
        const Segment *segment = &corpus->segments.items[at];
        Part part = {segment, matches + i, 0, 0};
        for (; i < count && matches[i].number < segment->first + segment->size; i++) {
            if (matches[i].weight > part.best_weight) part.best_weight = matches[i].weight;
            part.count++;
        }
        if (part.count) parts[found++] = part;
    }
    return found;
}

Status rank_matches(Ctx *ctx, const SearchQuery *query, const Corpus *corpus,
                    const Matches *matches, const SearchHit *after, List *out)
{
    Ranking r = {ctx, query, after, NULL, 0, (size_t)query->limit};
    r.best = ARENA_ARRAY(ctx->arena, r.limit, SearchHit);
    Part *parts = ARENA_ARRAY(ctx->arena, corpus->segments.count, Part);
    if (!r.best || !parts) return no_memory(ctx);
    size_t i = 0;
    for (; i < matches->count && matches->items[i].number < corpus->waiting_count; i++)
        enter(&r, &corpus->waiting[matches->items[i].number], matches->items[i].weight);
    size_t count = parts_of(corpus, matches->items + i, matches->count - i, parts);
    qsort(parts, count, sizeof *parts, by_promise);
    Status s = OK;
    for (size_t part = 0; !s && part < count; part++)
        s = enter_part(&r, corpus, &parts[part]);
    *out = (List){r.best, r.count};
    return s;
}
