#include <string.h>

#include "access/outlet.h"
#include "access/setting.h"
#include "base/instant.h"
#include "base/text.h"
#include "channel/incoming_internal.h"
#include "customer/consent.h"
#include "desk/book.h"
#include "desk/entry.h"
#include "desk/merge.h"
#include "desk/ticket.h"
#include "waybill/waybill.h"

enum { SUBJECT_MAX = 200, NAME_MAX_ = 120 };

Status incoming_set_aside(Taking *t, const char *why)
{
    t->row.outcome = INCOMING_SET_ASIDE;
    t->row.why = why;
    return OK;
}

/* --- into a log --- */

/* The next piece of a text that an entry holds; moves `*at` on. */
static const char *next_piece(Ctx *ctx, const char **at)
{
    size_t length = text_prefix(*at, ENTRY_TEXT_MAX);
    const char *piece = arena_text_n(ctx->arena, *at, length);
    *at += length;
    return piece;
}

static bool same(const char *a, const char *b)
{
    return a && b && text_same(a, b);
}

/* What is known of the message beside its words. `by` tells that somebody else wrote than who
 * asked. */
static Status details(Ctx *ctx, const Taking *t, const Ticket *ticket, Texts *out)
{
    enum { DETAILS = 6 };
    const char **items = ARENA_ARRAY(ctx->arena, DETAILS, const char *);
    const char *id = arena_format(ctx->arena, "%lld", (long long)t->row.id);
    const char *files = arena_format(ctx->arena, "%lld", (long long)t->in->attachments);
    *out = (Texts){items, 0};
    if (!items || !id || !files) return no_memory(ctx);
    items[out->count++] = "incoming";
    items[out->count++] = id;
    if (t->in->attachments != NONE && t->in->attachments) {
        items[out->count++] = "attachments";
        items[out->count++] = files;
    }
    bool asked =
        !ticket || same(ticket->contact_phone, t->phone) || same(ticket->contact_email, t->email);
    if (!asked) {
        items[out->count++] = "by";
        items[out->count++] = "other";
    }
    return OK;
}

static Status say_piece(Ctx *ctx, const Taking *t, TicketEdit *edit, const char *text,
                        const Texts *detail)
{
    Entry entry = ticket_entry_of(ENTRY_MESSAGE, ENTRY_PUBLIC);
    entry.author_kind = AUTHOR_CUSTOMER;
    entry.direction = ENTRY_IN;
    entry.channel = t->in->channel;
    entry.text = text;
    entry.detail = *detail;
    Status s = ticket_entry_say(ctx, edit, &entry);
    return s;
}

/* The text from `at` on, in as many entries as it takes; the first stands for the message. */
static Status say_text(Ctx *ctx, Taking *t, TicketEdit *edit, const char *at)
{
    Texts detail;
    Status s = details(ctx, t, &edit->before, &detail);
    do {
        const char *piece = next_piece(ctx, &at);
        if (!piece) return no_memory(ctx);
        if (!s) s = say_piece(ctx, t, edit, *piece ? piece : NULL, &detail);
        if (!t->row.entry_id) t->row.entry_id = edit->entry_id;
    } while (!s && *at);
    edit->action = "ticket.say";
    return s ? s : ticket_save(ctx, edit);
}

/* --- a new ticket --- */

/* So many characters of the first line that says something. */
static const char *first_line(Ctx *ctx, const char *text, size_t most)
{
    text += strspn(text, " \t\n");
    size_t line = strcspn(text, "\n"), length = text_prefix(text, most);
    return arena_text_n(ctx->arena, text, length < line ? length : line);
}

static Status add_parcel(Ctx *ctx, const Taking *t, TicketInput *input)
{
    Waybill waybill;
    TicketWaybill *items = ARENA_NEW(ctx->arena, TicketWaybill);
    if (!items) return no_memory(ctx);
    if (!t->answered.id || !t->answered.waybill_id) return OK;
    Status s = waybill_find_id(ctx, t->answered.waybill_id, &waybill);
    if (s == NOT_FOUND) problem_clear(ctx);
    if (s) return s == NOT_FOUND ? OK : s;
    *items = (TicketWaybill){.carrier = waybill.carrier, .no = waybill.no};
    input->waybills = (List){items, 1};
    return OK;
}

static Status fill_input(Ctx *ctx, const Taking *t, const char **rest, TicketInput *input)
{
    const Incoming *in = t->in;
    ticket_input_init(input);
    input->kind = TICKET_INQUIRY;
    input->channel = in->channel;
    input->subject = first_line(ctx, in->subject ? in->subject : "", SUBJECT_MAX);
    if (input->subject && !*input->subject) input->subject = first_line(ctx, *rest, SUBJECT_MAX);
    if (input->subject && !*input->subject) input->subject = "(…)";
    input->description = next_piece(ctx, rest);
    input->contact_name = first_line(ctx, in->from_name ? in->from_name : "", NAME_MAX_);
    if (!input->subject || !input->description || !input->contact_name) return no_memory(ctx);
    if (!*input->description) input->description = NULL;
    if (!*input->contact_name) input->contact_name = NULL;
    if (!input->contact_name && !t->phone && !t->email)
        input->contact_name = first_line(ctx, in->from, NAME_MAX_);
    input->contact_phone = t->phone;
    input->contact_email = t->email;
    input->customer_id = t->row.customer_id;
    input->outlet = in->outlet;
    return add_parcel(ctx, t, input);
}

static Status note_first(Ctx *ctx, Taking *t)
{
    List entries;
    const char *next;
    const EntryFilter filter = {.limit = 1};
    Status s = ticket_entry_list(ctx, t->row.ticket_id, &filter, &entries, &next);
    if (!s && entries.count) t->row.entry_id = ((const Entry *)entries.items)->id;
    return s;
}

static Status open_ticket(Ctx *ctx, Taking *t)
{
    Ticket ticket;
    TicketInput input;
    TicketEdit edit;
    const char *rest = t->in->text ? t->in->text : "";
    Status s = fill_input(ctx, t, &rest, &input);
    if (!s) s = ticket_create(ctx, &input, &ticket);
    if (s) return s;
    t->row.outcome = INCOMING_OPENED;
    t->row.ticket_id = ticket.id;
    t->row.outlet_id = ticket.outlet_id;
    t->row.customer_id = ticket.customer_id;
    s = note_first(ctx, t);
    if (!s && t->beside_id) s = ticket_link(ctx, ticket.id, t->beside_id, LINK_RELATES);
    if (s || !*rest) return s;
    s = ticket_edit(ctx, ticket.id, NONE, &edit);
    return s ? s : say_text(ctx, t, &edit, rest);
}

/* --- one that there is --- */

/* The company's moves lead from its state to an open one, and it was not closed too long ago. */
static bool may_reopen(Ctx *ctx, const TicketEdit *edit)
{
    int64_t days = setting_int(ctx, SETTING_NAMED_TICKET_REOPEN_DAYS);
    const TicketState *from = ticket_state_of(edit->book, edit->now.state);
    const TicketState *to = ticket_state_first(edit->book, TYPE_OPEN, edit->now.kind);
    if (!from || !to || ticket_state_move_right(edit->book, from, to) < 0) return false;
    return edit->now.closed_at != NONE && edit->now.closed_at + days * DAY_MS > edit->at;
}

static void is_on(Taking *t, const Ticket *ticket)
{
    t->row.ticket_id = ticket->id;
    t->row.outlet_id = ticket->outlet_id;
    if (!t->row.customer_id) t->row.customer_id = ticket->customer_id;
}

Status incoming_say(Ctx *ctx, Taking *t)
{
    TicketEdit edit;
    const Ticket *ticket;
    Status s = incoming_survivor(ctx, t->ticket_id, &ticket);
    if (s || !ticket) return s ? s : open_ticket(ctx, t);
    if (ticket->spam) {
        is_on(t, ticket);
        return incoming_set_aside(t, "its ticket is marked as spam");
    }
    s = ticket_edit(ctx, ticket->id, NONE, &edit);
    if (s) return s;
    if (edit.now.type == TYPE_CLOSED && !may_reopen(ctx, &edit)) {
        t->beside_id = edit.now.id;
        return open_ticket(ctx, t);
    }
    if (edit.now.type == TYPE_CLOSED) s = ticket_move_type(ctx, &edit, TYPE_OPEN, NULL);
    if (s) return s;
    t->row.outcome = INCOMING_ADDED;
    is_on(t, &edit.now);
    return say_text(ctx, t, &edit, t->in->text ? t->in->text : "");
}

/* --- what machines write --- */

static Status note_entry(Ctx *ctx, Taking *t, int64_t ticket_id, const char *what)
{
    TicketEdit edit;
    Texts known;
    const char *at = t->in->text ? t->in->text : "";
    Status s = ticket_edit(ctx, ticket_id, NONE, &edit);
    if (!s) s = details(ctx, t, NULL, &known);
    if (s) return s;
    Entry entry = ticket_entry_of(ENTRY_NOTICE, ENTRY_INTERNAL);
    const char *detail[] = {"what", what, known.items[0], known.items[1]};
    entry.channel = t->in->channel;
    entry.text = next_piece(ctx, &at);
    entry.detail = (Texts){detail, sizeof detail / sizeof *detail};
    if (!entry.text) return no_memory(ctx);
    s = ticket_entry_add(ctx, &edit, &entry);
    t->row.entry_id = entry.id;
    is_on(t, &edit.now);
    return s;
}

Status incoming_note(Ctx *ctx, Taking *t, Automatic automatic)
{
    const Ticket *ticket = NULL;
    bool bounced = automatic == AUTOMATIC_BOUNCE;
    if (automatic == AUTOMATIC_LOOP) return incoming_set_aside(t, "it came from this company");
    Status s = bounced && t->answered.id ? notice_bounced(ctx, t->answered.id) : OK;
    if (!s) s = incoming_survivor(ctx, t->ticket_id, &ticket);
    if (s) return s;
    t->row.why = bounced ? "a mail did not arrive" : "a machine answered, or a list";
    if (!ticket) return incoming_set_aside(t, t->row.why);
    t->row.outcome = INCOMING_NOTED;
    return note_entry(ctx, t, ticket->id, bounced ? "bounced" : "automatic");
}

/* --- no more of that --- */

static bool says_no(Ctx *ctx, const char *text, bool *out)
{
    char *words = arena_text(ctx->arena, setting_text(ctx, SETTING_NAMED_OPT_OUT_WORDS)), *rest;
    char *said = text_normal(ctx->arena, text);
    *out = false;
    if (!words || !said) return false;
    for (char *word = strtok_r(words, " ", &rest); word && !*out; word = strtok_r(NULL, " ", &rest))
        *out = text_same(word, said);
    return true;
}

static Status withdraw(Ctx *ctx, Taking *t, int64_t purpose)
{
    Consent consent = {.customer_id = t->row.customer_id,
                       .purpose = purpose,
                       .channel = CONSENT_SMS,
                       .said = CONSENT_WITHDRAWN,
                       .at = ctx_now(ctx),
                       .until = NONE};
    consent.evidence = arena_format(ctx->arena, "short message %lld", (long long)t->row.id);
    return consent.evidence ? consent_add(ctx, &consent) : no_memory(ctx);
}

Status incoming_opt_out(Ctx *ctx, Taking *t, bool *out)
{
    *out = false;
    if (t->in->channel != CHANNEL_SMS || !t->in->text) return OK;
    if (!says_no(ctx, t->in->text, out)) return no_memory(ctx);
    if (!*out) return OK;
    if (!t->row.customer_id)
        return incoming_set_aside(t, "it says no to messages, and is no customer's number");
    char *names = arena_text(ctx->arena, setting_text(ctx, SETTING_NAMED_OPT_OUT_PURPOSES)), *rest;
    if (!names) return no_memory(ctx);
    Status s = OK;
    for (char *name = strtok_r(names, " ,", &rest); !s && name;
         name = strtok_r(NULL, " ,", &rest)) {
        int64_t purpose = name_value(consent_purposes, name);
        if (purpose != NONE) s = withdraw(ctx, t, purpose);
    }
    t->row.outcome = INCOMING_WITHDRAWN;
    return s;
}
