#include "complaint/handoff_replay.h"

#include <stdlib.h>
#include <string.h>

#include "complaint/handoff_clock.h"
#include "complaint/handoff_store.h"
#include "desk/clock_keep.h"
#include "desk/entry.h"
#include "desk/replay.h"

typedef struct Replay {
    const Handoff *handoff;
    HandoffClock clock;
    int64_t policy_id; /* stored; the log's own goes before */
    int64_t owner_id;
} Replay;

static int64_t id_of(const Entry *entry, const char *key)
{
    const char *text = entry_detail(entry, key);
    return text ? strtoll(text, NULL, 10) : 0;
}

static Status begin(Ctx *ctx, Replay *replay, const Entry *entry)
{
    int64_t logged = id_of(entry, "policy_id");
    if (logged) replay->policy_id = logged;
    replay->clock.clock = (Clock){.subject_kind = CLOCK_OF_HANDOFF,
                                  .subject_id = replay->handoff->id,
                                  .clock = CLOCK_HANDOFF};
    Status s = handoff_terms(ctx, replay->handoff, replay->policy_id, &replay->clock.terms);
    if (!s && replay->clock.terms)
        clock_start(&replay->clock.clock, replay->clock.terms, 1, entry->at);
    return s;
}

/* Who accepts, answers or declines has it from then on. */
static void follow(Replay *replay, const Entry *entry, int64_t state)
{
    bool asked =
        state == HANDOFF_ACCEPTED || state == HANDOFF_ANSWERED || state == HANDOFF_DECLINED;
    handoff_clock_move(&replay->clock, state, entry->at);
    if (asked && entry->author_kind == AUTHOR_ACCOUNT) replay->owner_id = entry->author_id;
}

static Status apply(Ctx *ctx, void *user, const Entry *entry)
{
    Replay *replay = user;
    const char *what = entry_detail(entry, "what");
    bool its = entry->kind == ENTRY_HANDOFF && !entry->origin_id && what &&
               id_of(entry, "handoff_id") == replay->handoff->id;
    if (!its) return OK;
    if (strcmp(what, name_of(handoff_states, HANDOFF_GIVEN)) == 0) return begin(ctx, replay, entry);
    if (!replay->clock.terms) return OK;
    clock_advance(&replay->clock.clock, replay->owner_id, replay->handoff->team_id, entry->at);
    int64_t state = name_value(handoff_states, what);
    if (state != NONE) follow(replay, entry, state);
    return OK;
}

static Status differs(Ctx *ctx, const Handoff *handoff, const char *part, const char **why)
{
    if (!part) return OK;
    *why = arena_format(ctx->arena, "handoff %lld: %s", (long long)handoff->id, part);
    return *why ? OK : no_memory(ctx);
}

static Status verify(Ctx *ctx, const Handoff *handoff, const char **why)
{
    List stored;
    Status s = clock_rounds(ctx, CLOCK_OF_HANDOFF, handoff->id, &stored);
    if (s) return s;
    Clock *kept = stored.items;
    Replay replay = {.handoff = handoff, .policy_id = stored.count ? kept->policy_id : 0};
    s = ticket_entry_each(ctx, handoff->ticket_id, apply, &replay);
    if (s) return s;
    if (stored.count != (replay.clock.terms ? 1u : 0u))
        return differs(ctx, handoff, "the number of clocks", why);
    if (!stored.count) return OK;
    clock_advance(kept, handoff->owner_id, handoff->team_id, ctx_now(ctx));
    clock_advance(&replay.clock.clock, replay.owner_id, handoff->team_id, ctx_now(ctx));
    return differs(ctx, handoff, clock_difference(kept, &replay.clock.clock), why);
}

Status handoff_clocks_verify(Ctx *ctx, int64_t ticket_id, const char **why)
{
    List list;
    Status s = handoff_store_ticket(ctx, ticket_id, &list);
    const Handoff *handoffs = list.items;
    for (size_t i = 0; !s && !*why && i < list.count; i++)
        s = verify(ctx, &handoffs[i], why);
    return s;
}
