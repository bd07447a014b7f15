/* What the machine gives: descriptors, a clock, room on the disk. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

#include "base/arena.h"
#include "base/instant.h"
#include "start/inspection.h"

#define MEGABYTE (1 << 20)
#define EARLIEST_MS INT64_C(1767225600000) /* 2026-01-01: older than every release */
#define SET_BACK_MS 60000                  /* what several clocks may differ by */

void look_at_descriptors(Inspection *in)
{
    struct rlimit limit;
    rlim_t wanted = server_descriptors(&in->options->server);
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    if (limit.rlim_max >= wanted) {
        found(in, SEVERITY_OK, "descriptors", "up to %ju may be open", (uintmax_t)limit.rlim_max);
        return;
    }
    found(in, SEVERITY_WARNING, "descriptors",
          "only %ju may be open, and as many connections as the server takes need %ju",
          (uintmax_t)limit.rlim_max, (uintmax_t)wanted);
    found_hint(in, "raise the limit: LimitNOFILE= in the systemd unit, or ulimit -Hn");
}

void look_at_confinement(Inspection *in)
{
    if (in->options->confinement == CONFINE_OFF) return;
    if (confine_check(in->ctx, in->options->confinement))
        found_problem(in, "seccomp");
    else
        found(in, SEVERITY_OK, "seccomp", "%s", name_of(confinements, in->options->confinement));
}

/* The latest writing in the data folder. */
static int64_t written_ms(Inspection *in, const char **name)
{
    static const char *const names[] = {"parceldesk.db-wal", "parceldesk.db", "intake.db-wal",
                                        "intake.db", "node.0"};
    int64_t latest = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct stat file;
        const char *path = arena_format(in->ctx->arena, "%s/%s", in->options->house.data, names[i]);
        if (!path || stat(path, &file) != 0) continue;
        int64_t ms = (int64_t)file.st_mtim.tv_sec * 1000;
        if (ms > latest) *name = names[i];
        if (ms > latest) latest = ms;
    }
    return latest;
}

void look_at_clock(Inspection *in)
{
    struct timex state = {0};
    const char *name = "";
    Buf now;
    int64_t now_ms = ctx_now(in->ctx), ahead_ms = written_ms(in, &name) - now_ms;
    buf_init(&now, in->ctx->arena);
    instant_format(&now, now_ms, "Z");
    bool lost = adjtimex(&state) >= 0 && (state.status & STA_UNSYNC);
    if (now_ms < EARLIEST_MS)
        found(in, SEVERITY_WARNING, "clock", "it says %s, which cannot be", now.data);
    else if (ahead_ms > SET_BACK_MS)
        found(in, SEVERITY_WARNING, "clock", "it says %s, %lld minutes before %s was last written",
              now.data, (long long)(ahead_ms / 60000), name);
    else if (lost)
        found(in, SEVERITY_NOTE, "clock", "it says %s, and no time server keeps it", now.data);
    else
        found(in, SEVERITY_OK, "clock", "it says %s", now.data);
    if (now_ms < EARLIEST_MS || ahead_ms > SET_BACK_MS || lost)
        found_hint(in, "set it, and let a time server keep it: timedatectl set-ntp true");
}

/* Of the folder, or of where it would be made. */
static int disk_of(Inspection *in, struct statvfs *disk)
{
    const char *folder = in->options->house.data;
    if (statvfs(folder, disk) == 0) return 0;
    char *above = arena_text(in->ctx->arena, folder);
    char *slash = above ? strrchr(above, '/') : NULL;
    if (slash) *slash = '\0';
    return statvfs(slash && *above ? above : slash ? "/" : ".", disk);
}

void look_at_disk(Inspection *in)
{
    struct statvfs disk;
    if (disk_of(in, &disk) != 0) {
        found(in, SEVERITY_NOTE, "disk", "how much room it has cannot be told: %s",
              strerror(errno));
        return;
    }
    uint64_t size = (uint64_t)disk.f_blocks * disk.f_frsize;
    uint64_t left = (uint64_t)disk.f_bavail * disk.f_frsize;
    int percent = size ? (int)((double)left / (double)size * 100) : 0;
    bool little = left / MEGABYTE < (uint64_t)in->options->least_free_mb;
    bool nodes = disk.f_files && (double)disk.f_favail < (double)disk.f_files / 100;
    found(in, little || nodes ? SEVERITY_WARNING : SEVERITY_OK, "disk", "%ju MB are free, %d %%%s",
          (uintmax_t)(left / MEGABYTE), percent, nodes ? ", and room for hardly any file" : "");
    if (little || nodes)
        found_hint(in, "make room or a larger disk: with a full one nothing more is taken in. "
                       "Backups and logs belong on another");
}
