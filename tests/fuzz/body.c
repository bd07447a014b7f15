/* Any bytes as a request's body, plain or compressed, in pieces of a size that the first byte says.
 */
#include "http/body.h"
#include "fuzz.h"

#define LIMIT ((size_t)1 << 22)

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    if (length < 2) return 0;
    Ctx ctx;
    fuzz_begin(&ctx);
    atomic_size_t held = 0;
    Body *body = ARENA_NEW(ctx.arena, Body);
    body->limit = LIMIT;
    body->held = &held;
    body->max_held = 2 * LIMIT;
    size_t piece = bytes[0] % 64 + 1;
    Status s = body_begin(&ctx, body, bytes[1] & 1 ? "gzip" : NULL, bytes[1]);
    for (size_t at = 2; !s && at < length; at += piece)
        s = body_feed(&ctx, body, (const char *)bytes + at,
                      length - at < piece ? length - at : piece);
    if (!s) s = body_end(&ctx, body);
    fuzz_demand(!s || ctx.problem.message[0]);
    fuzz_demand(body->buf.length <= LIMIT);
    arena_clear(ctx.arena);
    fuzz_demand(atomic_load(&held) == 0);
    fuzz_end(&ctx);
    return 0;
}
