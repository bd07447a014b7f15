#include "waybill/changes.h"

#include <string.h>

#include "access/hearing.h"
#include "access/setting.h"
#include "base/json.h"
#include "db/db.h"
#include "house.h"

/* What is told of a parcel. */
typedef struct News {
    const char *carrier, *no, *carrier_before;
    int64_t stage, leg;
    Texts exceptions;
    int64_t last_at, version, waybill_id, customer_id;
} News;

static const Field news_fields[] = {
    FIELD_TEXT(News, carrier, .doc = "Code of the carrier"),
    FIELD_TEXT(News, no, .doc = "The number"),
    FIELD_TEXT(News, carrier_before, .doc = "Where it was given to another carrier: from which"),
    FIELD_ENUM(News, stage, stage_names, .doc = "Where it is in its life"),
    FIELD_ENUM(News, leg, leg_names, .doc = "Forward or return"),
    FIELD_TEXTS(News, exceptions, .max = EXCEPTION_COUNT, .doc = "What stands open"),
    FIELD_TIME(News, last_at, .doc = "When the last event happened"),
    FIELD_ID(News, waybill_id, .doc = "The parcel"),
    FIELD_ID(News, customer_id, .doc = "Who it is of"),
    FIELD_INT(News, version, .doc = "Rises with every write"),
    FIELD_END,
};
static const Shape news_shape = SHAPE(News, news_fields, "A parcel that changed");

/* Made in the transaction, told after it. */
typedef struct Changes {
    struct Feed *feed;
    FeedChange *items;
    size_t count;
} Changes;

static void changes_publish(void *work)
{
    const Changes *changes = work;
    for (size_t i = 0; i < changes->count; i++)
        feed_publish(changes->feed, &changes->items[i]);
}

static void changes_reset(void *feed)
{
    feed_reset(feed);
}

static Status data_make(Ctx *ctx, const ParcelChange *change, const char **out)
{
    const State *state = change->after;
    const WaybillFacts *facts = &state->journey.facts, *before = change->before;
    News news = {.carrier = facts->carrier,
                 .no = state->no,
                 .stage = (int64_t)facts->stage,
                 .leg = (int64_t)facts->leg,
                 .last_at = facts->last_ms,
                 .version = state->version,
                 .waybill_id = facts->waybill_id,
                 .customer_id = facts->customer_id};
    if (before && strcmp(before->carrier, facts->carrier) != 0)
        news.carrier_before = before->carrier;
    Status s = exceptions_named(ctx, facts->exceptions, &news.exceptions);
    if (s) return s;
    View view = {.zone = setting_text(ctx, SETTING_NAMED_ZONE)};
    Buf buf;
    buf_init(&buf, ctx->arena);
    json_encode(&buf, &news_shape, &news, &view);
    *out = buf.data;
    return buf_check(ctx, &buf);
}

static Status change_make(Ctx *ctx, const ParcelChange *change, FeedChange *out)
{
    const WaybillFacts *facts = &change->after->journey.facts;
    *out = (FeedChange){.event = "waybill.changed"};
    out->keys[FEED_KEY_CUSTOMER] = facts->customer_id;
    out->keys[FEED_KEY_OUTLET] = facts->outlet_id;
    out->keys[FEED_KEY_OUTLET + 1] = facts->origin_outlet_id;
    out->keys[FEED_KEY_OUTLET + 2] = facts->destination_outlet_id;
    return data_make(ctx, change, &out->data);
}

Status changes_tell(Ctx *ctx, ParcelChangeAt *at, const void *parcels, size_t count)
{
    struct Feed *feed = ctx->house ? ctx->house->feed : NULL;
    if (!count || !feed_wanted(feed)) return OK;
    if (count > CHANGES_TOLD) return db_after_commit(ctx, changes_reset, feed);
    Changes *changes = ARENA_NEW(ctx->arena, Changes);
    FeedChange *items = ARENA_ARRAY(ctx->arena, count, FeedChange);
    if (!changes || !items) return no_memory(ctx);
    *changes = (Changes){feed, items, count};
    Status s = OK;
    for (size_t i = 0; !s && i < count; i++) {
        ParcelChange change = at(parcels, i);
        s = change_make(ctx, &change, &items[i]);
    }
    return s ? s : db_after_commit(ctx, changes_publish, changes);
}
