/* agent.h -- who is there: presence by heartbeats, and how much each may hold.
 *
 * Every session of a person says from time to time how they are; a session that was not heard for
 * `presence_seconds` is gone. A person is as available as the most available of their sessions. An
 * agent's open tickets weigh what their channels do (1 where nothing is said); those that wait for
 * somebody else weigh nothing. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef enum AgentStatus {
    AGENT_AVAILABLE = 1,
    AGENT_BUSY = 2, /* keeps what they have, gets nothing new */
    AGENT_AWAY = 3,
    AGENT_OFFLINE = 4,
} AgentStatus;
extern const Name agent_statuses[];

typedef struct Agent {
    int64_t account_id, version; /* version 0: nothing was ever decided for them */
    const char *login;
    int64_t status;   /* AgentStatus */
    int64_t capacity; /* what their open tickets may weigh */
    int64_t load;     /* what they weigh */
    int64_t last_at;  /* when they were last given a ticket; NONE: never */
    Texts skills;     /* in the team that is asked about */
    bool blind;       /* the ticket that is to be given is of outlets they do not see; no field */
} Agent;
extern const Shape agent_shape;

/* In the transaction of ctx: a heartbeat of ctx's person's session (AGENT_OFFLINE: it ends). Who
 * becomes available is given what waits (setting route_push). FORBIDDEN to a token. */
Status agent_beat(Ctx *ctx, int64_t status, Agent *out);

/* One, by login or by id. NOT_FOUND. */
Status agent_find(Ctx *ctx, const char *login, Agent *out);
Status agent_by_id(Ctx *ctx, int64_t account_id, Agent *out);

/* Those who are in a team, by id, in the scope of ctx's person. `next` is NULL at the end. */
Status agent_list(Ctx *ctx, int64_t limit, const char *cursor, List *out, const char **next);

/* Those of a team (Agent, with skills), by id; at most 1,000. */
Status agents_of_team(Ctx *ctx, int64_t team_id, List *out);
/* The same; those are blind who do not see what belongs to the outlet (0: to none). */
Status agents_of_team_for(Ctx *ctx, int64_t team_id, int64_t outlet_id, List *out);

/* In the transaction of ctx: what an agent may hold; NONE: the setting's. Audited. NOT_FOUND,
 * STALE. */
Status agent_set_capacity(Ctx *ctx, const char *login, int64_t version, int64_t capacity,
                          Agent *out);

/* In the transaction of ctx: the agent was given a ticket. */
Status agent_given(Ctx *ctx, int64_t account_id);

/* Takes away what sessions said that are long gone; for a job. */
Status agent_sweep(Ctx *ctx);

/* What one open ticket of a channel takes of a capacity. */
typedef struct ChannelWeight {
    int64_t channel; /* TicketChannel */
    int64_t version; /* 0: nothing was ever decided for it */
    int64_t weight;
} ChannelWeight;
extern const Shape channel_weight_shape;

/* Every channel with its weight. */
Status channel_weights(Ctx *ctx, List *out);

/* In the transaction of ctx: over the version that `weight` says, which rises; of the whole
 * company; audited. STALE. */
Status channel_weight_set(Ctx *ctx, ChannelWeight *weight);
