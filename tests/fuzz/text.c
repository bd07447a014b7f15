/* Any bytes as text: what is clean stays as it is when cleaned again, and so do its normal and
 * folded forms; contacts in it are whole characters, one behind another. */
#include "base/text.h"

#include <string.h>

#include "base/contact.h"
#include "base/ctx.h"
#include "base/field.h"
#include "fuzz.h"

static void check_forms(Ctx *ctx, const char *clean)
{
    const char *normal = text_normal(ctx->arena, clean), *folded = text_fold(ctx->arena, clean);
    fuzz_demand(normal && folded);
    fuzz_demand(strcmp(text_normal(ctx->arena, normal), normal) == 0);
    fuzz_demand(strcmp(text_fold(ctx->arena, folded), folded) == 0);
}

static int begins_character(const char *text, size_t at)
{
    return ((unsigned char)text[at] & 0xC0) != 0x80;
}

static void check_contacts(const char *clean)
{
    size_t at = 0, length = strlen(clean);
    for (ContactSpan span; contact_next(clean, at, &span); at = span.start + span.length) {
        fuzz_demand(span.start >= at && span.length && span.start + span.length <= length);
        fuzz_demand(begins_character(clean, span.start));
        fuzz_demand(begins_character(clean, span.start + span.length));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    Ctx ctx;
    fuzz_begin(&ctx);
    const char *clean, *again;
    size_t characters, same;
    if (text_clean(&ctx, (const char *)bytes, length, &clean, &characters) == OK) {
        fuzz_demand(text_clean(&ctx, clean, strlen(clean), &again, &same) == OK);
        fuzz_demand(characters == same && strcmp(clean, again) == 0);
        fuzz_demand(text_characters(clean) == characters);
        fuzz_demand(text_prefix(clean, characters) == strlen(clean));
        check_forms(&ctx, clean);
        check_contacts(clean);
        for (int kind = PERSONAL_NO; kind <= PERSONAL_WORDS; kind++) {
            Buf masked;
            buf_init(&masked, ctx.arena);
            mask_text(&masked, (Personal)kind, clean);
            fuzz_demand(!masked.failed);
        }
    }
    fuzz_end(&ctx);
    return 0;
}
