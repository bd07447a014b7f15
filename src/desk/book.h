/* book.h -- what every ticket is measured by, in memory: states, transitions, service levels and
 * their calendars. One statement tells whether it still holds. */
#pragma once

#include "base/calendar.h"
#include "desk/policy.h"
#include "desk/state.h"

typedef struct DeskBook {
    List states;             /* TicketState, by type and position */
    List transitions;        /* TicketTransition, by codes */
    List policies;           /* Policy, those in force, by code */
    const ClockTerms *terms; /* of each of them */
    const Calendar **calendars;
    size_t calendar_count;
} DeskBook;

/* As ctx->db sees it; good until ctx's arena is cleared. */
Status desk_book(Ctx *ctx, const DeskBook **out);

/* The calendar of that code, or NULL. */
const Calendar *desk_calendar(const DeskBook *book, const char *code);

/* In the transaction of ctx: states, service levels or transitions have changed. */
Status desk_book_changed(Ctx *ctx);

/* What keeps them: the house's. */
typedef struct DeskBooks DeskBooks;

/* Empty: the first that asks reads it. */
Status desk_books_open(Ctx *ctx, DeskBooks **out);
void desk_books_close(DeskBooks *books); /* NULL is allowed */
