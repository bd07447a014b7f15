#include "desk/desk.h"

#include <string.h>

#include "base/json.h"
#include "desk/category.h"

#define WORD_(constant, name, value, zh) {name, value, zh},
const Name complaint_categories[] = {COMPLAINT_CATEGORIES(WORD_){NULL, 0, NULL}};
#define NAME_(constant, name, value) {name, value, NULL},
const Name ticket_kinds[] = {TICKET_KINDS(NAME_){NULL, 0, NULL}};
const Name ticket_channels[] = {TICKET_CHANNELS(NAME_){NULL, 0, NULL}};
const Name ticket_priorities[] = {TICKET_PRIORITIES(NAME_){NULL, 0, NULL}};
const Name ticket_types[] = {TICKET_TYPES(NAME_){NULL, 0, NULL}};

bool ticket_type_is_pending(int64_t type)
{
    return type == TYPE_PENDING_CUSTOMER || type == TYPE_PENDING_INTERNAL;
}

bool ticket_type_is_final(int64_t type)
{
    return type == TYPE_CLOSED || type == TYPE_MERGED;
}

static const Field event_fields[] = {
    FIELD_ID(TicketEvent, ticket_id, .doc = "The ticket"),
    FIELD_TEXT(TicketEvent, no, .doc = "Its number"),
    FIELD_INT(TicketEvent, kind, .doc = "TicketKind"),
    FIELD_INT(TicketEvent, type, .doc = "TicketType"),
    FIELD_INT(TicketEvent, priority, .doc = "TicketPriority"),
    FIELD_ID(TicketEvent, customer_id, .doc = "Whose it is"),
    FIELD_ID(TicketEvent, outlet_id, .doc = "Outlet"),
    FIELD_ID(TicketEvent, team_id, .doc = "Team that has it"),
    FIELD_ID(TicketEvent, owner_id, .doc = "Account that has it"),
    FIELD_ID(TicketEvent, entry_id, .doc = "The entry that tells of it"),
    FIELD_ID(TicketEvent, account_id, .doc = "Whom it is meant for"),
    FIELD_INT(TicketEvent, clock, .doc = "ClockKind"),
    FIELD_ID(TicketEvent, other_id, .doc = "The other ticket"),
    FIELD_TEXT(TicketEvent, visibility, .doc = "Who may see the entry that was added"),
    FIELD_END};
const Shape ticket_event_shape =
    SHAPE(TicketEvent, event_fields, "What happened to a ticket, for those who follow");

Status ticket_event_read(Ctx *ctx, const char *payload, TicketEvent *out)
{
    shape_clear(&ticket_event_shape, out);
    Status s =
        payload ? json_decode(ctx, &ticket_event_shape, out, payload, strlen(payload)) : INVALID;
    return s ? fail(ctx, INTERNAL, "that is no event of a ticket") : OK;
}
