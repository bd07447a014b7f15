/* amount.h -- exact arithmetic of money: whole minor units (fen), never a fraction, never a wrap.
 */
#pragma once

#include "base/ctx.h"

/* The largest amount that a claim may be about, either way: sums of thousands still fit. */
#define AMOUNT_MAX INT64_C(1000000000000)

typedef enum Rounding { ROUND_HALF_UP = 1, ROUND_DOWN, ROUND_UP } Rounding;

/* a × b ÷ c of what is not negative, exactly, then rounded. INVALID where c is 0 or the result is
 * over AMOUNT_MAX. */
Status amount_scale(Ctx *ctx, int64_t a, int64_t b, int64_t c, Rounding rounding, int64_t *out);

/* Splits `total` (not negative) by percentages that sum to 100: each gets its whole part, and what
 * is left goes, one unit each, to the largest remainders, of equal ones to the earlier. The parts
 * sum to the total. */
void amount_split(int64_t total, const int64_t *percents, size_t count, int64_t *parts);
