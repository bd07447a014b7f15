#include "complaint/handoff.h"

#include "access/audit.h"
#include "access/outlet.h"
#include "access/page.h"
#include "complaint/handoff_clock.h"
#include "complaint/handoff_store.h"
#include "complaint/handoff_tell.h"
#include "complaint/widen.h"
#include "desk/clock_keep.h"
#include "desk/team.h"

typedef enum Side { GIVER, ASKED } Side;

/* Who does what from where, and what becomes of the clock by it. */
typedef struct Move {
    HandoffState from;
    HandoffMoveKind move;
    HandoffState to;
    Side side;
    bool text; /* needed */
} Move;

static const Move moves[] = {
    {HANDOFF_GIVEN, MOVE_ACCEPT, HANDOFF_ACCEPTED, ASKED, false},
    {HANDOFF_GIVEN, MOVE_ANSWER, HANDOFF_ANSWERED, ASKED, true},
    {HANDOFF_GIVEN, MOVE_DECLINE, HANDOFF_DECLINED, ASKED, true},
    {HANDOFF_GIVEN, MOVE_WITHDRAW, HANDOFF_CLOSED, GIVER, true},
    {HANDOFF_ACCEPTED, MOVE_ANSWER, HANDOFF_ANSWERED, ASKED, true},
    {HANDOFF_ACCEPTED, MOVE_DECLINE, HANDOFF_DECLINED, ASKED, true},
    {HANDOFF_ACCEPTED, MOVE_WITHDRAW, HANDOFF_CLOSED, GIVER, true},
    {HANDOFF_ANSWERED, MOVE_CLOSE, HANDOFF_CLOSED, GIVER, false},
    {HANDOFF_ANSWERED, MOVE_RETURN, HANDOFF_RETURNED, GIVER, true},
    {HANDOFF_RETURNED, MOVE_ACCEPT, HANDOFF_ACCEPTED, ASKED, false},
    {HANDOFF_RETURNED, MOVE_ANSWER, HANDOFF_ANSWERED, ASKED, true},
    {HANDOFF_RETURNED, MOVE_WITHDRAW, HANDOFF_CLOSED, GIVER, true},
};

static const Move *move_of(int64_t from, int64_t move)
{
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
        if ((int64_t)moves[i].from == from && (int64_t)moves[i].move == move) return &moves[i];
    return NULL;
}

/* --- giving --- */

/* Whoever may hand over may ask any outlet: that is what a handoff is for. */
static Status find_asked(Ctx *ctx, const HandoffInput *in, Handoff *out)
{
    Team team = {0};
    if (!in->outlet && !in->team) return fail_field(ctx, "outlet", "an outlet or a team is asked");
    out->outlet_id = in->outlet ? outlet_id_of(ctx, in->outlet) : 0;
    if (in->outlet && !out->outlet_id)
        return fail_field(ctx, "outlet", "there is no outlet %s", in->outlet);
    Widened widened;
    widen_begin(ctx, &widened);
    Status s = in->team ? team_find(ctx, in->team, &team) : OK;
    widen_end(ctx, &widened);
    if (s == NOT_FOUND || (!s && team.closed))
        return fail_field(ctx, "team", "there is no team %s", in->team);
    if (s) return s;
    out->team_id = team.id;
    if (!out->outlet_id) out->outlet_id = team.outlet_id;
    out->team = team.code;
    out->outlet = out->outlet_id ? outlet_code_of(ctx, out->outlet_id) : NULL;
    return out->outlet_id && !out->outlet ? no_memory(ctx) : OK;
}

static Status write_given(Ctx *ctx, Handoff *handoff, TicketEdit *edit, bool wait)
{
    HandoffClock clock;
    Status s = handoff_clock_start(ctx, handoff, edit, &clock);
    if (!s) s = handoff_clock_write(ctx, handoff, &clock, edit->at);
    if (!s && clock.terms) handoff->policy_id = clock.terms->policy_id;
    if (!s) s = handoff_store_insert(ctx, handoff);
    if (!s) s = handoff_log(ctx, edit, handoff, "given", handoff->question);
    if (!s) s = handoff_tell(ctx, edit, handoff, HANDOFF_ASKED);
    if (!s && wait && edit->now.type != TYPE_PENDING_INTERNAL && edit->now.type != TYPE_RESOLVED)
        s = ticket_move_type(ctx, edit, TYPE_PENDING_INTERNAL, NULL);
    edit->audited = true;
    return s ? s : ticket_save(ctx, edit);
}

Status handoff_give(Ctx *ctx, int64_t ticket_id, const HandoffInput *in, Handoff *out)
{
    TicketEdit edit;
    Handoff handoff = {.version = 1,
                       .ticket_id = ticket_id,
                       .state = HANDOFF_GIVEN,
                       .giver_id = ctx_account_id(ctx),
                       .question = in->question,
                       .minutes = in->minutes};
    Status s = ticket_edit(ctx, ticket_id, NONE, &edit);
    if (!s && ticket_type_is_final(edit.now.type))
        s = fail(ctx, CONFLICT, "ticket %s is closed", edit.now.no);
    if (!s) s = find_asked(ctx, in, &handoff);
    if (s) return s;
    handoff.id = ctx_id(ctx);
    handoff.created_at = handoff.changed_at = edit.at;
    s = write_given(ctx, &handoff, &edit, in->wait);
    if (!s) s = audit_write(ctx, "handoff.give", "handoff", handoff.id, NULL);
    return s ? s : handoff_find(ctx, handoff.id, out);
}

/* --- moving --- */

static Status no_handoff(Ctx *ctx)
{
    return fail(ctx, NOT_FOUND, "there is no such handoff");
}

static Status check_side(Ctx *ctx, const Handoff *handoff, const Move *move)
{
    bool may = outlet_visible(ctx, handoff->ticket_outlet_id);
    if (move->side == ASKED) {
        Status s = handoff_store_asked(ctx, handoff, &may);
        if (s) return s;
    }
    if (may) return OK;
    return fail(ctx, FORBIDDEN, "to %s is for those %s", name_of(handoff_moves, move->move),
                move->side == ASKED ? "who were asked" : "who see the ticket");
}

static Status check_move(Ctx *ctx, const Handoff *handoff, const HandoffMove *in, const Move **out)
{
    const Move *move = *out = move_of(handoff->state, in->move);
    if (!move)
        return fail(ctx, CONFLICT, "a handoff that is %s: there is nothing to %s",
                    name_of(handoff_states, handoff->state), name_of(handoff_moves, in->move));
    Status s = check_side(ctx, handoff, move);
    if (!s && move->text && (!in->text || !*in->text))
        return fail_field(ctx, "text", "is required to %s", name_of(handoff_moves, in->move));
    return s;
}

static void move_clock(HandoffClock *clock, const Handoff *handoff, const Move *move, int64_t at)
{
    if (!clock->terms) return;
    clock_advance(&clock->clock, handoff->owner_id, handoff->team_id, at);
    handoff_clock_move(clock, move->to, at);
}

static void apply(Ctx *ctx, Handoff *handoff, const HandoffMove *in, const Move *move)
{
    handoff->version++;
    handoff->state = move->to;
    if (move->side == ASKED && ctx_account_id(ctx)) handoff->owner_id = ctx_account_id(ctx);
    if (move->move == MOVE_ANSWER)
        handoff->answer = in->text;
    else if (move->text)
        handoff->why = in->text;
}

/* The ticket goes on when nothing of it is waited for any more. */
static Status wake(Ctx *ctx, TicketEdit *edit, const Handoff *handoff)
{
    int64_t waiting = 0;
    if (edit->now.type != TYPE_PENDING_INTERNAL || handoff->state == HANDOFF_ACCEPTED ||
        handoff->state == HANDOFF_RETURNED)
        return OK;
    Status s = handoff_store_waiting(ctx, handoff->ticket_id, handoff->id, &waiting);
    return s || waiting ? s : ticket_move_type(ctx, edit, TYPE_OPEN, NULL);
}

/* Whom a move is meant for: the other side, where it is their turn. */
static const char *event_of(int64_t state)
{
    if (state == HANDOFF_RETURNED) return HANDOFF_ASKED;
    return state == HANDOFF_ANSWERED || state == HANDOFF_DECLINED ? HANDOFF_REPLIED : NULL;
}

static Status log_move(Ctx *ctx, const Handoff *handoff, TicketEdit *edit, const char *words)
{
    const char *what = name_of(handoff_states, handoff->state);
    Status s = handoff_log(ctx, edit, handoff, what, words);
    if (!s) s = handoff_tell(ctx, edit, handoff, event_of(handoff->state));
    if (!s) s = wake(ctx, edit, handoff);
    edit->audited = true;
    return s ? s : ticket_save(ctx, edit);
}

static Status write_moved(Ctx *ctx, Handoff *handoff, const HandoffMove *in, const Move *move)
{
    HandoffClock clock;
    TicketEdit edit;
    bool written = false;
    Widened widened;
    widen_begin(ctx, &widened);
    Status s = ticket_edit_merged(ctx, handoff->ticket_id, NONE, &edit);
    if (!s) s = handoff_clock_read(ctx, handoff, &clock);
    if (!s) {
        move_clock(&clock, handoff, move, edit.at);
        apply(ctx, handoff, in, move);
        handoff->changed_at = edit.at;
        s = handoff_clock_write(ctx, handoff, &clock, edit.at);
    }
    if (!s) s = handoff_store_update(ctx, handoff, &written);
    if (!s && !written) s = fail(ctx, STALE, "the handoff was changed by someone else");
    if (!s) s = log_move(ctx, handoff, &edit, in->text);
    widen_end(ctx, &widened);
    return s;
}

Status handoff_move(Ctx *ctx, int64_t id, int64_t version, const HandoffMove *in, Handoff *out)
{
    Handoff handoff;
    const Move *move;
    Status s = handoff_store_find(ctx, id, &handoff);
    if (s == NOT_FOUND) return no_handoff(ctx);
    if (s) return s;
    if (handoff.version != version)
        return fail(ctx, STALE, "the handoff is at version %lld, not %lld",
                    (long long)handoff.version, (long long)version);
    s = check_move(ctx, &handoff, in, &move);
    if (!s) s = write_moved(ctx, &handoff, in, move);
    if (!s) s = audit_write(ctx, "handoff.move", "handoff", id, NULL);
    return s ? s : handoff_find(ctx, id, out);
}

/* --- reading --- */

/* Of the ticket those asked see its parcels, and nothing of who complains. */
static Status read_parcels(Ctx *ctx, Handoff *out)
{
    Ticket ticket;
    Widened widened;
    widen_begin(ctx, &widened);
    Status s = ticket_find(ctx, out->ticket_id, &ticket);
    widen_end(ctx, &widened);
    if (!s) out->waybills = ticket.waybills;
    return s;
}

Status handoff_find(Ctx *ctx, int64_t id, Handoff *out)
{
    Status s = handoff_store_find(ctx, id, out);
    if (s == NOT_FOUND) return no_handoff(ctx);
    if (!s) s = read_parcels(ctx, out);
    if (!s) out->ticket_visible = outlet_visible(ctx, out->ticket_outlet_id);
    return s ? s : clock_rounds(ctx, CLOCK_OF_HANDOFF, id, &out->clocks);
}

Status handoff_list_ticket(Ctx *ctx, int64_t ticket_id, List *out)
{
    Status s = ticket_visible(ctx, ticket_id);
    return s ? s : handoff_store_ticket(ctx, ticket_id, out);
}

Status handoff_list_waiting(Ctx *ctx, const HandoffFilter *filter, List *out, const char **next)
{
    int64_t keys[2] = {-1, 0};
    int64_t limit = page_limit(filter->limit);
    HandoffSearch search = {.due_until = filter->overdue ? ctx_now(ctx) - 1 : INT64_MAX,
                            .limit = limit + 1};
    *next = NULL;
    if (filter->outlet && !(search.outlet_id = outlet_id_of(ctx, filter->outlet)))
        return fail_field(ctx, "outlet", "there is no outlet %s", filter->outlet);
    Status s = filter->cursor ? cursor_read(ctx, filter->cursor, keys, 2) : OK;
    search.after_due = keys[0];
    search.after_id = keys[1];
    if (!s) s = handoff_store_search(ctx, &search, out);
    if (s || !page_cut(out, limit)) return s;
    const Handoff *last = &((const Handoff *)out->items)[out->count - 1];
    keys[0] = last->due_at == NONE ? HANDOFF_NO_DUE : last->due_at;
    keys[1] = last->id;
    *next = cursor_make(ctx, keys, 2);
    return *next ? OK : no_memory(ctx);
}

Status handoff_count_waiting(Ctx *ctx, HandoffCount *out)
{
    return handoff_store_count_waiting(ctx, out);
}
