#include "notify/notify.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "access/audit.h"
#include "access/keys.h"
#include "access/page.h"
#include "access/setting.h"
#include "base/email.h"
#include "base/instant.h"
#include "base/phone.h"
#include "customer/consent.h"
#include "customer/part.h"
#include "customer/timeline.h"
#include "db/db.h"
#include "notify/gateway.h"
#include "notify/notice_internal.h"
#include "notify/preference.h"

const Name notice_states[] = {
    {"queued", NOTICE_QUEUED, "It waits to be sent"},
    {"sending", NOTICE_SENDING, "It is being sent"},
    {"sent", NOTICE_SENT, "The server or gateway took it"},
    {"delivered", NOTICE_DELIVERED, "It arrived"},
    {"failed", NOTICE_FAILED, "It could not be sent"},
    {"held_back", NOTICE_HELD_BACK, "It was not to be sent"},
    {NULL},
};

/* --- when --- */

int64_t quiet_end(int64_t now, int64_t from, int64_t to, const char *zone)
{
    Wall wall;
    instant_wall(now, zone, &wall);
    int64_t minute = wall.hour * 60 + wall.minute, today = instant_date(now, zone);
    bool over_midnight = to < from;
    bool quiet = over_midnight ? minute >= from || minute < to : minute >= from && minute < to;
    if (!quiet) return now;
    bool tomorrow = over_midnight && minute >= from;
    return date_minute_instant(today + tomorrow, (int)to, zone);
}

Status notice_due(Ctx *ctx, const Notice *n, int64_t at, int64_t *due)
{
    NoticePreference preference;
    *due = at;
    if (n->urgent) return OK;
    Status s = preference_of(ctx, n->customer_id, &preference);
    if (s) return s;
    bool own = preference.quiet_from != NONE;
    *due = quiet_end(at, own ? preference.quiet_from : setting_int(ctx, SETTING_NAMED_QUIET_FROM),
                     own ? preference.quiet_to : setting_int(ctx, SETTING_NAMED_QUIET_TO),
                     preference.zone ? preference.zone : setting_text(ctx, SETTING_NAMED_ZONE));
    return OK;
}

/* --- life --- */

static const char *const timeline_words[] = {
    [NOTICE_QUEUED] = "notice.queued", [NOTICE_SENDING] = NULL,
    [NOTICE_SENT] = "notice.sent",     [NOTICE_DELIVERED] = "notice.delivered",
    [NOTICE_FAILED] = "notice.failed", [NOTICE_HELD_BACK] = "notice.suppressed",
};

static Status add_to_timeline(Ctx *ctx, const Notice *n)
{
    const char *kind = timeline_words[n->state];
    if (!n->customer_id || !kind) return OK;
    TimelineEntry entry = {.customer_id = n->customer_id,
                           .at = ctx_now(ctx),
                           .kind = kind,
                           .subject_kind = "notice",
                           .subject_id = n->id,
                           .waybill_id = n->waybill_id};
    const char *channel = n->channel == NONE ? "" : name_of(notice_channels, n->channel);
    entry.text = arena_format(ctx->arena, "%s %s%s%s", n->fact, channel, n->why ? ": " : "",
                              n->why ? n->why : "");
    entry.key =
        arena_format(ctx->arena, "%s/%lld/%lld", kind, (long long)n->id, (long long)n->attempts);
    return entry.text && entry.key ? timeline_add(ctx, &entry) : no_memory(ctx);
}

static Status tell_changed(Ctx *ctx, const Notice *n)
{
    if (!event_wanted(ctx, NOTICE_CHANGED)) return OK;
    const char *payload = arena_format(
        ctx->arena, "{\"state\":\"%s\",\"subject_kind\":\"%s\",\"subject_id\":\"%lld\"}",
        name_of(notice_states, n->state), n->subject_kind ? n->subject_kind : "",
        (long long)n->subject_id);
    return payload ? event_publish(ctx, NOTICE_CHANGED, n->id, payload) : no_memory(ctx);
}

Status notice_step(Ctx *ctx, Notice *n, NoticeState state, const char *why, int64_t due)
{
    n->state = state;
    n->why = why;
    n->due_at = due;
    if (state == NOTICE_SENT) n->sent_at = ctx_now(ctx);
    bool ends = state == NOTICE_DELIVERED || state == NOTICE_FAILED || state == NOTICE_HELD_BACK;
    n->ended_at = ends ? ctx_now(ctx) : NONE;
    Status s = notice_store_step(ctx, n);
    if (!s) s = add_to_timeline(ctx, n);
    return s ? s : tell_changed(ctx, n);
}

Status notice_store_new(Ctx *ctx, NoticeRow *row, int64_t *id)
{
    Notice *n = &row->notice;
    bool added;
    n->id = *id = ctx_id(ctx);
    n->created_at = ctx_now(ctx);
    Status s = notice_due(ctx, n, n->created_at, &n->due_at);
    if (s) return s;
    n->sent_at = NONE;
    n->ended_at = n->state == NOTICE_HELD_BACK ? n->created_at : NONE;
    s = notice_store_insert(ctx, row, &added);
    if (!s && !added) return notice_store_by_key(ctx, row->key, id);
    if (!s) s = add_to_timeline(ctx, n);
    if (s || n->state != NOTICE_QUEUED) return s;
    return job_add(ctx, NOTICE_DELIVER, "due", 0, NULL, n->due_at);
}

/* --- whom --- */

Status notice_consent(Ctx *ctx, int64_t customer_id, int64_t purpose, int64_t channel,
                      const char **why)
{
    bool holds = true;
    ConsentChannel through = channel == NOTICE_EMAIL ? CONSENT_EMAIL : CONSENT_SMS;
    *why = NULL;
    if (!customer_id || purpose == NONE) return OK;
    Status s = consent_holds(ctx, customer_id, (ConsentPurpose)purpose, through, &holds);
    if (!s && !holds)
        *why = channel == NOTICE_EMAIL ? "no consent to e-mail" : "no consent to short messages";
    return s;
}

static Status gateway_for(Ctx *ctx, int64_t channel, const char **why)
{
    Gateway gateway;
    Status s = gateway_find(ctx, channel, &gateway);
    if (!s && !gateway.enabled)
        *why = channel == NOTICE_EMAIL ? "no mail server is set" : "no gateway for messages is set";
    return s;
}

/* As it was typed, a gateway could take it for several numbers. */
static Status phone_for(Ctx *ctx, const char **to, const char **why)
{
    Status s = phone_normal(ctx, *to, to);
    if (s != INVALID) return s;
    problem_clear(ctx);
    *why = "the phone is no number";
    return OK;
}

Status notice_usable(Ctx *ctx, int64_t customer_id, int64_t purpose, int64_t channel,
                     const char **to, const char **why)
{
    *why = NULL;
    Status s = gateway_for(ctx, channel, why);
    if (!s && !*why) s = notice_consent(ctx, customer_id, purpose, channel, why);
    if (!s && !*why && !*to && customer_id)
        s = contact_reach(ctx, customer_id, channel == NOTICE_EMAIL ? CONTACT_EMAIL : CONTACT_PHONE,
                          to);
    if (s || *why) return s;
    if (!*to) *why = channel == NOTICE_EMAIL ? "no e-mail address is known" : "no phone is known";
    if (*to && channel == NOTICE_EMAIL && !email_is_sendable(*to))
        *why = "the e-mail address is none that mails can be sent to";
    return *to && channel == NOTICE_SMS ? phone_for(ctx, to, why) : OK;
}

/* --- what somebody wrote --- */

Status notice_write(Ctx *ctx, const NoticeWritten *w, int64_t *id)
{
    const char *to = w->to, *why;
    if (!w->text || !w->text[0]) return fail_field(ctx, "text", "is required");
    if (!w->customer_id && !w->to) return fail_field(ctx, "to", "is required without a customer");
    Status s = notice_usable(ctx, w->customer_id, w->purpose, w->channel, &to, &why);
    if (s) return s;
    NoticeRow row = {.key = w->key, .outlet_id = w->outlet_id};
    row.notice = (Notice){.fact = NOTICE_WRITTEN,
                          .channel = w->channel,
                          .language = NONE,
                          .audience = NOTICE_CUSTOMER,
                          .state = why ? NOTICE_HELD_BACK : NOTICE_QUEUED,
                          .why = why,
                          .to = to,
                          .subject = w->subject,
                          .text = w->text,
                          .in_reply_to = w->in_reply_to,
                          .references = w->references,
                          .customer_id = w->customer_id,
                          .waybill_id = w->waybill_id,
                          .subject_kind = w->subject_kind,
                          .subject_id = w->subject_id,
                          .purpose = w->purpose,
                          .urgent = w->urgent,
                          .template_version = NONE};
    return notice_store_new(ctx, &row, id);
}

/* --- reading --- */

/* Whoever reads a one-time code could sign in with it. */
static void keep_secret(Notice *notice)
{
    if (notice->subject_kind && strcmp(notice->subject_kind, NOTICE_ONE_TIME_CODE) == 0)
        notice->text = NULL;
}

Status notice_list(Ctx *ctx, const NoticeFilter *filter, List *out, const char **next)
{
    int64_t below;
    Status s = page_start(ctx, filter->cursor, INT64_MAX, &below);
    if (!s) s = notice_store_page(ctx, filter, below, out);
    for (size_t i = 0; !s && i < out->count; i++)
        keep_secret(&((Notice *)out->items)[i]);
    return s ? s : page_end(ctx, out, filter->limit, &notice_shape, next);
}

Status notice_find(Ctx *ctx, int64_t id, Notice *out)
{
    Status s = notice_store_find(ctx, id, out);
    if (!s) keep_secret(out);
    return s == NOT_FOUND ? fail(ctx, NOT_FOUND, "there is no such notice") : s;
}

Status notice_attempts(Ctx *ctx, int64_t id, List *out)
{
    Notice notice;
    Status s = notice_find(ctx, id, &notice);
    return s ? s : notice_store_steps(ctx, id, out);
}

Status notice_retry(Ctx *ctx, int64_t id, int64_t version, Notice *out)
{
    Status s = notice_find(ctx, id, out);
    if (s) return s;
    if (out->version != version)
        return fail(ctx, STALE, "the notice is at version %lld", (long long)out->version);
    if (out->state != NOTICE_FAILED)
        return fail(ctx, CONFLICT, "the notice is %s", name_of(notice_states, out->state));
    if (!out->to) return fail(ctx, CONFLICT, "what the notice said was forgotten");
    s = notice_step(ctx, out, NOTICE_QUEUED, "asked for again", ctx_now(ctx));
    if (!s) s = job_add(ctx, NOTICE_DELIVER, "due", 0, NULL, out->due_at);
    if (!s) s = audit_write(ctx, "notice.retry", "notice", id, NULL);
    return s ? s : notice_find(ctx, id, out);
}

Status notice_erase(Ctx *ctx, int64_t customer_id)
{
    return notice_store_erase(ctx, customer_id);
}

Status notice_forget(Ctx *ctx, const char *key)
{
    return notice_store_forget(ctx, key);
}

/* --- reports of gateways --- */

enum { TOKEN_BYTES = 16, DLR_DELIVERED = 1, DLR_FAILED = 2, DLR_REJECTED = 16 };

Status notice_token(Ctx *ctx, int64_t id, const char **out)
{
    unsigned char hash[32];
    char *hex = arena_alloc(ctx->arena, TOKEN_BYTES * 2 + 1);
    if (!hex) return no_memory(ctx);
    key_hash(ctx, "notify.report", &id, sizeof id, hash);
    *out = sodium_bin2hex(hex, TOKEN_BYTES * 2 + 1, hash, TOKEN_BYTES);
    return OK;
}

Status notice_token_check(Ctx *ctx, int64_t id, const char *token)
{
    const char *wanted;
    Status s = notice_token(ctx, id, &wanted);
    if (s) return s;
    bool right =
        strlen(token) == strlen(wanted) && sodium_memcmp(token, wanted, strlen(wanted)) == 0;
    return right ? OK : fail(ctx, NOT_FOUND, "there is no such notice");
}

Status notice_named(Ctx *ctx, const char *message_id, Notice *out)
{
    char *end, token[TOKEN_BYTES * 2 + 1];
    const char *at = message_id + strspn(message_id, " <");
    int64_t id = strtoll(at, &end, 10);
    if (id <= 0 || *end != '.' || strcspn(end + 1, "@>") != sizeof token - 1) return NOT_FOUND;
    memcpy(token, end + 1, sizeof token - 1);
    token[sizeof token - 1] = 0;
    Status s = notice_token_check(ctx, id, token);
    if (!s) s = notice_store_find(ctx, id, out);
    if (s == NOT_FOUND) problem_clear(ctx);
    return s;
}

Status notice_bounced(Ctx *ctx, int64_t id)
{
    Notice notice;
    Status s = notice_find(ctx, id, &notice);
    if (s || notice.state == NOTICE_FAILED) return s;
    return notice_step(ctx, &notice, NOTICE_FAILED, "it came back", 0);
}

Status notice_report(Ctx *ctx, int64_t id, const char *token, int64_t status)
{
    Notice notice;
    Status s = notice_token_check(ctx, id, token);
    if (s) return s;
    s = notice_find(ctx, id, &notice);
    if (s || notice.state == NOTICE_DELIVERED || notice.state == NOTICE_FAILED) return s;
    bool ends = status == DLR_DELIVERED || status == DLR_FAILED || status == DLR_REJECTED;
    /* The report may come in before the gateway's answer does. */
    if (ends && notice.state != NOTICE_SENT) s = notice_step(ctx, &notice, NOTICE_SENT, NULL, 0);
    if (s) return s;
    if (status == DLR_DELIVERED) return notice_step(ctx, &notice, NOTICE_DELIVERED, NULL, 0);
    if (status == DLR_FAILED || status == DLR_REJECTED)
        return notice_step(ctx, &notice, NOTICE_FAILED, "the network could not deliver it", 0);
    return OK;
}
