#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "notify/fact.h"
#include "notify/notice_internal.h"
#include "notify/template_store.h"
#include "notify/webhook.h"
#include "waybill/waybill.h"

#define PREFIX "notify."

/* What a webhook is told of a parcel that moved. */
typedef struct ParcelNews {
    int64_t waybill_id, customer_id;
    const char *carrier, *no;
    int64_t stage;
} ParcelNews;

static const Field parcel_news_fields[] = {
    FIELD_ID(ParcelNews, waybill_id, .doc = "The parcel"),
    FIELD_ID(ParcelNews, customer_id, .doc = "Who pays for it"),
    FIELD_TEXT(ParcelNews, carrier, .doc = "Who carries it"),
    FIELD_TEXT(ParcelNews, no, .doc = "Its number"),
    FIELD_ENUM(ParcelNews, stage, stage_names, .doc = "Where it is in its life"),
    FIELD_END,
};
static const Shape parcel_news_shape = SHAPE(ParcelNews, parcel_news_fields, "A parcel that moved");

static Status wanted(Ctx *ctx, const char *event, bool *out)
{
    return notify_store_wanted(ctx, event, out);
}

static Status news_of(Ctx *ctx, const Waybill *w, const char **out)
{
    const ParcelNews news = {w->id, w->facts.customer_id, w->carrier, w->no, w->stage};
    Buf json;
    buf_init(&json, ctx->arena);
    json_encode(&json, &parcel_news_shape, &news, NULL);
    *out = json.data;
    return buf_check(ctx, &json);
}

/* Whose webhooks hear of it too; 0: those of no customer alone, as of what colleagues write among
 * themselves. */
static int64_t customer_told(const Json *payload)
{
    const char *visibility = json_get_text(payload, "visibility");
    const char *id = json_get_text(payload, "customer_id");
    bool internal = visibility && strcmp(visibility, "public") != 0;
    return id && !internal ? strtoll(id, NULL, 10) : 0;
}

/* A parcel's own events come without a payload: it is made here, where somebody listens. */
static Status complete(Ctx *ctx, const NoticeFact *fact, FactGiven *given, int64_t *customer_id)
{
    Json *payload = NULL;
    Waybill waybill;
    *customer_id = 0;
    Status s =
        given->payload ? json_parse(ctx, given->payload, strlen(given->payload), &payload) : OK;
    if (s) return s;
    const char *part = fact->part ? json_get_text(payload, fact->part) : NULL;
    *customer_id = customer_told(payload);
    given->key = arena_format(ctx->arena, "%lld%s%s", (long long)given->subject_id, part ? "." : "",
                              part ? part : "");
    if (!given->key) return no_memory(ctx);
    if (!fact->of_parcel || (*customer_id && given->payload)) return OK;
    s = waybill_find_id(ctx, given->subject_id, &waybill);
    if (s) return s;
    *customer_id = waybill.facts.customer_id;
    return given->payload ? OK : news_of(ctx, &waybill, &given->payload);
}

static Status happened(Ctx *ctx, const Job *job)
{
    int64_t customer_id;
    FactGiven given = {.event = job->kind + strlen(PREFIX),
                       .subject_id = job->subject_id,
                       .payload = job->payload};
    const NoticeFact *fact = notice_fact(given.event);
    if (!fact) return fail(ctx, INTERNAL, "there is no fact %s", given.event);
    Status s = complete(ctx, fact, &given, &customer_id);
    if (s == NOT_FOUND) { /* the parcel is gone: there is nobody to tell */
        problem_clear(ctx);
        return OK;
    }
    if (!s) s = webhook_tell(ctx, given.event, customer_id, given.payload);
    return s || !fact->for_people ? s : notice_tell(ctx, &given);
}

#define FOLLOWS(the_event)                                                                         \
    {                                                                                              \
        .name = PREFIX the_event, .event = the_event, .wanted = wanted, .run = happened,           \
        .doc = "Tells people and machines of " the_event                                           \
    }

/* Those of notice_facts. */
const JobKind fact_jobs[] = {
    FOLLOWS("waybill.collected"),
    FOLLOWS("waybill.out_for_delivery"),
    FOLLOWS("waybill.at_pickup_point"),
    FOLLOWS("waybill.delivered"),
    FOLLOWS("waybill.returned"),
    FOLLOWS("waybill.promise_changed"),
    FOLLOWS("watch.finding_opened"),
    FOLLOWS("watch.finding_closed"),
    FOLLOWS("incident.notice"),
    FOLLOWS("claim.closed"),
    FOLLOWS("desk.ticket_opened"),
    FOLLOWS("desk.ticket_resolved"),
    FOLLOWS("desk.ticket_reopened"),
    FOLLOWS("desk.ticket_closed"),
    FOLLOWS("desk.ticket_assigned"),
    FOLLOWS("desk.ticket_changed"),
    FOLLOWS("claim.offered"),
    FOLLOWS("claim.paid"),
    FOLLOWS("desk.entry_added"),
    FOLLOWS("desk.clock_breached"),
    FOLLOWS("desk.escalated"),
    /* of a handoff, to one colleague each */
    FOLLOWS("complaint.handoff_asked"),
    FOLLOWS("complaint.handoff_due"),
    FOLLOWS("complaint.handoff_replied"),
    /* of articles */
    FOLLOWS("knowledge.review_due"),
    {.name = NULL},
};
