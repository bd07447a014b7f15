#include "claim/claim.h"
#include "portal/request.h"

static const char *const losses[][LANGUAGE_COUNT] = {
    [CLAIM_KIND_LOSS] = {"丢失", "Lost"},
    [CLAIM_KIND_SHORTAGE] = {"短少", "Something missing"},
    [CLAIM_KIND_DAMAGE] = {"损毁", "Damaged"},
    [CLAIM_KIND_DELAY] = {"延误", "Late"},
};

static const Field fields[] = {
    REQUEST_FIELDS(claim_kinds),
    FIELD_MONEY(RequestAsk, demanded, .required = true, .min = 1, .doc = "What is asked for"),
    FIELD_END};
const Shape request_claim_shape = SHAPE(RequestAsk, fields, "A claim");

const char *request_loss_word(int64_t kind, Language language)
{
    return losses[kind][language];
}

Status request_claim(Ctx *ctx, const Visitor *visitor, const RequestAsk *ask, const Waybill *parcel,
                     const Ticket *ticket)
{
    Claim claim;
    ClaimInput input;
    ClaimWaybill about = {.carrier = parcel->carrier, .no = parcel->no};
    Claimant claimant = {.name = ask->name, .phone = visitor->by_mail ? NULL : visitor->contact};
    shape_clear(&claim_input_shape, &input);
    input.kind = ask->about;
    input.ticket_id = ticket->id;
    input.demanded = ask->demanded;
    input.claimant = &claimant;
    input.waybills = (List){.items = &about, .count = 1};
    return claim_create(ctx, &input, &claim);
}
