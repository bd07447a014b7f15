#include "desk/clock.h"

#include <string.h>

#include "base/instant.h"
#include "desk/desk.h"
#include "test.h"

/* 2026-09-30 (Wednesday) 16:00 in Shanghai: the National Day holiday begins the next day. */
#define EVE INT64_C(1790755200000)
#define H HOUR_MS

static const Calendar *given_calendar(T *t)
{
    Calendar *calendar;
    check_ok(t, calendar_shipped(t->ctx, "cn", &calendar));
    return calendar;
}

static ClockTerms terms_of(int64_t id, int64_t hours, int64_t pauses, const Calendar *calendar)
{
    return (ClockTerms){.policy_id = id,
                        .budget_ms = hours * H,
                        .warn_ms = H,
                        .pauses = pauses,
                        .calendar = calendar};
}

static ClockEvent event_of(int64_t at, ClockEventKind kind, int64_t type)
{
    return (ClockEvent){.at = at, .kind = kind, .type = type};
}

TEST(a_plain_clock_runs_on_every_day)
{
    ClockTerms terms = terms_of(1, 4, PAUSE_NEVER, NULL);
    Clock clock = {.clock = CLOCK_HANDOFF};
    clock_start(&clock, &terms, 1, EVE);
    check_int(t, clock.deadline_at, EVE + 4 * H);
    check_int(t, clock.warn_at, EVE + 3 * H);
    check_int(t, clock_next(&clock), EVE + 3 * H);
}

/* Two hours are left on the 30th, 1–7 October are off, the 8th is a Thursday: 9:00 and two more. */
TEST(a_clock_on_working_time_passes_over_a_holiday)
{
    ClockTerms terms = terms_of(1, 4, PAUSE_NEVER, given_calendar(t));
    Clock clock = {.clock = CLOCK_HANDOFF};
    clock_start(&clock, &terms, 1, EVE);
    check_int(t, clock.deadline_at, EVE + 7 * DAY_MS + 19 * H);
    clock_advance(&clock, 7, 8, EVE + 7 * DAY_MS);
    check(t, clock.breached_at == NONE);
}

/* Saturday 10 October 2026 is worked to make up for the holiday. */
TEST(a_day_that_is_worked_to_make_up_counts)
{
    ClockTerms terms = terms_of(1, 2, PAUSE_NEVER, given_calendar(t));
    Clock clock = {.clock = CLOCK_HANDOFF};
    int64_t friday_17 = EVE + 9 * DAY_MS + H;
    clock_start(&clock, &terms, 1, friday_17);
    check_int(t, clock.deadline_at, friday_17 + 17 * H);
}

TEST(a_pause_moves_the_deadline_by_working_time_alone)
{
    ClockTerms terms = terms_of(1, 4, PAUSE_PENDING, given_calendar(t));
    Clock clock = {.clock = CLOCK_RESOLUTION};
    clock_start(&clock, &terms, 1, EVE);
    clock_pause(&clock, &terms, EVE + H); /* an hour is used */
    check_int(t, clock.used_ms, H);
    check(t, clock.deadline_at == NONE);
    check(t, clock_next(&clock) == NONE);
    clock_resume(&clock, &terms, EVE + 3 * DAY_MS);             /* in the holiday */
    check_int(t, clock.deadline_at, EVE + 7 * DAY_MS + 20 * H); /* 8 October, 12:00 */
    clock_meet(&clock, &terms, EVE + 7 * DAY_MS + 18 * H);      /* 10:00 */
    check_int(t, clock.used_ms, 2 * H);
    check(t, clock.breached_at == NONE);
}

TEST(a_clock_that_is_met_at_its_deadline_is_in_time_and_a_millisecond_later_is_not)
{
    ClockTerms terms = terms_of(1, 4, PAUSE_NEVER, NULL);
    Clock clock = {.clock = CLOCK_HANDOFF};
    clock_start(&clock, &terms, 1, EVE);
    clock_advance(&clock, 7, 8, EVE + 4 * H);
    check(t, clock.breached_at == NONE);
    clock_advance(&clock, 7, 8, EVE + 4 * H + 1);
    check_int(t, clock.breached_at, EVE + 4 * H);
    check_int(t, clock.holder_id, 7);
    check_int(t, clock.holder_team_id, 8);
}

TEST(a_breach_is_told_once_and_a_warning_once_for_each_deadline)
{
    ClockTerms terms = terms_of(1, 4, PAUSE_PENDING, NULL);
    Clock clock = {.clock = CLOCK_RESOLUTION};
    clock_start(&clock, &terms, 1, EVE);
    check_int(t, clock_next(&clock), EVE + 3 * H);
    clock.warned_at = clock.deadline_at;
    check_int(t, clock_next(&clock), EVE + 4 * H + 1);
    clock_pause(&clock, &terms, EVE + 3 * H);
    clock_resume(&clock, &terms, EVE + 5 * H);
    check_int(t, clock_next(&clock), EVE + 5 * H); /* another deadline, within the warning */
    clock.warned_at = clock.deadline_at;
    clock_advance(&clock, 0, 0, EVE + 7 * H);
    check_int(t, clock.breached_at, EVE + 6 * H);
    check_int(t, clock_next(&clock), EVE + 6 * H + 1);
    clock.told_at = clock.breached_at;
    check(t, clock_next(&clock) == NONE);
}

TEST(shorter_terms_count_what_ran_already)
{
    ClockTerms slow = terms_of(1, 8, PAUSE_NEVER, NULL), fast = terms_of(2, 3, PAUSE_NEVER, NULL);
    Clock clock = {.clock = CLOCK_RESOLUTION};
    clock_start(&clock, &slow, 1, EVE);
    clock_retarget(&clock, &slow, &fast, EVE + 2 * H);
    check_int(t, clock.deadline_at, EVE + 3 * H);
    check_int(t, clock.policy_id, 2);
    clock_retarget(&clock, &fast, &slow, EVE + 2 * H);
    check_int(t, clock.deadline_at, EVE + 8 * H);
}

typedef struct Desk {
    ClockTerms terms[TICKET_CLOCKS];
    TicketClocks clocks;
} Desk;

static void open_desk(Desk *desk, int64_t at)
{
    ticket_clocks_init(&desk->clocks, 9);
    for (int i = 0; i < TICKET_CLOCKS; i++)
        desk->terms[i] = terms_of(i + 1, (i + 1) * 2, PAUSE_PENDING, NULL);
    ClockEvent opened = event_of(at, CLOCK_OPENED, TYPE_NEW);
    for (int i = 0; i < TICKET_CLOCKS; i++)
        opened.terms[i] = &desk->terms[i];
    ticket_clocks_apply(&desk->clocks, &opened);
}

static void tell(Desk *desk, int64_t at, ClockEventKind kind, int64_t type)
{
    ClockEvent event = event_of(at, kind, type);
    ticket_clocks_apply(&desk->clocks, &event);
}

static const Clock *of(const Desk *desk, ClockKind kind)
{
    return &desk->clocks.clocks[kind - 1];
}

TEST(the_first_answer_ends_the_first_clock_and_a_question_begins_the_next)
{
    Desk desk;
    open_desk(&desk, EVE);
    check_int(t, ticket_clocks_due(&desk.clocks), EVE + 2 * H);
    tell(&desk, EVE + H / 2, CLOCK_ASKED, NONE); /* still the first answer that is waited for */
    check_int(t, of(&desk, CLOCK_NEXT_RESPONSE)->policy_id, 0);
    tell(&desk, EVE + H, CLOCK_ANSWERED, NONE);
    check_int(t, of(&desk, CLOCK_FIRST_RESPONSE)->met_at, EVE + H);
    check_int(t, ticket_clocks_due(&desk.clocks), EVE + 6 * H);
    tell(&desk, EVE + 2 * H, CLOCK_ASKED, NONE);
    tell(&desk, EVE + 3 * H, CLOCK_ASKED, NONE); /* the same round */
    check_int(t, of(&desk, CLOCK_NEXT_RESPONSE)->round, 1);
    check_int(t, of(&desk, CLOCK_NEXT_RESPONSE)->deadline_at, EVE + 6 * H);
    tell(&desk, EVE + 4 * H, CLOCK_ANSWERED, NONE);
    tell(&desk, EVE + 5 * H, CLOCK_ASKED, NONE);
    check_int(t, of(&desk, CLOCK_NEXT_RESPONSE)->round, 2);
}

TEST(a_resolved_ticket_stops_and_a_reopened_one_goes_on_where_it_was)
{
    Desk desk;
    open_desk(&desk, EVE);
    tell(&desk, EVE + H, CLOCK_TYPED, TYPE_RESOLVED);
    check_int(t, of(&desk, CLOCK_FIRST_RESPONSE)->met_at, EVE + H);
    check_int(t, of(&desk, CLOCK_RESOLUTION)->met_at, EVE + H);
    check(t, ticket_clocks_due(&desk.clocks) == NONE);
    tell(&desk, EVE + 100 * H, CLOCK_TYPED, TYPE_OPEN);
    check(t, of(&desk, CLOCK_RESOLUTION)->met_at == NONE);
    check_int(t, of(&desk, CLOCK_RESOLUTION)->deadline_at, EVE + 105 * H);
    check(t, of(&desk, CLOCK_FIRST_RESPONSE)->met_at != NONE);
}

TEST(clocks_stand_still_while_a_ticket_is_pending)
{
    Desk desk;
    open_desk(&desk, EVE);
    tell(&desk, EVE + H, CLOCK_TYPED, TYPE_PENDING_CUSTOMER);
    check(t, ticket_clocks_due(&desk.clocks) == NONE);
    tell(&desk, EVE + 2 * H, CLOCK_TYPED, TYPE_PENDING_INTERNAL);
    tell(&desk, EVE + 50 * H, CLOCK_TYPED, TYPE_OPEN);
    check_int(t, of(&desk, CLOCK_FIRST_RESPONSE)->deadline_at, EVE + 51 * H);
}

TEST(a_clock_that_a_law_counts_runs_on)
{
    Desk desk;
    open_desk(&desk, EVE);
    desk.terms[2].pauses = PAUSE_NEVER;
    tell(&desk, EVE + H, CLOCK_TYPED, TYPE_PENDING_CUSTOMER);
    check_int(t, ticket_clocks_due(&desk.clocks), EVE + 6 * H);
}

TEST(a_breach_names_who_held_the_ticket_when_it_happened)
{
    Desk desk;
    open_desk(&desk, EVE);
    ClockEvent held = {.at = EVE + H, .kind = CLOCK_HELD, .holder_id = 5, .holder_team_id = 6};
    ticket_clocks_apply(&desk.clocks, &held);
    held = (ClockEvent){.at = EVE + 3 * H, .kind = CLOCK_HELD, .holder_id = 7};
    ticket_clocks_apply(&desk.clocks, &held); /* an hour too late */
    check_int(t, of(&desk, CLOCK_FIRST_RESPONSE)->breached_at, EVE + 2 * H);
    check_int(t, of(&desk, CLOCK_FIRST_RESPONSE)->holder_id, 5);
}

/* A history at random, each event at a random distance from the one before. */
static size_t random_history(T *t, Desk *desk, ClockEvent *events, size_t room)
{
    int64_t at = EVE;
    unsigned char dice[3];
    for (int i = 0; i < TICKET_CLOCKS; i++) {
        ctx_random(t->ctx, dice, sizeof dice);
        desk->terms[i] = terms_of(i + 1, 1 + dice[0] % 40, 1 + dice[1] % 3,
                                  dice[2] % 2 ? given_calendar(t) : NULL);
    }
    events[0] = event_of(at, CLOCK_OPENED, TYPE_NEW);
    for (int i = 0; i < TICKET_CLOCKS; i++)
        events[0].terms[i] = &desk->terms[i];
    for (size_t n = 1; n < room; n++) {
        ctx_random(t->ctx, dice, sizeof dice);
        at += dice[0] * (5 * MINUTE_MS);
        events[n] = event_of(at, (ClockEventKind)(CLOCK_TYPED + dice[1] % 5), 1 + dice[2] % 6);
        events[n].holder_id = dice[2];
        if (events[n].kind == CLOCK_TERMED)
            memcpy(events[n].terms, events[0].terms, sizeof events[0].terms);
    }
    return room;
}

/* What any history must leave: no clock both runs and is met; what it used is never more than its
 * budget unless it was breached; a deadline passed while it ran is a breach. */
static void check_sane(T *t, const Desk *desk, const Clock *clock, int64_t now)
{
    const ClockTerms *terms = &desk->terms[clock->clock - 1];
    check(t, clock->met_at == NONE || clock->running_at == NONE);
    check(t, clock->used_ms >= 0);
    if (clock->breached_at == NONE) check(t, clock->used_ms <= terms->budget_ms);
    if (clock->running_at != NONE && clock->breached_at == NONE)
        check(t, clock->deadline_at >= now);
    if (clock->breached_at != NONE) check(t, clock->breached_at >= clock->started_at);
}

TEST(any_history_replayed_gives_what_telling_it_one_by_one_gave)
{
    enum { HISTORIES = 200, EVENTS = 25 };
    for (int n = 0; n < HISTORIES; n++) {
        Desk desk;
        ClockEvent events[EVENTS];
        List replayed;
        size_t count = random_history(t, &desk, events, EVENTS), last = 0;
        int64_t now = events[count - 1].at + 3 * H;
        ticket_clocks_init(&desk.clocks, 9);
        for (size_t i = 0; i < count; i++) {
            ticket_clocks_apply(&desk.clocks, &events[i]);
            ticket_clocks_advance(&desk.clocks, events[i].at); /* a timer changes nothing */
        }
        ticket_clocks_advance(&desk.clocks, now);
        check_ok(t, ticket_clocks_replay(t->ctx, 9, events, count, now, &replayed));
        const Clock *clocks = replayed.items;
        for (size_t i = 0; i < replayed.count; i++) {
            check_sane(t, &desk, &clocks[i], now);
            const Clock *live = &desk.clocks.clocks[clocks[i].clock - 1];
            if (live->round == clocks[i].round)
                check_int(t, memcmp(live, &clocks[i], sizeof *live), 0), last++;
        }
        check(t, last >= 2);
    }
}
