#include "waybill/waybill.h"

#include <string.h>

#include "access/outlet.h"
#include "access/person.h"
#include "base/instant.h"
#include "customer/customer.h"
#include "promise/promise.h"
#include "waybill/testing.h"

TEST_DB(a_parcel_is_made_and_the_same_again_changes_nothing)
{
    WaybillInput input = given_waybill(" w1 ");
    input.order_no = "O-7";
    input.weight_g = 1200;
    input.fee = 1250;
    input.receiver_name = "李雷";
    input.receiver_phone = "13812345678";
    input.ordered_at = TEST_NOW - HOUR_MS;
    check_int(t, take_waybill(t, input, NULL), UPSERT_CREATED);
    Waybill waybill = found_waybill(t, "W1");
    check_text(t, waybill.order_no, "O-7");
    check_text(t, waybill.receiver_name, "李雷");
    check_int(t, waybill.weight_g, 1200);
    check_int(t, waybill.fee, 1250);
    check_int(t, waybill.ordered_at, TEST_NOW - HOUR_MS);
    check_int(t, waybill.stage, STAGE_CREATED);
    check_int(t, waybill.source, WAYBILL_FROM_ORDER);
    check_int(t, waybill.version, 1);
    check_int(t, take_waybill(t, input, NULL), UPSERT_UNCHANGED);
    check_int(t, found_waybill(t, "W1").version, 1);
}

TEST_DB(what_is_given_later_enriches_what_is_known)
{
    WaybillInput input = given_waybill("W1");
    input.product = "standard";
    input.sender_name = "甲";
    take_waybill(t, input, NULL);
    WaybillInput more = given_waybill("W1");
    more.receiver_name = "乙";
    more.promised_at = TEST_NOW + DAY_MS;
    check_int(t, take_waybill(t, more, NULL), UPSERT_CHANGED);
    Waybill waybill = found_waybill(t, "W1");
    check_text(t, waybill.product, "standard");
    check_text(t, waybill.sender_name, "甲");
    check_text(t, waybill.receiver_name, "乙");
    check_int(t, waybill.promised_at, TEST_NOW + DAY_MS);
    check_int(t, waybill.promise_source, PROMISE_GIVEN);
    check_int(t, waybill.version, 2);
}

TEST_DB(a_number_that_stands_twice_in_a_batch_is_merged_in_order)
{
    WaybillInput inputs[3] = {given_waybill("W1"), given_waybill("W1"), given_waybill("W1")};
    inputs[0].goods = "books";
    inputs[1].goods = "shoes";
    inputs[2].goods = "shoes";
    UpsertRow rows[3] = {{.thing = &inputs[0]}, {.thing = &inputs[1]}, {.thing = &inputs[2]}};
    check_ok(t, waybill_apply(t->ctx, rows, 3));
    check_int(t, rows[0].outcome, UPSERT_CREATED);
    check_int(t, rows[1].outcome, UPSERT_CHANGED);
    check_int(t, rows[2].outcome, UPSERT_UNCHANGED);
    check_text(t, found_waybill(t, "W1").goods, "shoes");
}

TEST_DB(a_bad_number_is_refused_and_the_others_are_taken)
{
    WaybillInput inputs[3] = {given_waybill("RB123456784GB"), given_waybill("W1"),
                              given_waybill("?")};
    UpsertRow rows[3] = {{.thing = &inputs[0]}, {.thing = &inputs[1]}, {.thing = &inputs[2]}};
    check_ok(t, waybill_apply(t->ctx, rows, 3));
    check_int(t, rows[0].outcome, UPSERT_REJECTED);
    check_text(t, rows[0].field, "no");
    check_int(t, rows[1].outcome, UPSERT_CREATED);
    check_int(t, rows[2].outcome, UPSERT_REJECTED);
}

TEST_DB(a_parcel_known_from_scans_is_joined_with_its_order)
{
    take_scan(t, given_scan("W1", 30, "created"), NULL);
    take_scan(t, given_scan("W1", 20, "hub_in"), NULL);
    check_int(t, found_waybill(t, "W1").source, WAYBILL_FROM_SCAN);
    check_int(t, found_waybill(t, "W1").ordered_at, TEST_NOW - 30 * MINUTE_MS);
    WaybillInput input = given_waybill("W1");
    input.ordered_at = TEST_NOW - DAY_MS;
    check_int(t, take_waybill(t, input, NULL), UPSERT_CHANGED);
    Waybill waybill = found_waybill(t, "W1");
    check_int(t, waybill.source, WAYBILL_FROM_ORDER);
    check_int(t, waybill.stage, STAGE_HUB_IN);
    take_scan(t, given_scan("W1", 40, "created"), NULL);
    check_int(t, found_waybill(t, "W1").ordered_at, TEST_NOW - DAY_MS);
}

TEST_DB(regions_and_payer_come_from_the_customers)
{
    Customer customers[2];
    for (int i = 0; i < 2; i++)
        shape_clear(&customer_shape, &customers[i]);
    customers[0].code = "C-1";
    customers[0].region = "SP";
    customers[0].postcode = "13023-001";
    customers[1].code = "C-2";
    customers[1].region = "RJ";
    customers[1].postcode = "20";
    UpsertRow rows[2] = {{.thing = &customers[0]}, {.thing = &customers[1]}};
    WaybillInput input = given_waybill("W1");
    input.sender_ref = "C-1";
    input.receiver_ref = "C-2";
    input.customer_ref = "C-1";
    check_int(t, take_waybill(t, input, NULL), UPSERT_CREATED);
    check(t, !found_waybill(t, "W1").origin);
    check_ok(t, customer_upsert(t->ctx, rows, 2));
    check_int(t, take_waybill(t, input, NULL), UPSERT_CHANGED);
    Waybill waybill = found_waybill(t, "W1");
    check_text(t, waybill.origin, "SP");
    check_text(t, waybill.destination, "RJ");
    check_int(t, waybill.facts.origin_zone, waybill_zone("130"));
    check_int(t, waybill.facts.destination_zone, 0);
    check(t, waybill.facts.customer_id != 0);
    check_int(t, take_waybill(t, input, NULL), UPSERT_UNCHANGED);
    input.origin = "MG"; /* what is said outright goes over it */
    check_int(t, take_waybill(t, input, NULL), UPSERT_CHANGED);
    waybill = found_waybill(t, "W1");
    check_text(t, waybill.origin, "MG");
    check_int(t, waybill.facts.origin_zone, 0);
}

TEST_DB(a_promise_is_computed_from_product_and_lane)
{
    Product product = {
        .code = "next", .name = "Next day", .cutoff_minute = 1080, .collect_minute = 1200};
    check_ok(t, product_create(t->ctx, &product));
    ProductLane lane = {.product = "next",
                        .origin = "*",
                        .destination = "*",
                        .city_days = NONE,
                        .city_minute = NONE,
                        .attempt_days = NONE,
                        .attempt_minute = NONE,
                        .delivery_days = 1,
                        .delivery_minute = 1200};
    check_ok(t, product_lane_create(t->ctx, &lane));
    WaybillInput input = given_waybill("W1");
    input.product = "next";
    input.origin = "SH";
    input.destination = "BJ";
    input.ordered_at = TEST_NOW; /* 16:00 in Shanghai */
    take_waybill(t, input, NULL);
    Waybill waybill = found_waybill(t, "W1");
    check_int(t, waybill.promised_at, TEST_NOW + DAY_MS + 4 * HOUR_MS);
    check_int(t, waybill.promise_source, PROMISE_COMPUTED);
    check_int(t, take_waybill(t, input, NULL), UPSERT_UNCHANGED);
    input.promised_at = TEST_NOW + HOUR_MS;
    check_int(t, take_waybill(t, input, NULL), UPSERT_CHANGED);
    check_int(t, found_waybill(t, "W1").promise_source, PROMISE_GIVEN);
}

TEST_DB(an_outlet_that_nobody_entered_is_made)
{
    WaybillInput input = given_waybill("W1");
    input.origin_outlet = "sh-01";
    check_int(t, take_waybill(t, input, NULL), UPSERT_CREATED);
    check_int(t, take_waybill(t, input, NULL), UPSERT_UNCHANGED);
    Outlet outlet;
    check_ok(t, outlet_find(t->ctx, "SH-01", &outlet));
    check_int(t, found_waybill(t, "W1").facts.origin_outlet_id, outlet.id);
    WaybillInput bad = given_waybill("W2");
    UpsertRow row;
    bad.origin_outlet = "A-CODE-OF-MORE-THAN-32-CHARACTERS";
    check_int(t, take_waybill(t, bad, &row), UPSERT_REJECTED);
    check_text(t, row.field, "origin_outlet");
}

/* --- finding --- */

static WaybillFilter everything(void)
{
    WaybillFilter filter;
    shape_clear(&waybill_filter_shape, &filter);
    return filter;
}

static size_t listed(T *t, WaybillFilter filter, const char *first)
{
    List list;
    const char *next;
    check_ok(t, waybill_list(t->ctx, &filter, &list, &next));
    const Waybill *items = list.items;
    if (first) check_text(t, list.count ? items[0].no : "nothing", first);
    return list.count;
}

TEST_DB(parcels_are_found_by_phone_tail_and_name)
{
    WaybillInput input = given_waybill("W1");
    input.receiver_phone = "138 1234 5678";
    input.sender_phone = "138 1234 5678";
    input.sender_name = "Han MEI";
    take_waybill(t, input, NULL);
    take_waybill(t, given_waybill("W2"), NULL);
    WaybillFilter filter = everything();
    filter.phone = "+86 13812345678";
    check_int(t, listed(t, filter, "W1"), 1);
    filter = everything();
    filter.phone_tail = "5678";
    check_int(t, listed(t, filter, "W1"), 1);
    filter = everything();
    filter.name = "han mei";
    check_int(t, listed(t, filter, "W1"), 1);
    input.sender_name = "Li Lei";
    take_waybill(t, input, NULL);
    check_int(t, listed(t, filter, NULL), 0);
    filter.phone = "1";
    List list;
    const char *next;
    check_status(t, waybill_list(t->ctx, &filter, &list, &next), INVALID);
    check_text(t, t->ctx->problem.field, "phone");
    filter = everything();
    filter.phone_tail = "abcd";
    check_status(t, waybill_list(t->ctx, &filter, &list, &next), INVALID);
    check_text(t, t->ctx->problem.field, "phone_tail");
}

TEST_DB(parcels_are_listed_by_what_is_known_of_them)
{
    WaybillInput input = given_waybill("W1");
    input.origin = "SP";
    input.destination = "RJ";
    input.promised_at = TEST_NOW + HOUR_MS;
    input.order_no = "O-1";
    take_waybill(t, input, NULL);
    input.no = "W2";
    input.promised_at = TEST_NOW - HOUR_MS;
    input.order_no = "O-2";
    take_waybill(t, input, NULL);
    take_scan(t, given_scan("W2", 10, "hub_in"), NULL);
    take_scan(t, given_scan("W2", 5, "damaged"), NULL);
    take_scan(t, given_scan("W3", 5, "delivered"), NULL);

    WaybillFilter filter = everything();
    check_int(t, listed(t, filter, "W3"), 3);
    filter.stage = STAGE_HUB_IN;
    check_int(t, listed(t, filter, "W2"), 1);
    filter.stage = STAGE_DELIVERED;
    check_int(t, listed(t, filter, "W3"), 1);
    filter = everything();
    filter.exception = EXCEPTION_DAMAGED;
    check_int(t, listed(t, filter, "W2"), 1);
    filter.stage = STAGE_COLLECTED;
    check_int(t, listed(t, filter, NULL), 0);
    filter = everything();
    filter.origin = "SP";
    check_int(t, listed(t, filter, "W2"), 2);
    filter.destination = "MG";
    check_int(t, listed(t, filter, NULL), 0);
    filter = everything();
    filter.due_to = TEST_NOW + DAY_MS;
    check_int(t, listed(t, filter, "W2"), 2);
    filter.due_to = TEST_NOW;
    check_int(t, listed(t, filter, "W2"), 1);
    filter = everything();
    filter.order_no = "O-1";
    check_int(t, listed(t, filter, "W1"), 1);
    filter = everything();
    filter.customer_ref = "nobody";
    check_int(t, listed(t, filter, NULL), 0);
}

TEST_DB(pages_of_parcels_follow_each_other)
{
    static const char *const numbers[] = {"W1", "W2", "W3", "W4", "W5"};
    for (size_t i = 0; i < 5; i++) {
        WaybillInput input = given_waybill(numbers[i]);
        input.promised_at = TEST_NOW + (int64_t)(4 - i) / 2 * HOUR_MS;
        take_waybill(t, input, NULL);
    }
    WaybillFilter filters[2] = {everything(), everything()};
    filters[1].due_from = TEST_NOW;
    static const char *const orders[2][5] = {{"W5", "W4", "W3", "W2", "W1"},
                                             {"W4", "W5", "W2", "W3", "W1"}};
    for (size_t i = 0; i < 2; i++) {
        size_t seen = 0;
        filters[i].limit = 2;
        for (const char *next = ""; next; filters[i].cursor = next) {
            List list;
            check_ok(t, waybill_list(t->ctx, &filters[i], &list, &next));
            const Waybill *items = list.items;
            for (size_t j = 0; j < list.count; j++)
                check_text(t, items[j].no, orders[i][seen++]);
        }
        check_int(t, seen, 5);
    }
}

TEST_DB(a_parcel_that_is_not_there_is_not_found)
{
    Waybill waybill;
    check_status(t, waybill_find(t->ctx, "sto", "W1", &waybill), NOT_FOUND);
    check_status(t, waybill_find(t->ctx, "sto", "***", &waybill), NOT_FOUND);
    check_status(t, waybill_find_id(t->ctx, 7, &waybill), NOT_FOUND);
    Texts carriers;
    check_ok(t, waybill_carriers(t->ctx, "***", &carriers));
    check_int(t, carriers.count, 0);
}

TEST_DB(a_person_sees_the_parcels_of_their_outlets_and_customer)
{
    WaybillInput input = given_waybill("W1");
    input.origin_outlet = "SH-01";
    take_waybill(t, input, NULL);
    Outlet outlet;
    check_ok(t, outlet_find(t->ctx, "SH-01", &outlet));
    Person person = {.kind = PERSON_HUMAN, .id = 5, .scope_outlet_id = outlet.id};
    Waybill waybill;
    t->ctx->who = &person;
    check_ok(t, waybill_find(t->ctx, "sto", "W1", &waybill));
    check_int(t, listed(t, everything(), "W1"), 1);
    person.scope_outlet_id = outlet.id + 1;
    check_status(t, waybill_find(t->ctx, "sto", "W1", &waybill), NOT_FOUND);
    check_int(t, listed(t, everything(), NULL), 0);
    person = (Person){.kind = PERSON_HUMAN, .id = 5, .scope_customer_id = 9};
    check_status(t, waybill_find(t->ctx, "sto", "W1", &waybill), NOT_FOUND);
    check_ok(t, waybill_find_public(t->ctx, "sto", "W1", &waybill));
    t->ctx->who = NULL;
}

TEST_DB(a_carrier_is_corrected_with_history)
{
    take_waybill(t, given_waybill("W1"), NULL);
    WaybillInput other = given_waybill("W2");
    other.carrier = "yto";
    take_waybill(t, other, NULL);
    take_waybill(t, given_waybill("W2"), NULL);
    Waybill waybill = found_waybill(t, "W1");
    check_status(t, waybill_correct_carrier(t->ctx, waybill.id, 9, "yto", "why"), STALE);
    check_ok(t, waybill_correct_carrier(t->ctx, waybill.id, waybill.version, "YTO", "mislabelled"));
    Waybill moved;
    check_ok(t, waybill_find(t->ctx, "yto", "w1", &moved));
    check_int(t, moved.id, waybill.id);
    check_int(t, moved.version, 2);
    waybill = found_waybill(t, "W2");
    check_status(t, waybill_correct_carrier(t->ctx, waybill.id, 1, "yto", "why"), CONFLICT);
}

TEST_DB(a_tail_matches_the_receivers_phone_only)
{
    WaybillInput input = given_waybill("W1");
    input.sender_phone = "13800001111";
    input.receiver_phone = "138-1234-5678";
    take_waybill(t, input, NULL);
    Waybill waybill = found_waybill(t, "W1");
    check(t, waybill_tail_matches(&waybill, "5678"));
    check(t, !waybill_tail_matches(&waybill, "1111"));
    check(t, !waybill_tail_matches(&waybill, "678"));
    check(t, !waybill_tail_matches(&waybill, ""));
    waybill.receiver_phone = NULL;
    check(t, !waybill_tail_matches(&waybill, "5678"));
}

TEST_DB(a_history_of_exceptions_can_be_read)
{
    take_scan(t, given_scan("W1", 9, "network"), NULL);
    take_scan(t, given_scan("W1", 5, "hub_out"), NULL);
    List list;
    check_ok(t, waybill_exceptions(t->ctx, found_waybill(t, "W1").id, &list));
    check_int(t, list.count, 1);
    const WaybillExceptionRow *row = list.items;
    check_int(t, row->exception, EXCEPTION_NETWORK);
    check_int(t, row->cause, CAUSE_CARRIER);
    check_int(t, row->opened_at, TEST_NOW - 9 * MINUTE_MS);
    check_int(t, row->closed_at, TEST_NOW - 5 * MINUTE_MS);
}
