#include "access/hearing.h"

#include <string.h>

#include "access/outlet.h"
#include "access/person.h"
#include "access/setting.h"
#include "access/tables.h"
#include "base/json.h"
#include "db/db.h"
#include "house.h"

static bool outlets_heard(Ctx *ctx, const int64_t keys[FEED_KEYS])
{
    if (!scope_outlet(ctx)) return true;
    for (size_t i = FEED_KEY_OUTLET; i < FEED_KEYS; i++)
        if (keys[i] == FEED_EVERY_OUTLET || (keys[i] && outlet_visible(ctx, keys[i]))) return true;
    return false;
}

bool change_heard(Ctx *ctx, const int64_t keys[FEED_KEYS])
{
    int64_t customer = scope_customer(ctx);
    return (!customer || customer == keys[FEED_KEY_CUSTOMER]) && outlets_heard(ctx, keys);
}

/* --- telling --- */

typedef struct Telling {
    struct Feed *feed;
    FeedChange change;
} Telling;

static void tell_feed(void *work)
{
    const Telling *telling = work;
    feed_publish(telling->feed, &telling->change);
}

static struct Feed *feed_of(Ctx *ctx)
{
    return ctx->house ? ctx->house->feed : NULL;
}

bool change_wanted(Ctx *ctx)
{
    return feed_wanted(feed_of(ctx));
}

Status change_tell_data(Ctx *ctx, const char *event, const char *data,
                        const int64_t keys[FEED_KEYS])
{
    if (!change_wanted(ctx)) return OK;
    Telling *telling = ARENA_NEW(ctx->arena, Telling);
    if (!telling) return no_memory(ctx);
    *telling = (Telling){feed_of(ctx), {.event = event, .data = data}};
    memcpy(telling->change.keys, keys, sizeof telling->change.keys);
    return db_after_commit(ctx, tell_feed, telling);
}

Status change_tell(Ctx *ctx, const char *event, const Shape *shape, const void *thing,
                   const int64_t keys[FEED_KEYS])
{
    Buf buf;
    if (!change_wanted(ctx)) return OK;
    buf_init(&buf, ctx->arena);
    json_encode(&buf, shape, thing, &(View){.zone = setting_text(ctx, SETTING_NAMED_ZONE)});
    Status s = buf_check(ctx, &buf);
    return s ? s : change_tell_data(ctx, event, buf.data, keys);
}

/* --- listening --- */

typedef struct FeedQuery {
    const char *last_event_id;
} FeedQuery;

static const Field query_fields[] = {
    FIELD_TEXT(FeedQuery, last_event_id, .max = 20,
               .doc = "Go on after this change, where the header Last-Event-ID cannot be sent"),
    FIELD_END};
static const Shape query_shape = SHAPE(FeedQuery, query_fields, "From where to listen");

static bool heard(void *user, const int64_t keys[FEED_KEYS])
{
    return change_heard(user, keys);
}

static Status api_listen(Ctx *ctx, Request *req)
{
    const FeedQuery *query = request_query(req);
    return reply_feed(ctx, req, query->last_event_id, heard, ctx);
}

static const Route feed_routes[] = {{GET, "/api/v1/feed", FEED_READ, .query = &query_shape,
                                     .run = api_listen, .media = "text/event-stream",
                                     .doc = "What changes, as it happens"},
                                    ROUTE_END};

const Slice feed_slice = {
    .name = "feed", .doc = "Listening to what changes", .routes = feed_routes};
