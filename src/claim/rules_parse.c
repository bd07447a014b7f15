#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "access/right.h"
#include "claim/rules.h"

/* What is being read: a line of it, and the rule that the line belongs to. */
typedef struct Parser {
    Ctx *ctx;
    RuleBook *book;
    int64_t line;
    char *rest; /* of the line */
    Rule *rule; /* being read; NULL before the first */
    Rule **next_rule;
    EvidenceItem **next_item;
    ApprovalLevel **next_level;
} Parser;

static Status refuse(Parser *p, const char *format, ...) PRINTF_LIKE(2, 3);

static Status refuse(Parser *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = arena_vformat(p->ctx->arena, format, args);
    va_end(args);
    if (!message) return no_memory(p->ctx);
    Status s = fail_field(p->ctx, "text", "line %lld: %s", (long long)p->line, message);
    p->ctx->problem.row = p->line;
    return s;
}

static const char *shown(const char *word)
{
    return word ? word : "the end of the line";
}

static char *next_word(Parser *p)
{
    p->rest += strspn(p->rest, " \t");
    if (!*p->rest) return NULL;
    char *word = p->rest;
    p->rest += strcspn(p->rest, " \t");
    if (*p->rest) *p->rest++ = 0;
    return word;
}

/* What is left of the line, without white space around; NULL where nothing is. */
static char *rest_of(Parser *p)
{
    char *text = p->rest + strspn(p->rest, " \t");
    size_t length = strlen(text);
    while (length && strchr(" \t\r", text[length - 1]))
        text[--length] = 0;
    p->rest = text + length;
    return length ? text : NULL;
}

static Status line_ends(Parser *p)
{
    char *word = next_word(p);
    return word ? refuse(p, "\"%.60s\" is more than the line can say", shown(word)) : OK;
}

/* --- conditions --- */

static const Name operators[] = {
    {"=", RULE_EQUAL, NULL},     {"!=", RULE_NOT_EQUAL, NULL},    {"<", RULE_LESS, NULL},
    {"<=", RULE_AT_MOST, NULL},  {">", RULE_MORE, NULL},          {">=", RULE_AT_LEAST, NULL},
    {"given", RULE_GIVEN, NULL}, {"missing", RULE_MISSING, NULL}, {NULL, 0, NULL}};

static bool is_ordered(const Field *fact)
{
    return fact->kind == FIELD_KIND_MONEY || fact->kind == FIELD_KIND_INT ||
           fact->names != claim_kinds;
}

/* The right side: another fact of the same kind, or a value as the fact is written. */
static Status read_value(Parser *p, const Shape *shape, RuleCondition *out, const char *word)
{
    union {
        ClaimFacts claim;
        FastFacts fast;
    } scratch;
    const Field *other = word ? shape_field(shape, word) : NULL;
    if (!word) return refuse(p, "expected a value, not %s", shown(word));
    if (other && other->kind == out->fact->kind) {
        out->other = other;
        return OK;
    }
    shape_clear(shape, &scratch);
    Status s = field_from_text(p->ctx, out->fact, &scratch, word, strlen(word), NULL);
    if (s == INVALID) {
        problem_clear(p->ctx);
        return refuse(p, "\"%.60s\" is no value that can stand there", shown(word));
    }
    const char *at = (const char *)&scratch + out->fact->offset;
    out->value = out->fact->kind == FIELD_KIND_BOOL ? *(const bool *)at : *(const int64_t *)at;
    return s;
}

static Status read_condition(Parser *p, const Shape *shape, RuleCondition *out)
{
    char *word = next_word(p);
    *out = (RuleCondition){.fact = word ? shape_field(shape, word) : NULL};
    if (!out->fact) return refuse(p, "there is no fact \"%.60s\"", shown(word));
    word = next_word(p);
    int64_t relation = word ? name_value(operators, word) : NONE;
    if (relation == NONE) return refuse(p, "\"%.60s\" compares nothing", shown(word));
    out->relation = (RuleOperator)relation;
    if (relation > RULE_NOT_EQUAL && relation < RULE_GIVEN && !is_ordered(out->fact))
        return refuse(p, "what \"%.60s\" compares has no order", shown(word));
    if (relation < RULE_GIVEN) {
        Status s = read_value(p, shape, out, next_word(p));
        if (s) return s;
    }
    return line_ends(p);
}

/* --- rules --- */

static Status read_term(Parser *p, RuleTerm *out)
{
    const char *word = next_word(p);
    if (!word) return refuse(p, "expected an amount, not %s", shown(word));
    const Field *fact = shape_field(&claim_facts_shape, word);
    if (fact && (fact->kind == FIELD_KIND_MONEY || fact->kind == FIELD_KIND_INT)) {
        *out = (RuleTerm){.fact = fact};
        return OK;
    }
    char *end;
    long long value = strtoll(word, &end, 10);
    if (*end || !isdigit((unsigned char)*word) || value > 1000000)
        return refuse(p, "\"%.60s\" is no amount of money and no whole number", shown(word));
    *out = (RuleTerm){.value = value};
    return OK;
}

/* left [* right] [/ under] */
static Status read_amount(Parser *p)
{
    Rule *rule = p->rule;
    if (rule->has_amount) return refuse(p, "the rule has an amount already");
    rule->has_amount = true;
    rule->right = rule->under = (RuleTerm){.value = 1};
    Status s = read_term(p, &rule->left);
    char *word = s ? NULL : next_word(p);
    if (word && strcmp(word, "*") == 0) {
        s = read_term(p, &rule->right);
        word = s ? NULL : next_word(p);
    }
    if (word && strcmp(word, "/") == 0) {
        s = read_term(p, &rule->under);
        word = NULL;
    }
    if (!s && !rule->under.fact && !rule->under.value)
        return refuse(p, "nothing can be divided by 0");
    if (!s && word) return refuse(p, "expected * or /, not \"%.60s\"", shown(word));
    return s ? s : line_ends(p);
}

static Status read_cap(Parser *p)
{
    Rule *rule = p->rule;
    const char *word = next_word(p);
    const Field *fact = word ? shape_field(&claim_facts_shape, word) : NULL;
    if (!fact || fact->kind != FIELD_KIND_MONEY)
        return refuse(p, "\"%.60s\" is no amount of money", shown(word));
    if (rule->cap_count == RULE_CAPS) return refuse(p, "too many caps");
    rule->caps[rule->cap_count++] = fact;
    return line_ends(p);
}

static const Name roundings[] = {{"half_up", ROUND_HALF_UP, NULL},
                                 {"down", ROUND_DOWN, NULL},
                                 {"up", ROUND_UP, NULL},
                                 {NULL, 0, NULL}};

static Status read_rounding(Parser *p)
{
    const char *word = next_word(p);
    int64_t value = word ? name_value(roundings, word) : NONE;
    if (value == NONE) return refuse(p, "\"%.60s\" is no way to round", shown(word));
    p->rule->rounding = (Rounding)value;
    return line_ends(p);
}

static Status read_when(Parser *p)
{
    Rule *rule = p->rule;
    if (rule->condition_count == RULE_CONDITIONS) return refuse(p, "too many conditions");
    return read_condition(p, &claim_facts_shape, &rule->conditions[rule->condition_count++]);
}

static Status read_words(Parser *p, const char **into)
{
    if (*into) return refuse(p, "the rule has these words already");
    *into = rest_of(p);
    return *into ? OK : refuse(p, "expected words, not %s", shown(NULL));
}

static Status read_zh(Parser *p)
{
    return read_words(p, &p->rule->zh);
}

static Status read_en(Parser *p)
{
    return read_words(p, &p->rule->en);
}

static Status read_citation(Parser *p)
{
    return read_words(p, &p->rule->citation);
}

/* A rule that ends must say what it gives, in both languages, and what it rests on. */
static Status rule_ends(Parser *p)
{
    const Rule *rule = p->rule;
    if (!rule) return OK;
    if (!rule->has_amount) return refuse(p, "rule %.40s before it has no amount", rule->name);
    if (!rule->zh || !rule->en)
        return refuse(p, "rule %.40s before it lacks words in zh or en", rule->name);
    return rule->citation ? OK : refuse(p, "rule %.40s before it has no citation", rule->name);
}

static Status read_rule(Parser *p)
{
    Status s = rule_ends(p);
    const char *name = s ? NULL : next_word(p);
    if (s) return s;
    if (!name) return refuse(p, "expected the rule's name, not %s", shown(name));
    for (const Rule *rule = p->book->rules; rule; rule = rule->next)
        if (strcmp(rule->name, name) == 0)
            return refuse(p, "there is a rule %.60s already", shown(name));
    p->rule = ARENA_NEW(p->ctx->arena, Rule);
    if (!p->rule) return no_memory(p->ctx);
    *p->rule = (Rule){.name = name, .rounding = ROUND_HALF_UP};
    *p->next_rule = p->rule;
    p->next_rule = &p->rule->next;
    return line_ends(p);
}

/* --- what stands outside of rules --- */

/* evidence KIND|any ITEM required|optional CHINESE / ENGLISH */
static Status read_evidence(Parser *p)
{
    EvidenceItem *item = ARENA_NEW(p->ctx->arena, EvidenceItem);
    if (!item) return no_memory(p->ctx);
    const char *kind = next_word(p), *code = kind ? next_word(p) : NULL;
    const char *need = code ? next_word(p) : NULL;
    item->kind = kind ? name_value(claim_kinds, kind) : NONE;
    if (!kind || (item->kind == NONE && strcmp(kind, "any") != 0))
        return refuse(p, "\"%.60s\" is no kind of claim", shown(kind));
    item->required = need && strcmp(need, "required") == 0;
    if (!need || (!item->required && strcmp(need, "optional") != 0))
        return refuse(p, "expected required or optional, not \"%.60s\"", shown(need));
    char *words = rest_of(p), *slash = words ? strstr(words, " / ") : NULL;
    if (!slash)
        return refuse(p, "expected the item in Chinese / English, not \"%.60s\"", shown(words));
    *slash = 0;
    item->item = code;
    item->zh = words;
    item->en = slash + 3;
    *p->next_item = item;
    p->next_item = &item->next;
    return OK;
}

/* level up_to AMOUNT|any RIGHT PEOPLE */
static Status read_level(Parser *p)
{
    ClaimFacts scratch = {.demanded = AMOUNT_MAX};
    ApprovalLevel *level = ARENA_NEW(p->ctx->arena, ApprovalLevel);
    if (!level) return no_memory(p->ctx);
    const char *amount = next_word(p), *right = amount ? next_word(p) : NULL;
    const char *people = right ? next_word(p) : NULL;
    const Field *demanded = shape_field(&claim_facts_shape, "demanded");
    if (!amount || (strcmp(amount, "any") != 0 &&
                    field_from_text(p->ctx, demanded, &scratch, amount, strlen(amount), NULL))) {
        problem_clear(p->ctx);
        return refuse(p, "\"%.60s\" is no amount of money", shown(amount));
    }
    *level = (ApprovalLevel){.up_to = scratch.demanded, .right = right ? right_of(right) : -1};
    if (level->right <= RIGHT_SIGNED_IN)
        return refuse(p, "there is no right \"%.60s\"", shown(right));
    level->people =
        people && people[0] >= '1' && people[0] <= '5' && !people[1] ? *people - '0' : 0;
    if (!level->people) return refuse(p, "expected 1 to 5 people, not \"%.60s\"", shown(people));
    for (const ApprovalLevel *l = p->book->levels; l; l = l->next)
        if (l->up_to >= level->up_to)
            return refuse(p, "%s is not more than the level before", shown(amount));
    *p->next_level = level;
    p->next_level = &level->next;
    return line_ends(p);
}

static Status read_fast(Parser *p)
{
    RuleBook *book = p->book;
    if (book->fast_count == RULE_CONDITIONS) return refuse(p, "too many conditions");
    return read_condition(p, &fast_facts_shape, &book->fast[book->fast_count++]);
}

static const struct {
    const char *word;
    bool of_rule; /* stands within a rule */
    Status (*read)(Parser *p);
} lines[] = {
    {"rule", false, read_rule},     {"evidence", false, read_evidence},
    {"level", false, read_level},   {"fast", false, read_fast},
    {"zh", true, read_zh},          {"en", true, read_en},
    {"cite", true, read_citation},  {"when", true, read_when},
    {"amount", true, read_amount},  {"cap", true, read_cap},
    {"round", true, read_rounding},
};

static Status read_line(Parser *p)
{
    char *word = next_word(p);
    if (!word || *word == '#') return OK;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        if (strcmp(lines[i].word, word) != 0) continue;
        if (lines[i].of_rule && !p->rule)
            return refuse(p, "\"%.60s\" stands in no rule", shown(word));
        return lines[i].read(p);
    }
    return refuse(p, "no line begins with \"%.60s\"", shown(word));
}

static Status check_whole(Parser *p)
{
    Status s = rule_ends(p);
    if (s) return s;
    if (!p->book->rules) return refuse(p, "the document has no rule");
    const ApprovalLevel *last = p->book->levels;
    while (last && last->next)
        last = last->next;
    if (!last || last->up_to != AMOUNT_MAX)
        return refuse(p, "the last level must be for any amount");
    return OK;
}

Status rules_parse(Ctx *ctx, const char *text, RuleBook *out)
{
    char *copy = arena_text(ctx->arena, text);
    if (!copy) return no_memory(ctx);
    *out = (RuleBook){0};
    Parser p = {.ctx = ctx,
                .book = out,
                .next_rule = &out->rules,
                .next_item = &out->evidence,
                .next_level = &out->levels};
    Status s = OK;
    for (char *line = copy, *next; line && !s; line = next) {
        next = strchr(line, '\n');
        if (next) *next++ = 0;
        p.rest = line;
        if (++p.line > RULE_LINES) return refuse(&p, "a document has at most %d lines", RULE_LINES);
        s = read_line(&p);
    }
    return s ? s : check_whole(&p);
}

const ApprovalLevel *rules_level(const RuleBook *book, int64_t amount)
{
    const ApprovalLevel *level = book->levels;
    while (level->next && level->up_to < amount)
        level = level->next;
    return level;
}
