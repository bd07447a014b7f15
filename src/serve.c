/* serve.c -- the server: opens everything, answers until it is told to stop, and closes everything
 * in the opposite order, so that nothing acknowledged is lost. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/account.h"
#include "access/gate.h"
#include "access/setting.h"
#include "base/arena.h"
#include "base/embedded.h"
#include "base/log.h"
#include "base/metrics.h"
#include "command.h"
#include "db/db.h"
#include "http/feed.h"
#include "http/openapi.h"
#include "http/server.h"
#include "slices.h"
#include "waybill/intake.h"

#define LISTEN "127.0.0.1:8080"
#define CONSOLE_PAGE "index.html"
#define TITLE "Parceldesk"
#define CACHE_MB_MAX (1 << 20)
enum { RATE = 1200, RATE_MOST = 1000000 };

/* --- the first start --- */

typedef struct FirstStart {
    Account account;
    bool made;
} FirstStart;

static Status write_first(Ctx *ctx, void *work)
{
    FirstStart *first = work;
    return account_first(ctx, &first->account, &first->made);
}

static Status ensure_administrator(Ctx *ctx)
{
    FirstStart first = {0};
    Status s = database_write(ctx, ctx->house->database, write_first, &first);
    if (!s && first.made)
        printf("First start: sign in as %s with the one-time password %s\n", first.account.login,
               first.account.one_time_password);
    return s;
}

/* --- signals --- */

static sigset_t stop_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    return set;
}

/* What other processes set is seen within a second. Where it cannot be read, what was known holds.
 */
static void refresh(Ctx *ctx)
{
    Arena *arena = ctx->arena;
    ctx->arena = arena_new();
    if (ctx->arena && !database_reader(ctx, ctx->house->database)) {
        if (settings_refresh(ctx, ctx->house->settings)) problem_clear(ctx);
        database_give_back(ctx, ctx->house->database);
    }
    arena_release(ctx->arena);
    ctx->arena = arena;
}

static void wait_for_stop(Ctx *ctx)
{
    const sigset_t signals = stop_signals();
    const struct timespec second = {.tv_sec = 1};
    while (sigtimedwait(&signals, NULL, &second) < 0)
        refresh(ctx);
    /* The next one ends the program at once. */
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

/* --- the server --- */

static Status read_proxies(Ctx *ctx, const Cli *cli, const char *const **out)
{
    size_t count = 0;
    while (cli_value_at(cli, "trust-proxy", (int)count))
        count++;
    const char **proxies = ARENA_ARRAY(ctx->arena, count + 1, const char *);
    if (!proxies) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        proxies[i] = cli_value_at(cli, "trust-proxy", (int)i);
    *out = count ? proxies : NULL;
    return OK;
}

static Status read_routes(Ctx *ctx, const Route *const **out)
{
    size_t count = 0;
    while (slices[count])
        count++;
    const Route **routes = ARENA_ARRAY(ctx->arena, count + 1, const Route *);
    if (!routes) return no_memory(ctx);
    *out = routes;
    for (const Slice *const *slice = slices; *slice; slice++)
        if ((*slice)->routes) *routes++ = (*slice)->routes;
    return OK;
}

static Status read_log(Ctx *ctx, const Cli *cli, Log *out)
{
    const char *level = cli_value(cli, "log");
    *out = (Log){.file = STDERR_FILENO, .least = LEVEL_INFO, .json = cli_flag(cli, "log-json")};
    return level ? log_level(ctx, level, &out->least) : OK;
}

static bool is_loopback(const char *listen)
{
    static const char *const own[] = {"127.", "[::1]", "localhost:"};
    bool is = false;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        is = is || strncmp(listen, own[i], strlen(own[i])) == 0;
    return is;
}

/* Behind a proxy on this machine every visitor has one address, unless the proxy is trusted. */
static Status read_rate(Ctx *ctx, const Cli *cli, const char *listen, unsigned *out)
{
    int64_t rate;
    Status s = cli_int(ctx, cli, "rate", is_loopback(listen) ? 0 : RATE, &rate);
    if (s) return s;
    if (rate < 0 || rate > RATE_MOST)
        return fail(ctx, INVALID, "--rate: expected 0 to %d", RATE_MOST);
    *out = (unsigned)rate;
    return OK;
}

static const StaticMount mounts[] = {{.prefix = "/static/", .files = public_files},
                                     {.prefix = "/console/",
                                      .files = console_files,
                                      .index = CONSOLE_PAGE,
                                      .fallback = CONSOLE_PAGE},
                                     {NULL}};

static Status start_server(Ctx *ctx, const Cli *cli, Server **out)
{
    const char *listen = cli_value(cli, "listen");
    if (!listen) listen = LISTEN;
    ServerOptions options = {.log = ctx->house->log,
                             .listen = listen,
                             .certificate = cli_value(cli, "tls-cert"),
                             .key = cli_value(cli, "tls-key"),
                             .gate = &access_gate,
                             .mounts = mounts,
                             .testing = getenv("PARCELDESK_TEST") != NULL,
                             .title = TITLE,
                             .version = PARCELDESK_VERSION};
    Status s = read_proxies(ctx, cli, &options.trusted_proxies);
    if (!s) s = read_rate(ctx, cli, listen, &options.per_minute);
    if (!s) s = read_routes(ctx, &options.routes);
    return s ? s : server_start(ctx, &options, out);
}

static void print_started(Ctx *ctx, const Server *server)
{
    DatabaseState state;
    database_state(ctx->house->database, &state);
    printf("Parceldesk %s listens on %s (data in %s, %s)\n", PARCELDESK_VERSION, server_url(server),
           ctx->house->data_folder, state.engine);
    fflush(stdout);
}

/* Each step is undone when the next cannot be made; and after the signal, in the same order:
 * listening ends, requests under way end, jobs end, what was acknowledged is applied. */
static Status serve_requests(Ctx *ctx, const Cli *cli)
{
    Server *server = NULL;
    Status s = start_server(ctx, cli, &server);
    if (s) return s;
    print_started(ctx, server);
    wait_for_stop(ctx);
    intake_end_soon(ctx->house->intake); /* requests under way may wait for it */
    server_stop(server);
    return OK;
}

static Status serve_jobs(Ctx *ctx, const Cli *cli)
{
    Status s = jobs_start(ctx, ctx->house, &ctx->house->jobs);
    if (s) return s;
    s = serve_requests(ctx, cli);
    jobs_stop(ctx->house->jobs);
    ctx->house->jobs = NULL;
    return s;
}

/* Payloads are kept beside the main database: in the data folder, or on the same server. Around
 * requests and jobs, which use it. */
static Status serve_intake(Ctx *ctx, const Cli *cli, const char *database)
{
    bool shared = database && database_url_is_shared(database);
    Status s = intake_open(ctx, shared ? database : NULL, &ctx->house->intake);
    if (s) return s;
    s = serve_jobs(ctx, cli);
    intake_close(ctx->house->intake);
    ctx->house->intake = NULL;
    return s;
}

static Status open_metrics(Ctx *ctx)
{
    size_t count = 0;
    while (slices[count])
        count++;
    const Metric **tables = ARENA_ARRAY(ctx->arena, count + 1, const Metric *);
    if (!tables) return no_memory(ctx);
    count = 0;
    for (const Slice *const *slice = slices; *slice; slice++)
        if ((*slice)->metrics) tables[count++] = (*slice)->metrics;
    ctx->house->metrics = metrics_new(tables);
    return ctx->house->metrics ? OK : no_memory(ctx);
}

static Status serve_house(Ctx *ctx, const Cli *cli, const char *database)
{
    House *house = ctx->house;
    Log log;
    Status s = read_log(ctx, cli, &log);
    house->log = &log;
    if (!s) s = ensure_administrator(ctx);
    if (!s) s = open_metrics(ctx);
    if (!s) s = feed_new(ctx, 0, &house->feed);
    if (!s) s = serve_intake(ctx, cli, database);
    feed_release(house->feed);
    metrics_release(house->metrics);
    house->feed = NULL;
    house->metrics = NULL;
    house->log = NULL;
    return s;
}

static Status run_serve(Ctx *ctx, Cli *cli)
{
    HouseOptions options;
    const sigset_t signals = stop_signals();
    if (cli->argument_count) return fail(ctx, INVALID, "serve takes no arguments");
    /* Before there are threads, which inherit it. */
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    Status s = house_options_read(ctx, cli, &options);
    options.server = true;
    int64_t cache_mb = 0;
    if (!s) s = cli_int(ctx, cli, "cache", 0, &cache_mb);
    if (!s && (cache_mb < 0 || cache_mb > CACHE_MB_MAX))
        s = fail_field(ctx, "cache", "--cache is 0 to %d megabytes", CACHE_MB_MAX);
    options.cache_bytes = (size_t)cache_mb << 20;
    if (!s) s = house_open(ctx, &options);
    return s ? s : serve_house(ctx, cli, options.database);
}

static Status run_version(Ctx *ctx, Cli *cli)
{
    (void)ctx, (void)cli;
    printf("parceldesk %s\n", PARCELDESK_VERSION);
    return OK;
}

static Status run_openapi(Ctx *ctx, Cli *cli)
{
    const ServerOptions options = {
        .gate = &access_gate, .title = TITLE, .version = PARCELDESK_VERSION};
    const Route *const *routes = NULL;
    Router *router = NULL;
    Buf out;
    (void)cli;
    buf_init(&out, ctx->arena);
    Status s = read_routes(ctx, &routes);
    if (!s) s = router_new(ctx, routes, &router);
    if (!s) s = openapi_write(ctx, router, &options, &out);
    if (!s) s = buf_check(ctx, &out);
    router_release(router);
    if (!s && fwrite(out.data, 1, out.length, stdout) != out.length)
        return fail(ctx, UNAVAILABLE, "the document cannot be written");
    return s;
}

static const Option serve_options[] = {
    {"listen", "ADDRESS:PORT", "Where to listen; " LISTEN " where it is not given", false},
    {"tls-cert", "FILE", "Certificate, PEM; with --tls-key: HTTPS", false},
    {"tls-key", "FILE", "Its key, PEM", false},
    {"log", "LEVEL", "debug, info (a line for each request), warning or error; info", false},
    {"log-json", NULL, "Log lines as JSON rather than logfmt", false},
    {"cache", "MEGABYTES", "Memory for the database's pages; a quarter of the machine's", false},
    {"rate", "N",
     "Requests a minute of one address without a token or a session; 0: any number. 1200 where "
     "others than this machine can ask, else 0",
     false},
    {"trust-proxy", "NETWORK", "Believe the forwarding headers of these; may be given again", true},
    {NULL}};
static const Option no_options[] = {{NULL}};

const Command serve_commands[] = {
    {"serve", "", "Serve the API and the tracking pages until stopped",
     "The first start makes the data folder, its key file and an administrator, whose one-time "
     "password is printed. SIGTERM and SIGINT stop it cleanly; a second one at once.",
     serve_options, NEEDS_NOTHING, run_serve},
    {"openapi", "", "Print the OpenAPI document of the API",
     "The same as GET /api/v1/openapi.json, without a server: what clients are generated from.",
     no_options, NEEDS_NOTHING, run_openapi},
    {"version", "", "Print the version", NULL, no_options, NEEDS_NOTHING, run_version},
    {NULL}};
