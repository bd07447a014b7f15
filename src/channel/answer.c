#include "channel/answer.h"

#include <string.h>

#include "base/phone.h"
#include "channel/incoming_internal.h"
#include "channel/incoming_store.h"
#include "customer/consent.h"
#include "notify/notify.h"

enum { DETAILS = 6, IDS_MAX = 20 };

/* The last mail that came in on the ticket, and those before it. */
static Status add_references(Ctx *ctx, int64_t ticket_id, NoticeWritten *w)
{
    IncomingRow last;
    Buf ids;
    Status s = incoming_store_last(ctx, ticket_id, CHANNEL_EMAIL, &last);
    if (s == NOT_FOUND || (!s && !last.message_id)) return OK;
    if (s) return s;
    size_t count = last.references.count, from = count > IDS_MAX ? count - IDS_MAX : 0;
    buf_init(&ids, ctx->arena);
    for (size_t i = from; i < count; i++)
        buf_format(&ids, "%s ", last.references.items[i]);
    buf_text(&ids, last.message_id);
    w->in_reply_to = last.message_id;
    w->references = ids.data;
    return buf_check(ctx, &ids);
}

static Status make_subject(Ctx *ctx, const Ticket *ticket, NoticeWritten *w)
{
    const char *subject = ticket->subject ? ticket->subject : "";
    const char *re = strncasecmp(subject, "re:", 3) == 0 ? "" : "Re: ";
    w->subject = strstr(subject, ticket->no)
                     ? arena_format(ctx->arena, "%s%s", re, subject)
                     : arena_format(ctx->arena, "%s%s [%s]", re, subject, ticket->no);
    return w->subject ? OK : no_memory(ctx);
}

/* What is answered to a short message comes from its phone: it belongs to this ticket from now on.
 */
static Status bind_phone(Ctx *ctx, const Ticket *ticket)
{
    const char *phone;
    Status s = ticket->contact_phone ? phone_normal(ctx, ticket->contact_phone, &phone) : INVALID;
    if (s == INVALID) problem_clear(ctx);
    if (s) return s == INVALID ? OK : s;
    const char *key = incoming_key(ctx, "thread", CHANNEL_SMS, phone);
    return key ? incoming_bind(ctx, key, ticket->id) : no_memory(ctx);
}

static Status tell(Ctx *ctx, int64_t id, Texts *detail)
{
    Notice notice;
    const char **items = ARENA_ARRAY(ctx->arena, DETAILS, const char *);
    const char *number = arena_format(ctx->arena, "%lld", (long long)id);
    if (!items || !number) return no_memory(ctx);
    Status s = notice_find(ctx, id, &notice);
    if (s) return s;
    const char *const told[DETAILS] = {
        "notice", number, "sending", notice.why ? "held_back" : "queued", "why", notice.why};
    memcpy(items, told, sizeof told);
    *detail = (Texts){items, notice.why ? DETAILS : DETAILS - 2};
    return OK;
}

static Status tell_nobody(Ctx *ctx, Texts *detail)
{
    static const char *const told[] = {"sending", "held_back", "why", "the ticket has no contact"};
    const char **items = ARENA_ARRAY(ctx->arena, 4, const char *);
    if (!items) return no_memory(ctx);
    memcpy(items, told, sizeof told);
    *detail = (Texts){items, 4};
    return OK;
}

Status answer_send(Ctx *ctx, const TicketEdit *edit, const Entry *entry, Texts *detail)
{
    const Ticket *ticket = &edit->now;
    const TicketWaybill *parcels = ticket->waybills.items;
    bool mail = entry->channel == CHANNEL_EMAIL;
    int64_t id;
    if (!mail && entry->channel != CHANNEL_SMS) return OK;
    NoticeWritten written = {.channel = mail ? NOTICE_EMAIL : NOTICE_SMS,
                             .purpose = CONSENT_SERVICE,
                             .customer_id = ticket->customer_id,
                             .outlet_id = ticket->outlet_id,
                             .waybill_id = ticket->waybills.count ? parcels[0].waybill_id : 0,
                             .subject_kind = "ticket",
                             .subject_id = ticket->id,
                             .to = mail ? ticket->contact_email : ticket->contact_phone,
                             .text = entry->text,
                             .urgent = true}; /* who asks is answered, whatever the hour */
    if (!written.to && !written.customer_id) return tell_nobody(ctx, detail);
    written.key = arena_format(ctx->arena, "answer/%lld", (long long)ctx_id(ctx));
    Status s = written.key ? make_subject(ctx, ticket, &written) : no_memory(ctx);
    if (!s) s = mail ? add_references(ctx, ticket->id, &written) : bind_phone(ctx, ticket);
    if (!s) s = notice_write(ctx, &written, &id);
    return s ? s : tell(ctx, id, detail);
}
