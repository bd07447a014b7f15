#include "demo/dice.h"

#include <math.h>

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t next(Dice *dice)
{
    uint64_t z = dice->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

int64_t dice_below(Dice *dice, int64_t bound)
{
    return (int64_t)(next(dice) % (uint64_t)bound);
}

int64_t dice_between(Dice *dice, int64_t low, int64_t high)
{
    return low + dice_below(dice, high - low + 1);
}

double dice_unit(Dice *dice)
{
    return (double)(next(dice) >> 11) * 0x1p-53;
}

bool dice_chance(Dice *dice, double probability)
{
    return dice_unit(dice) < probability;
}

double dice_factor(Dice *dice, double spread)
{
    double radius = sqrt(-2 * log(1 - dice_unit(dice)));
    return exp(spread * radius * cos(2 * acos(-1) * dice_unit(dice)));
}

size_t dice_weighted(Dice *dice, const int *weights, size_t count)
{
    int64_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += weights[i];
    int64_t at = dice_below(dice, total);
    size_t i = 0;
    while (at >= weights[i])
        at -= weights[i++];
    return i;
}
