#include "desk_work/act.h"

#include "desk/entry.h"
#include "desk/ticket_refs.h"

Status tags_after(Ctx *ctx, const Texts *tags, const Texts *add, const Texts *take, Texts *out)
{
    const char **items = ARENA_ARRAY(ctx->arena, tags->count + add->count, const char *);
    size_t count = 0;
    if (!items) return no_memory(ctx);
    for (size_t i = 0; i < tags->count; i++)
        if (!texts_have(take, tags->items[i])) items[count++] = tags->items[i];
    for (size_t i = 0; i < add->count; i++)
        items[count++] = add->items[i];
    const Texts all = {items, count};
    return ref_tags(ctx, &all, out);
}

static Status change_plain(Ctx *ctx, TicketEdit *edit, const TicketAct *act)
{
    Ticket *now = &edit->now;
    Texts tags;
    const char *priority = NULL, *tagged = NULL;
    Status s = tags_after(ctx, &now->tags, &act->add_tags, &act->remove_tags, &tags);
    if (s) return s;
    if (!texts_same(&now->tags, &tags)) {
        now->tags = tags;
        edit->tags_set = true;
        tagged = "";
    }
    if (act->priority != NONE && act->priority != now->priority) {
        now->priority = act->priority;
        priority = name_of(ticket_priorities, now->priority);
    }
    if (!priority && !tagged && !act->named) return OK;
    return ticket_entry_add_detail(ctx, edit, ENTRY_CHANGED, ENTRY_INTERNAL, "macro", act->named,
                                   "priority", priority, "tags", tagged, NULL);
}

static Status change_holder(Ctx *ctx, TicketEdit *edit, const TicketAct *act)
{
    int64_t team_id = edit->now.team_id, owner_id = edit->now.owner_id;
    Status s = ref_team(ctx, act->team, &team_id);
    if (!s) s = ref_owner(ctx, act->owner, &owner_id);
    if (!s && act->owner) s = ref_owner_sees(ctx, owner_id, &edit->now);
    return s ? s : ticket_assign(ctx, edit, team_id, owner_id);
}

static Status say(Ctx *ctx, TicketEdit *edit, int64_t kind, const char *text)
{
    bool is_note = kind == ENTRY_NOTE;
    Entry entry = ticket_entry_of(kind, is_note ? ENTRY_INTERNAL : ENTRY_PUBLIC);
    if (!text || !*text) return OK;
    entry.text = text;
    if (!is_note) {
        entry.direction = ENTRY_OUT;
        entry.channel = edit->now.channel;
    }
    return ticket_entry_say(ctx, edit, &entry);
}

Status ticket_act(Ctx *ctx, TicketEdit *edit, const TicketAct *act)
{
    Status s = change_plain(ctx, edit, act);
    if (!s) s = change_holder(ctx, edit, act);
    if (!s) s = say(ctx, edit, ENTRY_MESSAGE, act->reply);
    if (!s) s = say(ctx, edit, ENTRY_NOTE, act->note);
    return s || !act->state ? s : ticket_move(ctx, edit, act->state, NULL);
}
