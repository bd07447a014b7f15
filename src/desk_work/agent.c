#include "desk_work/agent.h"

#include "access/audit.h"
#include "access/page.h"
#include "access/setting.h"
#include "base/instant.h"
#include "desk/desk.h"
#include "desk_work/agent_store.h"
#include "desk_work/pull.h"

const Name agent_statuses[] = {{"available", AGENT_AVAILABLE, "Takes tickets"},
                               {"busy", AGENT_BUSY, "Keeps what they have, gets nothing new"},
                               {"away", AGENT_AWAY, "Will be back"},
                               {"offline", AGENT_OFFLINE, "Is not there"},
                               {NULL, 0, NULL}};

static const Field agent_fields[] = {
    FIELD_ID(Agent, account_id, .doc = "Account"),
    FIELD_INT(Agent, version, .doc = "Of what was decided for them; 0: nothing yet"),
    FIELD_TEXT(Agent, login, .doc = "Its login"),
    FIELD_ENUM(Agent, status, agent_statuses, .doc = "How they are now"),
    FIELD_INT(Agent, capacity, .doc = "What their open tickets may weigh"),
    FIELD_INT(Agent, load, .doc = "What they weigh"),
    FIELD_TIME(Agent, last_at, .doc = "When they were last given a ticket"),
    FIELD_TEXTS(Agent, skills, .doc = "What they are good at, in the team that is asked about"),
    FIELD_END};
const Shape agent_shape = SHAPE(Agent, agent_fields, "Somebody who works tickets");

static const Field weight_fields[] = {
    FIELD_ENUM(ChannelWeight, channel, ticket_channels, .read_only = true, .doc = "The channel"),
    FIELD_INT(ChannelWeight, version, .read_only = true,
              .doc = "Rises with every change; 0: nothing was decided yet"),
    FIELD_INT(ChannelWeight, weight, .required = true, .min = 0, .max = 1000,
              .doc = "What one open ticket takes of a capacity"),
    FIELD_END};
const Shape channel_weight_shape = SHAPE(ChannelWeight, weight_fields, "What a channel weighs");

static AgentQuery query_now(Ctx *ctx)
{
    return (AgentQuery){.cutoff =
                            ctx_now(ctx) - setting_int(ctx, SETTING_NAMED_PRESENCE_SECONDS) * 1000,
                        .capacity = setting_int(ctx, SETTING_NAMED_AGENT_CAPACITY)};
}

Status agent_by_id(Ctx *ctx, int64_t account_id, Agent *out)
{
    AgentQuery query = query_now(ctx);
    Status s = agent_store_by_id(ctx, account_id, &query, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such agent") : s;
}

Status agent_find(Ctx *ctx, const char *login, Agent *out)
{
    AgentQuery query = query_now(ctx);
    Status s = agent_store_by_login(ctx, login, &query, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "nobody signs in as \"%.60s\"", login) : s;
}

Status agents_of_team(Ctx *ctx, int64_t team_id, List *out)
{
    AgentQuery query = query_now(ctx);
    return agent_store_team(ctx, team_id, &query, out);
}

Status agents_of_team_for(Ctx *ctx, int64_t team_id, int64_t outlet_id, List *out)
{
    Status s = agents_of_team(ctx, team_id, out);
    return s ? s : agent_store_blind(ctx, team_id, outlet_id, out);
}

Status agent_list(Ctx *ctx, int64_t limit, const char *cursor, List *out, const char **next)
{
    AgentQuery query = query_now(ctx);
    query.limit = limit + 1;
    Status s = page_start(ctx, cursor, 0, &query.after);
    if (!s) s = agent_store_list(ctx, &query, out);
    return s ? s : page_end(ctx, out, limit, &agent_shape, next);
}

Status agent_beat(Ctx *ctx, int64_t status, Agent *out)
{
    const Person *who = ctx->who;
    int64_t was;
    if (!who || who->kind != PERSON_HUMAN)
        return fail(ctx, FORBIDDEN, "that is for people who signed in");
    const Heartbeat beat = {.account_id = who->id,
                            .session_id = who->session_id,
                            .status = status,
                            .at = ctx_now(ctx),
                            .cutoff = query_now(ctx).cutoff};
    Status s = heartbeat_put(ctx, &beat, &was);
    if (!s) s = agent_by_id(ctx, who->id, out);
    if (s || was == AGENT_AVAILABLE || out->status != AGENT_AVAILABLE) return s;
    return pull_soon(ctx, who->id);
}

Status agent_set_capacity(Ctx *ctx, const char *login, int64_t version, int64_t capacity,
                          Agent *out)
{
    Agent agent;
    bool written = false;
    Status s = agent_find(ctx, login, &agent);
    if (!s) s = agent_store_capacity(ctx, agent.account_id, version, capacity, &written);
    if (!s && !written)
        s = fail(ctx, STALE, "what is said of %s is at version %lld, not %lld", agent.login,
                 (long long)agent.version, (long long)version);
    if (!s) s = audit_write(ctx, "agent.capacity", "account", agent.account_id, NULL);
    return s ? s : agent_find(ctx, login, out);
}

Status agent_given(Ctx *ctx, int64_t account_id)
{
    return agent_store_given(ctx, account_id, ctx_now(ctx));
}

Status agent_sweep(Ctx *ctx)
{
    return heartbeat_sweep(ctx, ctx_now(ctx) - DAY_MS);
}

Status channel_weights(Ctx *ctx, List *out)
{
    List set;
    size_t count = 0;
    Status s = weight_rows(ctx, &set);
    if (s) return s;
    while (ticket_channels[count].name)
        count++;
    ChannelWeight *items = ARENA_ARRAY(ctx->arena, count, ChannelWeight);
    if (!items) return no_memory(ctx);
    const ChannelWeight *rows = set.items;
    for (size_t i = 0; i < count; i++) {
        items[i] = (ChannelWeight){.channel = ticket_channels[i].value, .weight = 1};
        for (size_t r = 0; r < set.count; r++)
            if (rows[r].channel == items[i].channel) items[i] = rows[r];
    }
    *out = (List){items, count};
    return OK;
}

Status channel_weight_set(Ctx *ctx, ChannelWeight *weight)
{
    bool written = false;
    Status s = scope_check_whole(ctx, "weights of channels are");
    if (!s) s = weight_put(ctx, weight, &written);
    if (!s && !written)
        s = fail(ctx, STALE, "the weight of %s is at another version than %lld",
                 name_of(ticket_channels, weight->channel), (long long)weight->version);
    weight->version++;
    return s ? s : audit_write(ctx, "channel.weight", "channel", weight->channel, NULL);
}
