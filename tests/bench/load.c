/* Sends requests over kept-alive connections as fast as they are answered, or at a rate, and says
 * how fast that was.
 *
 * load --port N [--kind scans|track|tickets|get] [--path PATH] [--token T] [--rows N] [--first I]
 * [--count N]
 *      [--connections N] [--seconds N] [--rate REQUESTS-A-SECOND] [--slide PARCELS-A-SECOND]
 *
 * --slide: the first parcel moves on by so many a second, as old parcels arrive and new ones set
 * out.
 *
 * Prints one JSON object: requests, rows and seconds; rate (rows where there are rows) and the
 * slowest second's; p50, p99 and longest answer in ms; errors. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "request.h"

#define ANSWER_ROOM (256 << 10)
#define MAX_SECONDS 7200
#define MAX_SAMPLES 20000000

typedef struct Connection {
    int socket;
    LoadRequest request;
    size_t sent;
    char *answer;
    size_t got;
    int64_t began_us, due_us; /* due: when the next request may go */
    bool waiting;             /* for its time */
} Connection;

typedef struct Load {
    LoadPlan plan;
    int port, connections, seconds, epoll;
    double rate, slide;
    int64_t first; /* parcel at the beginning */
    uint64_t random;
    int64_t start_us, end_us;
    uint32_t *samples; /* microseconds */
    size_t count, errors;
    uint32_t per_second[MAX_SECONDS];
    char first_error[300];
} Load;

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* --- one connection --- */

static void connection_open(Load *load, Connection *c)
{
    int one = 1;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)load->port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->socket < 0 || connect(c->socket, (struct sockaddr *)&at, sizeof at)) die("connect");
    setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (fcntl(c->socket, F_SETFL, O_NONBLOCK)) die("fcntl");
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    if (epoll_ctl(load->epoll, EPOLL_CTL_ADD, c->socket, &event)) die("epoll_ctl");
}

static void connection_await(Load *load, Connection *c, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = c};
    if (epoll_ctl(load->epoll, EPOLL_CTL_MOD, c->socket, &event)) die("epoll_ctl");
}

static void connection_send(Load *load, Connection *c)
{
    bool partly = c->sent > 0;
    while (c->sent < c->request.length) {
        ssize_t n =
            send(c->socket, c->request.bytes + c->sent, c->request.length - c->sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EAGAIN) {
            if (!partly) connection_await(load, c, EPOLLIN | EPOLLOUT);
            return;
        }
        if (n < 0) die("send");
        c->sent += (size_t)n;
    }
    if (partly) connection_await(load, c, EPOLLIN);
}

static void connection_begin(Load *load, Connection *c)
{
    double seconds = (double)(now_us() - load->start_us) / 1e6;
    load->plan.first = load->first + (int64_t)(load->slide * seconds);
    request_vary(&load->plan, &c->request, &load->random);
    c->waiting = false;
    c->sent = c->got = 0;
    c->began_us = now_us();
    connection_send(load, c);
}

/* Length of the whole answer, once its head is there; 0 before. */
static size_t answer_length(Connection *c)
{
    c->answer[c->got] = 0;
    char *end = strstr(c->answer, "\r\n\r\n");
    if (!end) return 0;
    char *length = strcasestr(c->answer, "\r\ncontent-length:");
    size_t body = length && length < end ? strtoul(length + 17, NULL, 10) : 0;
    return (size_t)(end + 4 - c->answer) + body;
}

static void answer_count(Load *load, Connection *c)
{
    int64_t now = now_us();
    if (c->answer[9] != '2') {
        if (!load->errors++)
            snprintf(load->first_error, sizeof load->first_error, "%.290s", c->answer);
        return;
    }
    size_t second = (size_t)((now - load->start_us) / 1000000);
    if (second < MAX_SECONDS) load->per_second[second]++;
    if (load->count < MAX_SAMPLES) load->samples[load->count++] = (uint32_t)(now - c->began_us);
}

/* The next request goes at once, or when the rate lets it; latency counts from when it should have
 * gone. */
static void connection_next(Load *load, Connection *c)
{
    if (load->rate <= 0) {
        connection_begin(load, c);
        return;
    }
    c->due_us += (int64_t)(1e6 * load->connections / load->rate);
    c->waiting = true;
}

static void connection_read(Load *load, Connection *c)
{
    ssize_t n = recv(c->socket, c->answer + c->got, ANSWER_ROOM - 1 - c->got, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) die("the server closed the connection");
    c->got += (size_t)n;
    size_t whole = answer_length(c);
    if (!whole || c->got < whole) return;
    answer_count(load, c);
    connection_next(load, c);
}

/* --- all of them --- */

static int begin_due(Load *load, Connection *all)
{
    int64_t now = now_us(), soonest = now + 100000;
    for (int i = 0; i < load->connections; i++) {
        if (!all[i].waiting) continue;
        if (all[i].due_us > now) {
            if (all[i].due_us < soonest) soonest = all[i].due_us;
            continue;
        }
        int64_t due = all[i].due_us;
        connection_begin(load, &all[i]);
        all[i].began_us = due;
    }
    return (int)((soonest - now + 999) / 1000);
}

static void run(Load *load)
{
    Connection *all = calloc((size_t)load->connections, sizeof *all);
    load->epoll = epoll_create1(EPOLL_CLOEXEC);
    load->samples = malloc(MAX_SAMPLES * sizeof *load->samples);
    if (!all || load->epoll < 0 || !load->samples) die("set-up");
    load->first = load->plan.first;
    load->start_us = now_us();
    load->end_us = load->start_us + (int64_t)load->seconds * 1000000;
    for (int i = 0; i < load->connections; i++) {
        all[i].request = request_make(&load->plan);
        all[i].answer = malloc(ANSWER_ROOM);
        if (!all[i].answer) die("memory");
        connection_open(load, &all[i]);
        all[i].due_us = load->start_us;
        if (load->rate > 0) all[i].due_us += (int64_t)(1e6 * i / load->rate);
        all[i].waiting = true;
    }
    while (now_us() < load->end_us) {
        int timeout = begin_due(load, all);
        struct epoll_event events[64];
        int count = epoll_wait(load->epoll, events, 64, timeout);
        for (int i = 0; i < count; i++) {
            Connection *c = events[i].data.ptr;
            if (events[i].events & EPOLLOUT) connection_send(load, c);
            if (events[i].events & ~(uint32_t)EPOLLOUT) connection_read(load, c);
        }
    }
}

static int by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static double percentile_ms(const Load *load, double p)
{
    if (!load->count) return 0;
    size_t at = (size_t)((double)load->count * p);
    return load->samples[at < load->count ? at : load->count - 1] / 1000.0;
}

static void report(Load *load)
{
    int rows = load->plan.kind == LOAD_SCANS ? load->plan.rows : 1;
    uint32_t slowest = UINT32_MAX;
    for (int i = 0; i < load->seconds && i < MAX_SECONDS; i++)
        if (load->per_second[i] < slowest) slowest = load->per_second[i];
    qsort(load->samples, load->count, sizeof *load->samples, by_size);
    printf("{\"requests\":%zu,\"rows\":%zu,\"seconds\":%d,\"rate\":%.0f,\"slowest_second\":%.0f,"
           "\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,\"errors\":%zu}\n",
           load->count, load->count * (size_t)rows, load->seconds,
           (double)load->count * rows / load->seconds, (double)slowest * rows,
           percentile_ms(load, 0.5), percentile_ms(load, 0.99), percentile_ms(load, 1),
           load->errors);
    if (load->errors) fprintf(stderr, "load: first error:\n%s\n", load->first_error);
}

/* --- arguments --- */

static LoadKind kind_of(const char *name)
{
    if (strcmp(name, "scans") == 0) return LOAD_SCANS;
    if (strcmp(name, "tickets") == 0) return LOAD_TICKETS;
    return strcmp(name, "track") == 0 ? LOAD_TRACK : LOAD_GET;
}

static bool argument_read(Load *load, const char *name, const char *value)
{
    long long number = strtoll(value, NULL, 10);
    if (strcmp(name, "--port") == 0)
        load->port = (int)number;
    else if (strcmp(name, "--kind") == 0)
        load->plan.kind = kind_of(value);
    else if (strcmp(name, "--path") == 0)
        load->plan.path = value;
    else if (strcmp(name, "--token") == 0)
        load->plan.token = value;
    else if (strcmp(name, "--rows") == 0)
        load->plan.rows = (int)number;
    else if (strcmp(name, "--first") == 0)
        load->plan.first = number;
    else if (strcmp(name, "--count") == 0)
        load->plan.count = number;
    else if (strcmp(name, "--connections") == 0)
        load->connections = (int)number;
    else if (strcmp(name, "--seconds") == 0)
        load->seconds = (int)number;
    else if (strcmp(name, "--rate") == 0)
        load->rate = strtod(value, NULL);
    else if (strcmp(name, "--slide") == 0)
        load->slide = strtod(value, NULL);
    else
        return false;
    return true;
}

int main(int argc, char **argv)
{
    Load load = {.plan = {.host = "127.0.0.1", .rows = 1000, .count = 1},
                 .connections = 1,
                 .seconds = 10,
                 .random = (uint64_t)getpid() * UINT64_C(0x9E3779B97F4A7C15) | 1};
    for (int i = 1; i < argc; i += 2)
        if (i + 1 == argc || !argument_read(&load, argv[i], argv[i + 1])) {
            fprintf(stderr, "load: no such flag, or no value: %s\n", argv[i]);
            return 64;
        }
    if (!load.plan.path)
        load.plan.path = load.plan.kind == LOAD_SCANS ? "/api/v1/scans" : "/api/v1/waybills/sto/";
    if (!load.port || load.connections < 1 || load.seconds < 1 || load.plan.count < 1) {
        fprintf(stderr, "load: --port, and counts from 1\n");
        return 64;
    }
    run(&load);
    report(&load);
    return load.errors || !load.count;
}
