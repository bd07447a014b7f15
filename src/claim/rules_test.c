#include "claim/rules.h"

#include <string.h>

#include "access/right.h"
#include "base/embedded.h"
#include "test.h"

static RuleBook shipped(T *t)
{
    RuleBook book;
    check_ok(t, rules_parse(t->ctx, (const char *)claim_files[0].data, &book));
    return book;
}

static ClaimFacts facts_of(int64_t kind)
{
    ClaimFacts facts;
    shape_clear(&claim_facts_shape, &facts);
    facts.kind = kind;
    facts.exclusion = EXCLUSION_NOTHING;
    facts.demanded = 100000;
    return facts;
}

static ClaimResult computed(T *t, ClaimFacts facts)
{
    RuleBook book = shipped(t);
    ClaimResult result;
    check_ok(t, rules_compute(t->ctx, &book, &facts, &result));
    return result;
}

TEST(an_insured_parcel_lost_as_a_whole_gets_its_insured_value)
{
    ClaimFacts facts = facts_of(CLAIM_KIND_LOSS);
    facts.insured = 300000;
    ClaimResult result = computed(t, facts);
    check_text(t, result.rule, "insured-total");
    check_int(t, result.amount, 300000);
    check(t, strstr(result.citation, "快递暂行条例") != NULL);
}

/* 1000.00 of loss, insured for 1500.00 of 4000.00: three eighths. */
TEST(partial_loss_is_paid_in_proportion_when_the_contract_says_so)
{
    ClaimFacts facts = facts_of(CLAIM_KIND_DAMAGE);
    facts.insured = 150000;
    facts.full_value = 400000;
    facts.actual_loss = 100000;
    facts.proportional = true;
    check_int(t, computed(t, facts).amount, 37500);
    facts.proportional = false;
    check_int(t, computed(t, facts).amount, 100000);
    facts.actual_loss = 200000;
    check_int(t, computed(t, facts).amount, 150000); /* at most the insured value */
}

TEST(a_third_of_a_fen_is_rounded_and_the_sentence_says_so)
{
    ClaimFacts facts = facts_of(CLAIM_KIND_DAMAGE);
    facts.insured = 100;
    facts.full_value = 300;
    facts.actual_loss = 200; /* 66.67 */
    facts.proportional = true;
    ClaimResult result = computed(t, facts);
    check_int(t, result.amount, 67);
    const ClaimStep *last = (const ClaimStep *)result.steps.items + (result.steps.count - 1);
    check_text(t, last->zh,
               "保价快件部分损失：实际损失按保价金额与实际价值的比例赔偿：实际损失 2.00 × 保价金额 "
               "1.00 ÷ 实际价值 3.00 = 0.67（四舍五入到分）");
    check_text(t, last->en,
               "Insured parcel, partial loss: the actual loss in proportion of insured to full "
               "value: Actual loss 2.00 × Insured value 1.00 ÷ Full value 3.00 = 0.67 (rounded to "
               "the nearest)");
}

TEST(an_uninsured_parcel_gets_what_was_agreed_else_the_market_price_never_three_times_the_postage)
{
    ClaimFacts facts = facts_of(CLAIM_KIND_LOSS);
    facts.freight = 1200;
    facts.market_price = 89900;
    ClaimResult result = computed(t, facts);
    check_text(t, result.rule, "uninsured-total");
    check_int(t, result.amount, 89900);
    facts.agreed = 30000;
    check_int(t, computed(t, facts).amount, 30000);
}

TEST(a_delay_gets_the_freight_where_nothing_else_is_agreed)
{
    ClaimFacts facts = facts_of(CLAIM_KIND_DELAY);
    facts.freight = 1200;
    facts.insured = 300000;
    check_int(t, computed(t, facts).amount, 1200);
}

TEST(force_majeure_excludes_only_with_evidence)
{
    ClaimFacts facts = facts_of(CLAIM_KIND_LOSS);
    facts.insured = 300000;
    facts.exclusion = EXCLUSION_FORCE_MAJEURE;
    check_int(t, computed(t, facts).amount, 300000);
    facts.proven = true;
    ClaimResult result = computed(t, facts);
    check_text(t, result.rule, "force-majeure");
    check_int(t, result.amount, 0);
}

TEST(a_fact_that_a_rule_needs_and_nobody_gave_is_named)
{
    RuleBook book = shipped(t);
    ClaimFacts facts = facts_of(CLAIM_KIND_LOSS);
    ClaimResult result;
    check_status(t, rules_compute(t->ctx, &book, &facts, &result), INVALID);
    check_text(t, t->ctx->problem.field, "market_price");
}

TEST(amounts_that_would_wrap_are_refused)
{
    int64_t out;
    check_status(t, amount_scale(t->ctx, AMOUNT_MAX, AMOUNT_MAX, 1, ROUND_DOWN, &out), INVALID);
    check_status(t, amount_scale(t->ctx, 1, 1, 0, ROUND_DOWN, &out), INVALID);
    check_ok(t, amount_scale(t->ctx, AMOUNT_MAX, AMOUNT_MAX, AMOUNT_MAX, ROUND_DOWN, &out));
    check_int(t, out, AMOUNT_MAX);
}

TEST(what_cannot_be_divided_goes_to_the_largest_remainders)
{
    int64_t percents[] = {33, 33, 34}, parts[3];
    amount_split(101, percents, 3, parts); /* 33.33, 33.33, 34.34 */
    check_int(t, parts[0], 33);
    check_int(t, parts[1], 33);
    check_int(t, parts[2], 35);
    int64_t halves[] = {50, 50};
    amount_split(1, halves, 2, parts);
    check_int(t, parts[0], 1);
    check_int(t, parts[1], 0);
}

#define LEVEL "level any claim.approve 1\n"
#define RULE "rule a\n zh 甲\n en A\n cite c\n"

static void check_refused(T *t, const char *text, int64_t line, const char *message)
{
    RuleBook book;
    check_status(t, rules_parse(t->ctx, text, &book), INVALID);
    check_int(t, t->ctx->problem.row, line);
    check_text(t, t->ctx->problem.message, message);
}

TEST(a_bad_document_is_refused_with_the_line)
{
    check_refused(t, LEVEL RULE " amount fright\n", 6,
                  "line 6: \"fright\" is no amount of money and no whole number");
    check_refused(t, LEVEL RULE " when kind = theft\n", 6,
                  "line 6: \"theft\" is no value that can stand there");
    check_refused(t, LEVEL RULE " when size > 3\n", 6, "line 6: there is no fact \"size\"");
    check_refused(t, LEVEL RULE " amount freight / 0\n", 6, "line 6: nothing can be divided by 0");
    check_refused(t, LEVEL RULE " amount freight freight\n", 6,
                  "line 6: expected * or /, not \"freight\"");
    check_refused(t, LEVEL "rule a\n amount freight\nrule b\n", 4,
                  "line 4: rule a before it lacks words in zh or en");
    check_refused(t, LEVEL " amount 3\n", 2, "line 2: \"amount\" stands in no rule");
    check_refused(t, "pay more\n", 1, "line 1: no line begins with \"pay\"");
    check_refused(t, "level 10.00 claim.approve 1\n" RULE " amount 0\n", 7,
                  "line 7: the last level must be for any amount");
    check_refused(t, "level 10.00 claim.bless 1\n", 1, "line 1: there is no right \"claim.bless\"");
    check_refused(t, "evidence theft x required 甲 / A\n", 1,
                  "line 1: \"theft\" is no kind of claim");
    check_refused(t, "fast claims_last_year <=\n", 1,
                  "line 1: expected a value, not the end of the line");
    check_refused(t, LEVEL, 2, "line 2: the document has no rule");
}

TEST(levels_are_by_amount)
{
    RuleBook book = shipped(t);
    check_int(t, rules_level(&book, 100000)->people, 1);
    check_int(t, rules_level(&book, 100001)->people, 2);
    check_int(t, rules_level(&book, 100001)->right, CLAIM_APPROVE);
    check_int(t, rules_level(&book, 2000001)->right, CLAIM_APPROVE_LARGE);
}

TEST(the_fast_channel_is_for_those_who_meet_all_its_conditions)
{
    RuleBook book = shipped(t);
    const char *why;
    FastFacts facts = {2, 180, 3, 3}; /* accountable */
    check(t, rules_fast(&book, &facts, &why));
    facts.claims_last_year = 3;
    check(t, !rules_fast(&book, &facts, &why));
    check_text(t, why, "claims_last_year");
    facts = (FastFacts){0, 180, NONE, NONE};
    check(t, !rules_fast(&book, &facts, &why));
    check_text(t, why, "relationship");
}

static ClaimRules drafted(T *t)
{
    ClaimRules rules = {.text = LEVEL RULE " amount demanded\n"};
    check_ok(t, rules_create(t->ctx, &rules));
    return rules;
}

TEST_DB(rules_do_not_begin_at_the_instant_at_which_others_do)
{
    ClaimRules first = drafted(t), second = drafted(t);
    int64_t at = TEST_NOW + 1000;
    check_ok(t, rules_publish(t->ctx, first.number, first.version, at, &first));
    check_status(t, rules_publish(t->ctx, second.number, second.version, at, &second), CONFLICT);
    check_text(t, t->ctx->problem.message, "claim rules 2 are in force from that instant on");
    check_ok(t, rules_find(t->ctx, second.number, 0, &second));
    check_int(t, second.state, RULES_DRAFT);
    check_ok(t, rules_publish(t->ctx, second.number, second.version, at + 1, &second));
}
