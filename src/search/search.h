/* search.h -- full-text search over tickets, customers, articles: what has these words?
 *
 * A document is what a slice wants found: a kind, an id and some texts. The index holds no text,
 * only keyed hashes of its words (access/keys.h), so that texts that are sealed stay sealed. It is
 * the same on every engine and for every language: docs/decisions/0010-search.md.
 *
 *   SearchDocument document = {.kind = SEARCH_TICKET, .id = ticket.id, .at = ticket.created_at,
 *                              .outlet_id = ticket.outlet_id};
 *   SearchText texts[] = {{ticket.no, 8}, {ticket.subject, 4}, {ticket.description, 1}};
 *   s = search_put(ctx, &document, texts, 3);
 *
 * What is compared: letters without case and width, traditional Chinese as simplified. Chinese,
 * Japanese and Korean are found by any run of characters, one alone too; other scripts by whole
 * words, or by the beginning of one (three letters at least) with a star behind it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/field.h"

/* What is searched, each by itself. Numbers are stored: never changed, never used again. */
typedef enum SearchKind {
    SEARCH_TICKET = 1,
    SEARCH_CUSTOMER = 2,
    SEARCH_ARTICLE = 3,
    SEARCH_ENTRY = 5, /* what was said on a ticket after it was opened */
    SEARCH_TEST = 99,
} SearchKind;

/* How much one word of a text counts in the ranking: 1 to 15. */
#define SEARCH_WEIGHT_MAX 15

typedef struct SearchText {
    const char *text; /* NULL: nothing. Of a long one the first SEARCH_WORDS_MAX words count */
    int weight;
} SearchText;

#define SEARCH_WORDS_MAX 20000

typedef struct SearchDocument {
    int kind; /* SearchKind */
    int64_t id;
    int64_t at;          /* UTC milliseconds; of equal matches the newer comes first */
    int64_t outlet_id;   /* whose it is, for the scope of who searches; 0: nobody's */
    int64_t customer_id; /* the same; 0: nobody's */
    uint64_t flags;      /* up to 63 flags of the slice's own: see SearchQuery */
    int64_t part_of;     /* what it is a part of, for who reads its hits; 0: nothing */
} SearchDocument;

/* In the transaction of ctx: what the document is found by from now on, in place of what it was
 * found by. Costs two small statements. INVALID for a weight out of bounds. */
Status search_put(Ctx *ctx, const SearchDocument *document, const SearchText *texts, size_t count);

/* In the transaction of ctx: it is found no longer. Nothing happens where it was not found. */
Status search_remove(Ctx *ctx, int kind, int64_t id);

/* The same, and nothing of it is left, not even hashes: for what must be deleted by law. Costs tens
 * of milliseconds. */
Status search_erase(Ctx *ctx, int kind, int64_t id);

/* `text`: words between spaces, all of which must occur. What stands together, as Chinese does, or
 * "in quotes", must stand together in the document. */
typedef struct SearchQuery {
    int kind;          /* SearchKind */
    const char *text;  /* 1 to 200 characters */
    uint64_t flags;    /* documents with any of these; 0: all */
    int64_t since, to; /* of `at`, half open; NONE: unbounded */
    bool unscoped;     /* the caller sees to who may see what; else the scope of ctx's person */
    int64_t limit;
    const char *cursor;
    const struct SearchHit *after; /* in place of a cursor: those that come behind it */
} SearchQuery;

/* One that was found. `id` is the slice's to read; it may have gone meanwhile. */
typedef struct SearchHit {
    int64_t weight; /* of its best place for each word, added up */
    int64_t at;
    int64_t id;
    int64_t part_of; /* as the document had it */
} SearchHit;

/* The documents (SearchHit) that have all words: by weight, then the newest, then the greatest id.
 * `next` is NULL at the end. INVALID, naming `q`, for a text without any word or too long; naming
 * `cursor` for one that is not ours. */
Status search_find(Ctx *ctx, const SearchQuery *query, List *out, const char **next);

/* Which of some documents have all words, whoever may see them: those that have stay in `ids`, in
 * their order. For who shows hits of two kinds, or of parts, and none of them twice. INVALID as
 * search_find(). */
Status search_among(Ctx *ctx, int kind, const char *text, int64_t *ids, size_t *count);

/* The part of `text` around the first place where a word of the query `q` stands, and its beginning
 * where none does, which `stands` says: at most EXCERPT_MAX characters on one line, with an
 * ellipsis where something was left out. INVALID as search_find(). */
Status search_excerpt(Ctx *ctx, const char *q, const char *text, bool *stands, const char **out);
enum { EXCERPT_MAX = 90 };

/* Of texts of a document (NULL: nothing) whether any word of the query stands in each, as
 * search_find() finds them: `stand` has a place for each text. `*all`: each word stands in one of
 * them. For who shows less of a document than it is found by. INVALID as search_find(). */
Status search_stands(Ctx *ctx, const char *q, const Texts *texts, bool *stand, bool *all);

/* The documents (SearchHit) most like a text: those that share its words, rare ones counting for
 * more. At most `limit` (1 to 50), the best first; `weight` is the likeness in thousandths of that
 * of the text itself. Meant for kinds of which there are thousands, such as articles. */
Status search_similar(Ctx *ctx, const SearchQuery *query, List *out);
