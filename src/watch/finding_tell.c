#include "access/hearing.h"
#include "access/outlet.h"
#include "base/json.h"
#include "job/job.h"
#include "watch/finding_store.h"
#include "waybill/waybill.h"

static Status payload_make(Ctx *ctx, const FindingNews *item, const char **out)
{
    const FindingKey *key = &item->key;
    const FindingEvent event = {
        .finding_id = key->id,
        .waybill_id = key->waybill_id,
        .customer_id = item->facts->customer_id,
        .carrier = item->facts->carrier,
        .rule = key->rule,
        .outlet = key->outlet_id ? outlet_code_of(ctx, key->outlet_id) : NULL,
        .exception = key->exception,
        .severity = key->severity,
        .outcome = item->outcome,
    };
    Buf payload;
    buf_init(&payload, ctx->arena);
    json_encode(&payload, &finding_event_shape, &event, NULL);
    *out = payload.data;
    return buf_check(ctx, &payload);
}

static Status feed_tell(Ctx *ctx, const char *name, const WaybillFacts *facts, const char *payload)
{
    const int64_t keys[FEED_KEYS] = {[FEED_KEY_CUSTOMER] = facts->customer_id,
                                     [FEED_KEY_OUTLET] = facts->outlet_id,
                                     [FEED_KEY_OUTLET + 1] = facts->origin_outlet_id,
                                     [FEED_KEY_OUTLET + 2] = facts->destination_outlet_id};
    return change_tell_data(ctx, name, payload, keys);
}

Status findings_tell(Ctx *ctx, const FindingNews *items, size_t count)
{
    if (!count) return OK;
    const char *name = items->outcome == NONE ? "watch.finding_opened" : "watch.finding_closed";
    if (!event_wanted(ctx, name) && !change_wanted(ctx)) return OK;
    EventItem *events = ARENA_ARRAY(ctx->arena, count, EventItem);
    if (!events) return no_memory(ctx);
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++) {
        events[i].subject_id = items[i].key.waybill_id;
        s = payload_make(ctx, &items[i], &events[i].payload);
        if (!s) s = feed_tell(ctx, name, items[i].facts, events[i].payload);
    }
    return s ? s : events_publish(ctx, name, events, count);
}

Status finding_tell_changed(Ctx *ctx, const Finding *finding)
{
    FindingNews news = {.outcome = finding->outcome};
    Waybill waybill;
    int64_t plan_id, plan_version;
    const char *payload = NULL;
    if (!change_wanted(ctx)) return OK;
    Status s = finding_store_links(ctx, finding->id, &news.key, &plan_id, &plan_version);
    if (!s) s = waybill_find_id(ctx, news.key.waybill_id, &waybill);
    if (s) return s;
    news.facts = &waybill.facts;
    s = payload_make(ctx, &news, &payload);
    return s ? s : feed_tell(ctx, "watch.finding_changed", news.facts, payload);
}
