#include "claim/rules.h"
#include "customer/customer.h"

#define MONEY(member, words) FIELD_MONEY(ClaimFacts, member, .max = AMOUNT_MAX, .doc = words)

static const Field facts_fields[] = {
    FIELD_ENUM(ClaimFacts, kind, claim_kinds, .required = true, .doc = "Kind"),
    FIELD_ENUM(ClaimFacts, exclusion, claim_exclusions, .doc = "Exclusion"),
    FIELD_BOOL(ClaimFacts, proven, .doc = "Exclusion proven"),
    MONEY(demanded, "Demanded"),
    MONEY(declared, "Declared value"),
    MONEY(insured, "Insured value"),
    MONEY(full_value, "Full value"),
    MONEY(actual_loss, "Actual loss"),
    MONEY(freight, "Freight"),
    MONEY(agreed, "Agreed amount"),
    MONEY(market_price, "Market price at the destination"),
    FIELD_BOOL(ClaimFacts, proportional, .doc = "Partial loss in proportion"),
    FIELD_INT(ClaimFacts, delay_hours, .max = 100000, .doc = "Hours late"),
    FIELD_END};
const Shape claim_facts_shape = SHAPE(ClaimFacts, facts_fields, "What a claim is judged by");

static const Field fast_fields[] = {
    FIELD_INT(FastFacts, claims_last_year, .doc = "Claims in the last year"),
    FIELD_INT(FastFacts, customer_days, .doc = "Days since the customer was entered"),
    FIELD_ENUM(FastFacts, relationship, customer_relationships, .doc = "Relationship"),
    FIELD_ENUM(FastFacts, lifecycle, customer_lifecycles, .doc = "Lifecycle"), FIELD_END};
const Shape fast_facts_shape = SHAPE(FastFacts, fast_fields, "What the fast channel looks at");

static const Field step_fields[] = {
    FIELD_TEXT(ClaimStep, rule, .doc = "The rule"),
    FIELD_TEXT(ClaimStep, zh, .doc = "What it said, in Chinese"),
    FIELD_TEXT(ClaimStep, en, .doc = "In English"),
    FIELD_TEXT(ClaimStep, citation, .doc = "What it rests on"),
    FIELD_MONEY(ClaimStep, amount, .doc = "The amount after it; null where it gives none"),
    FIELD_END};
static const Shape step_shape = SHAPE(ClaimStep, step_fields, "How a result came about");

static const Field result_fields[] = {
    FIELD_INT(ClaimResult, rules, .doc = "Number of the rules; 0: tried"),
    FIELD_TEXT(ClaimResult, rule, .doc = "The rule that gave the amount"),
    FIELD_MONEY(ClaimResult, amount, .doc = "What is owed"),
    FIELD_TEXT(ClaimResult, rounding, .doc = "half_up, down or up, to whole minor units"),
    FIELD_TEXT(ClaimResult, citation, .doc = "What that rule rests on"),
    FIELD_OBJECT(ClaimResult, facts, &claim_facts_shape, .doc = "What it was judged by"),
    FIELD_LIST(ClaimResult, steps, &step_shape, .max = RULE_LINES,
               .doc = "Every rule that was looked at, in order"),
    FIELD_END};
const Shape claim_result_shape = SHAPE(ClaimResult, result_fields, "What the rules say");

static const Name rules_states[] = {{"draft", RULES_DRAFT, "Being written"},
                                    {"published", RULES_PUBLISHED, "For ever as it is"},
                                    {NULL, 0, NULL}};

#define TEXTS                                                                                      \
    FIELD_TEXT(ClaimRules, text, .writing = WRITING_LINES, .required = true, .min = 1,             \
               .max = 40000, .doc = "The document: see docs/claims.md"),                           \
        FIELD_TEXT(ClaimRules, why, .writing = WRITING_LINES, .max = 300,                          \
                   .doc = "What is different, and why")

static const Field rules_fields[] = {
    FIELD_INT(ClaimRules, number, .doc = "Its number"),
    FIELD_INT(ClaimRules, version, .doc = "Rises with every write"),
    FIELD_ENUM(ClaimRules, state, rules_states, .doc = "Draft or published"),
    TEXTS,
    FIELD_TIME(ClaimRules, effective_at, .doc = "In force from then, until the next is"),
    FIELD_TIME(ClaimRules, created_at, .doc = "When it was written"),
    FIELD_TEXT(ClaimRules, created_by, .colleague = true, .doc = "By whom"),
    FIELD_TIME(ClaimRules, published_at, .doc = "When it was published"),
    FIELD_TEXT(ClaimRules, published_by, .colleague = true, .doc = "By whom"),
    FIELD_END};
const Shape claim_rules_shape = SHAPE(ClaimRules, rules_fields, "How claims are judged");

static const Field input_fields[] = {TEXTS, FIELD_END};
const Shape claim_rules_input_shape = {.name = "ClaimRulesInput",
                                       .doc = "A document that is written",
                                       .size = sizeof(ClaimRules),
                                       .fields = input_fields};
