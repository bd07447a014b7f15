/* testing.h -- agents, for the tests of desk_work/. */
#pragma once

#include "desk_work/agent.h"
#include "test.h"

/* They say, in a session of their own, that they are there (AgentStatus): how they stand then. */
Agent agent_says(T *t, int64_t account_id, int64_t status);
