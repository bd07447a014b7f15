#include "channel/incoming.h"

#include <string.h>

#include "access/keys.h"
#include "access/page.h"
#include "access/setting.h"
#include "base/instant.h"
#include "channel/incoming_internal.h"
#include "channel/incoming_store.h"
#include "desk/ticket.h"
#include "notify/gateway.h"

/* A text of which nothing is to be seen is none. */
static bool is_blank(const char *text)
{
    return !text || !text[strspn(text, " \t\n\xc2\xa0")];
}

static Status check(Ctx *ctx, const Incoming *in)
{
    if (is_blank(in->message_id)) return fail_field(ctx, "message_id", "is required");
    if (is_blank(in->from)) return fail_field(ctx, "from", "is required");
    if (in->headers.count % 2) return fail_field(ctx, "headers", "has a name without a value");
    return OK;
}

/* Takes the message's place among those there are; `*is_new` is false where it has one. */
static Status begin(Ctx *ctx, Taking *t, KeyIndex *sender, bool *is_new)
{
    const Incoming *in = t->in;
    const char *key = incoming_key(ctx, "message", in->channel, in->message_id);
    if (!key) return no_memory(ctx);
    Status s = key_name(ctx, INCOMING_SENDER, t->phone ? t->phone : in->from, sender);
    if (s) return s;
    t->row = (IncomingRow){.id = ctx_id(ctx),
                           .channel = in->channel,
                           .received_at = ctx_now(ctx),
                           .sent_at = in->sent_at,
                           .from = in->from,
                           .from_name = in->from_name,
                           .subject = in->subject,
                           .text = in->text,
                           .message_id = in->message_id,
                           .references = in->references};
    const IncomingNew row = {.id = t->row.id,
                             .channel = in->channel,
                             .sender_key = sender->now == NONE ? 0 : sender->now,
                             .received_at = t->row.received_at,
                             .sent_at = in->sent_at,
                             .key = key};
    s = incoming_store_begin(ctx, &row, is_new);
    if (s || *is_new) return s;
    return incoming_store_by_key(ctx, key, &t->row);
}

static Status automatic(Ctx *ctx, const Taking *t, Automatic *out)
{
    Gateway gateway;
    *out = AUTOMATIC_NO;
    if (t->in->channel != CHANNEL_EMAIL) return OK;
    Status s = gateway_find(ctx, NOTICE_EMAIL, &gateway);
    if (!s) *out = automatic_of(&t->in->headers, t->in->from, gateway.sender);
    return s;
}

/* Whom nobody can answer: a short message from a name, a mail from what is no address. */
static const char *no_person(const Taking *t)
{
    if (t->in->channel == CHANNEL_SMS && !t->phone) return "it comes from no phone number";
    if (t->in->channel == CHANNEL_EMAIL && !t->email) return "it comes from no mail address";
    return NULL;
}

static Status apply(Ctx *ctx, Taking *t, const KeyIndex *sender)
{
    Automatic machine;
    bool done = false;
    int64_t recent = 0, since = t->row.received_at - HOUR_MS;
    Status s = incoming_find_ticket(ctx, t);
    if (!s) s = automatic(ctx, t, &machine);
    if (s || machine) return s ? s : incoming_note(ctx, t, machine);
    if (no_person(t)) return incoming_set_aside(t, no_person(t));
    s = incoming_store_recent(ctx, sender, since, &recent);
    if (!s && recent > setting_int(ctx, SETTING_NAMED_INCOMING_PER_HOUR))
        return incoming_set_aside(t, "too many came from one sender within an hour");
    if (!s) s = incoming_opt_out(ctx, t, &done);
    return s || done ? s : incoming_say(ctx, t);
}

static Status bind(Ctx *ctx, const Taking *t)
{
    if (!t->in->conversation || !t->row.ticket_id) return OK;
    const char *key = incoming_key(ctx, "thread", t->in->channel, t->in->conversation);
    return key ? incoming_bind(ctx, key, t->row.ticket_id) : no_memory(ctx);
}

/* What is told of its ticket is how that stands now. */
static Status answer(Ctx *ctx, const Taking *t, IncomingRow *out)
{
    const Ticket *ticket = NULL;
    *out = t->row;
    if (out->outcome != INCOMING_SET_ASIDE) out->text = NULL;
    Status s = out->ticket_id ? incoming_survivor(ctx, out->ticket_id, &ticket) : OK;
    if (s || !ticket) return s;
    out->ticket_id = ticket->id;
    out->ticket_no = ticket->no;
    return OK;
}

Status incoming_take(Ctx *ctx, const Incoming *given, IncomingRow *out)
{
    bool is_new;
    KeyIndex sender;
    Incoming in = *given;
    Taking t = {.in = &in};
    Status s = check(ctx, &in);
    if (!s) s = incoming_sender(ctx, &t);
    if (s) return s;
    if (in.channel == CHANNEL_SMS && !in.conversation) in.conversation = t.phone;
    s = begin(ctx, &t, &sender, &is_new);
    if (!s && is_new) s = apply(ctx, &t, &sender);
    if (!s && is_new) s = bind(ctx, &t);
    if (!s && is_new) s = incoming_store_end(ctx, &t.row);
    return s ? s : answer(ctx, &t, out);
}

Status incoming_open(Ctx *ctx, int64_t id, IncomingRow *out)
{
    Taking t = {.ticket_id = 0};
    Status s = incoming_find(ctx, id, &t.row);
    if (s) return s;
    if (t.row.outcome != INCOMING_SET_ASIDE)
        return fail(ctx, CONFLICT, "the message was not set aside");
    if (!t.row.from) return fail(ctx, CONFLICT, "what the message said was forgotten");
    const Incoming in = {.channel = t.row.channel,
                         .message_id = t.row.message_id,
                         .from = t.row.from,
                         .from_name = t.row.from_name,
                         .subject = t.row.subject,
                         .text = t.row.text,
                         .references = t.row.references,
                         .attachments = NONE,
                         .sent_at = t.row.sent_at};
    t.in = &in;
    t.row.why = NULL;
    s = incoming_sender(ctx, &t);
    if (!s) s = incoming_find_ticket(ctx, &t);
    t.ticket_id = t.row.ticket_id = t.row.entry_id = 0;
    if (!s) s = incoming_say(ctx, &t);
    if (!s) s = incoming_store_end(ctx, &t.row);
    return s ? s : answer(ctx, &t, out);
}

Status incoming_list(Ctx *ctx, const IncomingFilter *filter, List *out, const char **next)
{
    int64_t below;
    Status s = page_start(ctx, filter->cursor, INT64_MAX, &below);
    if (!s) s = incoming_store_page(ctx, filter, below, out);
    return s ? s : page_end(ctx, out, filter->limit, &incoming_row_shape, next);
}

Status incoming_find(Ctx *ctx, int64_t id, IncomingRow *out)
{
    Status s = incoming_store_find(ctx, id, out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such message") : s;
}
