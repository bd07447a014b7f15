#include "desk/escalate.h"

#include "desk/desk_tell.h"
#include "desk/entry_store.h"
#include "desk/team.h"
#include "desk/team_store.h"

typedef struct Call {
    const char *event;
    int64_t clock;
} Call;

/* Who may see the ticket follows it from now on, with the last entry as the first news. */
static Status call(Ctx *ctx, TicketEdit *edit, const Call *how, int64_t account_id)
{
    int64_t sees;
    Status s = desk_store_sees(ctx, account_id, edit->now.outlet_id, &sees);
    if (s || !sees) return s;
    s = follower_store_call(ctx, edit->now.id, account_id, edit->entry_id);
    if (s || !how->event) return s;
    return desk_tell_one(ctx, edit, how->event, account_id, how->clock);
}

Status ticket_call(Ctx *ctx, TicketEdit *edit, int64_t account_id)
{
    return call(ctx, edit, &(const Call){NULL, NONE}, account_id);
}

/* All of a list but one. */
static Status call_all(Ctx *ctx, TicketEdit *edit, const Call *how, const List *members)
{
    const TeamMember *items = members->items;
    Status s = OK;
    for (size_t i = 0; i < members->count && !s; i++)
        if (items[i].account_id != edit->now.owner_id)
            s = call(ctx, edit, how, items[i].account_id);
    return s;
}

static Status call_owner(Ctx *ctx, TicketEdit *edit, const Call *how)
{
    return edit->now.owner_id ? call(ctx, edit, how, edit->now.owner_id) : OK;
}

Status ticket_warn(Ctx *ctx, TicketEdit *edit, int64_t clock)
{
    const Call how = {DESK_CLOCK_WARNED, clock};
    List leads = {NULL, 0};
    if (edit->now.owner_id) return call_owner(ctx, edit, &how);
    Status s = edit->now.team_id ? team_leads(ctx, edit->now.team_id, &leads) : OK;
    return s ? s : call_all(ctx, edit, &how, &leads);
}

Status ticket_escalate(Ctx *ctx, TicketEdit *edit, int64_t clock)
{
    const Call how = {DESK_ESCALATED, clock};
    List leads = {NULL, 0};
    Status s = edit->now.team_id ? team_leads(ctx, edit->now.team_id, &leads) : OK;
    if (!s && !leads.count && !edit->now.owner_id)
        s = team_supervisors(ctx, edit->now.outlet_id, &leads);
    if (!s) s = call_all(ctx, edit, &how, &leads);
    return s ? s : call_owner(ctx, edit, &how);
}

Status ticket_raise_priority(Ctx *ctx, TicketEdit *edit)
{
    bool waits = !ticket_type_is_final(edit->now.type) && edit->now.type != TYPE_RESOLVED;
    if (!waits || edit->now.priority >= PRIORITY_URGENT) return OK;
    edit->now.priority++;
    return ticket_entry_add_detail(ctx, edit, ENTRY_CHANGED, ENTRY_INTERNAL, "priority",
                                   name_of(ticket_priorities, edit->now.priority), "why",
                                   "escalated", NULL);
}

Status ticket_breached(Ctx *ctx, TicketEdit *edit, const ClockTerms *terms, int64_t clock)
{
    Status s = terms && terms->tell_lead ? ticket_escalate(ctx, edit, clock) : OK;
    return s || !terms || !terms->raise_priority ? s : ticket_raise_priority(ctx, edit);
}
