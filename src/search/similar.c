#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "search/rank.h"

/* Words of the text that are asked for: those that occur most often in it. */
#define SIMILAR_TERMS 256

typedef struct Common {
    int64_t token;
    size_t times;
} Common;

static int by_times(const void *a, const void *b)
{
    const Common *x = a, *y = b;
    if (x->times != y->times) return x->times > y->times ? -1 : 1;
    return (x->token > y->token) - (x->token < y->token);
}

static Status terms_of(Ctx *ctx, const char *text, Term **terms, size_t *count)
{
    Occurrences all;
    SearchText whole = {text, 1};
    *count = 0;
    Status s = tokens_of(ctx, &whole, 1, false, &all);
    if (s) return s;
    Common *common = ARENA_ARRAY(ctx->arena, all.count, Common);
    *terms = ARENA_ARRAY(ctx->arena, SIMILAR_TERMS, Term);
    if (!common || !*terms) return no_memory(ctx);
    size_t found = 0;
    for (size_t i = 0; i < all.count; i++) {
        if (!found || common[found - 1].token != all.items[i].token)
            common[found++] = (Common){all.items[i].token, 0};
        common[found - 1].times++;
    }
    qsort(common, found, sizeof *common, by_times);
    *count = found < SIMILAR_TERMS ? found : SIMILAR_TERMS;
    for (size_t i = 0; i < *count; i++)
        (*terms)[i] = (Term){.range = {common[i].token, common[i].token}, .hits.arena = ctx->arena};
    return OK;
}

/* The hits of one document are a run; the best weight of each run counts. */
static size_t next_document(const Hits *hits, size_t from, Match *out)
{
    *out = (Match){(uint32_t)(hits->items[from].place >> 32), 0};
    for (; from < hits->count && hits->items[from].place >> 32 == out->number; from++)
        if (hits->items[from].weight > out->weight) out->weight = hits->items[from].weight;
    return from;
}

static size_t documents_of(const Hits *hits)
{
    Match document;
    size_t count = 0;
    for (size_t i = 0; i < hits->count; count++)
        i = next_document(hits, i, &document);
    return count;
}

static size_t corpus_size(const Corpus *corpus)
{
    const Segments *segments = &corpus->segments;
    if (!segments->count) return corpus->waiting_count;
    const Segment *last = &segments->items[segments->count - 1];
    return last->first + (size_t)last->size;
}

/* A word's rarity, as BM25 has it: next to nothing for one that most documents have, so that any
 * number of such words weighs less than one that few have (Robertson and Zaragoza, "The
 * Probabilistic Relevance Framework", 2009, 3.1; with 1 added, it is never below nothing). */
static double rarity_of(size_t size, size_t having)
{
    return log1p(((double)size - (double)having + 0.5) / ((double)having + 0.5));
}

static double score_term(const Term *term, size_t size, double *scores)
{
    double rarity = rarity_of(size, documents_of(&term->hits));
    for (size_t i = 0; i < term->hits.count;) {
        Match document;
        i = next_document(&term->hits, i, &document);
        scores[document.number] += rarity * (double)document.weight / SEARCH_WEIGHT_MAX;
    }
    return rarity;
}

/* Sorted as matches: those with any likeness. */
static Status score(Ctx *ctx, const Corpus *corpus, const Term *terms, size_t count, Matches *out)
{
    size_t size = corpus_size(corpus);
    double whole = 0, *scores = ARENA_ARRAY(ctx->arena, size, double);
    *out = (Matches){ARENA_ARRAY(ctx->arena, size, Match), 0};
    if (!scores || !out->items) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        whole += score_term(&terms[i], size, scores);
    for (size_t i = 0; i < size; i++) {
        int64_t likeness = llround(1000 * scores[i] / whole);
        if (likeness > 0) out->items[out->count++] = (Match){(uint32_t)i, likeness};
    }
    return OK;
}

Status search_similar(Ctx *ctx, const SearchQuery *query, List *out)
{
    Term *terms;
    size_t count = 0;
    Corpus corpus;
    Matches matches;
    *out = (List){0};
    Status s = terms_of(ctx, query->text, &terms, &count);
    if (s || !count) return s;
    s = corpus_read(ctx, query->kind, terms, count, &corpus);
    if (!s) s = score(ctx, &corpus, terms, count, &matches);
    return s ? s : rank_matches(ctx, query, &corpus, &matches, NULL, out);
}
