#include "notify/fact.h"

#include <stdlib.h>
#include <string.h>

#include "access/setting.h"
#include "base/html.h"
#include "base/instant.h"
#include "base/json.h"
#include "waybill/carrier.h"
#include "waybill/track_words.h"
#include "waybill/waybill.h"

const FactValue common_values[] = {{"company", "The company's name", NULL},
                                   {"hotline", "Customer service's phone", NULL},
                                   {NULL, NULL, NULL}};
const FactValue parcel_values[] = {{"no", "Its number", NULL},
                                   {"carrier", "Who carries it", NULL},
                                   {"stage", "Where it is in its life", NULL},
                                   {"promised_at", "When it is promised", NULL},
                                   {"track_url", "Its public page", NULL},
                                   {NULL, NULL, NULL}};
static const FactValue none[] = {{NULL, NULL, NULL}};
static const FactValue ticket_values[] = {{"ticket", "The ticket's number", "no"},
                                          {NULL, NULL, NULL}};
static const FactValue handoff_values[] = {{"ticket", "The number of its ticket", NULL},
                                           {NULL, NULL, NULL}};
static const FactValue promise_values[] = {{"reason", "Why it was changed", NULL},
                                           {NULL, NULL, NULL}};
static const FactValue finding_values[] = {{"rule", "What found it", NULL}, {NULL, NULL, NULL}};
static const FactValue incident_values[] = {{"text", "What is said, in English", NULL},
                                            {"text_zh", "What is said, in Chinese", NULL},
                                            {NULL, NULL, NULL}};
static const FactValue money_values[] = {
    {"claim", "The claim's number", "no"},
    {"amount", "How much is offered, or was paid", "amount", .money = true},
    {NULL, NULL, NULL}};
static const FactValue end_values[] = {
    {"claim", "The claim's number", "no"},
    {"result", "How it ended: closed, rejected, withdrawn", "result", .key_zh = "result_zh"},
    {"amount", "How much was paid in all; none where nothing was", "paid", .money = true},
    {NULL, NULL, NULL}};
static const FactValue article_values[] = {{"article", "The article's code", "code"},
                                           {NULL, NULL, NULL}};

const NoticeFact notice_facts[] = {
    {"waybill.collected", "A parcel was collected", "waybill", true, true, NULL, none},
    {"waybill.out_for_delivery", "A parcel is out for delivery", "waybill", true, true, NULL, none},
    {"waybill.at_pickup_point", "A parcel waits at a pickup point", "waybill", true, true, NULL,
     none},
    {"waybill.delivered", "A parcel was delivered", "waybill", true, true, NULL, none},
    {"waybill.returned", "A parcel came back to its sender", "waybill", true, true, NULL, none},
    {"waybill.promise_changed", "A parcel's promise was changed", "waybill", true, true,
     "change_id", promise_values},
    {"watch.finding_opened", "The watch found a parcel in trouble", "waybill", true, true,
     "finding_id", finding_values},
    {"watch.finding_closed", "A parcel that the watch found is well again", "waybill", true, true,
     "finding_id", finding_values},
    {"incident.notice", "People are told of an incident their parcel is caught in", "waybill", true,
     true, "action_id", incident_values},
    {"claim.offered", "A claimant is offered an amount, and asked to accept it", "claim", false,
     true, "version", money_values},
    {"claim.paid", "A claimant was paid", "claim", false, true, "version", money_values},
    {"claim.closed", "A claim ended, paid or not", "claim", false, true, "version", end_values},
    {"desk.ticket_opened", "A ticket was opened", "ticket", false, true, "entry_id", ticket_values},
    {"desk.ticket_resolved", "A ticket was resolved", "ticket", false, true, "entry_id",
     ticket_values},
    {"desk.ticket_reopened", "A ticket was opened again", "ticket", false, true, "entry_id",
     ticket_values},
    {"desk.ticket_closed", "A ticket was closed", "ticket", false, true, "entry_id", ticket_values},
    {"desk.ticket_assigned", "A ticket was given to somebody", "ticket", false, false, "entry_id",
     none},
    {"desk.ticket_changed", "A ticket was changed", "ticket", false, false, "entry_id", none},
    {"desk.entry_added", "Something was written on a ticket", "ticket", false, false, "entry_id",
     none},
    {"desk.clock_breached", "A deadline of a ticket passed", "ticket", false, false, "clock", none},
    {"desk.escalated", "A ticket is late: who leads its team, and who has it, are told", "ticket",
     false, true, "entry_id", ticket_values, true},
    {"complaint.handoff_asked",
     "A handoff was given, or its answer came back: who is asked is told", "handoff", false, true,
     "entry_id", handoff_values, true},
    {"complaint.handoff_due", "A handoff is soon due, or late: who is asked is told", "handoff",
     false, true, "entry_id", handoff_values, true},
    {"complaint.handoff_replied", "A handoff was answered or declined: who gave it is told",
     "handoff", false, true, "entry_id", handoff_values, true},
    {"knowledge.review_due", "An article is to be read again", "article", false, false, NULL,
     article_values},
    {NULL, NULL, NULL, false, false, NULL, NULL},
};

const NoticeFact *notice_fact(const char *event)
{
    for (const NoticeFact *fact = notice_facts; fact->event; fact++)
        if (strcmp(fact->event, event) == 0) return fact;
    return NULL;
}

/* --- texts with {{placeholders}} --- */

/* "{{name!}}" asks for a value: the length of the name alone. */
static size_t name_length(const char *name, size_t length)
{
    return length && name[length - 1] == '!' ? length - 1 : length;
}

static bool is_among(const FactValue *values, const char *name, size_t length)
{
    for (; values->name; values++)
        if (strlen(values->name) == length && strncmp(values->name, name, length) == 0) return true;
    return false;
}

static bool has_value(const NoticeFact *fact, const char *name, size_t length)
{
    return is_among(common_values, name, length) || is_among(fact->values, name, length) ||
           (fact->of_parcel && is_among(parcel_values, name, length));
}

static size_t line_of(const char *text, const char *at)
{
    size_t line = 1;
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

static void name_values(Buf *buf, const FactValue *values)
{
    for (; values->name; values++)
        buf_format(buf, "%s%s", buf->length ? ", " : "", values->name);
}

static Status unknown(Ctx *ctx, const NoticeFact *fact, const char *field, size_t line,
                      const char *name)
{
    Buf known;
    buf_init(&known, ctx->arena);
    name_values(&known, common_values);
    if (fact->of_parcel) name_values(&known, parcel_values);
    name_values(&known, fact->values);
    Status s = buf_check(ctx, &known);
    if (s) return s;
    s = fail_field(ctx, field, "line %zu: %s has no {{%s}}", line, fact->event, name);
    problem_hint(ctx, "it has: %s", known.data);
    return s;
}

static Status check_clauses(Ctx *ctx, const char *field, const char *text)
{
    for (const char *at = text; at && (at = strstr(at, "[["));) {
        const char *end = strstr(at, "]]"), *within = strstr(at + 2, "[[");
        if (!end || (within && within < end))
            return fail_field(ctx, field, "line %zu: [[ without its ]]", line_of(text, at));
        at = end + 2;
    }
    return OK;
}

Status fact_check_text(Ctx *ctx, const NoticeFact *fact, const char *field, const char *text)
{
    for (const char *at = text; at && (at = strstr(at, "{{"));) {
        const char *name = at + 2, *end = strstr(name, "}}");
        size_t length = end ? (size_t)(end - name) : 0;
        if (!end || length > 40 || memchr(name, '\n', length))
            return fail_field(ctx, field, "line %zu: {{ without its }}", line_of(text, at));
        const char *copy = arena_text_n(ctx->arena, name, length);
        if (!copy) return no_memory(ctx);
        if (!has_value(fact, name, name_length(name, length)))
            return unknown(ctx, fact, field, line_of(text, at), copy);
        at = end + 2;
    }
    return check_clauses(ctx, field, text);
}

static const char *value_of(const Texts *values, const char *name, size_t length)
{
    for (size_t i = 0; i + 1 < values->count; i += 2)
        if (strlen(values->items[i]) == length && strncmp(values->items[i], name, length) == 0)
            return values->items[i + 1];
    return NULL;
}

/* A run of a text, and the first placeholder in it that has no value and needs one. */
typedef struct Run {
    const char *from, *end, *missing;
    size_t length; /* of its name */
    bool clause;   /* each of its placeholders needs one, not only those that ask for it */
} Run;

static const char *next_in(const Run *run, const char *at, const char *what)
{
    const char *found = strstr(at, what);
    return found && found + 2 <= run->end ? found : NULL;
}

static void find_missing(const Texts *values, Run *run)
{
    const char *at = run->from, *close;
    while (!run->missing && (at = next_in(run, at, "{{")) && (close = next_in(run, at, "}}"))) {
        size_t length = (size_t)(close - at - 2), bare = name_length(at + 2, length);
        const char *value = value_of(values, at + 2, bare);
        if ((!value || !*value) && (run->clause || bare < length)) {
            run->missing = at + 2;
            run->length = bare;
        }
        at = close + 2;
    }
}

static void fill_run(Buf *out, const Texts *values, const Run *run)
{
    const char *from = run->from, *open, *close;
    while ((open = next_in(run, from, "{{")) && (close = next_in(run, open, "}}"))) {
        buf_add(out, from, (size_t)(open - from));
        size_t length = name_length(open + 2, (size_t)(close - open - 2));
        buf_text(out, value_of(values, open + 2, length));
        from = close + 2;
    }
    buf_add(out, from, (size_t)(run->end - from));
}

/* What stands outside of clauses, up to `end`. */
static Status fill_plain(Ctx *ctx, Buf *out, const Texts *values, Run run, const char **missing)
{
    find_missing(values, &run);
    fill_run(out, values, &run);
    if (*missing || !run.missing) return OK;
    *missing = arena_text_n(ctx->arena, run.missing, run.length);
    return *missing ? OK : no_memory(ctx);
}

Status fact_fill(Ctx *ctx, const char *text, const Texts *values, const char **out,
                 const char **missing)
{
    Buf filled;
    Status s = OK;
    const char *open, *close;
    buf_init(&filled, ctx->arena);
    buf_text(&filled, "");
    *missing = NULL;
    while (!s && (open = strstr(text, "[[")) && (close = strstr(open, "]]"))) {
        Run clause = {.from = open + 2, .end = close, .clause = true};
        s = fill_plain(ctx, &filled, values, (Run){.from = text, .end = open}, missing);
        find_missing(values, &clause);
        if (!clause.missing) fill_run(&filled, values, &clause);
        text = close + 2;
    }
    const Run rest = {.from = text, .end = text + strlen(text)};
    if (!s) s = fill_plain(ctx, &filled, values, rest, missing);
    *out = filled.data ? filled.data : "";
    return s ? s : buf_check(ctx, &filled);
}

/* --- values --- */

enum { VALUES_MAX = 32 };

static void add(Texts *values, const char *name, const char *value)
{
    if (!value || values->count + 2 > VALUES_MAX) return;
    values->items[values->count++] = name;
    values->items[values->count++] = value;
}

/* "123.45元", "CNY 123.45"; NULL where it is none. */
static Status money_words(Ctx *ctx, const Json *amount, int64_t language, const char **out)
{
    int64_t minor = amount && amount->text ? strtoll(amount->text, NULL, 10) : 0;
    const char *currency = ctx_currency(ctx);
    bool yuan = language == NOTICE_ZH && strcmp(currency, "CNY") == 0;
    *out = NULL;
    if (minor <= 0) return OK;
    *out = arena_format(ctx->arena, "%s%s%lld.%02lld%s", yuan ? "" : currency, yuan ? "" : " ",
                        (long long)(minor / 100), (long long)(minor % 100), yuan ? "元" : "");
    return *out ? OK : no_memory(ctx);
}

static Status add_payload(Ctx *ctx, const NoticeFact *fact, const char *payload, int64_t language,
                          Texts *values)
{
    Json *json = NULL;
    Status s = payload ? json_parse(ctx, payload, strlen(payload), &json) : OK;
    for (const FactValue *value = fact->values; !s && json && value->name; value++) {
        const char *key = value->key ? value->key : value->name, *text = NULL;
        if (value->key_zh && language != NOTICE_EN) key = value->key_zh;
        if (value->money)
            s = money_words(ctx, json_get(json, key), language, &text);
        else
            text = json_get_text(json, key);
        if (!s) add(values, value->name, text);
    }
    return s;
}

static const char *instant_words(Ctx *ctx, int64_t at)
{
    Buf words;
    if (at == NONE) return NULL;
    buf_init(&words, ctx->arena);
    instant_format_minute(&words, at, setting_text(ctx, SETTING_NAMED_ZONE));
    return words.failed ? NULL : words.data;
}

static Status track_url(Ctx *ctx, const Waybill *waybill, const char **out)
{
    Buf url;
    const char *base = setting_text(ctx, SETTING_NAMED_PUBLIC_URL);
    *out = NULL;
    if (!base || !base[0]) return OK;
    buf_init(&url, ctx->arena);
    buf_text(&url, base);
    buf_text(&url, "/t/");
    html_url(&url, waybill->no);
    *out = url.data;
    return buf_check(ctx, &url);
}

static Status add_parcel(Ctx *ctx, int64_t waybill_id, int64_t language, Texts *values)
{
    Waybill waybill;
    const char *url = NULL;
    Language words = language == NOTICE_EN ? LANGUAGE_EN : LANGUAGE_ZH;
    Status s = waybill_find_id(ctx, waybill_id, &waybill);
    if (!s) s = track_url(ctx, &waybill, &url);
    if (s) return s;
    add(values, "no", waybill.no);
    add(values, "carrier", carrier_name(waybill.carrier, words));
    add(values, "stage", stage_word((int)waybill.stage, words));
    add(values, "promised_at", instant_words(ctx, waybill.promised_at));
    add(values, "track_url", url);
    return OK;
}

Status fact_values(Ctx *ctx, const NoticeFact *fact, const FactGiven *given, int64_t language,
                   Texts *out)
{
    *out = (Texts){ARENA_ARRAY(ctx->arena, VALUES_MAX, const char *), 0};
    if (!out->items) return no_memory(ctx);
    add(out, "company", setting_text(ctx, SETTING_NAMED_COMPANY));
    add(out, "hotline", setting_text(ctx, SETTING_NAMED_HOTLINE));
    Status s = add_payload(ctx, fact, given->payload, language, out);
    return s || !fact->of_parcel ? s : add_parcel(ctx, given->subject_id, language, out);
}
