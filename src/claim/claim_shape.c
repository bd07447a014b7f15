#include "access/listing.h"
#include "access/page.h"
#include "claim/claim.h"
#include "claim/claim_store.h"

#define MONEY(Type, member, words) FIELD_MONEY(Type, member, .max = AMOUNT_MAX, .doc = words)

static const Field claimant_fields[] = {
    FIELD_TEXT(Claimant, name, .max = 120, .personal = PERSONAL_NAME, .doc = "Who demands"),
    FIELD_TEXT(Claimant, phone, .max = 40, .personal = PERSONAL_PHONE, .doc = "Their phone"),
    FIELD_TEXT(Claimant, account_name, .max = 120, .personal = PERSONAL_NAME,
               .doc = "Whose account it is paid to"),
    FIELD_TEXT(Claimant, account_no, .max = 64, .personal = PERSONAL_TEXT,
               .doc = "Number of that account"),
    FIELD_TEXT(Claimant, bank, .max = 120, .personal = PERSONAL_TEXT, .doc = "Where it is kept"),
    FIELD_END};
const Shape claimant_shape =
    SHAPE(Claimant, claimant_fields, "Who demands, and where the money goes");

static const Field waybill_fields[] = {
    FIELD_TEXT(ClaimWaybill, carrier, .max = 16, .doc = "Code; empty while nobody knows"),
    FIELD_TEXT(ClaimWaybill, no, .required = true, .min = 1, .max = 64, .doc = "Its number"),
    FIELD_ID(ClaimWaybill, waybill_id, .read_only = true, .doc = "The parcel, where it is known"),
    FIELD_END};
const Shape claim_waybill_shape = SHAPE(ClaimWaybill, waybill_fields, "A parcel of a claim");

/* What rules judge by, as it stands in a claim, in what registers one, and in a change. */
#define VALUES(Type)                                                                               \
    MONEY(Type, declared, "Declared value of the goods"),                                          \
        MONEY(Type, insured, "Insured value; of a parcel that is not insured none"),               \
        MONEY(Type, full_value, "Full value of the goods"),                                        \
        MONEY(Type, actual_loss, "Loss as it was found"),                                          \
        MONEY(Type, freight, "What was paid for carriage"),                                        \
        MONEY(Type, agreed, "Amount that the contract agrees on"),                                 \
        MONEY(Type, market_price, "Market price at the destination, of what was lost"),            \
        FIELD_INT(Type, delay_hours, .max = 100000, .doc = "Hours over the promise")

static const Field claim_fields[] = {
    FIELD_ID(Claim, id, .doc = "Its id"),
    FIELD_INT(Claim, version, .doc = "Rises with every write"),
    FIELD_TEXT(Claim, no, .example = "C20261122-000123", .doc = "Its number"),
    FIELD_ENUM(Claim, kind, claim_kinds, .doc = "What is compensated"),
    FIELD_ENUM(Claim, state, claim_states, .doc = "Where it stands"),
    FIELD_INT(Claim, rules, .doc = "Number of the rules it is judged by"),
    FIELD_ID(Claim, ticket_id, .doc = "The ticket it belongs to"),
    FIELD_ID(Claim, customer_id, .doc = "The customer"),
    FIELD_TEXT(Claim, customer, .doc = "The customer's code"),
    FIELD_TEXT(Claim, outlet, .doc = "Code of the outlet that handles it"),
    FIELD_TEXT(Claim, owner, .colleague = true, .doc = "Login of who works on it"),
    FIELD_OBJECT(Claim, claimant, &claimant_shape, .doc = "Who demands"),
    FIELD_LIST(Claim, waybills, &claim_waybill_shape, .doc = "The parcels it is about"),
    MONEY(Claim, demanded, "What is demanded"),
    VALUES(Claim),
    FIELD_BOOL(Claim, proportional, .doc = "Partial loss is paid in proportion to the insurance"),
    FIELD_ENUM(Claim, exclusion, claim_exclusions, .doc = "Why nothing would be owed"),
    FIELD_ENUM(Claim, answerable, claim_answerables, .doc = "Who answers to the claimant"),
    FIELD_TEXT(Claim, operator, .personal = PERSONAL_WORDS, .doc = "The operator that does"),
    FIELD_ENUM(Claim, offer, claim_offers, .doc = "What the claimant says to what is approved"),
    FIELD_BOOL(Claim, fast, .doc = "Granted in one step"),
    FIELD_ENUM(Claim, fault, claim_faults, .doc = "What the parcel suffered"),
    FIELD_TEXT(Claim, cause, .personal = PERSONAL_WORDS, .doc = "Why"),
    FIELD_TEXT(Claim, cause_outlet, .doc = "Code of the outlet where"),
    MONEY(Claim, assessed, "What the rules said last"),
    MONEY(Claim, claimed, "Of the demand: not decided"),
    MONEY(Claim, proposed, "Of the demand: waiting for approval"),
    MONEY(Claim, approved, "Of the demand: approved and not paid"),
    MONEY(Claim, paid, "Of the demand: paid"),
    MONEY(Claim, refused, "Of the demand: refused"),
    MONEY(Claim, due, "Of what was paid: due from who is liable"),
    MONEY(Claim, recovered, "Of what was paid: recovered"),
    MONEY(Claim, written_off, "Of what was paid: written off"),
    FIELD_TIME(Claim, created_at, .doc = "When it was registered"),
    FIELD_TIME(Claim, changed_at, .doc = "When it was changed last"),
    FIELD_TIME(Claim, decided_at, .doc = "When it was approved, rejected or withdrawn"),
    FIELD_TIME(Claim, closed_at, .doc = "When it was closed"),
    FIELD_END};
const Shape claim_shape = SHAPE(Claim, claim_fields, "A demand for compensation");

static const Field row_fields[] = {
    FIELD_ID(Claim, id, .doc = "Its id"),
    FIELD_INT(Claim, version, .doc = "Rises with every write"),
    FIELD_TEXT(Claim, no, .doc = "Its number"),
    FIELD_ENUM(Claim, kind, claim_kinds, .doc = "What is compensated"),
    FIELD_ENUM(Claim, state, claim_states, .doc = "Where it stands"),
    FIELD_ID(Claim, ticket_id, .doc = "The ticket it belongs to"),
    FIELD_TEXT(Claim, customer, .doc = "The customer's code"),
    FIELD_TEXT(Claim, outlet, .doc = "Code of the outlet that handles it"),
    FIELD_TEXT(Claim, owner, .colleague = true, .doc = "Login of who works on it"),
    MONEY(Claim, demanded, "What is demanded"),
    MONEY(Claim, assessed, "What the rules said last"),
    MONEY(Claim, approved, "Approved and not paid"),
    MONEY(Claim, paid, "Paid"),
    MONEY(Claim, recovered, "Recovered"),
    MONEY(Claim, written_off, "Written off"),
    FIELD_BOOL(Claim, fast, .doc = "Granted in one step"),
    FIELD_ENUM(Claim, fault, claim_faults, .doc = "What the parcel suffered"),
    FIELD_TIME(Claim, created_at, .doc = "When it was registered"),
    FIELD_TIME(Claim, closed_at, .doc = "When it was closed"),
    FIELD_END};
const Shape claim_row_shape = {.name = "ClaimRow",
                               .doc = "A claim as it stands in lists",
                               .size = sizeof(Claim),
                               .fields = row_fields};

static const Field input_fields[] = {
    FIELD_ENUM(ClaimInput, kind, claim_kinds, .required = true, .doc = "What is compensated"),
    FIELD_ID(ClaimInput, ticket_id, .doc = "The ticket it belongs to"),
    FIELD_TEXT(ClaimInput, customer, .max = 64, .doc = "The customer's code"),
    FIELD_TEXT(ClaimInput, outlet, .max = 32, .doc = "Code of the outlet that handles it"),
    FIELD_TEXT(ClaimInput, owner, .max = 64, .doc = "Login of who works on it"),
    FIELD_OBJECT(ClaimInput, claimant, &claimant_shape, .doc = "Who demands"),
    FIELD_LIST(ClaimInput, waybills, &claim_waybill_shape, .max = 200,
               .doc = "The parcels it is about"),
    FIELD_MONEY(ClaimInput, demanded, .required = true, .min = 1, .max = AMOUNT_MAX,
                .doc = "What is demanded"),
    VALUES(ClaimInput),
    FIELD_BOOL(ClaimInput, proportional,
               .doc = "The contract has partial loss paid in proportion to the insurance"),
    FIELD_ENUM(ClaimInput, exclusion, claim_exclusions, .doc = "Why nothing would be owed"),
    FIELD_ENUM(ClaimInput, answerable, claim_answerables,
               .doc = "Who answers to the claimant; the brand where it is not given"),
    FIELD_TEXT(ClaimInput, operator, .max = 120, .doc = "The operator that does"),
    FIELD_TEXT(ClaimInput, despite, .max = 32,
               .doc = "Number of the claim that stands for the same parcel, where this is meant as "
                      "a second one"),
    FIELD_TEXT(ClaimInput, despite_why, .writing = WRITING_LINES, .max = 200,
               .doc = "Why there is to be a second one: needed with despite; nothing personal"),
    FIELD_END};
const Shape claim_input_shape = SHAPE(ClaimInput, input_fields, "A claim as it is registered");

static const Name yes_no[] = {{"no", 0, "No"}, {"yes", 1, "Yes"}, {NULL, 0, NULL}};

static const Field change_fields[] = {
    FIELD_ENUM(ClaimChange, kind, claim_kinds, .doc = "What is compensated"),
    FIELD_MONEY(ClaimChange, demanded, .min = 1, .max = AMOUNT_MAX, .doc = "What is demanded"),
    VALUES(ClaimChange),
    FIELD_ENUM(ClaimChange, proportional, yes_no,
               .doc = "The contract has partial loss paid in proportion to the insurance"),
    FIELD_ENUM(ClaimChange, exclusion, claim_exclusions, .doc = "Why nothing would be owed"),
    FIELD_ENUM(ClaimChange, answerable, claim_answerables, .doc = "Who answers to the claimant"),
    FIELD_TEXT(ClaimChange, operator, .max = 120, .doc = "The operator that does"),
    FIELD_TEXT(ClaimChange, owner, .max = 64, .doc = "Login of who works on it; empty: nobody"),
    FIELD_TEXT(ClaimChange, customer, .max = 64,
               .doc = "Code of the customer, who has to do with its parcels or its ticket; empty: "
                      "none"),
    FIELD_OBJECT(ClaimChange, claimant, &claimant_shape,
                 .doc = "Who demands: what is given of them; empty: taken away"),
    FIELD_END};
const Shape claim_change_shape =
    SHAPE(ClaimChange, change_fields, "What is different; not given stays");

static const Name sorts[] = {{"newest", CLAIM_NEWEST, "The newest first"},
                             {"oldest", CLAIM_OLDEST, "The oldest first"},
                             {"largest", CLAIM_LARGEST, "The largest demand first"},
                             {NULL, 0, NULL}};

#define FILTER_FIELDS                                                                              \
    FIELD_ENUM(ClaimFilter, state, claim_states, .doc = "Only in this state"),                     \
        FIELD_ENUM(ClaimFilter, kind, claim_kinds, .doc = "Only of this kind"),                    \
        FIELD_TEXT(ClaimFilter, customer, .max = 64, .doc = "Code of the customer"),               \
        FIELD_TEXT(ClaimFilter, owner, .max = 64, .doc = "Login of who works on it, or none"),     \
        FIELD_TEXT(ClaimFilter, waybill, .max = 64, .doc = "Number of a parcel"),                  \
        FIELD_TEXT(ClaimFilter, outlet, .max = 32,                                                 \
                   .doc = "Code of the outlet that handles it, or none"),                          \
        FIELD_ID(ClaimFilter, ticket_id, .doc = "Of this ticket"),                                 \
        FIELD_TIME(ClaimFilter, from, .doc = "Registered then or later"),                          \
        FIELD_TIME(ClaimFilter, until, .doc = "Registered before then"),                           \
        FIELD_INT(ClaimFilter, least, .max = AMOUNT_MAX, .doc = "Demanded at least, minor units"), \
        FIELD_INT(ClaimFilter, most, .max = AMOUNT_MAX, .doc = "Demanded at most, minor units"),   \
        FIELD_ENUM(ClaimFilter, sort, sorts, .doc = "The newest first where it is not given"),     \
        PAGE_FIELDS(ClaimFilter)

static const Field filter_fields[] = {FILTER_FIELDS, FIELD_END};
const Shape claim_filter_shape = SHAPE(ClaimFilter, filter_fields, "Which claims");

static const Field export_fields[] = {FILTER_FIELDS, EXPORT_FORMAT_FIELD(ClaimFilter), FIELD_END};
const Shape claim_export_shape =
    EXPORT_SHAPE(ClaimFilter, "ClaimExport", export_fields, "Which claims");

static const Field event_fields[] = {
    FIELD_ID(ClaimEvent, claim_id, .doc = "The claim"),
    FIELD_INT(ClaimEvent, version, .doc = "Of the claim as it is then"),
    FIELD_TEXT(ClaimEvent, no, .doc = "Its number"),
    FIELD_ENUM(ClaimEvent, kind, claim_kinds, .doc = "What was compensated"),
    FIELD_ENUM(ClaimEvent, state, claim_states, .doc = "Where it stands"),
    FIELD_ENUM(ClaimEvent, fault, claim_faults, .doc = "What the parcel suffered"),
    FIELD_TEXT(ClaimEvent, category, .doc = "The regulator's category"),
    FIELD_TEXT(ClaimEvent, cause, .doc = "Why"),
    FIELD_TEXT(ClaimEvent, cause_outlet, .doc = "Where"),
    FIELD_ID(ClaimEvent, ticket_id, .doc = "Its ticket"),
    FIELD_ID(ClaimEvent, customer_id, .doc = "The customer"),
    FIELD_ID(ClaimEvent, outlet_id, .doc = "The outlet"),
    FIELD_ID(ClaimEvent, waybill_id, .doc = "Its first parcel"),
    FIELD_INT(ClaimEvent, demanded, .doc = "Demanded, minor units"),
    FIELD_INT(ClaimEvent, paid, .doc = "Paid"),
    FIELD_INT(ClaimEvent, recovered, .doc = "Recovered"),
    FIELD_INT(ClaimEvent, written_off, .doc = "Written off"),
    FIELD_INT(ClaimEvent, amount, .doc = "Offered, or paid now"),
    FIELD_TEXT(ClaimEvent, result, .doc = "How it ended, in English"),
    FIELD_TEXT(ClaimEvent, result_zh, .doc = "How it ended, in Chinese"),
    FIELD_END};
const Shape claim_event_shape = SHAPE(ClaimEvent, event_fields, "What happened to a claim");
