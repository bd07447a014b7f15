#include <string.h>

#include "access/outlet.h"
#include "access/person.h"
#include "promise/promise.h"
#include "promise/reason.h"
#include "test.h"

static Product given_product(void)
{
    return (Product){
        .code = "next", .name = "Next day", .cutoff_minute = 17 * 60, .collect_minute = 20 * 60};
}

static ProductLane given_lane(const char *origin, const char *destination)
{
    return (ProductLane){.product = "next",
                         .origin = origin,
                         .destination = destination,
                         .city_days = 1,
                         .city_minute = 480,
                         .attempt_days = 1,
                         .attempt_minute = 720,
                         .delivery_days = 1,
                         .delivery_minute = 1080,
                         .version = NONE};
}

static void enter(T *t)
{
    Product product = given_product();
    ProductLane lane = given_lane("310000", "440300");
    check_ok(t, product_create(t->ctx, &product));
    check_ok(t, product_lane_create(t->ctx, &lane));
}

static void refused(T *t, Status s, const char *field)
{
    check_status(t, s, INVALID);
    check_text(t, t->ctx->problem.field, field);
}

TEST_DB(every_version_of_a_product_stays_readable)
{
    enter(t);
    Product change = given_product(), now, then;
    change.cutoff_minute = 18 * 60;
    check_ok(t, product_change(t->ctx, "next", 1, &change, &now));
    check_status(t, product_change(t->ctx, "next", 1, &change, &now), STALE);
    check_ok(t, product_at_version(t->ctx, "next", 1, &then));
    check_int(t, then.cutoff_minute, 17 * 60);
    check_ok(t, product_at_version(t->ctx, "next", 2, &then));
    check_int(t, then.cutoff_minute, 18 * 60);
    check_int(t, then.changed_at, TEST_NOW);
    check_status(t, product_at_version(t->ctx, "next", 3, &then), NOT_FOUND);
    List list;
    check_ok(t, product_versions(t->ctx, "next", &list));
    check_int(t, list.count, 2);
    check_int(t, ((Product *)list.items)[0].version, 2);
    check_status(t, product_versions(t->ctx, "never", &list), NOT_FOUND);
}

static void put_calendar(T *t, const char *name, int64_t version)
{
    CalendarRow row;
    const char *json =
        arena_format(t->ctx->arena,
                     "{\"code\": \"own\", \"name\": \"%s\", \"zone\": \"Asia/Shanghai\", \"hours\":"
                     " [{\"weekdays\": [\"mon\"], \"from\": \"09:00\", \"to\": \"18:00\"}]}",
                     name);
    check_ok(t, calendar_put(t->ctx, json, strlen(json), version, &row));
}

TEST_DB(the_versions_of_a_calendar_are_listed_page_by_page)
{
    List list;
    const char *next;
    put_calendar(t, "One", NONE);
    put_calendar(t, "Two", 1);
    put_calendar(t, "Three", 2);
    check_ok(t, calendar_versions(t->ctx, "own", 2, NULL, &list, &next));
    check_int(t, list.count, 2);
    check_int(t, ((CalendarVersion *)list.items)[0].version, 3);
    check_int(t, ((CalendarVersion *)list.items)[0].changed_at, TEST_NOW);
    check(t, next != NULL);
    check_ok(t, calendar_versions(t->ctx, "own", 2, next, &list, &next));
    check_int(t, list.count, 1);
    check_int(t, ((CalendarVersion *)list.items)[0].version, 1);
    check(t, next == NULL);
    check_status(t, calendar_versions(t->ctx, "mars", 2, NULL, &list, &next), NOT_FOUND);
}

TEST_DB(a_lane_that_was_taken_away_stays_readable)
{
    enter(t);
    ProductLane lane = given_lane("310000", "*"), then;
    check_ok(t, product_lane_create(t->ctx, &lane));
    check_status(t, product_lane_delete(t->ctx, lane.id, 2), STALE);
    check_ok(t, product_lane_delete(t->ctx, lane.id, 1));
    check_status(t, product_lane_by_id(t->ctx, lane.id, &then), NOT_FOUND);
    check_ok(t, product_lane_at_version(t->ctx, lane.id, 1, &then));
    check(t, !then.deleted);
    check_ok(t, product_lane_at_version(t->ctx, lane.id, 2, &then));
    check(t, then.deleted);
    check_int(t, then.attempt_minute, 720);
}

TEST_DB(a_calendar_stays_readable_as_it_was)
{
    CalendarRow row, then;
    check_ok(t, calendar_by_code(t->ctx, "cn", &row));
    const char *first = row.document;
    check_ok(t, calendar_put(t->ctx, first, strlen(first), 1, &row));
    check_ok(t, calendar_at_version(t->ctx, "cn", 1, &then));
    check_text(t, then.document, first);
    check_ok(t, calendar_at_version(t->ctx, "cn", 2, &then));
    check_status(t, calendar_at_version(t->ctx, "cn", 3, &then), NOT_FOUND);
}

TEST_DB(a_calendar_without_a_working_day_in_reach_is_refused)
{
    static const char never[] =
        "{\"code\":\"n\",\"name\":\"Never\",\"zone\":\"UTC\",\"hours\":[],\"days\":[]}";
    static const char far[] =
        "{\"code\":\"n\",\"name\":\"Far\",\"zone\":\"UTC\",\"hours\":[{\"weekdays\":[\"mon\"],"
        "\"from\":\"09:00\",\"to\":\"18:00\"}],\"days\":[{\"from\":\"2026-11-22\","
        "\"to\":\"2027-06-30\",\"working\":false,\"name\":\"closed\"},{\"from\":\"2027-07-01\","
        "\"to\":"
        "\"2028-01-01\",\"working\":false,\"name\":\"closed\"}]}";
    CalendarRow row;
    check_status(t, calendar_put(t->ctx, never, strlen(never), NONE, &row), INVALID);
    refused(t, calendar_put(t->ctx, far, strlen(far), NONE, &row), "hours");
}

TEST_DB(what_nobody_could_keep_is_refused_with_its_field)
{
    Product product = given_product();
    product.collect_minute = product.cutoff_minute - 1;
    refused(t, product_create(t->ctx, &product), "collect_minute");
    enter(t);
    const struct {
        ProductLane lane;
        const char *field;
    } cases[] = {
        {given_lane("999999", "*"), "origin"},
        {given_lane("*", "999999"), "destination"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ProductLane lane = cases[i].lane;
        refused(t, product_lane_create(t->ctx, &lane), cases[i].field);
    }
    ProductLane lane = given_lane("*", "*");
    lane.city_days = 0;
    lane.city_minute = 20 * 60 - 1;
    refused(t, product_lane_create(t->ctx, &lane), "city_minute");
    lane = given_lane("*", "*");
    lane.attempt_minute = 479;
    refused(t, product_lane_create(t->ctx, &lane), "attempt_minute");
    lane = given_lane("*", "*");
    lane.delivery_minute = 719;
    refused(t, product_lane_create(t->ctx, &lane), "delivery_minute");
    lane = given_lane("*", "*");
    lane.delivery_days = 0;
    refused(t, product_lane_create(t->ctx, &lane), "delivery_days");
    lane = given_lane("*", "*");
    lane.attempt_days = NONE;
    refused(t, product_lane_create(t->ctx, &lane), "attempt_minute");
}

TEST_DB(a_later_collection_is_refused_where_a_lane_would_be_over_before_it)
{
    Product product = given_product(), out;
    check_ok(t, product_create(t->ctx, &product));
    ProductLane lane = given_lane("*", "*");
    lane.city_days = lane.attempt_days = lane.delivery_days = 0;
    lane.city_minute = lane.attempt_minute = lane.delivery_minute = 21 * 60;
    check_ok(t, product_lane_create(t->ctx, &lane));
    product.collect_minute = 21 * 60;
    check_ok(t, product_change(t->ctx, "next", 1, &product, &out));
    product.collect_minute = 21 * 60 + 1;
    refused(t, product_change(t->ctx, "next", 2, &product, &out), "collect_minute");
}

TEST_DB(a_region_that_an_outlet_is_in_exists)
{
    enter(t);
    Outlet outlet = {.code = "X", .name = "X", .kind = OUTLET_BRANCH, .region = "999999"};
    check_ok(t, outlet_create(t->ctx, &outlet));
    ProductLane lane = given_lane("999999", "SP");
    check_ok(t, product_lane_create(t->ctx, &lane));
}

TEST_DB(who_sees_one_outlet_changes_no_rule)
{
    enter(t);
    const Person who = {.kind = PERSON_HUMAN, .scope_outlet_id = 7};
    t->ctx->who = &who;
    Product product = given_product(), out;
    ProductLane lane = given_lane("*", "*"), lane_out;
    CalendarRow row;
    PromiseReason reason = {.code = "x", .name_zh = "x", .name_en = "x", .effect = PROMISE_TELLS};
    UpsertRow none = {.outcome = UPSERT_REJECTED};
    check_status(t, product_create(t->ctx, &product), FORBIDDEN);
    check_status(t, product_change(t->ctx, "next", 1, &product, &out), FORBIDDEN);
    check_status(t, product_lane_create(t->ctx, &lane), FORBIDDEN);
    check_status(t, product_lane_change(t->ctx, 1, 1, &lane, &lane_out), FORBIDDEN);
    check_status(t, product_lane_delete(t->ctx, 1, 1), FORBIDDEN);
    check_status(t, calendar_put(t->ctx, "{}", 2, NONE, &row), FORBIDDEN);
    check_status(t, reason_put(t->ctx, &reason, NONE), FORBIDDEN);
    check_status(t, product_upsert(t->ctx, &none, 1), FORBIDDEN);
    check_status(t, product_lane_upsert(t->ctx, &none, 1), FORBIDDEN);
}

TEST_DB(rules_come_in_by_the_file_and_none_twice)
{
    enter(t);
    ProductLane same = given_lane("310000", "440300"), other = given_lane("310000", "110000");
    ProductLane again = given_lane("310000", "110000"), bad = given_lane("310000", "999999");
    ProductLane slower = given_lane("310000", "440300");
    slower.delivery_days = 4;
    UpsertRow rows[] = {{.thing = &same, .number = 2},
                        {.thing = &other, .number = 3},
                        {.thing = &again, .number = 4},
                        {.thing = &bad, .number = 5}};
    check_ok(t, product_lane_upsert(t->ctx, rows, 4));
    check_int(t, rows[0].outcome, UPSERT_UNCHANGED);
    check_int(t, rows[1].outcome, UPSERT_CREATED);
    check_int(t, rows[2].outcome, UPSERT_REJECTED);
    check(t, strstr(rows[2].reason, "row 3") != NULL);
    check_int(t, rows[3].outcome, UPSERT_REJECTED);
    check_text(t, rows[3].field, "destination");
    UpsertRow change = {.thing = &slower, .number = 1};
    check_ok(t, product_lane_upsert(t->ctx, &change, 1));
    check_int(t, change.outcome, UPSERT_CHANGED);
    List list;
    const char *next;
    check_ok(t, product_lane_list(t->ctx, "next", 10, NULL, &list, &next));
    check_int(t, ((ProductLane *)list.items)[0].delivery_days, 4);
    check_int(t, ((ProductLane *)list.items)[0].version, 2);
}

TEST_DB(products_come_in_by_the_file_too)
{
    enter(t);
    Product same = given_product(), fresh = given_product(), bad = given_product();
    same.name = "Tomorrow";
    fresh.code = "slow";
    bad.code = "bad";
    bad.calendar = "mars";
    UpsertRow rows[] = {{.thing = &same, .number = 1},
                        {.thing = &fresh, .number = 2},
                        {.thing = &bad, .number = 3}};
    check_ok(t, product_upsert(t->ctx, rows, 3));
    check_int(t, rows[0].outcome, UPSERT_CHANGED);
    check_int(t, rows[1].outcome, UPSERT_CREATED);
    check_int(t, rows[2].outcome, UPSERT_REJECTED);
    check_text(t, rows[2].field, "calendar");
    Product found;
    check_ok(t, product_by_code(t->ctx, "next", &found));
    check_text(t, found.name, "Tomorrow");
    check_int(t, found.version, 2);
}

TEST_DB(a_reason_is_kept_at_its_version_and_must_make_sense)
{
    PromiseReason reason;
    check_ok(t, reason_by_code(t->ctx, "weather", &reason));
    check_int(t, reason.move_hours, 24);
    reason.move_hours = 48;
    check_ok(t, reason_put(t->ctx, &reason, 1));
    check_int(t, reason.version, 2);
    check_status(t, reason_put(t->ctx, &reason, 1), STALE);
    check_status(t, reason_put(t->ctx, &reason, NONE), CONFLICT);
    check_ok(t, reason_seed(t->ctx));
    check_ok(t, reason_by_code(t->ctx, "weather", &reason));
    check_int(t, reason.move_hours, 48);
    reason.move_days = 2;
    refused(t, reason_put(t->ctx, &reason, 2), "move_days");
    reason.move_hours = reason.move_days = NONE;
    refused(t, reason_put(t->ctx, &reason, 2), "move_hours");
    reason.effect = PROMISE_TELLS;
    refused(t, reason_put(t->ctx, &reason, 2), "mass");
    reason.effect = PROMISE_EXCUSES;
    reason.move_days = 1;
    refused(t, reason_put(t->ctx, &reason, 2), "effect");
    reason.code = "Of \"course\"";
    refused(t, reason_put(t->ctx, &reason, NONE), "code");
    reason.code = "never";
    reason.move_days = NONE;
    check_status(t, reason_put(t->ctx, &reason, 3), NOT_FOUND);
}
