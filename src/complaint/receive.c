#include "complaint/receive.h"

#include "access/setting.h"
#include "base/instant.h"
#include "complaint/complaint_edit.h"
#include "complaint/complaint_store.h"
#include "complaint/tally.h"
#include "complaint/untold.h"
#include "waybill/waybill.h"

/* Where its first known parcel goes, and what that is insured for. */
static Status read_parcel(Ctx *ctx, const Ticket *ticket, Complaint *out)
{
    const TicketWaybill *waybills = ticket->waybills.items;
    for (size_t i = 0; i < ticket->waybills.count; i++) {
        Waybill parcel;
        if (!waybills[i].waybill_id) continue;
        Status s = waybill_find_id(ctx, waybills[i].waybill_id, &parcel);
        if (s == NOT_FOUND) {
            problem_clear(ctx);
            continue;
        }
        if (s) return s;
        if (parcel.insured > 0) out->value = parcel.insured;
        const char *from = parcel.facts.origin, *to = parcel.facts.destination;
        if (from && to && *from && *to) out->lane = arena_format(ctx->arena, "%s>%s", from, to);
        return from && to && *from && *to && !out->lane ? no_memory(ctx) : OK;
    }
    return OK;
}

static int64_t category_of(const Ticket *ticket)
{
    return ticket->category ? name_value(complaint_categories, ticket->category) : NONE;
}

static Status begin(Ctx *ctx, const Ticket *ticket, Complaint *out)
{
    int64_t days = setting_int(ctx, SETTING_NAMED_COMPLAINT_ANSWER_DAYS);
    *out = (Complaint){0};
    shape_clear(&complaint_shape, out);
    out->ticket_id = ticket->id;
    out->version = 0;
    out->ticket = ticket->no;
    out->outlet = ticket->outlet;
    out->outlet_id = ticket->outlet_id;
    out->tier = ticket->tier;
    out->step = STEP_REGISTERED;
    out->received_at = ticket->created_at;
    out->answer_due_at = ticket->created_at + days * DAY_MS;
    out->month = tally_month(ctx, ticket->created_at);
    out->cost = 0;
    out->category = category_of(ticket);
    return read_parcel(ctx, ticket, out);
}

/* --- by itself --- */

static Status receive(Ctx *ctx, TicketEdit *ticket)
{
    ComplaintEdit edit = {.ticket = *ticket, .fresh = true, .received = true};
    Status s = begin(ctx, &ticket->now, &edit.now);
    if (!s) s = complaint_put(ctx, &edit, "received", NULL);
    *ticket = edit.ticket;
    ticket->line = (TicketLine){"complaint.accepted", edit.entry_id};
    return s;
}

/* What a cause was chosen of is the category of it; else the ticket says which. */
static Status follow_category(Ctx *ctx, TicketEdit *ticket)
{
    ComplaintEdit edit;
    Status s = complaint_edit_within(ctx, ticket, &edit);
    if (s) return s;
    if (edit.before.cause) {
        s = fail_field(ctx, "category", "the complaint's cause, %s, is of %s", edit.before.cause,
                       name_of(complaint_categories, edit.before.category));
        problem_hint(ctx, "give the complaint another cause with it");
        return s;
    }
    edit.received = !edit.before.version;
    edit.now.category = category_of(&ticket->now);
    s = complaint_put(ctx, &edit, "facts", NULL);
    *ticket = edit.ticket;
    return s;
}

static bool is_over(int64_t type)
{
    return type == TYPE_RESOLVED || ticket_type_is_final(type);
}

static Status join_found(Ctx *ctx, TicketEdit *edit, const ComplaintStand *stand)
{
    const Ticket *was = &edit->before, *now = &edit->now;
    bool reopened = is_over(was->type) && !is_over(now->type);
    bool says = now->kind == TICKET_COMPLAINT && category_of(was) != category_of(now);
    if (says && stand->step < STEP_CLOSED && stand->category != category_of(now)) {
        Status s = follow_category(ctx, edit);
        if (s) return s;
    }
    if (reopened && stand->step == STEP_CLOSED && !stand->told) return complaint_go_on(ctx, edit);
    return complaint_check_untold(ctx, edit, stand);
}

Status complaint_join(Ctx *ctx, TicketEdit *edit)
{
    const Ticket *was = &edit->before, *now = &edit->now;
    ComplaintStand stand = {.step = STEP_REGISTERED};
    bool is = now->kind == TICKET_COMPLAINT, had = was->kind == TICKET_COMPLAINT;
    if (!is && (edit->fresh || !had)) return OK;
    Status s = edit->fresh ? OK : complaint_store_stand(ctx, now->id, &stand);
    bool turned = stand.found && is && complaint_is_owed(was) != complaint_is_owed(now);
    bool waits = edit->fresh || !is_over(was->type) || !had;
    if (!s && is && !stand.found && waits) {
        s = receive(ctx, edit);
        stand.found = true;
    }
    if (s || edit->fresh || !stand.found) return s;
    if (had) s = join_found(ctx, edit, &stand);
    return s || !turned ? s : complaint_follow_standing(ctx, edit);
}

/* --- by hand --- */

/* What was registered with its ticket says what the ticket did: another cause may have another
 * category, and its parcels may be known by now. */
static Status take_over(Ctx *ctx, const ComplaintFacts *facts, ComplaintEdit *edit)
{
    bool caused = facts->cause && *facts->cause;
    if (caused && facts->category == NONE) edit->now.category = NONE;
    return read_parcel(ctx, &edit->ticket.now, &edit->now);
}

static Status begin_by_hand(Ctx *ctx, const ComplaintFacts *facts, ComplaintEdit *edit)
{
    int64_t ticket_id = edit->ticket.now.id;
    Status s = complaint_store_find(ctx, ticket_id, &edit->before);
    edit->now = edit->before;
    if (!s && edit->before.version)
        return fail(ctx, CONFLICT, "the complaint of ticket %s is registered", edit->before.ticket);
    if (s == NOT_FOUND) {
        edit->fresh = true;
        s = begin(ctx, &edit->ticket.now, &edit->now);
    }
    return s ? s : take_over(ctx, facts, edit);
}

Status complaint_register(Ctx *ctx, int64_t ticket_id, const ComplaintFacts *facts, Complaint *out)
{
    ComplaintEdit edit = {.fresh = false};
    Status s = ticket_edit(ctx, ticket_id, NONE, &edit.ticket);
    if (s) return s;
    if (edit.ticket.now.kind != TICKET_COMPLAINT)
        return fail_field(ctx, "ticket_id", "ticket %s is no complaint", edit.ticket.now.no);
    s = begin_by_hand(ctx, facts, &edit);
    if (!s) s = complaint_set_facts(ctx, &edit, facts);
    if (!s) s = complaint_save(ctx, &edit, "registered", NULL);
    return s ? s : complaint_find(ctx, ticket_id, out);
}
