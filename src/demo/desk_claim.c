#include "claim/claim.h"
#include "demo/desk.h"

Status desk_claim(Ctx *ctx, Dice *dice, const DeskStory *story, const Ticket *ticket,
                  const Waybill *parcel)
{
    Claim claim;
    ClaimInput input;
    ClaimWaybill about = {.carrier = parcel->carrier, .no = parcel->no};
    Claimant claimant = {.name = ticket->contact_name, .phone = ticket->contact_phone};
    shape_clear(&claim_input_shape, &input);
    input.kind = story->category;
    input.ticket_id = ticket->id;
    input.claimant = &claimant;
    input.waybills = (List){.items = &about, .count = 1};
    input.demanded = dice_between(dice, 3, 80) * 1000;
    return claim_create(ctx, &input, &claim);
}
