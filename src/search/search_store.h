/* search_store.h -- the tables of the index. */
#pragma once

#include "search/posting.h"

/* Puts the waiting document in place of what waited before. */
Status search_store_wait(Ctx *ctx, const SearchDocument *document, Bytes tokens);

/* It waits no longer. */
Status search_store_forget(Ctx *ctx, int kind, int64_t id);

/* How many wait, and with how many bytes. */
Status search_store_waiting(Ctx *ctx, int kind, int64_t *count, int64_t *bytes);

typedef Status EachWaiting(void *user, const SearchDocument *document, Bytes tokens);
/* Calls `each` for every waiting document, by id; the bytes are valid until it returns. */
Status search_store_each_waiting(Ctx *ctx, int kind, EachWaiting *each, void *user);

/* The same for at most `limit` of them, in no order, which wait no longer. */
Status search_store_take(Ctx *ctx, int kind, int64_t limit, EachWaiting *each, void *user);

typedef struct Segment {
    int64_t segment; /* its id */
    int64_t size;
    int64_t newest_at;
    const unsigned char *dead; /* a bit for each of SEGMENT_SIZE documents */
    uint32_t first;            /* number of its first document among those of a search */
} Segment;

typedef struct Segments {
    Segment *items;
    size_t count;
} Segments;

/* All of a kind, by id. */
Status search_store_segments(Ctx *ctx, int kind, Segments *out);

/* The documents of one. */
Status search_store_documents(Ctx *ctx, int kind, const Segment *segment, SearchDocument **out);

/* Where a document lies that waits no longer. */
typedef struct SearchPlace {
    int64_t id, segment, number;
} SearchPlace;

/* The places (SearchPlace) of those of the documents that lie in a segment, in their order. */
Status search_store_places(Ctx *ctx, int kind, const int64_t *ids, size_t count, List *out);

typedef Status EachBlock(void *user, int64_t segment, Bytes block);
/* Calls `each` for each block of any segment of the kind that may hold tokens of the range: by
 * segment, then in order. */
Status search_store_each_block(Ctx *ctx, int kind, TokenRange range, EachBlock *each, void *user);

/* The same for all blocks of one segment. */
Status search_store_segment_blocks(Ctx *ctx, int kind, int64_t segment, EachBlock *each,
                                   void *user);

/* A segment without blocks; notes where its documents lie. */
Status search_store_segment_add(Ctx *ctx, int64_t segment, const SearchDocument *documents,
                                size_t count);

/* One of its blocks. */
Status search_store_block_add(Ctx *ctx, int kind, int64_t segment, int64_t last_token,
                              const Buf *block);

/* Marks the document dead in whatever segment it lies; `segment` (may be NULL) gets that, or 0. */
Status search_store_bury(Ctx *ctx, int kind, int64_t id, int64_t *segment);

/* A segment of which more than half is dead; 0 where there is none. */
Status search_store_mostly_dead(Ctx *ctx, int kind, int64_t *segment);

/* Deletes a segment with everything of it. */
Status search_store_segment_remove(Ctx *ctx, int kind, int64_t segment,
                                   const SearchDocument *documents, size_t count);
