#include <stdlib.h>
#include <string.h>

#include "access/account.h"
#include "access/setting.h"
#include "base/json.h"
#include "customer/customer.h"
#include "notify/asker.h"
#include "notify/fact.h"
#include "notify/notice_internal.h"
#include "notify/preference.h"
#include "notify/template.h"
#include "waybill/waybill.h"

/* Whom a fact is told to. */
typedef struct Target {
    NoticeAudience audience;
    int64_t customer_id, waybill_id, outlet_id;
    int64_t account_id; /* of a colleague */
    const char *to;     /* of a receiver or colleague; NULL: the customer's own contact points */
    NoticeAsker asker;  /* where there is no customer */
} Target;

typedef struct Telling {
    const NoticeFact *fact;
    const FactGiven *given;
    Json *payload;
    List templates;
    bool has_parcel;
    Waybill parcel;
} Telling;

static int64_t payload_id(const Telling *t, const char *key)
{
    const char *text = json_get_text(t->payload, key);
    return text ? strtoll(text, NULL, 10) : 0;
}

static Status customer_of_ref(Ctx *ctx, const char *ref, int64_t *id)
{
    Customer customer;
    *id = 0;
    if (!ref) return OK;
    Status s = customer_by_code(ctx, ref, &customer);
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        return OK;
    }
    *id = s ? 0 : customer.id;
    return s;
}

/* Nobody, where the account was closed meanwhile. */
static Status colleague_of(Ctx *ctx, const Telling *t, Target *out)
{
    Person person;
    out->customer_id = 0;
    out->account_id = payload_id(t, "account_id");
    Status s = account_person(ctx, out->account_id, &person);
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        out->account_id = 0;
        return OK;
    }
    if (!s && strchr(person.login, '@')) out->to = person.login;
    return s;
}

static Status target_of(Ctx *ctx, const Telling *t, NoticeAudience audience, Target *out)
{
    *out = (Target){.audience = audience,
                    .customer_id = payload_id(t, "customer_id"),
                    .waybill_id = t->has_parcel ? t->parcel.id : payload_id(t, "waybill_id"),
                    .outlet_id = payload_id(t, "outlet_id")};
    if (audience == NOTICE_COLLEAGUE) return colleague_of(ctx, t, out);
    if (!t->has_parcel && !out->customer_id)
        return notice_asker(ctx, t->fact->subject_kind, t->given->subject_id, &out->asker);
    if (!t->has_parcel) return OK;
    out->outlet_id = t->parcel.facts.outlet_id;
    if (audience == NOTICE_CUSTOMER) {
        if (!out->customer_id) out->customer_id = t->parcel.facts.customer_id;
        return OK;
    }
    out->to = t->parcel.receiver_phone;
    return customer_of_ref(ctx, t->parcel.receiver_ref, &out->customer_id);
}

static bool fits(const NoticeTemplate *given, NoticeAudience audience, int64_t channel)
{
    return given->audience == (int64_t)audience && (channel == NONE || given->channel == channel);
}

/* In the language asked for, else in the company's, else in another. */
static const NoticeTemplate *best_template(Ctx *ctx, const Telling *t, NoticeAudience audience,
                                           int64_t channel, int64_t language)
{
    const NoticeTemplate *best = NULL, *items = t->templates.items;
    int64_t usual = name_value(notice_languages, setting_text(ctx, SETTING_NAMED_NOTICE_LANGUAGE));
    for (size_t i = 0; i < t->templates.count; i++) {
        if (!fits(&items[i], audience, channel)) continue;
        bool better = !best || items[i].language == language ||
                      (items[i].language == usual && best->language != language);
        if (better) best = &items[i];
    }
    return best;
}

/* The channel that the customer prefers, then the company's in their order. */
static char *order_of(Ctx *ctx, const NoticePreference *preference)
{
    const char *usual = setting_text(ctx, SETTING_NAMED_NOTICE_CHANNELS);
    if (preference->channel == NONE) return arena_text(ctx->arena, usual);
    return arena_format(ctx->arena, "%s,%s", name_of(notice_channels, preference->channel), usual);
}

/* `out->why` is set where it cannot be said, for want of a value; else NULL. */
static Status fill(Ctx *ctx, const Telling *t, const NoticeTemplate *given, Notice *out)
{
    Texts values;
    const char *missing = NULL, *in_body;
    Status s = fact_values(ctx, t->fact, t->given, given->language, &values);
    if (!s && given->subject) s = fact_fill(ctx, given->subject, &values, &out->subject, &missing);
    if (!s) s = fact_fill(ctx, given->body, &values, &out->text, &in_body);
    if (s) return s;
    if (!missing) missing = in_body;
    out->why = missing ? arena_format(ctx->arena, "{{%s}} has no value", missing) : NULL;
    out->channel = given->channel;
    out->language = given->language;
    out->template_id = given->id;
    out->template_version = given->version;
    out->purpose = given->purpose;
    out->urgent = given->urgent;
    return missing && !out->why ? no_memory(ctx) : OK;
}

/* Where a message of the template could go, or `*why` not. */
static Status reach(Ctx *ctx, const Target *target, const NoticeTemplate *given, const char **to,
                    const char **why)
{
    const NoticeAsker *asker = &target->asker;
    const char *left = given->channel == NOTICE_EMAIL ? asker->email : asker->phone;
    bool asks = !target->to && left && *left;
    *to = asks ? left : target->to;
    Status s = notice_usable(ctx, target->customer_id, given->purpose, given->channel, to, why);
    return s || *why || !asks ? s : notice_barred(ctx, *to, given->purpose, given->channel, why);
}

/* The reason of the first channel that could not be used is the message's. */
static Status choose(Ctx *ctx, const Telling *t, const Target *target, Notice *out,
                     const NoticeTemplate **chosen)
{
    NoticePreference preference;
    Status s = preference_of(ctx, target->customer_id, &preference);
    if (s) return s;
    char *order = order_of(ctx, &preference), *rest;
    if (!order) return no_memory(ctx);
    *chosen = NULL;
    for (char *name = strtok_r(order, ", ;", &rest); !s && name && !*chosen;
         name = strtok_r(NULL, ", ;", &rest)) {
        int64_t channel = name_value(notice_channels, name);
        const NoticeTemplate *given =
            channel == NONE ? NULL
                            : best_template(ctx, t, target->audience, channel, preference.language);
        const char *why, *to;
        if (!given) continue;
        s = reach(ctx, target, given, &to, &why);
        if (!s && why && !out->why) out->why = why;
        if (s || why) continue;
        *chosen = given;
        out->to = to;
    }
    return s;
}

static Status tell_target(Ctx *ctx, const Telling *t, const Target *target)
{
    const NoticeTemplate *chosen = NULL;
    int64_t id;
    NoticeRow row = {.outlet_id = target->outlet_id};
    Notice *n = &row.notice;
    *n = (Notice){.fact = t->fact->event,
                  .channel = NONE,
                  .language = NONE,
                  .audience = target->audience,
                  .customer_id = target->customer_id,
                  .waybill_id = target->waybill_id,
                  .subject_kind = t->fact->subject_kind,
                  .subject_id = t->given->subject_id,
                  .template_version = NONE,
                  .purpose = NONE};
    row.key = arena_format(ctx->arena, "%s/%s/%s", t->fact->event, t->given->key,
                           name_of(notice_audiences, target->audience));
    if (row.key && target->account_id)
        row.key = arena_format(ctx->arena, "%s/%lld", row.key, (long long)target->account_id);
    if (!row.key) return no_memory(ctx);
    Status s = choose(ctx, t, target, n, &chosen);
    if (!s && chosen) s = fill(ctx, t, chosen, n);
    if (s) return s;
    n->state = chosen && !n->why ? NOTICE_QUEUED : NOTICE_HELD_BACK;
    if (!chosen && !n->why) n->why = "no channel of the setting notice_channels has a template";
    return notice_store_new(ctx, &row, &id);
}

static Status open_telling(Ctx *ctx, const FactGiven *given, Telling *t)
{
    *t = (Telling){.fact = notice_fact(given->event), .given = given};
    if (!t->fact) return fail(ctx, INTERNAL, "there is no fact %s", given->event);
    Status s = template_enabled(ctx, given->event, &t->templates);
    if (s || !t->templates.count) return s;
    if (given->payload) s = json_parse(ctx, given->payload, strlen(given->payload), &t->payload);
    if (s || !t->fact->of_parcel) return s;
    s = waybill_find_id(ctx, given->subject_id, &t->parcel);
    t->has_parcel = !s;
    return s;
}

Status notice_tell(Ctx *ctx, const FactGiven *given)
{
    Telling t;
    Status s = open_telling(ctx, given, &t);
    for (int audience = NOTICE_CUSTOMER; !s && audience <= NOTICE_COLLEAGUE; audience++) {
        Target target;
        if (!best_template(ctx, &t, (NoticeAudience)audience, NONE, NONE)) continue;
        s = target_of(ctx, &t, (NoticeAudience)audience, &target);
        bool nobody = audience == NOTICE_COLLEAGUE && !target.account_id;
        if (!s && !nobody) s = tell_target(ctx, &t, &target);
    }
    return s;
}
