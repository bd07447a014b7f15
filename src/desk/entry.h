/* entry.h -- the log of a ticket: everything that was said and done on it, in order, for ever.
 *
 * Entries are never changed or deleted. Text is sealed at rest; `detail` is for what is not
 * personal: words and numbers that say what was done ("from" "new" "to" "open"). What the customer
 * may see is public. Entries stay with the ticket they were written on: reading a ticket reads
 * those of the tickets merged into it as well. */
#pragma once

#include "base/field.h"
#include "desk/ticket.h"

/* Numbers are stored: append only. */
#define ENTRY_KINDS(X)                                                                             \
    X(OPENED, "opened", 1)        /* the ticket, with the description as its text */               \
    X(MESSAGE, "message", 2)      /* in or out, by a channel */                                    \
    X(NOTE, "note", 3)            /* among colleagues */                                           \
    X(STATE, "state", 4)          /* from, to, type, why */                                        \
    X(ASSIGNED, "assigned", 5)    /* owner, team: of the new ones */                               \
    X(CHANGED, "changed", 6)      /* field: what it was changed to, where that is not personal */  \
    X(TERMS, "terms", 7)          /* clock: which line of the service levels holds */              \
    X(CLOCK, "clock", 8)          /* warned or breached; by whom it was held */                    \
    X(HANDOFF, "handoff", 9)      /* given, accepted, answered, late … */                        \
    X(MONEY, "money", 10)         /* proposed, approved, paid, recovered */                        \
    X(LINK, "link", 11)           /* to another ticket */                                          \
    X(MERGED, "merged", 12)       /* with another ticket, and undone */                            \
    X(SPLIT, "split", 13)         /* a part of it is a ticket of its own */                        \
    X(CALL, "call", 14)           /* a phone call, in or out */                                    \
    X(FORM, "form", 15)           /* a form was filled in */                                       \
    X(COMPLAINT, "complaint", 16) /* a step of a complaint */                                      \
    X(WATCH, "watch", 17)         /* what the watch found, or found over */                        \
    X(NOTICE, "notice", 18)       /* a notice to the customer, and what became of it */            \
    X(ATTACHMENT, "attachment", 19)                                                                \
    X(LOOKED, "looked", 20) /* somebody asked to see the contact in clear, and why */

typedef enum EntryKind {
#define ENTRY_KIND_(constant, name, value) ENTRY_##constant = value,
    ENTRY_KINDS(ENTRY_KIND_)
#undef ENTRY_KIND_
} EntryKind;

typedef enum EntryVisibility { ENTRY_INTERNAL = 0, ENTRY_PUBLIC = 1 } EntryVisibility;
typedef enum EntryDirection { ENTRY_IN = 1, ENTRY_OUT = 2 } EntryDirection;
typedef enum EntryAuthor {
    AUTHOR_SYSTEM = 0,
    AUTHOR_ACCOUNT = 1,
    AUTHOR_TOKEN = 2,
    AUTHOR_CUSTOMER = 3
} EntryAuthor;
extern const Name entry_kinds[], entry_visibilities[], entry_directions[], entry_authors[];
/* Of the kinds those that people write themselves. */
extern const Name entry_said_kinds[];

typedef struct Entry {
    int64_t id;        /* rises with time; given by ticket_entry_add */
    int64_t ticket_id; /* it was written on */
    int64_t at;
    int64_t kind; /* EntryKind */
    int64_t author_kind, author_id;
    const char *author; /* login or token's name */
    int64_t visibility; /* EntryVisibility */
    int64_t direction;  /* EntryDirection, of messages and calls; else NONE */
    int64_t channel;    /* TicketChannel; NONE where none */
    const char *text;   /* personal; NULL: none; at most ENTRY_TEXT_MAX characters */
    Texts detail;       /* alternating key and value */
    int64_t origin_ticket_id, origin_id; /* of the entry that this repeats, after a split; 0 */
} Entry;
extern const Shape entry_shape;

enum { ENTRY_TEXT_MAX = 20000 };

/* What the detail has under a key; NULL where it is not there. */
const char *entry_detail(const Entry *entry, const char *key);

/* Who wrote it, to who is limited to a customer: of colleagues they are told no logins. */
#define ENTRY_STAFF "staff"

#define ENTRY_MISSED "missed"
/* A call that nobody answered: its detail says so under that key. */
bool entry_is_missed(const Entry *entry);

/* An entry of that kind with nothing else said. */
Entry ticket_entry_of(int64_t kind, int64_t visibility);

/* Within an edit (ticket.h): writes the entry. Fills in id, ticket, instant and, where
 * `author_kind` is NONE, the author from ctx's person. Whom a note names by @login is told
 * (DESK_MENTIONED) and follows the ticket, to whom this is new. Moves no clock and no state: see
 * ticket_entry_say. */
Status ticket_entry_add(Ctx *ctx, TicketEdit *edit, Entry *entry);

/* The same with alternating keys and values, the last NULL: ticket_entry_add_detail(ctx, edit,
 * ENTRY_HANDOFF, ENTRY_INTERNAL, "what", "given", "to", code, NULL). A NULL value is passed over
 * with its key. */
Status ticket_entry_add_detail(Ctx *ctx, TicketEdit *edit, int64_t kind, int64_t visibility, ...)
    __attribute__((sentinel));

/* Who carries answers to customers: rows of answer_senders, which slices.c puts together. Called in
 * the transaction of an answer that a person or a machine with a token gives (a public message out,
 * before it is written); `*detail` gets what becomes of it for the entry's details (items NULL:
 * nothing). */
typedef Status AnswerSend(Ctx *ctx, const TicketEdit *edit, const Entry *entry, Texts *detail);
extern AnswerSend *const answer_senders[]; /* ends with NULL */

/* Within an edit: a message, call or note. A public message out answers the customer's clocks; a
 * message in asks. A call answers: one that comes in was taken by somebody. One that nobody took
 * (entry_is_missed) answers nothing, and asks where it came in. What comes in, message or call,
 * brings a ticket that waited for the customer, or was resolved, back to open. */
Status ticket_entry_say(Ctx *ctx, TicketEdit *edit, Entry *entry);

typedef struct EntryFilter {
    int64_t limit;
    const char *cursor;
    bool newest_first;
    bool public_only; /* and no calls; set for who is limited to a customer */
} EntryFilter;

/* A page of the ticket's entries, those of merged ones among them. NOT_FOUND where the ticket is
 * out of scope. `next` is NULL at the end. */
Status ticket_entry_list(Ctx *ctx, int64_t ticket_id, const EntryFilter *filter, List *out,
                         const char **next);

/* In the transaction of ctx, when who the ticket was about is erased: of what changes noted down
 * under `key` only stays that it was changed. Nobody's scope is asked. */
Status ticket_entries_forget(Ctx *ctx, int64_t ticket_id, const char *key);

typedef Status EntryEach(Ctx *ctx, void *user, const Entry *entry);
/* Everything that was written on this ticket alone, without texts, in its order: what its clocks
 * are told. Nobody's scope is asked. */
Status ticket_entry_each(Ctx *ctx, int64_t ticket_id, EntryEach *each, void *user);

/* One of them. NOT_FOUND. */
Status ticket_entry_find(Ctx *ctx, int64_t ticket_id, int64_t id, Entry *out);
