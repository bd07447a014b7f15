/* draft.h -- what somebody has begun to write on a ticket, kept on the server. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef struct Draft {
    int64_t version; /* 0 before the first */
    int64_t ticket_id;
    int64_t kind;      /* EntryKind, of entry_said_kinds; NONE: not said */
    int64_t direction; /* EntryDirection, and NONE */
    int64_t channel;   /* TicketChannel, and NONE */
    bool missed;       /* of a call: nobody answered it */
    const char *text;  /* personal: sealed at rest */
    int64_t changed_at;
} Draft;
extern const Shape draft_shape;

/* The draft of ctx's person; version 0 and no text where there is none. NOT_FOUND for a ticket out
 * of scope; FORBIDDEN to machines. */
Status draft_find(Ctx *ctx, int64_t ticket_id, Draft *out);

/* In the transaction of ctx: writes it over in->version (0: there is none). STALE when another
 * window of theirs wrote meanwhile: what that wrote stands. The ticket is `ticket_id`. */
Status draft_put(Ctx *ctx, int64_t ticket_id, const Draft *in, Draft *out);

/* Forgets the draft as it was at `version`: it was sent. STALE when another window of theirs wrote
 * meanwhile: what that wrote stands. OK where there is none (any more). */
Status draft_remove(Ctx *ctx, int64_t ticket_id, int64_t version);
