#include "waybill/waybill_contact.h"

#include "access/right.h"

#define PARTY_FIELDS(side, Side)                                                                   \
    FIELD_TEXT(Waybill, side##_name, .doc = Side "'s name, in clear"),                             \
        FIELD_TEXT(Waybill, side##_phone, .doc = Side "'s phone, in clear"),                       \
        FIELD_TEXT(Waybill, side##_address, .doc = Side "'s street address, in clear")

static const Field contact_fields[] = {FIELD_ID(Waybill, id, .doc = "The parcel"),
                                       PARTY_FIELDS(sender, "Sender"),
                                       PARTY_FIELDS(receiver, "Receiver"), FIELD_END};
const Shape waybill_contact_shape = {
    .name = "WaybillContact",
    .doc = "Who sends and who receives a parcel, not masked: it was asked for",
    .size = sizeof(Waybill),
    .fields = contact_fields};

Status waybill_contact_view(Ctx *ctx, const char *carrier, const char *no, const ContactAsk *ask,
                            Waybill *out)
{
    Status s = contact_ask_check(ctx, WAYBILL_READ, ask);
    if (!s) s = waybill_find(ctx, carrier, no, out);
    return s ? s : contact_ask_audit(ctx, "waybill.contact", "waybill", out->id, ask);
}
