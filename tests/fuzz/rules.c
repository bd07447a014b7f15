/* Any bytes as what a company sets its rules by: a calendar, the rules of claims. */
#include "claim/rules.h"
#include "base/calendar.h"
#include "fuzz.h"

static void fuzz_calendar(Ctx *ctx, const char *text, size_t length)
{
    Calendar *calendar;
    const int64_t began_ms = INT64_C(1795334400000), later_ms = began_ms + INT64_C(864000000);
    if (calendar_read(ctx, text, length, &calendar)) {
        fuzz_demand(ctx->problem.message[0] != 0);
        return;
    }
    fuzz_demand(calendar_working_ms_between(calendar, began_ms, later_ms) >= 0);
    int64_t opening_ms = calendar_next_opening(calendar, began_ms);
    fuzz_demand(opening_ms < 0 || opening_ms >= began_ms);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    Ctx ctx;
    RuleBook book;
    fuzz_begin(&ctx);
    const char *text = arena_text_n(ctx.arena, (const char *)bytes, length);
    fuzz_calendar(&ctx, text, length);
    problem_clear(&ctx);
    if (rules_parse(&ctx, text, &book))
        fuzz_demand(ctx.problem.message[0] != 0);
    else
        fuzz_demand(rules_level(&book, 0) && rules_level(&book, INT64_MAX));
    fuzz_end(&ctx);
    return 0;
}
