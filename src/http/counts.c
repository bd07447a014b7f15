#include "http/counts.h"

#include <stdatomic.h>
#include <stdio.h>

#include "base/metrics.h"

#define CLASSES 6 /* 1xx … 5xx at their first digit */
#define BOUNDS (sizeof bounds / sizeof *bounds)

typedef struct Bound {
    int64_t us;
    const char *label; /* seconds */
} Bound;

/* Upper bounds of the latency buckets. */
static const Bound bounds[] = {
    {500, "0.0005"},  {1000, "0.001"},  {2500, "0.0025"}, {5000, "0.005"},  {10000, "0.01"},
    {25000, "0.025"}, {50000, "0.05"},  {100000, "0.1"},  {250000, "0.25"}, {500000, "0.5"},
    {1000000, "1"},   {2500000, "2.5"}, {5000000, "5"},   {10000000, "10"}};

typedef struct Count {
    atomic_llong by_class[CLASSES];
    atomic_llong buckets[BOUNDS + 1];
    atomic_llong took_us, bytes;
} Count;

struct Counts {
    size_t routes;
    Count items[]; /* one for each route, and the last for no route */
};

Status counts_new(Ctx *ctx, size_t routes, Counts **out)
{
    Counts *counts = memory_alloc(sizeof *counts + (routes + 1) * sizeof(Count));
    if (!counts) return no_memory(ctx);
    counts->routes = routes;
    *out = counts;
    return OK;
}

void counts_release(Counts *counts)
{
    memory_free(counts);
}

static void count_one(atomic_llong *count, int64_t by)
{
    atomic_fetch_add_explicit(count, by, memory_order_relaxed);
}

void counts_add(Counts *counts, const Endpoint *endpoint, int http_status, int64_t took_us,
                size_t bytes)
{
    Count *count = &counts->items[endpoint ? endpoint->number : counts->routes];
    int class = http_status / 100;
    size_t bucket = 0;
    while (bucket < BOUNDS && took_us > bounds[bucket].us)
        bucket++;
    count_one(&count->by_class[class > 0 && class < CLASSES ? class : 0], 1);
    count_one(&count->buckets[bucket], 1);
    count_one(&count->took_us, took_us);
    count_one(&count->bytes, (int64_t)bytes);
}

static long long total(const Count *count)
{
    long long sum = 0;
    for (size_t i = 0; i <= BOUNDS; i++)
        sum += atomic_load_explicit(&count->buckets[i], memory_order_relaxed);
    return sum;
}

static void classes_write(const Count *count, const char *labels, Buf *out)
{
    for (int class = 1; class < CLASSES; class ++) {
        long long n = atomic_load_explicit(&count->by_class[class], memory_order_relaxed);
        if (n)
            buf_format(out, "parceldesk_http_requests_total{%s,status=\"%dxx\"} %lld\n", labels,
                       class, n);
    }
}

static void histogram_write(const Count *count, const char *labels, Buf *out)
{
    long long sum = 0;
    for (size_t i = 0; i < BOUNDS; i++) {
        sum += atomic_load_explicit(&count->buckets[i], memory_order_relaxed);
        buf_format(out, "parceldesk_http_request_seconds_bucket{%s,le=\"%s\"} %lld\n", labels,
                   bounds[i].label, sum);
    }
    double seconds = (double)atomic_load_explicit(&count->took_us, memory_order_relaxed) / 1e6;
    buf_format(out, "parceldesk_http_request_seconds_bucket{%s,le=\"+Inf\"} %lld\n", labels,
               total(count));
    buf_format(out, "parceldesk_http_request_seconds_sum{%s} %.6f\n", labels, seconds);
    buf_format(out, "parceldesk_http_request_seconds_count{%s} %lld\n", labels, total(count));
}

static void bytes_write(const Count *count, const char *labels, Buf *out)
{
    buf_format(out, "parceldesk_http_response_bytes_total{%s} %lld\n", labels,
               (long long)atomic_load_explicit(&count->bytes, memory_order_relaxed));
}

static void family_write(const Counts *counts, const Router *router, Buf *out,
                         void (*write)(const Count *count, const char *labels, Buf *out))
{
    for (size_t i = 0; i <= counts->routes; i++) {
        if (!total(&counts->items[i])) continue;
        const Route *route = i < counts->routes ? router_endpoint(router, i)->route : NULL;
        char labels[256];
        snprintf(labels, sizeof labels, "method=\"%s\",route=\"%s\"",
                 route ? method_name(route->method) : "", route ? route->path : "");
        write(&counts->items[i], labels, out);
    }
}

void counts_write(const Counts *counts, const Router *router, Buf *out)
{
    metric_head(out, "parceldesk_http_requests_total", METRIC_COUNTER,
                "Requests answered, by route and kind of status");
    family_write(counts, router, out, classes_write);
    metric_head(out, "parceldesk_http_request_seconds", METRIC_HISTOGRAM,
                "From the request line to the last byte sent");
    family_write(counts, router, out, histogram_write);
    metric_head(out, "parceldesk_http_response_bytes_total", METRIC_COUNTER,
                "Bytes of the answers' bodies");
    family_write(counts, router, out, bytes_write);
}
