/* dice.h -- chance that follows from a seed: the same seed, the same company. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Dice {
    uint64_t state; /* the seed, to begin with */
} Dice;

/* From 0 to below `bound` (at least 1); from `low` to `high`, both included. */
int64_t dice_below(Dice *dice, int64_t bound);
int64_t dice_between(Dice *dice, int64_t low, int64_t high);

/* From 0 to below 1. */
double dice_unit(Dice *dice);

/* True so often. */
bool dice_chance(Dice *dice, double probability);

/* A factor around 1 that is never negative: the exponential of a normal deviate of that spread. */
double dice_factor(Dice *dice, double spread);

/* An index with the probability of its weight; `count` at least 1. */
size_t dice_weighted(Dice *dice, const int *weights, size_t count);
