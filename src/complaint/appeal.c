#include "complaint/appeal.h"

#include <string.h>

#include "access/audit.h"
#include "access/listing.h"
#include "access/page.h"
#include "access/setting.h"
#include "base/instant.h"
#include "complaint/appeal_store.h"
#include "complaint/complaint_jobs.h"
#include "complaint/tally.h"
#include "desk/book.h"
#include "desk/entry.h"
#include "desk/escalate.h"
#include "job/job.h"

const Name appeal_states[] = {
    {"transferred", APPEAL_TRANSFERRED, "The company's reply is waited for"},
    {"replied", APPEAL_REPLIED, "The regulator's decision is waited for"},
    {"decided", APPEAL_DECIDED, "The regulator decided"},
    {NULL, 0, NULL}};
const Name appeal_results[] = {{"founded", APPEAL_FOUNDED, "The appeal is true"},
                               {"unfounded", APPEAL_UNFOUNDED, "It is not"},
                               {"settled", APPEAL_SETTLED, "By mediation"},
                               {"withdrawn", APPEAL_WITHDRAWN, "By who appealed"},
                               {NULL, 0, NULL}};

static const Field appeal_fields[] = {
    FIELD_ID(Appeal, id, .doc = "Its id"),
    FIELD_INT(Appeal, version, .doc = "Rises with every change"),
    FIELD_ID(Appeal, ticket_id, .doc = "Ticket of the complaint behind it"),
    FIELD_TEXT(Appeal, ticket, .doc = "Number of the ticket"),
    FIELD_TEXT(Appeal, outlet, .doc = "Outlet of the ticket"),
    FIELD_ENUM(Appeal, state, appeal_states, .doc = "Who is waited for"),
    FIELD_TEXT(Appeal, reference, .doc = "The regulator's number"),
    FIELD_TEXT(Appeal, authority, .doc = "Which regulator"),
    FIELD_TIME(Appeal, transferred_at, .doc = "When it was handed to the company"),
    FIELD_TIME(Appeal, due_at, .doc = "When the company must have replied"),
    FIELD_BOOL(Appeal, late, .doc = "It was handed over later than an appeal is possible"),
    FIELD_TEXT(Appeal, claim, .personal = PERSONAL_WORDS, .doc = "What is demanded"),
    FIELD_TEXT(Appeal, reply, .personal = PERSONAL_WORDS, .doc = "What the company replied"),
    FIELD_TIME(Appeal, replied_at, .doc = "When"),
    FIELD_ID(Appeal, replied_by, .doc = "By which account"),
    FIELD_BOOL(Appeal, overdue, .doc = "The reply was late, or is"),
    FIELD_ENUM(Appeal, result, appeal_results, .doc = "What the regulator decided"),
    FIELD_TIME(Appeal, result_at, .doc = "When that was entered"),
    FIELD_TIME(Appeal, keep_until, .doc = "Its files are kept until then"),
    FIELD_TIME(Appeal, changed_at, .doc = "When it was last changed"),
    FIELD_END};
const Shape appeal_shape = SHAPE(Appeal, appeal_fields, "An appeal to the postal regulator");

static const Field input_fields[] = {
    FIELD_TEXT(AppealInput, reference, .required = true, .min = 1, .max = 64,
               .doc = "The regulator's number"),
    FIELD_TEXT(AppealInput, authority, .required = true, .min = 1, .max = 80,
               .example = "上海市邮政管理局", .doc = "Which regulator"),
    FIELD_TIME(AppealInput, transferred_at, .required = true,
               .doc = "When it was handed to the company: its clock runs from then"),
    FIELD_TEXT(AppealInput, claim, .writing = WRITING_LINES, .max = 4000,
               .personal = PERSONAL_WORDS, .doc = "What is demanded"),
    FIELD_END};
const Shape appeal_input_shape = SHAPE(AppealInput, input_fields, "An appeal that came");

#define FILTER_FIELDS                                                                              \
    FIELD_BOOL(AppealFilter, overdue, .doc = "Only those past their deadline"),                    \
        PAGE_FIELDS(AppealFilter)

static const Field filter_fields[] = {FILTER_FIELDS, FIELD_END};
const Shape appeal_filter_shape =
    SHAPE(AppealFilter, filter_fields, "Which appeals without a reply");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(AppealFilter), FIELD_END};
const Shape appeal_export_shape =
    EXPORT_SHAPE(AppealFilter, "AppealExport", export_fields, "Which appeals without a reply");

static Status no_appeal(Ctx *ctx)
{
    return fail(ctx, NOT_FOUND, "there is no such appeal");
}

/* What the customer's timeline says of it; NULL: nothing. */
static const char *line_of(const char *what)
{
    if (strcmp(what, "appeal_transferred") == 0) return "appeal.received";
    return strcmp(what, "appeal_replied") == 0 ? "appeal.answered" : NULL;
}

/* Its service level, as it holds now; NULL: none. */
static Status choose_terms(Ctx *ctx, const Ticket *ticket, const ClockTerms **out)
{
    const DeskBook *book;
    const PolicySubject subject = {.clock = CLOCK_APPEAL,
                                   .kind = ticket->kind,
                                   .priority = ticket->priority,
                                   .channel = CHANNEL_REGULATOR,
                                   .tier = ticket->tier,
                                   .category = ticket->category};
    Status s = desk_book(ctx, &book);
    return s ? s : policy_choose(ctx, book, &subject, out);
}

static Status tell(Ctx *ctx, TicketEdit *edit, const char *what)
{
    const ClockTerms *terms;
    if (strcmp(what, "appeal_warned") == 0) return ticket_warn(ctx, edit, CLOCK_APPEAL);
    if (strcmp(what, "appeal_overdue") != 0) return OK;
    Status s = choose_terms(ctx, &edit->now, &terms);
    return s ? s : ticket_breached(ctx, edit, terms, CLOCK_APPEAL);
}

static Status log_it(Ctx *ctx, int64_t ticket_id, const Appeal *appeal, const char *what)
{
    TicketEdit edit;
    Status s = ticket_edit_merged(ctx, ticket_id, NONE, &edit);
    if (!s)
        s = ticket_entry_add_detail(
            ctx, &edit, ENTRY_COMPLAINT, ENTRY_INTERNAL, "what", what, "reference",
            appeal->reference, "result",
            appeal->result == NONE ? NULL : name_of(appeal_results, appeal->result), NULL);
    const TicketLine line = {line_of(what), edit.entry_id};
    if (!s) s = tell(ctx, &edit, what);
    if (!s) s = ticket_line_add(ctx, &edit, line);
    edit.audited = true;
    return s ? s : ticket_save(ctx, &edit);
}

/* The deadline by the service level of the clock «appeal». */
static Status set_due(Ctx *ctx, const Ticket *ticket, Appeal *appeal)
{
    const ClockTerms *terms;
    Status s = choose_terms(ctx, ticket, &terms);
    if (s) return s;
    if (!terms) return fail(ctx, CONFLICT, "no service level says how long an appeal may take");
    Clock clock = {.clock = CLOCK_APPEAL};
    clock_start(&clock, terms, 1, appeal->transferred_at);
    appeal->due_at = clock.deadline_at;
    return OK;
}

/* When it is looked at next: for its warning, or its breach. */
static Status arm(Ctx *ctx, const Ticket *ticket, const Appeal *appeal)
{
    const ClockTerms *terms;
    Status s = choose_terms(ctx, ticket, &terms);
    if (s) return s;
    bool warns = terms && terms->warn_ms && appeal->warned_at == NONE && !appeal->overdue;
    return appeal_arm(ctx, appeal->id, appeal->due_at + (warns ? -terms->warn_ms : 1));
}

static Status begin(Ctx *ctx, int64_t ticket_id, const AppealInput *in, Appeal *out)
{
    Ticket ticket;
    int64_t days = setting_int(ctx, SETTING_NAMED_APPEAL_WITHIN_DAYS), now = ctx_now(ctx);
    Status s = ticket_find(ctx, ticket_id, &ticket);
    if (s) return s;
    if (ticket.kind != TICKET_COMPLAINT)
        return fail_field(ctx, "ticket_id", "ticket %s is no complaint", ticket.no);
    if (in->transferred_at > now)
        return fail_field(ctx, "transferred_at", "must not lie in the future");
    *out = (Appeal){.id = ctx_id(ctx),
                    .version = 1,
                    .ticket_id = ticket_id,
                    .state = APPEAL_TRANSFERRED,
                    .reference = in->reference,
                    .authority = in->authority,
                    .transferred_at = in->transferred_at,
                    .late = in->transferred_at > ticket.created_at + days * DAY_MS,
                    .claim = in->claim,
                    .result = NONE,
                    .warned_at = NONE,
                    .changed_at = now,
                    .counted_outlet_id = ticket.outlet_id};
    return set_due(ctx, &ticket, out);
}

Status appeal_enter(Ctx *ctx, int64_t ticket_id, const AppealInput *input, Appeal *out)
{
    Appeal appeal;
    Ticket ticket;
    Status s = begin(ctx, ticket_id, input, &appeal);
    if (!s) s = appeal_store_insert(ctx, &appeal);
    if (s == CONFLICT && appeal.due_at)
        return fail(ctx, CONFLICT, "the appeal %s is entered already", input->reference);
    if (!s)
        s = tally_appeal(ctx, appeal.transferred_at, appeal.counted_outlet_id, appeal.authority, 0);
    if (!s) s = ticket_find(ctx, ticket_id, &ticket);
    if (!s) s = arm(ctx, &ticket, &appeal);
    if (!s) s = log_it(ctx, ticket_id, &appeal, "appeal_transferred");
    if (!s) s = audit_write(ctx, "appeal.enter", "appeal", appeal.id, NULL);
    return s ? s : appeal_find(ctx, appeal.id, out);
}

Status appeal_find(Ctx *ctx, int64_t id, Appeal *out)
{
    Status s = appeal_store_find(ctx, id, out);
    return s == NOT_FOUND ? no_appeal(ctx) : s;
}

static Status find_version(Ctx *ctx, int64_t id, int64_t version, Appeal *out)
{
    Status s = appeal_find(ctx, id, out);
    if (s || out->version == version) return s;
    return fail(ctx, STALE, "the appeal is at version %lld, not %lld", (long long)out->version,
                (long long)version);
}

static Status write(Ctx *ctx, Appeal *appeal, const char *what)
{
    bool written = false;
    appeal->version++;
    appeal->changed_at = ctx_now(ctx);
    Status s = appeal_store_update(ctx, appeal, &written);
    if (!s && !written) s = fail(ctx, STALE, "the appeal was changed by someone else");
    if (!s) s = log_it(ctx, appeal->ticket_id, appeal, what);
    return s ? s : audit_write(ctx, "appeal.change", "appeal", appeal->id, NULL);
}

Status appeal_reply(Ctx *ctx, int64_t id, int64_t version, const char *reply, Appeal *out)
{
    Appeal appeal;
    Status s = find_version(ctx, id, version, &appeal);
    if (s) return s;
    if (appeal.state != APPEAL_TRANSFERRED)
        return fail(ctx, CONFLICT, "the appeal is %s", name_of(appeal_states, appeal.state));
    appeal.state = APPEAL_REPLIED;
    appeal.reply = reply;
    appeal.replied_at = ctx_now(ctx);
    appeal.replied_by = ctx->who ? ctx->who->id : 0;
    s = write(ctx, &appeal, "appeal_replied");
    return s ? s : appeal_find(ctx, id, out);
}

Status appeal_decide(Ctx *ctx, int64_t id, int64_t version, AppealResult result, Appeal *out)
{
    Appeal appeal;
    Status s = find_version(ctx, id, version, &appeal);
    if (s) return s;
    if (appeal.state == APPEAL_TRANSFERRED && result != APPEAL_WITHDRAWN)
        return fail(ctx, CONFLICT, "the company has not replied yet");
    int64_t was = appeal.result == APPEAL_FOUNDED, is = result == APPEAL_FOUNDED;
    if (was != is)
        s = tally_appeal(ctx, appeal.transferred_at, appeal.counted_outlet_id, appeal.authority,
                         is - was);
    appeal.state = APPEAL_DECIDED;
    appeal.result = (int64_t)result;
    appeal.result_at = ctx_now(ctx);
    appeal.keep_until =
        appeal.result_at + setting_int(ctx, SETTING_NAMED_APPEAL_KEEP_DAYS) * DAY_MS;
    if (!s) s = write(ctx, &appeal, "appeal_decided");
    return s ? s : appeal_find(ctx, id, out);
}

Status appeal_list(Ctx *ctx, const AppealFilter *filter, List *out, const char **next)
{
    int64_t keys[2] = {INT64_MIN + 1, 0}, limit = page_limit(filter->limit);
    *next = NULL;
    Status s = filter->cursor ? cursor_read(ctx, filter->cursor, keys, 2) : OK;
    if (!s)
        s = appeal_store_waiting(ctx, keys, filter->overdue ? ctx_now(ctx) - 1 : INT64_MAX,
                                 limit + 1, out);
    if (s || !page_cut(out, limit)) return s;
    const Appeal *last = &((const Appeal *)out->items)[out->count - 1];
    keys[0] = last->due_at;
    keys[1] = last->id;
    *next = cursor_make(ctx, keys, 2);
    return *next ? OK : no_memory(ctx);
}

Status appeal_list_ticket(Ctx *ctx, int64_t ticket_id, List *out)
{
    Status s = ticket_visible(ctx, ticket_id);
    return s ? s : appeal_store_ticket(ctx, ticket_id, out);
}

Status appeal_look(Ctx *ctx, int64_t id)
{
    Appeal appeal;
    Ticket ticket;
    const ClockTerms *terms = NULL;
    int64_t now = ctx_now(ctx);
    Status s = appeal_store_find(ctx, id, &appeal);
    if (s == NOT_FOUND) return OK;
    if (s || appeal.state != APPEAL_TRANSFERRED || appeal.told_at != NONE) return s;
    if (appeal.overdue) {
        appeal.told_at = now;
        s = write(ctx, &appeal, "appeal_overdue");
        return s ? s : event_publish(ctx, APPEAL_OVERDUE, appeal.ticket_id, NULL);
    }
    s = ticket_find(ctx, appeal.ticket_id, &ticket);
    if (!s) s = choose_terms(ctx, &ticket, &terms);
    bool warns = terms && terms->warn_ms && appeal.warned_at == NONE;
    if (!s && warns && now >= appeal.due_at - terms->warn_ms) {
        appeal.warned_at = now;
        s = write(ctx, &appeal, "appeal_warned");
    }
    return s ? s : arm(ctx, &ticket, &appeal);
}
