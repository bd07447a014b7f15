#include "desk/watch_join.h"

#include <string.h>

#include "access/setting.h"
#include "base/json.h"
#include "desk/entry.h"
#include "desk/watch_store.h"
#include "waybill/waybill.h"

/* What an event of the watch says; texts are words of the watch, NULL where it does not say. */
typedef struct Found {
    int64_t waybill_id;
    const char *rule, *exception, *severity;
} Found;

static Status read_event(Ctx *ctx, const Job *job, Found *out)
{
    Json *payload;
    if (!job->payload) return fail(ctx, INTERNAL, "a finding came without saying what it is");
    Status s = json_parse(ctx, job->payload, strlen(job->payload), &payload);
    if (s) return s;
    *out = (Found){.waybill_id = job->subject_id,
                   .rule = json_get_text(payload, "rule"),
                   .exception = json_get_text(payload, "exception"),
                   .severity = json_get_text(payload, "severity")};
    return OK;
}

static Status log_finding(Ctx *ctx, TicketEdit *edit, const Found *event, const char *what)
{
    return ticket_entry_add_detail(ctx, edit, ENTRY_WATCH, ENTRY_INTERNAL, "what", what, "rule",
                                   event->rule, "exception", event->exception, NULL);
}

/* The ticket that the watch has for the parcel, where somebody may still work on it. */
static Status edit_standing(Ctx *ctx, int64_t ticket_id, TicketEdit *edit, bool *stands)
{
    *stands = false;
    if (!ticket_id) return OK;
    Status s = ticket_edit(ctx, ticket_id, NONE, edit);
    if (s == NOT_FOUND || s == CONFLICT) {
        problem_clear(ctx);
        return OK;
    }
    *stands = !s && !ticket_type_is_final(edit->now.type);
    return s;
}

static const Name priorities[] = {{"low", PRIORITY_LOW, NULL},
                                  {"medium", PRIORITY_NORMAL, NULL},
                                  {"high", PRIORITY_HIGH, NULL},
                                  {"critical", PRIORITY_URGENT, NULL},
                                  {NULL, 0, NULL}};

static Status open_ticket(Ctx *ctx, const Found *event, Ticket *out)
{
    Waybill parcel;
    TicketInput input;
    Status s = waybill_find_id(ctx, event->waybill_id, &parcel);
    if (s) return s;
    TicketWaybill about = {.carrier = parcel.carrier, .no = parcel.no};
    ticket_input_init(&input);
    input.kind = TICKET_EXCEPTION;
    input.channel = CHANNEL_WATCH;
    input.priority = event->severity ? name_value(priorities, event->severity) : NONE;
    input.subject = arena_format(ctx->arena, "%s %s: %s", parcel.carrier, parcel.no,
                                 event->exception ? event->exception : event->rule);
    input.waybills = (List){&about, 1};
    input.outlet_id = parcel.facts.outlet_id;
    input.customer_id = parcel.facts.customer_id;
    if (!input.subject) return no_memory(ctx);
    s = ticket_create(ctx, &input, out);
    return s ? s : watch_store_set(ctx, event->waybill_id, out->id);
}

Status watch_join_opened(Ctx *ctx, const Job *job)
{
    Found event = {0};
    TicketEdit edit;
    Ticket ticket;
    int64_t ticket_id;
    bool stands;
    if (!setting_int(ctx, SETTING_NAMED_WATCH_TICKETS)) return OK;
    Status s = read_event(ctx, job, &event);
    if (!s) s = watch_store_add(ctx, event.waybill_id, &ticket_id);
    if (!s) s = edit_standing(ctx, ticket_id, &edit, &stands);
    if (!s && !stands) {
        s = open_ticket(ctx, &event, &ticket);
        if (!s) s = ticket_edit(ctx, ticket.id, NONE, &edit);
    }
    if (!s && edit.now.type == TYPE_RESOLVED) s = ticket_move_type(ctx, &edit, TYPE_OPEN, NULL);
    if (!s) s = log_finding(ctx, &edit, &event, "found");
    if (s) return s;
    edit.action = "ticket.watch";
    return ticket_save(ctx, &edit);
}

Status watch_join_closed(Ctx *ctx, const Job *job)
{
    Found event = {0};
    TicketEdit edit;
    int64_t ticket_id, left;
    bool stands;
    Status s = read_event(ctx, job, &event);
    if (!s) s = watch_store_take(ctx, event.waybill_id, &ticket_id, &left);
    if (!s) s = edit_standing(ctx, ticket_id, &edit, &stands);
    if (s || !stands) return s;
    s = log_finding(ctx, &edit, &event, "over");
    bool untouched = !edit.now.owner_id && edit.now.type == TYPE_NEW;
    if (!s && !left && untouched && setting_int(ctx, SETTING_NAMED_WATCH_TICKETS_CLOSE))
        s = ticket_move_type(ctx, &edit, TYPE_RESOLVED, NULL);
    edit.action = "ticket.watch";
    return s ? s : ticket_save(ctx, &edit);
}
