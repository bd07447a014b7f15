/* Any bytes as what people write and look for: a template with its placeholders, a quick answer, a
 * text that is cut into what is searched by, a name that is read in Latin letters. */
#include <string.h>

#include "base/text.h"
#include "customer/pinyin.h"
#include "desk_work/macro.h"
#include "fuzz.h"
#include "notify/fact.h"
#include "search/token.h"

static void fuzz_template(Ctx *ctx, const char *text)
{
    const char *names[] = {"no", "", "carrier", "<b>", "unknown", "{{no}}"}, *out, *missing;
    Texts values = {names, sizeof names / sizeof *names};
    for (const NoticeFact *fact = notice_facts; fact->event; fact++) {
        problem_clear(ctx);
        Status s = fact_check_text(ctx, fact, "body", text);
        fuzz_demand(!s || (ctx->problem.message[0] && strcmp(ctx->problem.field, "body") == 0));
        if (s) continue;
        fuzz_demand(fact_fill(ctx, text, &values, &out, &missing) == OK && out);
    }
}

static void fuzz_answer(Ctx *ctx, const char *text)
{
    const char *out;
    const Ticket ticket = {.no = "T20261123-000001", .subject = "{agent}"};
    problem_clear(ctx);
    if (macro_text_check(ctx, "text", text)) {
        fuzz_demand(ctx->problem.message[0] != 0);
        return;
    }
    /* what the company says of itself is in its settings */
    if (strstr(text, "{company}") || strstr(text, "{hotline}") || strstr(text, "{today}")) return;
    fuzz_demand(macro_text_fill(ctx, text, &ticket, &out) == OK && out);
}

static void fuzz_search(Ctx *ctx, const char *text)
{
    static const TokenKey key = {"a key of a test"};
    Units units;
    Pinyin read, as_surname;
    fuzz_demand(units_cut(ctx, text, &units) == OK);
    for (size_t i = 0; i < units.count; i++) {
        const Unit *unit = &units.items[i];
        fuzz_demand(unit->length > 0 && unit->length <= 64);
        int64_t token = unit->is_character ? token_pair(&key, unit, NULL) : token_word(&key, unit);
        if (!unit->is_character) fuzz_demand(unit_has(&key, &units, i, (TokenRange){token, token}));
    }
    fuzz_demand(pinyin_read(ctx, text, &read, &as_surname) == OK);
    fuzz_demand(!read.syllables == !read.joined && !read.joined == !read.initials);
    if (read.initials) fuzz_demand(strlen(read.initials) <= strlen(read.joined));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    Ctx ctx;
    const char *text;
    size_t characters;
    fuzz_begin(&ctx);
    if (text_clean(&ctx, (const char *)bytes, length, &text, &characters) == OK) {
        fuzz_template(&ctx, text);
        fuzz_answer(&ctx, text);
        fuzz_search(&ctx, text);
    }
    fuzz_end(&ctx);
    return 0;
}
