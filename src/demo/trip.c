#include "demo/trip.h"

#include "base/instant.h"

/* How a parcel's life goes. */
typedef enum Fate {
    FATE_USUAL,
    FATE_AGENT,     /* left with a neighbour or a guard */
    FATE_STATION,   /* fetched at a station */
    FATE_ABANDONED, /* never fetched there */
    FATE_ABSENT,    /* nobody at home at the first attempt */
    FATE_BAD_ADDRESS,
    FATE_REFUSED,
    FATE_DAMAGED,
    FATE_FALSE_SIGNATURE,
    FATE_STRANDED, /* not seen again after a hub */
    FATE_CANCELLED,
    FATE_COUNT
} Fate;

static const int fate_weights[FATE_COUNT] = {
    [FATE_USUAL] = 6030,   [FATE_AGENT] = 600,    [FATE_STATION] = 2450,
    [FATE_ABANDONED] = 40, [FATE_ABSENT] = 430,   [FATE_BAD_ADDRESS] = 110,
    [FATE_REFUSED] = 110,  [FATE_DAMAGED] = 60,   [FATE_FALSE_SIGNATURE] = 20,
    [FATE_STRANDED] = 70,  [FATE_CANCELLED] = 80,
};

/* A life while it is being lived. */
typedef struct Life {
    Ctx *ctx;
    const TripWorld *world;
    Dice *dice;
    const TripOrder *order;
    Trip *trip;
    Fate fate;
    int64_t at_ms; /* how far it is */
    bool failed;   /* no memory */
} Life;

static int64_t hours(Life *life, double low, double high)
{
    return (int64_t)((low + (high - low) * dice_unit(life->dice)) * (double)HOUR_MS);
}

/* The parcel is seen: `code` is a stage or an exception, `text` the words of the journey. */
static void seen(Life *life, const char *code, Site site, const char *text)
{
    if (site.code == NULL || site.name == NULL || text == NULL) {
        life->failed = true;
        return;
    }
    if (life->at_ms > life->world->now_ms || life->trip->count == TRIP_SCANS_MAX) return;
    ScanInput *scan = &life->trip->scans[life->trip->count++];
    shape_clear(&scan_input_shape, scan);
    scan->carrier = life->order->carrier;
    scan->no = life->order->no;
    scan->at = life->at_ms;
    scan->at_offset =
        (InstantOffset){zone_offset_ms(life->world->zone, life->at_ms) / MINUTE_MS, false};
    scan->code = code;
    scan->text = text;
    if (site.code[0] == '\0') return;
    scan->site_code = site.code;
    scan->site_name = site.name;
    scan->city = site.city;
}

static const char *at_site(Life *life, const char *format, Site site)
{
    const char *name = site.name == NULL ? "" : site.name;
    const char *text = arena_format(life->ctx->arena, "【%s】%s", name, format);
    return text;
}

static void seen_at(Life *life, const char *code, Site site, const char *words)
{
    seen(life, code, site, at_site(life, words, site));
}

/* The next instant at which the clock in the company's zone shows one of these minutes of the day.
 */
static int64_t next_wave(const Life *life, int64_t at_ms, int first_minute, int second_minute)
{
    int64_t day = instant_date(at_ms, life->world->zone);
    for (;; day++) {
        int64_t midnight = date_instant(day, life->world->zone);
        if (at_ms <= midnight + first_minute * MINUTE_MS)
            return midnight + first_minute * MINUTE_MS;
        if (at_ms <= midnight + second_minute * MINUTE_MS)
            return midnight + second_minute * MINUTE_MS;
    }
}

/* A hub that works badly keeps some of what passes. */
static void trouble_at(Life *life, int hub)
{
    for (size_t i = 0; i < life->world->trouble_count; i++) {
        const Trouble *trouble = &life->world->troubles[i];
        if (trouble->hub != hub || life->at_ms < trouble->from_ms || life->at_ms > trouble->to_ms)
            continue;
        if (!dice_chance(life->dice, trouble->share)) continue;
        life->at_ms += hours(life, 1, 3);
        seen_at(life, trouble->exception, hub_site(life->ctx, hub), trouble->text);
        life->at_ms +=
            dice_between(life->dice, trouble->least_hours, trouble->most_hours) * HOUR_MS;
    }
}

static void through_hub(Life *life, int hub, const char *next)
{
    Site site = hub_site(life->ctx, hub);
    seen_at(life, "hub_in", site, "快件已到达");
    trouble_at(life, hub);
    life->at_ms += (int64_t)((double)hours(life, 1.5, 3.5) * life->order->slowness);
    if (dice_chance(life->dice, 0.02)) life->at_ms += hours(life, 8, 26);
    seen(life, "hub_out", site,
         arena_format(life->ctx->arena, "【%s】快件已发出，下一站【%s】", site.name, next));
}

static void collected(Life *life, Site branch)
{
    life->at_ms = life->order->ordered_ms + hours(life, 0.5, 4);
    int64_t midnight =
        date_instant(instant_date(life->at_ms, life->world->zone), life->world->zone);
    if (life->at_ms > midnight + 20 * HOUR_MS)
        life->at_ms = midnight + DAY_MS + hours(life, 8.5, 11);
    else if (life->at_ms < midnight + 8 * HOUR_MS)
        life->at_ms = midnight + hours(life, 8.5, 10);
    seen_at(life, "collected", branch, "快递员已揽收");
    life->at_ms = next_wave(life, life->at_ms + HOUR_MS, 14 * 60, 20 * 60) + hours(life, 0, 0.6);
    seen_at(life, "in_transit", branch, "快件已离开网点");
    life->at_ms += hours(life, 0.6, 1.6);
}

/* Between the two hubs: by lorry, and by air where next day is promised far away. */
static void line_haul(Life *life)
{
    const TripOrder *order = life->order;
    double km = city_distance_km(order->from, order->to);
    double speed = order->service == SERVICE_ECONOMY    ? 55
                   : order->service == SERVICE_NEXT_DAY ? 85
                                                        : 72;
    double taken = km / speed * order->slowness * dice_factor(life->dice, 0.12);
    if (order->service == SERVICE_ECONOMY) taken += 14 * dice_unit(life->dice);
    int64_t arrives = life->at_ms + (int64_t)(taken * (double)HOUR_MS);
    if (taken > 6) {
        life->at_ms += (int64_t)(taken / 2 * (double)HOUR_MS);
        seen(life, "in_transit", (Site){.code = "", .name = "", .city = ""}, "快件运输途中");
    }
    life->at_ms = arrives;
}

/* What strands is looked for; most of it is given up after ten days. */
static void lost(Life *life)
{
    Site hub = hub_site(life->ctx, life->order->from->hub);
    life->at_ms += 10 * DAY_MS + hours(life, 0, 48);
    if (dice_chance(life->dice, 0.25)) return;
    seen_at(life, "lost", hub, "快件查找无果，转入理赔");
    life->at_ms += hours(life, 20, 70);
    seen_at(life, "terminated", hub, "已赔付，运单终止");
}

static void transported(Life *life, Site branch)
{
    const TripOrder *order = life->order;
    collected(life, branch_site(life->ctx, order->from, order->from_branch));
    bool apart = order->from->hub != order->to->hub;
    const char *hub_name = hub_site(life->ctx, order->to->hub).name;
    through_hub(life, order->from->hub, apart ? hub_name : branch.name);
    line_haul(life);
    if (life->fate == FATE_STRANDED) {
        lost(life);
        return;
    }
    if (apart) through_hub(life, order->to->hub, branch.name);
    if (life->fate == FATE_DAMAGED)
        seen_at(life, "damaged", hub_site(life->ctx, order->to->hub), "快件外包装破损，已登记");
    life->at_ms += hours(life, 0.8, 2);
    seen_at(life, "dest_city", branch, "快件已到达派件网点");
}

static void goes_out(Life *life, Site branch)
{
    life->at_ms = next_wave(life, life->at_ms + 30 * MINUTE_MS, 8 * 60 + 30, 14 * 60 + 30) +
                  hours(life, 0, 0.7);
    seen_at(life, "out_for_delivery", branch, "快件正在派送");
    life->at_ms += hours(life, 0.5, 4.5);
}

static void goes_back(Life *life, Site branch)
{
    const TripOrder *order = life->order;
    life->at_ms += hours(life, 4, 24);
    seen_at(life, "returning", branch, "快件退回中");
    life->at_ms += hours(life, 2, 5);
    seen_at(life, "hub_in", hub_site(life->ctx, order->to->hub), "退回件已到达");
    life->at_ms += hours(life, 2, 6) +
                   (int64_t)(city_distance_km(order->from, order->to) / 60 * (double)HOUR_MS);
    seen_at(life, "hub_in", hub_site(life->ctx, order->from->hub), "退回件已到达");
    life->at_ms += hours(life, 10, 30);
    seen_at(life, "returned", branch_site(life->ctx, order->from, order->from_branch),
            "退回件已签收");
}

static void at_station(Life *life, Site branch)
{
    int stations = life->order->to->stations;
    Site station = stations > 0 ? station_site(life->ctx, life->order->to,
                                               (int)dice_below(life->dice, stations))
                                : branch;
    seen_at(life, "at_pickup_point", station, "快件已到站，请凭取件码领取");
    if (life->fate != FATE_ABANDONED) {
        life->at_ms += (int64_t)((double)hours(life, 1, 14) * dice_factor(life->dice, 0.6));
        seen_at(life, "collected_by_consignee", station, "收件人已取件");
        return;
    }
    life->at_ms += 5 * DAY_MS;
    seen_at(life, "pickup_overdue", station, "快件逾期未取");
    goes_back(life, branch);
}

static void fails_first(Life *life, Site branch, const char *exception, const char *words)
{
    seen_at(life, exception, branch, words);
    goes_out(life, branch);
    seen_at(life, "delivered", branch, "快件已签收");
}

static void delivered_falsely(Life *life, Site branch)
{
    seen_at(life, "delivered", branch, "快件已签收");
    life->at_ms += hours(life, 2, 20);
    seen_at(life, "false_signature", branch, "收件人反馈未收到，撤销签收");
    goes_out(life, branch);
    seen_at(life, "delivered", branch, "快件已签收");
    life->at_ms += hours(life, 1, 20);
    if (dice_chance(life->dice, 0.8))
        seen_at(life, "close:false_signature", branch, "已与收件人核实");
}

static void ends(Life *life, Site branch)
{
    switch (life->fate) {
    case FATE_STATION:
    case FATE_ABANDONED:
        at_station(life, branch);
        break;
    case FATE_ABSENT:
        fails_first(life, branch, "attempt_failed", "派送未成功，收件人不在");
        break;
    case FATE_BAD_ADDRESS:
        fails_first(life, branch, "bad_address", "地址不详，已联系收件人");
        break;
    case FATE_REFUSED:
        seen_at(life, "refused", branch, "收件人拒收");
        goes_back(life, branch);
        break;
    case FATE_FALSE_SIGNATURE:
        delivered_falsely(life, branch);
        break;
    case FATE_DAMAGED:
        seen_at(life, "delivered", branch, "快件已签收");
        life->at_ms += hours(life, 24, 96);
        if (dice_chance(life->dice, 0.8)) seen_at(life, "close:damaged", branch, "破损已理赔");
        break;
    case FATE_AGENT:
        seen_at(life, "delivered_to_agent", branch, "快件已由他人代收");
        break;
    default:
        seen_at(life, "delivered", branch, "快件已签收");
    }
}

Status trip_make(Ctx *ctx, const TripWorld *world, Dice *dice, const TripOrder *order, Trip *trip)
{
    trip->count = 0;
    Life life = {ctx,
                 world,
                 dice,
                 order,
                 trip,
                 (Fate)dice_weighted(dice, fate_weights, FATE_COUNT),
                 order->ordered_ms,
                 false};
    Site branch = branch_site(ctx, order->to, order->to_branch);
    if (life.fate == FATE_CANCELLED) {
        life.at_ms += hours(&life, 0.2, 3);
        seen_at(&life, "cancelled", branch_site(ctx, order->from, order->from_branch),
                "寄件人取消");
    } else {
        transported(&life, branch);
        if (life.fate != FATE_STRANDED) {
            goes_out(&life, branch);
            ends(&life, branch);
        }
    }
    return life.failed ? no_memory(ctx) : OK;
}
