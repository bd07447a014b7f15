#include "http/routes.h"

#include <stdio.h>
#include <unistd.h>

#include "base/metrics.h"
#include "http/feed.h"
#include "http/idempotency.h"
#include "http/server_state.h"

#define PLAIN "text/plain; charset=utf-8"
#define METRICS "text/plain; version=0.0.4; charset=utf-8"

static Status api_health(Ctx *ctx, Request *req)
{
    Buf *out = reply_with(req, 200, PLAIN);
    buf_text(out, "ok\n");
    return buf_check(ctx, out);
}

static Status api_ready(Ctx *ctx, Request *req)
{
    if (atomic_load(&req->server->stopping))
        return fail(ctx, UNAVAILABLE, "the server is stopping");
    struct Database *database = ctx->house->database;
    Status s = database ? database_ping(ctx, database) : OK;
    return s ? s : api_health(ctx, req);
}

static void sample(Buf *out, const char *name, MetricKind kind, const char *doc, int64_t value)
{
    metric_head(out, name, kind, doc);
    metric_sample(out, name, NULL, NULL, value);
}

static void database_metrics(Ctx *ctx, Buf *out)
{
    if (!ctx->house->database) return;
    DatabaseState state = {0};
    database_state(ctx->house->database, &state);
    sample(out, "parceldesk_database_schema_version", METRIC_GAUGE, "The newest migration",
           state.schema_version);
    sample(out, "parceldesk_database_bytes", METRIC_GAUGE, "Size of the database", state.bytes);
    sample(out, "parceldesk_database_journal_bytes", METRIC_GAUGE, "Size of its journal",
           state.journal_bytes);
    sample(out, "parceldesk_database_queued", METRIC_GAUGE, "Writes that wait", state.queued);
    sample(out, "parceldesk_database_commits_total", METRIC_COUNTER, "Transactions committed",
           state.commits);
    sample(out, "parceldesk_database_pieces_total", METRIC_COUNTER, "Writes within them",
           state.pieces);
    sample(out, "parceldesk_database_collisions_total", METRIC_COUNTER,
           "Writes undone because another was faster, and run again", state.collisions);
    sample(out, "parceldesk_database_statements_total", METRIC_COUNTER, "Statements run",
           state.statements);
}

static void feed_metrics(Ctx *ctx, Buf *out)
{
    FeedState state;
    feed_state(ctx->house->feed, &state);
    sample(out, "parceldesk_feed_subscribers", METRIC_GAUGE, "Listeners", state.subscribers);
    sample(out, "parceldesk_feed_published_total", METRIC_COUNTER, "Changes told", state.published);
    sample(out, "parceldesk_feed_dropped_total", METRIC_COUNTER, "Listeners too slow to keep",
           state.dropped);
}

static int64_t resident_bytes(void)
{
    long long size = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (!file) return 0;
    if (fscanf(file, "%lld %lld", &size, &resident) != 2) resident = 0;
    fclose(file);
    return resident * sysconf(_SC_PAGESIZE);
}

static Status api_metrics(Ctx *ctx, Request *req)
{
    Server *server = req->server;
    if (!networks_hold(&server->own_machine, &req->peer) &&
        !networks_hold(&server->metrics_readers, &req->peer))
        return fail(ctx, FORBIDDEN, "metrics are for this machine and for whom --metrics-to names");
    Buf *out = reply_with(req, 200, METRICS);
    counts_write(server->counts, server->router, out);
    database_metrics(ctx, out);
    feed_metrics(ctx, out);
    sample(out, "parceldesk_http_buffered_bytes", METRIC_GAUGE, "Bodies coming in",
           (int64_t)atomic_load(&server->held));
    sample(out, "parceldesk_uptime_seconds", METRIC_GAUGE, "Since the server was started",
           (ctx_now(ctx) - server->started_ms) / 1000);
    sample(out, "parceldesk_resident_bytes", METRIC_GAUGE, "Resident memory", resident_bytes());
    metrics_write(ctx->house->metrics, out);
    return buf_check(ctx, out);
}

static Status api_document(Ctx *ctx, Request *req)
{
    Buf *out = reply_with(req, 200, "application/json");
    buf_add(out, req->server->document.data, req->server->document.length);
    reply_header(req, "Cache-Control", "no-cache");
    return buf_check(ctx, out);
}

const Route http_routes[] = {
    {GET, "/healthz", RIGHT_PUBLIC, .no_database = true, .run = api_health, .media = PLAIN,
     .doc = "The process answers"},
    {GET, "/readyz", RIGHT_PUBLIC, .no_database = true, .run = api_ready, .media = PLAIN,
     .doc = "The server and its database answer"},
    {GET, "/metrics", RIGHT_PUBLIC, .no_database = true, .run = api_metrics, .media = METRICS,
     .doc = "Figures of the process, for Prometheus"},
    {GET, "/api/v1/openapi.json", RIGHT_PUBLIC, .no_database = true, .run = api_document,
     .media = "application/json", .doc = "This document"},
    ROUTE_END};

static Status job_prune(Ctx *ctx, const Job *job)
{
    (void)job;
    int64_t forgotten;
    return idempotency_prune(ctx, &forgotten);
}

const JobKind http_jobs[] = {{.name = "http.prune_idempotency",
                              .every_ms = INT64_C(600000),
                              .run = job_prune,
                              .doc = "Forget answers kept for Idempotency-Key"},
                             {.name = NULL}};
