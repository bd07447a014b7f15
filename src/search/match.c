#include "search/match.h"

#include <stdlib.h>

/* --- reading --- */

typedef struct CorpusReading {
    Ctx *ctx;
    Corpus *corpus;
    Term **sorted; /* by the beginnings of their ranges */
    size_t count;
    Term *term;                       /* whose blocks are being read */
    size_t segment;                   /* of which they are */
    unsigned char best[SEGMENT_SIZE]; /* of a term that stands alone: weights in that segment */
} CorpusReading;

static int by_range(const void *a, const void *b)
{
    const Term *x = *(Term *const *)a, *y = *(Term *const *)b;
    return (x->range.low > y->range.low) - (x->range.low < y->range.low);
}

static Status note_waiting(Corpus *corpus, Ctx *ctx, const SearchDocument *document)
{
    if (corpus->waiting_count == corpus->waiting_room) {
        size_t room = corpus->waiting_room ? corpus->waiting_room * 2 : 256;
        SearchDocument *more = arena_grow(ctx->arena, corpus->waiting,
                                          corpus->waiting_room * sizeof *more, room * sizeof *more);
        if (!more) return no_memory(ctx);
        corpus->waiting = more;
        corpus->waiting_room = room;
    }
    corpus->waiting[corpus->waiting_count++] = *document;
    return OK;
}

/* Entries and terms are both sorted: one pass serves all terms. */
static Status read_waiting(void *user, const SearchDocument *document, Bytes tokens)
{
    CorpusReading *r = user;
    uint32_t number = (uint32_t)r->corpus->waiting_count;
    size_t first = 0;
    Entry entry;
    while (entry_next(&tokens, &entry)) {
        while (first < r->count && r->sorted[first]->range.high < entry.token)
            first++;
        for (size_t i = first; i < r->count && r->sorted[i]->range.low <= entry.token; i++)
            if (entry.token <= r->sorted[i]->range.high)
                hits_add(&r->sorted[i]->hits, &entry, number);
    }
    if (!tokens.at) return fail(r->ctx, INTERNAL, "what waits for the search index is damaged");
    return note_waiting(r->corpus, r->ctx, document);
}

/* A frequent character has more places than fit in memory, but no more documents than there are. */
static void keep_best(CorpusReading *r)
{
    const Segment *segment = &r->corpus->segments.items[r->segment];
    for (uint32_t i = 0; r->term->alone && i < SEGMENT_SIZE; i++) {
        if (!r->best[i]) continue;
        hit_add(&r->term->hits, (Hit){(uint64_t)(segment->first + i) << 32, r->best[i]});
        r->best[i] = 0;
    }
}

static void turn_to_segment(CorpusReading *r, int64_t segment)
{
    const Segments *segments = &r->corpus->segments;
    if (segments->items[r->segment].segment == segment) return;
    keep_best(r);
    while (r->segment + 1 < segments->count && segments->items[r->segment].segment < segment)
        r->segment++;
}

static void read_entry(CorpusReading *r, const Entry *entry)
{
    Hits *hits = &r->term->hits;
    if (!r->term->alone)
        hits_add(hits, entry, r->corpus->segments.items[r->segment].first);
    else if (!postings_best(entry, r->best))
        hits->damaged = true;
}

static Status read_block(void *user, int64_t segment, Bytes block)
{
    CorpusReading *r = user;
    Entry entry;
    turn_to_segment(r, segment);
    while (entry_next(&block, &entry) && entry.token <= r->term->range.high)
        if (entry.token >= r->term->range.low) read_entry(r, &entry);
    return block.at ? OK : fail(r->ctx, INTERNAL, "the search index is damaged");
}

static int by_place(const void *a, const void *b)
{
    const Hit *x = a, *y = b;
    return (x->place > y->place) - (x->place < y->place);
}

static Status read_term(CorpusReading *r, Term *term)
{
    r->term = term;
    r->segment = 0;
    Status s = search_store_each_block(r->ctx, r->corpus->kind, term->range, read_block, r);
    if (!s) keep_best(r);
    if (!s) s = hits_check(r->ctx, &term->hits);
    if (!s && !term->alone && term->range.low != term->range.high && term->hits.count)
        qsort(term->hits.items, term->hits.count, sizeof(Hit), by_place);
    return s;
}

static void number_segments(Corpus *corpus)
{
    uint32_t first = (uint32_t)corpus->waiting_count;
    for (size_t i = 0; i < corpus->segments.count; i++) {
        corpus->segments.items[i].first = first;
        first += (uint32_t)corpus->segments.items[i].size;
    }
}

Status corpus_read(Ctx *ctx, int kind, Term *terms, size_t count, Corpus *out)
{
    *out = (Corpus){.kind = kind};
    CorpusReading r = {.ctx = ctx, .corpus = out, .count = count};
    r.sorted = ARENA_ARRAY(ctx->arena, count, Term *);
    if (!r.sorted) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        r.sorted[i] = &terms[i];
    qsort(r.sorted, count, sizeof *r.sorted, by_range);
    Status s = search_store_each_waiting(ctx, kind, read_waiting, &r);
    if (!s) s = search_store_segments(ctx, kind, &out->segments);
    number_segments(out);
    for (size_t i = 0; !s && i < count; i++)
        s = out->segments.count ? read_term(&r, &terms[i]) : hits_check(ctx, &terms[i].hits);
    return s;
}

/* --- matching --- */

/* Keeps the hits whose document has the term's token, too, at its offset. */
static void hits_keep(Hits *hits, const Term *term)
{
    size_t kept = 0, at = 0;
    for (size_t i = 0; i < hits->count; i++) {
        uint64_t place = hits->items[i].place + term->offset;
        while (at < term->hits.count && term->hits.items[at].place < place)
            at++;
        if (at < term->hits.count && term->hits.items[at].place == place)
            hits->items[kept++] = hits->items[i];
    }
    hits->count = kept;
}

/* Where a whole group occurs: places of its first term. */
static Hits *group_hits(Term *terms, size_t count)
{
    Hits *hits = &terms[0].hits;
    size_t kept = 0;
    for (size_t i = 0; terms[0].offset && i < hits->count; i++) {
        if ((hits->items[i].place & UINT32_MAX) < terms[0].offset) continue;
        hits->items[kept] = hits->items[i];
        hits->items[kept++].place -= terms[0].offset;
    }
    if (terms[0].offset) hits->count = kept;
    for (size_t i = 1; i < count; i++)
        hits_keep(hits, &terms[i]);
    return hits;
}

static Status first_matches(Ctx *ctx, const Hits *hits, Matches *out)
{
    out->count = 0;
    out->items = ARENA_ARRAY(ctx->arena, hits->count, Match);
    if (!out->items) return no_memory(ctx);
    for (size_t i = 0; i < hits->count; i++) {
        uint32_t number = (uint32_t)(hits->items[i].place >> 32);
        Match *last = out->count ? &out->items[out->count - 1] : NULL;
        if (!last || last->number != number)
            out->items[out->count++] = (Match){number, hits->items[i].weight};
        else if (hits->items[i].weight > last->weight)
            last->weight = hits->items[i].weight;
    }
    return OK;
}

static void matches_keep(Matches *matches, const Matches *other)
{
    size_t kept = 0, at = 0;
    for (size_t i = 0; i < matches->count; i++) {
        Match match = matches->items[i];
        while (at < other->count && other->items[at].number < match.number)
            at++;
        if (at == other->count) break;
        if (other->items[at].number != match.number) continue;
        match.weight += other->items[at].weight;
        matches->items[kept++] = match;
    }
    matches->count = kept;
}

Status matches_of(Ctx *ctx, const Query *query, Matches *out)
{
    Status s = OK;
    *out = (Matches){0};
    for (size_t i = 0, to; !s && i < query->count; i = to) {
        Matches matches;
        for (to = i + 1; to < query->count && query->terms[to].group == query->terms[i].group;)
            to++;
        s = first_matches(ctx, group_hits(&query->terms[i], to - i), &matches);
        if (s) return s;
        if (i == 0)
            *out = matches;
        else
            matches_keep(out, &matches);
    }
    return s;
}
