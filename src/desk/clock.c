#include "desk/clock.h"

#include <string.h>

#include "desk/desk.h"

#define NAME_(constant, name, value) {name, value, NULL},
const Name clock_kinds[] = {CLOCK_KINDS(NAME_){NULL, 0, NULL}};

const Name clock_pauses[] = {
    {"never", PAUSE_NEVER, "It always runs: what a law counts"},
    {"pending_customer", PAUSE_FOR_CUSTOMER, "It stands still while the customer is asked"},
    {"pending", PAUSE_PENDING, "It stands still while anybody else is waited for"},
    {NULL, 0, NULL}};

static const Field clock_fields[] = {
    FIELD_ENUM(Clock, clock, clock_kinds, .doc = "What is waited for"),
    FIELD_INT(Clock, round, .doc = "From 1: a ticket asks for many next responses"),
    FIELD_ID(Clock, policy_id, .doc = "The line of the service levels that it follows"),
    FIELD_TIME(Clock, started_at, .doc = "When it began"),
    FIELD_TIME(Clock, running_at, .doc = "Since when it runs; null while it stands still"),
    FIELD_INT(Clock, used_ms, .doc = "Milliseconds of working time that it ran until then"),
    FIELD_TIME(Clock, deadline_at, .doc = "When it is over; null while it is paused"),
    FIELD_TIME(Clock, warn_at, .doc = "When its holder is warned"),
    FIELD_TIME(Clock, met_at, .doc = "When what it waited for happened"),
    FIELD_TIME(Clock, breached_at, .doc = "The deadline that passed"),
    FIELD_ID(Clock, holder_id, .doc = "Account that held the subject when it was breached"),
    FIELD_ID(Clock, holder_team_id, .doc = "Team that held it then"),
    FIELD_END};
const Shape clock_shape = SHAPE(Clock, clock_fields, "How long somebody waits, and may");

static int64_t worked(const ClockTerms *terms, int64_t from, int64_t to)
{
    return terms->calendar ? calendar_working_ms_between(terms->calendar, from, to) : to - from;
}

static int64_t after(const ClockTerms *terms, int64_t from, int64_t ms)
{
    if (ms <= 0) return from;
    return terms->calendar ? calendar_add_working_ms(terms->calendar, from, ms) : from + ms;
}

bool clock_waits(const Clock *clock)
{
    return clock->policy_id != 0 && clock->met_at == NONE;
}

/* Sets the deadline of a clock that runs since `from`; that of a breach stands. */
static void set_deadline(Clock *clock, const ClockTerms *terms, int64_t from)
{
    clock->warn_at = NONE;
    if (clock->breached_at != NONE) {
        clock->deadline_at = clock->breached_at;
        return;
    }
    clock->deadline_at = after(terms, from, terms->budget_ms - clock->used_ms);
    if (clock->deadline_at == NONE || !terms->warn_ms) return;
    int64_t warn = clock->deadline_at - terms->warn_ms;
    clock->warn_at = warn > from ? warn : from;
}

static void clock_clear(Clock *clock, int64_t subject_kind, int64_t subject_id, int64_t kind)
{
    *clock = (Clock){.subject_kind = subject_kind,
                     .subject_id = subject_id,
                     .clock = kind,
                     .started_at = NONE,
                     .running_at = NONE,
                     .deadline_at = NONE,
                     .warn_at = NONE,
                     .met_at = NONE,
                     .breached_at = NONE,
                     .warned_at = NONE,
                     .told_at = NONE};
}

void clock_start(Clock *clock, const ClockTerms *terms, int64_t round, int64_t at)
{
    clock_clear(clock, clock->subject_kind, clock->subject_id, clock->clock);
    clock->round = round;
    clock->policy_id = terms->policy_id;
    clock->started_at = clock->running_at = at;
    set_deadline(clock, terms, at);
}

void clock_pause(Clock *clock, const ClockTerms *terms, int64_t at)
{
    if (!clock_waits(clock) || clock->running_at == NONE) return;
    clock->used_ms += worked(terms, clock->running_at, at);
    clock->running_at = clock->deadline_at = clock->warn_at = NONE;
}

void clock_resume(Clock *clock, const ClockTerms *terms, int64_t at)
{
    if (!clock_waits(clock) || clock->running_at != NONE) return;
    clock->running_at = at;
    set_deadline(clock, terms, at);
}

void clock_meet(Clock *clock, const ClockTerms *terms, int64_t at)
{
    if (!clock_waits(clock)) return;
    if (clock->running_at == NONE)
        set_deadline(clock, terms, at); /* as it would have been, had it gone on */
    else
        clock->used_ms += worked(terms, clock->running_at, at);
    clock->met_at = at;
    clock->running_at = clock->warn_at = NONE;
}

void clock_reopen(Clock *clock)
{
    if (clock->met_at == NONE) return;
    clock->met_at = clock->running_at = clock->deadline_at = clock->warn_at = NONE;
}

void clock_retarget(Clock *clock, const ClockTerms *old, const ClockTerms *terms, int64_t at)
{
    if (!clock_waits(clock)) return;
    clock->policy_id = terms->policy_id;
    if (clock->running_at == NONE) return;
    clock->used_ms += worked(old, clock->running_at, at);
    clock->running_at = at;
    set_deadline(clock, terms, at);
}

void clock_advance(Clock *clock, int64_t holder_id, int64_t holder_team_id, int64_t at)
{
    if (!clock_waits(clock) || clock->running_at == NONE || clock->deadline_at == NONE) return;
    if (clock->breached_at != NONE || at <= clock->deadline_at) return;
    clock->breached_at = clock->deadline_at;
    clock->warn_at = NONE;
    clock->holder_id = holder_id;
    clock->holder_team_id = holder_team_id;
}

int64_t clock_next(const Clock *clock)
{
    if (clock->breached_at != NONE)
        return clock->told_at == clock->breached_at ? NONE : clock->breached_at + 1;
    if (!clock_waits(clock) || clock->deadline_at == NONE) return NONE;
    if (clock->warn_at != NONE && clock->warned_at != clock->deadline_at) return clock->warn_at;
    return clock->deadline_at + 1;
}

void ticket_clocks_init(TicketClocks *clocks, int64_t ticket_id)
{
    memset(clocks, 0, sizeof *clocks);
    for (int i = 0; i < TICKET_CLOCKS; i++)
        clock_clear(&clocks->clocks[i], CLOCK_OF_TICKET, ticket_id, i + 1);
}

void ticket_clocks_advance(TicketClocks *clocks, int64_t at)
{
    for (int i = 0; i < TICKET_CLOCKS; i++)
        clock_advance(&clocks->clocks[i], clocks->holder_id, clocks->holder_team_id, at);
}

static bool stands_still(const ClockTerms *terms, int64_t type)
{
    if (terms->pauses == PAUSE_PENDING) return ticket_type_is_pending(type);
    return terms->pauses == PAUSE_FOR_CUSTOMER && type == TYPE_PENDING_CUSTOMER;
}

static bool is_over(int64_t type)
{
    return type == TYPE_RESOLVED || ticket_type_is_final(type);
}

/* Lets each clock run or stand as the type of the state says. */
static void follow_type(TicketClocks *clocks, int64_t at)
{
    for (int i = 0; i < TICKET_CLOCKS; i++) {
        const ClockTerms *terms = clocks->terms[i];
        Clock *clock = &clocks->clocks[i];
        if (!terms) continue;
        if (is_over(clocks->type))
            clock_meet(clock, terms, at);
        else if (stands_still(terms, clocks->type))
            clock_pause(clock, terms, at);
        else
            clock_resume(clock, terms, at);
    }
}

static void begin(TicketClocks *clocks, int64_t kind, int64_t at)
{
    const ClockTerms *terms = clocks->terms[kind - 1];
    Clock *clock = &clocks->clocks[kind - 1];
    if (terms && !clock_waits(clock)) clock_start(clock, terms, clock->round + 1, at);
}

static void apply_type(TicketClocks *clocks, const ClockEvent *event)
{
    bool was_over = is_over(clocks->type);
    clocks->type = event->type;
    if (was_over && !is_over(event->type)) clock_reopen(&clocks->clocks[CLOCK_RESOLUTION - 1]);
    follow_type(clocks, event->at);
}

/* The first answer is waited for before any next one is. */
static void apply_asked(TicketClocks *clocks, int64_t at)
{
    if (is_over(clocks->type) || clock_waits(&clocks->clocks[CLOCK_FIRST_RESPONSE - 1])) return;
    begin(clocks, CLOCK_NEXT_RESPONSE, at);
    follow_type(clocks, at);
}

static void apply_answered(TicketClocks *clocks, int64_t at)
{
    for (int i = CLOCK_FIRST_RESPONSE - 1; i <= CLOCK_NEXT_RESPONSE - 1; i++)
        if (clocks->terms[i]) clock_meet(&clocks->clocks[i], clocks->terms[i], at);
}

static void apply_terms(TicketClocks *clocks, const ClockEvent *event)
{
    for (int i = 0; i < TICKET_CLOCKS; i++) {
        const ClockTerms *old = clocks->terms[i], *terms = event->terms[i];
        if (!terms) continue;
        clocks->terms[i] = terms;
        if (old) clock_retarget(&clocks->clocks[i], old, terms, event->at);
    }
    const Clock *resolution = &clocks->clocks[CLOCK_RESOLUTION - 1];
    if (!resolution->policy_id && !is_over(clocks->type))
        begin(clocks, CLOCK_RESOLUTION, clocks->opened_at);
    follow_type(clocks, event->at);
}

static void apply_opened(TicketClocks *clocks, const ClockEvent *event)
{
    memcpy(clocks->terms, event->terms, sizeof clocks->terms);
    clocks->type = event->type;
    clocks->opened_at = event->at;
    clocks->holder_id = event->holder_id;
    clocks->holder_team_id = event->holder_team_id;
    begin(clocks, CLOCK_FIRST_RESPONSE, event->at);
    begin(clocks, CLOCK_RESOLUTION, event->at);
    follow_type(clocks, event->at);
}

void ticket_clocks_apply(TicketClocks *clocks, const ClockEvent *event)
{
    ticket_clocks_advance(clocks, event->at);
    switch (event->kind) {
    case CLOCK_OPENED:
        apply_opened(clocks, event);
        break;
    case CLOCK_TYPED:
        apply_type(clocks, event);
        break;
    case CLOCK_ASKED:
        apply_asked(clocks, event->at);
        break;
    case CLOCK_ANSWERED:
        apply_answered(clocks, event->at);
        break;
    case CLOCK_TERMED:
        apply_terms(clocks, event);
        break;
    case CLOCK_HELD:
        clocks->holder_id = event->holder_id;
        clocks->holder_team_id = event->holder_team_id;
        break;
    }
}

Status ticket_clocks_replay(Ctx *ctx, int64_t ticket_id, const ClockEvent *events, size_t count,
                            int64_t now_ms, List *out)
{
    Clock *rounds = ARENA_ARRAY(ctx->arena, count + TICKET_CLOCKS, Clock);
    if (!rounds) return no_memory(ctx);
    TicketClocks clocks;
    ticket_clocks_init(&clocks, ticket_id);
    const Clock *next = &clocks.clocks[CLOCK_NEXT_RESPONSE - 1];
    size_t n = 1; /* the first response stands first, if it began */
    for (size_t i = 0; i < count; i++) {
        Clock before = *next;
        ticket_clocks_apply(&clocks, &events[i]);
        if (before.policy_id && next->round != before.round) rounds[n++] = before;
    }
    ticket_clocks_advance(&clocks, now_ms);
    rounds[0] = clocks.clocks[CLOCK_FIRST_RESPONSE - 1];
    if (next->policy_id) rounds[n++] = *next;
    if (clocks.clocks[CLOCK_RESOLUTION - 1].policy_id)
        rounds[n++] = clocks.clocks[CLOCK_RESOLUTION - 1];
    bool has_first = rounds[0].policy_id != 0;
    *out = (List){has_first ? rounds : rounds + 1, has_first ? n : n - 1};
    return OK;
}

int64_t ticket_clocks_due(const TicketClocks *clocks)
{
    int64_t due = NONE;
    for (int i = 0; i < TICKET_CLOCKS; i++) {
        const Clock *clock = &clocks->clocks[i];
        if (!clock_waits(clock) || clock->deadline_at == NONE) continue;
        if (due == NONE || clock->deadline_at < due) due = clock->deadline_at;
    }
    return due;
}

int64_t ticket_clocks_next(const TicketClocks *clocks)
{
    int64_t next = NONE;
    for (int i = 0; i < TICKET_CLOCKS; i++) {
        int64_t at = clock_next(&clocks->clocks[i]);
        if (at != NONE && (next == NONE || at < next)) next = at;
    }
    return next;
}
