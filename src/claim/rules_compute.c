#include <string.h>

#include "claim/rules.h"

static const Name rounding_words[] = {{"half_up", ROUND_HALF_UP, "rounded to the nearest"},
                                      {"down", ROUND_DOWN, "rounded down"},
                                      {"up", ROUND_UP, "rounded up"},
                                      {NULL, 0, NULL}};

/* What facts are called in Chinese; their English is in the shape. */
static const struct {
    const char *name, *zh;
} fact_words[] = {
    {"kind", "类型"},           {"exclusion", "免责事由"},      {"proven", "免责已举证"},
    {"demanded", "索赔金额"},   {"declared", "声明价值"},       {"insured", "保价金额"},
    {"full_value", "实际价值"}, {"actual_loss", "实际损失"},    {"freight", "运费"},
    {"agreed", "约定赔偿额"},   {"market_price", "目的地市价"}, {"proportional", "约定比例赔偿"},
    {"delay_hours", "延误小时"}};

static const char *fact_zh(const Field *fact)
{
    for (size_t i = 0; i < sizeof fact_words / sizeof *fact_words; i++)
        if (strcmp(fact_words[i].name, fact->name) == 0) return fact_words[i].zh;
    return fact->name;
}

/* NONE where it is not known. */
static int64_t fact_value(const Field *fact, const void *facts)
{
    const char *at = (const char *)facts + fact->offset;
    return fact->kind == FIELD_KIND_BOOL ? *(const bool *)at : *(const int64_t *)at;
}

bool rules_holds(const RuleCondition *condition, const void *facts)
{
    int64_t is = fact_value(condition->fact, facts);
    int64_t than = condition->other ? fact_value(condition->other, facts) : condition->value;
    if (condition->relation == RULE_GIVEN) return is != NONE;
    if (condition->relation == RULE_MISSING) return is == NONE;
    if (is == NONE || than == NONE) return false;
    switch (condition->relation) {
    case RULE_EQUAL:
        return is == than;
    case RULE_NOT_EQUAL:
        return is != than;
    case RULE_LESS:
        return is < than;
    case RULE_AT_MOST:
        return is <= than;
    case RULE_MORE:
        return is > than;
    case RULE_AT_LEAST:
        return is >= than;
    default:
        return false;
    }
}

bool rules_fast(const RuleBook *book, const FastFacts *facts, const char **why)
{
    *why = NULL;
    for (size_t i = 0; i < book->fast_count; i++)
        if (!rules_holds(&book->fast[i], facts)) {
            *why = book->fast[i].fact->name;
            return false;
        }
    return true;
}

/* --- sentences --- */

typedef struct Computing {
    Ctx *ctx;
    const ClaimFacts *facts;
    ClaimResult *result;
    ClaimStep *steps;
} Computing;

static void say_fact(Buf *buf, const Field *fact, const ClaimFacts *facts, bool zh)
{
    buf_text(buf, zh ? fact_zh(fact) : fact->doc);
    buf_char(buf, ' ');
    if (fact_value(fact, facts) == NONE)
        buf_text(buf, zh ? "未知" : "is not known");
    else if (fact->names && zh)
        buf_text(buf, claim_word(fact->names, fact_value(fact, facts), true));
    else if (fact->kind == FIELD_KIND_BOOL && zh)
        buf_text(buf, fact_value(fact, facts) ? "是" : "否");
    else
        field_to_text(buf, fact, facts, NULL);
}

static void say_term(Buf *buf, const RuleTerm *term, const ClaimFacts *facts, bool zh)
{
    if (term->fact)
        say_fact(buf, term->fact, facts, zh);
    else
        buf_int(buf, term->value);
}

static bool is_one(const RuleTerm *term)
{
    return !term->fact && term->value == 1;
}

static void say_amount(Buf *buf, int64_t amount)
{
    buf_format(buf, "%lld.%02lld", (long long)(amount / 100), (long long)(amount % 100));
}

/* Adds a step with two sentences, each begun by the rule's own words where `words`. */
static Status add_step(Computing *c, const Rule *rule, const Buf *zh, const Buf *en, int64_t amount)
{
    Status s = buf_check(c->ctx, zh);
    if (!s) s = buf_check(c->ctx, en);
    if (s) return s;
    c->steps[c->result->steps.count++] = (ClaimStep){.rule = rule->name,
                                                     .zh = zh->data,
                                                     .en = en->data,
                                                     .citation = rule->citation,
                                                     .amount = amount};
    return OK;
}

static Status say_passed(Computing *c, const Rule *rule, const RuleCondition *condition)
{
    Buf zh, en;
    buf_init(&zh, c->ctx->arena);
    buf_init(&en, c->ctx->arena);
    buf_format(&zh, "“%s”不适用：", rule->zh);
    say_fact(&zh, condition->fact, c->facts, true);
    buf_format(&en, "\"%s\" does not apply: ", rule->en);
    say_fact(&en, condition->fact, c->facts, false);
    return add_step(c, rule, &zh, &en, NONE);
}

static void say_formula(Buf *buf, const Rule *rule, const ClaimFacts *facts, bool zh)
{
    say_term(buf, &rule->left, facts, zh);
    if (!is_one(&rule->right)) {
        buf_text(buf, " × ");
        say_term(buf, &rule->right, facts, zh);
    }
    if (!is_one(&rule->under)) {
        buf_text(buf, " ÷ ");
        say_term(buf, &rule->under, facts, zh);
    }
}

static const char *rounding_zh(Rounding rounding)
{
    if (rounding == ROUND_HALF_UP) return "四舍五入到分";
    return rounding == ROUND_UP ? "进位到分" : "舍去分以下";
}

static Status say_applied(Computing *c, const Rule *rule, int64_t amount)
{
    Buf zh, en;
    buf_init(&zh, c->ctx->arena);
    buf_init(&en, c->ctx->arena);
    buf_format(&zh, "%s：", rule->zh);
    say_formula(&zh, rule, c->facts, true);
    buf_text(&zh, " = ");
    say_amount(&zh, amount);
    buf_format(&en, "%s: ", rule->en);
    say_formula(&en, rule, c->facts, false);
    buf_text(&en, " = ");
    say_amount(&en, amount);
    if (!is_one(&rule->under)) {
        buf_format(&zh, "（%s）", rounding_zh(rule->rounding));
        buf_format(&en, " (%s)", rounding_words[rule->rounding - 1].doc);
    }
    return add_step(c, rule, &zh, &en, amount);
}

static Status say_cap(Computing *c, const Rule *rule, const Field *cap, int64_t amount)
{
    Buf zh, en;
    buf_init(&zh, c->ctx->arena);
    buf_init(&en, c->ctx->arena);
    buf_text(&zh, "以此为上限：");
    say_fact(&zh, cap, c->facts, true);
    buf_text(&en, "At most this: ");
    say_fact(&en, cap, c->facts, false);
    return add_step(c, rule, &zh, &en, amount);
}

/* --- computing --- */

static Status term_value(Computing *c, const Rule *rule, const RuleTerm *term, int64_t *out)
{
    *out = term->fact ? fact_value(term->fact, c->facts) : term->value;
    if (*out != NONE) return OK;
    return fail_field(c->ctx, term->fact->name, "rule %s needs it: %s", rule->name,
                      term->fact->doc);
}

static Status apply_caps(Computing *c, const Rule *rule, int64_t *amount)
{
    Status s = OK;
    for (size_t i = 0; i < rule->cap_count && !s; i++) {
        int64_t cap = fact_value(rule->caps[i], c->facts);
        if (cap == NONE || cap >= *amount) continue;
        *amount = cap;
        s = say_cap(c, rule, rule->caps[i], cap);
    }
    return s;
}

static Status apply_rule(Computing *c, const Rule *rule)
{
    int64_t left, right, under, amount;
    Status s = term_value(c, rule, &rule->left, &left);
    if (!s) s = term_value(c, rule, &rule->right, &right);
    if (!s) s = term_value(c, rule, &rule->under, &under);
    if (!s) s = amount_scale(c->ctx, left, right, under, rule->rounding, &amount);
    if (!s) s = say_applied(c, rule, amount);
    if (!s) s = apply_caps(c, rule, &amount);
    if (s) return s;
    c->result->rule = rule->name;
    c->result->amount = amount;
    c->result->rounding = name_of(rounding_words, rule->rounding);
    c->result->citation = rule->citation;
    return OK;
}

/* The first condition that does not hold, or NULL. */
static const RuleCondition *first_broken(const Rule *rule, const ClaimFacts *facts)
{
    for (size_t i = 0; i < rule->condition_count; i++)
        if (!rules_holds(&rule->conditions[i], facts)) return &rule->conditions[i];
    return NULL;
}

static size_t count_rules(const RuleBook *book)
{
    size_t count = 0;
    for (const Rule *rule = book->rules; rule; rule = rule->next)
        count++;
    return count;
}

Status rules_compute(Ctx *ctx, const RuleBook *book, const ClaimFacts *facts, ClaimResult *out)
{
    *out = (ClaimResult){.amount = NONE, .facts = ARENA_NEW(ctx->arena, ClaimFacts)};
    Computing c = {.ctx = ctx,
                   .facts = facts,
                   .result = out,
                   .steps = ARENA_ARRAY(ctx->arena, count_rules(book) + RULE_CAPS, ClaimStep)};
    if (!out->facts || !c.steps) return no_memory(ctx);
    *out->facts = *facts;
    out->steps.items = c.steps;
    for (const Rule *rule = book->rules; rule; rule = rule->next) {
        const RuleCondition *broken = first_broken(rule, facts);
        if (!broken) return apply_rule(&c, rule);
        Status s = say_passed(&c, rule, broken);
        if (s) return s;
    }
    return fail(ctx, CONFLICT, "no rule says what is owed for this");
}
