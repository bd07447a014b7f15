#include "access/hearing.h"
#include "base/json.h"
#include "db/db.h"
#include "house.h"
#include "job/job.h"
#include "watch/incident_keep.h"

typedef struct News {
    struct Feed *feed;
    FeedChange change;
} News;

static void news_publish(void *work)
{
    const News *news = work;
    feed_publish(news->feed, &news->change);
}

/* Those who see one of its sites hear of it; of more sites than there are keys, the first. */
static Status feed_tell(Ctx *ctx, const Incident *incident, const char *payload)
{
    struct Feed *feed = ctx->house ? ctx->house->feed : NULL;
    const IncidentPlace *places = incident->places.items;
    int key = FEED_KEY_OUTLET;
    if (!feed_wanted(feed)) return OK;
    News *news = ARENA_NEW(ctx->arena, News);
    if (!news) return no_memory(ctx);
    *news = (News){feed, {.event = "incident.changed", .data = payload}};
    news->change.keys[key++] = incident->outlet_id;
    for (size_t i = 0; i < incident->places.count && key < FEED_KEYS; i++)
        if (places[i].outlet_id) news->change.keys[key++] = places[i].outlet_id;
    return db_after_commit(ctx, news_publish, news);
}

Status incident_tell(Ctx *ctx, const Incident *incident, const char *event)
{
    Buf payload;
    const IncidentEvent what = {.incident_id = incident->id,
                                .number = incident->number,
                                .version = incident->version,
                                .state = incident->state,
                                .cause = incident->cause,
                                .severity = incident->severity,
                                .parcels = incident->parcels,
                                .owner = incident->owner};
    buf_init(&payload, ctx->arena);
    json_encode(&payload, &incident_event_shape, &what, NULL);
    Status s = buf_check(ctx, &payload);
    if (!s && event) s = event_publish(ctx, event, incident->id, payload.data);
    return s ? s : feed_tell(ctx, incident, payload.data);
}
