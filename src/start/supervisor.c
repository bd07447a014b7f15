#include "start/supervisor.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <systemd/sd-daemon.h>

Status supervisor_socket(Ctx *ctx, int *out)
{
    int count = sd_listen_fds(1), socket = SD_LISTEN_FDS_START;
    if (count < 1) {
        Status s = fail(ctx, INVALID, "no socket was handed over (LISTEN_FDS)");
        problem_hint(ctx, "start it by its socket unit: systemctl start parceldesk.socket");
        return s;
    }
    if (count > 1)
        return fail(ctx, INVALID, "%d sockets were handed over, and one is served", count);
    if (sd_is_socket(socket, AF_INET, SOCK_STREAM, 1) <= 0 &&
        sd_is_socket(socket, AF_INET6, SOCK_STREAM, 1) <= 0)
        return fail(ctx, INVALID, "what was handed over is no TCP socket that listens");
    int flags = fcntl(socket, F_GETFL);
    if (flags < 0 || fcntl(socket, F_SETFL, flags | O_NONBLOCK) < 0)
        return fail(ctx, UNAVAILABLE, "the socket that was handed over cannot be made ready");
    *out = socket;
    return OK;
}

void supervisor_status(const char *words)
{
    sd_notifyf(0, "STATUS=%s", words);
}

void supervisor_ready(void)
{
    sd_notify(0, "READY=1\nSTATUS=Serving");
}

void supervisor_stopping(void)
{
    sd_notify(0, "STOPPING=1\nSTATUS=Ending what is under way");
}

int64_t supervisor_interval_us(void)
{
    uint64_t wanted_us = 0;
    return sd_watchdog_enabled(0, &wanted_us) > 0 ? (int64_t)(wanted_us / 2) : 0;
}

void supervisor_alive(void)
{
    sd_notify(0, "WATCHDOG=1");
}
