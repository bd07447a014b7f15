/* word_break.h -- words of scripts that write none of their spaces, such as Thai: by ICU's
 * dictionaries. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"

struct UBreakIterator;

typedef struct WordBreak {
    struct UBreakIterator *iterator; /* closed with ctx's arena */
    const uint32_t *points;
    const uint16_t *wide; /* the same in UTF-16 */
    int32_t at;
} WordBreak;

/* Begins with `count` code points. NO_MEMORY. */
Status word_break_start(Ctx *ctx, const uint32_t *points, size_t count, WordBreak *out);

/* The next word, as a part of the code points; false at the end. */
bool word_break_next(WordBreak *words, const uint32_t **start, const uint32_t **end);
