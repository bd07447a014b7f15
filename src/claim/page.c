#include "claim/page.h"

#include "access/setting.h"
#include "base/html.h"
#include "base/instant.h"

/* Every text of the page: constant, Chinese, English. */
#define WORDS(X)                                                                                   \
    X(WORD_TITLE, "理赔结算单", "Claim settlement")                                                \
    X(WORD_NUMBER, "编号", "Number")                                                               \
    X(WORD_KIND, "类型", "Kind")                                                                   \
    X(WORD_STATE, "状态", "State")                                                                 \
    X(WORD_DATE, "登记时间", "Registered")                                                         \
    X(WORD_CLAIMANT, "索赔人", "Claimant")                                                         \
    X(WORD_ACCOUNT, "收款账户", "Paid to")                                                         \
    X(WORD_PARCELS, "运单", "Parcels")                                                             \
    X(WORD_ANSWERABLE, "赔偿责任主体", "Answers to the claimant")                                  \
    X(WORD_MONEY, "金额", "Amounts")                                                               \
    X(WORD_DEMANDED, "索赔金额", "Demanded")                                                       \
    X(WORD_ASSESSED, "核定金额", "Assessed")                                                       \
    X(WORD_APPROVED, "已批准未付", "Approved, not paid")                                           \
    X(WORD_PAID, "已支付", "Paid")                                                                 \
    X(WORD_WHY, "核定依据", "How the amount came about")                                           \
    X(WORD_RULES, "规则版本", "Rules, version")                                                    \
    X(WORD_LEDGER, "账目", "Ledger")                                                               \
    X(WORD_SIGNED, "索赔人签字", "Signed by the claimant")                                         \
    X(WORD_COMPANY_SIGNED, "公司盖章", "For the company")

typedef enum Word {
#define WORD_CONSTANT_(constant, zh, en) constant,
    WORDS(WORD_CONSTANT_)
#undef WORD_CONSTANT_
} Word;

static const char *const words[][2] = {
#define WORD_ROW_(constant, zh, en) {en, zh},
    WORDS(WORD_ROW_)
#undef WORD_ROW_
};

typedef struct Paper {
    Buf *buf;
    bool zh;
    const View *view;
    const char *zone, *currency;
} Paper;

static void write_word(const Paper *p, Word which)
{
    html_text(p->buf, words[which][p->zh]);
}

static void write_amount(const Paper *p, int64_t amount)
{
    if (amount == NONE) {
        buf_text(p->buf, "—");
        return;
    }
    buf_format(p->buf, "%lld.%02lld ", (long long)(amount / 100), (long long)(amount % 100));
    html_text(p->buf, p->currency);
}

static void open_row(const Paper *p, Word label)
{
    buf_text(p->buf, "<tr><th>");
    write_word(p, label);
    buf_text(p->buf, "</th><td>");
}

static void write_row(const Paper *p, Word label, const char *text)
{
    open_row(p, label);
    html_text(p->buf, text);
    buf_text(p->buf, "</td></tr>\n");
}

static void write_money_row(const Paper *p, Word label, int64_t amount)
{
    open_row(p, label);
    write_amount(p, amount);
    buf_text(p->buf, "</td></tr>\n");
}

/* Masked unless the reader may see it. */
static void write_personal(const Paper *p, Ctx *ctx, const Claimant *who, const char *field)
{
    Buf text;
    buf_init(&text, ctx->arena);
    field_to_text(&text, shape_field(&claimant_shape, field), who, p->view);
    if (text.failed) p->buf->failed = true;
    if (text.length) html_text(p->buf, text.data);
    buf_char(p->buf, ' ');
}

/* Paper is read by whoever has it in hand: a phone is masked on it, whoever prints. */
static void write_phone(const Paper *p, Ctx *ctx, const Claimant *who)
{
    Buf masked;
    buf_init(&masked, ctx->arena);
    mask_text(&masked, PERSONAL_PHONE, who->phone);
    if (masked.failed) p->buf->failed = true;
    if (masked.length) html_text(p->buf, masked.data);
    buf_char(p->buf, ' ');
}

static void write_claimant(const Paper *p, Ctx *ctx, const Claimant *who)
{
    if (!who) return;
    open_row(p, WORD_CLAIMANT);
    write_personal(p, ctx, who, "name");
    write_phone(p, ctx, who);
    buf_text(p->buf, "</td></tr>\n");
    if (!who->account_no) return;
    open_row(p, WORD_ACCOUNT);
    write_personal(p, ctx, who, "account_name");
    write_personal(p, ctx, who, "account_no");
    write_personal(p, ctx, who, "bank");
    buf_text(p->buf, "</td></tr>\n");
}

static void write_parcels(const Paper *p, const List *parcels)
{
    const ClaimWaybill *rows = parcels->items;
    open_row(p, WORD_PARCELS);
    for (size_t i = 0; i < parcels->count; i++) {
        if (i) buf_text(p->buf, ", ");
        html_text(p->buf, rows[i].no);
    }
    buf_text(p->buf, "</td></tr>\n");
}

static void write_facts(const Paper *p, Ctx *ctx, const Claim *claim)
{
    buf_text(p->buf, "<table>\n");
    write_row(p, WORD_NUMBER, claim->no);
    write_row(p, WORD_KIND, claim_word(claim_kinds, claim->kind, p->zh));
    write_row(p, WORD_STATE, claim_word(claim_states, claim->state, p->zh));
    open_row(p, WORD_DATE);
    instant_format_minute(p->buf, claim->created_at, p->zone);
    buf_text(p->buf, "</td></tr>\n");
    write_claimant(p, ctx, claim->claimant);
    write_parcels(p, &claim->waybills);
    open_row(p, WORD_ANSWERABLE);
    html_text(p->buf, claim->answerable == ANSWERABLE_OPERATOR
                          ? claim->operator
                          : claim_word(claim_answerables, claim->answerable, p->zh));
    buf_text(p->buf, "</td></tr>\n</table>\n<h2>");
    write_word(p, WORD_MONEY);
    buf_text(p->buf, "</h2>\n<table>\n");
    write_money_row(p, WORD_DEMANDED, claim->demanded);
    write_money_row(p, WORD_ASSESSED, claim->assessed);
    write_money_row(p, WORD_APPROVED, claim->approved);
    write_money_row(p, WORD_PAID, claim->paid);
    buf_text(p->buf, "</table>\n");
}

static void write_steps(const Paper *p, const ClaimAssessment *assessment)
{
    const ClaimStep *steps = assessment->result->steps.items;
    buf_text(p->buf, "<h2>");
    write_word(p, WORD_WHY);
    buf_text(p->buf, "</h2>\n<p>");
    write_word(p, WORD_RULES);
    buf_format(p->buf, " %lld</p>\n<ol>\n", (long long)assessment->rules);
    for (size_t i = 0; i < assessment->result->steps.count; i++) {
        if (steps[i].amount == NONE) continue; /* what does not apply is no news on paper */
        buf_text(p->buf, "<li>");
        html_text(p->buf, p->zh ? steps[i].zh : steps[i].en);
        buf_text(p->buf, " <cite>");
        html_text(p->buf, steps[i].citation);
        buf_text(p->buf, "</cite></li>\n");
    }
    buf_text(p->buf, "</ol>\n");
}

/* What passed between the company and the claimant; who bears it inside is not theirs to read. */
static bool is_outward(const LedgerEntry *row)
{
    bool is_inward = row->from_account == ACCOUNT_PROPOSED || row->from_account == ACCOUNT_DUE;
    if (row->what == STEP_TAKE_BACK) return !is_inward;
    return row->what == STEP_CLAIM || row->what == STEP_APPROVE || row->what == STEP_PAY ||
           row->what == STEP_REFUSE;
}

static void write_ledger(const Paper *p, const List *ledger)
{
    const LedgerEntry *rows = ledger->items;
    buf_text(p->buf, "<h2>");
    write_word(p, WORD_LEDGER);
    buf_text(p->buf, "</h2>\n<table>\n");
    for (size_t i = 0; i < ledger->count; i++) {
        if (!is_outward(&rows[i])) continue;
        buf_text(p->buf, "<tr><td>");
        instant_format_minute(p->buf, rows[i].at, p->zone);
        buf_text(p->buf, "</td><td>");
        html_text(p->buf, claim_word(ledger_steps, rows[i].what, p->zh));
        buf_text(p->buf, "</td><td>");
        html_text(p->buf, rows[i].reference);
        buf_text(p->buf, "</td><td class=\"money\">");
        write_amount(p, rows[i].amount);
        buf_text(p->buf, "</td></tr>\n");
    }
    buf_text(p->buf, "</table>\n");
}

void settlement_page(Ctx *ctx, Buf *buf, const ClaimRecord *record, bool chinese, const View *view)
{
    const Claim *claim = record->claim;
    const Paper p = {.buf = buf,
                     .zh = chinese,
                     .view = view,
                     .zone = setting_text(ctx, SETTING_NAMED_ZONE),
                     .currency = claim->currency};
    buf_format(buf,
               "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n<title>",
               chinese ? "zh-CN" : "en");
    write_word(&p, WORD_TITLE);
    buf_text(buf, "</title>\n<link rel=\"icon\" href=\"/static/icon.svg\" type=\"image/svg+xml\">\n"
                  "<link rel=\"stylesheet\" href=\"/static/settlement.css\">\n"
                  "<link rel=\"stylesheet\" href=\"/print.css\" media=\"print\">\n"
                  "</head>\n<body>\n<p>");
    html_text(buf, setting_text(ctx, SETTING_NAMED_COMPANY));
    buf_text(buf, "</p>\n<h1>");
    write_word(&p, WORD_TITLE);
    buf_text(buf, "</h1>\n");
    write_facts(&p, ctx, claim);
    if (record->assessments.count) write_steps(&p, record->assessments.items);
    write_ledger(&p, &record->ledger);
    buf_text(buf, "<div class=\"signatures\"><p>");
    write_word(&p, WORD_SIGNED);
    buf_text(buf, "</p><p>");
    write_word(&p, WORD_COMPANY_SIGNED);
    buf_text(buf, "</p></div>\n</body>\n</html>\n");
}
