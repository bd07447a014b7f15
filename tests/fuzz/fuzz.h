/* fuzz.h -- what a fuzz target is: one function that must survive any bytes. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

/* Called by clang's fuzzer, or by replay.c with each kept input. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* A context for one input; its arena is the caller's to release. */
static inline void fuzz_begin(Ctx *ctx)
{
    ctx_init(ctx, arena_new(), NULL);
}

static inline void fuzz_end(Ctx *ctx)
{
    arena_release(ctx->arena);
}

/* A property that must hold whatever came in. */
static inline void fuzz_demand(int holds)
{
    if (!holds) __builtin_trap();
}
