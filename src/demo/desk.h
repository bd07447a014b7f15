/* desk.h -- what the demonstration company's customers ask, complain of and claim. For the files of
 * demo/ only. */
#pragma once

#include "demo/dice.h"
#include "desk/ticket.h"
#include "waybill/waybill.h"

/* One ticket's beginning. */
typedef struct DeskStory {
    int64_t exception; /* of the parcels that it is told of; NONE: of any */
    int64_t kind, channel, priority;
    int64_t category; /* of a complaint, ComplaintCategory; of a claim, ClaimKind */
    const char *subject, *description, *answer; /* answer NULL: nobody answered yet */
} DeskStory;

/* In the transaction of ctx: tickets about parcels that went wrong, complaints and claims among
 * them: about one for so many parcels, at least one of each story where there is a parcel for it.
 */
Status desk_create(Ctx *ctx, Dice *dice, int64_t parcels);

/* Of a ticket that was just opened: its complaint (desk_complaint.c), its claim (desk_claim.c). */
Status desk_complain(Ctx *ctx, const DeskStory *story, const Ticket *ticket);
Status desk_claim(Ctx *ctx, Dice *dice, const DeskStory *story, const Ticket *ticket,
                  const Waybill *parcel);
