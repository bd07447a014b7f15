/* Any bytes as an instant or a date: what is understood, is written and understood again as the
 * same. */
#include "base/instant.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static const char *const zones[] = {"Asia/Shanghai", "America/Sao_Paulo", "+05:30", "Z"};
    Ctx ctx;
    fuzz_begin(&ctx);
    int64_t at, again, offset, days, same;
    bool inferred;
    const char *zone = zones[length ? bytes[0] % 4 : 0];
    const char *text = (const char *)bytes + (length > 0);
    length -= length > 0;
    if (instant_parse(&ctx, text, length, zone, &at, &offset, &inferred) == OK) {
        Buf buf;
        buf_init(&buf, ctx.arena);
        instant_format(&buf, at, zone);
        fuzz_demand(instant_parse(&ctx, buf.data, buf.length, NULL, &again, NULL, NULL) == OK);
        fuzz_demand(at == again);
    }
    if (date_parse(&ctx, text, length, &days) == OK) {
        Buf buf;
        buf_init(&buf, ctx.arena);
        date_format(&buf, days);
        fuzz_demand(date_parse(&ctx, buf.data, buf.length, &same) == OK && days == same);
    }
    fuzz_end(&ctx);
    return 0;
}
