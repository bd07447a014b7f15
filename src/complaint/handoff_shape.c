#include "complaint/handoff.h"

#include "access/listing.h"
#include "access/page.h"
#include "desk/ticket.h"

#define NAME_(constant, name, value) {name, value, NULL},
const Name handoff_states[] = {HANDOFF_STATES(NAME_){NULL, 0, NULL}};
const Name handoff_moves[] = {HANDOFF_MOVES(NAME_){NULL, 0, NULL}};

#define TEXT_MAX_CHARACTERS 4000
#define YEAR_MINUTES (366 * 24 * 60)

#define ROW_FIELDS(words)                                                                          \
    FIELD_ID(Handoff, id, .doc = "Its id"),                                                        \
        FIELD_INT(Handoff, version, .doc = "Rises with every change"),                             \
        FIELD_ID(Handoff, ticket_id, .doc = "The ticket that it is a piece of"),                   \
        FIELD_TEXT(Handoff, ticket, .doc = "Number of the ticket"),                                \
        FIELD_ENUM(Handoff, ticket_kind, ticket_kinds, .doc = "What the ticket is"),               \
        FIELD_ENUM(Handoff, ticket_priority, ticket_priorities, .doc = "How much it matters"),     \
        FIELD_TEXT(Handoff, category, .doc = "Of a complaint"),                                    \
        FIELD_ENUM(Handoff, state, handoff_states, .doc = "Where it stands"),                      \
        FIELD_TEXT(Handoff, outlet, .doc = "Code of the outlet that is asked"),                    \
        FIELD_TEXT(Handoff, team, .doc = "Code of the team that is asked"),                        \
        FIELD_TEXT(Handoff, owner, .colleague = true, .doc = "Login of who accepted it"),          \
        FIELD_TEXT(Handoff, giver, .colleague = true, .doc = "Login of who handed it over"),       \
        FIELD_TEXT(Handoff, question, .personal = words, .doc = "What is asked"),                  \
        FIELD_TEXT(Handoff, answer, .personal = words, .doc = "What was answered"),                \
        FIELD_TEXT(Handoff, why, .personal = words,                                                \
                   .doc = "Why it was declined, returned or withdrawn"),                           \
        FIELD_INT(Handoff, minutes, .doc = "Asked for; null: as the service levels say"),          \
        FIELD_TIME(Handoff, due_at, .doc = "Its deadline; null while its clock stands"),           \
        FIELD_TIME(Handoff, created_at, .doc = "When it was handed over"),                         \
        FIELD_TIME(Handoff, changed_at, .doc = "When it was last moved")

static const Field row_fields[] = {ROW_FIELDS(PERSONAL_WORDS), FIELD_END};
static const Field asked_row_fields[] = {ROW_FIELDS(PERSONAL_NO), FIELD_END};
#define ROW_SHAPE(of)                                                                              \
    {                                                                                              \
        .name = "HandoffRow", .doc = "A handoff as it stands in a list", .size = sizeof(Handoff),  \
        .fields = of                                                                               \
    }
const Shape handoff_row_shape = ROW_SHAPE(row_fields);
const Shape handoff_asked_row_shape = ROW_SHAPE(asked_row_fields);

#define WHOLE_FIELDS(words)                                                                        \
    ROW_FIELDS(words),                                                                             \
        FIELD_LIST(Handoff, waybills, &ticket_waybill_shape, .doc = "Parcels that it is about"),   \
        FIELD_BOOL(Handoff, ticket_visible, .doc = "Whether who reads this sees the ticket too"),  \
        FIELD_LIST(Handoff, clocks, &clock_shape, .doc = "How long those asked may take")

static const Field handoff_fields[] = {WHOLE_FIELDS(PERSONAL_WORDS), FIELD_END};
static const Field asked_fields[] = {WHOLE_FIELDS(PERSONAL_NO), FIELD_END};
const Shape handoff_shape = SHAPE(Handoff, handoff_fields, "A piece of a ticket, handed over");
const Shape handoff_asked_shape = SHAPE(Handoff, asked_fields, "A piece of a ticket, handed over");

static const Field input_fields[] = {
    FIELD_TEXT(HandoffInput, outlet, .max = 32, .doc = "Code of the outlet that is asked"),
    FIELD_TEXT(HandoffInput, team, .max = 32,
               .doc = "Code of the team that is asked; its outlet's where no outlet is given"),
    FIELD_TEXT(HandoffInput, question, .writing = WRITING_LINES, .required = true, .min = 1,
               .max = TEXT_MAX_CHARACTERS, .personal = PERSONAL_WORDS, .doc = "What is asked"),
    FIELD_INT(HandoffInput, minutes, .min = 1, .max = YEAR_MINUTES,
              .doc = "To its deadline; else as the service levels say"),
    FIELD_BOOL(HandoffInput, wait, .doc = "The ticket waits for the answer"),
    FIELD_END};
const Shape handoff_input_shape =
    SHAPE(HandoffInput, input_fields, "A piece of a ticket to be handed over");

static const Field move_fields[] = {
    FIELD_ENUM(HandoffMove, move, handoff_moves, .required = true, .doc = "What is done"),
    FIELD_TEXT(HandoffMove, text, .writing = WRITING_LINES, .max = TEXT_MAX_CHARACTERS,
               .personal = PERSONAL_WORDS,
               .doc = "The answer, or why it is declined, returned or withdrawn"),
    FIELD_END};
const Shape handoff_move_shape = SHAPE(HandoffMove, move_fields, "What is done with a handoff");

#define FILTER_FIELDS                                                                              \
    FIELD_TEXT(HandoffFilter, outlet, .max = 32, .doc = "Code of the outlet that is asked"),       \
        FIELD_BOOL(HandoffFilter, overdue, .doc = "Only those past their deadline"),               \
        PAGE_FIELDS(HandoffFilter)

static const Field count_fields[] = {
    FIELD_INT(HandoffCount, waiting, .doc = "How many wait; counted up to 100"),
    FIELD_INT(HandoffCount, overdue, .doc = "How many of these are past their deadline"),
    FIELD_END};
const Shape handoff_count_shape =
    SHAPE(HandoffCount, count_fields, "How many handoffs wait for whom they were handed to");

static const Field filter_fields[] = {FILTER_FIELDS, FIELD_END};
const Shape handoff_filter_shape = SHAPE(HandoffFilter, filter_fields, "Which handoffs");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(HandoffFilter), FIELD_END};
const Shape handoff_export_shape =
    EXPORT_SHAPE(HandoffFilter, "HandoffExport", export_fields, "Which handoffs");
