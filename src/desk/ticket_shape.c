#include "desk/entry.h"
#include "desk/ticket.h"

static const Field waybill_fields[] = {
    FIELD_TEXT(TicketWaybill, carrier, .max = 16,
               .doc = "Code of the carrier; may be left out where the number is known"),
    FIELD_TEXT(TicketWaybill, no, .required = true, .min = 1, .max = 64, .doc = "The number"),
    FIELD_ID(TicketWaybill, waybill_id, .read_only = true,
             .doc = "The parcel; null while nobody knows it"),
    FIELD_END};
const Shape ticket_waybill_shape =
    SHAPE(TicketWaybill, waybill_fields, "A parcel that a ticket is about");

#define CONTACT(Type)                                                                              \
    FIELD_TEXT(Type, contact_name, .max = 120, .personal = PERSONAL_NAME, .doc = "Who asks"),      \
        FIELD_TEXT(Type, contact_phone, .max = 40, .personal = PERSONAL_PHONE,                     \
                   .doc = "Phone of who asks"),                                                    \
        FIELD_TEXT(Type, contact_email, .max = 254, .personal = PERSONAL_TEXT,                     \
                   .doc = "E-mail of who asks")
#define TAGS_MAX 40
#define WAYBILLS_MAX 200

#define ROW_FIELDS                                                                                 \
    FIELD_ID(Ticket, id, .doc = "Its id"),                                                         \
        FIELD_INT(Ticket, version, .doc = "Rises with every change"),                              \
        FIELD_TEXT(Ticket, no, .example = "T20261122-000123", .doc = "Its number, for people"),    \
        FIELD_ENUM(Ticket, kind, ticket_kinds, .doc = "What it is"),                               \
        FIELD_ENUM(Ticket, channel, ticket_channels, .doc = "How it came"),                        \
        FIELD_ENUM(Ticket, priority, ticket_priorities, .doc = "How much it matters"),             \
        FIELD_ENUM(Ticket, type, ticket_types, .doc = "What its state means"),                     \
        FIELD_TEXT(Ticket, state, .doc = "Code of the state it is in"),                            \
        FIELD_TEXT(Ticket, subject, .personal = PERSONAL_WORDS, .doc = "What it is about"),        \
        CONTACT(Ticket), FIELD_ID(Ticket, customer_id, .doc = "The customer"),                     \
        FIELD_TEXT(Ticket, customer, .doc = "Code of the customer"),                               \
        FIELD_TEXT(Ticket, outlet, .doc = "Code of the outlet whose it is"),                       \
        FIELD_TEXT(Ticket, team, .doc = "Code of the team that has it"),                           \
        FIELD_TEXT(Ticket, owner, .colleague = true,                                               \
                   .doc = "Login of who has it; null to customers"),                               \
        FIELD_TEXT(Ticket, category, .doc = "Of a complaint"),                                     \
        FIELD_TEXT(Ticket, tier, .doc = "Of the customer, when it was opened"),                    \
        FIELD_ID(Ticket, incident_id, .doc = "The mass cause behind it"),                          \
        FIELD_TEXT(Ticket, external_ref, .personal = PERSONAL_WORDS,                               \
                   .doc = "Its number in another system"),                                         \
        FIELD_ID(Ticket, merged_into_id, .doc = "The ticket that goes on in its place"),           \
        FIELD_BOOL(Ticket, spam, .doc = "It is nothing"),                                          \
        FIELD_TEXTS(Ticket, tags, .personal = PERSONAL_WORDS, .doc = "Words to find it by"),       \
        FIELD_LIST(Ticket, waybills, &ticket_waybill_shape, .doc = "Parcels it is about"),         \
        FIELD_TIME(Ticket, due_at, .doc = "Deadline of the most urgent clock that runs"),          \
        FIELD_TIME(Ticket, created_at, .doc = "When it was opened"),                               \
        FIELD_TIME(Ticket, changed_at, .doc = "When it was last changed"),                         \
        FIELD_TIME(Ticket, resolved_at, .doc = "When it was resolved"),                            \
        FIELD_TIME(Ticket, closed_at, .doc = "When it was closed")

#define NAME_(constant, name, value) {name, value, NULL},
static const Name found_parts[] = {FOUND_PARTS(NAME_){NULL, 0, NULL}};

static const Field found_fields[] = {
    FIELD_ENUM(TicketFound, part, found_parts, .doc = "In which part of the ticket"),
    FIELD_ID(TicketFound, entry_id, .doc = "The entry; null where it is in another part"),
    FIELD_ID(TicketFound, ticket_id, .doc = "Whose it is: this ticket, or one merged into it"),
    FIELD_ENUM(TicketFound, kind, entry_kinds, .doc = "What the entry is"),
    FIELD_TIME(TicketFound, at, .doc = "When it was written"),
    FIELD_TEXT(TicketFound, author, .doc = "Login, or a token's name"),
    FIELD_TEXT(TicketFound, excerpt, .personal = PERSONAL_WORDS, .doc = "The words around it"),
    FIELD_END};
static const Shape found_shape =
    SHAPE(TicketFound, found_fields, "Where on a ticket the words stand");

static const Field row_fields[] = {
    ROW_FIELDS,
    FIELD_OBJECT(Ticket, found, &found_shape,
                 .doc = "Where the words stand that were searched; null where none were"),
    FIELD_END};
const Shape ticket_row_shape = {.name = "TicketRow",
                                .doc = "A ticket as it stands in a list",
                                .size = sizeof(Ticket),
                                .fields = row_fields};

static const Field ticket_fields[] = {
    ROW_FIELDS,
    FIELD_TEXT(Ticket, description, .personal = PERSONAL_WORDS, .doc = "What was asked"),
    FIELD_LIST(Ticket, clocks, &clock_shape, .doc = "How long it waits, and may"), FIELD_END};
const Shape ticket_shape = SHAPE(Ticket, ticket_fields, "A piece of service work");

static const Field input_fields[] = {
    FIELD_ENUM(TicketInput, kind, ticket_kinds, .required = true, .doc = "What it is"),
    FIELD_ENUM(TicketInput, channel, ticket_channels, .required = true,
               .doc = "How it came; portal of who is limited to a customer"),
    FIELD_ENUM(TicketInput, priority, ticket_priorities,
               .doc = "How much it matters; normal where it is not given"),
    FIELD_TEXT(TicketInput, subject, .required = true, .min = 1, .max = 200,
               .personal = PERSONAL_TEXT, .doc = "What it is about"),
    FIELD_TEXT(TicketInput, description, .writing = WRITING_LINES, .max = ENTRY_TEXT_MAX,
               .personal = PERSONAL_TEXT, .doc = "What was asked: the first entry of its log"),
    CONTACT(TicketInput),
    FIELD_TEXT(TicketInput, customer, .max = 64,
               .doc = "Code; else whom the contact's phone or e-mail is known as; where there is no"
                      " contact, who pays for the parcel"),
    FIELD_TEXT(TicketInput, outlet, .max = 32,
               .doc = "Code of the outlet whose it is; else yours, else where the parcel is"),
    FIELD_TEXT(TicketInput, team, .max = 32, .doc = "Code of the team that gets it"),
    FIELD_TEXT(TicketInput, owner, .max = 64, .doc = "Login of who gets it"),
    FIELD_TEXT(TicketInput, category, .max = 64, .doc = "Of a complaint"),
    FIELD_TEXT(TicketInput, external_ref, .max = 64, .doc = "Its number in another system"),
    FIELD_ID(TicketInput, incident_id, .doc = "The mass cause behind it"),
    FIELD_TEXTS(TicketInput, tags, .max = TAGS_MAX, .doc = "Words to find it by"),
    FIELD_LIST(TicketInput, waybills, &ticket_waybill_shape, .max = WAYBILLS_MAX,
               .doc = "Parcels it is about"),
    FIELD_END};
const Shape ticket_input_shape = SHAPE(TicketInput, input_fields, "A ticket to be opened");

static const Field change_fields[] = {
    FIELD_ENUM(TicketChange, kind, ticket_kinds, .doc = "What it is"),
    FIELD_ENUM(TicketChange, priority, ticket_priorities, .doc = "How much it matters"),
    FIELD_TEXT(TicketChange, subject, .min = 1, .max = 200, .personal = PERSONAL_TEXT,
               .doc = "What it is about"),
    CONTACT(TicketChange),
    FIELD_TEXT(TicketChange, customer, .max = 64, .doc = "Code of the customer; empty: nobody"),
    FIELD_TEXT(TicketChange, outlet, .max = 32, .doc = "Code of the outlet whose it is"),
    FIELD_TEXT(TicketChange, team, .max = 32, .doc = "Code of the team; empty: none"),
    FIELD_TEXT(TicketChange, owner, .max = 64, .doc = "Login of who has it; empty: nobody"),
    FIELD_TEXT(TicketChange, category, .max = 64, .doc = "Of a complaint; empty: none"),
    FIELD_TEXT(TicketChange, external_ref, .max = 64,
               .doc = "Its number in another system; empty: none"),
    FIELD_TEXT(TicketChange, incident_id, .max = 20,
               .doc = "Id of the mass cause behind it; empty: none"),
    FIELD_TEXT(TicketChange, why, .writing = WRITING_LINES, .max = 1000, .personal = PERSONAL_TEXT,
               .doc = "For the log"),
    FIELD_TEXTS(TicketChange, tags, .max = TAGS_MAX, .doc = "In place of those there are"),
    FIELD_LIST(TicketChange, waybills, &ticket_waybill_shape, .max = WAYBILLS_MAX,
               .doc = "In place of those there are"),
    FIELD_END};
const Shape ticket_change_shape =
    SHAPE(TicketChange, change_fields, "What is to be different; what is not given stays");

void ticket_input_init(TicketInput *input)
{
    *input = (TicketInput){0};
    shape_clear(&ticket_input_shape, input);
}
