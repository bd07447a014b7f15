#include "http/server.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "http/edge.h"
#include "http/feed.h"
#include "http/listen.h"
#include "http/openapi.h"
#include "http/server_state.h"

#define CONNECTIONS 4096
#define ANSWER_LEVEL 2 /* of gzip */
/* For GnuTLS: two versions, keys that are forgotten with the connection, ciphers that authenticate
 * (RFC 9325). */
#define TLS_PRIORITIES                                                                             \
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:-CIPHER-ALL"       \
    ":+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:-MAC-ALL:+AEAD:-SIGN-RSA-SHA1"                  \
    ":-SIGN-ECDSA-SHA1:%SERVER_PRECEDENCE"
#define PEM_LIMIT ((size_t)1 << 20)
/* What libmicrohttpd keeps of a request beside its header lines: where each stands, and the head of
 * the answer. No more than is needed: all of it is zeroed behind every answer. */
#define HEADER_EXTRA ((size_t)6 << 10)

static const char *const own_machine[] = {"127.0.0.0/8", "::1", NULL};

static void options_fill(ServerOptions *options)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (!options->threads) options->threads = processors > 2 ? (unsigned)processors * 2 : 4;
    if (!options->connections) options->connections = CONNECTIONS;
    if (!options->connections_per_address) options->connections_per_address = 512;
    if (!options->max_header) options->max_header = 8192;
    if (!options->max_buffered) options->max_buffered = (size_t)512 << 20;
    if (!options->receive_ms) options->receive_ms = 60000;
    if (!options->idle_ms) options->idle_ms = 60000;
    if (!options->crowded_ms) options->crowded_ms = 5000;
    if (!options->stop_ms) options->stop_ms = 10000;
}

static Status file_read(Ctx *ctx, const char *path, char **out)
{
    FILE *file = fopen(path, "re");
    if (!file) return fail(ctx, INVALID, "%s cannot be read: %s", path, strerror(errno));
    Buf text;
    buf_init(&text, ctx->arena);
    text.limit = PEM_LIMIT;
    char bytes[4096];
    size_t got;
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        buf_add(&text, bytes, got);
    bool failed = ferror(file) != 0;
    fclose(file);
    if (failed) return fail(ctx, INVALID, "%s cannot be read", path);
    *out = text.data ? text.data : "";
    return buf_check(ctx, &text);
}

/* MHD's own words are about its clients; what matters is in the log line of the request. */
static void mhd_quiet(void *user, const char *format, va_list args)
{
    (void)user, (void)format, (void)args;
}

static void daemon_open(Server *server, int listener, char *certificate, char *key)
{
    const ServerOptions *options = &server->options;
    bool proxied = server->trusted.count > 0;
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC |
                     MHD_USE_ERROR_LOG | (certificate ? MHD_USE_TLS : 0u);
    char priorities[] = TLS_PRIORITIES;
    struct MHD_OptionItem tls[] = {{MHD_OPTION_HTTPS_PRIORITIES, 0, priorities},
                                   {MHD_OPTION_HTTPS_MEM_CERT, 0, certificate},
                                   {MHD_OPTION_HTTPS_MEM_KEY, 0, key},
                                   {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    server->daemon = MHD_start_daemon(
        flags, 0, NULL, NULL, edge_access, server, MHD_OPTION_EXTERNAL_LOGGER, mhd_quiet, NULL,
        MHD_OPTION_LISTEN_SOCKET, listener, MHD_OPTION_THREAD_POOL_SIZE, options->threads,
        MHD_OPTION_CONNECTION_LIMIT, options->connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
        proxied ? 0u : options->connections_per_address, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned)((options->idle_ms + 999) / 1000), MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        options->max_header + HEADER_EXTRA, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_UNESCAPE_CALLBACK, edge_unescape, NULL, MHD_OPTION_URI_LOG_CALLBACK, edge_begin,
        server, MHD_OPTION_NOTIFY_COMPLETED, edge_completed, server, MHD_OPTION_NOTIFY_CONNECTION,
        edge_connection, server, MHD_OPTION_ARRAY, certificate ? tls : none, MHD_OPTION_END);
}

static Status server_listen(Ctx *ctx, Server *server)
{
    const ServerOptions *options = &server->options;
    char *certificate = NULL, *key = NULL;
    if (!options->certificate != !options->key)
        return fail(ctx, INVALID, "TLS needs a certificate and its key");
    Status s = options->certificate ? file_read(ctx, options->certificate, &certificate) : OK;
    if (!s && options->key) s = file_read(ctx, options->key, &key);
    int listener = options->listener;
    if (!s && !listener) s = listen_open(ctx, options->listen, &listener);
    if (s) return s;
    char name[sizeof server->url - sizeof "https://"];
    server->port = listen_name(listener, name, sizeof name);
    snprintf(server->url, sizeof server->url, "http%s://%s", certificate ? "s" : "", name);
    daemon_open(server, listener, certificate, key);
    if (server->daemon) return OK;
    if (!options->listener) close(listener);
    return fail(ctx, certificate ? INVALID : UNAVAILABLE, "the server does not start%s",
                certificate ? ": the certificate and its key do not fit" : "");
}

unsigned server_descriptors(const ServerOptions *options)
{
    return (options->connections ? options->connections : CONNECTIONS) + 256;
}

static void descriptors_raise(const ServerOptions *options)
{
    struct rlimit limit;
    rlim_t wanted = server_descriptors(options);
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted) return;
    limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static Status server_fill(Ctx *ctx, Server *server)
{
    const ServerOptions *options = &server->options;
    /* ctx->who NULL is the system itself: no request may be that. */
    if (options->gate && !options->gate->nobody)
        return fail(ctx, INVALID, "the gate lacks the person who has not signed in");
    descriptors_raise(options);
    server->arena = arena_new();
    if (!server->arena) return no_memory(ctx);
    Ctx own = *ctx;
    own.arena = server->arena;
    Status s = networks_parse(&own, options->trusted_proxies, &server->trusted);
    if (!s) s = networks_parse(&own, own_machine, &server->own_machine);
    if (!s) s = networks_parse(&own, options->metrics_readers, &server->metrics_readers);
    if (s) ctx->problem = own.problem;
    if (!s) s = router_new(ctx, options->routes, &server->router);
    if (!s) s = rates_new(ctx, &server->rates);
    if (!s) s = compressor_new(ctx, ANSWER_LEVEL, &server->compressor);
    if (!s) s = static_files_new(ctx, options->mounts, &server->files);
    if (!s) s = counts_new(ctx, router_count(server->router), &server->counts);
    if (!s) s = openapi_write(ctx, server->router, options, &server->document);
    server->links = (Links){.period_ms = options->receive_ms > 4000 ? 1000 : 100,
                            .crowd = options->connections - options->connections / 8,
                            .crowded_ms = options->crowded_ms};
    if (!s) s = links_open(ctx, &server->links);
    server->watching = !s;
    return s;
}

static void server_free(Server *server)
{
    if (server->watching) links_close(&server->links);
    buf_release(&server->document);
    counts_release(server->counts);
    static_files_release(server->files);
    compressor_release(server->compressor);
    rates_release(server->rates);
    router_release(server->router);
    arena_release(server->arena);
    memory_free(server);
}

Status server_start(Ctx *ctx, const ServerOptions *options, Server **out)
{
    Server *server = memory_alloc(sizeof *server);
    if (!server) return no_memory(ctx);
    server->options = *options;
    options_fill(&server->options);
    server->house = ctx->house;
    server->source = ctx->source;
    server->started_ms = ctx_now(ctx);
    Status s = server_fill(ctx, server);
    Feed *feed = server->house->feed;
    if (!s && feed) s = feed_open(ctx, feed, options->subscribers, options->heartbeat_ms);
    if (!s) s = server_listen(ctx, server);
    if (s) {
        feed_close(feed);
        server_free(server);
        return s;
    }
    *out = server;
    return OK;
}

void server_end_soon(Server *server)
{
    atomic_store(&server->stopping, true);
}

void server_stop(Server *server)
{
    if (!server) return;
    server_end_soon(server);
    MHD_socket listener = MHD_quiesce_daemon(server->daemon);
    if (listener != MHD_INVALID_SOCKET) close(listener);
    feed_close(server->house->feed);
    if (server->options.linger_ms) links_linger(&server->links, server->options.linger_ms * 1000);
    int64_t until_us = monotonic_us() + server->options.stop_ms * 1000;
    if (!links_drain(&server->links, until_us)) {
        links_cut(&server->links);
        links_drain(&server->links, 0);
    }
    MHD_stop_daemon(server->daemon);
    server_free(server);
}

bool server_is_full(Server *server)
{
    return links_count(&server->links) >= server->options.connections;
}

int server_port(const Server *server)
{
    return server->port;
}

const char *server_url(const Server *server)
{
    return server->url;
}
