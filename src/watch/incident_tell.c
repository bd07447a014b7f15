#include "access/hearing.h"
#include "base/json.h"
#include "job/job.h"
#include "watch/incident_keep.h"

/* Those who see one of its sites hear of it; of more sites than there are keys, the first. */
static Status feed_tell(Ctx *ctx, const Incident *incident, const char *payload)
{
    const IncidentPlace *places = incident->places.items;
    int64_t keys[FEED_KEYS] = {[FEED_KEY_OUTLET] = incident->outlet_id};
    int key = FEED_KEY_OUTLET + 1;
    for (size_t i = 0; i < incident->places.count && key < FEED_KEYS; i++)
        if (places[i].outlet_id) keys[key++] = places[i].outlet_id;
    return change_tell_data(ctx, "incident.changed", payload, keys);
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
