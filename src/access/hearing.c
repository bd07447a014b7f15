#include "access/hearing.h"

#include "access/outlet.h"
#include "access/person.h"
#include "access/tables.h"

static bool outlets_heard(Ctx *ctx, const int64_t keys[FEED_KEYS])
{
    if (!scope_outlet(ctx)) return true;
    for (size_t i = FEED_KEY_OUTLET; i < FEED_KEYS; i++)
        if (keys[i] && outlet_visible(ctx, keys[i])) return true;
    return false;
}

bool change_heard(Ctx *ctx, const int64_t keys[FEED_KEYS])
{
    int64_t customer = scope_customer(ctx);
    return (!customer || customer == keys[FEED_KEY_CUSTOMER]) && outlets_heard(ctx, keys);
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
