#include "demo/demo.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/setting.h"
#include "base/instant.h"
#include "db/db.h"
#include "demo/desk.h"
#include "demo/people.h"
#include "demo/trip.h"
#include "house.h"

enum { PARCELS_AT_ONCE = 1000 };

typedef struct DemoCarrier {
    const char *code, *number_format;
    int weight;
    double slowness;
} DemoCarrier;

static const DemoCarrier carriers[] = {
    {"pd", "PD88%011" PRId64, 40, 0.94},
    {"sto", "7769%011" PRId64, 20, 1.0},
    {"yto", "YT88%011" PRId64, 20, 1.06},
    {"yunda", "46%011" PRId64, 20, 1.18},
};
#define CARRIERS (sizeof carriers / sizeof carriers[0])

/* Orders by the hour of the day, and by the weekday from Monday. */
static const int hour_weights[24] = {2,  1,  1,  1,  1,  2,  5,  12, 28, 45, 55, 48,
                                     36, 42, 50, 52, 46, 38, 32, 34, 40, 38, 22, 8};
static const int weekday_weights[7] = {112, 108, 104, 102, 100, 84, 70};

/* The company while it is being made. */
typedef struct Making {
    const DemoPlan *plan;
    TripWorld world;
    Dice dice, next;     /* of this transaction and of the one after it */
    int64_t *ordered_ms; /* of each parcel, rising */
    int64_t first;       /* parcels that are there already */
    DemoParcel *sample;
} Making;

static int by_instant(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

/* Business grows slowly, weekends are quiet, and one sale of three days is not. */
static int day_weight(int64_t day, int64_t number, int64_t days)
{
    int64_t weight = weekday_weights[date_weekday(day) - 1] * (days * 4 + number) / days;
    int64_t sale = days * 45 / 100;
    return (int)(number >= sale && number < sale + 3 ? weight * 2 : weight);
}

static Status orders_make(Ctx *ctx, Making *making)
{
    const DemoPlan *plan = making->plan;
    size_t days = (size_t)plan->days;
    making->ordered_ms = ARENA_ARRAY(ctx->arena, (size_t)plan->parcels, int64_t);
    int *weights = ARENA_ARRAY(ctx->arena, days, int);
    if (making->ordered_ms == NULL || weights == NULL) return no_memory(ctx);
    int64_t last = making->world.now_ms - 20 * MINUTE_MS;
    int64_t first_day = instant_date(last, making->world.zone) - plan->days + 1;
    for (size_t i = 0; i < days; i++)
        weights[i] = day_weight(first_day + (int64_t)i, (int64_t)i, plan->days);
    for (int64_t i = 0; i < plan->parcels; i++) {
        int64_t day = first_day + (int64_t)dice_weighted(&making->dice, weights, days);
        int64_t hour = (int64_t)dice_weighted(&making->dice, hour_weights, 24);
        int64_t at = date_instant(day, making->world.zone) + hour * HOUR_MS +
                     dice_below(&making->dice, HOUR_MS / SECOND_MS) * SECOND_MS;
        making->ordered_ms[i] = at > last ? at - DAY_MS : at;
    }
    qsort(making->ordered_ms, (size_t)plan->parcels, sizeof(int64_t), by_instant);
    return OK;
}

static Service service_for(Dice *dice, const City *from, const City *to)
{
    static const int weights[SERVICE_COUNT] = {
        [SERVICE_STANDARD] = 70, [SERVICE_NEXT_DAY] = 18, [SERVICE_ECONOMY] = 12};
    Service service = (Service)dice_weighted(dice, weights, SERVICE_COUNT);
    if (service == SERVICE_NEXT_DAY && city_distance_km(from, to) > NEXT_DAY_KM)
        return SERVICE_STANDARD;
    return service;
}

/* A few shops send most of what is sent. */
static int sender_of(Dice *dice)
{
    if (dice_chance(dice, 0.15)) return (int)dice_between(dice, SHIPPERS, CUSTOMERS - 1);
    double u = dice_unit(dice);
    return (int)(SHIPPERS * u * u);
}

static Status order_fill(Ctx *ctx, Making *making, int64_t number, TripOrder *order,
                         WaybillInput *input)
{
    static const int carrier_weights[CARRIERS] = {40, 20, 20, 20};
    Dice *dice = &making->next;
    int sender = sender_of(dice), receiver = (int)dice_between(dice, SHIPPERS, CUSTOMERS - 1);
    size_t carrier = dice_weighted(dice, carrier_weights, CARRIERS);
    *order = (TripOrder){.carrier = carriers[carrier].code,
                         .no = arena_format(ctx->arena, carriers[carrier].number_format,
                                            INT64_C(20000000) + number * 7),
                         .slowness = carriers[carrier].slowness,
                         .from = person_city(sender),
                         .to = person_city(receiver),
                         .from_branch = person_branch(sender),
                         .to_branch = person_branch(receiver),
                         .ordered_ms = making->ordered_ms[number]};
    order->service = service_for(dice, order->from, order->to);
    Customer from, to;
    person_make(ctx, sender, &from);
    person_make(ctx, receiver, &to);
    if (order->no == NULL || from.code == NULL || to.code == NULL) return no_memory(ctx);
    shape_clear(&waybill_input_shape, input);
    input->carrier = order->carrier;
    input->no = order->no;
    input->order_no = arena_format(ctx->arena, "DEMO-%07" PRId64, number + 1);
    input->product = service_codes[order->service];
    input->origin = order->from->region;
    input->destination = order->to->region;
    input->origin_outlet = branch_site(ctx, order->from, order->from_branch).code;
    input->destination_outlet = branch_site(ctx, order->to, order->to_branch).code;
    input->customer_ref = input->sender_ref = from.code;
    input->receiver_ref = to.code;
    input->sender_name = from.name;
    input->sender_phone = from.phone;
    input->sender_address = from.address;
    input->receiver_name = to.name;
    input->receiver_phone = to.phone;
    input->receiver_address = to.address;
    input->ordered_at = order->ordered_ms;
    return OK;
}

static void goods_fill(Dice *dice, const TripOrder *order, WaybillInput *input)
{
    static const char *const goods[] = {"日用品",   "服装", "食品",  "文件",
                                        "数码配件", "图书", "化妆品"};
    input->goods = goods[dice_below(dice, sizeof goods / sizeof goods[0])];
    input->weight_g = (int64_t)(900 * dice_factor(dice, 0.9)) + 100;
    input->pieces = 1;
    int64_t kilograms = (input->weight_g + 999) / 1000;
    int64_t far = city_distance_km(order->from, order->to) > 1200 ? 400 : 0;
    input->fee = 800 + far + (kilograms - 1) * (200 + far / 2);
    if (dice_chance(dice, 0.06)) input->insured = dice_between(dice, 2, 60) * 10000;
    if (dice_chance(dice, 0.03)) input->cod = dice_between(dice, 30, 900) * 100;
}

/* One transaction's parcels: their orders, then their scans. */
typedef struct Lot {
    UpsertRow *parcels, *scans;
    size_t parcel_count, scan_count;
} Lot;

static void sample_fill(const WaybillInput *input, DemoParcel *sample)
{
    const char *phone = input->receiver_phone;
    snprintf(sample->carrier, sizeof sample->carrier, "%s", input->carrier);
    snprintf(sample->no, sizeof sample->no, "%s", input->no);
    snprintf(sample->tail, sizeof sample->tail, "%s", phone + strlen(phone) - 4);
}

static Status lot_add(Ctx *ctx, Making *making, int64_t number, Lot *lot)
{
    TripOrder order;
    Trip trip;
    WaybillInput *input = ARENA_NEW(ctx->arena, WaybillInput);
    if (input == NULL) return no_memory(ctx);
    Status s = order_fill(ctx, making, number, &order, input);
    if (s) return s;
    goods_fill(&making->next, &order, input);
    if (number == making->plan->parcels - making->plan->parcels / 80 - 1)
        sample_fill(input, making->sample);
    lot->parcels[lot->parcel_count++] = (UpsertRow){.thing = input, .number = number + 1};
    s = trip_make(ctx, &making->world, &making->next, &order, &trip);
    if (s) return s;
    ScanInput *scans = ARENA_ARRAY(ctx->arena, trip.count, ScanInput);
    if (scans == NULL) return no_memory(ctx);
    for (size_t i = 0; i < trip.count; i++) {
        scans[i] = trip.scans[i];
        lot->scans[lot->scan_count++] = (UpsertRow){.thing = &scans[i], .number = number + 1};
    }
    return OK;
}

static Status refused_row(Ctx *ctx, const UpsertRow *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].outcome == UPSERT_REJECTED || rows[i].outcome == UPSERT_QUARANTINED)
            return fail(ctx, INTERNAL,
                        "the demonstration's own parcel %" PRId64 " was not taken: %s %s",
                        rows[i].number, rows[i].field == NULL ? "" : rows[i].field,
                        rows[i].reason == NULL ? "" : rows[i].reason);
    return OK;
}

/* Begins with the same chance when the transaction has to be run again. */
static Status lot_write(Ctx *ctx, void *work)
{
    Making *making = work;
    making->next = making->dice;
    int64_t end = making->first + PARCELS_AT_ONCE;
    if (end > making->plan->parcels) end = making->plan->parcels;
    Lot lot = {ARENA_ARRAY(ctx->arena, PARCELS_AT_ONCE, UpsertRow),
               ARENA_ARRAY(ctx->arena, (size_t)PARCELS_AT_ONCE * TRIP_SCANS_MAX, UpsertRow), 0, 0};
    if (lot.parcels == NULL || lot.scans == NULL) return no_memory(ctx);
    Status s = OK;
    for (int64_t i = making->first; !s && i < end; i++)
        s = lot_add(ctx, making, i, &lot);
    if (!s) s = waybill_apply(ctx, lot.parcels, lot.parcel_count);
    if (!s) s = refused_row(ctx, lot.parcels, lot.parcel_count);
    if (!s) s = scan_apply(ctx, lot.scans, lot.scan_count);
    if (!s) s = refused_row(ctx, lot.scans, lot.scan_count);
    return s;
}

/* A transaction of its own, with an arena of its own. */
static Status lot_run(Ctx *ctx, Making *making)
{
    Ctx own = *ctx;
    own.arena = arena_new();
    if (own.arena == NULL) return no_memory(ctx);
    Status s = database_write_in(&own, own.house->database, LANE_LONG, lot_write, making);
    if (own.problem.status != OK) ctx->problem = own.problem;
    arena_release(own.arena);
    making->dice = making->next;
    making->first += PARCELS_AT_ONCE;
    if (making->first > making->plan->parcels) making->first = making->plan->parcels;
    return s;
}

static Status company_write(Ctx *ctx, void *work)
{
    (void)work;
    List outlets, parcels;
    const char *next;
    Status s = outlet_list(ctx, &(OutletFilter){.kind = NONE, .limit = 1}, &outlets, &next);
    if (s) return s;
    WaybillFilter any;
    shape_clear(&waybill_filter_shape, &any);
    any.limit = 1;
    s = waybill_list(ctx, &any, &parcels, &next);
    if (s) return s;
    if (outlets.count > 0 || parcels.count > 0)
        return fail(ctx, CONFLICT,
                    "there are outlets or parcels already: the demonstration wants an "
                    "empty database");
    s = network_create(ctx);
    return s ? s : services_create(ctx);
}

/* Outlets are known when their transaction is through. */
static Status people_write(Ctx *ctx, void *work)
{
    (void)work;
    return people_create(ctx);
}

/* Begins with the same chance when the transaction has to be run again. */
static Status desk_write(Ctx *ctx, void *work)
{
    Making *making = work;
    making->next = making->dice;
    return desk_create(ctx, &making->next, making->plan->parcels);
}

/* An incident at one hub, a storm at another. */
static void troubles_make(const DemoPlan *plan, int64_t now_ms, Trouble *out)
{
    int64_t day = plan->days * DAY_MS / 60;
    out[0] = (Trouble){2,    now_ms - 22 * day, now_ms - 16 * day,       18, 54,
                       0.65, "network",         "分拣设备故障，快件滞留"};
    out[1] = (Trouble){1,   now_ms - 9 * day, now_ms - 8 * day,          8, 24,
                       0.8, "external",       "受台风天气影响，派送延误"};
}

Status demo_make(Ctx *ctx, const DemoPlan *plan, DemoParcel *sample,
                 void (*told)(void *user, int64_t parcels), void *user)
{
    Trouble troubles[2];
    Making making = {.plan = plan,
                     .world = {ctx_now(ctx), setting_text(ctx, SETTING_NAMED_ZONE), troubles, 2},
                     .dice = {plan->seed},
                     .sample = sample};
    troubles_make(plan, making.world.now_ms, troubles);
    Status s = database_write(ctx, ctx->house->database, company_write, NULL);
    if (!s) s = database_write(ctx, ctx->house->database, people_write, NULL);
    if (!s) s = orders_make(ctx, &making);
    while (!s && making.first < plan->parcels) {
        s = lot_run(ctx, &making);
        if (told != NULL) told(user, making.first);
    }
    return s ? s : database_write(ctx, ctx->house->database, desk_write, &making);
}
