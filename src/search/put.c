#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "search/posting.h"
#include "search/search.h"
#include "search/search_slice.h"
#include "search/search_store.h"
#include "search/segment.h"
#include "search/token.h"

/* One document in so many asks for the index to be tidied, by a hash of its id and in proportion to
 * its bytes: a row that everyone writes would make writers wait for each other. */
static Status tidy_sometimes(Ctx *ctx, const SearchDocument *document, size_t bytes)
{
    static const unsigned char purpose[16] = "search.tidy";
    uint64_t dice = text_hash64(purpose, &document->id, sizeof document->id);
    if (dice % (SEGMENT_MIN_BYTES / 16) >= bytes) return OK;
    char key[16];
    snprintf(key, sizeof key, "%d", document->kind);
    return job_add(ctx, SEARCH_TIDY, key, document->kind, NULL, ctx_now(ctx));
}

Status search_put(Ctx *ctx, const SearchDocument *document, const SearchText *texts, size_t count)
{
    Occurrences occurrences;
    Bytes tokens;
    Status s = tokens_of(ctx, texts, count, true, &occurrences);
    if (!s) s = block_of(ctx, &occurrences, &tokens);
    if (!s) s = search_store_bury(ctx, document->kind, document->id, NULL);
    if (!s) s = search_store_wait(ctx, document, tokens);
    return s ? s : tidy_sometimes(ctx, document, (size_t)(tokens.end - tokens.at) + 256);
}

Status search_remove(Ctx *ctx, int kind, int64_t id)
{
    Status s = search_store_forget(ctx, kind, id);
    return s ? s : search_store_bury(ctx, kind, id, NULL);
}

Status search_erase(Ctx *ctx, int kind, int64_t id)
{
    int64_t segment;
    Status s = search_store_forget(ctx, kind, id);
    if (!s) s = search_store_bury(ctx, kind, id, &segment);
    return s || !segment ? s : segment_dissolve(ctx, kind, segment);
}
