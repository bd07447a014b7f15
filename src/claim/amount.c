#include "claim/amount.h"

#include <stdbool.h>

Status amount_scale(Ctx *ctx, int64_t a, int64_t b, int64_t c, Rounding rounding, int64_t *out)
{
    if (c <= 0) return fail(ctx, INVALID, "an amount cannot be divided by nothing");
    __int128 product = (__int128)a * b, whole = product / c, rest = product % c;
    if (rounding == ROUND_UP && rest) whole++;
    if (rounding == ROUND_HALF_UP && rest * 2 >= c) whole++;
    if (whole < 0 || whole > AMOUNT_MAX)
        return fail(ctx, INVALID, "the amount is larger than a claim can be");
    *out = (int64_t)whole;
    return OK;
}

/* Which part lost most and has not been given its unit yet: a remainder that was is below 0. */
static size_t largest(int64_t total, const int64_t *percents, size_t count, const int64_t *parts)
{
    size_t best = 0;
    __int128 most = -1;
    for (size_t i = 0; i < count; i++) {
        __int128 lost = (__int128)total * percents[i] - (__int128)parts[i] * 100;
        if (lost > most) best = i, most = lost;
    }
    return best;
}

void amount_split(int64_t total, const int64_t *percents, size_t count, int64_t *parts)
{
    int64_t left = total;
    for (size_t i = 0; i < count; i++) {
        parts[i] = (int64_t)((__int128)total * percents[i] / 100);
        left -= parts[i];
    }
    for (; left > 0 && count; left--)
        parts[largest(total, percents, count, parts)]++;
}
