#include "search/posting.h"

#include <string.h>

#define NUMBER_BYTES 10
#define TOKEN_BYTES 8
#define WEIGHT_BITS 4
/* Among a document's flags: what it is part of stands behind them. */
#define IS_PART (UINT64_C(1) << 63)

static void number_add(Buf *buf, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        buf_char(buf, (char)(number | 0x80));
    buf_char(buf, (char)number);
}

/* Sets `at` to NULL at bytes that are no number. */
static uint64_t number_next(Bytes *bytes)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < NUMBER_BYTES && bytes->at && bytes->at < bytes->end; i++) {
        unsigned char byte = *bytes->at++;
        number |= (uint64_t)(byte & 0x7F) << (7 * i);
        if (byte < 0x80) return number;
    }
    bytes->at = NULL;
    return 0;
}

/* Small whatever the sign of the difference. */
static uint64_t difference(int64_t from, int64_t to)
{
    uint64_t by = (uint64_t)to - (uint64_t)from;
    return by << 1 ^ (by >> 63 ? UINT64_MAX : 0);
}

static int64_t differing(int64_t from, uint64_t difference)
{
    uint64_t by = difference >> 1 ^ (difference & 1 ? UINT64_MAX : 0);
    return (int64_t)((uint64_t)from + by);
}

/* --- entries and postings --- */

bool entry_next(Bytes *block, Entry *out)
{
    if (!block->at || block->at == block->end) return false;
    uint64_t token = 0;
    size_t left = (size_t)(block->end - block->at);
    if (left < TOKEN_BYTES) {
        block->at = NULL;
        return false;
    }
    for (int i = TOKEN_BYTES - 1; i >= 0; i--)
        token = token << 8 | block->at[i];
    block->at += TOKEN_BYTES;
    uint64_t length = number_next(block);
    if (!block->at || length > (uint64_t)(block->end - block->at)) {
        block->at = NULL;
        return false;
    }
    *out = (Entry){(int64_t)token, {block->at, block->at + length}};
    block->at += length;
    return true;
}

static void numbers_skip(Bytes *bytes, uint64_t count)
{
    while (count && bytes->at) {
        number_next(bytes);
        count--;
    }
}

bool posting_next(Bytes *postings, Posting *out)
{
    if (!postings->at || postings->at == postings->end) return false;
    uint32_t number = out->number + (uint32_t)number_next(postings);
    const unsigned char *start = postings->at;
    numbers_skip(postings, number_next(postings) >> WEIGHT_BITS);
    if (!postings->at) return false;
    *out = (Posting){number, {start, postings->at}};
    return true;
}

void entry_add(Buf *block, int64_t token, const void *postings, size_t length)
{
    for (int i = 0; i < TOKEN_BYTES; i++)
        buf_char(block, (char)((uint64_t)token >> (8 * i)));
    number_add(block, length);
    buf_add(block, postings, length);
}

void entry_add_scratch(Buf *block, int64_t token, const Buf *scratch)
{
    entry_add(block, token, scratch->data, scratch->length);
    block->failed |= scratch->failed;
}

void posting_add(Buf *postings, uint32_t before, const Posting *posting)
{
    number_add(postings, posting->number - before);
    buf_add(postings, posting->rest.at, (size_t)(posting->rest.end - posting->rest.at));
}

/* One token's occurrences, as the only posting of an entry. */
static void occurrences_add(Buf *block, Buf *scratch, const Occurrence *items, size_t count)
{
    int32_t weight = 0;
    for (size_t i = 0; i < count; i++)
        weight = items[i].weight > weight ? items[i].weight : weight;
    buf_clear(scratch);
    number_add(scratch, 0);
    number_add(scratch, count << WEIGHT_BITS | (uint64_t)weight);
    for (size_t i = 0; i < count; i++)
        number_add(scratch, items[i].position - (i ? items[i - 1].position : 0));
    entry_add_scratch(block, items[0].token, scratch);
}

Status block_of(Ctx *ctx, const Occurrences *occurrences, Bytes *out)
{
    Buf block, scratch;
    buf_init(&block, ctx->arena);
    buf_init(&scratch, ctx->arena);
    buf_text(&block, ""); /* no bytes are bytes too */
    size_t from = 0;
    while (from < occurrences->count) {
        size_t to = from + 1;
        const Occurrence *items = occurrences->items;
        while (to < occurrences->count && items[to].token == items[from].token)
            to++;
        occurrences_add(&block, &scratch, items + from, to - from);
        from = to;
    }
    Status s = buf_check(ctx, &block);
    const unsigned char *bytes = (const unsigned char *)(block.data ? block.data : "");
    *out = (Bytes){bytes, bytes + block.length};
    return s;
}

/* --- hits --- */

void hit_add(Hits *hits, Hit hit)
{
    if (hits->count == hits->room) {
        size_t room = hits->room ? hits->room * 2 : 64;
        Hit *more =
            arena_grow(hits->arena, hits->items, hits->room * sizeof hit, room * sizeof hit);
        hits->failed = hits->failed || !more;
        if (!more) return;
        hits->items = more;
        hits->room = room;
    }
    hits->items[hits->count++] = hit;
}

void hits_add(Hits *hits, const Entry *entry, uint32_t first)
{
    Bytes postings = entry->postings;
    Posting posting = {0};
    while (!hits->failed && posting_next(&postings, &posting)) {
        uint64_t head = number_next(&posting.rest), count = head >> WEIGHT_BITS;
        uint64_t place = (uint64_t)(first + posting.number) << 32;
        for (; count && !hits->failed; count--) {
            place += number_next(&posting.rest);
            hit_add(hits, (Hit){place, head & ((1 << WEIGHT_BITS) - 1)});
        }
    }
    if (!postings.at) hits->damaged = true;
}

bool postings_best(const Entry *entry, unsigned char best[SEGMENT_SIZE])
{
    Bytes postings = entry->postings;
    Posting posting = {0};
    while (posting_next(&postings, &posting)) {
        uint64_t weight = number_next(&posting.rest) & ((1 << WEIGHT_BITS) - 1);
        if (posting.number >= SEGMENT_SIZE) return false;
        if (weight > best[posting.number]) best[posting.number] = (unsigned char)weight;
    }
    return postings.at != NULL;
}

Status hits_check(Ctx *ctx, const Hits *hits)
{
    if (hits->failed) return no_memory(ctx);
    return hits->damaged ? fail(ctx, INTERNAL, "the search index is damaged") : OK;
}

/* --- documents --- */

Status documents_encode(Ctx *ctx, const SearchDocument *documents, size_t count, Bytes *out)
{
    Buf bytes;
    SearchDocument before = {0};
    buf_init(&bytes, ctx->arena);
    for (size_t i = 0; i < count; i++) {
        const SearchDocument *d = &documents[i];
        number_add(&bytes, difference(before.id, d->id));
        number_add(&bytes, difference(before.at, d->at));
        number_add(&bytes, difference(before.outlet_id, d->outlet_id));
        number_add(&bytes, difference(before.customer_id, d->customer_id));
        number_add(&bytes, d->flags | (d->part_of ? IS_PART : 0));
        if (d->part_of) number_add(&bytes, difference(d->id, d->part_of));
        before = *d;
    }
    Status s = buf_check(ctx, &bytes);
    const unsigned char *data = (const unsigned char *)bytes.data;
    if (!s) *out = (Bytes){data, data + bytes.length};
    return s;
}

Status documents_decode(Ctx *ctx, Bytes bytes, int kind, size_t count, SearchDocument **out)
{
    SearchDocument before = {.kind = kind};
    SearchDocument *documents = ARENA_ARRAY(ctx->arena, count, SearchDocument);
    if (!documents) return no_memory(ctx);
    for (size_t i = 0; i < count; i++) {
        before.id = differing(before.id, number_next(&bytes));
        before.at = differing(before.at, number_next(&bytes));
        before.outlet_id = differing(before.outlet_id, number_next(&bytes));
        before.customer_id = differing(before.customer_id, number_next(&bytes));
        uint64_t flags = number_next(&bytes);
        before.flags = flags & ~IS_PART;
        before.part_of = flags & IS_PART ? differing(before.id, number_next(&bytes)) : 0;
        documents[i] = before;
    }
    *out = documents;
    return bytes.at ? OK : fail(ctx, INTERNAL, "the search index is damaged");
}
