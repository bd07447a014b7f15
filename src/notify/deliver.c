#include <stdio.h>
#include <string.h>

#include "access/setting.h"
#include "base/instant.h"
#include "db/db.h"
#include "house.h"
#include "notify/asker.h"
#include "notify/gateway.h"
#include "notify/mail.h"
#include "notify/notice_internal.h"
#include "notify/rounds.h"
#include "notify/transfer.h"

enum {
    AT_ONCE = 16,
    TIMEOUT_MS = 30000,
    LEASE_MS = 120000,
    FIRST_WAIT_MS = 30000,
    DLR_ALL = 1 | 2 | 16, /* delivered, failed, rejected */
    PRUNED_AT_A_TIME = 1000,
};

/* What is being sent. */
typedef struct Parcels {
    Notice notices[AT_ONCE];
    Transfer transfers[AT_ONCE];
    const char *refused[AT_ONCE]; /* why it cannot be sent at all; NULL: it was */
    Round round;
} Parcels;

/* --- taking --- */

/* What is told by a template to who asks without being a recorded customer. */
static bool is_asker(const Notice *n)
{
    return n->audience == NOTICE_CUSTOMER && !n->customer_id && n->template_id && n->to;
}

/* Whether it may still be sent now: consent may have been withdrawn since it was made, and it may
 * be late because nobody could send it in time. */
static Status look_again(Ctx *ctx, Notice *n, int64_t now, bool *may)
{
    const char *why;
    int64_t due = now;
    Status s = notice_due(ctx, n, now, &due);
    if (s) return s;
    s = notice_consent(ctx, n->customer_id, n->purpose, n->channel, &why);
    if (!s && !why && is_asker(n)) s = notice_barred(ctx, n->to, n->purpose, n->channel, &why);
    *may = !s && !why && due <= now;
    if (s || *may) return s;
    return why ? notice_step(ctx, n, NOTICE_HELD_BACK, why, n->due_at)
               : notice_step(ctx, n, NOTICE_QUEUED, "the quiet hours have begun", due);
}

static Status take(Ctx *ctx, void *work)
{
    Parcels *p = work;
    List ids;
    int64_t now = ctx_now(ctx);
    Status s = notice_store_claim(ctx, now, now + LEASE_MS, AT_ONCE, &ids);
    p->round.taken = ids.count;
    for (size_t i = 0; !s && i < ids.count; i++) {
        bool may = false;
        Notice *n = &p->notices[p->round.count];
        s = notice_store_find(ctx, ((const int64_t *)ids.items)[i], n);
        if (!s) s = look_again(ctx, n, now, &may);
        p->round.count += may;
    }
    return s;
}

/* --- making --- */

static Status make_mail(Ctx *ctx, const Gateway *gateway, const Notice *n, Transfer *out)
{
    const char *token;
    Status s = notice_token(ctx, n->id, &token);
    const char *id = s ? NULL : arena_format(ctx->arena, "%lld.%s", (long long)n->id, token);
    if (!id) return s ? s : no_memory(ctx);
    const Mail mail = {.from_name = setting_text(ctx, SETTING_NAMED_COMPANY),
                       .from = gateway->sender,
                       .to = n->to,
                       .subject = n->subject,
                       .text = n->text,
                       .id = id,
                       .in_reply_to = n->in_reply_to,
                       .references = n->references,
                       .automatic = strcmp(n->fact, NOTICE_WRITTEN) != 0,
                       .at = ctx_now(ctx)};
    out->mail_from = arena_format(ctx->arena, "<%s>", gateway->sender);
    out->mail_to = arena_format(ctx->arena, "<%s>", n->to);
    out->user = gateway->user;
    out->password = gateway->password ? gateway->password : "";
    if (!out->mail_from || !out->mail_to) return no_memory(ctx);
    return mail_make(ctx, &mail, &out->body);
}

/* The report comes back to the public address of this server, where that is set. */
static Status report_url(Ctx *ctx, const Notice *n, const char **out)
{
    const char *base = setting_text(ctx, SETTING_NAMED_PUBLIC_URL), *token;
    Status s = notice_token(ctx, n->id, &token);
    *out = NULL;
    if (s || !base || !base[0]) return s;
    *out = arena_format(ctx->arena,
                        "X-Kannel-DLR-Url: %s/api/v1/notices/%lld/report?status=%%d&token=%s", base,
                        (long long)n->id, token);
    return *out ? OK : no_memory(ctx);
}

static Status add_header(Ctx *ctx, const char **headers, size_t *count, const char *name,
                         const char *value)
{
    if (!value) return OK;
    headers[*count] = arena_format(ctx->arena, "%s: %s", name, value);
    return headers[(*count)++] ? OK : no_memory(ctx);
}

/* Kannel's sendsms by POST: what is personal is in headers and body, not in the address (user
 * guide, "Using the HTTP interface to smsbox"). */
static Status make_sms(Ctx *ctx, const Gateway *gateway, const Notice *n, Transfer *out)
{
    char mask[8];
    size_t count = 0;
    const char **headers = ARENA_ARRAY(ctx->arena, 12, const char *), *report;
    if (!headers) return no_memory(ctx);
    snprintf(mask, sizeof mask, "%d", DLR_ALL);
    headers[count++] = "Content-Type: text/plain; charset=UTF-8";
    headers[count++] = "X-Kannel-Coding: 2";
    headers[count++] = "Expect:";
    Status s = report_url(ctx, n, &report);
    if (!s && report) s = add_header(ctx, headers, &count, "X-Kannel-DLR-Mask", mask);
    if (!s && report) headers[count++] = report;
    if (!s) s = add_header(ctx, headers, &count, "X-Kannel-To", n->to);
    if (!s) s = add_header(ctx, headers, &count, "X-Kannel-From", gateway->sender);
    if (!s) s = add_header(ctx, headers, &count, "X-Kannel-Username", gateway->user);
    if (!s) s = add_header(ctx, headers, &count, "X-Kannel-Password", gateway->password);
    out->headers = headers;
    out->body = n->text;
    return s;
}

static Status make(Ctx *ctx, const Gateway *gateway, const Notice *n, Transfer *out)
{
    *out = (Transfer){.url = gateway->url};
    return n->channel == NOTICE_EMAIL ? make_mail(ctx, gateway, n, out)
                                      : make_sms(ctx, gateway, n, out);
}

static Status find_gateways(Ctx *ctx, Gateway gateways[NOTICE_EMAIL + 1])
{
    Status s = database_reader(ctx, ctx->house->database);
    if (s) return s;
    for (int channel = NOTICE_SMS; !s && channel <= NOTICE_EMAIL; channel++)
        s = gateway_find(ctx, channel, &gateways[channel]);
    database_give_back(ctx, ctx->house->database);
    return s;
}

static Status send_all(Ctx *ctx, void *work)
{
    Parcels *p = work;
    Gateway gateways[NOTICE_EMAIL + 1];
    Transfer ready[AT_ONCE];
    size_t place[AT_ONCE], count = 0;
    Status s = find_gateways(ctx, gateways);
    for (size_t i = 0; !s && i < p->round.count; i++) {
        const Notice *n = &p->notices[i];
        const Gateway *gateway = &gateways[n->channel == NOTICE_EMAIL ? NOTICE_EMAIL : NOTICE_SMS];
        p->refused[i] = !n->to || !n->text ? "what it said was forgotten" : NULL;
        p->transfers[i] = (Transfer){.error = "no gateway is set"};
        if (p->refused[i] || !gateway->enabled) continue;
        s = make(ctx, gateway, n, &ready[count]);
        place[count++] = i;
    }
    if (!s) s = transfers_run(ctx, ready, count, TIMEOUT_MS);
    for (size_t i = 0; !s && i < count; i++)
        p->transfers[place[i]] = ready[i];
    return s;
}

/* --- what came of it --- */

static bool was_taken(const Notice *n, const Transfer *t)
{
    return !t->error && (n->channel == NOTICE_EMAIL || (t->status >= 200 && t->status < 300));
}

/* What was refused for good: SMTP's 5yz (RFC 5321, 4.2.1), HTTP's 4xx but for «later». */
static bool is_final(const Notice *n, const Transfer *t)
{
    if (n->channel == NOTICE_EMAIL) return t->status >= 500;
    return t->status >= 400 && t->status < 500 && t->status != 408 && t->status != 429;
}

static const char *words_of(Ctx *ctx, const Transfer *t)
{
    if (!t->status) return t->error;
    return arena_format(ctx->arena, "%s: %lld", t->error ? t->error : "the gateway refused it",
                        (long long)t->status);
}

static int64_t next_try(const Notice *n, int64_t now)
{
    int64_t doublings = n->attempts > 8 ? 7 : n->attempts - 1;
    int64_t wait_ms = FIRST_WAIT_MS * (INT64_C(1) << (doublings > 0 ? doublings : 0));
    return now + (wait_ms < HOUR_MS ? wait_ms : HOUR_MS);
}

static Status note_one(Ctx *ctx, Notice *n, const Transfer *t, const char *refused)
{
    if (refused) return notice_step(ctx, n, NOTICE_FAILED, refused, 0);
    if (was_taken(n, t)) return notice_step(ctx, n, NOTICE_SENT, NULL, 0);
    const char *why = words_of(ctx, t);
    int64_t next;
    Status s = notice_due(ctx, n, next_try(n, ctx_now(ctx)), &next);
    if (s) return s;
    int64_t last = n->created_at + setting_int(ctx, SETTING_NAMED_NOTICE_RETRY_HOURS) * HOUR_MS;
    if (!why) return no_memory(ctx);
    if (is_final(n, t) || next > last) return notice_step(ctx, n, NOTICE_FAILED, why, 0);
    return notice_step(ctx, n, NOTICE_QUEUED, why, next);
}

/* A report of the gateway may have come before its answer was written down. */
static Status note(Ctx *ctx, void *work, size_t i)
{
    Parcels *p = work;
    Notice now;
    Status s = notice_store_find(ctx, p->notices[i].id, &now);
    if (s) return s == NOT_FOUND ? OK : s;
    if (now.state != NOTICE_SENDING) return OK;
    return note_one(ctx, &now, &p->transfers[i], p->refused[i]);
}

static Status deliver(Ctx *ctx, const Job *job)
{
    Parcels *p = ARENA_NEW(ctx->arena, Parcels);
    if (!p) return no_memory(ctx);
    const Rounds rounds = {.kind = job->kind,
                           .round = &p->round,
                           .parcels = p,
                           .take = take,
                           .send = send_all,
                           .note = note,
                           .next = notice_store_next};
    return rounds_run(ctx, &rounds);
}

/* What is left is forgotten in a piece of writing of its own. */
static Status prune(Ctx *ctx, const Job *job)
{
    int64_t count = 0, days = setting_int(ctx, SETTING_NAMED_NOTICE_KEEP_DAYS);
    Status s = notice_store_prune(ctx, ctx_now(ctx) - days * DAY_MS, PRUNED_AT_A_TIME, &count);
    if (s || count < PRUNED_AT_A_TIME) return s;
    return job_more(ctx, job, NULL);
}

const JobKind notice_jobs[] = {
    {.name = NOTICE_DELIVER, .outside = true, .run = deliver, .doc = "Sends notices that are due"},
    {.name = "notice.prune",
     .every_ms = HOUR_MS,
     .run = prune,
     .doc = "Forgets notices whose keeping time is over"},
    {.name = NULL},
};
