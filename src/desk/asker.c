#include "desk/asker.h"

#include "desk/ticket_store.h"

static Status find(Ctx *ctx, int64_t id, NoticeAsker *out)
{
    Ticket ticket;
    Status s = ticket_store_by_id(ctx, id, &ticket);
    if (!s) *out = (NoticeAsker){ticket.contact_phone, ticket.contact_email};
    return s;
}

const NoticeAskerSource ticket_asker = {.subject_kind = "ticket", .find = find};
