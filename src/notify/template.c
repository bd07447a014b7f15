#include "notify/template.h"

#include <string.h>

#include "access/audit.h"
#include "base/text.h"
#include "customer/consent.h"
#include "db/db.h"
#include "notify/fact.h"
#include "notify/template_store.h"

const Name notice_channels[] = {
    {"sms", NOTICE_SMS, "Short message"}, {"email", NOTICE_EMAIL, "E-mail"}, {NULL}};
const Name notice_languages[] = {
    {"zh-CN", NOTICE_ZH, "Simplified Chinese"}, {"en", NOTICE_EN, "English"}, {NULL}};
const Name notice_audiences[] = {
    {"customer", NOTICE_CUSTOMER, "Who pays for the parcel, or asks on the ticket"},
    {"receiver", NOTICE_RECEIVER, "Who receives the parcel"},
    {"colleague", NOTICE_COLLEAGUE, "Whom of the company's own people it is meant for"},
    {NULL},
};

#define TEXT_FIELDS(Type)                                                                          \
    FIELD_ENUM(Type, purpose, consent_purposes, .doc = "What consent is asked for; service"),      \
        FIELD_TEXT(Type, subject, .max = 120, .doc = "Of an e-mail"),                              \
        FIELD_TEXT(Type, body, .writing = WRITING_LINES, .required = true, .min = 1, .max = 4000,  \
                   .example = "您的快件{{no}}已送达。", .doc = "What is said; {{placeholders}}"),  \
        FIELD_BOOL(Type, enabled, .doc = "Messages are made of it"),                               \
        FIELD_BOOL(Type, urgent, .doc = "They do not wait for the end of quiet hours"),            \
        FIELD_TEXT(Type, why, .writing = WRITING_LINES, .max = 300, .doc = "Why it is as it is")

static const Field template_fields[] = {
    FIELD_ID(NoticeTemplate, id, .read_only = true, .doc = "Its id"),
    FIELD_INT(NoticeTemplate, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(NoticeTemplate, fact, .required = true, .max = 64, .example = "waybill.delivered",
               .doc = "The event it tells of"),
    FIELD_ENUM(NoticeTemplate, channel, notice_channels, .required = true, .doc = "How"),
    FIELD_ENUM(NoticeTemplate, language, notice_languages, .required = true, .doc = "In what"),
    FIELD_ENUM(NoticeTemplate, audience, notice_audiences, .required = true, .doc = "Whom"),
    TEXT_FIELDS(NoticeTemplate),
    FIELD_TEXT(NoticeTemplate, made_by, .colleague = true, .read_only = true,
               .doc = "Who wrote it last"),
    FIELD_TIME(NoticeTemplate, created_at, .read_only = true, .doc = "When it was entered"),
    FIELD_TIME(NoticeTemplate, changed_at, .read_only = true, .doc = "When it was changed"),
    FIELD_END,
};
const Shape notice_template_shape =
    SHAPE(NoticeTemplate, template_fields, "What is said of a fact");

static const Field change_fields[] = {TEXT_FIELDS(NoticeTemplate), FIELD_END};
const Shape notice_template_change_shape = {.name = "NoticeTemplateChange",
                                            .doc = "Another text of a template",
                                            .size = sizeof(NoticeTemplate),
                                            .fields = change_fields};

static const Field version_fields[] = {
    FIELD_INT(TemplateVersion, version, .doc = "From 1 on"),
    FIELD_ID(TemplateVersion, template_id, .doc = "Whose it is"),
    TEXT_FIELDS(TemplateVersion),
    FIELD_TEXT(TemplateVersion, made_by, .colleague = true, .doc = "Who wrote it"),
    FIELD_TIME(TemplateVersion, at, .doc = "When"),
    FIELD_END,
};
const Shape template_version_shape = SHAPE(TemplateVersion, version_fields, "A template as it was");

/* --- rules --- */

static Status check_place(Ctx *ctx, const NoticeTemplate *given, const NoticeFact *fact)
{
    if (!fact || !fact->for_people)
        return fail_field(ctx, "fact", "there is no such fact to tell people of");
    if ((given->audience == NOTICE_COLLEAGUE) != fact->for_colleague)
        return fail_field(ctx, "audience",
                          fact->for_colleague ? "it is meant for a colleague"
                                              : "it is meant for no colleague");
    if (fact->for_colleague && given->channel != NOTICE_EMAIL)
        return fail_field(ctx, "channel", "of a colleague only the login is known: email");
    if (given->audience != NOTICE_RECEIVER) return OK;
    if (!fact->of_parcel) return fail_field(ctx, "audience", "only a parcel has a receiver");
    return given->channel == NOTICE_SMS
               ? OK
               : fail_field(ctx, "channel", "of a receiver only the phone is known: sms");
}

static Status check_template(Ctx *ctx, NoticeTemplate *given)
{
    const NoticeFact *fact = notice_fact(given->fact);
    Status s = check_place(ctx, given, fact);
    if (s) return s;
    if (given->purpose == NONE) given->purpose = CONSENT_SERVICE;
    if (given->channel == NOTICE_EMAIL && !given->subject)
        return fail_field(ctx, "subject", "is required for an e-mail");
    s = fact_check_text(ctx, fact, "subject", given->subject);
    return s ? s : fact_check_text(ctx, fact, "body", given->body);
}

static const char *who(Ctx *ctx)
{
    return ctx->who && ctx->who->login ? ctx->who->login : "system";
}

static Status insert(Ctx *ctx, NoticeTemplate *given)
{
    given->id = ctx_id(ctx);
    given->version = 1;
    given->made_by = who(ctx);
    given->created_at = given->changed_at = ctx_now(ctx);
    Status s = template_store_insert(ctx, given);
    if (s == CONFLICT)
        return fail(ctx, CONFLICT, "there is a template of %s for that already", given->fact);
    return s ? s : template_store_keep(ctx, given);
}

Status template_create(Ctx *ctx, NoticeTemplate *given)
{
    Status s = scope_check_whole(ctx, "templates are");
    if (!s) s = check_template(ctx, given);
    if (!s) s = insert(ctx, given);
    return s ? s : audit_write(ctx, "template.create", "template", given->id, NULL);
}

static Status stale(Ctx *ctx, const NoticeTemplate *known)
{
    return fail(ctx, STALE, "the template is at version %lld", (long long)known->version);
}

Status template_change(Ctx *ctx, int64_t id, int64_t version, const NoticeTemplate *change,
                       NoticeTemplate *out)
{
    bool written = false;
    Status s = scope_check_whole(ctx, "templates are");
    if (!s) s = template_find(ctx, id, out);
    if (!s && out->version != version) s = stale(ctx, out);
    if (s) return s;
    out->purpose = change->purpose;
    out->subject = change->subject;
    out->body = change->body;
    out->enabled = change->enabled;
    out->urgent = change->urgent;
    out->why = change->why;
    out->version++;
    out->made_by = who(ctx);
    out->changed_at = ctx_now(ctx);
    s = check_template(ctx, out);
    if (!s) s = template_store_update(ctx, out, version, &written);
    if (!s && !written) s = stale(ctx, out);
    if (!s) s = template_store_keep(ctx, out);
    return s ? s : audit_write(ctx, "template.change", "template", id, NULL);
}

/* --- shipped --- */

static const struct {
    const char *fact;
    int64_t audience;
    const char *zh, *en;
    const char *subject_zh, *subject_en; /* of an e-mail; NULL: it is a short message */
    const char *was_zh[2], *was_en[2];   /* shipped before; NULL: nothing else was */
    const char *was_subject_zh;          /* the same */
} shipped[] = {
    {"waybill.out_for_delivery", NOTICE_RECEIVER,
     "【{{company}}】您的快件{{no}}今天派送，请保持手机畅通。",
     "{{company}}: your parcel {{no}} is out for delivery today. Please keep your phone on."},
    {"waybill.at_pickup_point", NOTICE_RECEIVER,
     "【{{company}}】您的快件{{no}}已到自提点，请尽快领取。[[{{track_url}}]]",
     "{{company}}: your parcel {{no}} waits at the pickup point.[[ {{track_url}}]]",
     .was_zh[0] = "【{{company}}】您的快件{{no}}已到自提点，请尽快领取。{{track_url}}",
     .was_en[0] = "{{company}}: your parcel {{no}} waits at the pickup point. {{track_url}}"},
    {"waybill.delivered", NOTICE_RECEIVER,
     "【{{company}}】您的快件{{no}}已签收。[[如非本人或您同意的人签收，请致电{{hotline}}。]]",
     "{{company}}: your parcel {{no}} was delivered.[[ If not to you, call {{hotline}}.]]",
     .was_zh[0] =
         "【{{company}}】您的快件{{no}}已签收。如非本人或您同意的人签收，请致电{{hotline}}。",
     .was_en[0] =
         "{{company}}: your parcel {{no}} was delivered. If not to you, call {{hotline}}."},
    {"waybill.promise_changed", NOTICE_CUSTOMER,
     "【{{company}}】快件{{no}}的预计送达时间改为{{promised_at!}}，抱歉给您带来不便。",
     "{{company}}: parcel {{no}} is now promised by {{promised_at!}}. We are sorry.",
     .was_zh[0] = "【{{company}}】快件{{no}}的预计送达时间改为{{promised_at}}，抱歉给您带来不便。",
     .was_en[0] = "{{company}}: parcel {{no}} is now promised by {{promised_at}}. We are sorry."},
    {"incident.notice", NOTICE_CUSTOMER, "【{{company}}】快件{{no}}：{{text_zh!}}",
     "{{company}}, parcel {{no}}: {{text!}}", .was_zh[0] = "【{{company}}】快件{{no}}：{{text_zh}}",
     .was_en[0] = "{{company}}, parcel {{no}}: {{text}}"},
    {"claim.offered", NOTICE_CUSTOMER,
     "【{{company}}】您的理赔{{claim}}核定赔付{{amount!}}，请告知我们是否接受。[[请致电{{hotline}"
     "}。]]",
     "{{company}}: for your claim {{claim}} we offer {{amount!}}. Please tell us whether you accept"
     " it.[[ Call {{hotline}}.]]"},
    {"claim.paid", NOTICE_CUSTOMER,
     "【{{company}}】您的理赔{{claim}}已支付{{amount!}}，请查收。[[如未收到，请致电{{hotline}}。]]",
     "{{company}}: {{amount!}} was paid on your claim {{claim}}.[[ If it does not reach you, call"
     " {{hotline}}.]]"},
    {"claim.closed", NOTICE_CUSTOMER,
     "【{{company}}】您的理赔{{claim}}{{result}}[[，共支付{{amount}}]]。[[详情请致电{{hotline}}。]"
     "]",
     "{{company}}: your claim {{claim}} is {{result}}[[, {{amount}} was paid]]."
     "[[ For details call {{hotline}}.]]",
     .was_zh[0] = "【{{company}}】您的理赔{{claim}}已处理完毕，详情请致电{{hotline}}。",
     .was_en[0] = "{{company}}: your claim {{claim}} is settled. For details call {{hotline}}."},
    {"desk.ticket_opened", NOTICE_CUSTOMER,
     "【{{company}}】您的问题已受理，编号{{ticket}}，我们会尽快答复您。",
     "{{company}}: we have your request, number {{ticket}}, and will answer soon."},
    {"desk.ticket_resolved", NOTICE_CUSTOMER,
     "【{{company}}】您的问题{{ticket}}已处理完毕。[[如仍未解决，请致电{{hotline}}。]]",
     "{{company}}: your request {{ticket}} is settled.[[ If it is not, call {{hotline}}.]]",
     .was_zh[0] = "【{{company}}】您的问题{{ticket}}已处理完毕。如仍未解决，请致电{{hotline}}。",
     .was_en[0] =
         "{{company}}: your request {{ticket}} is settled. If it is not, call {{hotline}}."},
    {"desk.escalated", NOTICE_COLLEAGUE,
     "工单{{ticket}}已超过处理期限。请在{{company}}客服工作台查看，并尽快处理或指派。",
     "The deadline of ticket {{ticket}} has passed. Please look at it on {{company}}'s desk, and"
     " settle it or give it to somebody.",
     "工单{{ticket}}已超时", "Ticket {{ticket}} is late"},
    {"complaint.handoff_asked", NOTICE_COLLEAGUE,
     "工单{{ticket}}有一项协同任务待您处理。请在{{company}}客服工作台的“协同任务”中查看并答复。",
     "You are asked about ticket {{ticket}}. Please answer among the handoffs of {{company}}'s "
     "desk.",
     "工单{{ticket}}有协同任务待答复", "You are asked about ticket {{ticket}}",
     .was_subject_zh = "工单{{ticket}}有转交待答复",
     .was_zh[1] =
         "工单{{ticket}}有一项转交待您处理。请在{{company}}客服工作台的“协同任务”中查看并答复。",
     .was_zh[0] =
         "工单{{ticket}}有一项转交待您处理。请在{{company}}客服工作台的“转交”中查看并答复。"},
    {"complaint.handoff_due", NOTICE_COLLEAGUE,
     "工单{{ticket}}的协同任务即将到期或已超时。请在{{company}}客服工作台的“协同任务”中尽快答复。",
     "An answer about ticket {{ticket}} is soon due, or late. Please give it among the handoffs of"
     " {{company}}'s desk.",
     "工单{{ticket}}的协同任务即将到期或已超时", "Your answer about ticket {{ticket}} is due",
     .was_subject_zh = "工单{{ticket}}的转交即将到期或已超时",
     .was_zh[1] =
         "工单{{ticket}}的转交即将到期或已超时。请在{{company}}客服工作台的“协同任务”中尽快答复。",
     .was_zh[0] =
         "工单{{ticket}}的转交即将到期或已超时。请在{{company}}客服工作台的“转交”中尽快答复。"},
    {"complaint.handoff_replied", NOTICE_COLLEAGUE,
     "您就工单{{ticket}}发起的协同任务已有答复或被拒绝。请在{{company}}客服工作台查看。",
     "What you asked about ticket {{ticket}} was answered or declined. Please look at it on"
     " {{company}}'s desk.",
     "工单{{ticket}}的协同任务已有答复", "Your question about ticket {{ticket}} was replied to",
     .was_subject_zh = "工单{{ticket}}的转交已有答复",
     .was_zh[0] = "您就工单{{ticket}}发起的转交已有答复或被拒绝。请在{{company}}客服工作台查看。"},
};

static NoticeTemplate shipped_as(size_t row, int64_t language)
{
    NoticeTemplate given;
    shape_clear(&notice_template_shape, &given);
    given.fact = shipped[row].fact;
    given.channel = shipped[row].subject_zh ? NOTICE_EMAIL : NOTICE_SMS;
    given.language = language;
    given.audience = shipped[row].audience;
    given.purpose = CONSENT_SERVICE;
    given.subject = language == NOTICE_ZH ? shipped[row].subject_zh : shipped[row].subject_en;
    given.body = language == NOTICE_ZH ? shipped[row].zh : shipped[row].en;
    given.why = "shipped";
    return given;
}

/* What says what was shipped before, enabled or not, says what is shipped now; what people worded
 * themselves stays as it is. */
static Status reword_from(Ctx *ctx, size_t row, const NoticeTemplate *given, const char *was)
{
    const char *was_subject = given->language == NOTICE_ZH ? shipped[row].was_subject_zh : NULL;
    NoticeTemplate known;
    bool written;
    Status s = template_store_saying(ctx, given, was, &known);
    if (s == NOT_FOUND) {
        problem_clear(ctx);
        return OK;
    }
    if (s) return s;
    int64_t version = known.version++;
    known.body = given->body;
    if (was_subject && text_equal(known.subject, was_subject)) known.subject = given->subject;
    known.why = given->why;
    known.made_by = who(ctx);
    known.changed_at = ctx_now(ctx);
    s = template_store_update(ctx, &known, version, &written);
    return s || !written ? s : template_store_keep(ctx, &known);
}

static Status reword(Ctx *ctx, size_t row, const NoticeTemplate *given)
{
    const char *const *was =
        given->language == NOTICE_ZH ? shipped[row].was_zh : shipped[row].was_en;
    Status s = OK;
    for (size_t i = 0; i < 2 && !s; i++)
        if (was[i]) s = reword_from(ctx, row, given, was[i]);
    return s;
}

static Status put_in_missing(Ctx *ctx, size_t row, int64_t language)
{
    NoticeTemplate given = shipped_as(row, language);
    int64_t has;
    Status s = template_store_has(ctx, &given, &has);
    if (s) return s;
    return has ? reword(ctx, row, &given) : insert(ctx, &given);
}

Status template_seed(Ctx *ctx)
{
    Status s = OK;
    for (size_t row = 0; !s && row < sizeof shipped / sizeof *shipped; row++) {
        s = put_in_missing(ctx, row, NOTICE_ZH);
        if (!s) s = put_in_missing(ctx, row, NOTICE_EN);
    }
    return s;
}
