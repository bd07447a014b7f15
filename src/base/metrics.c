#include "base/metrics.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <string.h>

static const int64_t usual_bounds[] = {500,     1000,    2500,    5000,     10000,
                                       25000,   50000,   100000,  250000,   500000,
                                       1000000, 2500000, 5000000, 10000000, 0};

/* The values of one table, one metric after another: for each label one value, or of a histogram
 * the count of every bucket, then the count above all and the sum. */
typedef struct Group {
    const Metric *table;
    size_t count;
    size_t *first; /* of each metric, in values */
    _Atomic int64_t *values;
} Group;

struct Metrics {
    Group *groups;
    size_t count;
};

static const int64_t *bounds_of(const Metric *metric)
{
    return metric->bounds ? metric->bounds : usual_bounds;
}

static size_t bucket_count(const Metric *metric)
{
    size_t count = 0;
    while (bounds_of(metric)[count])
        count++;
    return count;
}

static size_t label_count(const Metric *metric)
{
    size_t count = 0;
    while (metric->label && metric->labels[count])
        count++;
    return metric->label ? count : 1;
}

static size_t width(const Metric *metric)
{
    return metric->kind == METRIC_HISTOGRAM ? bucket_count(metric) + 2 : 1;
}

static bool group_fill(Group *group, const Metric *table)
{
    size_t values = 0;
    group->table = table;
    while (table[group->count].name)
        group->count++;
    group->first = memory_alloc((group->count + 1) * sizeof *group->first);
    if (!group->first) return false;
    for (size_t i = 0; i < group->count; i++) {
        group->first[i] = values;
        values += width(&table[i]) * label_count(&table[i]);
    }
    group->values = memory_alloc((values + 1) * sizeof *group->values);
    return group->values != NULL;
}

Metrics *metrics_new(const Metric *const *tables)
{
    size_t count = 0;
    while (tables[count])
        count++;
    Metrics *metrics = memory_alloc(sizeof *metrics);
    if (!metrics) return NULL;
    metrics->count = count;
    metrics->groups = memory_alloc((count + 1) * sizeof *metrics->groups);
    bool whole = metrics->groups != NULL;
    for (size_t i = 0; whole && i < count; i++)
        whole = group_fill(&metrics->groups[i], tables[i]);
    if (whole) return metrics;
    metrics_release(metrics);
    return NULL;
}

void metrics_release(Metrics *metrics)
{
    if (!metrics) return;
    for (size_t i = 0; metrics->groups && i < metrics->count; i++) {
        memory_free(metrics->groups[i].first);
        memory_free(metrics->groups[i].values);
    }
    memory_free(metrics->groups);
    memory_free(metrics);
}

/* The values of a metric for a label; NULL for one that is in no table. */
static _Atomic int64_t *values_of(const Metrics *metrics, const Metric *metric, unsigned label)
{
    for (size_t i = 0; metrics && i < metrics->count; i++) {
        const Group *group = &metrics->groups[i];
        uintptr_t at = (uintptr_t)metric, start = (uintptr_t)group->table;
        if (at < start || at >= start + group->count * sizeof(Metric)) continue;
        if (label >= label_count(metric)) return NULL;
        return group->values + group->first[metric - group->table] + label * width(metric);
    }
    return NULL;
}

void metric_add(Metrics *metrics, const Metric *metric, unsigned label, int64_t by)
{
    _Atomic int64_t *value = values_of(metrics, metric, label);
    if (value) atomic_fetch_add_explicit(value, by, memory_order_relaxed);
}

void metric_set(Metrics *metrics, const Metric *metric, unsigned label, int64_t number)
{
    _Atomic int64_t *value = values_of(metrics, metric, label);
    if (value) atomic_store_explicit(value, number, memory_order_relaxed);
}

void metric_observe(Metrics *metrics, const Metric *metric, unsigned label, int64_t us)
{
    _Atomic int64_t *values = values_of(metrics, metric, label);
    if (!values) return;
    const int64_t *bounds = bounds_of(metric);
    size_t bucket = 0;
    while (bounds[bucket] && us > bounds[bucket])
        bucket++;
    atomic_fetch_add_explicit(&values[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&values[width(metric) - 1], us, memory_order_relaxed);
}

static int64_t load(const _Atomic int64_t *value)
{
    return atomic_load_explicit(value, memory_order_relaxed);
}

int64_t metric_value(const Metrics *metrics, const Metric *metric, unsigned label)
{
    const _Atomic int64_t *values = values_of(metrics, metric, label);
    if (!values) return 0;
    if (metric->kind != METRIC_HISTOGRAM) return load(values);
    int64_t total = 0;
    for (size_t i = 0; i + 1 < width(metric); i++)
        total += load(&values[i]);
    return total;
}

void metric_head(Buf *out, const char *name, MetricKind kind, const char *doc)
{
    static const char *const kinds[] = {"counter", "gauge", "histogram"};
    buf_format(out, "# HELP %s %s\n# TYPE %s %s\n", name, doc, name, kinds[kind]);
}

/* Label values are quoted; the three characters that would end them are escaped. */
static void add_label(Buf *out, const char *label, const char *value)
{
    buf_format(out, "%s=\"", label);
    for (; *value; value++) {
        if (*value == '\n') {
            buf_text(out, "\\n");
            continue;
        }
        if (*value == '"' || *value == '\\') buf_char(out, '\\');
        buf_char(out, *value);
    }
    buf_char(out, '"');
}

void metric_sample(Buf *out, const char *name, const char *label, const char *label_value,
                   int64_t value)
{
    buf_text(out, name);
    if (label) {
        buf_char(out, '{');
        add_label(out, label, label_value);
        buf_char(out, '}');
    }
    buf_format(out, " %" PRId64 "\n", value);
}

static void add_seconds(Buf *out, int64_t us)
{
    buf_format(out, "%" PRId64 ".%06" PRId64, us / 1000000, us % 1000000);
}

static void write_bucket(Buf *out, const Metric *metric, const char *label_value, int64_t bound,
                         int64_t count)
{
    buf_format(out, "%s_bucket{", metric->name);
    if (label_value) {
        add_label(out, metric->label, label_value);
        buf_char(out, ',');
    }
    buf_text(out, "le=\"");
    if (bound)
        add_seconds(out, bound);
    else
        buf_text(out, "+Inf");
    buf_format(out, "\"} %" PRId64 "\n", count);
}

static void write_series(Buf *out, const Metric *metric, const char *ending,
                         const char *label_value)
{
    buf_format(out, "%s%s", metric->name, ending);
    if (!label_value) return;
    buf_char(out, '{');
    add_label(out, metric->label, label_value);
    buf_char(out, '}');
}

static void write_histogram(Buf *out, const Metric *metric, const char *label_value,
                            const _Atomic int64_t *values)
{
    const int64_t *bounds = bounds_of(metric);
    size_t buckets = bucket_count(metric);
    int64_t total = 0;
    for (size_t i = 0; i <= buckets; i++) {
        total += load(&values[i]);
        write_bucket(out, metric, label_value, bounds[i], total);
    }
    write_series(out, metric, "_sum", label_value);
    buf_char(out, ' ');
    add_seconds(out, load(&values[buckets + 1]));
    buf_char(out, '\n');
    write_series(out, metric, "_count", label_value);
    buf_format(out, " %" PRId64 "\n", total);
}

static void write_metric(Buf *out, const Metric *metric, const _Atomic int64_t *values)
{
    metric_head(out, metric->name, metric->kind, metric->doc);
    for (size_t i = 0; i < label_count(metric); i++, values += width(metric)) {
        const char *label_value = metric->label ? metric->labels[i] : NULL;
        if (metric->kind == METRIC_HISTOGRAM)
            write_histogram(out, metric, label_value, values);
        else
            metric_sample(out, metric->name, metric->label, label_value, load(values));
    }
}

void metrics_write(const Metrics *metrics, Buf *out)
{
    for (size_t i = 0; metrics && i < metrics->count; i++) {
        const Group *group = &metrics->groups[i];
        for (size_t j = 0; j < group->count; j++)
            write_metric(out, &group->table[j], group->values + group->first[j]);
    }
}
