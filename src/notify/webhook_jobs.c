#include "notify/webhook_jobs.h"

#include "access/setting.h"
#include "base/instant.h"
#include "db/db.h"
#include "house.h"
#include "notify/rounds.h"
#include "notify/sign.h"
#include "notify/transfer.h"
#include "notify/webhook_store.h"

enum {
    AT_ONCE = 32,
    TIMEOUT_MS = 15000,
    LEASE_MS = 120000,
    PRUNED_AT_A_TIME = 1000,
};
#define FIRST_WAIT_MS INT64_C(10000)
#define LONGEST_WAIT_MS (4 * HOUR_MS)

int64_t webhook_wait_ms(int64_t attempt)
{
    int64_t wait_ms = FIRST_WAIT_MS;
    while (--attempt > 0 && wait_ms < LONGEST_WAIT_MS)
        wait_ms *= 3;
    return wait_ms < LONGEST_WAIT_MS ? wait_ms : LONGEST_WAIT_MS;
}

typedef struct Parcels {
    WebhookDelivery deliveries[AT_ONCE];
    const char *urls[AT_ONCE], *secrets[AT_ONCE]; /* NULL: the subscription is gone */
    Transfer transfers[AT_ONCE];
    Round round;
} Parcels;

static Status take_one(Ctx *ctx, Parcels *p, int64_t id)
{
    size_t i = p->round.count;
    Status s = delivery_store_find(ctx, id, &p->deliveries[i]);
    if (s) return s;
    p->urls[i] = p->secrets[i] = NULL;
    s = webhook_store_secret(ctx, p->deliveries[i].webhook_id, &p->urls[i], &p->secrets[i]);
    p->round.count++;
    return s == NOT_FOUND ? OK : s;
}

static Status take(Ctx *ctx, void *work)
{
    Parcels *p = work;
    List ids;
    int64_t now = ctx_now(ctx);
    Status s = delivery_store_claim(ctx, now, now + LEASE_MS, AT_ONCE, &ids);
    p->round.taken = ids.count;
    for (size_t i = 0; !s && i < ids.count; i++)
        s = take_one(ctx, p, ((const int64_t *)ids.items)[i]);
    return s;
}

static Status make(Ctx *ctx, const Parcels *p, size_t i, const Reach *reach, Transfer *out)
{
    const WebhookDelivery *d = &p->deliveries[i];
    char signature[SIGNATURE_ROOM];
    const char **headers = ARENA_ARRAY(ctx->arena, 6, const char *);
    if (!headers) return no_memory(ctx);
    webhook_sign(p->secrets[i], ctx_now(ctx) / SECOND_MS, d->body, signature);
    headers[0] = "Content-Type: application/json";
    headers[1] = arena_format(ctx->arena, "Parceldesk-Signature: %s", signature);
    headers[2] = arena_format(ctx->arena, "Parceldesk-Delivery: %lld", (long long)d->id);
    headers[3] = arena_format(ctx->arena, "Parceldesk-Event: %s", d->event);
    headers[4] = "Expect:";
    *out = (Transfer){.url = p->urls[i], .headers = headers, .body = d->body, .reach = reach};
    return headers[1] && headers[2] && headers[3] ? OK : no_memory(ctx);
}

static Status send_all(Ctx *ctx, void *work)
{
    Parcels *p = work;
    const Reach *reach;
    Transfer ready[AT_ONCE];
    size_t place[AT_ONCE], count = 0;
    Status s = reach_open(ctx, setting_int(ctx, SETTING_NAMED_WEBHOOK_PRIVATE) != 0, &reach);
    for (size_t i = 0; !s && i < p->round.count; i++) {
        p->transfers[i] = (Transfer){.error = "the webhook is not enabled any more"};
        if (!p->secrets[i] || !p->urls[i]) continue;
        s = make(ctx, p, i, reach, &ready[count]);
        place[count++] = i;
    }
    if (!s) s = transfers_run(ctx, ready, count, TIMEOUT_MS);
    for (size_t i = 0; !s && i < count; i++)
        p->transfers[place[i]] = ready[i];
    return s;
}

static const char *words_of(const Transfer *t)
{
    if (t->error) return t->error;
    return t->status >= 200 && t->status < 300 ? NULL : "the answer was not 2xx";
}

static Status note_one(Ctx *ctx, WebhookDelivery *d, const Transfer *t, bool gone)
{
    int64_t now = ctx_now(ctx), next = now + webhook_wait_ms(d->attempts);
    int64_t last = d->created_at + setting_int(ctx, SETTING_NAMED_WEBHOOK_RETRY_HOURS) * HOUR_MS;
    d->status = t->status ? t->status : NONE;
    d->why = words_of(t);
    d->due_at = next;
    d->state = !d->why ? DELIVERY_TAKEN : gone || next > last ? DELIVERY_FAILED : DELIVERY_QUEUED;
    d->ended_at = d->state == DELIVERY_QUEUED ? NONE : now;
    const WebhookAttempt attempt = {
        .at = now, .status = d->status, .took_ms = t->took_ms, .why = d->why};
    Status s = delivery_store_update(ctx, d);
    return s ? s : attempt_store_insert(ctx, d->id, &attempt);
}

/* The subscription may have been taken away meanwhile. */
static Status note(Ctx *ctx, void *work, size_t i)
{
    Parcels *p = work;
    WebhookDelivery now;
    Status s = delivery_store_find(ctx, p->deliveries[i].id, &now);
    if (s) return s == NOT_FOUND ? OK : s;
    if (now.state != DELIVERY_SENDING) return OK;
    return note_one(ctx, &now, &p->transfers[i], !p->secrets[i]);
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
                           .next = delivery_store_next};
    return rounds_run(ctx, &rounds);
}

/* What is left is forgotten in a piece of writing of its own. */
static Status prune(Ctx *ctx, const Job *job)
{
    int64_t count = 0, days = setting_int(ctx, SETTING_NAMED_WEBHOOK_KEEP_DAYS);
    Status s = delivery_store_prune(ctx, ctx_now(ctx) - days * DAY_MS, PRUNED_AT_A_TIME, &count);
    if (s || count < PRUNED_AT_A_TIME) return s;
    return job_more(ctx, job, NULL);
}

const JobKind webhook_jobs[] = {
    {.name = WEBHOOK_DELIVER, .outside = true, .run = deliver, .doc = "Posts events that are due"},
    {.name = "webhook.prune",
     .every_ms = HOUR_MS,
     .run = prune,
     .doc = "Forgets posted events whose keeping time is over"},
    {.name = NULL},
};
