#include "insight/histogram.h"

#include <math.h>
#include <stdlib.h>

#define SUB_BITS 6
#define SUB_BINS (1 << SUB_BITS)

static int64_t magnitude_bin(uint64_t size)
{
    if (size < SUB_BINS) return (int64_t)size;
    int octave = 63 - __builtin_clzll(size);
    uint64_t sub = (size >> (octave - SUB_BITS)) - SUB_BINS;
    return (int64_t)((uint64_t)(octave - SUB_BITS + 1) * SUB_BINS + sub);
}

static int64_t magnitude_low(int64_t bin)
{
    if (bin < SUB_BINS) return bin;
    int64_t octave = bin / SUB_BINS - 1;
    return (SUB_BINS + bin % SUB_BINS) << octave;
}

int64_t bin_of(int64_t duration_ms)
{
    return duration_ms < 0 ? -magnitude_bin((uint64_t)-duration_ms)
                           : magnitude_bin((uint64_t)duration_ms);
}

int64_t bin_low(int64_t bin)
{
    return bin < 0 ? 1 - magnitude_low(1 - bin) : magnitude_low(bin);
}

int64_t bin_high(int64_t bin)
{
    return bin < 0 ? -magnitude_low(-bin) : magnitude_low(bin + 1) - 1;
}

HistogramPlace histogram_place(const Histogram *histogram, int64_t rank)
{
    HistogramPlace place = {0, rank};
    while (place.bin + 1 < histogram->count && place.offset >= histogram->bins[place.bin].n)
        place.offset -= histogram->bins[place.bin++].n;
    return place;
}

QuantileRank quantile_rank(int64_t n, double q)
{
    double place = q * (double)(n - 1);
    int64_t rank = (int64_t)floor(place);
    return (QuantileRank){rank, rank + 1 < n ? rank + 1 : rank, place - (double)rank};
}

double quantile_sorted(const int64_t *sorted, int64_t n, double q)
{
    if (n == 0) return NAN;
    QuantileRank r = quantile_rank(n, q);
    double low = (double)sorted[r.rank], high = (double)sorted[r.next];
    return low + r.weight * (high - low);
}

static double binned_at(const Histogram *histogram, int64_t rank, double *error)
{
    int64_t bin = histogram->bins[histogram_place(histogram, rank).bin].bin;
    double low = (double)bin_low(bin), half = ((double)bin_high(bin) - low) / 2;
    if (half > *error) *error = half;
    return low + half;
}

double quantile_binned(const Histogram *histogram, double q, double *error_ms)
{
    if (histogram->n == 0) return NAN;
    QuantileRank r = quantile_rank(histogram->n, q);
    double error = 0;
    double low = binned_at(histogram, r.rank, &error), high = binned_at(histogram, r.next, &error);
    if (error_ms != NULL) *error_ms = error;
    return low + r.weight * (high - low);
}

static int by_duration(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

void durations_sort(int64_t *durations, size_t count)
{
    qsort(durations, count, sizeof *durations, by_duration);
}
