#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "access/audit.h"
#include "access/keys.h"
#include "base/instant.h"
#include "house.h"
#include "reseal/reindex.h"
#include "reseal/reseal.h"
#include "reseal/reseal_slice.h"

/* --- the job --- */

static Status reseal_job(Ctx *ctx, const Job *job)
{
    bool done;
    (void)job;
    return reseal_step(ctx, &done);
}

static Status reindex_job(Ctx *ctx, const Job *job)
{
    bool done;
    (void)job;
    return reindex_due_step(ctx, &done);
}

static const JobKind jobs[] = {{.name = "keys.reindex",
                                .waits = reindex_is_due,
                                .lane = LANE_LONG,
                                .run = reindex_job,
                                .doc = "Finds by the newest key what was found by an older one"},
                               {.name = "keys.reseal",
                                .waits = reseal_is_due,
                                .lane = LANE_LONG,
                                .run = reseal_job,
                                .doc = "Seals anew what was sealed with older keys"},
                               {.name = NULL}};

/* --- commands --- */

static void wait_out(Ctx *ctx, int64_t ms)
{
    struct timespec left = {.tv_sec = (time_t)(ms / SECOND_MS),
                            .tv_nsec = (long)(ms % SECOND_MS) * 1000000};
    (void)ctx;
    printf("waiting %lld s: until then a server may seal with the old key\n",
           (long long)((ms + SECOND_MS - 1) / SECOND_MS));
    fflush(stdout);
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        continue;
}

static Status run_reseal(Ctx *ctx, Cli *cli)
{
    bool ended;
    ResealPause *pause = cli_flag(cli, "now") ? NULL : wait_out;
    Status s = reseal_all(ctx, pause);
    if (!s) printf("all is sealed with the newest key\n");
    if (!s) s = reindex_all(ctx, pause, &ended);
    if (!s)
        printf(ended ? "all is found by the newest key\n"
                     : "what is found by an older key is made anew by the server, or by this again:"
                       " keys list says when\n");
    return s;
}

static void print_instant(const char *before, int64_t at)
{
    Buf text;
    buf_init(&text, NULL);
    instant_format(&text, at, NULL);
    printf("%s%s", before, text.failed ? "?" : text.data);
    buf_release(&text);
}

static void print_turned(const IndexState *state)
{
    print_instant(" since ", state->since_at);
    if (state->place)
        printf("; walk %lld is at %s", (long long)state->walk, state->place);
    else
        print_instant("; the next walk begins ", reindex_due_at(state));
}

static Status list_index(Ctx *ctx)
{
    IndexState state;
    Status s = index_state(ctx, &state);
    if (s) return s;
    if (state.stage == INDEX_DONE && !state.new_no) {
        printf("values are found by the first key\n");
        return OK;
    }
    printf("values are found by key %lld", (long long)state.new_no);
    if (state.stage != INDEX_DONE) printf(" and by %s", state.old_no ? "key " : "the first key");
    if (state.stage != INDEX_DONE && state.old_no) printf("%lld", (long long)state.old_no);
    if (state.stage == INDEX_TOLD)
        print_instant("; the new one writes from ", reindex_due_at(&state));
    if (state.stage == INDEX_TURNED) print_turned(&state);
    printf(", %lld made anew\n", (long long)state.moved);
    return OK;
}

static Status run_list(Ctx *ctx, Cli *cli)
{
    ResealState state;
    int64_t newest = keys_newest(ctx->house->keys);
    (void)cli;
    Status s = reseal_state(ctx, &state);
    if (s) return s;
    printf("key %lld seals", (long long)newest);
    if (newest > 1 && state.key_no != newest) printf("; nothing was sealed anew with it yet");
    if (state.key_no == newest) {
        print_instant("; sealing anew began ", state.began_at);
        if (state.place) printf(" and is at %s", state.place);
        if (state.ended_at != NONE) print_instant(" and ended ", state.ended_at);
        printf(", %lld values", (long long)state.resealed);
    }
    printf("\n");
    return list_index(ctx);
}

static Status write_drop(Ctx *ctx, void *work)
{
    const int64_t *newest = work;
    return audit_write(ctx, "keys.drop", "key", *newest, NULL);
}

static Status run_drop(Ctx *ctx, Cli *cli)
{
    const char *kept;
    int64_t newest = keys_newest(ctx->house->keys);
    (void)cli;
    Status s = reseal_check_over(ctx);
    if (!s) s = keys_drop(ctx, ctx->house->data_folder, newest, &kept);
    if (!s) s = database_write(ctx, ctx->house->database, write_drop, &newest);
    if (!s)
        printf("keys before %lld are gone; the file as it was is %s: move it to the backups that "
               "were made until now\n",
               (long long)newest, kept);
    return s;
}

static const Option no_options[] = {{NULL}};

static const Option reseal_options[] = {
    {"now", NULL, "Wait for nothing: no other process works on the database", false}, {NULL}};

static const Command commands[] = {
    {"keys list", "", "Print which key seals, by which values are found, and how far that is", NULL,
     no_options, NEEDS_READING, run_list},
    {"keys reseal", "", "Seal with the newest key what was sealed with older ones",
     "A server does it by itself, from a minute after keys rotate. This waits that minute too: "
     "until then a server may still seal with the old key. Then it does what is due of what values "
     "are found by: that takes two days, but for --now.",
     reseal_options, NEEDS_PRESENT, run_reseal},
    {"keys drop", "", "Take the old keys out of the key file",
     "Not before a week after all was sealed anew. Backups that were made until then, and archives "
     "that no server carried to since, need the file as it was, which is kept beside it: move it "
     "to them.",
     no_options, NEEDS_PRESENT, run_drop},
    {NULL}};

const Slice reseal_slice = {
    .name = "reseal", .doc = "Old keys go out of use", .commands = commands, .jobs = jobs};
