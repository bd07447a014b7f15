/* book_store.h -- the rows behind the desk's rules: states, transitions, service levels. For
 * book.c, state.c and policy.c only. */
#pragma once

#include "desk/book.h"

typedef struct BookRevision {
    int64_t desk, calendars;
} BookRevision;

/* Numbers that differ whenever the book may. */
Status book_revision(Ctx *ctx, BookRevision *out);
Status book_revision_write(Ctx *ctx, int64_t revision);

/* The terms of a line, by the calendars of the book. */
Status policy_to_terms(Ctx *ctx, const DeskBook *book, const Policy *policy, ClockTerms *out);

/* States. NOT_FOUND without words; CONFLICT when the code is taken. */
Status ticket_state_store_insert(Ctx *ctx, const TicketState *state);
Status ticket_state_store_update(Ctx *ctx, const TicketState *state, int64_t version,
                                 bool *written);
Status ticket_state_store_by_code(Ctx *ctx, const char *code, TicketState *out);
Status ticket_state_store_list(Ctx *ctx, List *out);

/* Transitions. Writes over the version that is given, which becomes the new one; 0: there is none
 * yet. `needs` empty: it is taken away. */
Status transition_store_put(Ctx *ctx, TicketTransition *move, bool *written);
Status transition_store_list(Ctx *ctx, List *out);

/* Lines of the service levels. */
Status policy_store_insert(Ctx *ctx, const Policy *policy);
Status policy_store_supersede(Ctx *ctx, int64_t id, bool *written);
Status policy_store_by_code(Ctx *ctx, const char *code, Policy *out);
Status policy_store_by_id(Ctx *ctx, int64_t id, Policy *out);
Status policy_store_list(Ctx *ctx, List *out);
/* How many there ever were. */
Status policy_store_count(Ctx *ctx, int64_t *out);
