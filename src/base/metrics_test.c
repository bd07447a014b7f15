#include "base/metrics.h"

#include <pthread.h>
#include <string.h>

#include "test.h"

enum { ANSWERS, OPEN, TOOK };

static const char *const classes[] = {"2xx", "4\"x", NULL};
static const int64_t bounds[] = {1000, 2500000, 0};

static const Metric table[] = {
    {"app_answers_total", METRIC_COUNTER, .label = "class", .labels = classes, .doc = "Answers"},
    {"app_open", METRIC_GAUGE, .doc = "Open now"},
    {"app_took_seconds", METRIC_HISTOGRAM, .bounds = bounds, .doc = "Time taken"},
    METRIC_END,
};
static const Metric *const tables[] = {table, NULL};

TEST(metrics_are_given_out_as_prometheus_text)
{
    Metrics *metrics = metrics_new(tables);
    check(t, metrics != NULL);
    metric_add(metrics, &table[ANSWERS], 1, 3);
    metric_set(metrics, &table[OPEN], 0, -2);
    metric_observe(metrics, &table[TOOK], 0, 1000);
    metric_observe(metrics, &table[TOOK], 0, 1001);
    metric_observe(metrics, &table[TOOK], 0, 9000000);
    Buf out;
    buf_init(&out, t->ctx->arena);
    metrics_write(metrics, &out);
    check_text(t, out.data,
               "# HELP app_answers_total Answers\n# TYPE app_answers_total counter\n"
               "app_answers_total{class=\"2xx\"} 0\napp_answers_total{class=\"4\\\"x\"} 3\n"
               "# HELP app_open Open now\n# TYPE app_open gauge\napp_open -2\n"
               "# HELP app_took_seconds Time taken\n# TYPE app_took_seconds histogram\n"
               "app_took_seconds_bucket{le=\"0.001000\"} 1\n"
               "app_took_seconds_bucket{le=\"2.500000\"} 2\n"
               "app_took_seconds_bucket{le=\"+Inf\"} 3\n"
               "app_took_seconds_sum 9.002001\napp_took_seconds_count 3\n");
    check_int(t, metric_value(metrics, &table[TOOK], 0), 3);
    metrics_release(metrics);
}

static void *bump(void *user)
{
    for (int i = 0; i < 10000; i++)
        metric_add(user, &table[ANSWERS], 0, 1);
    return NULL;
}

TEST(no_bump_is_lost_between_threads)
{
    Metrics *metrics = metrics_new(tables);
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        check_int(t, pthread_create(&threads[i], NULL, bump, metrics), 0);
    for (int i = 0; i < 4; i++)
        check_int(t, pthread_join(threads[i], NULL), 0);
    check_int(t, metric_value(metrics, &table[ANSWERS], 0), 40000);
    metrics_release(metrics);
}

TEST(what_is_in_no_table_is_counted_nowhere)
{
    static const Metric stranger = {"app_other", METRIC_COUNTER, .doc = "x"};
    Metrics *metrics = metrics_new(tables);
    metric_add(metrics, &stranger, 0, 1);
    metric_add(metrics, &table[ANSWERS], 2, 1); /* there is no third label */
    metric_add(NULL, &table[OPEN], 0, 1);
    check_int(t, metric_value(metrics, &stranger, 0), 0);
    check_int(t, metric_value(metrics, &table[ANSWERS], 0), 0);
    check_int(t, metric_value(metrics, &table[OPEN], 0), 0);
    metrics_release(metrics);
}

TEST(metrics_without_memory_are_none)
{
    for (long nth = 1; nth <= 4; nth++) {
        memory_fail_at(nth);
        check(t, metrics_new(tables) == NULL);
    }
    memory_fail_at(0);
}
