#include "demo/dice.h"
#include "test.h"

TEST(the_same_seed_gives_the_same_chance)
{
    Dice one = {7}, two = {7}, other = {8};
    int same = 0;
    for (int i = 0; i < 100; i++) {
        int64_t got = dice_below(&one, 1000000);
        check_int(t, got, dice_below(&two, 1000000));
        same += got == dice_below(&other, 1000000);
    }
    check(t, same < 3);
}

TEST(chance_stays_within_its_bounds_and_reaches_them)
{
    Dice dice = {1};
    int seen[3] = {0};
    for (int i = 0; i < 3000; i++) {
        int64_t value = dice_between(&dice, 4, 6);
        check(t, value >= 4 && value <= 6);
        seen[value - 4]++;
        double unit = dice_unit(&dice);
        check(t, unit >= 0 && unit < 1);
        check(t, dice_factor(&dice, 0.5) > 0);
    }
    for (int i = 0; i < 3; i++)
        check(t, seen[i] > 800);
}

TEST(weights_say_how_often)
{
    static const int weights[] = {0, 3, 1};
    Dice dice = {1};
    int seen[3] = {0};
    for (int i = 0; i < 4000; i++)
        seen[dice_weighted(&dice, weights, 3)]++;
    check_int(t, seen[0], 0);
    check(t, seen[1] > 2800 && seen[1] < 3200);
}
