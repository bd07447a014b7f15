/* handoff_clock.h -- the clock of a handoff. For the files of complaint/ only. */
#pragma once

#include "complaint/handoff.h"
#include "desk/ticket.h"

/* A handoff with its clock and the terms it runs on; terms NULL where it has none. */
typedef struct HandoffClock {
    Clock clock;
    const ClockTerms *terms;
} HandoffClock;

/* Begins it as the service levels say for the ticket, or with the handoff's own minutes. INVALID
 * when there are minutes and no service level. */
Status handoff_clock_start(Ctx *ctx, const Handoff *handoff, const TicketEdit *edit,
                           HandoffClock *out);

/* What the clock of a handoff runs on, by a line of the service levels; NULL for 0. */
Status handoff_terms(Ctx *ctx, const Handoff *handoff, int64_t policy_id, const ClockTerms **out);

/* What becomes of a clock that has terms where its handoff comes to a state (HandoffState). Who
 * returns an answer lets it go on where it stood: a poor answer buys no time. */
void handoff_clock_move(HandoffClock *clock, int64_t to, int64_t at);

/* As it is stored. */
Status handoff_clock_read(Ctx *ctx, const Handoff *handoff, HandoffClock *out);

/* In the transaction of ctx: as of `at` notes what passed, writes it, sets its timer and the
 * handoff's deadline. */
Status handoff_clock_write(Ctx *ctx, Handoff *handoff, HandoffClock *clock, int64_t at);
