#include <string.h>

#include "base/json.h"
#include "claim/steps_keep.h"
#include "claim/steps_store.h"
#include "claim/worth.h"

static const Field assessment_fields[] = {
    FIELD_INT(ClaimAssessment, number, .doc = "1, 2, 3 … of the claim"),
    FIELD_INT(ClaimAssessment, rules, .doc = "Number of the rules"),
    FIELD_MONEY(ClaimAssessment, amount, .doc = "What they said is owed"),
    FIELD_OBJECT(ClaimAssessment, result, &claim_result_shape, .doc = "How they came to it"),
    FIELD_BOOL(ClaimAssessment, agrees, .doc = "Computed again, they say the same"),
    FIELD_TIME(ClaimAssessment, at, .doc = "When"),
    FIELD_TEXT(ClaimAssessment, who, .colleague = true, .doc = "Who asked"),
    FIELD_END};
const Shape claim_assessment_shape =
    SHAPE(ClaimAssessment, assessment_fields, "What the rules said of a claim");

static ClaimFacts facts_of(const Claim *claim, bool proven, int64_t insured)
{
    return (ClaimFacts){.kind = claim->kind,
                        .exclusion = claim->exclusion,
                        .proven = proven,
                        .demanded = claim->demanded,
                        .declared = claim->declared,
                        .insured = insured,
                        .full_value = claim->full_value,
                        .actual_loss = claim->actual_loss,
                        .freight = claim->freight,
                        .agreed = claim->agreed,
                        .market_price = claim->market_price,
                        .proportional = claim->proportional,
                        .delay_hours = claim->delay_hours};
}

static Status encode(Ctx *ctx, const ClaimResult *result, const char *currency, const char **out)
{
    Buf text;
    const View view = {.unmask = true, .currency = currency};
    buf_init(&text, ctx->arena);
    json_encode(&text, &claim_result_shape, result, &view);
    *out = text.data;
    return buf_check(ctx, &text);
}

Status claim_judge(Ctx *ctx, Claim *claim, const RuleBook *book)
{
    bool proven;
    int64_t insured;
    ClaimResult result;
    StoredAssessment row = {.rules = claim->rules, .at = ctx_now(ctx), .who = claim_who(ctx)};
    Status s = claim_evidence_shown(ctx, claim, EVIDENCE_OF_EXCLUSION, &proven);
    if (!s) s = worth_insured(ctx, claim, &insured);
    if (s) return s;
    const ClaimFacts facts = facts_of(claim, proven, insured);
    s = rules_compute(ctx, book, &facts, &result);
    if (s) return s;
    result.rules = claim->rules;
    row.amount = claim->assessed = result.amount;
    s = encode(ctx, &result, claim->currency, &row.result);
    return s ? s : assessment_store_insert(ctx, claim->id, &row);
}

Status claim_assess(Ctx *ctx, int64_t id, int64_t version, Claim *out)
{
    RuleBook book;
    Status s = claim_open(ctx, id, version, out);
    if (!s) s = claim_step(ctx, out, ACT_ASSESS);
    if (!s) s = claim_bind(ctx, out);
    if (!s) s = rules_book(ctx, out->rules, &book);
    if (!s) s = claim_judge(ctx, out, &book);
    const ClaimNews news = {NULL, "assessed", out->assessed};
    return s ? s : claim_finish(ctx, out, "claim.assess", &news);
}

/* Computes again from what was kept, and compares every word. */
static Status compute_again(Ctx *ctx, const Claim *claim, const StoredAssessment *row,
                            ClaimAssessment *out)
{
    RuleBook book;
    ClaimResult again;
    const char *text;
    Status s = rules_book(ctx, row->rules, &book);
    if (!s) s = rules_compute(ctx, &book, out->result->facts, &again);
    if (s) return s;
    again.rules = row->rules;
    s = encode(ctx, &again, claim->currency, &text);
    out->agrees = !s && strcmp(text, row->result) == 0;
    return s;
}

static Status open_row(Ctx *ctx, const Claim *claim, const StoredAssessment *row,
                       ClaimAssessment *out)
{
    const char *company = ctx->currency;
    *out = (ClaimAssessment){.number = row->number,
                             .rules = row->rules,
                             .amount = row->amount,
                             .result = ARENA_NEW(ctx->arena, ClaimResult),
                             .at = row->at,
                             .who = row->who};
    if (!out->result) return no_memory(ctx);
    ctx->currency = claim->currency;
    Status s = json_decode(ctx, &claim_result_shape, out->result, row->result, strlen(row->result));
    ctx->currency = company;
    return s ? s : compute_again(ctx, claim, row, out);
}

Status claim_assessments(Ctx *ctx, const Claim *claim, List *out)
{
    List rows;
    Status s = assessment_store_list(ctx, claim->id, &rows);
    if (s) return s;
    const StoredAssessment *row = rows.items;
    ClaimAssessment *items = ARENA_ARRAY(ctx->arena, rows.count, ClaimAssessment);
    if (!items) return no_memory(ctx);
    *out = (List){items, rows.count};
    for (size_t i = 0; i < rows.count && !s; i++)
        s = open_row(ctx, claim, &row[i], &items[i]);
    return s;
}
