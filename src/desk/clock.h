/* clock.h -- how long somebody has been waiting, and how long they may.
 *
 * A clock runs on working time of a calendar (or plainly, without one), stands still while its
 * terms say so, and is met, or breached at its deadline. It belongs to a subject: a ticket (first
 * response, next response, resolution) or a handoff. Everything here is pure: the state of a clock
 * follows from its events alone, so that it can be computed again from what was logged. Times are
 * UTC milliseconds, NONE where a thing has not happened. */
#pragma once

#include "base/calendar.h"
#include "base/ctx.h"

#define CLOCK_KINDS(X)                                                                             \
    X(FIRST_RESPONSE, "first_response", 1)                                                         \
    X(NEXT_RESPONSE, "next_response", 2)                                                           \
    X(RESOLUTION, "resolution", 3)                                                                 \
    X(HANDOFF, "handoff", 4)                                                                       \
    X(APPEAL, "appeal", 5)

typedef enum ClockKind {
#define CLOCK_KIND_(constant, name, value) CLOCK_##constant = value,
    CLOCK_KINDS(CLOCK_KIND_)
#undef CLOCK_KIND_
} ClockKind;
extern const Name clock_kinds[];

/* A ticket's own clocks are numbered 1 to this. */
enum { TICKET_CLOCKS = 3 };

typedef enum ClockSubject { CLOCK_OF_TICKET = 1, CLOCK_OF_HANDOFF = 2 } ClockSubject;

/* When a clock stands still. */
typedef enum ClockPause {
    PAUSE_NEVER = 1,        /* what a law counts */
    PAUSE_FOR_CUSTOMER = 2, /* while the customer is asked */
    PAUSE_PENDING = 3,      /* while anybody else is waited for */
} ClockPause;
extern const Name clock_pauses[];

/* How long a clock may run: one line of the service levels (policy.h). */
typedef struct ClockTerms {
    int64_t policy_id;
    int64_t budget_ms;              /* of working time on `calendar` */
    int64_t warn_ms;                /* warned so long before the deadline; 0: not warned */
    int64_t pauses;                 /* ClockPause */
    bool raise_priority, tell_lead; /* what happens at the deadline */
    const Calendar *calendar;       /* NULL: every millisecond counts */
} ClockTerms;

typedef struct Clock {
    int64_t subject_kind, subject_id; /* ClockSubject */
    int64_t clock;                    /* ClockKind */
    int64_t round;                    /* from 1: a ticket asks for many next responses */
    int64_t policy_id;                /* 0: this clock never began */
    int64_t started_at;
    int64_t running_at;  /* since when it runs; NONE while it stands still */
    int64_t used_ms;     /* that it ran until then */
    int64_t deadline_at; /* as things stand; NONE while it is paused */
    int64_t warn_at;     /* NONE: it is not warned */
    int64_t met_at, breached_at;
    int64_t warned_at;                 /* for which deadline it was warned: kept by whoever warns */
    int64_t told_at;                   /* which breach was told: kept by whoever tells */
    int64_t holder_id, holder_team_id; /* who held the subject when it was breached; 0: nobody */
} Clock;
extern const Shape clock_shape;

/* --- one clock --- */

/* Begins round `round` at an instant. */
void clock_start(Clock *clock, const ClockTerms *terms, int64_t round, int64_t at);

/* Stops counting, and goes on. Nothing happens to a clock that did not begin, was met, or stands
 * (runs) already. */
void clock_pause(Clock *clock, const ClockTerms *terms, int64_t at);
void clock_resume(Clock *clock, const ClockTerms *terms, int64_t at);

/* What it waited for has happened. Whether it was breached by then says clock_advance, before. */
void clock_meet(Clock *clock, const ClockTerms *terms, int64_t at);

/* It was met too soon: it stands where it stood, and is to be resumed. */
void clock_reopen(Clock *clock);

/* Other terms from now on; what it ran so far counts against them. A breach stays one. */
void clock_retarget(Clock *clock, const ClockTerms *old, const ClockTerms *terms, int64_t at);

/* Time has passed: notes a breach by `at`, and who held the subject. */
void clock_advance(Clock *clock, int64_t holder_id, int64_t holder_team_id, int64_t at);

/* The next instant at which something is to be told of it: its warning (unless it was warned for
 * this deadline), its breach (unless that was told); NONE if nothing will be. */
int64_t clock_next(const Clock *clock);

/* Whether it has begun, and was not met. */
bool clock_waits(const Clock *clock);

/* --- the three of a ticket --- */

typedef enum ClockEventKind {
    CLOCK_OPENED = 1, /* with terms, type and holder */
    CLOCK_TYPED,      /* the ticket's state has another type */
    CLOCK_ASKED,      /* the customer said something */
    CLOCK_ANSWERED,   /* the customer was told something */
    CLOCK_HELD,       /* somebody else has the ticket */
    CLOCK_TERMED,     /* other terms; a clock that has begun keeps its own where there are none */
} ClockEventKind;

typedef struct ClockEvent {
    int64_t at;
    ClockEventKind kind;
    int64_t type;                           /* TicketType */
    int64_t holder_id, holder_team_id;      /* account and team; 0: none */
    const ClockTerms *terms[TICKET_CLOCKS]; /* NULL: the ticket has no such clock */
} ClockEvent;

/* Where the clocks of a ticket stand: what the events so far have made of them. */
typedef struct TicketClocks {
    Clock clocks[TICKET_CLOCKS]; /* of the next response the last round */
    const ClockTerms *terms[TICKET_CLOCKS];
    int64_t type;
    int64_t opened_at;
    int64_t holder_id, holder_team_id;
} TicketClocks;

/* No clock has begun. */
void ticket_clocks_init(TicketClocks *clocks, int64_t ticket_id);

/* What one event does to them. Events come in the order of their instants. A round that is over
 * is replaced by the next: keep it before. */
void ticket_clocks_apply(TicketClocks *clocks, const ClockEvent *event);

/* Time has passed without an event. */
void ticket_clocks_advance(TicketClocks *clocks, int64_t at);

/* All rounds of all clocks (Clock, in the order of clock and round) that a ticket's events make, as
 * they stand at `now_ms`. */
Status ticket_clocks_replay(Ctx *ctx, int64_t ticket_id, const ClockEvent *events, size_t count,
                            int64_t now_ms, List *out);

/* The deadline of the most urgent that waits; NONE if none does. */
int64_t ticket_clocks_due(const TicketClocks *clocks);

/* The earliest clock_next of them; NONE. */
int64_t ticket_clocks_next(const TicketClocks *clocks);
