#include "search/segment.h"

#include <stdlib.h>
#include <string.h>

#include "search/posting.h"
#include "search/search_store.h"

/* A block of this size lies in its page of the database, without overflow. */
#define BLOCK_BYTES 900

/* A posting on its way into a segment. */
typedef struct Piece {
    int64_t token;
    Posting posting;
} Piece;

typedef struct Gathering {
    Ctx *ctx;
    Piece *pieces;
    size_t count, room;
    SearchDocument documents[SEGMENT_SIZE];
    Bytes tokens[SEGMENT_SIZE];
    uint16_t order[SEGMENT_SIZE]; /* by id */
    size_t size;
} Gathering;

/* --- writing a segment --- */

static Status gather(void *user, const SearchDocument *document, Bytes tokens)
{
    Gathering *g = user;
    size_t length = (size_t)(tokens.end - tokens.at);
    unsigned char *copy = arena_alloc(g->ctx->arena, length);
    if (!copy) return no_memory(g->ctx);
    memcpy(copy, tokens.at ? tokens.at : (const void *)"", length);
    g->documents[g->size] = *document;
    g->tokens[g->size++] = (Bytes){copy, copy + length};
    return OK;
}

static int by_id(const void *a, const void *b, void *user)
{
    const Gathering *g = user;
    int64_t x = g->documents[*(const uint16_t *)a].id, y = g->documents[*(const uint16_t *)b].id;
    return (x > y) - (x < y);
}

/* Documents of a segment are numbered by id, whatever order they were taken in. */
static Status sort_documents(Gathering *g)
{
    SearchDocument *documents = ARENA_ARRAY(g->ctx->arena, g->size, SearchDocument);
    Bytes *tokens = ARENA_ARRAY(g->ctx->arena, g->size, Bytes);
    if (!documents || !tokens) return no_memory(g->ctx);
    for (size_t i = 0; i < g->size; i++)
        g->order[i] = (uint16_t)i;
    qsort_r(g->order, g->size, sizeof *g->order, by_id, g);
    for (size_t i = 0; i < g->size; i++) {
        documents[i] = g->documents[g->order[i]];
        tokens[i] = g->tokens[g->order[i]];
    }
    memcpy(g->documents, documents, g->size * sizeof *documents);
    memcpy(g->tokens, tokens, g->size * sizeof *tokens);
    return OK;
}

static Status piece_add(Gathering *g, const Entry *entry, uint32_t number)
{
    if (g->count == g->room) {
        size_t room = g->room ? g->room * 2 : 65536;
        Piece *more =
            arena_grow(g->ctx->arena, g->pieces, g->room * sizeof *more, room * sizeof *more);
        if (!more) return no_memory(g->ctx);
        g->pieces = more;
        g->room = room;
    }
    Bytes postings = entry->postings;
    Posting posting = {0};
    if (!posting_next(&postings, &posting))
        return fail(g->ctx, INTERNAL, "what waits for the search index is damaged");
    posting.number = number;
    g->pieces[g->count++] = (Piece){entry->token, posting};
    return OK;
}

static Status take_apart(Gathering *g)
{
    Status s = OK;
    for (size_t i = 0; !s && i < g->size; i++) {
        Entry entry;
        while (!s && entry_next(&g->tokens[i], &entry))
            s = piece_add(g, &entry, (uint32_t)i);
    }
    return s;
}

static int by_token(const void *a, const void *b)
{
    const Piece *x = a, *y = b;
    if (x->token != y->token) return x->token < y->token ? -1 : 1;
    return (x->posting.number > y->posting.number) - (x->posting.number < y->posting.number);
}

static size_t entry_of(Buf *block, Buf *scratch, const Piece *pieces, size_t count)
{
    size_t n = 0;
    uint32_t before = 0;
    buf_clear(scratch);
    for (; n < count && pieces[n].token == pieces[0].token; n++) {
        posting_add(scratch, before, &pieces[n].posting);
        before = pieces[n].posting.number;
    }
    entry_add_scratch(block, pieces[0].token, scratch);
    return n;
}

static Status write_blocks(const Gathering *g, int kind, int64_t segment)
{
    Buf block, scratch;
    buf_init(&block, g->ctx->arena);
    buf_init(&scratch, g->ctx->arena);
    Status s = OK;
    for (size_t i = 0; !s && i < g->count;) {
        i += entry_of(&block, &scratch, g->pieces + i, g->count - i);
        if (block.length < BLOCK_BYTES && i < g->count) continue;
        s = buf_check(g->ctx, &block);
        if (!s) s = search_store_block_add(g->ctx, kind, segment, g->pieces[i - 1].token, &block);
        buf_clear(&block);
    }
    return s;
}

/* A document that came to lie in a segment while its older self lay in another. */
static Status bury_older(Gathering *g)
{
    Status s = OK;
    for (size_t i = 0; !s && i < g->size; i++)
        s = search_store_bury(g->ctx, g->documents[i].kind, g->documents[i].id, NULL);
    return s;
}

static Status write_segment(Ctx *ctx, int kind)
{
    Gathering *g = ARENA_NEW(ctx->arena, Gathering);
    if (!g) return no_memory(ctx);
    g->ctx = ctx;
    Status s = search_store_take(ctx, kind, SEGMENT_SIZE, gather, g);
    if (s || !g->size) return s;
    int64_t segment = ctx_id(ctx);
    s = sort_documents(g);
    if (!s) s = bury_older(g);
    if (!s) s = take_apart(g);
    if (s) return s;
    qsort(g->pieces, g->count, sizeof *g->pieces, by_token);
    s = search_store_segment_add(ctx, segment, g->documents, g->size);
    return s ? s : write_blocks(g, kind, segment);
}

/* --- dissolving one --- */

typedef struct Dissolving {
    Ctx *ctx;
    const Segment *segment;
    Buf *tokens; /* of each document */
} Dissolving;

static bool is_dead(const Segment *segment, uint32_t number)
{
    return segment->dead[number / 8] >> (number % 8) & 1;
}

static void spread(Dissolving *d, const Entry *entry, Buf *scratch)
{
    Bytes postings = entry->postings;
    Posting posting = {0};
    while (posting_next(&postings, &posting)) {
        if (posting.number >= d->segment->size || is_dead(d->segment, posting.number)) continue;
        Posting alone = {0, posting.rest};
        buf_clear(scratch);
        posting_add(scratch, 0, &alone);
        entry_add_scratch(&d->tokens[posting.number], entry->token, scratch);
    }
}

static Status spread_block(void *user, int64_t segment, Bytes block)
{
    (void)segment;
    Dissolving *d = user;
    Entry entry;
    Buf scratch;
    buf_init(&scratch, d->ctx->arena);
    while (entry_next(&block, &entry))
        spread(d, &entry, &scratch);
    return block.at ? OK : fail(d->ctx, INTERNAL, "the search index is damaged");
}

static Status wait_again(const Dissolving *d, const SearchDocument *documents)
{
    Status s = OK;
    for (uint32_t i = 0; !s && i < d->segment->size; i++) {
        if (is_dead(d->segment, i)) continue;
        const unsigned char *bytes = (const unsigned char *)d->tokens[i].data;
        if (!bytes) bytes = (const unsigned char *)"";
        s = buf_check(d->ctx, &d->tokens[i]);
        if (!s)
            s = search_store_wait(d->ctx, &documents[i],
                                  (Bytes){bytes, bytes + d->tokens[i].length});
    }
    return s;
}

static Status segment_of(Ctx *ctx, int kind, int64_t id, const Segment **out)
{
    Segments segments;
    Status s = search_store_segments(ctx, kind, &segments);
    *out = NULL;
    for (size_t i = 0; !s && i < segments.count; i++)
        if (segments.items[i].segment == id) *out = &segments.items[i];
    return s;
}

Status segment_dissolve(Ctx *ctx, int kind, int64_t id)
{
    Dissolving d = {.ctx = ctx};
    SearchDocument *documents;
    Status s = segment_of(ctx, kind, id, &d.segment);
    if (s || !d.segment) return s;
    d.tokens = ARENA_ARRAY(ctx->arena, (size_t)d.segment->size, Buf);
    if (!d.tokens) return no_memory(ctx);
    for (int64_t i = 0; i < d.segment->size; i++)
        buf_init(&d.tokens[i], ctx->arena);
    s = search_store_documents(ctx, kind, d.segment, &documents);
    if (!s) s = search_store_segment_blocks(ctx, kind, id, spread_block, &d);
    if (!s) s = search_store_segment_remove(ctx, kind, id, documents, (size_t)d.segment->size);
    return s ? s : wait_again(&d, documents);
}

Status segment_tidy(Ctx *ctx, int kind, bool all, bool *more)
{
    int64_t dead, count = 0, bytes = 0;
    Status s = search_store_mostly_dead(ctx, kind, &dead);
    if (!s && dead) s = segment_dissolve(ctx, kind, dead);
    if (!s) s = search_store_waiting(ctx, kind, &count, &bytes);
    *more = false;
    if (s || !count) return s;
    if (!all && count < SEGMENT_MIN && bytes < SEGMENT_MIN_BYTES) return OK;
    *more = dead || count > SEGMENT_SIZE;
    return write_segment(ctx, kind);
}
