/* options.h -- what `serve` is told by its flags and the environment, read before anything is
 * opened: by `serve`, and by `check`, which says what would come of it. */
#pragma once

#include "base/cli.h"
#include "base/log.h"
#include "house.h"
#include "http/server.h"
#include "start/confine.h"

typedef struct ServeOptions {
    HouseOptions house;
    Log log;
    ServerOptions server; /* all but routes, gate and mounts; per_minute: see rate_fill() */
    Confinement confinement;
    bool rate_given;
    const char *archive;   /* a folder: backup/archive.h; NULL: nothing is archived */
    int64_t least_free_mb; /* room on the disk below which `check` warns */
} ServeOptions;

/* The value of --listen that means: the socket that systemd holds (sd_listen_fds(3)). */
#define LISTEN_SYSTEMD "systemd"

/* The flags of check, the first of which it has to itself; the others, from SERVE_FLAGS on, are
 * those of serve. End with a NULL name. */
extern const Option check_options[];
enum { SERVE_FLAGS = 2 };

/* Nothing but the command line and the environment is looked at. INVALID names the flag. */
Status serve_options_read(Ctx *ctx, const Cli *cli, ServeOptions *out);

/* Whether that is where to listen. */
bool listens_by_systemd(const ServeOptions *options);

/* Requests a minute of one address, where nobody said: they are limited when others than this
 * machine can ask, since behind a proxy on it every visitor has one address. */
void rate_fill(ServeOptions *options, int listener);
