/* serve.c -- the server: opens everything, answers until it is told to stop, and closes everything
 * in the opposite order, so that nothing acknowledged is lost. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/account.h"
#include "access/audit.h"
#include "access/gate.h"
#include "access/indexed.h"
#include "access/keys.h"
#include "access/setting.h"
#include "backup/archive.h"
#include "base/arena.h"
#include "base/embedded.h"
#include "base/log.h"
#include "base/metrics.h"
#include "command.h"
#include "db/changes.h"
#include "http/feed.h"
#include "http/openapi.h"
#include "http/server.h"
#include "slices.h"
#include "start/check.h"
#include "start/inspection.h"
#include "start/options.h"
#include "start/pulse.h"
#include "start/supervisor.h"
#include "waybill/intake.h"

#define CONSOLE_PAGE "index.html"
#define TITLE "Parceldesk"
#define LINGER_MS 3000 /* where the next server takes up what comes meanwhile */

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

/* A journal is kept, and read by many: there only the place is named. */
static Status password_note(Ctx *ctx, const Account *account)
{
    const char *path = arena_format(ctx->arena, "%s/first-password", ctx->house->data_folder);
    if (!path) return no_memory(ctx);
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool noted =
        file >= 0 && dprintf(file, "%s %s\n", account->login, account->one_time_password) > 0;
    if (file >= 0) close(file);
    if (!noted) return fail(ctx, UNAVAILABLE, "%s cannot be written: %s", path, strerror(errno));
    printf("First start: %s holds a name and its one-time password\n", path);
    return OK;
}

static Status ensure_administrator(Ctx *ctx, bool to_journal)
{
    FirstStart first = {0};
    Status s = database_write(ctx, ctx->house->database, write_first, &first);
    if (s || !first.made) return s;
    if (to_journal) return password_note(ctx, &first.account);
    printf("First start: sign in as %s with the one-time password %s\n", first.account.login,
           first.account.one_time_password);
    return OK;
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
        if (audit_end_note(ctx)) problem_clear(ctx);
        if (index_state_refresh(ctx)) problem_clear(ctx);
        database_give_back(ctx, ctx->house->database);
    }
    if (ctx->arena) keys_refresh(ctx, ctx->house->keys);
    if (ctx->arena) archive_tell(ctx, ctx->house->archive);
    arena_release(ctx->arena);
    ctx->arena = arena;
}

/* --- the server --- */

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

static const StaticMount mounts[] = {{.prefix = "/static/", .files = public_files},
                                     {.prefix = "/console/",
                                      .files = console_files,
                                      .index = CONSOLE_PAGE,
                                      .fallback = CONSOLE_PAGE},
                                     {NULL}};

static Status start_server(Ctx *ctx, ServeOptions *serve, int *listener, Server **out)
{
    ServerOptions *options = &serve->server;
    options->log = ctx->house->log;
    options->gate = &access_gate;
    options->mounts = mounts;
    options->title = TITLE;
    options->version = PARCELDESK_VERSION;
    options->listener = *listener;
    options->linger_ms = listens_by_systemd(serve) ? LINGER_MS : 0;
    rate_fill(serve, *listener);
    Status s = read_routes(ctx, &options->routes);
    if (!s) s = server_start(ctx, options, out);
    if (!s) *listener = -1;
    return s;
}

static void print_started(Ctx *ctx, const Server *server)
{
    DatabaseState state;
    database_state(ctx->house->database, &state);
    printf("Parceldesk %s listens on %s (data in %s, %s)\n", PARCELDESK_VERSION, server_url(server),
           ctx->house->data_folder, state.engine);
    fflush(stdout);
}

/* Who started the server is told that it lives only when it answers. One that is full answers who
 * has come before. */
static void tell_alive(Server *server, int64_t interval_us, int64_t *told_us)
{
    int64_t now_us = monotonic_us();
    if (!interval_us || now_us < *told_us + interval_us) return;
    if (!pulse_beats(server_url(server), interval_us / 2) && !server_is_full(server)) return;
    supervisor_alive();
    *told_us = now_us;
}

static void wait_for_stop(Ctx *ctx, Server *server)
{
    const sigset_t signals = stop_signals();
    const struct timespec second = {.tv_sec = 1};
    int64_t interval_us = supervisor_interval_us(), told_us = monotonic_us();
    while (sigtimedwait(&signals, NULL, &second) < 0) {
        refresh(ctx);
        tell_alive(server, interval_us, &told_us);
    }
    /* The next one ends the program at once. */
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

/* Each step is undone when the next cannot be made; and after the signal, in the same order:
 * listening ends, requests under way end, jobs end, what was acknowledged is applied. */
static Status serve_requests(Ctx *ctx, ServeOptions *options, int *listener)
{
    Server *server = NULL;
    Status s = start_server(ctx, options, listener, &server);
    if (s) return s;
    print_started(ctx, server);
    s = confine(ctx, options->confinement);
    if (!s) supervisor_ready();
    if (!s) wait_for_stop(ctx, server);
    server_end_soon(server);
    supervisor_stopping();
    intake_end_soon(ctx->house->intake); /* requests under way may wait for it */
    server_stop(server);
    return s;
}

static Status serve_jobs(Ctx *ctx, ServeOptions *options, int *listener)
{
    Status s = jobs_start(ctx, ctx->house, &ctx->house->jobs);
    if (s) return s;
    s = serve_requests(ctx, options, listener);
    jobs_stop(ctx->house->jobs);
    ctx->house->jobs = NULL;
    return s;
}

/* Without an archive nobody needs the journals of the one before. */
static Status open_archive(Ctx *ctx, const char *folder, bool shared)
{
    House *house = ctx->house;
    Database *intake = intake_database(house->intake);
    if (folder) return archive_open(ctx, folder, shared ? NULL : intake, &house->archive);
    Status s = database_let_go(ctx, house->database);
    return s ? s : database_let_go(ctx, intake);
}

/* Around all that writes on somebody's behalf, so that what was acknowledged last is in it. */
static Status serve_archive(Ctx *ctx, ServeOptions *options, int *listener, bool shared)
{
    Status s = open_archive(ctx, options->archive, shared);
    if (s) return s;
    s = serve_jobs(ctx, options, listener);
    archive_close(ctx, ctx->house->archive);
    ctx->house->archive = NULL;
    return s;
}

/* Payloads are kept beside the main database: in the data folder, or on the same server. Around
 * requests and jobs, which use it. */
static Status serve_intake(Ctx *ctx, ServeOptions *options, int *listener)
{
    const char *database = options->house.database;
    bool shared = database && database_url_is_shared(database);
    Status s = intake_open(ctx, shared ? database : NULL, &ctx->house->intake);
    if (s) return s;
    s = serve_archive(ctx, options, listener, shared);
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

static Status serve_house(Ctx *ctx, ServeOptions *options, int *listener)
{
    House *house = ctx->house;
    house->log = &options->log;
    Status s = ensure_administrator(ctx, options->log.journal);
    if (!s) s = open_metrics(ctx);
    if (!s) s = feed_new(ctx, 0, &house->feed);
    if (!s) s = serve_intake(ctx, options, listener);
    feed_release(house->feed);
    metrics_release(house->metrics);
    house->feed = NULL;
    house->metrics = NULL;
    house->log = NULL;
    return s;
}

/* Nothing is written before all that can be looked at was. */
static Status check_first(Ctx *ctx, const ServeOptions *options, int *listener)
{
    Inspection inspection;
    Status s = inspect(ctx, options, true, &inspection);
    *listener = inspection.listener;
    if (s) return s;
    if (inspection.pending) supervisor_status("Bringing the database up to date");
    return inspection_refuse(ctx, &inspection);
}

static Status run_serve(Ctx *ctx, Cli *cli)
{
    ServeOptions options;
    int listener = -1;
    const sigset_t signals = stop_signals();
    Status s = serve_options_read(ctx, cli, &options);
    if (s) return s;
    /* Before there are threads, which inherit it. */
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    supervisor_status("Starting");
    s = check_first(ctx, &options, &listener);
    if (!s) s = house_open(ctx, &options.house);
    if (!s) s = serve_house(ctx, &options, &listener);
    if (listener >= 0) close(listener);
    return s;
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

static const Option no_options[] = {{NULL}};

const Command serve_commands[] = {
    {"serve", "", "Serve the API and the tracking pages until stopped",
     "The first start makes the data folder, its key file and an administrator, whose one-time "
     "password is printed. SIGTERM and SIGINT stop it cleanly; a second one at once.",
     check_options + SERVE_FLAGS, NEEDS_NOTHING, run_serve},
    {"check", "", "Tell what would keep the server from starting, and how to mend it",
     "Takes what serve takes, and changes nothing. Ends with 0 when all is well, 1 with warnings, "
     "2 "
     "when the server would not start.",
     check_options, NEEDS_NOTHING, run_check},
    {"openapi", "", "Print the OpenAPI document of the API",
     "The same as GET /api/v1/openapi.json, without a server: what clients are generated from.",
     no_options, NEEDS_NOTHING, run_openapi},
    {"version", "", "Print the version", NULL, no_options, NEEDS_NOTHING, run_version},
    {NULL}};
