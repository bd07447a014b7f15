#include "promise/promise.h"

#include <string.h>

#include "base/instant.h"

static int64_t first_counting_day(const Product *product, const Calendar *calendar,
                                  const char *zone, int64_t accepted_ms)
{
    Wall wall;
    instant_wall(accepted_ms, zone, &wall);
    int64_t day = date_days(wall.year, wall.month, wall.day);
    if (wall.hour * 60 + wall.minute >= product->cutoff_minute) day++;
    return calendar ? calendar_add_working_days(calendar, day, 0) : day;
}

/* A minute of a day as a wall-clock time, so that a day with a change of summer time keeps its
 * hours. */
static Status minute_instant(Ctx *ctx, int64_t day, int64_t minute, const char *zone,
                             int64_t *out_ms)
{
    Wall wall = {.hour = (int)(minute / 60), .minute = (int)(minute % 60)};
    date_parts(minute == 24 * 60 ? day + 1 : day, &wall.year, &wall.month, &wall.day);
    wall.hour %= 24;
    return wall_instant(ctx, &wall, zone, true, out_ms);
}

/* NONE where nothing is promised, or the calendar ends before. */
static Status lane_instant(Ctx *ctx, const Calendar *calendar, int64_t day, int64_t days,
                           int64_t minute, const char *zone, int64_t *out_ms)
{
    *out_ms = NONE;
    if (day == NONE || days == NONE) return OK;
    int64_t on = calendar ? calendar_add_working_days(calendar, day, days) : day + days;
    return on == NONE ? OK : minute_instant(ctx, on, minute, zone, out_ms);
}

Status promise_compute(Ctx *ctx, const Product *product, const ProductLane *lane,
                       const Calendar *calendar, const char *zone, int64_t accepted_ms,
                       Promise *out)
{
    *out = (Promise){.accepted_at = accepted_ms,
                     .lane_id = lane->id,
                     .lane_version = lane->version,
                     .product_version = product->version,
                     .calendar_version = NONE};
    int64_t day = first_counting_day(product, calendar, zone, accepted_ms);
    Status s = lane_instant(ctx, calendar, day, 0, product->collect_minute, zone, &out->collect_by);
    if (!s)
        s = lane_instant(ctx, calendar, day, lane->city_days, lane->city_minute, zone,
                         &out->city_by);
    if (!s)
        s = lane_instant(ctx, calendar, day, lane->attempt_days, lane->attempt_minute, zone,
                         &out->attempt_by);
    if (!s)
        s = lane_instant(ctx, calendar, day, lane->delivery_days, lane->delivery_minute, zone,
                         &out->deliver_by);
    return s;
}

static const Field product_fields[] = {
    FIELD_ID(Product, id, .read_only = true),
    FIELD_INT(Product, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(Product, code, .required = true, .min = 1, .max = 32, .example = "standard",
               .doc = "The product's code: the natural key"),
    FIELD_TEXT(Product, name, .required = true, .min = 1, .max = 80,
               .doc = "What customers call it"),
    FIELD_TEXT(Product, calendar, .max = 32,
               .doc = "Code of the calendar of working days; without one every day counts"),
    FIELD_INT(Product, cutoff_minute, .required = true, .max = CALENDAR_MINUTES,
              .doc = "Minute of the day from which an order counts from the next day"),
    FIELD_INT(Product, collect_minute, .required = true, .max = CALENDAR_MINUTES,
              .doc = "Minute of the day by which the parcel is collected"),
    FIELD_BOOL(Product, closed, .doc = "Takes no new parcels"),
    FIELD_TIME(Product, changed_at, .read_only = true, .doc = "When this version was made"),
    FIELD_TEXT(Product, changed_by, .colleague = true, .read_only = true,
               .doc = "Login of who made it"),
    FIELD_END};
const Shape product_shape = SHAPE(Product, product_fields, "A service product and its cutoff");

static const Field lane_fields[] = {
    FIELD_ID(ProductLane, id, .read_only = true),
    FIELD_INT(ProductLane, version, .read_only = true, .doc = "Rises with every change"),
    FIELD_TEXT(ProductLane, product, .required = true, .min = 1, .max = 32,
               .doc = "Code of the product"),
    FIELD_TEXT(ProductLane, origin, .required = true, .min = 1, .max = 16,
               .doc = "Region code, or * for any"),
    FIELD_TEXT(ProductLane, destination, .required = true, .min = 1, .max = 16,
               .doc = "Region code, or * for any"),
    FIELD_INT(ProductLane, city_days, .max = 365,
              .doc = "Days until it is in the destination city"),
    FIELD_INT(ProductLane, city_minute, .max = CALENDAR_MINUTES,
              .doc = "… by this minute of that day"),
    FIELD_INT(ProductLane, attempt_days, .max = 365,
              .doc = "Days until delivery is first attempted"),
    FIELD_INT(ProductLane, attempt_minute, .max = CALENDAR_MINUTES,
              .doc = "… by this minute of that day"),
    FIELD_INT(ProductLane, delivery_days, .required = true, .max = 365,
              .doc = "Days until delivery"),
    FIELD_INT(ProductLane, delivery_minute, .required = true, .max = CALENDAR_MINUTES,
              .doc = "… by this minute of that day"),
    FIELD_BOOL(ProductLane, deleted, .read_only = true, .doc = "Taken away: promises no more"),
    FIELD_TIME(ProductLane, changed_at, .read_only = true, .doc = "When this version was made"),
    FIELD_TEXT(ProductLane, changed_by, .colleague = true, .read_only = true,
               .doc = "Login of who made it"),
    FIELD_END};
const Shape product_lane_shape =
    SHAPE(ProductLane, lane_fields, "What a product promises on one lane");

static const Field promise_fields[] = {
    FIELD_TIME(Promise, accepted_at, .doc = "From when it counts"),
    FIELD_TIME(Promise, collect_by, .doc = "Collected by"),
    FIELD_TIME(Promise, city_by, .doc = "In the destination city by"),
    FIELD_TIME(Promise, attempt_by, .doc = "Delivery attempted by"),
    FIELD_TIME(Promise, deliver_by, .doc = "Delivered by"),
    FIELD_ID(Promise, lane_id, .doc = "The lane that promises it"),
    FIELD_INT(Promise, lane_version, .doc = "… and its version"),
    FIELD_INT(Promise, product_version, .doc = "Version of the product"),
    FIELD_INT(Promise, calendar_version,
              .doc = "Version of the calendar; null where every day counts"),
    FIELD_END};
const Shape promise_shape =
    SHAPE(Promise, promise_fields, "The instants by which a parcel was promised");

static const Field calendar_row_fields[] = {
    FIELD_ID(CalendarRow, id, .read_only = true),
    FIELD_INT(CalendarRow, version, .read_only = true),
    FIELD_TEXT(CalendarRow, code, .max = 32),
    FIELD_TEXT(CalendarRow, document, .max = 1 << 20),
    FIELD_TIME(CalendarRow, changed_at, .read_only = true, .doc = "When this version was made"),
    FIELD_TEXT(CalendarRow, changed_by, .colleague = true, .read_only = true,
               .doc = "Login of who made it"),
    FIELD_END};
const Shape calendar_row_shape =
    SHAPE(CalendarRow, calendar_row_fields, "A calendar of working days");

static const Field calendar_version_fields[] = {
    FIELD_INT(CalendarVersion, version, .doc = "Which"),
    FIELD_TIME(CalendarVersion, changed_at, .doc = "When it was made"),
    FIELD_TEXT(CalendarVersion, changed_by, .colleague = true,
               .doc = "Login of who made it; null: shipped"),
    FIELD_END};
const Shape calendar_version_shape =
    SHAPE(CalendarVersion, calendar_version_fields, "When a calendar became as it was");
