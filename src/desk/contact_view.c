#include "desk/contact_view.h"

#include "access/audit.h"
#include "desk/entry.h"

static const Field view_fields[] = {
    FIELD_ID(ContactView, ticket_id, .doc = "The ticket"),
    FIELD_TEXT(ContactView, contact_name, .doc = "Who asks, in clear"),
    FIELD_TEXT(ContactView, contact_phone, .doc = "Their phone, in clear"),
    FIELD_TEXT(ContactView, contact_email, .doc = "Their e-mail address, in clear"), FIELD_END};
const Shape contact_view_shape =
    SHAPE(ContactView, view_fields, "Who asks on a ticket, not masked: it was asked for");

Status ticket_contact_view(Ctx *ctx, int64_t ticket_id, const char *reason, ContactView *out)
{
    TicketEdit edit;
    Entry entry = ticket_entry_of(ENTRY_LOOKED, ENTRY_INTERNAL);
    entry.text = reason;
    Status s = ticket_edit_merged(ctx, ticket_id, NONE, &edit);
    if (!s) s = ticket_entry_add(ctx, &edit, &entry);
    if (!s) s = audit_write(ctx, "ticket.contact", "ticket", ticket_id, NULL);
    if (s) return s;
    *out = (ContactView){.ticket_id = ticket_id,
                         .contact_name = edit.now.contact_name,
                         .contact_phone = edit.now.contact_phone,
                         .contact_email = edit.now.contact_email};
    return OK;
}
