/* ticket.h -- a piece of service work: who asks, about which parcels, who has it, and where it
 * stands.
 *
 * Subject, description and contact are sealed at rest. Everything that is done to a ticket goes
 * through an edit: it is read, changed, told to its log (entry.h) and its clocks (clock.h), and
 * written back with its version, its place in the queues, and its events, in one transaction.
 * Times are UTC milliseconds, NONE where a thing has not happened. */
#pragma once

#include "base/ctx.h"
#include "base/field.h"
#include "desk/clock.h"
#include "desk/desk.h"

/* A parcel that a ticket is about. */
typedef struct TicketWaybill {
    const char *carrier; /* "" while nobody knows */
    const char *no;
    int64_t waybill_id; /* 0: no parcel of that number is known */
} TicketWaybill;
extern const Shape ticket_waybill_shape;

/* Parts of a ticket in which words are found; stored nowhere. */
#define FOUND_PARTS(X)                                                                             \
    X(LOG, "log", 1) /* an entry: the description is the text of the first */                      \
    X(SUBJECT, "subject", 2)                                                                       \
    X(NUMBER, "number", 3)                                                                         \
    X(REFERENCE, "external_ref", 4)                                                                \
    X(PARCEL, "waybill", 5)                                                                        \
    X(TAG, "tag", 6)                                                                               \
    X(CONTACT, "contact", 7) /* the name of who asks */

typedef enum FoundPart {
#define FOUND_PART_(constant, name, value) FOUND_##constant = value,
    FOUND_PARTS(FOUND_PART_)
#undef FOUND_PART_
} FoundPart;

/* Where words were found on a ticket, for who searched for them. What tells of an entry is 0, NONE
 * and NULL where they stand in another part. */
typedef struct TicketFound {
    int64_t part; /* FoundPart */
    int64_t entry_id;
    int64_t ticket_id; /* it was written on: of a ticket merged into this one its own */
    int64_t kind, at;  /* EntryKind, and when */
    const char *author;
    const char *excerpt; /* around the words; personal, and masked already where it must be */
} TicketFound;

typedef struct Ticket {
    int64_t id, version;
    const char *no; /* T20261122-000123: the day in the company's zone, and a count of that day */
    int64_t kind, channel, priority;
    int64_t type;        /* TicketType */
    const char *state;   /* code of a state of that type */
    const char *subject; /* 1–200 characters; personal, as the next four */
    const char *description;
    const char *contact_name, *contact_phone, *contact_email;
    int64_t customer_id, outlet_id, team_id, owner_id; /* 0: none */
    const char *customer, *outlet, *team, *owner;      /* codes; the owner's login */
    const char *category;                              /* of a complaint */
    const char *tier;                                  /* of the customer, when it was opened */
    int64_t incident_id;                               /* parent; 0: none */
    const char *external_ref;
    int64_t merged_into_id; /* 0: not merged */
    bool spam;
    Texts tags;
    List waybills;      /* TicketWaybill */
    List clocks;        /* Clock: each one's last round; only where one ticket is read */
    TicketFound *found; /* only where words were searched */
    int64_t due_at;     /* of the most urgent clock that runs */
    int64_t created_at, changed_at, resolved_at, closed_at;
    /* not fields: */
    int64_t policy_ids[TICKET_CLOCKS]; /* which service levels hold; 0: none */
    int64_t armed_at;                  /* for when the timer of its clocks is set; NONE */
} Ticket;
extern const Shape ticket_shape;
extern const Shape
    ticket_row_shape; /* the same as it stands in lists: without description, clocks */

/* What a ticket is opened with; NULL, NONE and 0 where it was not given. */
typedef struct TicketInput {
    int64_t kind, channel, priority; /* priority: normal where not given */
    const char *subject, *description;
    const char *contact_name, *contact_phone, *contact_email;
    const char *customer;              /* code */
    const char *outlet, *team, *owner; /* codes; the owner's login */
    const char *category, *external_ref;
    int64_t incident_id;
    Texts tags;
    List waybills; /* TicketWaybill: `carrier` may be left out where the number says it */
    /* not fields: */
    int64_t customer_id; /* over `customer` */
    int64_t outlet_id;   /* over `outlet` */
    const char *tier;
} TicketInput;
extern const Shape ticket_input_shape;

/* Not given, each field by its conventions. */
void ticket_input_init(TicketInput *input);

/* In the transaction of ctx: opens a ticket in the first state of its kind, with its clocks.
 * INVALID names what is wrong (no such customer, outlet, team, owner, incident). Its outlet is the
 * one given, else the person's, else where the first parcel was last seen. */
Status ticket_create(Ctx *ctx, const TicketInput *input, Ticket *out);

/* One ticket, in the scope of ctx's person, with description, parcels, tags and clocks. NOT_FOUND.
 */
Status ticket_find(Ctx *ctx, int64_t id, Ticket *out);

/* The same by number. */
Status ticket_find_no(Ctx *ctx, const char *no, Ticket *out);

/* OK where ctx's person sees it; NOT_FOUND. */
Status ticket_visible(Ctx *ctx, int64_t id);

/* --- edits --- */

/* A ticket that is being changed. Set what is to be different in `now` by the functions below (or,
 * of plain fields, directly), then save. */
/* A line for the timeline of a ticket's customer, and the entry of the log that tells of it. */
typedef struct TicketLine {
    const char *kind; /* customer/timeline.h; NULL: none */
    int64_t entry_id;
} TicketLine;

typedef struct TicketEdit {
    Ticket before, now;
    TicketClocks clocks, clocks_before;
    const struct DeskBook *book;
    int64_t at;       /* the instant of the edit: of its entries and of what its clocks are told */
    int64_t entry_id; /* the last entry written */
    bool fresh;       /* it is being opened */
    bool waybills_set, tags_set; /* say so when `now`'s are others */
    const char *action;          /* for the audit log; NULL: "ticket.change" */
    bool audited;     /* it only follows what is in the audit log already, as a row of its own */
    const char *why;  /* what was given as the reason of a move or change; NULL: nothing */
    TicketLine moved; /* its last move that the timeline tells of */
    TicketLine line;  /* stands on the customer's timeline behind those of the edit */
} TicketEdit;

/* What other slices do where a ticket is written: rows of ticket_joiners, which slices.c puts
 * together. Called in the transaction of ticket_save before anything of the edit is written, so
 * that it may change `now` and add entries; what it fails with refuses the edit. */
typedef Status TicketJoin(Ctx *ctx, TicketEdit *edit);
extern TicketJoin *const ticket_joiners[]; /* ends with NULL */

/* As ticket_create, but not saved: for who has more to write into it, then ticket_save. */
Status ticket_open(Ctx *ctx, const TicketInput *input, TicketEdit *edit);

/* Reads it, in the scope of ctx's person. NOT_FOUND; STALE when its version is not `version` (NONE:
 * do not ask); CONFLICT when it was merged into another. */
Status ticket_edit(Ctx *ctx, int64_t id, int64_t version, TicketEdit *edit);

/* The same for one that may have been merged: for taking that back. */
Status ticket_edit_merged(Ctx *ctx, int64_t id, int64_t version, TicketEdit *edit);

/* Writes it, its clocks, its place in the queues, timers and events; audited. STALE when somebody
 * was faster. `edit->now` is then what is stored. */
Status ticket_save(Ctx *ctx, TicketEdit *edit);

/* Instead, where nothing was changed: only sets the timer of its clocks again. */
Status ticket_rearm(Ctx *ctx, TicketEdit *edit);

/* Within an edit: to another state, by its code. CONFLICT when there is no such move from here;
 * FORBIDDEN when it needs a right that ctx's person has not; INVALID when there is no such state.
 * `why` (NULL: nothing) goes into the log. */
Status ticket_move(Ctx *ctx, TicketEdit *edit, const char *state, const char *why);

/* The same to the first state of a type, without asking for rights or a transition: for what
 * follows by itself. */
Status ticket_move_type(Ctx *ctx, TicketEdit *edit, TicketType type, const char *why);

/* The same to a state by its code, for taking a move back. CONFLICT when there is no such state any
 * more. */
Status ticket_move_back(Ctx *ctx, TicketEdit *edit, const char *state);

/* Within an edit: gives it to a team and an owner (0: nobody). Nothing happens where they have it.
 */
Status ticket_assign(Ctx *ctx, TicketEdit *edit, int64_t team_id, int64_t owner_id);

/* Within an edit: tells its clocks what happened, at the edit's instant. What is told must follow
 * from an entry that is written beside it (replay.c reads them), or the clocks could not be
 * computed again. That other kinds, priorities, categories and tiers have other terms, ticket_save
 * sees by itself. */
Status ticket_tell_clocks(Ctx *ctx, TicketEdit *edit, ClockEventKind kind);

/* Within an edit: a line of a kind (customer/timeline.h) on the timeline of the ticket's customer,
 * where it has one, and nothing where it has that already; or nothing at all, for no kind. */
Status ticket_line_add(Ctx *ctx, const TicketEdit *edit, TicketLine line);

/* What may be changed by hand: not given stays. */
typedef struct TicketChange {
    int64_t kind, priority;
    const char *subject;
    const char *contact_name, *contact_phone, *contact_email;
    const char *customer, *outlet, *team, *owner; /* "" takes it away */
    const char *category, *external_ref;
    const char *incident_id; /* digits */
    const char *why;         /* for the log; NULL: nothing */
    Texts tags;              /* in place of those there are; items NULL: stay */
    List waybills;           /* the same */
} TicketChange;
extern const Shape ticket_change_shape;

/* An edit, whole. INVALID, NOT_FOUND, STALE. */
Status ticket_change(Ctx *ctx, int64_t id, int64_t version, const TicketChange *change,
                     Ticket *out);
