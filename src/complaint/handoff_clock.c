#include "complaint/handoff_clock.h"

#include "access/person.h"
#include "base/instant.h"
#include "base/json.h"
#include "complaint/complaint_jobs.h"
#include "desk/book.h"
#include "desk/clock_keep.h"
#include "desk/entry.h"
#include "desk/escalate.h"
#include "desk/team.h"
#include "job/job.h"

static const Field event_fields[] = {
    FIELD_ID(HandoffEvent, handoff_id, .doc = "The handoff"),
    FIELD_ID(HandoffEvent, ticket_id, .doc = "Its ticket"),
    FIELD_ENUM(HandoffEvent, state, handoff_states, .doc = "Where it stands"),
    FIELD_ENUM(HandoffEvent, move, handoff_moves, .doc = "What was done; null: it was given"),
    FIELD_ID(HandoffEvent, outlet_id, .doc = "Outlet that has it"),
    FIELD_ID(HandoffEvent, team_id, .doc = "Team that has it"),
    FIELD_ID(HandoffEvent, owner_id, .doc = "Account that has it"),
    FIELD_END};
const Shape handoff_event_shape = SHAPE(HandoffEvent, event_fields, "What happened to a handoff");

/* A warning later than the handoff began: a short one is warned in its last sixth. */
static Status own_terms(Ctx *ctx, const Handoff *handoff, HandoffClock *out)
{
    if (!out->terms || handoff->minutes == NONE) return OK;
    ClockTerms *terms = ARENA_NEW(ctx->arena, ClockTerms);
    if (!terms) return no_memory(ctx);
    *terms = *out->terms;
    terms->budget_ms = handoff->minutes * MINUTE_MS;
    if (terms->warn_ms >= terms->budget_ms) terms->warn_ms = terms->budget_ms / 6;
    out->terms = terms;
    return OK;
}

Status handoff_clock_start(Ctx *ctx, const Handoff *handoff, const TicketEdit *edit,
                           HandoffClock *out)
{
    const Ticket *ticket = &edit->now;
    const PolicySubject subject = {.clock = CLOCK_HANDOFF,
                                   .kind = ticket->kind,
                                   .priority = ticket->priority,
                                   .channel = ticket->channel,
                                   .tier = ticket->tier,
                                   .category = ticket->category};
    *out = (HandoffClock){.clock = {.subject_kind = CLOCK_OF_HANDOFF,
                                    .subject_id = handoff->id,
                                    .clock = CLOCK_HANDOFF}};
    Status s = policy_choose(ctx, edit->book, &subject, &out->terms);
    if (s) return s;
    if (!out->terms && handoff->minutes != NONE)
        return fail_field(ctx, "minutes", "no service level holds for handoffs of such tickets");
    s = own_terms(ctx, handoff, out);
    if (!s && out->terms) clock_start(&out->clock, out->terms, 1, handoff->created_at);
    return s;
}

Status handoff_terms(Ctx *ctx, const Handoff *handoff, int64_t policy_id, const ClockTerms **out)
{
    const DeskBook *book;
    HandoffClock clock = {.terms = NULL};
    Status s = desk_book(ctx, &book);
    if (!s) s = policy_terms(ctx, book, policy_id, &clock.terms);
    if (!s) s = own_terms(ctx, handoff, &clock);
    *out = clock.terms;
    return s;
}

void handoff_clock_move(HandoffClock *clock, int64_t to, int64_t at)
{
    if (to == HANDOFF_RETURNED) {
        clock_reopen(&clock->clock);
        clock_resume(&clock->clock, clock->terms, at);
    } else if (to != HANDOFF_GIVEN && to != HANDOFF_ACCEPTED) {
        clock_meet(&clock->clock, clock->terms, at);
    }
}

Status handoff_clock_read(Ctx *ctx, const Handoff *handoff, HandoffClock *out)
{
    List clocks;
    *out = (HandoffClock){.terms = NULL};
    Status s = clock_latest(ctx, CLOCK_OF_HANDOFF, handoff->id, &clocks);
    if (s || !clocks.count) return s;
    out->clock = *(const Clock *)clocks.items;
    return handoff_terms(ctx, handoff, out->clock.policy_id, &out->terms);
}

Status handoff_clock_write(Ctx *ctx, Handoff *handoff, HandoffClock *clock, int64_t at)
{
    handoff->due_at = NONE;
    if (!clock->terms) return OK;
    clock_advance(&clock->clock, handoff->owner_id, handoff->team_id, at);
    if (clock_waits(&clock->clock)) handoff->due_at = clock->clock.deadline_at;
    Status s = clock_put(ctx, &clock->clock);
    int64_t next = clock_next(&clock->clock);
    return s || next == NONE ? s : handoff_arm(ctx, handoff->id, next);
}

Status handoff_tell(Ctx *ctx, const char *event, const Handoff *handoff, int64_t move)
{
    if (!event_wanted(ctx, event)) return OK;
    const HandoffEvent what = {.handoff_id = handoff->id,
                               .ticket_id = handoff->ticket_id,
                               .state = handoff->state,
                               .move = move,
                               .outlet_id = handoff->outlet_id,
                               .team_id = handoff->team_id,
                               .owner_id = handoff->owner_id};
    Buf buf;
    buf_init(&buf, ctx->arena);
    json_encode(&buf, &handoff_event_shape, &what, NULL);
    Status s = buf_check(ctx, &buf);
    return s ? s : event_publish(ctx, event, handoff->id, buf.data);
}

Status handoff_call(Ctx *ctx, TicketEdit *edit, const Handoff *handoff)
{
    List asked = {NULL, 0};
    if (handoff->owner_id) return ticket_call(ctx, edit, handoff->owner_id);
    Status s = handoff->team_id ? team_leads(ctx, handoff->team_id, &asked) : OK;
    if (!s && !asked.count && handoff->outlet_id)
        s = team_supervisors(ctx, handoff->outlet_id, &asked);
    const TeamMember *members = asked.items;
    for (size_t i = 0; i < asked.count && !s; i++)
        if (!ctx->who || members[i].account_id != ctx->who->id)
            s = ticket_call(ctx, edit, members[i].account_id);
    return s;
}

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
