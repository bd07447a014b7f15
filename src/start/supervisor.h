/* supervisor.h -- the part of sd_notify(3) and sd_listen_fds(3) that a server has: who started it
 * is told when it answers and that it still does, and may hold its socket, so that it can be
 * started anew without a request being refused. Where nobody asks, nothing is done. */
#pragma once

#include <stdbool.h>

#include "base/ctx.h"

/* The one socket that was handed over, made ready to be served on. INVALID when there is none or
 * more than one, or when it is not a stream that listens. */
Status supervisor_socket(Ctx *ctx, int *out);

/* What the server is doing, for `systemctl status`. */
void supervisor_status(const char *words);
/* It answers. */
void supervisor_ready(void);
/* It is being stopped. */
void supervisor_stopping(void);

/* How often it must be told that the server still answers, in microseconds; 0: nobody waits. */
int64_t supervisor_interval_us(void);
/* It still answers. */
void supervisor_alive(void);
