#include "desk/watch_join.h"

#include <stdlib.h>
#include <string.h>

#include "access/setting.h"
#include "base/json.h"
#include "desk/entry.h"
#include "desk/watch_store.h"
#include "desk/watch_subject.h"
#include "watch/finding.h"
#include "waybill/waybill.h"

/* What an event of the watch says; texts are words of the watch, NULL where it does not say. */
typedef struct Found {
    int64_t waybill_id;
    const char *rule, *exception, *severity;
} Found;

static const Field found_fields[] = {FIELD_ID(Found, waybill_id), FIELD_TEXT(Found, rule),
                                     FIELD_TEXT(Found, exception), FIELD_TEXT(Found, severity),
                                     FIELD_END};
static const Shape found_shape = SHAPE(Found, found_fields, "What the desk needs of a finding");

static void read_event(const Job *job, const Json *event, Found *out)
{
    const char *waybill_id = json_get_text(event, "waybill_id");
    *out = (Found){.waybill_id = waybill_id ? strtoll(waybill_id, NULL, 10) : job->subject_id,
                   .rule = json_get_text(event, "rule"),
                   .exception = json_get_text(event, "exception"),
                   .severity = json_get_text(event, "severity")};
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

/* An exception that a later version knows, or none, is told by the code of its rule. */
static const char *subject_of(Ctx *ctx, const Found *event, const Waybill *parcel)
{
    int64_t exception = event->exception ? name_value(exception_names, event->exception) : NONE;
    const char *what[LANGUAGE_COUNT] = {event->rule, event->rule};
    for (Language language = 0; exception != NONE && language < LANGUAGE_COUNT; language++)
        what[language] = exception_word((int)exception, language);
    return watch_subject(ctx, parcel, what);
}

static Status open_ticket(Ctx *ctx, const Found *event, TicketEdit *edit)
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
    input.subject = subject_of(ctx, event, &parcel);
    input.waybills = (List){&about, 1};
    input.outlet_id = parcel.facts.outlet_id;
    input.customer_id = parcel.facts.customer_id;
    if (!input.subject) return no_memory(ctx);
    s = ticket_open(ctx, &input, edit);
    return s ? s : watch_store_set(ctx, event->waybill_id, edit->now.id);
}

/* Two workers may handle the end of a finding before its beginning. So nothing is counted here: how
 * many stand now is asked of the watch, and what was over before it was heard of is no work. */
static Status opened(Ctx *ctx, const Found *event)
{
    TicketEdit edit;
    int64_t ticket_id, standing;
    bool stands;
    Status s = findings_standing(ctx, event->waybill_id, &standing);
    if (!s)
        s = standing ? watch_store_take(ctx, event->waybill_id, &ticket_id)
                     : watch_store_find(ctx, event->waybill_id, &ticket_id);
    if (!s) s = edit_standing(ctx, ticket_id, &edit, &stands);
    if (s || (!stands && !standing)) return s;
    if (!stands) s = open_ticket(ctx, event, &edit);
    if (s) return s;
    if (stands) edit.action = "ticket.watch";
    if (standing && edit.now.type == TYPE_RESOLVED)
        s = ticket_move_type(ctx, &edit, TYPE_OPEN, NULL);
    if (!s) s = log_finding(ctx, &edit, event, "found");
    return s ? s : ticket_save(ctx, &edit);
}

/* Nobody has it, and since the watch opened it, or opened it again, nobody wrote or did anything.
 */
static Status is_untouched(Ctx *ctx, const Ticket *ticket, bool *out)
{
    bool stands = ticket->type == TYPE_NEW || ticket->type == TYPE_OPEN;
    int64_t touched = 0;
    *out = false;
    if (ticket->owner_id || !stands) return OK;
    Status s = watch_store_touched(ctx, ticket->id, &touched);
    *out = !s && !touched;
    return s;
}

static Status closed(Ctx *ctx, const Found *event)
{
    TicketEdit edit;
    int64_t ticket_id, standing;
    bool stands;
    Status s = findings_standing(ctx, event->waybill_id, &standing);
    if (!s) s = watch_store_find(ctx, event->waybill_id, &ticket_id);
    if (!s) s = edit_standing(ctx, ticket_id, &edit, &stands);
    if (s || !stands) return s;
    bool untouched = false;
    if (!standing && setting_int(ctx, SETTING_NAMED_WATCH_TICKETS_CLOSE))
        s = is_untouched(ctx, &edit.now, &untouched);
    if (!s) s = log_finding(ctx, &edit, event, "over");
    if (!s && untouched) s = ticket_move_type(ctx, &edit, TYPE_RESOLVED, NULL);
    edit.action = "ticket.watch";
    return s ? s : ticket_save(ctx, &edit);
}

/* --- many in one job --- */

/* A job of its own for each, so that one which cannot be done keeps no other. */
static Status split(Ctx *ctx, const Job *job, const Json *events)
{
    Status s = OK;
    for (const Json *next = events->first; !s && next; next = next->next) {
        Found event;
        Buf payload;
        read_event(job, next, &event);
        buf_init(&payload, ctx->arena);
        json_encode(&payload, &found_shape, &event, NULL);
        s = buf_check(ctx, &payload);
        if (!s) s = job_add(ctx, job->kind, NULL, 0, payload.data, ctx_now(ctx));
    }
    return s;
}

/* In the order in which they happened, which is that of the log; all or none. What failed together
 * is tried one by one. */
static Status each_event(Ctx *ctx, const Job *job, Status (*run)(Ctx *ctx, const Found *event))
{
    Json *said;
    Found event;
    if (!job->payload) return fail(ctx, INTERNAL, "a finding came without saying what it is");
    Status s = json_parse(ctx, job->payload, strlen(job->payload), &said);
    if (s) return s;
    if (said->kind == JSON_ARRAY && said->count > 1 && job->attempt > 1)
        return split(ctx, job, said);
    const Json *next = said->kind == JSON_ARRAY ? said->first : said;
    for (; !s && next; next = said->kind == JSON_ARRAY ? next->next : NULL) {
        read_event(job, next, &event);
        s = run(ctx, &event);
    }
    return s;
}

Status watch_join_opened(Ctx *ctx, const Job *job)
{
    if (!setting_int(ctx, SETTING_NAMED_WATCH_TICKETS)) return OK;
    return each_event(ctx, job, opened);
}

Status watch_join_closed(Ctx *ctx, const Job *job)
{
    return each_event(ctx, job, closed);
}
