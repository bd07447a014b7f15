#include <string.h>

#include "access/outlet.h"
#include "access/person.h"
#include "access/setting.h"
#include "base/instant.h"
#include "customer/contact_owner.h"
#include "desk/book.h"
#include "desk/entry.h"
#include "desk/ticket_refs.h"
#include "desk/ticket_store.h"
#include "desk/ticket_terms.h"

/* The outlet where none was given: the person's own, so that they see what they open, else where
 * the first parcel was last seen. */
static Status find_outlet(Ctx *ctx, const TicketInput *in, int64_t parcel_outlet_id, Ticket *t)
{
    if (in->outlet_id) t->outlet_id = in->outlet_id;
    if (!t->outlet_id) t->outlet_id = scope_outlet(ctx);
    if (!t->outlet_id) t->outlet_id = parcel_outlet_id;
    if (t->outlet_id && !t->outlet) t->outlet = outlet_code_of(ctx, t->outlet_id);
    return OK;
}

/* Of a ticket that names none. */
static Status find_customer(Ctx *ctx, const TicketInput *in, int64_t payer_id, Ticket *t)
{
    const ContactSaid said = {in->contact_name, in->contact_phone, in->contact_email};
    return t->customer_id ? OK : contact_customer(ctx, &said, payer_id, &t->customer_id);
}

static Status find_refs(Ctx *ctx, const TicketInput *in, Ticket *t)
{
    int64_t parcel_outlet_id = 0, parcel_customer_id = 0;
    Status s = ref_outlet(ctx, in->outlet, t);
    if (!s) s = ref_customer(ctx, in->customer, t);
    if (!s) s = ref_team(ctx, in->team, &t->team_id);
    if (!s) s = ref_owner(ctx, in->owner, &t->owner_id);
    if (!s) s = ref_tags(ctx, &in->tags, &t->tags);
    if (!s)
        s = ref_waybills(ctx, &in->waybills, &(const List){NULL, 0}, &t->waybills,
                         &parcel_outlet_id, &parcel_customer_id);
    if (s) return s;
    if (in->customer_id) t->customer_id = in->customer_id;
    if (scope_customer(ctx)) t->customer_id = scope_customer(ctx);
    s = find_customer(ctx, in, parcel_customer_id, t);
    if (!s) s = find_outlet(ctx, in, parcel_outlet_id, t);
    if (!s) s = ref_owner_sees(ctx, t->owner_id, t);
    if (!s) s = ticket_store_customer_code(ctx, t);
    if (!s) s = ref_tier_of_customer(ctx, t);
    return s || (!t->team_id && !t->owner_id) ? s : ticket_store_holder(ctx, t);
}

static Status find_number(Ctx *ctx, int64_t at, Ticket *t)
{
    int64_t count;
    int year, month, date;
    int64_t day = instant_date(at, setting_text(ctx, SETTING_NAMED_ZONE));
    Status s = ticket_store_number(ctx, day, &count);
    if (s) return s;
    date_parts(day, &year, &month, &date);
    t->no = arena_format(ctx->arena, "T%04d%02d%02d-%06lld", year, month, date, (long long)count);
    return t->no ? OK : no_memory(ctx);
}

static Status begin(Ctx *ctx, const TicketInput *in, TicketEdit *edit)
{
    Ticket *t = &edit->now;
    *t = (Ticket){.id = ctx_id(ctx),
                  .kind = in->kind,
                  .channel = in->channel,
                  .priority = in->priority == NONE ? PRIORITY_NORMAL : in->priority,
                  .type = TYPE_NEW,
                  .subject = in->subject,
                  .description = in->description,
                  .contact_name = in->contact_name,
                  .contact_phone = in->contact_phone,
                  .contact_email = in->contact_email,
                  .category = in->category,
                  .tier = in->tier,
                  .external_ref = in->external_ref,
                  .incident_id = in->incident_id,
                  .due_at = NONE,
                  .armed_at = NONE,
                  .created_at = edit->at,
                  .changed_at = edit->at,
                  .resolved_at = NONE,
                  .closed_at = NONE};
    const TicketState *state = ticket_state_first(edit->book, TYPE_NEW, t->kind);
    if (!state) return fail(ctx, INTERNAL, "there is no state of type new");
    t->state = state->code;
    Status s = find_refs(ctx, in, t);
    return s ? s : find_number(ctx, edit->at, t);
}

static Status add_id(Ctx *ctx, const char **detail, size_t *count, const char *key, int64_t id)
{
    if (!id) return OK;
    const char *text = arena_format(ctx->arena, "%lld", (long long)id);
    if (!text) return no_memory(ctx);
    detail[(*count)++] = key;
    detail[(*count)++] = text;
    return OK;
}

/* The first entry says what the clocks begin with, and holds the description. */
static Status open_log(Ctx *ctx, TicketEdit *edit, const ClockTerms *const *terms)
{
    const Ticket *t = &edit->now;
    const char *detail[20] = {"kind",     name_of(ticket_kinds, t->kind),
                              "priority", name_of(ticket_priorities, t->priority),
                              "type",     name_of(ticket_types, t->type)};
    size_t count = 6;
    Status s = OK;
    count += terms_name(ctx, terms, detail + count, &s);
    if (!s) s = add_id(ctx, detail, &count, "team_id", t->team_id);
    if (!s) s = add_id(ctx, detail, &count, "owner_id", t->owner_id);
    if (s) return s;
    Entry entry = ticket_entry_of(ENTRY_OPENED, ENTRY_PUBLIC);
    entry.channel = t->channel;
    entry.direction = t->channel == CHANNEL_WATCH ? NONE : ENTRY_IN;
    entry.text = t->description;
    entry.detail = (Texts){detail, count};
    return ticket_entry_add(ctx, edit, &entry);
}

static Status start_clocks(Ctx *ctx, TicketEdit *edit, const ClockTerms **terms)
{
    Ticket *t = &edit->now;
    Status s = terms_choose(ctx, edit->book, t, terms);
    if (s) return s;
    ClockEvent event = {.at = edit->at,
                        .kind = CLOCK_OPENED,
                        .type = t->type,
                        .holder_id = t->owner_id,
                        .holder_team_id = t->team_id};
    for (int i = 0; i < TICKET_CLOCKS; i++) {
        event.terms[i] = terms[i];
        t->policy_ids[i] = terms[i] ? terms[i]->policy_id : 0;
    }
    ticket_clocks_init(&edit->clocks, t->id);
    ticket_clocks_apply(&edit->clocks, &event);
    return OK;
}

Status ticket_open(Ctx *ctx, const TicketInput *input, TicketEdit *edit)
{
    const ClockTerms *terms[TICKET_CLOCKS];
    *edit = (TicketEdit){.at = ctx_now(ctx), .fresh = true, .action = "ticket.create"};
    Status s = desk_book(ctx, &edit->book);
    if (!s) s = begin(ctx, input, edit);
    if (!s) s = start_clocks(ctx, edit, terms);
    return s ? s : open_log(ctx, edit, terms);
}

Status ticket_create(Ctx *ctx, const TicketInput *input, Ticket *out)
{
    TicketEdit edit;
    Status s = ticket_open(ctx, input, &edit);
    if (!s) s = ticket_save(ctx, &edit);
    *out = edit.now;
    return s;
}
