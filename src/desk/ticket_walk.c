#include "desk/ticket_walk.h"

enum { AT_ONCE = 50 };

Status ticket_walk(Ctx *ctx, int64_t customer_id, TicketPageOf *page, TicketVisit *visit,
                   void *user)
{
    int64_t after = 0;
    List list = {.count = AT_ONCE};
    Status s = OK;
    while (!s && list.count == AT_ONCE) {
        s = page(ctx, customer_id, after, AT_ONCE, &list);
        const Ticket *tickets = list.items;
        for (size_t i = 0; !s && i < list.count; i++) {
            after = tickets[i].id;
            s = visit(ctx, after, user);
        }
    }
    return s;
}

Status ticket_tell_all(Ctx *ctx, int64_t customer_id, TicketPageOf *page, TicketVisit *visit,
                       Buf *out)
{
    TicketTelling telling = {out, true};
    buf_char(out, '[');
    Status s = ticket_walk(ctx, customer_id, page, visit, &telling);
    buf_char(out, ']');
    return s ? s : buf_check(ctx, out);
}

void ticket_told(TicketTelling *telling)
{
    if (!telling->first) buf_char(telling->out, ',');
    telling->first = false;
}
