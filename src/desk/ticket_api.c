#include "access/audit.h"
#include "access/page.h"
#include "access/person.h"
#include "desk/desk_jobs.h"
#include "desk/desk_slice.h"
#include "desk/entry.h"
#include "desk/ticket_refs.h"
#include "desk/ticket_timeline.h"

/* Customers write by themselves, whatever else they say. */
static Status check_channel(Ctx *ctx, int64_t channel)
{
    if (!scope_customer(ctx) || channel == NONE || channel == CHANNEL_PORTAL) return OK;
    return fail_field(ctx, "channel", "must be portal: you are limited to a customer");
}

static const char *const staff_fields[] = {"priority", "outlet",      "team",
                                           "owner",    "incident_id", NULL};

static Status api_create(Ctx *ctx, Request *req)
{
    Ticket ticket;
    TicketInput input = *(const TicketInput *)request_input(req);
    Status s = ref_said_by_staff(ctx, &ticket_input_shape, &input, staff_fields);
    if (!s) s = check_channel(ctx, input.channel);
    if (!s) s = ref_incident(ctx, input.incident_id);
    if (!s) s = ref_input(ctx, &input);
    if (!s) s = ticket_create(ctx, &input, &ticket);
    return s ? s : reply(ctx, req, &ticket, &ticket_shape);
}

static Status api_get(Ctx *ctx, Request *req)
{
    int64_t id;
    Ticket ticket;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_find(ctx, id, &ticket);
    return s ? s : reply(ctx, req, &ticket, &ticket_shape);
}

static Status api_get_no(Ctx *ctx, Request *req)
{
    Ticket ticket;
    Status s = ticket_find_no(ctx, path_text(req, "no"), &ticket);
    return s ? s : reply(ctx, req, &ticket, &ticket_shape);
}

static Status api_change(Ctx *ctx, Request *req)
{
    int64_t id;
    Ticket ticket;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_change(ctx, id, request_version(req), request_input(req), &ticket);
    return s ? s : reply(ctx, req, &ticket, &ticket_shape);
}

/* Begins an edit of the ticket that the path names, at the version that the request does. */
static Status begin_edit(Ctx *ctx, Request *req, int64_t version, TicketEdit *edit)
{
    int64_t id;
    Status s = path_id(ctx, req, "id", &id);
    return s ? s : ticket_edit(ctx, id, version, edit);
}

static Status reply_saved(Ctx *ctx, Request *req, TicketEdit *edit)
{
    Ticket ticket;
    Status s = ticket_save(ctx, edit);
    if (!s) s = ticket_find(ctx, edit->now.id, &ticket);
    return s ? s : reply(ctx, req, &ticket, &ticket_shape);
}

typedef struct TicketMove {
    const char *state, *why;
} TicketMove;

static const Field move_fields[] = {
    FIELD_TEXT(TicketMove, state, .required = true, .max = 40, .doc = "Code of the state"),
    FIELD_TEXT(TicketMove, why, .writing = WRITING_LINES, .max = 1000, .personal = PERSONAL_TEXT,
               .doc = "For the log"),
    FIELD_END};
static const Shape move_shape = SHAPE(TicketMove, move_fields, "Where a ticket goes");

static Status api_move(Ctx *ctx, Request *req)
{
    const TicketMove *in = request_input(req);
    TicketEdit edit;
    Status s = begin_edit(ctx, req, request_version(req), &edit);
    if (!s) s = ticket_move(ctx, &edit, in->state, in->why);
    if (s) return s;
    edit.action = "ticket.move";
    return reply_saved(ctx, req, &edit);
}

typedef struct EntryInput {
    int64_t kind, visibility, direction, channel;
    bool missed;
    const char *text;
    int64_t version; /* NONE: whatever was written meanwhile */
} EntryInput;

static const Field entry_input_fields[] = {
    FIELD_ENUM(EntryInput, kind, entry_said_kinds, .required = true, .doc = "What it is"),
    FIELD_ENUM(EntryInput, direction, entry_directions,
               .doc = "Of messages and calls; out where it is not given"),
    FIELD_ENUM(EntryInput, channel, ticket_channels,
               .doc = "By which way; where it is not given, a call's is the phone, a message's the "
                      "ticket's own"),
    FIELD_BOOL(EntryInput, missed, .doc = "A call that nobody answered"),
    FIELD_TEXT(EntryInput, text, .writing = WRITING_LINES, .required = true, .min = 1,
               .max = ENTRY_TEXT_MAX, .personal = PERSONAL_TEXT, .doc = "What was said"),
    FIELD_INT(EntryInput, version, .min = 1, .max = INT32_MAX,
              .doc = "The ticket's as you read it: refused when something was written meanwhile"),
    FIELD_END};
static const Shape entry_input_shape =
    SHAPE(EntryInput, entry_input_fields, "Something said on a ticket");

static Entry entry_given(Ctx *ctx, const EntryInput *in, const Ticket *ticket)
{
    static const char *const missed[] = {ENTRY_MISSED, "true"};
    bool is_note = in->kind == ENTRY_NOTE, by_customer = scope_customer(ctx) != 0;
    Entry entry = ticket_entry_of(in->kind, is_note ? ENTRY_INTERNAL : ENTRY_PUBLIC);
    entry.text = in->text;
    if (is_note) return entry;
    entry.direction = by_customer ? ENTRY_IN : in->direction == NONE ? ENTRY_OUT : in->direction;
    entry.channel = in->channel != NONE      ? in->channel
                    : in->kind == ENTRY_CALL ? CHANNEL_PHONE
                                             : ticket->channel;
    if (in->missed) entry.detail = (Texts){(const char **)missed, 2};
    return entry;
}

static Status api_say(Ctx *ctx, Request *req)
{
    const EntryInput *in = request_input(req);
    TicketEdit edit;
    if (in->kind != ENTRY_MESSAGE && scope_customer(ctx))
        return fail_field(ctx, "kind", "notes and calls are written down by colleagues");
    if (in->kind != ENTRY_CALL && in->missed)
        return fail_field(ctx, "missed", "is said of calls alone");
    Status s = ref_words(ctx, "text", in->text);
    if (!s) s = check_channel(ctx, in->channel);
    if (!s) s = begin_edit(ctx, req, in->version, &edit);
    if (!s && scope_customer(ctx) && ticket_type_is_final(edit.now.type))
        s = fail(ctx, CONFLICT, "ticket %s is closed: open another", edit.now.no);
    if (s) return s;
    Entry entry = entry_given(ctx, in, &edit.now);
    s = ticket_entry_say(ctx, &edit, &entry);
    edit.action = "ticket.say";
    if (!s && in->kind != ENTRY_NOTE) s = ticket_save(ctx, &edit);
    if (!s && in->kind == ENTRY_NOTE)
        s = audit_write(ctx, "ticket.note", "ticket", edit.now.id, NULL);
    return s ? s : reply(ctx, req, &entry, &entry_shape);
}

typedef struct EntryQuery {
    int64_t limit;
    const char *cursor;
    bool newest_first;
} EntryQuery;

static const Field entry_query_fields[] = {
    FIELD_BOOL(EntryQuery, newest_first, .doc = "From the end; else from the beginning"),
    PAGE_FIELDS(EntryQuery), FIELD_END};
static const Shape entry_query_shape = SHAPE(EntryQuery, entry_query_fields, "Which entries");

static Status api_entries(Ctx *ctx, Request *req)
{
    const EntryQuery *query = request_query(req);
    EntryFilter filter = {.limit = page_limit(query->limit),
                          .cursor = query->cursor,
                          .newest_first = query->newest_first};
    int64_t id;
    List list;
    const char *next;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_entry_list(ctx, id, &filter, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &entry_shape, next);
}

static Status api_timeline(Ctx *ctx, Request *req)
{
    const PageQuery *query = request_query(req);
    int64_t id;
    List list;
    const char *next;
    Status s = path_id(ctx, req, "id", &id);
    if (!s) s = ticket_timeline(ctx, id, page_limit(query->limit), query->cursor, &list, &next);
    return s ? s : reply_list(ctx, req, &list, &ticket_moment_shape, next);
}

static const Route routes[] = {
    {POST, "/api/v1/tickets", .right = TICKET_WRITE, .writes = true, .creates = true,
     .in = &ticket_input_shape, .out = &ticket_shape, .run = api_create, .doc = "Open a ticket"},
    {GET, "/api/v1/tickets/{id}", .right = TICKET_READ, .out = &ticket_shape, .run = api_get,
     .doc = "One ticket with its parcels and clocks"},
    {GET, "/api/v1/ticket-numbers/{no}", .right = TICKET_READ, .out = &ticket_shape,
     .run = api_get_no, .doc = "The ticket of a number"},
    {PATCH, "/api/v1/tickets/{id}", .right = TICKET_WRITE, .staff = true, .writes = true,
     .if_match = true, .in = &ticket_change_shape, .out = &ticket_shape, .run = api_change,
     .doc = "Change a ticket"},
    {POST, "/api/v1/tickets/{id}/moves", .right = TICKET_WRITE, .staff = true, .writes = true,
     .if_match = true, .in = &move_shape, .out = &ticket_shape, .run = api_move,
     .doc = "Bring a ticket to another state"},
    {POST, "/api/v1/tickets/{id}/entries", .right = TICKET_WRITE, .writes = true, .creates = true,
     .in = &entry_input_shape, .out = &entry_shape, .run = api_say,
     .doc = "Answer the customer, note down a call, or tell colleagues"},
    {GET, "/api/v1/tickets/{id}/entries", .right = TICKET_READ, .query = &entry_query_shape,
     .out = &entry_shape, .is_list = true, .run = api_entries,
     .doc = "What was said and done on a ticket"},
    {GET, "/api/v1/tickets/{id}/timeline", .right = TICKET_READ, .query = &page_query_shape,
     .out = &ticket_moment_shape, .is_list = true, .run = api_timeline,
     .doc =
         "A ticket's log with what its parcels went through, as one story; `limit` counts entries"},
    ROUTE_END};

const Slice desk_slice = {.name = "desk",
                          .doc = "Tickets: what is asked, who has it, and how long it may take",
                          .routes = routes,
                          .commands = desk_commands,
                          .jobs = desk_jobs};
