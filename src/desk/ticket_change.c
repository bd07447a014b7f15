#include <string.h>

#include "access/masked.h"
#include "base/field_set.h"
#include "base/text.h"
#include "desk/awaited.h"
#include "desk/book.h"
#include "desk/entry.h"
#include "desk/ticket_refs.h"
#include "desk/ticket_store.h"

/* Sets a text where one is given ("" takes it away). */
static void set_text(const char **field, const char *given)
{
    if (given) *field = *given ? given : NULL;
}

static Status change_kind(Ctx *ctx, TicketEdit *edit, int64_t kind)
{
    if (kind == NONE || kind == edit->now.kind) return OK;
    edit->now.kind = kind;
    const TicketState *state = ticket_state_of(edit->book, edit->now.state);
    if (state && state->kind != NONE && state->kind != kind)
        return ticket_move_type(ctx, edit, (TicketType)state->type, NULL);
    return OK;
}

static Status change_holder(Ctx *ctx, TicketEdit *edit, const TicketChange *change)
{
    int64_t team_id = edit->now.team_id, owner_id = edit->now.owner_id;
    Status s = ref_team(ctx, change->team, &team_id);
    if (!s) s = ref_owner(ctx, change->owner, &owner_id);
    if (!s && change->owner) s = ref_owner_sees(ctx, owner_id, &edit->now);
    return s ? s : ticket_assign(ctx, edit, team_id, owner_id);
}

/* A parcel that the ticket has stays tied to it, though who changes the others may not see it. */
static void keep_parcels(const List *had, List *now)
{
    const TicketWaybill *old = had->items;
    TicketWaybill *items = now->items;
    for (size_t i = 0; i < now->count; i++)
        for (size_t k = 0; k < had->count && !items[i].waybill_id; k++)
            if (strcmp(items[i].no, old[k].no) == 0 &&
                (!*items[i].carrier || strcmp(items[i].carrier, old[k].carrier) == 0))
                items[i] = old[k];
}

/* What parcels that are new to the ticket say of its outlet and of who pays; 0: nothing. */
typedef struct Known {
    int64_t outlet_id, payer_id;
} Known;

static Status change_parts(Ctx *ctx, TicketEdit *edit, const TicketChange *change, Known *known)
{
    Status s = OK;
    if (change->waybills.items) {
        edit->waybills_set = true;
        s = ref_waybills(ctx, &change->waybills, &edit->before.waybills, &edit->now.waybills,
                         &known->outlet_id, &known->payer_id);
        if (!s) keep_parcels(&edit->before.waybills, &edit->now.waybills);
    }
    if (s || !change->tags.items) return s;
    edit->tags_set = true;
    return ref_tags(ctx, &change->tags, &edit->now.tags);
}

static Status change_incident(Ctx *ctx, const char *given, Ticket *now)
{
    int64_t id = 0;
    if (!given) return OK;
    if (*given && !(digits_int(given, strlen(given), &id) && id > 0))
        return fail_field(ctx, "incident_id", "must be an id: a text of digits");
    Status s = id == now->incident_id ? OK : ref_incident(ctx, id);
    if (!s) now->incident_id = id;
    return s;
}

/* What is no complaint any more loses the category of one. */
static Status check_words(Ctx *ctx, const Ticket *now, TicketChange *change)
{
    Status s = change->subject ? ref_subject(ctx, change->subject) : OK;
    if (!s) s = ref_line(ctx, "contact_name", change->contact_name);
    if (!s) s = ref_line(ctx, "external_ref", change->external_ref);
    if (!s) s = ref_contact(ctx, &change->contact_phone, &change->contact_email);
    if (!s) s = ref_category(ctx, now->kind, change->category);
    bool lost = change->kind != NONE && now->kind != TICKET_COMPLAINT && now->category;
    if (!s && lost && !change->category) change->category = "";
    return s;
}

static Status apply(Ctx *ctx, TicketEdit *edit, TicketChange *change)
{
    Ticket *now = &edit->now;
    Known known = {0};
    Status s = change_kind(ctx, edit, change->kind);
    if (!s) s = check_words(ctx, now, change);
    if (!s) s = ref_outlet(ctx, change->outlet, now);
    if (!s) s = ref_customer(ctx, change->customer, now);
    if (!s) s = change_incident(ctx, change->incident_id, now);
    if (!s) s = change_parts(ctx, edit, change, &known);
    if (s) return s;
    if (change->priority != NONE) now->priority = change->priority;
    if (change->subject) now->subject = change->subject;
    set_text(&now->contact_name, change->contact_name);
    set_text(&now->contact_phone, change->contact_phone);
    set_text(&now->contact_email, change->contact_email);
    set_text(&now->category, change->category);
    set_text(&now->external_ref, change->external_ref);
    s = change_holder(ctx, edit, change);
    /* what is said with the number, if only that there is none, stays */
    if (!s && !change->outlet) s = awaited_outlet(ctx, known.outlet_id, now);
    return s || change->customer ? s : awaited_customer(ctx, known.payer_id, now);
}

/* What was changed goes into the log; of what is personal, only that it was. */
static Status log_changes(Ctx *ctx, TicketEdit *edit)
{
    const Ticket *was = &edit->before, *now = &edit->now;
    bool contact = !text_equal(was->contact_name, now->contact_name) ||
                   !text_equal(was->contact_phone, now->contact_phone) ||
                   !text_equal(was->contact_email, now->contact_email);
    const struct {
        const char *field;
        bool changed;
        const char *value;
    } parts[] = {
        {"kind", was->kind != now->kind, name_of(ticket_kinds, now->kind)},
        {"priority", was->priority != now->priority, name_of(ticket_priorities, now->priority)},
        {"subject", !text_equal(was->subject, now->subject), ""},
        {"contact", contact, ""},
        {"customer", was->customer_id != now->customer_id, now->customer ? now->customer : ""},
        {"outlet", was->outlet_id != now->outlet_id, now->outlet ? now->outlet : ""},
        {"category", !text_equal(was->category, now->category), now->category ? now->category : ""},
        {"external_ref", !text_equal(was->external_ref, now->external_ref),
         now->external_ref ? now->external_ref : ""},
        {"incident", was->incident_id != now->incident_id, ""},
        {"waybills", edit->waybills_set, ""},
        {"tags", edit->tags_set, ""},
    };
    const char *detail[2 * sizeof parts / sizeof *parts];
    Entry entry = ticket_entry_of(ENTRY_CHANGED, ENTRY_INTERNAL);
    entry.text = edit->why;
    entry.detail.items = detail;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].changed) continue;
        detail[entry.detail.count++] = parts[i].field;
        detail[entry.detail.count++] = parts[i].value;
    }
    return entry.detail.count ? ticket_entry_add(ctx, edit, &entry) : OK;
}

Status ticket_change(Ctx *ctx, int64_t id, int64_t version, const TicketChange *change, Ticket *out)
{
    TicketEdit edit;
    TicketChange checked = *change;
    Status s = ticket_edit(ctx, id, version, &edit);
    if (!s)
        s = masked_restore(ctx, PERSONAL_WORDS, &change->tags, &edit.before.tags, &checked.tags);
    if (!s) s = masked_check(ctx, &ticket_change_shape, &checked, &ticket_shape, &edit.before);
    if (change->why && *change->why) edit.why = change->why;
    if (!s) s = apply(ctx, &edit, &checked);
    if (!s) s = log_changes(ctx, &edit);
    if (!s) s = ticket_save(ctx, &edit);
    if (!s && edit.waybills_set) s = awaited_note(ctx, &edit.now, &edit.before.waybills);
    if (!s) s = awaited_said(ctx, id, change->outlet, change->customer);
    return s ? s : ticket_find(ctx, id, out);
}
