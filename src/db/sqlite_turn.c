/* Processes that write one file take turns. SQLite's own lock goes to whoever asks at the right
 * moment, which a command beside a busy server hardly ever does. Here two locks stand in a row: who
 * holds `next` will be the next to hold `current`, and nobody can be overtaken. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/sqlite.h"

enum { NEXT, CURRENT };

#define POLL_MIN_US 100
#define POLL_MAX_US 2000

struct Turn {
    int file;
    bool taken;
};

Status turn_new(Ctx *ctx, const char *path, Turn **out)
{
    const char *name = arena_format(ctx->arena, "%s-turn", path);
    Turn *turn = name ? memory_alloc(sizeof *turn) : NULL;
    if (!turn) return no_memory(ctx);
    turn->file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (turn->file < 0) {
        memory_free(turn);
        return fail(ctx, UNAVAILABLE, "%s cannot be written: %s", name, strerror(errno));
    }
    *out = turn;
    return OK;
}

void turn_release(Turn *turn)
{
    if (!turn) return;
    close(turn->file);
    memory_free(turn);
}

/* The locks belong to the open file, not to the process: F_OFD_…. */
static bool lock_set(Turn *turn, int place, short kind)
{
    struct flock lock = {.l_type = kind, .l_whence = SEEK_SET, .l_start = place, .l_len = 1};
    return fcntl(turn->file, F_OFD_SETLK, &lock) == 0;
}

static bool lock_wait(Turn *turn, int place, int64_t until_us)
{
    useconds_t pause = POLL_MIN_US;
    while (!lock_set(turn, place, F_WRLCK)) {
        if (monotonic_us() > until_us) return false;
        usleep(pause);
        if (pause < POLL_MAX_US) pause *= 2;
    }
    return true;
}

Status turn_take(Ctx *ctx, Turn *turn, unsigned wait_ms)
{
    int64_t until_us = monotonic_us() + (int64_t)wait_ms * 1000;
    if (turn->taken) return OK;
    if (lock_wait(turn, NEXT, until_us)) {
        turn->taken = lock_wait(turn, CURRENT, until_us);
        lock_set(turn, NEXT, F_UNLCK);
    }
    return turn->taken ? OK : fail(ctx, UNAVAILABLE, "the database is locked by another process");
}

void turn_give(Turn *turn)
{
    if (turn->taken) lock_set(turn, CURRENT, F_UNLCK);
    turn->taken = false;
}
