/* histogram.h -- durations in log-linear bins, and quantiles out of them.
 *
 * A bin is a number: 0 holds 0 ms, bins 1 to 63 one millisecond each, and from there on every
 * octave is cut into 64 equal bins, so that none is wider than 1/64 of what it holds. Negative
 * durations (a delivery recorded before its collection) have the negative of the bin of their size.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The bin of a duration. */
int64_t bin_of(int64_t duration_ms);
/* The smallest duration that a bin holds, in milliseconds. */
int64_t bin_low(int64_t bin);
/* The largest. */
int64_t bin_high(int64_t bin);

typedef struct Bin {
    int64_t bin, n;
} Bin;

/* Bins in rising order, without those that hold nothing. */
typedef struct Histogram {
    const Bin *bins;
    size_t count;
    int64_t n; /* durations in all of them */
} Histogram;

typedef struct HistogramPlace {
    size_t bin;
    int64_t offset;
} HistogramPlace;

/* Where the order statistic of `rank` (0 the smallest) is: `bin` the place in `bins`, `offset` its
 * rank within that bin. `rank` must be less than n. */
HistogramPlace histogram_place(const Histogram *histogram, int64_t rank);

typedef struct QuantileRank {
    int64_t rank, next;
    double weight;
} QuantileRank;

/* A quantile lies between two neighbouring order statistics: sorted[rank] + weight × (sorted[rank +
 * 1] − sorted[rank]), the linear interpolation of Hyndman and Fan's definition 7 (numpy's default).
 * `next` is rank + 1, or rank at the upper end. `n` at least 1, `q` from 0 to 1. */
QuantileRank quantile_rank(int64_t n, double q);

/* The quantile of durations in rising order, in milliseconds; NAN when there are none. */
double quantile_sorted(const int64_t *sorted, int64_t n, double q);

/* The quantile as far as bins tell it: each bin's durations taken as its middle, so that it is off
 * by 1/128 at most. `error_ms` (may be NULL) gets how much that can be. NAN when there are none. */
double quantile_binned(const Histogram *histogram, double q, double *error_ms);

/* Sorts durations in rising order. */
void durations_sort(int64_t *durations, size_t count);
