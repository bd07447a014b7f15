#include "desk_work/assign.h"

#include <string.h>

#include "desk/desk.h"

enum { SAID_MAX = 30 };

/* What is said, as keys and values. */
typedef struct Said {
    Ctx *ctx;
    const char *items[2 * (SAID_MAX + 2)];
    size_t count;
} Said;

static void say(Said *said, const char *key, const char *value)
{
    if (said->count + 2 > sizeof said->items / sizeof *said->items) return;
    said->items[said->count++] = key;
    said->items[said->count++] = value;
}

static void say_passed(Said *said, const Agent *agent, const char *reason)
{
    if (said->count >= 2 * SAID_MAX) return;
    say(said, arena_format(said->ctx->arena, "not %s", agent->login), reason);
}

static bool keep(Said *said, Texts *why)
{
    *why = (Texts){ARENA_ARRAY(said->ctx->arena, said->count, const char *), said->count};
    if (!why->items) return false;
    for (size_t i = 0; i < said->count; i++) {
        why->items[i] = said->items[i];
        if (why->items[i]) continue;
        *why = (Texts){NULL, 0};
        return false;
    }
    return true;
}

bool agent_can(const Agent *agent, const Texts *skills, const Texts *team_skills, int64_t weight,
               const char **reason)
{
    if (agent->status != AGENT_AVAILABLE) {
        *reason = name_of(agent_statuses, agent->status);
        return false;
    }
    *reason = "does not see the ticket";
    if (agent->blind) return false;
    if (!skills_cover(skills, &agent->skills, team_skills, reason)) return false;
    *reason = "holds all they may";
    return agent->load + weight <= agent->capacity;
}

static int64_t idle_since(const Agent *agent)
{
    return agent->last_at == NONE ? 0 : agent->last_at;
}

static bool goes_before(const Agent *a, const Agent *b)
{
    if (a->load != b->load) return a->load < b->load;
    if (idle_since(a) != idle_since(b)) return idle_since(a) < idle_since(b);
    return a->account_id < b->account_id;
}

static const Agent *choose(const Choice *choice, Said *said)
{
    const Agent *best = NULL;
    const char *reason;
    /* The customer's own need no skill: they know the customer. */
    if (choice->specialist) {
        const Texts none = {NULL, 0};
        if (agent_can(choice->specialist, &none, &none, choice->weight, &reason)) {
            say(said, "because", "the customer's own specialist");
            return choice->specialist;
        }
        say_passed(said, choice->specialist, reason);
    }
    for (size_t i = 0; i < choice->count; i++) {
        const Agent *agent = &choice->agents[i];
        if (choice->specialist && agent->account_id == choice->specialist->account_id) continue;
        if (!agent_can(agent, &choice->skills, &choice->team_skills, choice->weight, &reason))
            say_passed(said, agent, reason);
        else if (!best || goes_before(agent, best))
            best = agent;
    }
    say(said, "because", best ? "the least loaded, then idle longest" : "nobody can take it now");
    return best;
}

const Agent *agent_choose(Ctx *ctx, const Choice *choice, Texts *why)
{
    Said said = {.ctx = ctx};
    const Agent *agent = choose(choice, &said);
    if (agent) {
        say(&said, "chosen", agent->login);
        say(&said, "load",
            arena_format(ctx->arena, "%lld of %lld", (long long)agent->load,
                         (long long)agent->capacity));
    }
    return keep(&said, why) ? agent : NULL;
}
