#include "search/word_break.h"

#include <unicode/ubrk.h>
#include <unicode/ustring.h>

static void close_iterator(void *iterator)
{
    ubrk_close(iterator);
}

Status word_break_start(Ctx *ctx, const uint32_t *points, size_t count, WordBreak *out)
{
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = 0, room = 2 * (int32_t)count + 1;
    UChar *wide = ARENA_ARRAY(ctx->arena, (size_t)room, UChar);
    if (!wide) return no_memory(ctx);
    u_strFromUTF32(wide, room, &length, (const UChar32 *)points, (int32_t)count, &error);
    UBreakIterator *iterator = ubrk_open(UBRK_WORD, "", wide, length, &error);
    if (U_FAILURE(error)) return no_memory(ctx);
    *out = (WordBreak){iterator, points, wide, ubrk_first(iterator)};
    return arena_defer(ctx->arena, close_iterator, iterator);
}

bool word_break_next(WordBreak *words, const uint32_t **start, const uint32_t **end)
{
    int32_t to = ubrk_next(words->iterator);
    if (to == UBRK_DONE) return false;
    *start = words->points;
    *end = *start + u_countChar32(words->wide + words->at, to - words->at);
    words->points = *end;
    words->at = to;
    return true;
}
