/* agent_store.h -- the rows behind agents. For agent.c only. */
#pragma once

#include "db/db.h"
#include "desk_work/agent.h"

typedef struct Heartbeat {
    int64_t account_id, session_id, status, at, cutoff;
} Heartbeat;

/* A session's word; *was is what the person was before (AgentStatus). */
Status heartbeat_put(Ctx *ctx, const Heartbeat *beat, int64_t *was);

/* Forgets those from before an instant. */
Status heartbeat_sweep(Ctx *ctx, int64_t before);

/* What stands of agents at an instant: those heard since `cutoff` are there. */
typedef struct AgentQuery {
    int64_t cutoff, capacity; /* capacity: where nothing is said */
    int64_t after, limit;
} AgentQuery;

/* Those of a team (Agent) whose accounts are open. */
Status agent_store_team(Ctx *ctx, int64_t team_id, const AgentQuery *query, List *out);
/* Marks those of them who do not see what belongs to the outlet. */
Status agent_store_blind(Ctx *ctx, int64_t team_id, int64_t outlet_id, List *agents);
Status agent_store_list(Ctx *ctx, const AgentQuery *query, List *out);
/* NOT_FOUND without words. */
Status agent_store_by_id(Ctx *ctx, int64_t id, const AgentQuery *query, Agent *out);
Status agent_store_by_login(Ctx *ctx, const char *login, const AgentQuery *query, Agent *out);

/* Over that version (0: none yet); *written is false where another stands. */
Status agent_store_capacity(Ctx *ctx, int64_t account_id, int64_t version, int64_t capacity,
                            bool *written);
Status agent_store_given(Ctx *ctx, int64_t account_id, int64_t at);

/* Those that were ever set. */
Status weight_rows(Ctx *ctx, List *out);
/* Over the version that it says; *written is false where somebody was faster. */
Status weight_put(Ctx *ctx, const ChannelWeight *weight, bool *written);
