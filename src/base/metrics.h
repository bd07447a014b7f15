/* metrics.h -- what operators count: declared in tables, bumped from any thread, given out as
 * Prometheus text.
 *
 *   static const Metric http_metrics[] = {
 *       {"parceldesk_http_requests_total", METRIC_COUNTER, .label = "class", .labels = classes,
 *        .doc = "Requests answered"},
 *       {"parceldesk_http_request_seconds", METRIC_HISTOGRAM, .doc = "Time to answer"},
 *       METRIC_END};
 *   metric_add(ctx->house->metrics, &http_metrics[HTTP_REQUESTS], class, 1);
 *
 * A NULL Metrics counts nothing, so that commands need none. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

typedef enum MetricKind {
    METRIC_COUNTER,
    METRIC_GAUGE,
    METRIC_HISTOGRAM, /* of microseconds, given out in seconds */
} MetricKind;

typedef struct Metric {
    const char *name; /* parceldesk_<what>_<unit>[_total] */
    MetricKind kind;
    const char *label;         /* NULL: one value */
    const char *const *labels; /* the label's values, by number; ends with NULL */
    const int64_t *bounds;     /* of a histogram's buckets, in microseconds, rising, ends with 0;
                                  NULL: 0.5 ms to 10 s */
    const char *doc;
} Metric;

#define METRIC_END                                                                                 \
    {                                                                                              \
        .name = NULL                                                                               \
    }

typedef struct Metrics Metrics;

/* All values of the tables (which end with NULL), zero. NULL if there is no memory. */
Metrics *metrics_new(const Metric *const *tables);
/* NULL is allowed. */
void metrics_release(Metrics *metrics);

/* Counts `by` more. `label` is the number of the label's value, 0 where there is no label. The
 * metric must be a row of one of the tables. */
void metric_add(Metrics *metrics, const Metric *metric, unsigned label, int64_t by);
/* Sets a gauge. */
void metric_set(Metrics *metrics, const Metric *metric, unsigned label, int64_t value);
/* Puts a time into its bucket of a histogram. */
void metric_observe(Metrics *metrics, const Metric *metric, unsigned label, int64_t us);

/* The value of a counter or gauge; of a histogram, how many were observed. */
int64_t metric_value(const Metrics *metrics, const Metric *metric, unsigned label);

/* Everything, in the text exposition format 0.0.4. */
void metrics_write(const Metrics *metrics, Buf *out);

/* For what is asked for only when it is given out: the head of a metric. */
void metric_head(Buf *out, const char *name, MetricKind kind, const char *doc);
/* Then its samples; `label` may be NULL. */
void metric_sample(Buf *out, const char *name, const char *label, const char *label_value,
                   int64_t value);
