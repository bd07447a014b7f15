/* looking.h -- who is looking at a ticket now, or writing on it: so that two do not answer at once.
 *
 * A session says so from time to time; what was not heard for `presence_seconds` is over. Listeners
 * of the feed hear of it as `ticket.looking` when it changes, not at every heartbeat. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"

typedef enum LookingKind { LOOKING_READS = 1, LOOKING_WRITES = 2, LOOKING_LEFT = 3 } LookingKind;
extern const Name looking_kinds[];

typedef struct Looking {
    int64_t account_id;
    const char *login;
    int64_t doing;    /* LookingKind; of a person's sessions what is most */
    int64_t since_at; /* when the first of them came */
    bool self;        /* it is ctx's person */
} Looking;
extern const Shape looking_shape;

/* In the transaction of ctx: a heartbeat of ctx's person's session on a ticket; `out` as by
 * looking_list. FORBIDDEN to a token or a customer; NOT_FOUND. */
Status looking_beat(Ctx *ctx, int64_t ticket_id, int64_t doing, List *out);

/* Who is there now (Looking), by when they came; at most 50. NOT_FOUND. */
Status looking_list(Ctx *ctx, int64_t ticket_id, List *out);

/* Takes away what is long over; for a job. */
Status looking_sweep(Ctx *ctx);
