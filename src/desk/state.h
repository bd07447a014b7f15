/* state.h -- the states of tickets as a company names them, and the moves between them, as data.
 *
 * A state has one of the fixed types (desk.h), which is what clocks and queues go by. A transition
 * names two states by their codes and the right that the move needs. A state without transitions of
 * its own moves as the shipped state of its type does, whose code is the name of the type. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"
#include "desk/desk.h"

typedef struct TicketState {
    int64_t id, version;
    const char *code; /* small letters, digits and _ */
    int64_t type;     /* TicketType */
    int64_t kind;     /* TicketKind; NONE: of every kind */
    const char *name_zh, *name_en;
    int64_t position; /* the lowest of a type is where tickets go that move by themselves */
    bool closed;      /* no ticket is moved there any more */
} TicketState;
extern const Shape ticket_state_shape;
extern const Shape ticket_state_change_shape; /* without code and type */

typedef struct TicketTransition {
    const char *from_state, *to_state;
    const char *needs; /* name of a right */
    int64_t version;
} TicketTransition;
extern const Shape ticket_transition_shape;

struct DeskBook;

/* The state of that code; NULL when there is none. */
const TicketState *ticket_state_of(const struct DeskBook *book, const char *code);

/* Where a ticket of a kind goes that moves to a type by itself; NULL when there is none. */
const TicketState *ticket_state_first(const struct DeskBook *book, int64_t type, int64_t kind);

/* The right that a move needs; -1 when there is no such move. */
int ticket_state_move_right(const struct DeskBook *book, const TicketState *from,
                            const TicketState *to);

/* --- keeping them: of the whole company, in the transaction of ctx; audited --- */

/* CONFLICT when the code is taken. */
Status ticket_state_create(Ctx *ctx, TicketState *state);

/* NOT_FOUND, STALE; CONFLICT when it would leave a shipped state closed. */
Status ticket_state_change(Ctx *ctx, const char *code, int64_t version, const TicketState *change,
                           TicketState *out);

/* By type and position; at most 1,000. */
Status ticket_state_list(Ctx *ctx, List *out);

/* By code. NOT_FOUND. */
Status ticket_state_find(Ctx *ctx, const char *code, TicketState *out);

/* Enters a move (its version is 0 before), or changes the right it needs. INVALID when a state or
 * the right is unknown, or the move leads to or from a merged state: only merging does. CONFLICT
 * when there is such a move already, STALE. The version becomes the new one. */
Status transition_put(Ctx *ctx, TicketTransition *transition);

/* NOT_FOUND, STALE. */
Status transition_remove(Ctx *ctx, const char *from_state, const char *to_state, int64_t version);

/* All of them, by codes; at most 10,000. */
Status transition_list(Ctx *ctx, List *out);

/* Puts in the shipped states and moves where there are none. */
Status ticket_state_seed(Ctx *ctx);
