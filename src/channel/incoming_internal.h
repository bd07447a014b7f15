/* incoming_internal.h -- a message while it is being taken; what the files of channel/ share. */
#pragma once

#include "channel/automatic.h"
#include "channel/incoming.h"
#include "desk/ticket.h"
#include "notify/notify.h"

/* What is known of a message so far. */
typedef struct Taking {
    const Incoming *in;
    IncomingRow row;
    const char *phone, *email; /* who writes, in the form that is looked up; NULL: not by that */
    Notice answered;           /* our message that it answers; id 0: none that is known */
    int64_t ticket_id;         /* that it goes on in; 0: none */
    int64_t beside_id;         /* that a new one is tied to; 0: none */
} Taking;

/* Who writes, as the channel names them. INVALID names the field. */
Status incoming_sender(Ctx *ctx, Taking *t);

/* The customer who writes, and the ticket that it goes on in. */
Status incoming_find_ticket(Ctx *ctx, Taking *t);

/* Writes it into the log of its ticket, or opens one. */
Status incoming_say(Ctx *ctx, Taking *t);

/* Writes what a machine wrote into the log of its ticket, or sets it aside. */
Status incoming_note(Ctx *ctx, Taking *t, Automatic automatic);

/* Sets it aside: `why` is for who looks. */
Status incoming_set_aside(Taking *t, const char *why);

/* Whether it is a short message that says no to further ones; then writes that down. */
Status incoming_opt_out(Ctx *ctx, Taking *t, bool *out);

/* What names a message (`what` "message") or a conversation ("thread") of a channel, without
 * telling what it is: 32 hexadecimal digits. NULL if there is no memory. */
const char *incoming_key(Ctx *ctx, const char *what, int64_t channel, const char *text);

/* The message or conversation is on this ticket from now on. */
Status incoming_bind(Ctx *ctx, const char *thread_key, int64_t ticket_id);

/* The ticket that goes on for this one, when it was merged. *ticket is NULL where none is seen. */
Status incoming_survivor(Ctx *ctx, int64_t ticket_id, const Ticket **ticket);
