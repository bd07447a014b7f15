#include "complaint/handoff_tell.h"

#include <string.h>

#include "access/hearing.h"
#include "access/person.h"
#include "base/json.h"
#include "complaint/handoff_store.h"
#include "desk/entry.h"
#include "desk/escalate.h"
#include "desk/team.h"
#include "job/job.h"

static const Field event_fields[] = {
    FIELD_ID(HandoffEvent, handoff_id, .doc = "The handoff"),
    FIELD_ID(HandoffEvent, ticket_id, .doc = "Its ticket"),
    FIELD_TEXT(HandoffEvent, ticket, .doc = "Number of the ticket"),
    FIELD_ID(HandoffEvent, entry_id, .doc = "Entry of the ticket's log that says so"),
    FIELD_ENUM(HandoffEvent, state, handoff_states, .doc = "Where it stands"),
    FIELD_ID(HandoffEvent, outlet_id, .doc = "Outlet that has it"),
    FIELD_ID(HandoffEvent, team_id, .doc = "Team that has it"),
    FIELD_ID(HandoffEvent, owner_id, .doc = "Account that has it"),
    FIELD_ID(HandoffEvent, account_id, .doc = "Account that is told"),
    FIELD_END};
const Shape handoff_event_shape = SHAPE(HandoffEvent, event_fields, "What happened to a handoff");

Status handoff_log(Ctx *ctx, TicketEdit *edit, const Handoff *handoff, const char *what,
                   const char *words)
{
    const char *id = arena_format(ctx->arena, "%lld", (long long)handoff->id);
    const char *detail[12] = {"what", what, "handoff_id", id};
    const char *const whose[][2] = {
        {"outlet", handoff->outlet}, {"team", handoff->team}, {"owner", handoff->owner}};
    Entry entry = ticket_entry_of(ENTRY_HANDOFF, ENTRY_INTERNAL);
    size_t count = 4;
    if (!id) return no_memory(ctx);
    for (size_t i = 0; i < sizeof whose / sizeof *whose; i++) {
        if (!whose[i][1]) continue;
        detail[count++] = whose[i][0];
        detail[count++] = whose[i][1];
    }
    if (handoff->policy_id) {
        detail[count++] = "policy_id";
        detail[count++] = arena_format(ctx->arena, "%lld", (long long)handoff->policy_id);
        if (!detail[count - 1]) return no_memory(ctx);
    }
    entry.text = words;
    entry.detail = (Texts){detail, count};
    return ticket_entry_add(ctx, edit, &entry);
}

/* --- who listens --- */

static const Field news_fields[] = {
    FIELD_ID(Handoff, id, .doc = "The handoff"),
    FIELD_INT(Handoff, version, .doc = "Rises with every change"),
    FIELD_ENUM(Handoff, state, handoff_states, .doc = "Where it stands"), FIELD_END};
static const Shape news_shape = SHAPE(Handoff, news_fields, "A handoff that changed");

/* A team's members may be of any outlet. */
static Status tell_listeners(Ctx *ctx, const TicketEdit *edit, const Handoff *handoff)
{
    int64_t keys[FEED_KEYS] = {[FEED_KEY_OUTLET] = edit->now.outlet_id,
                               [FEED_KEY_OUTLET + 1] = handoff->outlet_id};
    enum { TEAM = FEED_KEY_OUTLET + 2 };
    size_t count = 0;
    Status s = handoff->team_id ? handoff_store_team_outlets(ctx, handoff->team_id, keys + TEAM,
                                                             FEED_KEYS - TEAM, &count)
                                : OK;
    if (count > FEED_KEYS - TEAM) keys[TEAM] = FEED_EVERY_OUTLET;
    return s ? s : change_tell(ctx, "handoff.changed", &news_shape, handoff, keys);
}

/* --- whom it is meant for --- */

static Status publish(Ctx *ctx, const TicketEdit *edit, const Handoff *handoff, const char *event,
                      int64_t account_id)
{
    if (!event_wanted(ctx, event)) return OK;
    const HandoffEvent what = {.handoff_id = handoff->id,
                               .ticket_id = edit->now.id,
                               .ticket = edit->now.no,
                               .entry_id = edit->entry_id,
                               .state = handoff->state,
                               .outlet_id = handoff->outlet_id,
                               .team_id = handoff->team_id,
                               .owner_id = handoff->owner_id,
                               .account_id = account_id};
    Buf buf;
    buf_init(&buf, ctx->arena);
    json_encode(&buf, &handoff_event_shape, &what, NULL);
    Status s = buf_check(ctx, &buf);
    return s ? s : event_publish(ctx, event, handoff->id, buf.data);
}

/* Who left is told of nothing, though the handoff or the team still names them. */
static Status tell_one(Ctx *ctx, TicketEdit *edit, const Handoff *handoff, const char *event,
                       int64_t account_id)
{
    bool open = false;
    if (!account_id || account_id == ctx_account_id(ctx)) return OK;
    Status s = team_may_be_told(ctx, account_id, &open);
    if (s || !open) return s;
    s = ticket_call(ctx, edit, account_id);
    return s ? s : publish(ctx, edit, handoff, event, account_id);
}

static Status find_asked(Ctx *ctx, const Handoff *handoff, List *out)
{
    *out = (List){NULL, 0};
    Status s = handoff->team_id ? team_leads(ctx, handoff->team_id, out) : OK;
    if (!s && !out->count && handoff->outlet_id) s = team_supervisors(ctx, handoff->outlet_id, out);
    if (!s && !out->count && handoff->team_id) s = team_members(ctx, handoff->team_id, out);
    return s;
}

Status handoff_tell(Ctx *ctx, TicketEdit *edit, const Handoff *handoff, const char *event)
{
    List asked;
    Status s = tell_listeners(ctx, edit, handoff);
    if (s || !event) return s;
    if (strcmp(event, HANDOFF_REPLIED) == 0)
        return tell_one(ctx, edit, handoff, event, handoff->giver_id);
    if (handoff->owner_id) return tell_one(ctx, edit, handoff, event, handoff->owner_id);
    s = find_asked(ctx, handoff, &asked);
    const TeamMember *members = asked.items;
    for (size_t i = 0; i < asked.count && !s; i++)
        s = tell_one(ctx, edit, handoff, event, members[i].account_id);
    return s;
}
