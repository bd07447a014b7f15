#include "access/indexed.h"

Status index_move(Ctx *ctx, const Sql *update, DbValue key, const KeyIndex *index, int64_t *moved)
{
    int64_t changed = 0;
    if (index->other == NONE || index->other == index->now) return OK;
    Status s = db_run_count(ctx, update, &changed, key, db_int(index->now), db_int(index->other));
    *moved += changed;
    return s;
}

Status index_state_follow(Ctx *ctx, const IndexState *state)
{
    KeyGenerations generations = {state->new_no, state->new_no};
    if (state->stage == INDEX_TOLD) generations.now = state->old_no;
    if (state->stage == INDEX_TURNED) generations.other = state->old_no;
    return key_generations_set(ctx, generations);
}

Status index_state_refresh(Ctx *ctx)
{
    IndexState state;
    Status s = index_state(ctx, &state);
    return s ? s : index_state_follow(ctx, &state);
}
