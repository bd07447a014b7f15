/* posting.h -- the bytes of the index.
 *
 * A block is a run of entries, sorted by token:
 *   token (8 bytes, little endian), length of what follows (a number), postings
 * A posting is a document's number less the number before it, how often it has the token times 16
 * plus the best weight, and the positions, each less the one before. Numbers are written in groups
 * of seven bits, the lowest first. What waits is a block of the document 0. */
#pragma once

#include "base/buf.h"
#include "search/search.h"
#include "search/token.h"

/* Documents of one segment at most: their numbers are below it. */
#define SEGMENT_SIZE 2048

typedef struct Bytes {
    const unsigned char *at, *end;
} Bytes;

typedef struct Entry {
    int64_t token;
    Bytes postings;
} Entry;

/* The next entry; false at the end, or, then `block->at` is NULL, where the bytes are damaged. */
bool entry_next(Bytes *block, Entry *out);

/* One document's part of an entry. */
typedef struct Posting {
    uint32_t number;
    Bytes rest; /* what follows the number: count, weight and positions */
} Posting;

/* The next posting; `out` is the one before, or all zeros. As entry_next(). */
bool posting_next(Bytes *postings, Posting *out);

/* Appends an entry. */
void entry_add(Buf *block, int64_t token, const void *postings, size_t length);

/* The same of postings that were gathered in a buffer: where that failed, the block has, too. */
void entry_add_scratch(Buf *block, int64_t token, const Buf *scratch);

/* Appends a posting behind one of the document `before` (0 at first). */
void posting_add(Buf *postings, uint32_t before, const Posting *posting);

/* The block of one waiting document. */
Status block_of(Ctx *ctx, const Occurrences *occurrences, Bytes *out);

/* --- hits --- */

/* A place where a document has a token. */
typedef struct Hit {
    uint64_t place; /* document's number << 32 | position */
    int64_t weight;
} Hit;

/* Grows in an arena; `failed` when there was no memory, `damaged` when bytes made no sense. */
typedef struct Hits {
    Arena *arena;
    Hit *items;
    size_t count, room;
    bool failed, damaged;
} Hits;

/* Adds every place of an entry's documents, whose numbers begin at `first`. */
void hits_add(Hits *hits, const Entry *entry, uint32_t first);

/* Adds one place of a document, whatever the places before it were. */
void hit_add(Hits *hits, Hit hit);

/* Notes, for each of a segment's documents that an entry has, the best weight: for who need not
 * know where in the document it stands. False where the bytes are damaged. */
bool postings_best(const Entry *entry, unsigned char best[SEGMENT_SIZE]);

/* NO_MEMORY or INTERNAL where not all could be added. */
Status hits_check(Ctx *ctx, const Hits *hits);

/* --- the documents of a segment --- */

/* Everything of `documents` but their kind. */
Status documents_encode(Ctx *ctx, const SearchDocument *documents, size_t count, Bytes *out);

/* The other way, all of one kind; INTERNAL where the bytes are not `count` documents. */
Status documents_decode(Ctx *ctx, Bytes bytes, int kind, size_t count, SearchDocument **out);
