#include "reseal/reseal.h"

#include <string.h>

#include "access/keys.h"
#include "access/setting.h"
#include "base/arena.h"
#include "base/instant.h"
#include "house.h"
#include "reseal/reindex.h"
#include "reseal/reseal_store.h"

/* Until every server has read the key file again. */
#define PAUSE_MS MINUTE_MS

/* After which nothing is left of what is kept for days alone, whatever the settings. */
#define OVER_DAYS 7

const ResealColumn *reseal_column_named(const char *name)
{
    for (const ResealColumn *column = reseal_columns; column->name; column++)
        if (name && strcmp(column->name, name) == 0) return column;
    return NULL;
}

bool reseal_is_due(Ctx *ctx)
{
    ResealState state;
    int64_t newest = keys_newest(ctx->house->keys);
    if (newest < 2) return false; /* nothing was sealed with another */
    if (reseal_state(ctx, &state)) {
        problem_clear(ctx);
        return false;
    }
    if (state.key_no != newest) return true;
    return state.ended_at == NONE && ctx_now(ctx) - state.began_at >= PAUSE_MS;
}

static bool has_ended(Ctx *ctx, const ResealState *state)
{
    return state->key_no == keys_newest(ctx->house->keys) && state->ended_at != NONE;
}

static ResealState first_state(Ctx *ctx)
{
    return (ResealState){.key_no = keys_newest(ctx->house->keys),
                         .place = reseal_columns->name,
                         .began_at = ctx_now(ctx),
                         .ended_at = NONE};
}

static Status state_now(Ctx *ctx, ResealState *out)
{
    Status s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    s = reseal_state(ctx, out);
    database_give_back(ctx, ctx->house->database);
    return s;
}

/* --- a page --- */

static Status value_renew(Ctx *ctx, const ResealColumn *column, const SealedRow *row,
                          ResealState *state)
{
    Sealed sealed;
    int64_t changed = 0;
    Status s = key_reseal(ctx, column->purpose, row->bytes, row->length, &sealed);
    if (s == INTERNAL) {
        problem_clear(ctx);
        return OK;
    }
    if (s || !sealed.bytes) return s;
    const DbValue value = db_blob(sealed.bytes, sealed.length);
    s = reseal_put(ctx, column, row, &value, &changed);
    state->resealed += changed;
    return s;
}

/* Behind the last row of a page, or at the next column, or at the end. */
static Status page_pass(Ctx *ctx, const ResealColumn *column, const List *page, ResealState *state)
{
    const SealedRow *rows = page->items;
    if (page->count == RESEAL_PAGE)
        return reseal_key_text(ctx, column, &rows[RESEAL_PAGE - 1], &state->after_key);
    state->place = column[1].name;
    state->after_key = NULL;
    if (!state->place) state->ended_at = ctx_now(ctx);
    return OK;
}

/* A column that there is no more (another release) is begun with the first: what has the newest key
 * is passed over. */
static Status page_renew(Ctx *ctx, ResealState *state)
{
    List page;
    const ResealColumn *column = reseal_column_named(state->place);
    if (!column) state->after_key = NULL;
    if (!column) column = reseal_columns;
    Status s = reseal_page(ctx, column, state->after_key, &page);
    const SealedRow *rows = page.items;
    for (size_t i = 0; !s && i < page.count; i++)
        s = value_renew(ctx, column, &rows[i], state);
    return s ? s : page_pass(ctx, column, &page, state);
}

Status reseal_step(Ctx *ctx, bool *done)
{
    ResealState state;
    int64_t newest = keys_newest(ctx->house->keys);
    Status s = reseal_state(ctx, &state);
    if (s) return s;
    *done = has_ended(ctx, &state);
    if (*done) return OK;
    if (state.key_no != newest)
        state = first_state(ctx);
    else
        s = page_renew(ctx, &state);
    *done = state.ended_at != NONE;
    return s ? s : reseal_state_write(ctx, &state);
}

/* --- what is left --- */

static void rows_look(const ResealColumn *column, const List *page, int64_t *oldest,
                      const char **place)
{
    const SealedRow *rows = page->items;
    for (size_t i = 0; i < page->count; i++) {
        int64_t number = key_number(rows[i].bytes, rows[i].length);
        if (!number || number >= *oldest) continue;
        *oldest = number;
        *place = column->name;
    }
}

/* A page's memory is given back before the next, but for its last key. */
static Status column_look(Ctx *ctx, const ResealColumn *column, int64_t *oldest, const char **place)
{
    Arena *outer = ctx->arena, *pages[2] = {arena_new(), arena_new()};
    List page = {.count = RESEAL_PAGE};
    const char *after = NULL;
    Status s = pages[0] && pages[1] ? OK : no_memory(ctx);
    for (int turn = 0; !s && page.count == RESEAL_PAGE; turn = !turn) {
        arena_clear(pages[turn]);
        ctx->arena = pages[turn];
        s = reseal_page(ctx, column, after, &page);
        if (s) break;
        rows_look(column, &page, oldest, place);
        const SealedRow *rows = page.items;
        if (page.count == RESEAL_PAGE)
            s = reseal_key_text(ctx, column, &rows[RESEAL_PAGE - 1], &after);
    }
    ctx->arena = outer;
    arena_release(pages[0]);
    arena_release(pages[1]);
    return s;
}

Status reseal_oldest(Ctx *ctx, int64_t *oldest, const char **place)
{
    *oldest = keys_newest(ctx->house->keys);
    *place = NULL;
    Status s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    for (const ResealColumn *column = reseal_columns; !s && column->name; column++)
        s = column_look(ctx, column, oldest, place);
    database_give_back(ctx, ctx->house->database);
    return s;
}

static Status check_ended(Ctx *ctx)
{
    ResealState state;
    int64_t kept_ms = setting_int(ctx, SETTING_NAMED_INTAKE_KEEP_HOURS) * HOUR_MS + DAY_MS;
    int64_t wait_ms = kept_ms > OVER_DAYS * DAY_MS ? kept_ms : OVER_DAYS * DAY_MS;
    Status s = state_now(ctx, &state);
    if (s) return s;
    if (!has_ended(ctx, &state))
        return fail(ctx, CONFLICT, "not all is sealed with the newest key yet");
    if (ctx_now(ctx) - state.ended_at >= wait_ms) return OK;
    return fail(ctx, CONFLICT,
                "what is kept for days may still need the old keys: not before %lld"
                " days after all was sealed anew",
                (long long)(wait_ms / DAY_MS));
}

/* Who still sealed with an old key wrote behind the walk, which passes there no more by itself. One
 * that is under way is left alone. */
static Status write_anew(Ctx *ctx, void *work)
{
    ResealState state;
    (void)work;
    Status s = reseal_state(ctx, &state);
    if (s || !has_ended(ctx, &state)) return s;
    state = first_state(ctx);
    return reseal_state_write(ctx, &state);
}

Status reseal_check_all(Ctx *ctx)
{
    int64_t oldest, newest = keys_newest(ctx->house->keys);
    const char *place;
    Status s = reseal_oldest(ctx, &oldest, &place);
    if (s || oldest == newest) return s;
    s = database_write(ctx, ctx->house->database, write_anew, NULL);
    if (s) return s;
    return fail(ctx, CONFLICT, "a value of %s still needs key %lld", place, (long long)oldest);
}

Status reseal_check_over(Ctx *ctx)
{
    Status s = check_ended(ctx);
    if (!s) s = reindex_check_over(ctx);
    return s ? s : reseal_check_all(ctx);
}

/* --- all of it --- */

static Status write_step(Ctx *ctx, void *done)
{
    return reseal_step(ctx, done);
}

/* What was left behind a walk that has ended begins another; that is no failure yet. */
static Status look_behind(Ctx *ctx)
{
    ResealState state;
    Status s = state_now(ctx, &state);
    if (s || !has_ended(ctx, &state)) return s;
    s = reseal_check_all(ctx);
    if (s != CONFLICT) return s;
    problem_clear(ctx);
    return OK;
}

static Status pause_over(Ctx *ctx, ResealPause *pause)
{
    ResealState state;
    Status s = state_now(ctx, &state);
    if (s || state.key_no != keys_newest(ctx->house->keys) || state.ended_at != NONE) return s;
    int64_t left_ms = state.began_at + PAUSE_MS - ctx_now(ctx);
    if (left_ms > 0) pause(ctx, left_ms < PAUSE_MS ? left_ms : PAUSE_MS);
    return OK;
}

/* A page's memory is given back before the next. */
static Status walk_pages(Ctx *ctx, ResealPause *pause)
{
    bool done = false;
    Arena *outer = ctx->arena;
    ctx->arena = arena_new();
    Status s = ctx->arena ? OK : no_memory(ctx);
    while (!s && !done) {
        if (pause) s = pause_over(ctx, pause);
        if (!s) s = database_write_in(ctx, ctx->house->database, LANE_LONG, write_step, &done);
        arena_clear(ctx->arena);
    }
    arena_release(ctx->arena);
    ctx->arena = outer;
    return s;
}

Status reseal_all(Ctx *ctx, ResealPause *pause)
{
    Status s = look_behind(ctx);
    if (!s && keys_newest(ctx->house->keys) > 1) s = walk_pages(ctx, pause);
    return s ? s : reseal_check_all(ctx);
}
