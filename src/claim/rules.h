/* rules.h -- the rules by which claims are judged: one document, versioned, that explains itself.
 *
 * A document is lines of words; docs/claims.md is its manual. It holds the checklist of evidence,
 * the levels of approval, the conditions of the fast channel, and the rules. The first rule whose
 * conditions all hold gives the amount. Numbers are published for ever, so that what was once
 * computed can be computed again. */
#pragma once

#include "claim/claim.h"

/* What a claim is judged by: the variables of the document. NONE: not known. */
typedef struct ClaimFacts {
    int64_t kind, exclusion;
    bool proven; /* there is evidence for the exclusion */
    int64_t demanded, declared, insured, full_value, actual_loss, freight, agreed, market_price;
    bool proportional;
    int64_t delay_hours;
} ClaimFacts;
extern const Shape claim_facts_shape;

/* What the fast channel asks of the customer. */
typedef struct FastFacts {
    int64_t claims_last_year; /* this one not counted */
    int64_t customer_days;    /* since the customer was entered */
    int64_t relationship;     /* CustomerRelationship */
    int64_t lifecycle;        /* CustomerLifecycle */
} FastFacts;
extern const Shape fast_facts_shape;

typedef enum RuleOperator {
    RULE_EQUAL = 1,
    RULE_NOT_EQUAL,
    RULE_LESS,
    RULE_AT_MOST,
    RULE_MORE,
    RULE_AT_LEAST,
    RULE_GIVEN,
    RULE_MISSING
} RuleOperator;

typedef struct RuleCondition {
    const Field *fact;
    RuleOperator relation;
    const Field *other; /* the fact to compare with; NULL: `value` */
    int64_t value;
} RuleCondition;

enum { RULE_CONDITIONS = 12, RULE_CAPS = 4, RULE_LINES = 400 };

/* left × right ÷ under; a fact or, where that is NULL, a number. */
typedef struct RuleTerm {
    const Field *fact;
    int64_t value;
} RuleTerm;

typedef struct Rule {
    const char *name, *zh, *en, *citation;
    RuleCondition conditions[RULE_CONDITIONS];
    size_t condition_count;
    RuleTerm left, right, under; /* right and under are 1 where there are none */
    bool has_amount;
    const Field *caps[RULE_CAPS];
    size_t cap_count;
    Rounding rounding;
    struct Rule *next;
} Rule;

typedef struct EvidenceItem {
    int64_t kind;     /* ClaimKind; NONE: of every kind */
    const char *item; /* its code */
    bool required;
    const char *zh, *en;
    struct EvidenceItem *next;
} EvidenceItem;

/* The amount up to which `people` other than who proposes, each with a right, must agree. */
typedef struct ApprovalLevel {
    int64_t up_to; /* AMOUNT_MAX: any */
    int right;
    int64_t people;
    struct ApprovalLevel *next;
} ApprovalLevel;

typedef struct RuleBook {
    Rule *rules;
    EvidenceItem *evidence;
    ApprovalLevel *levels;
    RuleCondition fast[RULE_CONDITIONS];
    size_t fast_count;
} RuleBook;

/* Reads a document. INVALID with field "text" and Problem.row the line. */
Status rules_parse(Ctx *ctx, const char *text, RuleBook *out);

/* The level that an amount needs: there always is one. */
const ApprovalLevel *rules_level(const RuleBook *book, int64_t amount);

/* A sentence of how a result came about. */
typedef struct ClaimStep {
    const char *rule;
    const char *zh, *en;
    const char *citation;
    int64_t amount; /* NONE where it gives none */
} ClaimStep;

typedef struct ClaimResult {
    int64_t rules;    /* number; 0: a draft's or a document being tried */
    const char *rule; /* that gave the amount */
    int64_t amount;
    const char *rounding; /* "half_up", "down", "up" */
    const char *citation;
    ClaimFacts *facts;
    List steps; /* ClaimStep */
} ClaimResult;
extern const Shape claim_result_shape;

/* What the book says of the facts. INVALID, naming it, where the rule that holds needs a fact that
 * is not known; CONFLICT where no rule holds. */
Status rules_compute(Ctx *ctx, const RuleBook *book, const ClaimFacts *facts, ClaimResult *out);

/* Whether a condition holds for a struct of its shape. What is not known only ever is missing. */
bool rules_holds(const RuleCondition *condition, const void *facts);

/* Whether all conditions of the fast channel hold. `*why`, where they do not: the fact of the first
 * that does not. */
bool rules_fast(const RuleBook *book, const FastFacts *facts, const char **why);

/* --- versions --- */

typedef enum RulesState { RULES_DRAFT = 1, RULES_PUBLISHED = 2 } RulesState;

typedef struct ClaimRules {
    int64_t number, version;
    int64_t state;
    const char *text;
    const char *why;
    int64_t effective_at; /* NONE: a draft */
    int64_t created_at, published_at;
    const char *created_by, *published_by;
} ClaimRules;
extern const Shape claim_rules_shape, claim_rules_input_shape;

/* Puts in the shipped document where there is none. */
Status rules_seed(Ctx *ctx);

/* The document of that number; with number 0 the one in force at `at`. NOT_FOUND. */
Status rules_find(Ctx *ctx, int64_t number, int64_t at, ClaimRules *out);

/* The same, read. */
Status rules_book(Ctx *ctx, int64_t number, RuleBook *out);

/* A page, the newest first. */
Status rules_list(Ctx *ctx, int64_t limit, const char *cursor, List *out, const char **next);

/* A new draft, from rules->text and why. */
Status rules_create(Ctx *ctx, ClaimRules *rules);

/* Writes text and why over a draft. CONFLICT where it is published, STALE. */
Status rules_change(Ctx *ctx, int64_t number, int64_t version, const ClaimRules *change,
                    ClaimRules *out);

/* Publishes a draft from `effective_at` on (NONE: now; never earlier). STALE; CONFLICT, also where
 * others begin at that instant. */
Status rules_publish(Ctx *ctx, int64_t number, int64_t version, int64_t effective_at,
                     ClaimRules *out);
