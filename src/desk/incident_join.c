#include "desk/incident_join.h"

#include <string.h>

#include "base/json.h"
#include "desk/entry.h"
#include "desk/watch_store.h"
#include "desk/watch_subject.h"
#include "watch/incident_action.h"
#include "waybill/waybill.h"

static const char *subject_of(Ctx *ctx, const MassEvent *wanted, const Waybill *parcel)
{
    const char *what[LANGUAGE_COUNT] = {
        [LANGUAGE_ZH] = arena_format(ctx->arena, "突发事件 %lld", (long long)wanted->number),
        [LANGUAGE_EN] = arena_format(ctx->arena, "Incident %lld", (long long)wanted->number)};
    return watch_subject(ctx, parcel, what);
}

static Status open_ticket(Ctx *ctx, const MassEvent *wanted, Ticket *out)
{
    Waybill parcel;
    TicketInput input;
    Status s = waybill_find_id(ctx, wanted->waybill_id, &parcel);
    if (s) return s;
    TicketWaybill about = {.carrier = parcel.carrier, .no = parcel.no};
    ticket_input_init(&input);
    input.kind = TICKET_EXCEPTION;
    input.channel = CHANNEL_WATCH;
    input.subject = subject_of(ctx, wanted, &parcel);
    input.waybills = (List){&about, 1};
    input.outlet_id = parcel.facts.outlet_id;
    input.customer_id = parcel.facts.customer_id;
    input.incident_id = wanted->incident_id;
    if (!input.subject) return no_memory(ctx);
    s = ticket_create(ctx, &input, out);
    return s ? s : watch_store_set(ctx, wanted->waybill_id, out->id);
}

/* Binds the ticket where somebody may still work on it; *bound is false where none can be. */
static Status ticket_bind(Ctx *ctx, const MassEvent *wanted, int64_t ticket_id, bool *bound)
{
    TicketEdit edit;
    *bound = false;
    Status s = ticket_id ? ticket_edit(ctx, ticket_id, NONE, &edit) : NOT_FOUND;
    if (s == NOT_FOUND || s == CONFLICT) {
        problem_clear(ctx);
        return OK;
    }
    if (s || ticket_type_is_final(edit.now.type)) return s;
    *bound = true;
    if (edit.now.incident_id == wanted->incident_id) return ticket_rearm(ctx, &edit);
    const char *number = arena_format(ctx->arena, "%lld", (long long)wanted->number);
    if (!number) return no_memory(ctx);
    edit.now.incident_id = wanted->incident_id;
    edit.action = "ticket.incident";
    s = ticket_entry_add_detail(ctx, &edit, ENTRY_WATCH, ENTRY_INTERNAL, "what", "incident",
                                "number", number, NULL);
    return s ? s : ticket_save(ctx, &edit);
}

/* The parcel's ticket is taken as by a finding, so that two never open one each. */
Status incident_join_wanted(Ctx *ctx, const Job *job)
{
    MassEvent wanted;
    Ticket ticket;
    int64_t ticket_id;
    bool bound = false;
    if (!job->payload) return fail(ctx, INTERNAL, "an incident came without saying which");
    Status s = json_decode(ctx, &mass_event_shape, &wanted, job->payload, strlen(job->payload));
    if (!s) s = watch_store_take(ctx, wanted.waybill_id, &ticket_id);
    if (!s) s = ticket_bind(ctx, &wanted, ticket_id, &bound);
    return s || bound ? s : open_ticket(ctx, &wanted, &ticket);
}
