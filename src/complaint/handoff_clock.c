#include "complaint/handoff_clock.h"

#include "base/instant.h"
#include "complaint/complaint_jobs.h"
#include "desk/book.h"
#include "desk/clock_keep.h"

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
