#include <math.h>
#include <stdlib.h>

#include "insight/histogram.h"
#include "test.h"

TEST(every_duration_lies_in_its_bin_and_no_bin_is_wider_than_a_64th)
{
    static const int64_t some[] = {0,
                                   1,
                                   63,
                                   64,
                                   65,
                                   127,
                                   128,
                                   1000,
                                   86400,
                                   259200000,
                                   1078125947,
                                   9223372036854,
                                   INT64_C(1) << 60};
    for (size_t i = 0; i < sizeof some / sizeof some[0]; i++)
        for (int64_t sign = -1; sign <= 1; sign += 2) {
            int64_t duration = sign * some[i], bin = bin_of(duration);
            check(t, bin_low(bin) <= duration);
            check(t, duration <= bin_high(bin));
            check(t, (bin_high(bin) - bin_low(bin)) * 64 <= some[i]);
        }
}

TEST(bins_follow_each_other_without_gap)
{
    for (int64_t bin = -900; bin < 900; bin++) {
        check_int(t, bin_low(bin + 1), bin_high(bin) + 1);
        check_int(t, bin_of(bin_low(bin)), bin);
        check_int(t, bin_of(bin_high(bin)), bin);
    }
}

/* numpy.quantile([1, 2, 4, 8, 16], [0, .5, .9, .95, .99, 1]) */
TEST(quantiles_interpolate_as_numpy_does)
{
    static const int64_t five[] = {1, 2, 4, 8, 16};
    check_near(t, quantile_sorted(five, 5, 0), 1, 1e-12);
    check_near(t, quantile_sorted(five, 5, 0.5), 4, 1e-12);
    check_near(t, quantile_sorted(five, 5, 0.9), 12.8, 1e-12);
    check_near(t, quantile_sorted(five, 5, 0.95), 14.4, 1e-12);
    check_near(t, quantile_sorted(five, 5, 0.99), 15.68, 1e-12);
    check_near(t, quantile_sorted(five, 5, 1), 16, 1e-12);
    check_near(t, quantile_sorted(five, 1, 0.9), 1, 1e-12);
    check(t, isnan(quantile_sorted(five, 0, 0.5)));
}

TEST(the_place_of_a_rank_is_its_bin_and_what_is_left)
{
    static const Bin bins[] = {{3, 2}, {7, 1}, {9, 4}};
    Histogram h = {bins, 3, 7};
    static const struct {
        int64_t rank;
        size_t bin;
        int64_t offset;
    } cases[] = {{0, 0, 0}, {1, 0, 1}, {2, 1, 0}, {3, 2, 0}, {6, 2, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        HistogramPlace place = histogram_place(&h, cases[i].rank);
        check_int(t, place.bin, cases[i].bin);
        check_int(t, place.offset, cases[i].offset);
    }
}

TEST(a_quantile_from_bins_is_within_its_stated_error)
{
    enum { COUNT = 5000 };
    static int64_t durations[COUNT];
    static Bin bins[COUNT];
    uint64_t state = 7;
    for (size_t i = 0; i < COUNT; i++) {
        state = state * UINT64_C(6364136223846793005) + 1442695040888963407U;
        durations[i] = (int64_t)((state >> 33) % 3000000000U) - 5000000;
    }
    durations_sort(durations, COUNT);
    Histogram h = {bins, 0, COUNT};
    for (size_t i = 0; i < COUNT; i++) {
        int64_t bin = bin_of(durations[i]);
        if (h.count == 0 || bins[h.count - 1].bin != bin) bins[h.count++] = (Bin){bin, 0};
        bins[h.count - 1].n++;
    }
    static const double quantiles[] = {0, 0.5, 0.9, 0.95, 0.99, 1};
    for (size_t i = 0; i < sizeof quantiles / sizeof quantiles[0]; i++) {
        double error = 0, exact = quantile_sorted(durations, COUNT, quantiles[i]);
        double binned = quantile_binned(&h, quantiles[i], &error);
        check_near(t, binned, exact, error);
        check(t, error <= fabs(exact) / 100 + 1);
    }
}
