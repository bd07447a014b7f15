/* act.h -- what is done to a ticket in one go: by a macro, or to many at once. */
#pragma once

#include "desk/ticket.h"

typedef struct TicketAct {
    const char *state; /* code; NULL: stays, as the others */
    int64_t priority;  /* NONE: stays */
    Texts add_tags, remove_tags;
    const char *team, *owner; /* code and login; "" takes it away */
    const char *reply;        /* to the customer, by the ticket's channel */
    const char *note;         /* among colleagues */
    const char *named;        /* of the macro and its version, for the log; NULL: none */
} TicketAct;

/* Within an edit, which the caller saves: all of it, the move last. INVALID, CONFLICT, FORBIDDEN
 * as by each alone. */
Status ticket_act(Ctx *ctx, TicketEdit *edit, const TicketAct *act);

/* The tags as they are to be, in ctx's arena. */
Status tags_after(Ctx *ctx, const Texts *tags, const Texts *add, const Texts *take, Texts *out);
