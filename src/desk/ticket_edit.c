#include <string.h>

#include "access/audit.h"
#include "access/setting.h"
#include "base/instant.h"
#include "desk/awaited.h"
#include "desk/book.h"
#include "desk/clock_keep.h"
#include "desk/desk_jobs.h"
#include "desk/desk_tell.h"
#include "desk/entry_store.h"
#include "desk/service.h"
#include "desk/ticket_joins.h"
#include "desk/ticket_store.h"
#include "desk/ticket_terms.h"
#include "job/job.h"

static Status no_ticket(Ctx *ctx)
{
    return fail(ctx, NOT_FOUND, "there is no such ticket");
}

static Status read_clocks(Ctx *ctx, Ticket *out)
{
    return clock_latest(ctx, CLOCK_OF_TICKET, out->id, &out->clocks);
}

static Status complete(Ctx *ctx, Ticket *out)
{
    Status s = ticket_store_parts(ctx, out);
    if (!s) s = entry_store_description(ctx, out->id, &out->description);
    return s ? s : read_clocks(ctx, out);
}

Status ticket_find(Ctx *ctx, int64_t id, Ticket *out)
{
    Status s = ticket_store_by_id(ctx, id, out);
    if (s == NOT_FOUND) return no_ticket(ctx);
    return s ? s : complete(ctx, out);
}

Status ticket_find_no(Ctx *ctx, const char *no, Ticket *out)
{
    Status s = ticket_store_by_no(ctx, no, out);
    if (s == NOT_FOUND) return no_ticket(ctx);
    return s ? s : complete(ctx, out);
}

Status ticket_visible(Ctx *ctx, int64_t id)
{
    Ticket ticket;
    Status s = ticket_store_by_id(ctx, id, &ticket);
    return s == NOT_FOUND ? no_ticket(ctx) : s;
}

static Status stale(Ctx *ctx, const Ticket *ticket, int64_t version)
{
    return fail(ctx, STALE, "ticket %s is at version %lld, not %lld", ticket->no,
                (long long)ticket->version, (long long)version);
}

Status ticket_edit(Ctx *ctx, int64_t id, int64_t version, TicketEdit *edit)
{
    Status s = ticket_edit_merged(ctx, id, version, edit);
    if (s || !edit->before.merged_into_id) return s;
    return fail(ctx, CONFLICT, "ticket %s was merged into another", edit->before.no);
}

Status ticket_edit_merged(Ctx *ctx, int64_t id, int64_t version, TicketEdit *edit)
{
    *edit = (TicketEdit){.at = ctx_now(ctx)};
    Status s = ticket_store_by_id(ctx, id, &edit->before);
    if (s == NOT_FOUND) return no_ticket(ctx);
    if (s) return s;
    if (version != NONE && version != edit->before.version)
        return stale(ctx, &edit->before, version);
    s = ticket_store_parts(ctx, &edit->before);
    if (!s) s = desk_book(ctx, &edit->book);
    if (!s) s = clocks_read(ctx, edit->book, &edit->before, &edit->clocks);
    edit->clocks_before = edit->clocks;
    edit->now = edit->before;
    /* The log is in the order of its instants, whatever another machine's clock said. */
    if (edit->at < edit->before.changed_at) edit->at = edit->before.changed_at;
    return s;
}

Status ticket_tell_clocks(Ctx *ctx, TicketEdit *edit, ClockEventKind kind)
{
    Clock *next = &edit->clocks.clocks[CLOCK_NEXT_RESPONSE - 1];
    /* A round that is over gives way to the next one: it is kept before. */
    Status s = kind == CLOCK_ASKED && next->policy_id ? clock_put(ctx, next) : OK;
    const ClockEvent event = {.at = edit->at,
                              .kind = kind,
                              .type = edit->now.type,
                              .holder_id = edit->now.owner_id,
                              .holder_team_id = edit->now.team_id};
    ticket_clocks_apply(&edit->clocks, &event);
    return s;
}

static Status put_clocks(Ctx *ctx, const TicketEdit *edit)
{
    Status s = OK;
    for (int i = 0; i < TICKET_CLOCKS && !s; i++) {
        const Clock *now = &edit->clocks.clocks[i], *before = &edit->clocks_before.clocks[i];
        bool differs = edit->fresh || memcmp(now, before, sizeof *now) != 0;
        if (now->policy_id && differs) s = clock_put(ctx, now);
    }
    return s;
}

/* Sets the timer when it must go off earlier than it will; one that is early finds nothing to do.
 * One whose time has passed is no timer: it may have gone off while the ticket was merged. */
static Status arm(Ctx *ctx, TicketEdit *edit)
{
    int64_t next = ticket_clocks_next(&edit->clocks), armed = edit->now.armed_at;
    if (next == NONE || (armed != NONE && armed > edit->at && armed <= next)) return OK;
    edit->now.armed_at = next;
    return desk_arm_clocks(ctx, edit->now.id, next);
}

Status ticket_rearm(Ctx *ctx, TicketEdit *edit)
{
    Status s = arm(ctx, edit);
    return s ? s : ticket_store_arm(ctx, edit->now.id, edit->now.armed_at);
}

static Status write_row(Ctx *ctx, TicketEdit *edit)
{
    Ticket *now = &edit->now;
    bool written = true;
    now->version++;
    now->changed_at = edit->at;
    Status s =
        edit->fresh ? ticket_store_insert(ctx, now) : ticket_store_update(ctx, now, &written);
    if (!s && !written) s = stale(ctx, now, edit->before.version);
    if (!s) s = ticket_store_place(ctx, edit->fresh ? NULL : &edit->before, now);
    if (!s && (edit->fresh || edit->waybills_set))
        s = ticket_store_put_waybills(ctx, now, edit->fresh);
    if (!s && (edit->fresh || edit->tags_set)) s = ticket_store_put_tags(ctx, now, edit->fresh);
    return s || !edit->fresh ? s : awaited_note(ctx, now, &(List){NULL, 0});
}

static Status list_clocks(Ctx *ctx, TicketEdit *edit)
{
    Clock *items = ARENA_ARRAY(ctx->arena, TICKET_CLOCKS, Clock);
    size_t count = 0;
    if (!items) return no_memory(ctx);
    for (int i = 0; i < TICKET_CLOCKS; i++)
        if (edit->clocks.clocks[i].policy_id) items[count++] = edit->clocks.clocks[i];
    edit->now.clocks = (List){items, count};
    return OK;
}

static Status join_others(Ctx *ctx, TicketEdit *edit)
{
    Status s = OK;
    for (size_t i = 0; !s && ticket_joiners[i]; i++)
        s = ticket_joiners[i](ctx, edit);
    return s;
}

Status ticket_save(Ctx *ctx, TicketEdit *edit)
{
    Status s = join_others(ctx, edit);
    if (!s) s = terms_follow(ctx, edit);
    if (s) return s;
    ticket_clocks_advance(&edit->clocks, edit->at);
    edit->now.due_at = ticket_clocks_due(&edit->clocks);
    s = arm(ctx, edit);
    if (!s) s = write_row(ctx, edit);
    if (!s) s = put_clocks(ctx, edit);
    if (!s) s = ticket_service_count(ctx, edit);
    if (!s) s = list_clocks(ctx, edit);
    if (!s) s = join_search(ctx, edit);
    if (!s) s = join_timeline(ctx, edit);
    if (!s) s = ticket_line_add(ctx, edit, edit->line);
    if (!s) s = desk_tell_saved(ctx, edit);
    if (s || (edit->audited && !edit->fresh)) return s;
    const char *action = edit->action ? edit->action : "ticket.change";
    return audit_write(ctx, action, "ticket", edit->now.id, NULL);
}

/* Instants that follow from the type. */
static void stamp(TicketEdit *edit)
{
    Ticket *now = &edit->now;
    int64_t type = now->type;
    if (type == TYPE_RESOLVED) {
        now->resolved_at = edit->at;
        now->closed_at = NONE;
    } else if (ticket_type_is_final(type)) {
        now->closed_at = edit->at;
    } else {
        now->resolved_at = now->closed_at = NONE;
    }
}

static Status move(Ctx *ctx, TicketEdit *edit, const TicketState *state, const char *why)
{
    const char *detail[] = {"from",      edit->now.state, "to",
                            state->code, "type",          name_of(ticket_types, state->type)};
    Entry entry = ticket_entry_of(ENTRY_STATE, why ? ENTRY_INTERNAL : ENTRY_PUBLIC);
    entry.text = why;
    entry.detail = (Texts){detail, sizeof detail / sizeof *detail};
    int64_t was = edit->now.type;
    bool typed = was != state->type;
    if (why) edit->why = why;
    edit->now.state = state->code;
    edit->now.type = state->type;
    if (typed) stamp(edit);
    Status s = ticket_entry_add(ctx, edit, &entry);
    join_moved(edit, was, entry.id);
    if (!s) s = ticket_tell_clocks(ctx, edit, CLOCK_TYPED);
    if (s || !typed || state->type != TYPE_RESOLVED) return s;
    int64_t days = setting_int(ctx, SETTING_NAMED_TICKET_CLOSE_DAYS);
    return days ? desk_arm_closing(ctx, edit->now.id, edit->at + days * DAY_MS) : OK;
}

Status ticket_move(Ctx *ctx, TicketEdit *edit, const char *code, const char *why)
{
    const TicketState *from = ticket_state_of(edit->book, edit->now.state);
    const TicketState *to = ticket_state_of(edit->book, code);
    if (!to || to->closed || (to->kind != NONE && to->kind != edit->now.kind))
        return fail_field(ctx, "state", "there is no state %s for such tickets", code);
    if (!from) return fail(ctx, INTERNAL, "state %s is missing", edit->now.state);
    if (to == from) return OK;
    int right = ticket_state_move_right(edit->book, from, to);
    if (right < 0)
        return fail(ctx, CONFLICT, "ticket %s cannot go from %s to %s", edit->now.no, from->code,
                    code);
    if (!ctx_may(ctx, right))
        return fail(ctx, FORBIDDEN, "going from %s to %s needs the right %s", from->code, code,
                    right_name(right));
    return move(ctx, edit, to, why);
}

Status ticket_move_type(Ctx *ctx, TicketEdit *edit, TicketType type, const char *why)
{
    const TicketState *state = ticket_state_first(edit->book, type, edit->now.kind);
    if (!state)
        return fail(ctx, INTERNAL, "there is no state of type %s", name_of(ticket_types, type));
    return strcmp(state->code, edit->now.state) == 0 ? OK : move(ctx, edit, state, why);
}

Status ticket_move_back(Ctx *ctx, TicketEdit *edit, const char *code)
{
    const TicketState *state = ticket_state_of(edit->book, code);
    if (!state || state->closed)
        return fail(ctx, CONFLICT, "there is no state %s to go back to", code);
    return strcmp(state->code, edit->now.state) == 0 ? OK : move(ctx, edit, state, NULL);
}

static const char *id_text(Ctx *ctx, int64_t id, Status *s)
{
    if (!id) return NULL;
    const char *text = arena_format(ctx->arena, "%lld", (long long)id);
    if (!text) *s = no_memory(ctx);
    return text;
}

Status ticket_assign(Ctx *ctx, TicketEdit *edit, int64_t team_id, int64_t owner_id)
{
    Ticket *now = &edit->now;
    Status s = OK;
    if (now->team_id == team_id && now->owner_id == owner_id) return OK;
    now->team_id = team_id;
    now->owner_id = owner_id;
    s = ticket_store_holder(ctx, now);
    const char *team = id_text(ctx, team_id, &s), *owner = id_text(ctx, owner_id, &s);
    if (!s)
        s = ticket_entry_add_detail(ctx, edit, ENTRY_ASSIGNED, ENTRY_INTERNAL, "team", now->team,
                                    "owner", now->owner, "team_id", team, "owner_id", owner, NULL);
    return s ? s : ticket_tell_clocks(ctx, edit, CLOCK_HELD);
}
