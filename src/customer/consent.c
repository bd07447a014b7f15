#include "customer/consent.h"

#include <stdlib.h>
#include <string.h>

#include "access/audit.h"
#include "access/page.h"
#include "access/person.h"
#include "base/instant.h"
#include "customer/consent_store.h"
#include "customer/customer.h"
#include "customer/timeline.h"

#define PURPOSE_NAME_(constant, name, number, holds, zh, en) {name, number, en},
const Name consent_purposes[] = {CONSENT_PURPOSES(PURPOSE_NAME_){NULL, 0, NULL}};
#undef PURPOSE_NAME_
const Name consent_channels[] = {{"any", CONSENT_ANY, "All channels"},
                                 {"sms", CONSENT_SMS, "Text message"},
                                 {"email", CONSENT_EMAIL, "E-mail"},
                                 {"phone", CONSENT_PHONE, "Telephone"},
                                 {"wechat", CONSENT_WECHAT, "WeChat"},
                                 {"app", CONSENT_APP, "The company's own app"},
                                 {"post", CONSENT_POST, "Letter"},
                                 {"counter", CONSENT_COUNTER, "In person"},
                                 {NULL, 0, NULL}};
static const Name said_names[] = {
    {"given", CONSENT_GIVEN, NULL}, {"withdrawn", CONSENT_WITHDRAWN, NULL}, {NULL, 0, NULL}};

static const Field consent_fields[] = {
    FIELD_ID(Consent, id, .read_only = true, .doc = "The row's number"),
    FIELD_ID(Consent, customer_id, .read_only = true, .doc = "Whom it was written for"),
    FIELD_ENUM(Consent, purpose, consent_purposes, .required = true, .doc = "What for"),
    FIELD_ENUM(Consent, channel, consent_channels, .doc = "Through what; any if not given"),
    FIELD_ENUM(Consent, said, said_names, .required = true, .doc = "Given or withdrawn"),
    FIELD_TIME(Consent, at, .doc = "When; now if not given"),
    FIELD_TIME(Consent, until, .doc = "When it ends by itself"),
    FIELD_ID(Consent, waybill_id, .doc = "For this parcel only"),
    FIELD_TEXT(Consent, notice_version, .max = 40, .doc = "Version of the notice agreed to"),
    FIELD_TEXT(Consent, evidence, .writing = WRITING_LINES, .max = 500, .personal = PERSONAL_TEXT,
               .doc = "What proves it: a recording, a form"),
    FIELD_ID(Consent, who, .read_only = true, .doc = "The account that entered it"),
    FIELD_END};
const Shape consent_shape = SHAPE(Consent, consent_fields, "A consent, or its withdrawal");

static const Field state_fields[] = {
    FIELD_ENUM(ConsentState, purpose, consent_purposes, .doc = "What for"),
    FIELD_TEXT(ConsentState, zh, .doc = "The purpose in Chinese"),
    FIELD_TEXT(ConsentState, en, .doc = "The purpose in English"),
    FIELD_ENUM(ConsentState, channel, consent_channels, .doc = "Through what"),
    FIELD_BOOL(ConsentState, holds, .doc = "Whether it may be done now"),
    FIELD_BOOL(ConsentState, by_default, .doc = "Nothing was said: the purpose's own rule"),
    FIELD_TIME(ConsentState, at, .doc = "When it was said"),
    FIELD_TIME(ConsentState, until, .doc = "When it ends by itself"),
    FIELD_TEXT(ConsentState, notice_version, .doc = "Version of the notice agreed to"),
    FIELD_END};
const Shape consent_state_shape = SHAPE(ConsentState, state_fields, "What a customer agrees to");

typedef struct PurposeRule {
    int64_t purpose;
    bool holds; /* without a row */
    const char *zh, *en;
} PurposeRule;

#define RULE_(constant, name, number, holds, zh, en) {number, holds, zh, en},
static const PurposeRule rules[] = {CONSENT_PURPOSES(RULE_)};
#undef RULE_
enum { PURPOSE_COUNT = sizeof rules / sizeof *rules };

static const PurposeRule *rule_of(int64_t purpose)
{
    for (size_t i = 0; i < PURPOSE_COUNT; i++)
        if (rules[i].purpose == purpose) return &rules[i];
    return &rules[0];
}

static Status check_consent(Ctx *ctx, Consent *consent)
{
    Customer customer;
    Status s = customer_find(ctx, consent->customer_id, &customer);
    if (s) return s;
    if (consent->at == NONE) consent->at = ctx_now(ctx);
    if (consent->channel == NONE) consent->channel = CONSENT_ANY;
    if (consent->at > ctx_now(ctx)) return fail_field(ctx, "at", "lies in the future");
    if (consent->until != NONE && consent->until <= consent->at)
        return fail_field(ctx, "until", "lies before the consent");
    if (!consent->waybill_id) return OK;
    s = consent_store_parcel(ctx, consent->waybill_id);
    return s == NOT_FOUND ? fail_field(ctx, "waybill_id", "there is no such parcel") : s;
}

static Status tell(Ctx *ctx, const Consent *consent)
{
    const char *purpose = name_of(consent_purposes, consent->purpose);
    const char *channel = name_of(consent_channels, consent->channel);
    const char *said = name_of(said_names, consent->said);
    TimelineEntry entry = {
        .customer_id = consent->customer_id,
        .at = consent->at,
        .kind = consent->said == CONSENT_GIVEN ? "consent.given" : "consent.withdrawn",
        .subject_kind = "consent",
        .subject_id = consent->id,
        .waybill_id = consent->waybill_id,
        .who = consent->who,
        .text = arena_format(ctx->arena, "%s, %s", purpose, channel),
        .key = arena_format(ctx->arena, "consent/%lld", (long long)consent->id),
    };
    const char *detail =
        arena_format(ctx->arena, "{\"purpose\":\"%s\",\"channel\":\"%s\",\"said\":\"%s\"}", purpose,
                     channel, said);
    if (!entry.text || !entry.key || !detail) return no_memory(ctx);
    Status s = timeline_add(ctx, &entry);
    return s ? s : audit_write(ctx, "consent.add", "customer", consent->customer_id, detail);
}

Status consent_add(Ctx *ctx, Consent *consent)
{
    Status s = check_consent(ctx, consent);
    if (s) return s;
    consent->id = ctx_id(ctx);
    consent->who = ctx_account_id(ctx);
    s = consent_store_insert(ctx, consent);
    return s ? s : tell(ctx, consent);
}

static bool same_second(int64_t a, int64_t b)
{
    return a != NONE && b != NONE && llabs(a - b) <= SECOND_MS;
}

/* What is not given is not asked for. */
static bool says_all(const Consent *row, const Consent *given)
{
    const char *version = given->notice_version;
    return row->said == given->said &&
           (given->until == NONE || same_second(row->until, given->until)) &&
           (!version || (row->notice_version && strcmp(row->notice_version, version) == 0));
}

/* A file that does not say when may be older than the withdrawal. */
static Status check_undated(Ctx *ctx, const Consent *consent)
{
    Consent newest;
    if (consent->said != CONSENT_GIVEN) return OK;
    Status s = consent_store_newest(ctx, consent, &newest);
    if (s == NOT_FOUND) return OK;
    if (s || newest.said != CONSENT_WITHDRAWN) return s;
    return fail_field(ctx, "at", "is required: it was withdrawn, say when it was given again");
}

Status consent_record(Ctx *ctx, Consent *consent, bool *added)
{
    Consent known;
    int64_t at = consent->at;
    Status s = check_consent(ctx, consent);
    if (s) return s;
    s = consent_store_said(ctx, consent, at == NONE ? 0 : at - SECOND_MS,
                           at == NONE ? INT64_MAX : at + SECOND_MS, &known);
    *added = s == NOT_FOUND || (!s && !says_all(&known, consent));
    if (s == NOT_FOUND) s = OK;
    if (!s && *added && at == NONE) s = check_undated(ctx, consent);
    return s || !*added ? s : consent_add(ctx, consent);
}

static bool row_holds(Ctx *ctx, const Consent *row)
{
    return row->said == CONSENT_GIVEN && (row->until == NONE || row->until > ctx_now(ctx));
}

Status consent_holds_for(Ctx *ctx, int64_t customer_id, ConsentPurpose purpose,
                         ConsentChannel channel, int64_t waybill_id, bool *holds)
{
    const Consent about = {.customer_id = customer_id,
                           .purpose = (int64_t)purpose,
                           .channel = (int64_t)channel,
                           .waybill_id = waybill_id};
    Consent row;
    Status s = consent_store_newest(ctx, &about, &row);
    *holds = s == NOT_FOUND ? rule_of(about.purpose)->holds : !s && row_holds(ctx, &row);
    return s == NOT_FOUND ? OK : s;
}

Status consent_holds(Ctx *ctx, int64_t customer_id, ConsentPurpose purpose, ConsentChannel channel,
                     bool *holds)
{
    return consent_holds_for(ctx, customer_id, purpose, channel, 0, holds);
}

Status consent_list(Ctx *ctx, int64_t customer_id, int64_t limit, const char *cursor, List *out,
                    const char **next)
{
    Customer customer;
    int64_t before;
    Status s = page_start(ctx, cursor, INT64_MAX, &before);
    if (!s) s = customer_find(ctx, customer_id, &customer);
    if (!s) s = consent_store_page(ctx, customer_id, before, limit + 1, out);
    return s ? s : page_end(ctx, out, limit, &consent_shape, next);
}

/* The row of all channels where it is the newer, else the row itself. */
static const Consent *row_that_counts(const Consent *row, const Consent *any)
{
    bool newer = any && (any->at > row->at || (any->at == row->at && any->id > row->id));
    return newer ? any : row;
}

static ConsentState state_of(Ctx *ctx, const PurposeRule *rule, const Consent *row)
{
    return (ConsentState){
        .purpose = rule->purpose,
        .channel = row ? row->channel : CONSENT_ANY,
        .holds = row ? row_holds(ctx, row) : rule->holds,
        .by_default = !row,
        .at = row ? row->at : NONE,
        .until = row ? row->until : NONE,
        .notice_version = row ? row->notice_version : NULL,
        .zh = rule->zh,
        .en = rule->en,
    };
}

/* Rows of one purpose from rows[*at] on, that of all channels (the lowest number) first. */
static size_t purpose_states(Ctx *ctx, const PurposeRule *rule, const List *rows, size_t *at,
                             ConsentState *out)
{
    const Consent *all = rows->items, *any = NULL;
    size_t count = 0;
    if (*at < rows->count && all[*at].purpose == rule->purpose && all[*at].channel == CONSENT_ANY)
        any = &all[(*at)++];
    out[count++] = state_of(ctx, rule, any);
    for (; *at < rows->count && all[*at].purpose == rule->purpose; ++*at) {
        out[count] = state_of(ctx, rule, row_that_counts(&all[*at], any));
        out[count++].channel = all[*at].channel;
    }
    return count;
}

Status consent_states(Ctx *ctx, int64_t customer_id, List *out)
{
    Customer customer;
    List rows;
    Status s = customer_find(ctx, customer_id, &customer);
    if (!s) s = consent_store_standing(ctx, customer_id, &rows);
    if (s) return s;
    ConsentState *states = ARENA_ARRAY(ctx->arena, rows.count + PURPOSE_COUNT, ConsentState);
    if (!states) return no_memory(ctx);
    size_t count = 0, at = 0;
    for (size_t i = 0; i < PURPOSE_COUNT; i++)
        count += purpose_states(ctx, &rules[i], &rows, &at, states + count);
    *out = (List){states, count};
    return OK;
}
