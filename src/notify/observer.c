#include "notify/observer.h"

#include "access/setting.h"
#include "base/instant.h"
#include "job/job.h"
#include "notify/template_store.h"

/* A stage that is news, and its event. */
typedef enum News {
    NEWS_COLLECTED,
    NEWS_OUT,
    NEWS_PICKUP,
    NEWS_DELIVERED,
    NEWS_RETURNED,
    NEWS_COUNT
} News;
static const char *const events[NEWS_COUNT] = {"waybill.collected", "waybill.out_for_delivery",
                                               "waybill.at_pickup_point", "waybill.delivered",
                                               "waybill.returned"};

typedef struct Reached {
    int64_t waybill_id;
    News news;
} Reached;

typedef struct Gathered {
    Reached *items;
    size_t count, room;
} Gathered;

static Status open(Ctx *ctx, void **state)
{
    *state = memory_alloc(sizeof(Gathered));
    return *state ? OK : no_memory(ctx);
}

static bool news_of(WaybillStage stage, News *out)
{
    switch (stage) {
    case STAGE_COLLECTED:
        *out = NEWS_COLLECTED;
        return true;
    case STAGE_OUT_FOR_DELIVERY:
        *out = NEWS_OUT;
        return true;
    case STAGE_AT_PICKUP_POINT:
        *out = NEWS_PICKUP;
        return true;
    case STAGE_RETURNED:
        *out = NEWS_RETURNED;
        return true;
    default:
        *out = NEWS_DELIVERED;
        return stage_is_delivered(stage);
    }
}

/* What was brought in late, as history is, is no news. */
static bool is_fresh(Ctx *ctx, const WaybillFacts *facts)
{
    int64_t hours = setting_int(ctx, SETTING_NAMED_NOTICE_FRESH_HOURS);
    return facts->last_ms != NONE && facts->last_ms > ctx_now(ctx) - hours * HOUR_MS;
}

static Status changed(Ctx *ctx, void *state, const WaybillFacts *before, const WaybillFacts *after)
{
    Gathered *g = state;
    News news;
    if (before && before->stage == after->stage) return OK;
    if (!news_of(after->stage, &news) || !is_fresh(ctx, after)) return OK;
    if (g->count == g->room) {
        size_t room = g->room ? g->room * 2 : 256;
        Reached *more = memory_resize(g->items, room * sizeof *more);
        if (!more) return no_memory(ctx);
        g->items = more;
        g->room = room;
    }
    g->items[g->count++] = (Reached){after->waybill_id, news};
    return OK;
}

static Status flush(Ctx *ctx, void *state)
{
    Gathered *g = state;
    bool asked[NEWS_COUNT] = {false}, wanted[NEWS_COUNT] = {false};
    Status s = OK;
    for (size_t i = 0; !s && i < g->count; i++) {
        News news = g->items[i].news;
        if (!asked[news]) s = notify_store_wanted(ctx, events[news], &wanted[news]);
        asked[news] = true;
        if (!s && wanted[news]) s = event_publish(ctx, events[news], g->items[i].waybill_id, NULL);
    }
    g->count = 0;
    return s;
}

static void forget(void *state)
{
    ((Gathered *)state)->count = 0;
}

static void close(void *state)
{
    Gathered *g = state;
    if (!g) return;
    memory_free(g->items);
    memory_free(g);
}

const WaybillObserver notify_observer = {.name = "notify",
                                         .open = open,
                                         .changed = changed,
                                         .flush = flush,
                                         .forget = forget,
                                         .close = close};
