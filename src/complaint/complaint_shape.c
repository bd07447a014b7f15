#include "access/listing.h"
#include "access/page.h"
#include "complaint/complaint.h"
#include "desk/desk.h"

#define WORD_(constant, name, value, zh) {name, value, zh},
const Name complaint_steps[] = {COMPLAINT_STEPS(WORD_){NULL, 0, NULL}};
const Name complaint_parties[] = {COMPLAINT_PARTIES(WORD_){NULL, 0, NULL}};
const Name complaint_satisfactions[] = {
    {"satisfied", SATISFIED, "The customer is content"},
    {"dissatisfied", DISSATISFIED, "The customer is not"},
    {"unanswered", SATISFACTION_UNANSWERED, "The customer was asked and did not answer"},
    {NULL, 0, NULL}};
const Name complaint_verdicts[] = {
    {"unfounded", 0, "It is not true, or not ours"}, {"founded", 1, "It is true"}, {NULL, 0, NULL}};

#define WORDS_MAX 4000
#define VALUE_MAX INT64_C(1000000000000)

static const Field share_fields[] = {
    FIELD_ENUM(ComplaintShare, party, complaint_parties, .required = true, .doc = "Who"),
    FIELD_INT(ComplaintShare, percent, .required = true, .min = 1, .max = 100,
              .doc = "For how much of a hundred"),
    FIELD_TEXT(ComplaintShare, outlet, .max = 32, .doc = "Code of the outlet, where one is known"),
    FIELD_TEXT(ComplaintShare, person, .colleague = true, .max = 64,
               .doc = "Staff number or login, where one is known"),
    FIELD_ID(ComplaintShare, entry_id, .doc = "Evidence: an entry of the ticket"),
    FIELD_ID(ComplaintShare, file_id, .doc = "Evidence: a file of the complaint"),
    FIELD_TEXT(ComplaintShare, note, .writing = WRITING_LINES, .max = 1000,
               .personal = PERSONAL_WORDS, .doc = "Evidence in words"),
    FIELD_END};
const Shape complaint_share_shape =
    SHAPE(ComplaintShare, share_fields, "Who is responsible for how much, and how one knows");

#define ROW_FIELDS                                                                                 \
    FIELD_ID(Complaint, ticket_id, .doc = "Its ticket"),                                           \
        FIELD_INT(Complaint, version, .doc = "Rises with every change"),                           \
        FIELD_TEXT(Complaint, ticket, .doc = "Number of the ticket"),                              \
        FIELD_TEXT(Complaint, outlet, .doc = "Outlet of the ticket"),                              \
        FIELD_ENUM(Complaint, step, complaint_steps, .doc = "How far its handling is"),            \
        FIELD_ENUM(Complaint, category, complaint_categories, .doc = "The regulator's category"),  \
        FIELD_TEXT(Complaint, cause, .doc = "Code of its cause"),                                  \
        FIELD_MONEY(Complaint, value, .doc = "Of the parcel"),                                     \
        FIELD_ENUM(Complaint, founded, complaint_verdicts, .doc = "Null until it is decided"),     \
        FIELD_INT(Complaint, score, .doc = "Severity × tier × age × value, in hundredths"),        \
        FIELD_ENUM(Complaint, priority, ticket_priorities, .doc = "What follows from the score"),  \
        FIELD_MAP(Complaint, reasons, .doc = "The weight of each factor"),                         \
        FIELD_TEXT(Complaint, lane, .doc = "Regions from and to"),                                 \
        FIELD_TIME(Complaint, received_at, .doc = "When it was received"),                         \
        FIELD_TIME(Complaint, answer_due_at, .doc = "When the customer must have been told"),      \
        FIELD_TIME(Complaint, answer_warned_at, .doc = "When its holder was told of that"),        \
        FIELD_TIME(Complaint, answer_breached_at, .doc = "That deadline, where it passed"),        \
        FIELD_ID(Complaint, answer_holder_id, .doc = "Account that held the ticket then"),         \
        FIELD_ID(Complaint, answer_holder_team_id, .doc = "Team that held it then"),               \
        FIELD_TIME(Complaint, proposed_at, .doc = "When the proposal was made"),                   \
        FIELD_TIME(Complaint, told_at, .doc = "When the customer was told"),                       \
        FIELD_ENUM(Complaint, told_how, ticket_channels, .doc = "By which way"),                   \
        FIELD_ID(Complaint, told_entry_id, .doc = "The entry that proves it"),                     \
        FIELD_ID(Complaint, told_by, .doc = "The account that told"),                              \
        FIELD_ENUM(Complaint, satisfaction, complaint_satisfactions, .doc = "What they said"),     \
        FIELD_TIME(Complaint, satisfied_at, .doc = "When they were asked"),                        \
        FIELD_TIME(Complaint, closed_at, .doc = "When it was closed"),                             \
        FIELD_ID(Complaint, closed_by, .doc = "By which account"),                                 \
        FIELD_TIME(Complaint, reviewed_at, .doc = "When it was reviewed"),                         \
        FIELD_ID(Complaint, reviewed_by, .doc = "By which account"),                               \
        FIELD_MONEY(Complaint, cost, .doc = "What it cost so far: claims paid"),                   \
        FIELD_TIME(Complaint, changed_at, .doc = "When it was last changed")

static const Field row_fields[] = {ROW_FIELDS, FIELD_END};
const Shape complaint_row_shape = {.name = "ComplaintRow",
                                   .doc = "A complaint as it stands in a list",
                                   .size = sizeof(Complaint),
                                   .fields = row_fields};

#define WORDS(Type)                                                                                \
    FIELD_TEXT(Type, founded_why, .writing = WRITING_LINES, .max = WORDS_MAX,                      \
               .personal = PERSONAL_WORDS, .doc = "Why it is founded or not"),                     \
        FIELD_TEXT(Type, findings, .writing = WRITING_LINES, .max = WORDS_MAX,                     \
                   .personal = PERSONAL_WORDS, .doc = "What the investigation found"),             \
        FIELD_TEXT(Type, proposal, .writing = WRITING_LINES, .max = WORDS_MAX,                     \
                   .personal = PERSONAL_WORDS, .doc = "What is proposed to the customer"),         \
        FIELD_TEXT(Type, satisfaction_note, .writing = WRITING_LINES, .max = WORDS_MAX,            \
                   .personal = PERSONAL_WORDS, .doc = "What the customer said to it"),             \
        FIELD_TEXT(Type, review, .writing = WRITING_LINES, .max = WORDS_MAX,                       \
                   .personal = PERSONAL_WORDS, .doc = "What the review found")

static const Field complaint_fields[] = {
    ROW_FIELDS, WORDS(Complaint),
    FIELD_LIST(Complaint, shares, &complaint_share_shape, .doc = "Who is responsible"), FIELD_END};
const Shape complaint_shape =
    SHAPE(Complaint, complaint_fields, "What a complaint is about, and how far its handling is");

static const Field facts_fields[] = {
    FIELD_ENUM(ComplaintFacts, category, complaint_categories, .doc = "The regulator's category"),
    FIELD_TEXT(ComplaintFacts, cause, .max = 40, .doc = "Code of a cause of that category"),
    FIELD_MONEY(ComplaintFacts, value, .max = VALUE_MAX, .doc = "Of the parcel"),
    FIELD_ENUM(ComplaintFacts, founded, complaint_verdicts, .doc = "Founded or not"),
    WORDS(ComplaintFacts),
    FIELD_ID(ComplaintFacts, told_entry_id,
             .doc = "The entry that told the customer: a public message out, a call, a notice"),
    FIELD_ENUM(ComplaintFacts, satisfaction, complaint_satisfactions,
               .doc = "What the customer said"),
    FIELD_END};
const Shape complaint_facts_shape =
    SHAPE(ComplaintFacts, facts_fields, "What is known of a complaint; not given stays");

#define FILTER_FIELDS                                                                              \
    FIELD_ENUM(ComplaintFilter, step, complaint_steps,                                             \
               .doc = "At this step; else those whose customer was not told yet"),                 \
        FIELD_BOOL(ComplaintFilter, overdue,                                                       \
                   .doc = "Only those past the deadline for the answer"),                          \
        PAGE_FIELDS(ComplaintFilter)

static const Field filter_fields[] = {FILTER_FIELDS, FIELD_END};
const Shape complaint_filter_shape = SHAPE(ComplaintFilter, filter_fields, "Which complaints");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(ComplaintFilter),
                                      FIELD_END};
const Shape complaint_export_shape =
    EXPORT_SHAPE(ComplaintFilter, "ComplaintExport", export_fields, "Which complaints");
