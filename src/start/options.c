#include "start/options.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "command.h"
#include "http/address.h"
#include "http/listen.h"

#define LISTEN "127.0.0.1:8080"
#define CACHE_MB_MAX (1 << 20)
#define FREE_MB_MAX (1 << 30)
enum { RATE = 1200, RATE_MOST = 1000000, FREE_MB = 1024 };

const Option check_options[] = {
    {"json", NULL, "The findings as one JSON object", false},
    {"least-free", "MEGABYTES", "Warn when the disk has less room than this; 1024", false},
    {"listen", "ADDRESS:PORT",
     "Where to listen; " LISTEN " where it is not given; " LISTEN_SYSTEMD
     ": on the socket that systemd holds",
     false},
    {"tls-cert", "FILE", "Certificate, PEM; with --tls-key: HTTPS", false},
    {"tls-key", "FILE", "Its key, PEM", false},
    {"log", "LEVEL", "debug, info (a line for each request), warning or error; info", false},
    {"log-json", NULL, "Log lines as JSON rather than logfmt", false},
    {"cache", "MEGABYTES", "Memory for the database's pages; a quarter of the machine's", false},
    {"rate", "N",
     "Requests a minute of one address without a token or a session; 0: any number. 1200 where "
     "others than this machine can ask, else 0",
     false},
    {"archive", "FOLDER",
     "Carry what is written there, at most seconds behind: a place that outlives this machine",
     false},
    {"seccomp", "off|log|kill",
     "What happens when the server makes a system call that is none of its own: nothing, a line in "
     "the kernel's log, its end; else PARCELDESK_SECCOMP, else off",
     false},
    {"trust-proxy", "NETWORK", "Believe the forwarding headers of these; may be given again", true},
    {"metrics-to", "NETWORK", "Let these read /metrics beside this machine; may be given again",
     true},
    {NULL}};

/* NULL where none is given. */
static Status read_networks(Ctx *ctx, const Cli *cli, const char *name, const char *const **out)
{
    size_t count = 0;
    Networks networks;
    while (cli_value_at(cli, name, (int)count))
        count++;
    const char **given = ARENA_ARRAY(ctx->arena, count + 1, const char *);
    if (!given) return no_memory(ctx);
    for (size_t i = 0; i < count; i++)
        given[i] = cli_value_at(cli, name, (int)i);
    *out = count ? given : NULL;
    return networks_parse(ctx, *out, &networks);
}

/* Whether what is written to standard error goes straight to systemd's journal: systemd.exec(5). */
static bool writes_journal(void)
{
    struct stat file;
    char own[48];
    const char *stream = getenv("JOURNAL_STREAM");
    if (!stream || fstat(STDERR_FILENO, &file) != 0) return false;
    snprintf(own, sizeof own, "%ju:%ju", (uintmax_t)file.st_dev, (uintmax_t)file.st_ino);
    return strcmp(stream, own) == 0;
}

static Status read_log(Ctx *ctx, const Cli *cli, Log *out)
{
    const char *level = cli_value(cli, "log");
    *out = (Log){.file = STDERR_FILENO,
                 .least = LEVEL_INFO,
                 .json = cli_flag(cli, "log-json"),
                 .journal = writes_journal()};
    return level ? log_level(ctx, level, &out->least) : OK;
}

static Status read_confinement(Ctx *ctx, const Cli *cli, Confinement *out)
{
    const char *given = cli_value(cli, "seccomp"), *set = getenv("PARCELDESK_SECCOMP");
    if (!given) given = set && *set ? set : "off";
    int64_t how = name_value(confinements, given);
    *out = how == NONE ? CONFINE_OFF : (Confinement)how;
    return how == NONE ? fail(ctx, INVALID, "--seccomp: expected off, log or kill") : OK;
}

static Status read_number(Ctx *ctx, const Cli *cli, const char *name, int64_t otherwise,
                          int64_t most, int64_t *out)
{
    Status s = cli_int(ctx, cli, name, otherwise, out);
    if (s || (*out >= 0 && *out <= most)) return s;
    return fail(ctx, INVALID, "--%s: expected 0 to %lld", name, (long long)most);
}

static Status read_server(Ctx *ctx, const Cli *cli, ServeOptions *out)
{
    int64_t rate = 0;
    ServerOptions *server = &out->server;
    const char *listen = cli_value(cli, "listen");
    *server = (ServerOptions){.listen = listen ? listen : LISTEN,
                              .certificate = cli_value(cli, "tls-cert"),
                              .key = cli_value(cli, "tls-key"),
                              .testing = getenv("PARCELDESK_TEST") != NULL};
    out->rate_given = cli_value(cli, "rate") != NULL;
    Status s = read_networks(ctx, cli, "trust-proxy", &server->trusted_proxies);
    if (!s) s = read_networks(ctx, cli, "metrics-to", &server->metrics_readers);
    if (!s) s = read_number(ctx, cli, "rate", RATE, RATE_MOST, &rate);
    server->per_minute = (unsigned)rate;
    if (s || !server->certificate == !server->key) return s;
    return fail(ctx, INVALID, "TLS needs a certificate and its key: --tls-cert and --tls-key");
}

Status serve_options_read(Ctx *ctx, const Cli *cli, ServeOptions *out)
{
    int64_t cache_mb = 0;
    *out = (ServeOptions){.least_free_mb = FREE_MB};
    if (cli->argument_count) return fail(ctx, INVALID, "%s takes no arguments", cli->command->name);
    Status s = house_options_read(ctx, cli, &out->house);
    out->house.server = true;
    out->archive = cli_value(cli, "archive");
    if (!s) s = read_number(ctx, cli, "cache", 0, CACHE_MB_MAX, &cache_mb);
    out->house.cache_bytes = (size_t)cache_mb << 20;
    if (!s) s = read_log(ctx, cli, &out->log);
    if (!s) s = read_server(ctx, cli, out);
    if (!s) s = read_confinement(ctx, cli, &out->confinement);
    if (s || !cli_value(cli, "least-free")) return s;
    return read_number(ctx, cli, "least-free", FREE_MB, FREE_MB_MAX, &out->least_free_mb);
}

bool listens_by_systemd(const ServeOptions *options)
{
    return strcmp(options->server.listen, LISTEN_SYSTEMD) == 0;
}

void rate_fill(ServeOptions *options, int listener)
{
    if (!options->rate_given) options->server.per_minute = listen_is_loopback(listener) ? 0 : RATE;
}
