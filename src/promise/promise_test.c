#include "promise/promise.h"

#include <string.h>

#include "base/instant.h"
#include "test.h"

#define ZONE "Asia/Shanghai"

static int64_t at(T *t, const char *text)
{
    int64_t ms;
    check_ok(t, instant_parse(t->ctx, text, strlen(text), ZONE, &ms, NULL, NULL));
    return ms;
}

static const char *told(T *t, int64_t ms)
{
    Buf buf;
    buf_init(&buf, t->ctx->arena);
    instant_format(&buf, ms, ZONE);
    return buf.data;
}

static const Product standard = {
    .code = "standard", .cutoff_minute = 17 * 60, .collect_minute = 20 * 60};
static const ProductLane lane = {.id = 7,
                                 .version = 3,
                                 .origin = "310000",
                                 .destination = "440300",
                                 .city_days = 1,
                                 .city_minute = 8 * 60,
                                 .attempt_days = NONE,
                                 .attempt_minute = NONE,
                                 .delivery_days = 2,
                                 .delivery_minute = 18 * 60};

static Promise promised(T *t, const Calendar *calendar, const char *accepted)
{
    Promise promise;
    check_ok(t,
             promise_compute(t->ctx, &standard, &lane, calendar, ZONE, at(t, accepted), &promise));
    return promise;
}

static const Calendar *china(T *t)
{
    Calendar *calendar;
    check_ok(t, calendar_shipped(t->ctx, "cn", &calendar));
    return calendar;
}

TEST(an_order_before_the_cutoff_counts_from_its_own_day)
{
    Promise promise = promised(t, NULL, "2026-11-20 16:59:59");
    check_text(t, told(t, promise.collect_by), "2026-11-20T20:00:00+08:00");
    check_text(t, told(t, promise.city_by), "2026-11-21T08:00:00+08:00");
    check_text(t, told(t, promise.deliver_by), "2026-11-22T18:00:00+08:00");
    check_int(t, promise.lane_id, 7);
    check_int(t, promise.lane_version, 3);
}

TEST(an_order_at_the_cutoff_counts_from_the_next_day)
{
    Promise promise = promised(t, NULL, "2026-11-20 17:00:00");
    check_text(t, told(t, promise.collect_by), "2026-11-21T20:00:00+08:00");
    check_text(t, told(t, promise.deliver_by), "2026-11-23T18:00:00+08:00");
}

TEST(working_days_pass_over_the_weekend)
{
    Promise promise = promised(t, china(t), "2026-11-20 18:00:00"); /* a Friday, after the cutoff */
    check_text(t, told(t, promise.collect_by), "2026-11-23T20:00:00+08:00");
    check_text(t, told(t, promise.deliver_by), "2026-11-25T18:00:00+08:00");
}

TEST(working_days_pass_over_the_national_holiday)
{
    Promise promise = promised(t, china(t), "2026-09-30 10:00:00");
    check_text(t, told(t, promise.collect_by), "2026-09-30T20:00:00+08:00");
    check_text(t, told(t, promise.city_by), "2026-10-08T08:00:00+08:00");
    check_text(t, told(t, promise.deliver_by), "2026-10-09T18:00:00+08:00");
}

TEST(a_promise_for_a_minute_that_the_clocks_skip_is_for_the_end_of_the_gap)
{
    ProductLane night = lane;
    night.city_days = night.city_minute = NONE;
    night.delivery_days = 1;
    night.delivery_minute = 2 * 60 + 30;
    Promise promise;
    /* Saturday 28 March 2026, 12:00 in Berlin; in the night after it 2:00 is followed by 3:00 */
    check_ok(t, promise_compute(t->ctx, &standard, &night, NULL, "Europe/Berlin",
                                INT64_C(1774695600000), &promise));
    check_int(t, promise.deliver_by, INT64_C(1774746000000)); /* 01:00 UTC */
    check_int(t, promise.collect_by, INT64_C(1774724400000)); /* 20:00 in winter time */
}

TEST(the_cutoff_is_by_the_clock_of_the_companys_zone)
{
    Promise here, there;
    int64_t accepted = at(t, "2026-11-20 16:59:00");
    check_ok(t, promise_compute(t->ctx, &standard, &lane, NULL, ZONE, accepted, &here));
    check_ok(t, promise_compute(t->ctx, &standard, &lane, NULL, "Asia/Tokyo", accepted, &there));
    check_text(t, told(t, here.collect_by), "2026-11-20T20:00:00+08:00");
    check_text(t, told(t, there.collect_by), "2026-11-21T19:00:00+08:00"); /* 17:59 there */
}

TEST(where_the_calendar_ends_nothing_is_promised)
{
    const CalendarDay last = {.date = 0, .working = true};
    const Calendar ended = {.code = "x", .zone = ZONE, .days = &last, .day_count = 1};
    Promise promise;
    check_ok(t, promise_compute(t->ctx, &standard, &lane, &ended, ZONE, TEST_NOW, &promise));
    check_int(t, promise.collect_by, NONE);
    check_int(t, promise.deliver_by, NONE);
}

TEST(a_lane_without_a_city_time_promises_only_delivery)
{
    ProductLane plain = lane;
    plain.city_days = plain.city_minute = NONE;
    Promise promise;
    check_ok(t, promise_compute(t->ctx, &standard, &plain, NULL, ZONE, TEST_NOW, &promise));
    check_int(t, promise.city_by, NONE);
    check(t, promise.deliver_by != NONE);
}

static void enter_product(T *t, const char *code, const char *calendar)
{
    Product product = standard;
    product.code = code;
    product.name = code;
    product.calendar = calendar;
    check_ok(t, product_create(t->ctx, &product));
}

static int64_t enter_lane(T *t, const char *origin, const char *destination, int64_t days)
{
    ProductLane entered = lane;
    entered.product = "standard";
    entered.origin = origin;
    entered.destination = destination;
    entered.delivery_days = days;
    check_ok(t, product_lane_create(t->ctx, &entered));
    return entered.id;
}

TEST_DB(the_most_exact_lane_promises)
{
    enter_product(t, "standard", NULL);
    int64_t any = enter_lane(t, "*", "*", 9), to = enter_lane(t, "*", "440300", 5);
    int64_t from = enter_lane(t, "310000", "*", 4), both = enter_lane(t, "310000", "440300", 2);
    PromiseBook *book;
    check_ok(t, promise_book_read(t->ctx, &book));
    const struct {
        const char *origin, *destination;
        int64_t lane;
    } cases[] = {{"310000", "440300", both},
                 {"310000", "110000", from},
                 {"330000", "440300", to},
                 {"1", "2", any}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Promise promise;
        check_ok(t, promise_find(t->ctx, book, "standard", cases[i].origin, cases[i].destination,
                                 TEST_NOW, &promise));
        check_int(t, promise.lane_id, cases[i].lane);
    }
    Promise promise;
    check_status(t, promise_find(t->ctx, book, "express", "1", "2", TEST_NOW, &promise), NOT_FOUND);
}

TEST_DB(a_closed_product_promises_nothing)
{
    enter_product(t, "standard", "cn");
    enter_lane(t, "*", "*", 3);
    Product product, change;
    check_ok(t, product_by_code(t->ctx, "standard", &product));
    change = product;
    change.closed = true;
    check_ok(t, product_change(t->ctx, "standard", product.version, &change, &product));
    check_int(t, product.version, 2);
    check_status(t, product_change(t->ctx, "standard", 1, &change, &product), STALE);
    PromiseBook *book;
    Promise promise;
    check_ok(t, promise_book_read(t->ctx, &book));
    check_status(t, promise_find(t->ctx, book, "standard", "1", "2", TEST_NOW, &promise),
                 NOT_FOUND);
}

TEST_DB(what_cannot_be_promised_is_refused)
{
    Product product = standard;
    product.name = "x";
    product.calendar = "mars";
    check_status(t, product_create(t->ctx, &product), INVALID);
    check_text(t, t->ctx->problem.field, "calendar");
    enter_product(t, "standard", NULL);
    ProductLane bad = lane;
    bad.product = "express";
    check_status(t, product_lane_create(t->ctx, &bad), INVALID);
    check_text(t, t->ctx->problem.field, "product");
    bad.product = "standard";
    bad.city_days = 3;
    check_status(t, product_lane_create(t->ctx, &bad), INVALID);
    check_text(t, t->ctx->problem.field, "delivery_days");
    bad.city_days = NONE;
    check_status(t, product_lane_create(t->ctx, &bad), INVALID);
    check_text(t, t->ctx->problem.field, "city_minute");
}

TEST_DB(a_lane_or_product_cannot_be_entered_twice)
{
    enter_product(t, "standard", NULL);
    enter_lane(t, "1", "2", 3);
    Product product = standard;
    product.name = "again";
    check_status(t, product_create(t->ctx, &product), CONFLICT);
}

TEST_DB(the_shipped_calendar_is_there_and_stays_as_it_was_edited)
{
    CalendarRow row, changed;
    check_ok(t, calendar_by_code(t->ctx, "cn", &row));
    check_ok(t, calendar_put(t->ctx, row.document, strlen(row.document), row.version, &changed));
    check_int(t, changed.version, row.version + 1);
    check_ok(t, promise_seed(t->ctx));
    check_ok(t, calendar_by_code(t->ctx, "cn", &row));
    check_int(t, row.version, changed.version);
    check_status(t, calendar_put(t->ctx, row.document, strlen(row.document), 1, &changed), STALE);
    check_status(t, calendar_put(t->ctx, row.document, strlen(row.document), NONE, &changed),
                 CONFLICT);
    check_status(t, calendar_put(t->ctx, "{", 1, NONE, &changed), INVALID);
}
