#include "desk_work/testing.h"

#include "access/account.h"

Agent agent_says(T *t, int64_t account_id, int64_t status)
{
    Person who;
    Agent agent;
    check_ok(t, account_person(t->ctx, account_id, &who));
    who.session_id = account_id + 1;
    t->ctx->who = &who;
    check_ok(t, agent_beat(t->ctx, status, &agent));
    t->ctx->who = NULL;
    return agent;
}
