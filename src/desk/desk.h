/* desk.h -- words of the desk: kinds, channels, priorities and the fixed types of states; and the
 * domain events that others may subscribe to. Numbers are stored: append only. */
#pragma once

#include "base/field.h"

#define TICKET_KINDS(X)                                                                            \
    X(INQUIRY, "inquiry", 1)                                                                       \
    X(COMPLAINT, "complaint", 2)                                                                   \
    X(CLAIM, "claim", 3)                                                                           \
    X(SUGGESTION, "suggestion", 4)                                                                 \
    X(EXCEPTION, "exception", 5)                                                                   \
    X(SERVICE_REQUEST, "service_request", 6)

#define TICKET_CHANNELS(X)                                                                         \
    X(PHONE, "phone", 1)                                                                           \
    X(WEB_CHAT, "web_chat", 2)                                                                     \
    X(PORTAL, "portal", 3)                                                                         \
    X(EMAIL, "email", 4)                                                                           \
    X(SMS, "sms", 5)                                                                               \
    X(SOCIAL, "social", 6)                                                                         \
    X(COUNTER, "counter", 7)                                                                       \
    X(REGULATOR, "regulator", 8)                                                                   \
    X(WATCH, "watch", 9)

#define TICKET_PRIORITIES(X)                                                                       \
    X(LOW, "low", 1)                                                                               \
    X(NORMAL, "normal", 2)                                                                         \
    X(HIGH, "high", 3)                                                                             \
    X(URGENT, "urgent", 4)

/* What a state means, whatever the company calls it. */
#define TICKET_TYPES(X)                                                                            \
    X(NEW, "new", 1)                                                                               \
    X(OPEN, "open", 2)                                                                             \
    X(PENDING_CUSTOMER, "pending_customer", 3)                                                     \
    X(PENDING_INTERNAL, "pending_internal", 4)                                                     \
    X(RESOLVED, "resolved", 5)                                                                     \
    X(CLOSED, "closed", 6)                                                                         \
    X(MERGED, "merged", 7)

typedef enum TicketKind {
#define TICKET_KIND_(constant, name, value) TICKET_##constant = value,
    TICKET_KINDS(TICKET_KIND_)
#undef TICKET_KIND_
} TicketKind;

typedef enum TicketChannel {
#define TICKET_CHANNEL_(constant, name, value) CHANNEL_##constant = value,
    TICKET_CHANNELS(TICKET_CHANNEL_)
#undef TICKET_CHANNEL_
} TicketChannel;

typedef enum TicketPriority {
#define TICKET_PRIORITY_(constant, name, value) PRIORITY_##constant = value,
    TICKET_PRIORITIES(TICKET_PRIORITY_)
#undef TICKET_PRIORITY_
} TicketPriority;

typedef enum TicketType {
#define TICKET_TYPE_(constant, name, value) TYPE_##constant = value,
    TICKET_TYPES(TICKET_TYPE_)
#undef TICKET_TYPE_
        TICKET_TYPE_COUNT
} TicketType;

extern const Name ticket_kinds[], ticket_channels[], ticket_priorities[], ticket_types[];

/* The ticket waits for somebody else: its clocks may stand still. */
bool ticket_type_is_pending(int64_t type);

/* Closed or merged: nothing more is expected, and it stands in no queue. */
bool ticket_type_is_final(int64_t type);

/* Domain events (job/job.h); the subject is the ticket, the payload a TicketEvent. */
#define DESK_TICKET_OPENED "desk.ticket_opened"
#define DESK_TICKET_CHANGED "desk.ticket_changed" /* any write, told beside the narrower ones */
#define DESK_TICKET_ASSIGNED "desk.ticket_assigned"
#define DESK_TICKET_RESOLVED "desk.ticket_resolved"
#define DESK_TICKET_REOPENED "desk.ticket_reopened"
#define DESK_TICKET_CLOSED "desk.ticket_closed"
#define DESK_TICKET_MERGED "desk.ticket_merged"
#define DESK_TICKET_UNMERGED "desk.ticket_unmerged"
#define DESK_ENTRY_ADDED "desk.entry_added" /* entry_id says which */
#define DESK_MENTIONED "desk.mentioned"     /* account_id: who was named by @login */
#define DESK_CLOCK_WARNED "desk.clock_warned"
#define DESK_CLOCK_BREACHED "desk.clock_breached"
/* account_id: a lead of its team, or who has it; one event each */
#define DESK_ESCALATED "desk.escalated"

/* What an event says; ids that do not apply are 0. No personal data. */
typedef struct TicketEvent {
    int64_t ticket_id;
    const char *no;
    int64_t kind, type, priority;
    int64_t customer_id, outlet_id, team_id, owner_id;
    int64_t entry_id;       /* of the entry that tells of it */
    int64_t account_id;     /* whom it is meant for */
    int64_t clock;          /* ClockKind; NONE where it is about none */
    int64_t other_id;       /* the other ticket of a merge */
    const char *visibility; /* of an entry that was added: entry_visibilities; NULL of others */
} TicketEvent;
extern const Shape ticket_event_shape;

/* The same from a job's payload. INTERNAL when it is none. */
Status ticket_event_read(Ctx *ctx, const char *payload, TicketEvent *out);
