#include "reseal/reindex.h"

#include <string.h>

#include "base/arena.h"
#include "base/instant.h"
#include "house.h"
#include "reseal/reseal_store.h"

/* Until every server goes by what is stored: it reads it once a second. */
#define PAUSE_MS MINUTE_MS

/* No command lasts longer. */
#define COMMANDS_MS DAY_MS

/* 0 where there never was another key. */
static int64_t newest_of(Ctx *ctx)
{
    int64_t newest = keys_newest(ctx->house->keys);
    return newest > 1 ? newest : 0;
}

static bool is_over(Ctx *ctx, const IndexState *state)
{
    return state->stage == INDEX_DONE && state->new_no == newest_of(ctx);
}

int64_t reindex_due_at(const IndexState *state)
{
    if (state->stage == INDEX_DONE) return INT64_MIN;
    if (state->stage == INDEX_TOLD) return state->since_at + COMMANDS_MS;
    return state->since_at + (state->walk > 1 ? COMMANDS_MS : PAUSE_MS);
}

static Status state_now(Ctx *ctx, IndexState *out)
{
    Status s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    s = index_state(ctx, out);
    database_give_back(ctx, ctx->house->database);
    return s;
}

bool reindex_is_due(Ctx *ctx)
{
    IndexState state;
    if (newest_of(ctx) == 0) return false;
    if (index_state(ctx, &state)) {
        problem_clear(ctx);
        return false;
    }
    bool is_known = state.new_no <= newest_of(ctx); /* else its key file is to be copied first */
    return is_known && !is_over(ctx, &state) && ctx_now(ctx) >= reindex_due_at(&state);
}

/* --- a page --- */

static const Indexed *const *indexed_named(const char *name)
{
    const Indexed *const *at = indexed;
    while (name && *at && strcmp((*at)->sealed, name) != 0)
        at++;
    return name && *at ? at : indexed;
}

/* What does not open cannot be found either: it stays as it is. */
static Status row_renew(Ctx *ctx, const Indexed *of, const SealedRow *row, IndexState *state)
{
    const char *text;
    const IndexedRow given = {row->keys, row->bytes, row->length};
    Status s =
        key_unseal(ctx, reseal_column_named(of->sealed)->purpose, row->bytes, row->length, &text);
    if (s == INTERNAL) {
        problem_clear(ctx);
        return OK;
    }
    return s ? s : of->renew(ctx, &given, &state->found);
}

static void walk_end(Ctx *ctx, IndexState *state)
{
    bool all_was_new = state->walk > 1 && !state->found;
    state->walk++;
    state->place = NULL;
    if (!all_was_new) return;
    state->stage = INDEX_DONE;
    state->since_at = ctx_now(ctx);
}

static Status page_renew(Ctx *ctx, IndexState *state)
{
    List page;
    const Indexed *const *of = indexed_named(state->place);
    bool begins = !state->place || strcmp((*of)->sealed, state->place) != 0;
    if (begins) state->after_key = NULL, state->found = 0;
    state->place = (*of)->sealed;
    const ResealColumn *column = reseal_column_named(state->place);
    int64_t found = state->found;
    Status s = reseal_page(ctx, column, state->after_key, &page);
    const SealedRow *rows = page.items;
    for (size_t i = 0; !s && i < page.count; i++)
        s = row_renew(ctx, *of, &rows[i], state);
    if (s) return s;
    state->moved += state->found - found;
    if (page.count == RESEAL_PAGE)
        return reseal_key_text(ctx, column, &rows[RESEAL_PAGE - 1], &state->after_key);
    state->after_key = NULL;
    state->place = of[1] ? of[1]->sealed : NULL;
    if (!state->place) walk_end(ctx, state);
    return OK;
}

/* --- stages --- */

static void change_begin(Ctx *ctx, IndexState *state)
{
    *state = (IndexState){.stage = INDEX_TOLD,
                          .old_no = state->new_no,
                          .new_no = newest_of(ctx),
                          .began_at = ctx_now(ctx),
                          .since_at = ctx_now(ctx),
                          .walk = 1};
}

Status reindex_step(Ctx *ctx, bool *done)
{
    IndexState state;
    Status s = index_state(ctx, &state);
    *done = !s && is_over(ctx, &state);
    if (s || *done) return s;
    s = index_state_follow(ctx, &state);
    if (s) return s;
    if (state.stage == INDEX_DONE) {
        change_begin(ctx, &state);
    } else if (state.stage == INDEX_TOLD) {
        state.stage = INDEX_TURNED;
        state.since_at = ctx_now(ctx);
    } else {
        s = page_renew(ctx, &state);
    }
    *done = is_over(ctx, &state);
    if (!s) s = index_state_write(ctx, &state);
    return s ? s : index_state_follow(ctx, &state);
}

Status reindex_due_step(Ctx *ctx, bool *done)
{
    IndexState state;
    *done = false;
    Status s = index_state(ctx, &state);
    return s || ctx_now(ctx) < reindex_due_at(&state) ? s : reindex_step(ctx, done);
}

/* --- all of it --- */

static Status write_step(Ctx *ctx, void *done)
{
    return reindex_step(ctx, done);
}

static Status write_due_step(Ctx *ctx, void *done)
{
    return reindex_due_step(ctx, done);
}

/* Whether the next step may be taken: `pause` waits for it where it is near. */
static Status step_wait(Ctx *ctx, ResealPause *pause, bool *may)
{
    IndexState state;
    Status s = state_now(ctx, &state);
    *may = !s;
    if (s || !pause || is_over(ctx, &state)) return s;
    int64_t due_at = reindex_due_at(&state), now = ctx_now(ctx);
    if (due_at <= now) return OK;
    int64_t left_ms = due_at - now;
    *may = left_ms <= PAUSE_MS;
    if (*may) pause(ctx, left_ms);
    return OK;
}

/* A page's memory is given back before the next. */
Status reindex_all(Ctx *ctx, ResealPause *pause, bool *ended)
{
    bool may = true;
    Status (*write)(Ctx * ctx, void *done) = pause ? write_due_step : write_step;
    Arena *outer = ctx->arena;
    *ended = newest_of(ctx) == 0;
    ctx->arena = arena_new();
    Status s = ctx->arena ? OK : no_memory(ctx);
    while (!s && may && !*ended) {
        s = step_wait(ctx, pause, &may);
        if (!s && may) s = database_write_in(ctx, ctx->house->database, LANE_LONG, write, ended);
        arena_clear(ctx->arena);
    }
    arena_release(ctx->arena);
    ctx->arena = outer;
    return s;
}

Status reindex_check_over(Ctx *ctx)
{
    IndexState state;
    if (newest_of(ctx) == 0) return OK;
    Status s = state_now(ctx, &state);
    if (s || is_over(ctx, &state)) return s;
    return fail(ctx, CONFLICT, "not all is found by the newest key yet");
}
